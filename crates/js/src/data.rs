//! Core's types as plain data, and their TypeScript, which becomes the package's `data.d.ts`.

use prearchive_core::resultset;
use prearchive_core::stamp::{DateText, write_sql};
use prearchive_core::{inside, project, query, session, status};

use crate::json::{Json, object};

/// The TypeScript of everything in here, which goes into the package as it is.
#[cfg(test)]
const TYPES: &str = include_str!("data.d.ts");

/// A session that waits in the prearchive; what is empty is left out.
#[derive(Debug)]
#[expect(missing_docs, reason = "`data.d.ts` says it")]
pub struct Session {
    pub id: String,
    pub project: Option<String>,
    pub timestamp: String,
    pub folder: String,
    pub label: String,
    pub subject: String,
    /// XNAT's text; `status.js` puts the object in its place that [`Status`] describes.
    pub status: String,
    pub scan_date: String,
    pub scan_time: String,
    pub uploaded_at: String,
    pub modified_at: String,
    pub study_uid: String,
    pub auto_archive: String,
    pub prevent_anonymization: Option<bool>,
    pub prevent_auto_commit: Option<bool>,
    pub source: String,
    pub visit: String,
    pub protocol: String,
    pub timezone: String,
    pub more: Vec<(String, String)>,
}

impl Json for Session {
    fn json(&self, out: &mut String) {
        object(out, |object| {
            object
                .text("id", &self.id)
                .member("project", &self.project)
                .text("timestamp", &self.timestamp)
                .text("folder", &self.folder)
                .text("label", &self.label)
                .text("subject", &self.subject)
                .text("status", &self.status)
                .some("scanDate", &self.scan_date)
                .some("scanTime", &self.scan_time)
                .some("uploadedAt", &self.uploaded_at)
                .some("modifiedAt", &self.modified_at)
                .some("studyUid", &self.study_uid)
                .some("autoArchive", &self.auto_archive)
                .maybe("preventAnonymization", self.prevent_anonymization.as_ref())
                .maybe("preventAutoCommit", self.prevent_auto_commit.as_ref())
                .some("source", &self.source)
                .some("visit", &self.visit)
                .some("protocol", &self.protocol)
                .some("timezone", &self.timezone);
            if !self.more.is_empty() {
                object.member("more", &self.more);
            }
        });
    }
}

impl From<session::Session> for Session {
    fn from(row: session::Session) -> Self {
        let mut scan_date = iso(&row.scan_date);
        // It is a day; the time has a column of its own.
        if row.scan_date.at().is_some() {
            scan_date.truncate(10);
        }
        Self {
            id: row.address.to_string(),
            project: row.address.project.id().map(str::to_owned),
            timestamp: row.address.timestamp,
            folder: row.address.folder,
            label: row.name,
            subject: row.subject,
            status: row.status.to_string(),
            scan_date,
            scan_time: row.scan_time,
            uploaded_at: iso(&row.uploaded),
            modified_at: iso(&row.lastmod),
            study_uid: row.tag,
            auto_archive: row.autoarchive,
            prevent_anonymization: row.prevent_anon,
            prevent_auto_commit: row.prevent_auto_commit,
            source: row.source,
            visit: row.visit,
            protocol: row.protocol,
            timezone: row.timezone,
            more: row.more,
        }
    }
}

/// A date as ISO 8601 without a zone; as the server wrote it where it cannot be read.
fn iso(date: &DateText) -> String {
    match date.at() {
        Some(at) => write_sql(at).replacen(' ', "T", 1),
        None => date.as_str().to_owned(),
    }
}

/// What a status means.
#[derive(Debug)]
#[expect(missing_docs, reason = "`data.d.ts` says it")]
pub struct Status {
    pub raw: String,
    pub kind: &'static str,
    pub phase: &'static str,
    pub group: &'static str,
    pub locked: bool,
}

impl Json for Status {
    fn json(&self, out: &mut String) {
        object(out, |object| {
            object
                .text("raw", &self.raw)
                .text("kind", self.kind)
                .text("phase", self.phase)
                .text("group", self.group)
                .member("locked", &self.locked);
        });
    }
}

impl From<&str> for Status {
    fn from(raw: &str) -> Self {
        use status::{Kind, Phase};
        let status = status::Status::from(raw);
        let (kind, phase) = match &status {
            status::Status::Known(kind, phase) => (
                match kind {
                    Kind::Ready => "ready",
                    Kind::Error => "error",
                    Kind::Conflict => "conflict",
                    Kind::Receiving => "receiving",
                    Kind::ReceivingInterrupt => "receiving-interrupt",
                    Kind::Building => "building",
                    Kind::Archiving => "archiving",
                    Kind::Moving => "moving",
                    Kind::Deleting => "deleting",
                    Kind::Separating => "separating",
                },
                *phase,
            ),
            status::Status::Other(_) if status.is_locked() => ("unknown", Phase::Running),
            status::Status::Other(_) if status.is_queued() => ("unknown", Phase::Queued),
            status::Status::Other(_) => ("unknown", Phase::Plain),
        };
        Self {
            raw: raw.to_owned(),
            kind,
            phase: match phase {
                Phase::Plain => "idle",
                Phase::Queued => "queued",
                Phase::Running => "running",
            },
            group: query::StatusGroup::of(&status).code(),
            locked: status.is_locked(),
        }
    }
}

