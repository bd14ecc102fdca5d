//! The end of an arrival: a session that has been quiet is built, and archived if its project says so.

use std::time::Duration;

use prearchive_core::address::Address;
use prearchive_core::archiving::{ArchiveRequest, Overwrite};
use prearchive_core::code::PrearchiveCode;
use prearchive_core::session::Session;
use prearchive_core::status::Status;
use time::{OffsetDateTime, PrimitiveDateTime};

use crate::Engine;
use crate::refusal::Refusal;

/// True if a session is to be built by itself: it is `RECEIVING`, quiet, and nobody said that it must wait.
pub(crate) fn is_due(row: &Session, now: PrimitiveDateTime, quiet: Duration) -> bool {
    row.status == Status::RECEIVING
        && row.prevent_auto_commit != Some(true)
        && row.source != "uploader"
        && row.lastmod.at().is_none_or(|last| now - last >= quiet)
}

impl Engine {
    /// Builds a session that has arrived, then archives it if it is to be.
    pub(crate) fn receive(&self, address: &Address, now: OffsetDateTime) -> Result<(), Refusal> {
        self.commit(address, None, "system", now).map(drop)
    }

    /// How a session is archived by itself, if it is; the row decides first, then `asked`, then the project.
    pub(crate) fn auto_archive(
        &self,
        address: &Address,
        asked: Option<bool>,
    ) -> Result<Option<ArchiveRequest>, Refusal> {
        let row = self.row(address)?;
        let of_project = match address.project.id() {
            Some(id) => self.project(id)?.code,
            None => PrearchiveCode::MANUAL,
        };
        let code = row.auto_archive().unwrap_or(of_project);
        let wanted = match row.auto_archive() {
            Some(code) if code.archives_on_arrival() => true,
            _ => asked.unwrap_or_else(|| of_project.archives_on_arrival()),
        };
        Ok(wanted.then(|| ArchiveRequest {
            overwrite: if code.overwrites() {
                Overwrite::Delete
            } else {
                Overwrite::None
            },
            ..ArchiveRequest::of(address.clone())
        }))
    }

    /// Builds a session again, archives it if it is to be, and says where it is then.
    pub(crate) fn commit(
        &self,
        address: &Address,
        asked: Option<bool>,
        user: &str,
        now: OffsetDateTime,
    ) -> Result<Option<String>, Refusal> {
        self.build(address, user, now)?;
        match self.auto_archive(address, asked)? {
            None => Ok(None),
            Some(request) => self.archive(address, &request, user, now).map(Some),
        }
    }
}
