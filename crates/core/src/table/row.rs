//! A row of the table, as it is read.

use super::batch::{Batch, NO_DATE, REPEATED};
use super::cells::Known;
use crate::address::Address;
use crate::project::Project;
use crate::session::Session;
use crate::status::Status;

/// What a row says.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub(super) batch: &'a Batch,
    pub(super) at: usize,
    pub(super) words: &'a [String],
}

impl<'a> Row<'a> {
    pub(super) fn text(self, column: Known) -> &'a str {
        match REPEATED.iter().position(|repeated| *repeated == column) {
            Some(at) => &self.words[self.symbol(at) as usize],
            None => self.batch.text(self.at, column),
        }
    }

    pub(super) fn symbol(self, at: usize) -> u32 {
        self.batch.symbols[self.at][at]
    }

    /// Seconds of a date, in the server's local time.
    pub(super) fn seconds(self, column: Known) -> Option<i64> {
        let seconds = self.batch.dates(column)[self.at];
        (seconds != NO_DATE).then_some(seconds)
    }

    /// The project's ID, or `Unassigned`.
    #[must_use]
    pub fn project(self) -> &'a str {
        self.text(Known::Project)
    }

    /// The folder of its arrival.
    #[must_use]
    pub fn timestamp(self) -> &'a str {
        self.text(Known::Timestamp)
    }

    /// The session's folder.
    #[must_use]
    pub fn folder(self) -> &'a str {
        self.text(Known::FolderName)
    }

    /// The subject's label.
    #[must_use]
    pub fn subject(self) -> &'a str {
        self.text(Known::Subject)
    }

    /// The session's label.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.text(Known::Name)
    }

    /// The day of the study, as the server wrote it.
    #[must_use]
    pub fn scan_date(self) -> &'a str {
        self.text(Known::ScanDate)
    }

    /// The Study Instance UID.
    #[must_use]
    pub fn uid(self) -> &'a str {
        self.text(Known::Tag)
    }

    /// The status.
    #[must_use]
    pub fn status(self) -> Status {
        self.text(Known::Status).into()
    }

    /// When the server last changed the row, in seconds since 1970 of its local time.
    #[must_use]
    pub fn lastmod(self) -> Option<i64> {
        self.seconds(Known::Lastmod)
    }

    /// When the session arrived: the date of upload or, as long as there is none, of the last change; in seconds as
    /// [`Row::lastmod`].
    #[must_use]
    pub fn arrived(self) -> Option<i64> {
        self.seconds(Known::Uploaded).or_else(|| self.lastmod())
    }

    /// The session's identity.
    #[must_use]
    pub fn address(self) -> Address {
        Address {
            project: Project::from(self.project()),
            timestamp: self.timestamp().into(),
            folder: self.folder().into(),
        }
    }

    /// Everything that the row says.
    #[must_use]
    pub fn session(self) -> Session {
        self.batch.session(self.at, self.words)
    }
}
