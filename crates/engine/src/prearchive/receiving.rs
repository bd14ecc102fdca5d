//! The end of an arrival: a session that has been quiet is built, and archived if its project says so.

use std::time::Duration;

use prearchive_core::address::Address;
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::calls::UploadLabels;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::session::Session;
use prearchive_core::status::Status;
use time::{OffsetDateTime, PrimitiveDateTime};

use super::merging::Merging;
use crate::refusal::Refusal;
use crate::{Engine, civil};

/// True if a session is to be built by itself: it is `RECEIVING`, quiet, and nobody said that it must wait.
fn is_due(row: &Session, now: PrimitiveDateTime, quiet: Duration) -> bool {
    row.status == Status::RECEIVING
        && row.prevent_auto_commit != Some(true)
        && row.source != "uploader"
        && row.lastmod.at().is_none_or(|last| now - last >= quiet)
}

impl Engine {
    /// Builds the sessions that have been quiet long enough, archives those that are to be, and says how many.
    pub(crate) fn build_quiet(&self, now: OffsetDateTime) -> usize {
        let arriving = self.store.with_status(&["RECEIVING"]).unwrap_or_default();
        arriving
            .iter()
            .filter(|row| is_due(row, civil(now), self.config.quiet))
            .filter(|row| {
                let upload = UploadLabels::default();
                self.commit(&row.address, None, &upload, "system", now)
                    .is_ok()
            })
            .count()
    }

    /// How a session is archived by itself, if it is; the row decides first, then `asked`, then the project.
    pub(crate) fn auto_archive(
        &self,
        address: &Address,
        asked: Option<bool>,
    ) -> Result<Option<(ArchiveRequest, Merging)>, Refusal> {
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
        Ok(wanted.then(|| {
            let merging = Merging {
                allowed: true,
                overrides: false,
                replaces_files: code.overwrites(),
            };
            (ArchiveRequest::of(address.clone()), merging)
        }))
    }

    /// Builds a session again, archives it if it is to be, and says where it is then.
    pub(crate) fn commit(
        &self,
        address: &Address,
        asked: Option<bool>,
        upload: &UploadLabels,
        user: &str,
        now: OffsetDateTime,
    ) -> Result<Option<String>, Refusal> {
        let built = self.build(address, upload, user, now)?;
        // What has come meanwhile must be built first.
        if built.status != Status::READY {
            return Ok(None);
        }
        match self.auto_archive(address, asked)? {
            None => Ok(None),
            Some((request, merging)) => self
                .archive(address, &request, merging, user, now)
                .map(Some),
        }
    }
}