/// A project.
#[derive(Debug)]
#[expect(missing_docs, reason = "`data.d.ts` says it")]
pub struct Project {
    pub id: String,
    pub name: String,
    pub secondary_id: String,
    pub description: String,
    pub role: String,
    pub prearchive_code: Option<i64>,
}

impl Json for Project {
    fn json(&self, out: &mut String) {
        object(out, |object| {
            object
                .text("id", &self.id)
                .text("name", &self.name)
                .text("secondaryId", &self.secondary_id)
                .text("description", &self.description)
                .some("role", &self.role)
                .maybe("prearchiveCode", self.prearchive_code.as_ref());
        });
    }
}

impl From<project::ProjectRow> for Project {
    fn from(row: project::ProjectRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            secondary_id: row.secondary_id,
            description: row.description,
            role: row.role,
            prearchive_code: row.prearchive_code.map(|code| code.0),
        }
    }
}

/// A scan.
#[derive(Debug)]
#[expect(missing_docs, reason = "`data.d.ts` says it")]
pub struct Scan {
    pub id: String,
    pub xsi_type: String,
    pub description: String,
}

impl Json for Scan {
    fn json(&self, out: &mut String) {
        object(out, |object| {
            object
                .text("id", &self.id)
                .text("type", &self.xsi_type)
                .text("description", &self.description);
        });
    }
}

impl From<inside::Scan> for Scan {
    fn from(scan: inside::Scan) -> Self {
        Self {
            id: scan.id,
            xsi_type: scan.xsi_type,
            description: scan.series_description,
        }
    }
}

/// A resource.
#[derive(Debug)]
#[expect(missing_docs, reason = "`data.d.ts` says it")]
pub struct Resource {
    pub label: String,
    pub scan: Option<String>,
    pub file_count: Option<u64>,
    pub bytes: Option<u64>,
}

impl Json for Resource {
    fn json(&self, out: &mut String) {
        object(out, |object| {
            object
                .text("label", &self.label)
                .maybe("scan", self.scan.as_ref())
                .maybe("fileCount", self.file_count.as_ref())
                .maybe("bytes", self.bytes.as_ref());
        });
    }
}

impl From<inside::Resource> for Resource {
    fn from(resource: inside::Resource) -> Self {
        let of_scan = resource.category == "scans";
        Self {
            label: resource.label,
            scan: of_scan.then_some(resource.category_id),
            file_count: resource.file_count,
            bytes: resource.file_size,
        }
    }
}

/// A file.
#[derive(Debug)]
#[expect(missing_docs, reason = "`data.d.ts` says it")]
pub struct File {
    pub name: String,
    pub path: String,
    pub bytes: Option<u64>,
    pub uri: String,
}

impl Json for File {
    fn json(&self, out: &mut String) {
        object(out, |object| {
            object
                .text("name", &self.name)
                .text("path", &self.path)
                .maybe("bytes", self.bytes.as_ref())
                .text("uri", &self.uri);
        });
    }
}

impl From<inside::File> for File {
    fn from(file: inside::File) -> Self {
        Self {
            path: file.path().to_owned(),
            name: file.name,
            bytes: file.size,
            uri: file.uri,
        }
    }
}

/// An entry of a session's log.
#[derive(Debug)]
#[expect(missing_docs, reason = "`data.d.ts` says it")]
pub struct LogEntry {
    pub id: String,
    pub date: String,
    pub text: String,
}

impl Json for LogEntry {
    fn json(&self, out: &mut String) {
        object(out, |object| {
            object
                .text("id", &self.id)
                .text("date", &self.date)
                .text("text", &self.text);
        });
    }
}

impl From<inside::LogEntry> for LogEntry {
    fn from(entry: inside::LogEntry) -> Self {
        Self {
            id: entry.id,
            date: entry.date,
            text: entry.entry,
        }
    }
}

/// What archiving would meet.
#[derive(Debug)]
#[expect(missing_docs, reason = "`data.d.ts` says it")]
pub struct Finding {
    pub code: String,
    pub level: String,
    pub message: String,
}

impl Json for Finding {
    fn json(&self, out: &mut String) {
        object(out, |object| {
            object
                .text("code", &self.code)
                .text("level", &self.level)
                .text("message", &self.message);
        });
    }
}

impl From<inside::Finding> for Finding {
    fn from(finding: inside::Finding) -> Self {
        Self {
            code: finding.code,
            level: finding.kind.to_ascii_lowercase(),
            message: finding.message,
        }
    }
}

/// A row of any table: its cells by their columns.
#[must_use]
pub fn cells(table: &resultset::Table, row: &resultset::Row<'_>) -> Vec<(String, String)> {
    let columns = table.columns().iter();
    columns
        .map(|column| (column.clone(), row.text(column)))
        .collect()
}

#[cfg(test)]
mod tests;
