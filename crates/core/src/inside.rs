//! What is inside a session: scans, resources, files and log entries, and their tables.

use crate::address::{Address, AddressError};
use crate::resultset::{Row, Table};

/// A scan (a DICOM series) of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The scan's label: often a number, but text.
    pub id: String,
    /// XNAT's type, such as `xnat:mrScanData`.
    pub xsi_type: String,
    /// The series description.
    pub series_description: String,
}

/// A resource: a named set of files of a scan or of the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// `scans` or `resources`; empty where the listing is of one scan.
    pub category: String,
    /// The scan's ID for a scan's resource.
    pub category_id: String,
    /// Its label, such as `DICOM`.
    pub label: String,
    /// How many files; `None` if the server gave no number.
    pub file_count: Option<u64>,
    /// Their size in bytes; `None` if the server gave no number.
    pub file_size: Option<u64>,
}

/// A file of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The base name.
    pub name: String,
    /// Its size in bytes; `None` if the server gave no number.
    pub size: Option<u64>,
    /// Its path on the server with `/data` in front, not percent-encoded.
    pub uri: String,
}

impl File {
    /// The path below `…/files/`, with which the file is asked for; sub-folders are possible.
    #[must_use]
    pub fn path(&self) -> &str {
        self.uri
            .split_once("/files/")
            .map_or(self.name.as_str(), |(_, path)| path)
    }
}

/// An entry of a session's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEntry {
    /// Milliseconds since 1970, as text: the entry's name.
    pub id: String,
    /// When it was written, in Java's style.
    pub date: String,
    /// What happened.
    pub entry: String,
}

/// A finding of `validate-archive`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// XNAT's number for it; numbers are reused, so show the message too.
    pub code: String,
    /// `WARN`, `CONFLICT` or `FAIL`.
    pub kind: String,
    /// The server's words.
    pub message: String,
}

/// A row type with its columns, read from and written to tables.
pub trait Tabular: Sized {
    /// The columns in table order.
    const COLUMNS: &'static [&'static str];

    /// Reads one row; columns that are missing are empty.
    fn read(row: Row<'_>) -> Self;

    /// Writes the cells in table order.
    fn write(&self) -> Vec<String>;

    /// Reads a whole table.
    fn read_all(table: &Table) -> Vec<Self> {
        table.iter().map(Self::read).collect()
    }

    /// Writes a whole table.
    fn table<'a>(rows: impl IntoIterator<Item = &'a Self>) -> Table
    where
        Self: 'a,
    {
        Table::new(Self::COLUMNS, rows.into_iter().map(Self::write).collect())
    }
}

impl Tabular for Scan {
    const COLUMNS: &'static [&'static str] = &["ID", "xsiType", "series_description"];

    fn read(row: Row<'_>) -> Self {
        Self {
            id: row.text("ID"),
            xsi_type: row.text("xsiType"),
            series_description: row.text("series_description"),
        }
    }

    fn write(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            self.xsi_type.clone(),
            self.series_description.clone(),
        ]
    }
}

impl Tabular for Resource {
    const COLUMNS: &'static [&'static str] =
        &["category", "cat_id", "label", "file_count", "file_size"];

    fn read(row: Row<'_>) -> Self {
        Self {
            category: row.text("category"),
            category_id: row.text("cat_id"),
            label: row.text("label"),
            file_count: row.text("file_count").parse().ok(),
            file_size: row.text("file_size").parse().ok(),
        }
    }

    fn write(&self) -> Vec<String> {
        vec![
            self.category.clone(),
            self.category_id.clone(),
            self.label.clone(),
            number(self.file_count),
            number(self.file_size),
        ]
    }
}

impl Resource {
    /// The columns of a scan's own listing, which leaves out the category.
    pub const SCAN_COLUMNS: &'static [&'static str] = &["label", "file_count", "file_size"];

    /// The listing of one scan's resources.
    #[must_use]
    pub fn scan_table(resources: &[Self]) -> Table {
        let rows = resources.iter().map(|r| r.write().split_off(2)).collect();
        Table::new(Self::SCAN_COLUMNS, rows)
    }
}

