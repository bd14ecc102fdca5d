//! Carrying out a change of several files and rows: wholly, or not at all, whatever happens in between.

use prearchive_core::stamp;
use time::OffsetDateTime;

use crate::refusal::Refusal;
use crate::store::StoreError;
use crate::store::change::Change;
use crate::tree::TreePath;
use crate::turns::Thing;
use crate::{Engine, civil, passwords};

/// The room of what is not part of anything yet, or no longer.
pub(crate) const STAGING: &str = "staging";
/// The room of what was taken away, by date; nothing in it is ever removed.
pub(crate) const CACHE: &str = "cache";

/// A folder that nobody sees; it goes when it is dropped.
pub(crate) struct Staging<'a> {
    engine: &'a Engine,
    pub(crate) folder: TreePath,
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        // What cannot be removed now is removed when the server starts again.
        let _ = self.engine.store.erase(&self.folder);
    }
}

impl Engine {
    /// A folder of its own for files that get their place later.
    pub(crate) fn staging(&self) -> Result<Staging<'_>, Refusal> {
        Ok(Staging {
            engine: self,
            folder: TreePath::room(STAGING).join(&passwords::random(8)?)?,
        })
    }

    /// Writes the change down, does it, and strikes it out.
    ///
    /// If something fails, what was done is undone; what cannot be undone either is finished at the next start.
    pub(crate) fn carry_out(&self, change: &Change) -> Result<(), Refusal> {
        let _rows = self.turns.share(Thing::Rows);
        let number = self.store.begin(change)?;
        for (at, (from, to)) in change.renames.iter().enumerate() {
            if let Err(error) = self.store.rename(from, to) {
                self.undo(number, &change.renames[..=at]);
                return Err(error.into());
            }
        }
        if let Err(error) = self.store.commit(Some(number), &change.rows) {
            self.undo(number, &change.renames);
            return Err(error.into());
        }
        Ok(())
    }

    fn undo(&self, number: i64, renames: &[(TreePath, TreePath)]) {
        let back = |(from, to): &(TreePath, TreePath)| {
            // Where both are there the new place was another's from the beginning.
            let is_done = self.store.exists(to)? && !self.store.exists(from)?;
            if is_done {
                self.store.rename(to, from)?;
            }
            Ok::<_, StoreError>(())
        };
        if renames.iter().rev().all(|rename| back(rename).is_ok()) {
            // What cannot be struck out is looked at again, and found to be undone, at the next start.
            let _ = self.store.commit(Some(number), &[]);
        }
    }

    /// Finishes what a crash has cut off.
    pub(crate) fn finish_changes(&self, now: OffsetDateTime) -> Result<(), Refusal> {
        for (number, change) in self.store.journal()? {
            let done = self.done(&change.renames)?;
            for (from, to) in &change.renames[done..] {
                match (self.store.exists(from)?, self.store.exists(to)?) {
                    (true, false) => self.store.rename(from, to)?,
                    // A copy to another file system was whole, and the original not yet gone.
                    (true, true) => self.store.rename(from, &self.cached(from, now)?)?,
                    (false, _) => {}
                }
            }
            match self.store.commit(Some(number), &change.rows) {
                // Somebody has put another session there meanwhile: that one counts.
                Err(StoreError::AlreadyExists(_)) => self.store.commit(Some(number), &[])?,
                done => done?,
            }
        }
        Ok(())
    }

    /// How many of the renames have been done: all up to the last that left its old place for its new one.
    ///
    /// What was there first may tell nothing, for a place can be left by one file and taken by the next.
    fn done(&self, renames: &[(TreePath, TreePath)]) -> Result<usize, StoreError> {
        for (at, (from, to)) in renames.iter().enumerate().rev() {
            if !self.store.exists(from)? && self.store.exists(to)? {
                return Ok(at + 1);
            }
        }
        Ok(0)
    }

    /// A free place in the cache for something that is taken away: `cache/<timestamp>/<where it was>`.
    pub(crate) fn cached(&self, path: &TreePath, now: OffsetDateTime) -> Result<TreePath, Refusal> {
        let stamp = stamp::write_folder(civil(now));
        let was = path.to_string();
        let mut number = 0;
        loop {
            let folder = match number {
                0 => stamp.clone(),
                n => format!("{stamp}-{n}"),
            };
            let place = TreePath::room(CACHE).join(&folder)?.descend(&was)?;
            if !self.store.exists(&place)? {
                return Ok(place);
            }
            number += 1;
        }
    }
}
