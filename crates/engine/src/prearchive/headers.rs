//! DICOM headers of files in the prearchive, as tables.

use prearchive_core::inside::DumpRequest;
use prearchive_core::resultset::Table;
use prearchive_dicom::{DumpRow, Extent, Fields, Summary, dump_fields, header_extent};
use std::io::{Read, Seek, SeekFrom};

use super::inside::no_part;
use crate::Engine;
use crate::refusal::Refusal;
use crate::store::{Opened, StoreError};
use crate::tree::{TreePath, session_folder};

/// XNAT's columns.
const COLUMNS: [&str; 5] = ["tag1", "tag2", "vr", "value", "desc"];

impl Engine {
    /// The header of one file, or what those of all files say together.
    pub(crate) fn dicom_dump(&self, request: &DumpRequest) -> Result<Table, Refusal> {
        let fields = if request.fields.is_empty() {
            Fields::all()
        } else {
            Fields::named(&request.fields)
        };
        let files = self.dumped_files(request)?;
        let rows = if request.summary {
            let mut summary = Summary::new(fields);
            for path in files {
                if summary.is_full() {
                    break;
                }
                // What is no DICOM has no header to tell of.
                let _ = summary.add(&self.header_bytes(&path)?);
            }
            summary.rows()
        } else {
            let first = files
                .first()
                .ok_or_else(|| no_part(&request.address, "DICOM file".into()))?;
            dump_fields(&self.header_bytes(first)?, &fields)
                .map_err(|error| Refusal::Unreadable(format!("{}: {error}", first.name())))?
        };
        Ok(Table::new(&COLUMNS, rows.into_iter().map(cells).collect()))
    }

    /// The files that are asked for, sorted by path.
    fn dumped_files(&self, request: &DumpRequest) -> Result<Vec<TreePath>, Refusal> {
        let address = &request.address;
        let scans = session_folder(address)?.join("SCANS")?;
        let ids: Vec<String> = match &request.scan {
            Some(scan) => vec![self.scan(address, scan)?.id],
            None => self
                .document(address)?
                .scan_rows()
                .into_iter()
                .map(|scan| scan.id)
                .collect(),
        };
        let mut files = Vec::new();
        for id in ids {
            let folder = scans.join(&id)?.join("DICOM")?;
            for file in self.store.list(&folder)? {
                if request.file.as_ref().is_none_or(|name| *name == file.path) {
                    files.push(folder.descend(&file.path)?);
                }
            }
        }
        match &request.file {
            Some(name) if files.is_empty() => Err(no_part(address, format!("file {name}"))),
            _ => Ok(files),
        }
    }

    /// As much of a file as its header takes.
    fn header_bytes(&self, path: &TreePath) -> Result<Vec<u8>, Refusal> {
        let failed =
            |error: std::io::Error| Refusal::Store(StoreError::Failed(format!("{path}: {error}")));
        let Opened { mut file, size, .. } = self.store.open(path)?;
        let mut bytes = Vec::new();
        // Whatever is wrong with the file is said by whoever reads the header.
        while let Ok(Extent::NeedMore(length)) = header_extent(&bytes) {
            if bytes.len() as u64 >= size {
                break;
            }
            file.seek(SeekFrom::Start(bytes.len() as u64))
                .map_err(failed)?;
            let more = length.saturating_sub(bytes.len()) as u64;
            (&mut file)
                .take(more)
                .read_to_end(&mut bytes)
                .map_err(failed)?;
        }
        Ok(bytes)
    }
}

fn cells(row: DumpRow) -> Vec<String> {
    vec![row.tag1, row.tag2, row.vr, row.value, row.desc]
}
