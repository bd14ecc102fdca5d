//! A listing that joins a table while it is read.

use crate::batch::Batch;
use crate::{NOWHERE, Row, RowId, SessionTable};
use prearchive_core::address::Address;
use prearchive_core::sorted::sort_by;

/// A listing that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The rows that it has named so far.
    seen: Vec<bool>,
    /// Sessions of which something newer is known, in the order of their names.
    settled: Vec<Address>,
    changes: Changes,
}

/// What a listing has changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Rows that were not there.
    pub added: Vec<RowId>,
    /// Rows that say something else now.
    pub changed: Vec<RowId>,
    /// Rows that are not there any more.
    pub removed: Vec<RowId>,
}

impl Changes {
    /// True if the listing says what the one before said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

impl SessionTable {
    /// Takes the rows of a batch in, and says what that has changed.
    pub fn read(&mut self, reading: &mut Reading, batch: Batch) -> Changes {
        let mut changes = Changes::default();
        let mut ids: Vec<Option<RowId>> = Vec::with_capacity(batch.len());
        let first_new = self.places.len();
        let mut new = first_new;
        for at in 0..batch.len() {
            let row = Row {
                batch: &batch,
                at,
                kinds: &batch.own,
            };
            let known = self.lookup(row.project(), row.timestamp(), row.folder());
            let id = match known {
                _ if reading.is_settled(&row) => None,
                Ok(id) if reading.mark(id) => match self.place(id) {
                    Some((of, place))
                        if self.batches[of].is_same(place, &self.kinds, &batch, at) =>
                    {
                        None
                    }
                    _ => {
                        changes.changed.push(id);
                        Some(id)
                    }
                },
                // A listing that names a session twice, or several without identity, has all its rows shown.
                _ => {
                    let id = RowId(u32::try_from(new).unwrap_or(u32::MAX));
                    new += 1;
                    reading.mark(id);
                    changes.added.push(id);
                    if let Err(hash) = known {
                        self.index.insert(hash, id.0);
                        // So that the next row of this batch finds it.
                        self.places.resize(new, NOWHERE);
                    }
                    Some(id)
                }
            };
            ids.push(id);
        }
        self.join(batch, &ids);
        reading.changes.added.extend(&changes.added);
        reading.changes.changed.extend(&changes.changed);
        changes
    }

    /// Ends a listing that was read to its end: what it did not name is removed.
    pub fn finish(&mut self, reading: Reading) -> Changes {
        let seen = |id: &RowId| reading.seen.get(id.0 as usize) == Some(&true);
        let settled = |id: &RowId| self.row(*id).is_some_and(|row| reading.is_settled(&row));
        let gone: Vec<RowId> = self.ids().filter(|id| !seen(id) && !settled(id)).collect();
        for id in &gone {
            self.remove_row(*id);
        }
        self.compact();
        Changes {
            removed: gone,
            ..reading.changes
        }
    }

    /// Takes the rows that have an id; a batch of nothing but news is taken as it is.
    fn join(&mut self, batch: Batch, ids: &[Option<RowId>]) {
        let wanted: Vec<RowId> = ids.iter().flatten().copied().collect();
        if wanted.len() == batch.len() {
            if !batch.is_empty() {
                self.adopt(batch, wanted);
            }
            return;
        }
        if wanted.is_empty() {
            return;
        }
        let mut some = Batch::default();
        for (at, _) in ids.iter().enumerate().filter(|(_, id)| id.is_some()) {
            some.copy(&batch, at, &batch.own);
        }
        self.adopt(some, wanted);
    }
}

impl Reading {
    /// Notes sessions of which something was learnt meanwhile: a listing that was asked for before does not undo it.
    pub fn settle(&mut self, sessions: impl IntoIterator<Item = Address>) {
        self.settled.extend(sessions);
        sort_by(&mut self.settled, |one, other| name(one).cmp(&name(other)));
    }

    fn is_settled(&self, row: &Row) -> bool {
        let named = (row.project(), row.timestamp(), row.folder());
        let found = |one: &Address| name(one).cmp(&named);
        !self.settled.is_empty() && self.settled.binary_search_by(found).is_ok()
    }

    /// Notes that a row was named; false if it was named before.
    fn mark(&mut self, id: RowId) -> bool {
        let at = id.0 as usize;
        if self.seen.len() <= at {
            self.seen.resize(at + 1, false);
        }
        !std::mem::replace(&mut self.seen[at], true)
    }
}

fn name(address: &Address) -> (&str, &str, &str) {
    (
        address.project.as_str(),
        &address.timestamp,
        &address.folder,
    )
}
