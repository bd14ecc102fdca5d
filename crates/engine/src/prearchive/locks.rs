//! Status changes: a session that is being worked on is locked, and a failure is always told.

use prearchive_core::address::Address;
use prearchive_core::session::Session;
use prearchive_core::stamp::DateText;
use prearchive_core::status::{Kind, Phase, Status};
use time::OffsetDateTime;

use super::build::fill;
use crate::document::Document;
use crate::refusal::Refusal;
use crate::tree::session_folder;
use crate::turns::Thing;
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

    /// The row of a session that nobody works on.
    pub(crate) fn free_row(&self, address: &Address) -> Result<Session, Refusal> {
        let row = self.row(address)?;
        if row.status.is_locked() {
            return Err(Refusal::Locked {
                address: row.address,
                status: row.status.to_string(),
            });
        }
        Ok(row)
    }

    /// Runs work on a session with its lock held: alone with its files, but that a build shares them.
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
        let row = self.claim(address, &Status::Known(kind, Phase::Running), now)?;
        let place = Thing::Place(address.clone());
        let _turn = if kind == Kind::Building {
            self.turns.share(place)
        } else {
            self.turns.take(place)
        };
        let outcome = self.there(address).and_then(|()| work(&row));
        outcome.inspect_err(|refusal| self.fail(address, kind, refusal, now))
    }

    /// A session whose folder is not there any more has no row either.
    fn there(&self, address: &Address) -> Result<(), Refusal> {
        if self.store.exists(&session_folder(address)?)? {
            return Ok(());
        }
        let gone = crate::store::change::RowChange::Remove(address.clone());
        self.store.commit(None, &[gone])?;
        Err(Refusal::NoSession(address.clone()))
    }

    /// Gives a row that nobody has locked a status, which may be the lock itself.
    fn claim(
        &self,
        address: &Address,
        status: &Status,
        now: OffsetDateTime,
    ) -> Result<Session, Refusal> {
        let mut held = None;
        let row = self.store.update(address, &mut |row| {
            if row.status.is_locked() {
                held = Some(row.status.to_string());
                return false;
            }
            self.set_status(row, status.clone(), now);
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

    /// Writes down that work has failed; a lock that other work has taken meanwhile stays.
    fn fail(&self, address: &Address, kind: Kind, refusal: &Refusal, now: OffsetDateTime) {
        let status = match refusal {
            Refusal::Conflict(_) | Refusal::Taken(_) | Refusal::TakenUnless { .. } => {
                Status::CONFLICT
            }
            _ => Status::ERROR,
        };
        // What cannot be written down here is still told to whoever asked.
        let row = self.store.update(address, &mut |row| {
            let is_ours = !row.status.is_locked() || row.status.kind() == Some(kind);
            if is_ours {
                self.set_status(row, status.clone(), now);
            }
            is_ours
        });
        if matches!(row, Ok(Some(_))) {
            let _ = self.record_log(address, now, &refusal.to_string());
        }
        self.remember("system", "failed", address, &refusal.to_string(), now);
    }

    /// Settles queued work that was refused before it took the lock: the row must not wait for ever.
    pub(crate) fn settle(&self, address: &Address, refusal: &Refusal, now: OffsetDateTime) {
        let waits = |row: &Session| row.status.is_moving() && !row.status.is_locked();
        // The log gets a file: nobody may take the session away between its row and that.
        let _turn = self.turns.share(Thing::Place(address.clone()));
        if let Ok(Some(row)) = self.store.session(address)
            && waits(&row)
            && let Some(kind) = row.status.kind()
        {
            self.fail(address, kind, refusal, now);
        }
    }

    /// Gives a row the status that is asked for, and does nothing else: XNAT's `set-status`.
    pub(crate) fn set_status_to(
        &self,
        address: &Address,
        text: &str,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        let status = Status::from(text);
        if status.kind().is_none() || status.is_locked() {
            return Err(Refusal::NoStatus(text.into()));
        }
        self.claim(address, &status, now).map(drop)
    }

    /// Makes a row say what its document tells: `RECEIVING` without one, `ERROR` if it cannot be read.
    pub(crate) fn follow(
        &self,
        row: &mut Session,
        document: &Result<Document, Refusal>,
        now: OffsetDateTime,
    ) {
        let status = match document {
            Ok(document) => {
                fill(row, document);
                Status::READY
            }
            Err(Refusal::NoDocument(_)) => Status::RECEIVING,
            Err(_) => Status::ERROR,
        };
        self.set_status(row, status, now);
    }

    /// Writes a row anew from the session's document, whatever its lock says: XNAT's `reset-status`.
    pub(crate) fn reset(
        &self,
        address: &Address,
        tag: Option<&String>,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        let document = self.document(address);
        let row = self.store.update(address, &mut |row| {
            self.follow(row, &document, now);
            if let Some(tag) = tag {
                row.tag.clone_from(tag);
            }
            true
        })?;
        row.map(drop)
            .ok_or_else(|| Refusal::NoSession(address.clone()))
    }
}
