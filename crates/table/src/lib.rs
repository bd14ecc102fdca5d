//! A listing as a table of columns: what a hundred thousand sessions are kept, found and ordered in.
//!
//! A listing arrives in pieces ([`ListingReader`]), each piece as a [`Batch`], and joins what is there in a [`Reading`]:
//! a row that says the same stays, one that says something else is changed, one that is new is added, and what a whole
//! listing did not name any more is removed.
//! A [`RowId`] stays the same for as long as the table lives, whatever comes and goes.

mod batch;
mod cells;
mod dates;
mod duplicates;
mod find;
mod index;
mod kinds;
mod order;
mod reader;
mod reading;
mod row;
mod rows;

use prearchive_core::address::Address;
use prearchive_core::session::Session;
use prearchive_core::sorted::Map;
use prearchive_core::status::Status;

pub use batch::Batch;
pub use duplicates::Duplicates;
pub use find::{Context, Found};
use index::{Index, short_hash};
use kinds::{Kinds, STATUS};
pub use order::{Order, SortKey};
pub use reader::ListingReader;
pub use reading::{Changes, Reading};
pub use row::Row;
pub use rows::Rows;

/// A row of a [`SessionTable`]; it is never given to another session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowId(u32);

/// A batch, and a row in it; smaller than an `Option` of it.
type Place = (u32, u32);

/// The place of a row that was removed.
const NOWHERE: Place = (u32::MAX, u32::MAX);

/// More batches than this are made one, unless they are large.
const MANY_BATCHES: usize = 64;
/// So many rows make a batch large.
const LARGE_BATCH: usize = 1024;

/// The sessions of a listing.
#[derive(Debug, Clone, Default)]
pub struct SessionTable {
    kinds: Kinds,
    batches: Vec<Batch>,
    /// For each batch, which row of the table each of its rows is.
    ids: Vec<Vec<RowId>>,
    /// For each row of the table, its batch and its place there.
    places: Vec<Place>,
    /// The row of each address.
    index: Index,
    live: usize,
}

impl SessionTable {
    /// How many sessions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.live
    }

    /// True if there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// The row of a session.
    #[must_use]
    pub fn find(&self, address: &Address) -> Option<RowId> {
        let Address {
            project,
            timestamp,
            folder,
        } = address;
        self.lookup(project.as_str(), timestamp, folder).ok()
    }

    /// What a row says; `None` if it was removed.
    #[must_use]
    pub fn row(&self, id: RowId) -> Option<Row<'_>> {
        let (batch, at) = self.place(id)?;
        Some(Row {
            batch: &self.batches[batch],
            at,
            kinds: &self.kinds,
        })
    }

    /// A session by its address.
    #[must_use]
    pub fn session(&self, address: &Address) -> Option<Session> {
        Some(self.row(self.find(address)?)?.session())
    }

    /// All rows, in the order in which they came.
    pub fn ids(&self) -> impl Iterator<Item = RowId> {
        self.places
            .iter()
            .zip(0..)
            .filter_map(|(place, id)| (*place != NOWHERE).then_some(RowId(id)))
    }

    /// One more than the largest number of a row; the length of what is kept for each of them.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.places.len()
    }

    /// How many sessions there are of each project.
    #[must_use]
    pub fn projects(&self) -> Map<String, usize> {
        let mut projects = Map::new();
        for row in self.ids().filter_map(|id| self.row(id)) {
            match projects.get_mut(row.project()) {
                Some(count) => *count += 1,
                None => drop(projects.insert(row.project().to_owned(), 1)),
            }
        }
        projects
    }

    /// True if the status of a session is such.
    pub fn any_status(&self, is_it: impl Fn(&Status) -> bool) -> bool {
        self.with_status(is_it).next().is_some()
    }

    /// The rows whose status is such, in no order.
    pub fn with_status(&self, is_it: impl Fn(&Status) -> bool) -> impl Iterator<Item = RowId> {
        let such = self.kinds.by_word(STATUS, |word| is_it(&word.into()));
        let batches = self.batches.iter().zip(&self.ids).zip(0..);
        let rows = batches.flat_map(|((batch, ids), number)| {
            let rows = batch.kinds.iter().zip(ids).zip(0..);
            rows.map(move |((kind, id), at)| (*kind, *id, (number, at)))
        });
        rows.filter(move |(kind, id, place)| {
            such[*kind as usize] && self.places[id.0 as usize] == *place
        })
        .map(|(_, id, _)| id)
    }

    /// Takes a session out.
    pub fn remove(&mut self, address: &Address) -> Option<RowId> {
        let id = self.find(address)?;
        self.remove_row(id);
        Some(id)
    }

    fn place(&self, id: RowId) -> Option<(usize, usize)> {
        let place = *self.places.get(id.0 as usize)?;
        (place != NOWHERE).then_some((place.0 as usize, place.1 as usize))
    }

    /// The row of an address, or the hash by which it is to be known.
    fn lookup(&self, project: &str, timestamp: &str, folder: &str) -> Result<RowId, u32> {
        let hash = short_hash(&(project, timestamp, folder));
        let is_it = |id| {
            self.row(RowId(id)).is_some_and(|row| {
                (row.project(), row.timestamp(), row.folder()) == (project, timestamp, folder)
            })
        };
        self.index.find(hash, is_it).map(RowId).ok_or(hash)
    }

    fn remove_row(&mut self, id: RowId) {
        let Some(row) = self.row(id) else { return };
        let hash = short_hash(&(row.project(), row.timestamp(), row.folder()));
        // Of rows with the same address only the first is there.
        self.index.remove(hash, id.0);
        self.places[id.0 as usize] = NOWHERE;
        self.live -= 1;
    }

    /// Takes a batch in; `id` says which row each of its rows is.
    fn adopt(&mut self, mut batch: Batch, ids: Vec<RowId>) {
        batch.settle(&mut self.kinds);
        let number = u32::try_from(self.batches.len()).unwrap_or(u32::MAX);
        for (id, at) in ids.iter().zip(0..) {
            let id = id.0 as usize;
            if self.places.len() <= id {
                self.places.resize(id + 1, NOWHERE);
            }
            if std::mem::replace(&mut self.places[id], (number, at)) == NOWHERE {
                self.live += 1;
            }
        }
        self.batches.push(batch);
        self.ids.push(ids);
    }

    /// Makes one batch of all if there are many, or most of what they hold is not current any more.
    fn compact(&mut self) {
        let held: usize = self.batches.iter().map(Batch::len).sum();
        let is_scattered = self.batches.len() > MANY_BATCHES + held / LARGE_BATCH;
        if !is_scattered && held <= 2 * self.live.max(1000) {
            return;
        }
        let mut all = Batch::default();
        let mut ids = Vec::with_capacity(self.live);
        for id in self.ids() {
            if let Some((batch, at)) = self.place(id) {
                all.copy(&self.batches[batch], at, &self.kinds);
                ids.push(id);
            }
        }
        self.batches.clear();
        self.ids.clear();
        self.places.iter_mut().for_each(|place| *place = NOWHERE);
        self.live = 0;
        self.adopt(all, ids);
    }
}
