//! Zips of a session, a scan or a resource, made while they are sent: stored, not deflated, as XNAT sends them.

mod sink;

use std::collections::VecDeque;
use std::io::Write;
use std::sync::Arc;

use prearchive_core::address::Address;
use time::{OffsetDateTime, UtcOffset};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::Engine;
use crate::refusal::Refusal;
use crate::reply::{Chunks, read_chunk};
use crate::store::{OpenFile, Store, StoreError};
use crate::tree::{TreePath, session_folder};
use sink::Sink;

/// Files up to this size are read once, and kept until they are sent; larger ones are read twice.
const SMALL: u64 = 1 << 20;

impl Engine {
    /// Everything in a session's folder, under the folder's name; the document beside it is left out.
    pub(crate) fn session_zip(&self, address: &Address, level: u8) -> Result<Chunks, Refusal> {
        self.row(address)?;
        let folder = session_folder(address)?;
        if !self.store.exists(&folder)? {
            return Err(Refusal::NoSession(address.clone()));
        }
        self.zip(&folder, &address.folder, level)
    }

    /// Everything in a scan's folder, under the scan's ID.
    pub(crate) fn scan_zip(
        &self,
        address: &Address,
        scan: &str,
        level: u8,
    ) -> Result<Chunks, Refusal> {
        self.scan(address, scan)?;
        let folder = session_folder(address)?.join("SCANS")?.join(scan)?;
        self.zip(&folder, scan, level)
    }

    /// Everything in one of a session's own resources, under its label.
    pub(crate) fn resource_zip(
        &self,
        address: &Address,
        resource: &str,
        level: u8,
    ) -> Result<Chunks, Refusal> {
        let folder = self.resource(address, resource)?;
        self.zip(&folder, resource, level)
    }

    /// All files below a folder, under the name `top`.
    pub(crate) fn zip(&self, folder: &TreePath, top: &str, level: u8) -> Result<Chunks, Refusal> {
        let mut files = VecDeque::new();
        for entry in self.store.list(folder)? {
            let path = folder.descend(&entry.path)?;
            files.push_back((path, format!("{top}/{}", entry.path), entry.size));
        }
        let sink = Sink::default();
        let mut zipping = Zipping {
            store: Arc::clone(&self.store),
            files,
            zip: Some(ZipWriter::new(sink.clone())),
            sink,
            level,
            copied: None,
        };
        Ok(Box::new(std::iter::from_fn(move || {
            zipping.next().transpose()
        })))
    }
}

/// A zip in the making.
struct Zipping {
    store: Arc<dyn Store>,
    /// What is still to come: its place, its name in the zip, its size in bytes.
    files: VecDeque<(TreePath, String, u64)>,
    /// `None` when the directory at the end is written.
    zip: Option<ZipWriter<Sink>>,
    sink: Sink,
    level: u8,
    /// A large file whose checksum is known by now, and which is being sent.
    copied: Option<Box<dyn OpenFile>>,
}

impl Zipping {
    fn next(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        loop {
            if let Some(file) = &mut self.copied {
                match read_chunk(file.as_mut())? {
                    Some(bytes) => return Ok(Some(bytes)),
                    None => self.copied = None,
                }
            }
            let bytes = self.sink.take();
            if !bytes.is_empty() {
                return Ok(Some(bytes));
            }
            if let Some(path) = self.sink.take_gap() {
                self.copied = Some(self.store.open(&path)?.file);
                continue;
            }
            if self.zip.is_none() {
                self.sink.end();
                let end = self.sink.take();
                return Ok(Some(end).filter(|bytes| !bytes.is_empty()));
            }
            self.write_next()?;
        }
    }

