//! Archiving: a session's files go into the archive, and the session leaves the prearchive.

use std::collections::{BTreeMap, BTreeSet};

use prearchive_core::address::Address;
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::status::Kind;
use prearchive_dicom::read_header;
use time::OffsetDateTime;

use super::merging::{Merging, archive_ids, archive_path};
use super::validate::{NOT_BUILT, Prospect};
use crate::document::{Document, ScanEntry};
use crate::refusal::Refusal;
use crate::store::change::{Change, RowChange};
use crate::store::records::Experiment;
use crate::tree::{TreePath, document_beside, experiment_folder, session_document, session_folder};
use crate::turns::Thing;
use crate::{Engine, passwords};

impl Engine {
    /// Archives a session, and returns the URI of the archived one.
    ///
    /// A clash with what is archived leaves everything as it was but the row, which says `CONFLICT`.
    pub(crate) fn archive(
        &self,
        address: &Address,
        request: &ArchiveRequest,
        merging: Merging,
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
            self.describe_late_files(address)?;
            let place = self.archive_place(address, request)?;
            let thing = Thing::Experiment(place.project.clone(), place.label.clone());
            let _turn = self.turns.take(thing);
            let prospect = self.prospect(address, place)?;
            if let Some(obstacle) = prospect.obstacle(merging) {
                let reason = obstacle.message.clone();
                return Err(if prospect.existing.is_some() {
                    Refusal::Conflict(reason)
                } else {
                    Refusal::ArchiveFailed(reason)
                });
            }
            let experiment = self.experiment_of(&prospect, request)?;
            self.put_into_archive(address, &prospect, merging, experiment, now)
        })?;
        self.remember(user, "archive", address, &format!("archived as {uri}"), now);
        Ok(uri)
    }

    /// Files that came after the last build would be archived without being described: they are described now.
    fn describe_late_files(&self, address: &Address) -> Result<(), Refusal> {
        let document = self.document(address)?;
        let scans = session_folder(address)?.join("SCANS")?;
        let mut there: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for file in self.store.list(&scans)? {
            if let Some((scan, rest)) = file.path.split_once('/')
                && rest.starts_with("DICOM/")
            {
                let sum = there.entry(scan.to_owned()).or_default();
                *sum = (sum.0 + 1, sum.1 + file.size);
            }
        }
        let described: BTreeMap<String, (u64, u64)> = document
            .scans
            .iter()
            .map(|scan| (scan.id.clone(), (scan.files, scan.size)))
            .collect();
        if there != described && !there.is_empty() {
            let document = self.describe(&self.row(address)?, &self.headers(address)?)?;
            self.store
                .write(&session_document(address)?, document.write().as_bytes())?;
        }
        Ok(())
    }

    /// Puts the files into the archive: the whole folder at once where nothing is there yet, else one by one.
    fn put_into_archive(
        &self,
        address: &Address,
        prospect: &Prospect,
        merging: Merging,
        mut experiment: Experiment,
        now: OffsetDateTime,
    ) -> Result<String, Refusal> {
        let from = session_folder(address)?;
        let to = experiment_folder(&experiment.project, &experiment.arc, &experiment.label)?;
        let mut renames = if self.store.exists(&to)? {
            self.merged_files(&from, &to, prospect, merging, now)?
        } else {
            vec![(from, to.clone())]
        };
        let document = self.merged_document(&to, prospect, &experiment, &renames)?;
        experiment.document = document.write();
        let staging = self.staging()?;
        let written = staging.folder.join("new.xml")?;
        self.store.write(&written, experiment.document.as_bytes())?;
        renames.push((session_document(address)?, staging.folder.join("old.xml")?));
        let place = document_beside(&to)?;
        if self.store.exists(&place)? {
            renames.push((place.clone(), self.cached(&place, now)?));
        }
        renames.push((written, place));
        let uri = uri(&experiment);
        self.carry_out(&Change {
            renames,
            rows: vec![
                RowChange::PutExperiment(experiment),
                RowChange::Remove(address.clone()),
            ],
        })?;
        Ok(uri)
    }

    /// Which file goes where when something is archived under that label already.
    ///
    /// What is replaced goes to the cache, and so does the log.
    fn merged_files(
        &self,
        from: &TreePath,
        to: &TreePath,
        prospect: &Prospect,
        merging: Merging,
        now: OffsetDateTime,
    ) -> Result<Vec<(TreePath, TreePath)>, Refusal> {
        let none = Document::default();
        let archived = prospect.existing.as_ref().map_or(&none, |(_, d)| d);
        let ids = archive_ids(&prospect.document, archived);
        let mut renames = Vec::new();
        let mut whole: BTreeSet<TreePath> = BTreeSet::new();
        for file in self.store.list(from)? {
            let path = from.descend(&file.path)?;
            let Some(place) = archive_path(&file.path, &ids) else {
                let place = self.cached(&path, now)?;
                renames.push((path, place));
                continue;
            };
            // A resource that is new in the archive moves in one step with all that is in it.
            if let (Some(old), Some(new)) = (resource(&file.path), resource(&place)) {
                let (old, new) = (from.descend(old)?, to.descend(new)?);
                if whole.contains(&old) {
                    continue;
                }
                if !self.store.exists(&new)? {
                    renames.push((old.clone(), new));
                    whole.insert(old);
                    continue;
                }
            }
            let place = to.descend(&place)?;
            if self.store.exists(&place)? {
                if !merging.replaces_files {
                    return Err(Refusal::Conflict(format!("{place} is archived already")));
                }
                renames.push((place.clone(), self.cached(&place, now)?));
            }
            renames.push((path, place));
        }
        Ok(renames)
    }

    /// What is archived afterwards: the scans that were there and the new ones, with what they hold then.
    fn merged_document(
        &self,
        to: &TreePath,
        prospect: &Prospect,
        experiment: &Experiment,
        renames: &[(TreePath, TreePath)],
    ) -> Result<Document, Refusal> {
        let Some((_, archived)) = &prospect.existing else {
            let mut document = prospect.document.clone();
            name(&mut document, experiment);
            return Ok(document);
        };
        let ids = archive_ids(&prospect.document, archived);
        let mut document = archived.clone();
        for scan in &prospect.document.scans {
            let mut scan = scan.clone();
            if let Some(id) = ids.get(&scan.id) {
                scan.id.clone_from(id);
            }
            match document.scans.iter_mut().find(|other| other.id == scan.id) {
                Some(other) => {
                    let folder = to.join("SCANS")?.join(&scan.id)?.join("DICOM")?;
                    self.add_kept(&mut scan, &folder, renames)?;
                    *other = scan;
                }
                None => document.scans.push(scan),
            }
        }
        name(&mut document, experiment);
        Ok(document)
    }

    /// Counts what stays in an archived folder into the scan that joins it.
    fn add_kept(
        &self,
        scan: &mut ScanEntry,
        folder: &TreePath,
        renames: &[(TreePath, TreePath)],
    ) -> Result<(), Refusal> {
        let leaving: BTreeSet<&TreePath> = renames.iter().map(|(from, _)| from).collect();
        for file in self.store.list(folder)? {
            let path = folder.descend(&file.path)?;
            if leaving.contains(&path) {
                continue;
            }
            let header = read_header(&self.store.read(&path)?);
            let frames = header.ok().and_then(|header| header.number_of_frames);
            scan.files += 1;
            scan.size += file.size;
            scan.frames += u64::from(frames.unwrap_or(1));
        }
        Ok(())
    }

    /// The record of what is archived; its document comes with the files.
    fn experiment_of(
        &self,
        prospect: &Prospect,
        request: &ArchiveRequest,
    ) -> Result<Experiment, Refusal> {
        let project = self.project(&prospect.place.project)?;
        let quarantine = request.quarantine.unwrap_or(project.quarantine.0 == 1);
        if let Some((experiment, _)) = &prospect.existing {
            return Ok(Experiment {
                quarantine: quarantine || experiment.quarantine,
                ..experiment.clone()
            });
        }
        Ok(Experiment {
            id: format!("XNAT_E{}", passwords::random(5)?.to_uppercase()),
            project: project.id,
            subject: prospect.place.subject.clone(),
            label: prospect.place.label.clone(),
            arc: project.arc,
            quarantine,
            document: String::new(),
        })
    }
}

/// The part of a path that names a resource: `SCANS/1/DICOM` or `RESOURCES/notes`.
fn resource(path: &str) -> Option<&str> {
    let depth = if path.starts_with("SCANS/") { 3 } else { 2 };
    let (at, _) = path.match_indices('/').nth(depth - 1)?;
    Some(&path[..at])
}

fn name(document: &mut Document, experiment: &Experiment) {
    document.id.clone_from(&experiment.id);
    document.project.clone_from(&experiment.project);
    document.subject.clone_from(&experiment.subject);
    document.label.clone_from(&experiment.label);
    document.quarantine = experiment.quarantine;
}

fn uri(experiment: &Experiment) -> String {
    format!(
        "/data/archive/projects/{}/subjects/{}/experiments/{}",
        experiment.project, experiment.subject, experiment.label
    )
}
