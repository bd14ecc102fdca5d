//! Archiving: a session's files go into the archive, and the session leaves the prearchive.

use prearchive_core::address::Address;
use prearchive_core::archiving::{ArchiveRequest, Archived, Overwrite};
use prearchive_core::status::Kind;
use time::OffsetDateTime;

use super::validate::{NOT_BUILT, Prospect, archive_path, archive_scan};
use crate::document::Document;
use crate::refusal::Refusal;
use crate::store::records::Experiment;
use crate::tree::{experiment_folder, session_document, session_folder};
use crate::{Engine, passwords};

impl Engine {
    /// Archives a session, and returns the URI of the archived one.
    ///
    /// A clash with what is archived leaves everything as it was but the row, which says `CONFLICT`.
    pub(crate) fn archive(
        &self,
        address: &Address,
        request: &ArchiveRequest,
        user: &str,
        now: OffsetDateTime,
    ) -> Result<String, Refusal> {
        let row = self.row(address)?;
        if row.status.is_locked() {
            return Err(Refusal::LockedForArchive {
                address: address.clone(),
                status: row.status.to_string(),
            });
        }
        // Nothing has been tried yet, so the row stays as it is: files may still be arriving.
        if self.document(address).is_err() {
            return Err(Refusal::ArchiveFailed(NOT_BUILT.into()));
        }
        let uri = self.locked(address, Kind::Archiving, now, |_| {
            let prospect = self.prospect(address, request)?;
            if let Some(obstacle) = prospect.obstacle(request.overwrite) {
                let reason = obstacle.message.clone();
                return Err(if prospect.existing.is_some() {
                    Refusal::Conflict(reason)
                } else {
                    Refusal::ArchiveFailed(reason)
                });
            }
            self.archive_files(address, &prospect, request.overwrite, now)?;
            let experiment = merged(&prospect)?;
            self.store.put_experiment(&experiment)?;
            self.store.remove(address)?;
            Ok(uri(&experiment))
        })?;
        self.remember(user, "archive", address, &format!("archived as {uri}"), now);
        Ok(uri)
    }

    /// Puts the files into the archive: the whole folder at once where nothing is there yet, else one by one.
    fn archive_files(
        &self,
        address: &Address,
        prospect: &Prospect,
        overwrite: Overwrite,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        let from = session_folder(address)?;
        let to = experiment_folder(&prospect.project, &prospect.label)?;
        let archived = prospect.existing.as_ref().map(|(_, document)| document);
        match archived {
            None => self.store.rename(&from, &to)?,
            Some(archived) => {
                for file in self.store.list(&from)? {
                    let path = archive_path(&file.path, &prospect.document, archived);
                    let Some(path) = path else { continue };
                    let place = to.descend(&path)?;
                    if self.store.exists(&place)? {
                        if overwrite == Overwrite::None {
                            return Err(Refusal::Conflict(format!("{path} is archived already")));
                        }
                        self.discard(&place, now)?;
                    }
                    self.store.rename(&from.descend(&file.path)?, &place)?;
                }
                // The log stays behind and goes to the cache.
                if self.store.exists(&from)? {
                    self.discard(&from, now)?;
                }
            }
        }
        self.discard(&session_document(address)?, now)
    }

    /// An archived session as XNAT's item document.
    pub(crate) fn experiment(&self, asked: &Archived) -> Result<serde_json::Value, Refusal> {
        let Archived {
            project,
            subject,
            label,
        } = asked;
        let missing = || Refusal::NoExperiment {
            project: project.into(),
            subject: subject.into(),
            label: label.into(),
        };
        let found = self.store.experiment(project, label)?;
        let experiment = found
            .filter(|experiment| experiment.subject == *subject)
            .ok_or_else(missing)?;
        let document = Document::read(&experiment.document).unwrap_or_default();
        let scans: Vec<serde_json::Value> = document
            .scans
            .iter()
            .map(|scan| {
                serde_json::json!({
                    "meta": {"isHistory": false, "xsi:type": scan.xsi_type},
                    "data_fields": {
                        "ID": scan.id,
                        "UID": scan.uid,
                        "series_description": scan.description,
                        "frames": scan.frames,
                    },
                    "children": [],
                })
            })
            .collect();
        Ok(serde_json::json!({"items": [{
            "meta": {"isHistory": false, "xsi:type": document.xsi_type},
            "data_fields": {
                "ID": experiment.id,
                "label": experiment.label,
                "project": experiment.project,
                "subject_ID": experiment.subject,
                "UID": document.uid,
                "date": document.date,
                "time": document.time,
            },
            "children": [{"field": "scans/scan", "items": scans}],
        }]}))
    }
}

/// What is archived afterwards: the scans that were there and the new ones.
fn merged(prospect: &Prospect) -> Result<Experiment, Refusal> {
    let (id, mut document) = match &prospect.existing {
        Some((experiment, archived)) => {
            let mut document = archived.clone();
            for scan in &prospect.document.scans {
                let mut scan = scan.clone();
                scan.id = archive_scan(&scan, archived);
                match document.scans.iter_mut().find(|other| other.id == scan.id) {
                    Some(other) => *other = scan,
                    None => document.scans.push(scan),
                }
            }
            (experiment.id.clone(), document)
        }
        None => {
            let number = passwords::random(5)?.to_uppercase();
            (format!("XNAT_E{number}"), prospect.document.clone())
        }
    };
    document.id.clone_from(&id);
    document.label.clone_from(&prospect.label);
    document.subject.clone_from(&prospect.subject);
    Ok(Experiment {
        id,
        project: prospect.project.clone(),
        subject: prospect.subject.clone(),
        label: prospect.label.clone(),
        document: document.write(),
    })
}

fn uri(experiment: &Experiment) -> String {
    format!(
        "/data/archive/projects/{}/subjects/{}/experiments/{}",
        experiment.project, experiment.subject, experiment.label
    )
}
