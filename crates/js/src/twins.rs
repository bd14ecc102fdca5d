//! The boundary's own shapes of core's types, and their TypeScript.

use std::collections::BTreeMap;

use prearchive_core::inside;
use prearchive_core::project;
use prearchive_core::session;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::error::{Result, bad_argument};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What every failed call throws. */
export interface PrearchiveError extends Error {
  /** Stays the same from version to version, such as "signed-out", "conflict" or "unreachable". */
  code: string;
  /** The HTTP status, if there was an answer. */
  status?: number;
  /** The server's own words, if it said any. */
  words?: string;
}

/** A session that waits in the prearchive. Dates are texts in the server's local time, as it wrote them. */
export interface Session {
  /** Its identity: /prearchive/projects/PROJECT/TIMESTAMP/SESSION. */
  url: string;
  /** The project's ID, or "Unassigned". */
  project: string;
  timestamp: string;
  folder: string;
  lastmod: string;
  uploaded: string;
  scanDate: string;
  scanTime: string;
  subject: string;
  name: string;
  /** The Study Instance UID. */
  tag: string;
  status: string;
  autoarchive: string;
  preventAnon?: boolean;
  preventAutoCommit?: boolean;
  source: string;
  visit: string;
  protocol: string;
  timezone: string;
  /** Columns that this version does not know. */
  more: Record<string, string>;
}

export interface Project {
  id: string;
  name: string;
  secondaryId: string;
  description: string;
  role: string;
  prearchiveCode?: number;
}

export interface Scan { id: string; xsiType: string; seriesDescription: string; }

export interface Resource {
  category: string;
  categoryId: string;
  label: string;
  fileCount?: number;
  /** In bytes. */
  fileSize?: number;
}

/** A file of a scan's resource. */
export interface ResourceFile {
  name: string;
  /** In bytes. */
  size?: number;
  uri: string;
  /** What `file()` takes. */
  path: string;
}

export interface LogEntry { id: string; date: string; entry: string; }

/** What became of a session. */
export interface ActionResult {
  /** False if the server accepted, but the end was not seen within the patience. */
  confirmed: boolean;
  /** The row as it is now; absent if it is gone. */
  session?: Session;
  /** Where it is in the archive. */
  uri?: string;
}
"#;

/// A value as a plain object.
pub(crate) fn plain<T: Serialize>(value: &T) -> Result<JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    value.serialize(&serializer).map_err(bad_argument)
}

/// Rows as an array of plain objects.
pub(crate) fn array<R, T: From<R> + Serialize>(rows: Vec<R>) -> Result<JsValue> {
    let twins: Vec<T> = rows.into_iter().map(T::from).collect();
    plain(&twins)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Session {
    url: String,
    project: String,
    timestamp: String,
    folder: String,
    lastmod: String,
    uploaded: String,
    scan_date: String,
    scan_time: String,
    subject: String,
    name: String,
    tag: String,
    status: String,
    autoarchive: String,
    prevent_anon: Option<bool>,
    prevent_auto_commit: Option<bool>,
    source: String,
    visit: String,
    protocol: String,
    timezone: String,
    more: BTreeMap<String, String>,
}

impl From<session::Session> for Session {
    fn from(row: session::Session) -> Self {
        Self {
            url: row.address.to_string(),
            project: row.address.project.to_string(),
            timestamp: row.address.timestamp,
            folder: row.address.folder,
            lastmod: row.lastmod.to_string(),
            uploaded: row.uploaded.to_string(),
            scan_date: row.scan_date.to_string(),
            scan_time: row.scan_time,
            subject: row.subject,
            name: row.name,
            tag: row.tag,
            status: row.status.to_string(),
            autoarchive: row.autoarchive,
            prevent_anon: row.prevent_anon,
            prevent_auto_commit: row.prevent_auto_commit,
            source: row.source,
            visit: row.visit,
            protocol: row.protocol,
            timezone: row.timezone,
            more: row.more.into_iter().collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Project {
    id: String,
    name: String,
    secondary_id: String,
    description: String,
    role: String,
    prearchive_code: Option<i64>,
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

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Scan {
    id: String,
    xsi_type: String,
    series_description: String,
}

impl From<inside::Scan> for Scan {
    fn from(scan: inside::Scan) -> Self {
        Self {
            id: scan.id,
            xsi_type: scan.xsi_type,
            series_description: scan.series_description,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Resource {
    category: String,
    category_id: String,
    label: String,
    file_count: Option<u64>,
    file_size: Option<u64>,
}

impl From<inside::Resource> for Resource {
    fn from(resource: inside::Resource) -> Self {
        Self {
            category: resource.category,
            category_id: resource.category_id,
            label: resource.label,
            file_count: resource.file_count,
            file_size: resource.file_size,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct File {
    path: String,
    name: String,
    size: Option<u64>,
    uri: String,
}

impl From<inside::File> for File {
    fn from(file: inside::File) -> Self {
        Self {
            path: file.path().to_owned(),
            name: file.name,
            size: file.size,
            uri: file.uri,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct LogEntry {
    id: String,
    date: String,
    entry: String,
}

impl From<inside::LogEntry> for LogEntry {
    fn from(entry: inside::LogEntry) -> Self {
        Self {
            id: entry.id,
            date: entry.date,
            entry: entry.entry,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct ActionResult {
    pub(crate) confirmed: bool,
    pub(crate) session: Option<Session>,
    pub(crate) uri: Option<String>,
}
