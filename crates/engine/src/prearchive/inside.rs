//! Inside a session: its document, scans, resources and files.

use std::collections::BTreeMap;

use prearchive_core::address::Address;
use prearchive_core::inside::{File, Resource, ScanFile};
use time::OffsetDateTime;

use crate::Engine;
use crate::document::{Document, ScanEntry};
use crate::refusal::Refusal;
use crate::store::change::Change;
use crate::store::{Entry, Opened, StoreError};
use crate::tree::{TreePath, session_document, session_folder};
use crate::turns::Thing;

impl Engine {
    /// The text of a session's document.
    pub(crate) fn document_text(&self, address: &Address) -> Result<String, Refusal> {
        let path = session_document(address)?;
        if !self.store.exists(&path)? {
            return Err(Refusal::NoDocument(address.clone()));
        }
        Ok(String::from_utf8_lossy(&self.store.read(&path)?).into_owned())
    }

    /// A session's document.
    pub(crate) fn document(&self, address: &Address) -> Result<Document, Refusal> {
        Document::read(&self.document_text(address)?).map_err(|error| Refusal::BuildFailed {
            address: address.clone(),
            reason: error.to_string(),
        })
    }

    /// What the document says of a scan.
    pub(crate) fn scan(&self, address: &Address, scan: &str) -> Result<ScanEntry, Refusal> {
        let document = self.document(address)?;
        let entry = document.scan(scan).cloned();
        entry.ok_or_else(|| Refusal::NoSuchPart {
            what: format!("scan {scan}"),
            address: address.clone(),
        })
    }

    /// The resources of a scan.
    pub(crate) fn scan_resources(
        &self,
        address: &Address,
        scan: &str,
    ) -> Result<Vec<Resource>, Refusal> {
        self.scan(address, scan)?;
        let folder = session_folder(address)?.join("SCANS")?.join(scan)?;
        Ok(resources("", "", &self.store.list(&folder)?))
    }

    /// All resources of a session, those of its scans included.
    pub(crate) fn session_resources(&self, address: &Address) -> Result<Vec<Resource>, Refusal> {
        let document = self.document(address)?;
        let folder = session_folder(address)?;
        let mut all = Vec::new();
        for scan in &document.scans {
            let files = self.store.list(&folder.join("SCANS")?.join(&scan.id)?)?;
            all.extend(resources("scans", &scan.id, &files));
        }
        let own = self.store.list(&folder.join("RESOURCES")?)?;
        all.extend(resources("resources", "", &own));
        Ok(all)
    }

    /// The files of a scan's resource; `base` is the path of the listing.
    pub(crate) fn files(
        &self,
        address: &Address,
        scan: &str,
        resource: &str,
        base: &str,
    ) -> Result<Vec<File>, Refusal> {
        self.scan(address, scan)?;
        let folder = resource_folder(address, scan, resource)?;
        let files = self.store.list(&folder)?;
        if files.is_empty() {
            return Err(Refusal::NoSuchPart {
                what: format!("resource {resource} of scan {scan}"),
                address: address.clone(),
            });
        }
        Ok(file_rows(files, base))
    }

    /// A file that is open for reading, and its size.
    pub(crate) fn file(&self, file: &ScanFile) -> Result<Opened, Refusal> {
        self.scan(&file.address, &file.scan)?;
        let folder = resource_folder(&file.address, &file.scan, &file.resource)?;
        self.file_in(&folder, &file.path, &file.address)
    }

    /// A file of a resource.
    pub(crate) fn file_in(
        &self,
        folder: &TreePath,
        path: &str,
        address: &Address,
    ) -> Result<Opened, Refusal> {
        let missing = || no_part(address, format!("file {path}"));
        let place = folder.descend(path).map_err(|_| missing())?;
        match self.store.open(&place) {
            Err(StoreError::NotFound(_)) => Err(missing()),
            opened => Ok(opened?),
        }
    }

    /// Takes a scan out of the document, and its folder to the cache.
    pub(crate) fn delete_scan(
        &self,
        address: &Address,
        scan: &str,
        user: &str,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        self.scan(address, scan)?;
        let _build = self.turns.take(Thing::Build(address.clone()));
        let _inside = self.turns.take(Thing::Inside(address.clone()));
        let _place = self.turns.share(Thing::Place(address.clone()));
        self.scan(address, scan)?;
        let mut document = self.document(address)?;
        document.scans.retain(|entry| entry.id != scan);
        let folder = session_folder(address)?.join("SCANS")?.join(scan)?;
        if !self.store.exists(&folder)? {
            return Err(no_part(address, format!("folder of the scan {scan}")));
        }
        let staging = self.staging()?;
        let written = staging.folder.join("new.xml")?;
        self.store.write(&written, document.write().as_bytes())?;
        let place = session_document(address)?;
        let detail = format!("Scan {scan} was deleted by {user}.");
        self.carry_out(&Change {
            renames: vec![
                // First, so that the session's folder never is empty.
                self.staged_log(address, address, &staging.folder, now, &detail)?,
                (folder.clone(), self.cached(&folder, now)?),
                (place.clone(), staging.folder.join("old.xml")?),
                (written, place),
            ],
            rows: Vec::new(),
        })?;
        self.remember(user, "delete scan", address, &detail, now);
        Ok(())
    }
}

/// The rows of a listing of files.
pub(crate) fn file_rows(files: Vec<Entry>, base: &str) -> Vec<File> {
    files
        .into_iter()
        .map(|file| File {
            name: file.path.rsplit('/').next().unwrap_or_default().to_owned(),
            size: Some(file.size),
            uri: format!("{base}/{}", file.path),
        })
        .collect()
}

/// Something inside a session that is not there.
pub(crate) fn no_part(address: &Address, what: String) -> Refusal {
    Refusal::NoSuchPart {
        what,
        address: address.clone(),
    }
}

/// The folder of a scan's resource.
fn resource_folder(address: &Address, scan: &str, resource: &str) -> Result<TreePath, Refusal> {
    session_folder(address)?
        .join("SCANS")?
        .join(scan)?
        .join(resource)
}

/// Files by their first folder, which is the resource's label.
pub(crate) fn resources(category: &str, category_id: &str, files: &[Entry]) -> Vec<Resource> {
    let mut sums: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for file in files {
        let Some((label, _)) = file.path.split_once('/') else {
            continue;
        };
        let sum = sums.entry(label).or_default();
        sum.0 += 1;
        sum.1 += file.size;
    }
    sums.into_iter()
        .map(|(label, (count, size))| Resource {
            category: category.into(),
            category_id: category_id.into(),
            label: label.into(),
            file_count: Some(count),
            file_size: Some(size),
        })
        .collect()
}
