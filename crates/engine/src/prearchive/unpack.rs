//! The files of an import: those of a zip, or the one that came.

use std::io::{Cursor, Read};

use prearchive_core::address::is_folder_name;
use prearchive_dicom::is_dicom;
use zip::ZipArchive;

use crate::Config;
use crate::refusal::Refusal;

/// A file of an import.
pub(crate) struct Incoming {
    /// Its path in the archive; empty if it came alone.
    pub(crate) path: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

impl Incoming {
    /// The last name of the path.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

/// Takes an import apart; nothing is written, so a refusal leaves nothing behind.
pub(crate) fn unpack(body: &[u8], config: &Config) -> Result<Vec<Incoming>, Refusal> {
    if body.is_empty() {
        return Err(Refusal::Unreadable("nothing was sent to import".into()));
    }
    if is_dicom(body) {
        return Ok(vec![Incoming {
            path: String::new(),
            bytes: body.to_vec(),
        }]);
    }
    let mut zip = ZipArchive::new(Cursor::new(body)).map_err(|error| {
        Refusal::Unreadable(format!(
            "what was sent is neither a zip nor a DICOM file: {error}"
        ))
    })?;
    if zip.len() > config.max_entries {
        return Err(Refusal::TooLarge(format!(
            "the zip holds {} files, and {} are allowed",
            zip.len(),
            config.max_entries
        )));
    }
    let mut files = Vec::new();
    let mut left = config.max_unpacked;
    for index in 0..zip.len() {
        let damaged = |error: zip::result::ZipError| {
            Refusal::Unreadable(format!("the zip is damaged: {error}"))
        };
        let mut entry = zip.by_index(index).map_err(damaged)?;
        let path = entry.name().map_err(damaged)?.replace('\\', "/");
        if entry.is_dir() || is_clutter(&path) {
            continue;
        }
        if !path.split('/').all(is_folder_name) {
            return Err(Refusal::BadName(path));
        }
        // The size that an entry claims may be a lie: what counts is what comes out.
        let mut bytes = Vec::new();
        (&mut entry)
            .take(left + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| {
                Refusal::Unreadable(format!("{path} in the zip is damaged: {error}"))
            })?;
        left = left.checked_sub(bytes.len() as u64).ok_or_else(|| {
            Refusal::TooLarge(format!(
                "the zip unpacks to more than {} bytes",
                config.max_unpacked
            ))
        })?;
        files.push(Incoming { path, bytes });
    }
    Ok(files)
}

/// What operating systems leave in archives.
fn is_clutter(path: &str) -> bool {
    path.split('/')
        .any(|name| name == "__MACOSX" || name == ".DS_Store" || name == "Thumbs.db")
}
