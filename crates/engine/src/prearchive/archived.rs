//! What is archived, read back: XNAT's item documents, and the files.

use prearchive_core::archiving::Archived;
use prearchive_core::inside::{File, Scan};
use prearchive_core::resultset::Table;
use serde_json::{Value, json};

use super::inside::resources;
use crate::Engine;
use crate::document::{Document, ScanEntry};
use crate::refusal::Refusal;
use crate::reply::Chunks;
use crate::store::records::Experiment;
use crate::store::{Opened, StoreError};
use crate::tree::{TreePath, experiment_folder};

/// The columns of the resources of an archived scan.
const RESOURCE_COLUMNS: &[&str] = &[
    "xnat_abstractresource_id",
    "label",
    "element_name",
    "category",
    "cat_id",
    "file_count",
    "file_size",
];

impl Engine {
    /// The record of an archived session, by its label or, as xnatpy goes on, by its ID.
    pub(crate) fn archived(&self, asked: &Archived) -> Result<Experiment, Refusal> {
        let found = match self.store.experiment(&asked.project, &asked.label)? {
            Some(experiment) => Some(experiment),
            None => {
                let all = self.store.experiments(&asked.project)?;
                all.into_iter().find(|one| one.id == asked.label)
            }
        };
        found
            .filter(|experiment| experiment.subject == asked.subject)
            .ok_or_else(|| Refusal::NoExperiment(asked.clone()))
    }

    /// An archived session as XNAT's item document.
    pub(crate) fn experiment(&self, asked: &Archived) -> Result<Value, Refusal> {
        let experiment = self.archived(asked)?;
        let document = Document::read(&experiment.document).unwrap_or_default();
        let scans: Vec<Value> = document.scans.iter().map(scan_item).collect();
        Ok(json!({"items": [{
            "meta": {"isHistory": false, "xsi:type": document.xsi_type},
            "data_fields": fields(&[
                ("ID", &experiment.id),
                ("label", &experiment.label),
                ("project", &experiment.project),
                ("subject_ID", &experiment.subject),
                ("UID", &document.uid),
                ("date", &document.date),
                ("time", &document.time),
                ("note", &document.note),
                ("status", &status(&experiment).to_owned()),
            ]),
            "children": [{"field": "scans/scan", "items": scans}],
        }]}))
    }

    /// The scans of an archived session.
    pub(crate) fn archived_scans(&self, asked: &Archived) -> Result<Vec<Scan>, Refusal> {
        let experiment = self.archived(asked)?;
        let document = Document::read(&experiment.document).unwrap_or_default();
        Ok(document.scan_rows())
    }

    /// The resources of an archived scan, as XNAT lists them in the archive.
    ///
    /// There a resource also has an ID, which clients put into its path: ours is its label.
    pub(crate) fn archived_resources(
        &self,
        asked: &Archived,
        scan: &str,
    ) -> Result<Table, Refusal> {
        let folder = self.archived_scan(asked, scan)?;
        let number = |value: Option<u64>| value.map(|n| n.to_string()).unwrap_or_default();
        let rows = resources("scans", scan, &self.store.list(&folder)?)
            .into_iter()
            .map(|resource| {
                vec![
                    resource.label.clone(),
                    resource.label,
                    "xnat:resourceCatalog".into(),
                    resource.category,
                    resource.category_id,
                    number(resource.file_count),
                    number(resource.file_size),
                ]
            })
            .collect();
        Ok(Table::new(RESOURCE_COLUMNS, rows))
    }

    /// The files of an archived resource; `base` is the path of the listing.
    pub(crate) fn archived_files(
        &self,
        asked: &Archived,
        scan: &str,
        resource: &str,
        base: &str,
    ) -> Result<Vec<File>, Refusal> {
        let folder = self.archived_scan(asked, scan)?.join(resource)?;
        let files = self.store.list(&folder)?;
        if files.is_empty() {
            let what = format!("resource {resource} of the archived scan {scan}");
            return Err(Refusal::NotFound(what));
        }
        Ok(super::inside::file_rows(files, base))
    }

    /// All files of an archived resource, under the path that XNAT gives them in a zip.
    pub(crate) fn archived_zip(
        &self,
        asked: &Archived,
        scan: &str,
        resource: &str,
        level: u8,
    ) -> Result<Chunks, Refusal> {
        let folder = self.archived_scan(asked, scan)?.join(resource)?;
        if !self.store.exists(&folder)? {
            let what = format!("resource {resource} of the archived scan {scan}");
            return Err(Refusal::NotFound(what));
        }
        let top = format!("{}/scans/{scan}/resources/{resource}/files", asked.label);
        self.zip(&folder, &top, level)
    }

    /// An archived file, open for reading, and its size.
    pub(crate) fn archived_file(
        &self,
        asked: &Archived,
        scan: &str,
        resource: &str,
        path: &str,
    ) -> Result<Opened, Refusal> {
        let folder = self.archived_scan(asked, scan)?.join(resource)?;
        let missing = || Refusal::NotFound(format!("archived file {path}"));
        let place = folder.descend(path).map_err(|_| missing())?;
        match self.store.open(&place) {
            Err(StoreError::NotFound(_)) => Err(missing()),
            opened => Ok(opened?),
        }
    }

    fn archived_scan(&self, asked: &Archived, scan: &str) -> Result<TreePath, Refusal> {
        let experiment = self.archived(asked)?;
        let document = Document::read(&experiment.document).unwrap_or_default();
        if document.scan(scan).is_none() {
            return Err(Refusal::NotFound(format!("archived scan {scan}")));
        }
        experiment_folder(&experiment.project, &experiment.arc, &experiment.label)?
            .join("SCANS")?
            .join(scan)
    }
}

/// XNAT's word for whether it is kept in quarantine.
pub(crate) fn status(experiment: &Experiment) -> &'static str {
    if experiment.quarantine {
        "quarantine"
    } else {
        "active"
    }
}

fn scan_item(scan: &ScanEntry) -> Value {
    let mut item = json!({
        "meta": {"isHistory": false, "xsi:type": scan.xsi_type},
        "data_fields": fields(&[
            ("ID", &scan.id),
            ("UID", &scan.uid),
            ("type", &scan.kind),
            ("quality", &scan.quality),
            ("note", &scan.note),
            ("modality", &scan.modality),
            ("series_description", &scan.description),
        ]),
        "children": [],
    });
    item["data_fields"]["frames"] = scan.frames.into();
    item
}

/// The values that are there: an item document leaves out what has none.
fn fields(pairs: &[(&str, &String)]) -> Value {
    let there = pairs.iter().filter(|(_, value)| !value.is_empty());
    there
        .map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
