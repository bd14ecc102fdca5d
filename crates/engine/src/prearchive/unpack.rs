//! The files of an import: those of a zip or a tar, or the one that came.

use std::io::{self, Read, Seek, SeekFrom};

use flate2::read::GzDecoder;
use prearchive_core::address::is_folder_name;
use prearchive_dicom::is_dicom;
use zip::ZipArchive;

use crate::Config;
use crate::refusal::Refusal;

/// What is uploaded: bytes that are read from the start, or from anywhere.
pub trait Upload: Read + Seek {}

impl<T: Read + Seek> Upload for T {}

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

    /// What people are told of it: its path, if it has one.
    pub(crate) fn told(&self) -> &str {
        if self.path.is_empty() {
            "the file"
        } else {
            &self.path
        }
    }
}

/// Who takes the files as they come out.
type Take<'a> = &'a mut dyn FnMut(Incoming) -> Result<(), Refusal>;

/// How much of the beginning tells what it is: a tar says so at byte 257.
const BEGINNING: usize = 512;
/// How deep folders in an archive may be nested.
const MAX_DEPTH: usize = 32;
/// Less than this may unpack to any multiple of its size.
const SMALL: u64 = 64 << 20;

/// Takes an import apart, one file at a time.
pub(crate) fn unpack(
    upload: &mut dyn Upload,
    config: &Config,
    take: Take<'_>,
) -> Result<(), Refusal> {
    let broken = |error: io::Error| Refusal::Unreadable(format!("it cannot be read: {error}"));
    let size = upload.seek(SeekFrom::End(0)).map_err(broken)?;
    if size > config.max_upload {
        let most = config.max_upload;
        return Err(Refusal::TooLarge(format!(
            "what was sent is larger than {most} bytes"
        )));
    }
    let beginning = beginning(upload).map_err(broken)?;
    let mut room = Room {
        config,
        size,
        files: 0,
        bytes: 0,
    };
    match kind(&beginning) {
        Kind::Nothing => Err(Refusal::Unreadable("nothing was sent to import".into())),
        Kind::Dicom => {
            let bytes = room.read("the file", upload)?;
            take(Incoming {
                path: String::new(),
                bytes,
            })
        }
        Kind::Zip => from_zip(upload, &mut room, take),
        Kind::Tar => from_tar(upload, &mut room, take),
        Kind::Gzip => from_tar(GzDecoder::new(upload), &mut room, take),
    }
}

enum Kind {
    Nothing,
    Dicom,
    Zip,
    Tar,
    Gzip,
}

fn kind(beginning: &[u8]) -> Kind {
    match beginning {
        [] => Kind::Nothing,
        [0x1f, 0x8b, ..] => Kind::Gzip,
        bytes if is_dicom(bytes) => Kind::Dicom,
        bytes if bytes.get(257..262) == Some(b"ustar") => Kind::Tar,
        _ => Kind::Zip,
    }
}

fn beginning(upload: &mut dyn Upload) -> io::Result<Vec<u8>> {
    upload.rewind()?;
    let mut bytes = Vec::new();
    (&mut *upload)
        .take(BEGINNING as u64)
        .read_to_end(&mut bytes)?;
    upload.rewind()?;
    Ok(bytes)
}

/// What may still come out.
struct Room<'a> {
    config: &'a Config,
    /// The size of what was sent.
    size: u64,
    files: usize,
    bytes: u64,
}

impl Room<'_> {
    /// Reads a file; the size that it claims may be a lie: what counts is what comes out.
    fn read(&mut self, path: &str, source: &mut dyn Read) -> Result<Vec<u8>, Refusal> {
        self.files += 1;
        if self.files > self.config.max_entries {
            let most = self.config.max_entries;
            return Err(Refusal::TooLarge(format!(
                "it holds more than {most} files"
            )));
        }
        let most = self.most();
        let mut bytes = Vec::new();
        source
            .take(most - self.bytes + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Refusal::Unreadable(format!("{path} is damaged: {error}")))?;
        self.bytes += bytes.len() as u64;
        if self.bytes > most {
            return Err(Refusal::TooLarge(format!(
                "it unpacks to more than {most} bytes"
            )));
        }
        Ok(bytes)
    }

    /// The most that may come out in all: no archive of images is packed a thousand times tighter.
    fn most(&self) -> u64 {
        let packed = self.size.saturating_mul(self.config.max_ratio).max(SMALL);
        self.config.max_unpacked.min(packed)
    }
}

fn from_zip(upload: &mut dyn Upload, room: &mut Room<'_>, take: Take<'_>) -> Result<(), Refusal> {
    let mut zip = ZipArchive::new(upload).map_err(|error| {
        Refusal::Unreadable(format!(
            "what was sent is neither a zip, a tar nor a DICOM file: {error}"
        ))
    })?;
    for index in 0..zip.len() {
        let damaged = |error: zip::result::ZipError| {
            Refusal::Unreadable(format!("the zip is damaged: {error}"))
        };
        let mut entry = zip.by_index(index).map_err(damaged)?;
        let path = entry.name().map_err(damaged)?.replace('\\', "/");
        if entry.is_dir() || is_clutter(&path) {
            continue;
        }
        let path = checked(path)?;
        let bytes = room.read(&path, &mut entry)?;
        take(Incoming { path, bytes })?;
    }
    Ok(())
}

fn from_tar(source: impl Read, room: &mut Room<'_>, take: Take<'_>) -> Result<(), Refusal> {
    let damaged = |error: io::Error| Refusal::Unreadable(format!("the tar is damaged: {error}"));
    let mut tar = tar::Archive::new(source);
    for entry in tar.entries().map_err(damaged)? {
        let mut entry = entry.map_err(damaged)?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let path = path.trim_start_matches("./").to_owned();
        // Links lead elsewhere, and folders are made where they are needed.
        if !entry.header().entry_type().is_file() || is_clutter(&path) {
            continue;
        }
        let path = checked(path)?;
        let bytes = room.read(&path, &mut entry)?;
        take(Incoming { path, bytes })?;
    }
    Ok(())
}

/// A path that cannot leave the folder into which it is unpacked.
fn checked(path: String) -> Result<String, Refusal> {
    let names = path.split('/');
    if !names.clone().all(is_folder_name) {
        return Err(Refusal::BadName(path));
    }
    if names.count() > MAX_DEPTH {
        return Err(Refusal::TooLarge(format!(
            "its folders are nested deeper than {MAX_DEPTH}"
        )));
    }
    Ok(path)
}

/// What operating systems leave in archives.
fn is_clutter(path: &str) -> bool {
    path.split('/').any(|name| {
        name == "__MACOSX" || name == ".DS_Store" || name == "Thumbs.db" || name.starts_with("._")
    })
}
