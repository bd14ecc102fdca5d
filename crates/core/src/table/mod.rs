//! A listing as a table of columns: what a hundred thousand sessions are kept, found and ordered in.
//!
//! A listing arrives in pieces ([`ListingReader`]), each piece as a [`Batch`], and joins what is there in a [`Reading`]:
//! a row that says the same stays, one that says something else is changed, one that is new is added, and what a whole
//! listing did not name any more is removed.
//! A [`RowId`] stays the same for as long as the table lives, whatever comes and goes.

mod batch;
mod cells;
mod duplicates;
mod find;
pub(crate) mod json;
mod order;
mod reader;
mod reading;
mod row;
mod rows;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::address::Address;
use crate::session::Session;
use crate::sorted::Map;
use crate::status::Status;

pub use batch::Batch;
use batch::STATUS;
pub use find::{Context, Found};
pub use order::{Order, SortKey};
pub use reader::ListingReader;
pub use reading::{Changes, Reading};
pub use row::Row;
pub use rows::Rows;

/// A row of a [`SessionTable`]; it is never given to another session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RowId(u32);

/// More batches than this are made one.
const MANY_BATCHES: usize = 256;

/// The sessions of a listing.
#[derive(Debug, Clone, Default)]
pub struct SessionTable {
    /// The texts that repeat in all rows.
    words: Vec<String>,
    word_places: HashMap<String, u32>,
    batches: Vec<Batch>,
    /// For each batch, which row of the table each of its rows is.
    ids: Vec<Vec<RowId>>,
    /// For each row of the table, its batch and its place there.
    places: Vec<Option<(u32, u32)>>,
    /// The row of each address, by the address' hash; one that is taken makes way to the next number.
    index: HashMap<u64, RowId>,
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
            words: &self.words,
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
            .filter_map(|(place, id)| place.is_some().then_some(RowId(id)))
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
        let such: Vec<bool> = self
            .words
            .iter()
            .map(|word| is_it(&word.as_str().into()))
            .collect();
        let rows =
            self.batches
                .iter()
                .zip(&self.ids)
                .zip(0..)
                .flat_map(|((batch, ids), number)| {
                    let rows = batch.symbols.iter().zip(ids).zip(0..);
                    rows.map(move |((symbols, id), at)| (symbols[STATUS], *id, (number, at)))
                });
        rows.filter(move |(status, id, place)| {
            such[*status as usize] && self.places[id.0 as usize] == Some(*place)
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
        let (batch, at) = (*self.places.get(id.0 as usize)?)?;
        Some((batch as usize, at as usize))
    }

    /// The row of an address, or the number in the index that is free for it.
    fn lookup(&self, project: &str, timestamp: &str, folder: &str) -> Result<RowId, u64> {
        let mut hasher = DefaultHasher::new();
        (project, timestamp, folder).hash(&mut hasher);
        let mut number = hasher.finish();
        while let Some(&id) = self.index.get(&number) {
            // A row that was removed keeps its number, so that those behind it are found.
            if let Some(row) = self.row(id)
                && (row.project(), row.timestamp(), row.folder()) == (project, timestamp, folder)
            {
                return Ok(id);
            }
            number = number.wrapping_add(1);
        }
        Err(number)
    }

    fn remove_row(&mut self, id: RowId) {
        if self.places[id.0 as usize].take().is_some() {
            self.live -= 1;
        }
    }

    fn word(&mut self, text: &str) -> u32 {
        if let Some(&place) = self.word_places.get(text) {
            return place;
        }
        let place = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.words.push(text.into());
        self.word_places.insert(text.into(), place);
        place
    }

    /// Takes a batch in; `id` says which row each of its rows is.
    fn adopt(&mut self, mut batch: Batch, ids: Vec<RowId>) {
        batch.settle(|word| self.word(word));
        let number = u32::try_from(self.batches.len()).unwrap_or(u32::MAX);
        for (id, at) in ids.iter().zip(0..) {
            let id = id.0 as usize;
            if self.places.len() <= id {
                self.places.resize(id + 1, None);
            }
            if self.places[id].replace((number, at)).is_none() {
                self.live += 1;
            }
        }
        self.batches.push(batch);
        self.ids.push(ids);
    }

    /// Makes one batch of all if there are many, or most of what they hold is not current any more.
    fn compact(&mut self) {
        let held: usize = self.batches.iter().map(Batch::len).sum();
        if self.batches.len() <= MANY_BATCHES && held <= 2 * self.live.max(1000) {
            return;
        }
        let mut all = Batch::default();
        let mut ids = Vec::with_capacity(self.live);
        for id in self.ids() {
            if let Some((batch, at)) = self.place(id) {
                all.copy(&self.batches[batch], at, &self.words);
                ids.push(id);
            }
        }
        self.batches.clear();
        self.ids.clear();
        self.places.iter_mut().for_each(|place| *place = None);
        self.live = 0;
        self.adopt(all, ids);
        // Numbers of rows that were removed are free again.
        self.index.clear();
        let ids: Vec<RowId> = self.ids().collect();
        for id in ids {
            let Some(row) = self.row(id) else { continue };
            if let Err(number) = self.lookup(row.project(), row.timestamp(), row.folder()) {
                self.index.insert(number, id);
            }
        }
    }
}