impl Tabular for File {
    const COLUMNS: &'static [&'static str] = &["Name", "Size", "URI"];

    fn read(row: Row<'_>) -> Self {
        Self {
            name: row.text("Name"),
            size: row.text("Size").parse().ok(),
            uri: row.text("URI"),
        }
    }

    fn write(&self) -> Vec<String> {
        vec![self.name.clone(), number(self.size), self.uri.clone()]
    }
}

impl Tabular for LogEntry {
    const COLUMNS: &'static [&'static str] = &["id", "date", "entry"];

    fn read(row: Row<'_>) -> Self {
        Self {
            id: row.text("id"),
            date: row.text("date"),
            entry: row.text("entry"),
        }
    }

    fn write(&self) -> Vec<String> {
        vec![self.id.clone(), self.date.clone(), self.entry.clone()]
    }
}

impl Tabular for Finding {
    const COLUMNS: &'static [&'static str] = &["code", "type", "message"];

    fn read(row: Row<'_>) -> Self {
        Self {
            code: row.text("code"),
            kind: row.text("type"),
            message: row.text("message"),
        }
    }

    fn write(&self) -> Vec<String> {
        vec![self.code.clone(), self.kind.clone(), self.message.clone()]
    }
}

fn number(value: Option<u64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// Where a file of a scan is, below a session.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ScanFile {
    /// The session.
    pub address: Address,
    /// The scan's ID.
    pub scan: String,
    /// The resource's label.
    pub resource: String,
    /// The path inside the resource, with `/` between folders.
    pub path: String,
}

/// Where a file of one of a session's own resources is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ResourceFile {
    /// The session.
    pub address: Address,
    /// The resource's label.
    pub resource: String,
    /// The path inside the resource, with `/` between folders.
    pub path: String,
}

/// Which DICOM headers are to be read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DumpRequest {
    /// The session.
    pub address: Address,
    /// One scan of it; the first file of the session if absent.
    pub scan: Option<String>,
    /// One file of the scan's resource `DICOM`; the first if absent.
    pub file: Option<String>,
    /// The elements to show, by keyword or eight hexadecimal digits; all if empty.
    pub fields: Vec<String>,
    /// The distinct values over all files instead of those of one.
    pub summary: bool,
}

impl DumpRequest {
    /// Reads the parameter `src`: `/prearchive/projects/P/T/S[/scans/ID[/resources/DICOM/files/NAME]]`.
    pub fn parse(src: &str) -> Result<Self, AddressError> {
        let path = src.trim_matches('/');
        let parts: Vec<&str> = path.split('/').collect();
        let inside = parts
            .iter()
            .position(|part| *part == "scans")
            .filter(|at| *at >= 5)
            .unwrap_or(parts.len());
        let address: Address = format!("/{}", parts[..inside].join("/")).parse()?;
        let (scan, file) = match parts[inside..] {
            [] => (None, None),
            [_, scan] => (Some(scan), None),
            [_, scan, "resources", "DICOM"] => (Some(scan), None),
            [_, scan, "resources", "DICOM", "files", ..] => {
                let file = parts[inside + 5..].join("/");
                (Some(scan), Some(file).filter(|file| !file.is_empty()))
            }
            _ => return Err(AddressError { text: src.into() }),
        };
        Ok(Self {
            address,
            scan: scan.map(str::to_owned),
            file,
            fields: Vec::new(),
            summary: false,
        })
    }

    /// Writes the parameter `src`.
    #[must_use]
    pub fn src(&self) -> String {
        let mut text = self.address.to_string();
        if let Some(scan) = &self.scan {
            text.push_str(&format!("/scans/{scan}"));
            if let Some(file) = &self.file {
                text.push_str(&format!("/resources/DICOM/files/{file}"));
            }
        }
        text
    }
}
