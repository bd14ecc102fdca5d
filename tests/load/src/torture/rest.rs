//! What there is when the server is at rest: its rows, and every file of its data folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::ledger::{Hash, Place, hash};
use super::plan::{AUTOMATIC, MANUAL};
use crate::http::Client;

/// How long queued work may take before it counts as stuck.
const PATIENCE: Duration = Duration::from_secs(20);
/// The statuses at rest (XNAT's `PrearcStatus`).
const AT_REST: [&str; 4] = ["READY", "RECEIVING", "CONFLICT", "ERROR"];

/// A file of the data folder.
#[derive(Debug)]
pub(crate) struct Found {
    /// Its path below the data folder.
    pub(crate) path: String,
    pub(crate) place: Place,
    /// The scan whose folder it is in.
    pub(crate) scan: Option<String>,
    pub(crate) hash: Hash,
}

/// The server's data at rest.
#[derive(Debug, Default)]
pub(crate) struct Rest {
    /// All files below `prearchive`, `archive` and `cache`.
    pub(crate) files: Vec<Found>,
    /// Files that were still being written when the server was killed.
    pub(crate) unfinished: Vec<String>,
    /// What is in `staging`.
    pub(crate) staging: Vec<String>,
    /// Sessions that have a folder with something in it.
    pub(crate) folders: BTreeSet<String>,
    /// Sessions that have a document beside where their folder is.
    pub(crate) documents: BTreeSet<String>,
    /// The status of each row, by address.
    pub(crate) rows: BTreeMap<String, String>,
    /// Archived sessions that have a folder with something in it, `PROJECT/LABEL`.
    pub(crate) archived: BTreeSet<String>,
}

/// Waits until no session is being worked on, and returns the statuses; of a stuck server those it is stuck with.
pub(crate) fn rows(client: &Client) -> Result<BTreeMap<String, String>, String> {
    let started = Instant::now();
    loop {
        let rows = listing(client)?;
        let at_rest = rows
            .values()
            .all(|status| AT_REST.contains(&status.as_str()));
        if at_rest || started.elapsed() > PATIENCE {
            return Ok(rows);
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// True for the statuses of sessions that nobody works on.
pub(crate) fn is_at_rest(status: &str) -> bool {
    AT_REST.contains(&status)
}

fn listing(client: &Client) -> Result<BTreeMap<String, String>, String> {
    let answer = client.get("/data/prearchive?format=json")?;
    if answer.status != 200 {
        return Err(format!("the listing was answered {}", answer.status));
    }
    let table: Value = serde_json::from_slice(&answer.body).map_err(|error| error.to_string())?;
    let rows = table["ResultSet"]["Result"].as_array();
    let rows = rows.ok_or("the listing is no ResultSet")?;
    let text = |row: &Value, column: &str| row[column].as_str().unwrap_or_default().to_owned();
    rows.iter()
        .map(|row| match Place::of_uri(&text(row, "url")) {
            Some(Place::Prearchive(address)) => Ok((address, text(row, "status"))),
            _ => Err(format!("a row has no address: {row}")),
        })
        .collect()
}

/// All paths of files below a folder, without reading them.
pub(crate) fn paths(data: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    // What cannot be read is not there for the check either.
    let _ = walk(data, "", &mut paths);
    paths.sort();
    paths
}

fn walk(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{path}/"), paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

impl Rest {
    /// Reads the whole data folder; nobody may be changing it.
    pub(crate) fn read(data: &Path, rows: BTreeMap<String, String>) -> Result<Self, String> {
        let mut rest = Self {
            rows,
            ..Self::default()
        };
        for path in paths(data) {
            if path.ends_with(".prearchive-part") {
                rest.unfinished.push(path);
                continue;
            }
            let parts: Vec<&str> = path.split('/').collect();
            let place = match parts[..] {
                ["staging", ..] => {
                    rest.staging.push(path);
                    continue;
                }
                ["cache", ..] => Place::Cache,
                ["archive", project, "arc001", label, _, ..] => {
                    rest.archived.insert(format!("{project}/{label}"));
                    Place::Archive(format!("{project}/{label}"))
                }
                ["prearchive", ..] => match session(&parts[1..]) {
                    Session::Folder(address) => {
                        rest.folders.insert(address.clone());
                        Place::Prearchive(address)
                    }
                    Session::Document(address) => {
                        rest.documents.insert(address);
                        continue;
                    }
                },
                _ => continue,
            };
            let scan = parts.iter().position(|part| *part == "SCANS");
            let bytes = fs::read(data.join(&path)).map_err(|error| format!("{path}: {error}"))?;
            rest.files.push(Found {
                scan: scan.and_then(|at| parts.get(at + 1)).map(|s| (*s).into()),
                hash: hash(&bytes),
                place,
                path,
            });
        }
        Ok(rest)
    }
}

enum Session {
    Folder(String),
    Document(String),
}

/// The session that a path below `prearchive` belongs to: `P/T/S/…`, or `T/S/…` without a project.
fn session(parts: &[&str]) -> Session {
    let named = parts
        .first()
        .is_some_and(|first| MANUAL.contains(first) || *first == AUTOMATIC);
    let (project, rest) = if named {
        (parts[0], &parts[1..])
    } else {
        ("Unassigned", parts)
    };
    match rest {
        [timestamp, document] => Session::Document(format!(
            "{project}/{timestamp}/{}",
            document.trim_end_matches(".xml")
        )),
        [timestamp, folder, ..] => Session::Folder(format!("{project}/{timestamp}/{folder}")),
        other => Session::Document(format!("{project}/{}", other.join("/"))),
    }
}