    /// Writes the next file into the zip; its head is whole only when the one after it begins.
    fn write_next(&mut self) -> Result<(), StoreError> {
        let Some(mut zip) = self.zip.take() else {
            return Ok(());
        };
        let Some((path, name, size)) = self.files.pop_front() else {
            zip.finish().map_err(|error| failed(&error))?;
            self.sink.settle();
            return Ok(());
        };
        let method = match self.level {
            0 => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        };
        let mut opened = self.store.open(&path)?;
        let options = SimpleFileOptions::default()
            .last_modified_time(opened.modified.map(dos_time).unwrap_or_default())
            .compression_method(method)
            .compression_level((self.level > 0).then_some(self.level.into()))
            .large_file(size >= u64::from(u32::MAX));
        zip.start_file(name, options)
            .map_err(|error| failed(&error))?;
        // The head of the file before is whole by now.
        self.sink.settle();
        let is_large = self.level == 0 && size > SMALL;
        if is_large {
            self.sink.leave_out(path.clone());
        }
        while let Some(bytes) = read_chunk(opened.file.as_mut())? {
            zip.write_all(&bytes).map_err(|error| failed(&error))?;
        }
        self.zip = Some(zip);
        Ok(())
    }
}

/// When a file was written, as zips tell it: in UTC, and not before 1980.
fn dos_time(at: OffsetDateTime) -> zip::DateTime {
    let at = at.to_offset(UtcOffset::UTC);
    let (hour, minute, second) = at.to_hms();
    u16::try_from(at.year())
        .ok()
        .and_then(|year| {
            let month = at.month().into();
            zip::DateTime::from_date_and_time(year, month, at.day(), hour, minute, second).ok()
        })
        .unwrap_or_default()
}

fn failed(error: &dyn ToString) -> StoreError {
    StoreError::Failed(error.to_string())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use std::io::{Cursor, Read};

    use prearchive_core::session::Session;
    use prearchive_core::status::Status;
    use zip::ZipArchive;

    use super::*;
    use crate::Config;
    use crate::store::memory::Memory;

    /// Sizes around what is kept, read twice, and read in pieces.
    const SIZES: [usize; 9] = [
        0,
        1,
        70_000,
        SMALL as usize - 1,
        SMALL as usize,
        SMALL as usize + 1,
        0,
        3_000_000,
        5,
    ];

    fn contents(number: usize, size: usize) -> Vec<u8> {
        (0..size)
            .map(|at| (at * 31 + number * 7 + at / 977) as u8)
            .collect()
    }

    #[test]
    fn a_zip_that_is_made_while_it_is_sent_is_a_zip() {
        let engine = Engine::new(Box::new(Memory::default()), Config::default());
        let address: Address = "/prearchive/projects/P/20140411_140005287/S"
            .parse()
            .unwrap();
        let row = Session::new(address.clone(), Status::READY);
        engine.store().insert(&row).unwrap();
        let folder = session_folder(&address).unwrap();
        for (number, size) in SIZES.into_iter().enumerate() {
            let path = folder
                .descend(&format!("SCANS/{number}/DICOM/a b.dcm"))
                .unwrap();
            engine
                .store()
                .write(&path, &contents(number, size))
                .unwrap();
        }
        for level in [0, 1, 9] {
            let chunks = engine.session_zip(&address, level).unwrap();
            let bytes: Vec<u8> = chunks.flat_map(Result::unwrap).collect();
            let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
            assert_eq!(zip.len(), SIZES.len());
            for (number, size) in SIZES.into_iter().enumerate() {
                let name = format!("S/SCANS/{number}/DICOM/a b.dcm");
                let mut file = zip.by_name(&name).unwrap();
                let mut read = Vec::new();
                // The checksum is looked at on the way.
                file.read_to_end(&mut read).unwrap();
                assert!(
                    read == contents(number, size),
                    "level {level}, {size} bytes"
                );
            }
        }
    }

    #[test]
    fn what_is_kept_in_memory_does_not_grow_with_the_files() {
        let engine = Engine::new(Box::new(Memory::default()), Config::default());
        let address: Address = "/prearchive/projects/P/20140411_140005287/S"
            .parse()
            .unwrap();
        let row = Session::new(address.clone(), Status::READY);
        engine.store().insert(&row).unwrap();
        let folder = session_folder(&address).unwrap();
        for number in 0..8 {
            let path = folder
                .descend(&format!("SCANS/1/DICOM/{number}.dcm"))
                .unwrap();
            engine
                .store()
                .write(&path, &contents(number, 4 << 20))
                .unwrap();
        }
        let largest = engine
            .session_zip(&address, 0)
            .unwrap()
            .map(|chunk| chunk.unwrap().len())
            .max();
        assert!(largest.unwrap() <= 1 << 20, "{largest:?}");
    }
}
