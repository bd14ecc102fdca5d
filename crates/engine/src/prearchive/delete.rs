//! Deleting: what is deleted goes to the cache with a date, and can be brought back by hand.

use prearchive_core::address::Address;
use prearchive_core::stamp;
use prearchive_core::status::Kind;
use time::OffsetDateTime;

use crate::refusal::Refusal;
use crate::tree::{TreePath, session_document, session_folder};
use crate::{Engine, civil};

impl Engine {
    /// Deletes a session: its folder and document go to the cache, its row goes.
    pub(crate) fn delete(
        &self,
        address: &Address,
        user: &str,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        self.locked(address, Kind::Deleting, now, |_| {
            self.discard_session(address, now)?;
            self.store.remove(address)?;
            Ok(())
        })?;
        self.remember(user, "delete", address, "deleted", now);
        Ok(())
    }

    /// Takes a session's files out of the prearchive, into the cache.
    pub(crate) fn discard_session(
        &self,
        address: &Address,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        self.discard(&session_folder(address)?, now)?;
        let document = session_document(address)?;
        if self.store.exists(&document)? {
            self.discard(&document, now)?;
        }
        Ok(())
    }

    /// Moves a file or a folder to `cache/<timestamp>/<where it was>`.
    pub(crate) fn discard(&self, path: &TreePath, now: OffsetDateTime) -> Result<(), Refusal> {
        let stamp = stamp::write_folder(civil(now));
        let was = path.to_string();
        let mut number = 0;
        loop {
            let folder = match number {
                0 => stamp.clone(),
                n => format!("{stamp}-{n}"),
            };
            let place = TreePath::room("cache").join(&folder)?.descend(&was)?;
            if !self.store.exists(&place)? {
                return Ok(self.store.rename(path, &place)?);
            }
            number += 1;
        }
    }
}
