//! The record of a session in the prearchive: the nineteen columns of a listing.

use std::borrow::Cow;

use crate::address::{Address, is_folder_name};
use crate::code::PrearchiveCode;
use crate::inside::Tabular;
use crate::project::Project;
use crate::resultset::Row;
use crate::stamp::DateText;
use crate::status::Status;

/// A session that waits in the prearchive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its identity.
    pub address: Address,
    /// When the row last changed, in the server's local time.
    pub lastmod: DateText,
    /// When the session arrived; empty until it has been built once if it came in by DICOM.
    pub uploaded: DateText,
    /// The day of the study.
    pub scan_date: DateText,
    /// The time of the study, as the server gave it.
    pub scan_time: String,
    /// The subject's label, else the DICOM patient name.
    pub subject: String,
    /// The session's label, else the DICOM patient ID.
    pub name: String,
    /// The Study Instance UID.
    pub tag: String,
    /// What state it is in.
    pub status: Status,
    /// The name of the prearchive code that was fixed at arrival, or empty; see [`Session::auto_archive`].
    pub autoarchive: String,
    /// True if the project's anonymisation must not run.
    pub prevent_anon: Option<bool>,
    /// True if the session must not be built by itself after the quiet period.
    pub prevent_auto_commit: Option<bool>,
    /// What brought it, such as `uploader`.
    pub source: String,
    /// The visit it belongs to.
    pub visit: String,
    /// The protocol it belongs to.
    pub protocol: String,
    /// The uploader's time zone; not the zone of the other columns.
    pub timezone: String,
    /// Columns that this version does not know, as they came.
    pub more: Vec<(String, String)>,
}

impl Session {
    /// A row of which only identity and status are known.
    #[must_use]
    pub fn new(address: Address, status: Status) -> Self {
        Self {
            name: address.folder.clone(),
            address,
            lastmod: DateText::default(),
            uploaded: DateText::default(),
            scan_date: DateText::default(),
            scan_time: String::new(),
            subject: String::new(),
            tag: String::new(),
            status,
            autoarchive: String::new(),
            prevent_anon: None,
            prevent_auto_commit: None,
            source: String::new(),
            visit: String::new(),
            protocol: String::new(),
            timezone: String::new(),
            more: Vec::new(),
        }
    }

    /// The code that was fixed when the session arrived, if any.
    #[must_use]
    pub fn auto_archive(&self) -> Option<PrearchiveCode> {
        PrearchiveCode::from_name(&self.autoarchive)
    }

    /// The cells of the row in table order.
    #[must_use]
    pub fn cells(&self) -> [Cow<'_, str>; 19] {
        let flag = |value: Option<bool>| match value {
            Some(true) => "true",
            Some(false) => "false",
            None => "",
        };
        [
            self.address.project.as_str().into(),
            self.address.timestamp.as_str().into(),
            self.lastmod.as_str().into(),
            self.uploaded.as_str().into(),
            self.scan_date.as_str().into(),
            self.scan_time.as_str().into(),
            self.subject.as_str().into(),
            self.address.folder.as_str().into(),
            self.name.as_str().into(),
            self.tag.as_str().into(),
            self.status.as_str().into(),
            self.address.to_string().into(),
            self.autoarchive.as_str().into(),
            flag(self.prevent_anon).into(),
            flag(self.prevent_auto_commit).into(),
            self.source.as_str().into(),
            self.visit.as_str().into(),
            self.protocol.as_str().into(),
            self.timezone.as_str().into(),
        ]
    }

    /// True if the row names a session that can be asked for: no part of its identity is missing.
    #[must_use]
    pub fn has_identity(&self) -> bool {
        let Address {
            project,
            timestamp,
            folder,
        } = &self.address;
        [project.as_str(), timestamp, folder]
            .into_iter()
            .all(is_folder_name)
    }
}

impl Tabular for Session {
    const COLUMNS: &'static [&'static str] = &[
        "project",
        "timestamp",
        "lastmod",
        "uploaded",
        "scan_date",
        "scan_time",
        "subject",
        "folderName",
        "name",
        "tag",
        "status",
        "url",
        "autoarchive",
        "prevent_anon",
        "prevent_auto_commit",
        "SOURCE",
        "VISIT",
        "PROTOCOL",
        "TIMEZONE",
    ];

    /// The `url` is the identity; where it is missing or odd, the three columns are.
    fn read(row: Row<'_>) -> Self {
        let address = row.text("url").parse().unwrap_or_else(|_| Address {
            project: match row.text("project").as_str() {
                "" => Project::Unassigned,
                id => Project::from(id),
            },
            timestamp: row.text("timestamp"),
            folder: row.text("folderName"),
        });
        let flag = |name: &str| match row.text(name).as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        };
        Self {
            address,
            lastmod: row.text("lastmod").into(),
            uploaded: row.text("uploaded").into(),
            scan_date: row.text("scan_date").into(),
            scan_time: row.text("scan_time"),
            subject: row.text("subject"),
            name: row.text("name"),
            tag: row.text("tag"),
            status: row.text("status").as_str().into(),
            autoarchive: row.text("autoarchive"),
            prevent_anon: flag("prevent_anon"),
            prevent_auto_commit: flag("prevent_auto_commit"),
            source: row.text("SOURCE"),
            visit: row.text("VISIT"),
            protocol: row.text("PROTOCOL"),
            timezone: row.text("TIMEZONE"),
            more: row.others(Self::COLUMNS),
        }
    }

    fn write(&self) -> Vec<String> {
        self.cells().map(Cow::into_owned).into()
    }
}
