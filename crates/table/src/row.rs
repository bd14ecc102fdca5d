//! A row of the table, as it is read.

use std::borrow::Cow;

use crate::batch::{Batch, DATES};
use crate::cells::Known;
use crate::dates::NO_DATE;
use crate::kinds::{Kinds, PROJECT, REPEATED, STATUS};
use prearchive_core::address::Address;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::status::Status;

/// What a row says.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub(super) batch: &'a Batch,
    pub(super) at: usize,
    pub(super) kinds: &'a Kinds,
}

impl<'a> Row<'a> {
    pub(super) fn text(self, column: Known) -> Cow<'a, str> {
        if DATES.contains(&column) {
            return self.batch.dates(column).text(self.at);
        }
        match REPEATED.iter().position(|repeated| *repeated == column) {
            Some(at) => self.repeated(at).into(),
            None => self.batch.text(self.at, column).into(),
        }
    }

    /// The number of its kind.
    pub(super) fn kind(self) -> u32 {
        self.batch.kinds[self.at]
    }

    /// Its text at that place of [`REPEATED`].
    fn repeated(self, at: usize) -> &'a str {
        self.kinds.text(self.kind(), at)
    }

    /// A date in microseconds, in the server's local time.
    pub(super) fn micros(self, column: Known) -> Option<i64> {
        let at = self.batch.dates(column).at()[self.at];
        (at != NO_DATE).then_some(at)
    }

    /// The same in seconds.
    fn seconds(self, column: Known) -> Option<i64> {
        Some(self.micros(column)?.div_euclid(1_000_000))
    }

    /// The project's ID, or `Unassigned`.
    #[must_use]
    pub fn project(self) -> &'a str {
        self.repeated(PROJECT)
    }

    /// The folder of its arrival.
    #[must_use]
    pub fn timestamp(self) -> &'a str {
        self.batch.text(self.at, Known::Timestamp)
    }

    /// The session's folder.
    #[must_use]
    pub fn folder(self) -> &'a str {
        self.batch.text(self.at, Known::FolderName)
    }

    /// The subject's label.
    #[must_use]
    pub fn subject(self) -> &'a str {
        self.batch.text(self.at, Known::Subject)
    }

    /// The session's label.
    #[must_use]
    pub fn name(self) -> &'a str {
        self.batch.text(self.at, Known::Name)
    }

    /// The day of the study, as the server wrote it.
    #[must_use]
    pub fn scan_date(self) -> Cow<'a, str> {
        self.text(Known::ScanDate)
    }

    /// The Study Instance UID.
    #[must_use]
    pub fn uid(self) -> &'a str {
        self.batch.text(self.at, Known::Tag)
    }

    /// The status.
    #[must_use]
    pub fn status(self) -> Status {
        self.repeated(STATUS).into()
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
        self.batch.session(self.at, self.kinds)
    }
}
