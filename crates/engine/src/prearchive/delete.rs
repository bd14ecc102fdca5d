//! Deleting: files go to the cache, from which they can be brought back.

use prearchive_core::address::Address;
use prearchive_core::status::Kind;
use time::OffsetDateTime;

use crate::Engine;
use crate::refusal::Refusal;
use crate::store::change::{Change, RowChange};
use crate::tree::{TreePath, session_document, session_folder};

impl Engine {
    /// Deletes a session.
    pub(crate) fn delete(
        &self,
        address: &Address,
        user: &str,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        self.locked(address, Kind::Deleting, now, |_| {
            self.carry_out(&Change {
                renames: self.discarded(address, now)?,
                rows: vec![RowChange::Remove(address.clone())],
            })
        })?;
        self.remember(user, "delete", address, "deleted", now);
        Ok(())
    }

    /// Where the files of a session go when they are taken away: the folder and the document beside it.
    pub(crate) fn discarded(
        &self,
        address: &Address,
        now: OffsetDateTime,
    ) -> Result<Vec<(TreePath, TreePath)>, Refusal> {
        let mut renames = Vec::new();
        for path in [session_folder(address)?, session_document(address)?] {
            if self.store.exists(&path)? {
                let place = self.cached(&path, now)?;
                renames.push((path, place));
            }
        }
        Ok(renames)
    }
}
