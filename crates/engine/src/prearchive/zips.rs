//! Zips of a session or a scan: stored, not deflated, as XNAT sends them.

use std::io::{Cursor, Write};

use prearchive_core::address::Address;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::Engine;
use crate::refusal::Refusal;
use crate::store::StoreError;
use crate::tree::{TreePath, session_folder};

impl Engine {
    /// Everything in a session's folder, under the folder's name; the document beside it is left out.
    pub(crate) fn session_zip(&self, address: &Address) -> Result<Vec<u8>, Refusal> {
        self.row(address)?;
        self.zip(&session_folder(address)?, &address.folder)
    }

    /// Everything in a scan's folder, under the scan's ID.
    pub(crate) fn scan_zip(&self, address: &Address, scan: &str) -> Result<Vec<u8>, Refusal> {
        self.scan(address, scan)?;
        let folder = session_folder(address)?.join("SCANS")?.join(scan)?;
        self.zip(&folder, scan)
    }

    fn zip(&self, folder: &TreePath, top: &str) -> Result<Vec<u8>, Refusal> {
        let failed = |reason: &dyn ToString| Refusal::Store(StoreError::Failed(reason.to_string()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for entry in self.store.list(folder)? {
            let bytes = self.store.read(&folder.descend(&entry.path)?)?;
            zip.start_file(format!("{top}/{}", entry.path), options)
                .map_err(|e| failed(&e))?;
            zip.write_all(&bytes).map_err(|e| failed(&e))?;
        }
        let done = zip.finish().map_err(|e| failed(&e))?;
        Ok(done.into_inner())
    }
}
