//! Status changes: a session that is being worked on is locked, and a failure is always told.

use prearchive_core::address::Address;
use prearchive_core::session::Session;
use prearchive_core::stamp::DateText;
use prearchive_core::status::{Kind, Phase, Status};
use time::OffsetDateTime;

use crate::refusal::Refusal;
use crate::tree::session_folder;
use crate::{Engine, civil};

impl Engine {
    /// Gives a row a status and the time of the change.
    pub(crate) fn set_status(&self, row: &mut Session, status: Status, now: OffsetDateTime) {
        row.status = status;
        row.lastmod = DateText::sql(civil(now));
    }

    /// The row of a session.
    pub(crate) fn row(&self, address: &Address) -> Result<Session, Refusal> {
        self.store
            .session(address)?
            .ok_or_else(|| Refusal::NoSession(address.clone()))
    }

    /// Runs work on a session with its lock held.
    ///
    /// The work leaves the row behind as it should be, or removes it.
    /// If it fails, the row says `CONFLICT` or `ERROR`, the log says why, and the refusal is passed on.
    pub(crate) fn locked<T>(
        &self,
        address: &Address,
        kind: Kind,
        now: OffsetDateTime,
        work: impl FnOnce(&Session) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let row = self.lock_row(address, kind, now)?;
        if !self.store.exists(&session_folder(address)?)? {
            self.store.remove(address)?;
            return Err(Refusal::NoSession(address.clone()));
        }
        work(&row).inspect_err(|refusal| {
            self.fail(address, refusal, now);
        })
    }

    /// Takes the lock; refused if it is taken.
    fn lock_row(
        &self,
        address: &Address,
        kind: Kind,
        now: OffsetDateTime,
    ) -> Result<Session, Refusal> {
        let mut held = None;
        let row = self.store.update(address, &mut |row| {
            if row.status.is_locked() {
                held = Some(row.status.to_string());
                return false;
            }
            self.set_status(row, Status::Known(kind, Phase::Running), now);
            true
        })?;
        match (row, held) {
            (None, _) => Err(Refusal::NoSession(address.clone())),
            (Some(_), Some(status)) => Err(Refusal::Locked {
                address: address.clone(),
                status,
            }),
            (Some(row), None) => Ok(row),
        }
    }

    /// Lets go of a lock that nobody holds any more.
    pub(crate) fn unlock(&self, address: &Address, now: OffsetDateTime) -> Result<(), Refusal> {
        self.store.update(address, &mut |row| {
            self.set_status(row, Status::ERROR, now);
            true
        })?;
        Ok(())
    }

    /// Writes down that work with the lock held has failed.
    fn fail(&self, address: &Address, refusal: &Refusal, now: OffsetDateTime) {
        let status = match refusal {
            Refusal::Conflict(_) | Refusal::Taken(_) => Status::CONFLICT,
            _ => Status::ERROR,
        };
        // What cannot be written down here is still told to whoever asked.
        let _ = self.store.update(address, &mut |row| {
            self.set_status(row, status.clone(), now);
            true
        });
        let _ = self.record_log(address, now, &refusal.to_string());
        self.remember("system", "failed", address, &refusal.to_string(), now);
    }

    /// Settles queued work that was refused before it took the lock: the row must not wait for ever.
    pub(crate) fn settle(&self, address: &Address, refusal: &Refusal, now: OffsetDateTime) {
        let waiting = |status: &Status| {
            matches!(
                status,
                Status::Known(Kind::Building | Kind::Moving | Kind::Deleting | Kind::Archiving, phase)
                    if *phase != Phase::Running
            )
        };
        if self
            .store
            .session(address)
            .is_ok_and(|row| row.is_some_and(|row| waiting(&row.status)))
        {
            self.fail(address, refusal, now);
        }
    }
}
