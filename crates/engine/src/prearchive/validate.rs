//! What archiving a session would meet: XNAT's coded findings.

use std::collections::{BTreeMap, HashMap, HashSet};

use prearchive_core::address::Address;
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::inside::Finding;
use prearchive_core::project::Project;
use prearchive_dicom::read_header;

use super::import::place::label;
use super::merging::{Merging, archive_ids, archive_path};
use crate::Engine;
use crate::document::{Document, ScanEntry};
use crate::refusal::Refusal;
use crate::store::records::Experiment;
use crate::tree::{TreePath, experiment_folder, session_folder};

/// What is said of a session without a document.
pub(crate) const NOT_BUILT: &str =
    "The session has not been built, or that has failed: rebuild it first";

/// Where a session would go in the archive.
pub(crate) struct ArchivePlace {
    pub(crate) project: String,
    pub(crate) subject: String,
    pub(crate) label: String,
    /// What the prearchive says of the session, with the values that the request sets.
    document: Document,
    findings: Vec<Finding>,
}

/// Where a session would go, and what is in its way.
pub(crate) struct Prospect {
    pub(crate) place: ArchivePlace,
    /// What would be archived.
    pub(crate) document: Document,
    /// What is archived under that label.
    pub(crate) existing: Option<(Experiment, Document)>,
    pub(crate) findings: Vec<Finding>,
}

impl Prospect {
    fn find(&mut self, code: u32, kind: &str, message: impl Into<String>) {
        self.findings.push(finding(code, kind, message));
    }

    /// What stops the archiving.
    pub(crate) fn obstacle(&self, merging: Merging) -> Option<&Finding> {
        let may = |finding: &Finding| match (finding.kind.as_str(), finding.code.as_str()) {
            ("FAIL", _) => false,
            // 1: it is there. 16, 17: so is the scan, which joins it or is renamed.
            ("CONFLICT", "1" | "16" | "17") => merging.allowed,
            ("CONFLICT", "14") => merging.replaces_files,
            ("CONFLICT", _) => merging.overrides,
            _ => true,
        };
        self.findings.iter().find(|finding| !may(finding))
    }
}

fn finding(code: u32, kind: &str, message: impl Into<String>) -> Finding {
    Finding {
        code: code.to_string(),
        kind: kind.into(),
        message: message.into(),
    }
}

impl Engine {
    /// What archiving a session would meet.
    pub(crate) fn validate(
        &self,
        address: &Address,
        request: &ArchiveRequest,
    ) -> Result<Vec<Finding>, Refusal> {
        if matches!(self.document(address), Err(Refusal::NoDocument(_))) {
            return Ok(vec![finding(15, "FAIL", NOT_BUILT)]);
        }
        let place = self.archive_place(address, request)?;
        let mut prospect = self.prospect(address, place)?;
        self.find_duplicates(address, &mut prospect)?;
        let number = |finding: &Finding| finding.code.parse::<u32>().unwrap_or(u32::MAX);
        prospect.findings.sort_by_key(number);
        Ok(prospect.findings)
    }

    /// Whether what arrives may take the place of archived files, by the session's row and its project.
    pub(crate) fn archiving_code(&self, address: &Address) -> Result<PrearchiveCode, Refusal> {
        let of_row = self.row(address)?.auto_archive();
        match (of_row, address.project.id()) {
            (Some(code), _) if code.overwrites() => Ok(code),
            (_, Some(id)) => Ok(self.project(id)?.code),
            (_, None) => Ok(PrearchiveCode::MANUAL),
        }
    }

    /// Where a session would go: what the request says comes first, then the session's document.
    pub(crate) fn archive_place(
        &self,
        address: &Address,
        request: &ArchiveRequest,
    ) -> Result<ArchivePlace, Refusal> {
        let Project::Named(project) = &address.project else {
            return Err(Refusal::Unassigned(address.clone()));
        };
        let mut document = self.document(address)?;
        let mut findings = Vec::new();
        for (path, value) in &request.fields {
            if let Err(error) = document.set(path, value) {
                findings.push(finding(7, "FAIL", error.to_string()));
            }
        }
        let field = |name: &str| {
            let is_it = |path: &str| path.split_once('/').is_some_and(|(_, way)| way == name);
            let found = request.fields.iter().find(|(path, _)| is_it(path));
            found.map(|(_, value)| value.clone())
        };
        if field("project").is_some_and(|other| other != *project) {
            let message = format!("The session is in the project {project}: move it first");
            findings.push(finding(3, "FAIL", message));
        }
        let asked = request.subject.clone().or_else(|| field("subject_ID"));
        let subject = label(&asked.unwrap_or_else(|| document.subject.clone()));
        let asked = request.session.clone().or_else(|| field("label"));
        let name = match label(&asked.unwrap_or_else(|| document.label.clone())) {
            text if text.is_empty() => label(&address.folder),
            text => text,
        };
        let known = self.store.experiments(project)?;
        let same = known
            .iter()
            .find(|e| e.subject.eq_ignore_ascii_case(&subject));
        if document.scans.is_empty() {
            findings.push(finding(15, "FAIL", "There are no scans in it"));
        }
        if subject.is_empty() {
            let message = "The subject cannot be told: name one";
            findings.push(finding(11, "FAIL", message));
        } else if same.is_none() {
            let message = format!("The subject {subject} will be created");
            findings.push(finding(12, "WARN", message));
        }
        if name.is_empty() {
            let message = "No label for the session can be found: name one";
            findings.push(finding(8, "FAIL", message));
        }
        Ok(ArchivePlace {
            project: project.clone(),
            // As the project spells it: subjects are told apart without regard to case.
            subject: same.map_or(subject, |e| e.subject.clone()),
            label: name,
            document,
            findings,
        })
    }

    /// Looks at what is archived under a session's label.
    pub(crate) fn prospect(
        &self,
        address: &Address,
        mut place: ArchivePlace,
    ) -> Result<Prospect, Refusal> {
        let existing = self.store.experiment(&place.project, &place.label)?;
        let mut prospect = Prospect {
            document: std::mem::take(&mut place.document),
            findings: std::mem::take(&mut place.findings),
            place,
            existing: None,
        };
        if let Some(experiment) = existing {
            // The subject is there, if not in the spelling that was asked for.
            self.compare(address, &mut prospect, experiment)?;
        }
        Ok(prospect)
    }

    fn compare(
        &self,
        address: &Address,
        prospect: &mut Prospect,
        experiment: Experiment,
    ) -> Result<(), Refusal> {
        let archived = Document::read(&experiment.document).unwrap_or_default();
        let name = prospect.place.label.clone();
        prospect.find(
            1,
            "CONFLICT",
            format!("A session {name} is archived already"),
        );
        if !experiment
            .subject
            .eq_ignore_ascii_case(&prospect.place.subject)
        {
            let message = format!(
                "The archived session belongs to the subject {}, this one to {}",
                experiment.subject, prospect.place.subject
            );
            prospect.find(4, "FAIL", message);
        }
        if archived.xsi_type != prospect.document.xsi_type {
            let message = format!(
                "The archived session is {}, this one {}",
                archived.xsi_type, prospect.document.xsi_type
            );
            prospect.find(19, "FAIL", message);
        }
        if archived.uid != prospect.document.uid {
            let message = "The archived session has another Study Instance UID";
            prospect.find(5, "CONFLICT", message);
        }
        for scan in prospect.document.scans.clone() {
            compare_scan(prospect, &archived, &scan);
        }
        let same = self.clashes(address, prospect, &experiment, &archived)?;
        if let Some(first) = same.first() {
            let message = format!("{} archived already, such as {first}", count(same.len()));
            prospect.find(14, "CONFLICT", message);
        }
        prospect.existing = Some((experiment, archived));
        Ok(())
    }

    /// The files of a session that are archived already: under the same name, or the same image under another.
    fn clashes(
        &self,
        address: &Address,
        prospect: &Prospect,
        experiment: &Experiment,
        archived: &Document,
    ) -> Result<Vec<String>, Refusal> {
        let from = session_folder(address)?;
        let to = experiment_folder(&experiment.project, &experiment.arc, &experiment.label)?;
        let mut known: HashMap<String, HashSet<String>> = HashMap::new();
        let ids = archive_ids(&prospect.document, archived);
        let mut same = Vec::new();
        for file in self.store.list(&from)? {
            let Some(path) = archive_path(&file.path, &ids) else {
                continue;
            };
            if self.store.exists(&to.descend(&path)?)? {
                same.push(path);
                continue;
            }
            let Some(scan) = dicom_folder(&path) else {
                continue;
            };
            if !known.contains_key(scan) {
                let instances = self.instances(&to.descend(scan)?)?;
                known.insert(scan.into(), instances.into_values().collect());
            }
            if known[scan].is_empty() {
                continue;
            }
            let uid = self.instance(&from.descend(&file.path)?)?;
            if known[scan].contains(&uid) {
                same.push(path);
            }
        }
        Ok(same)
    }

    /// Images that are in the session twice: archived, they would be counted twice.
    fn find_duplicates(&self, address: &Address, prospect: &mut Prospect) -> Result<(), Refusal> {
        let scans = session_folder(address)?.join("SCANS")?;
        for scan in prospect.document.scans.clone() {
            let instances = self.instances(&scans.join(&scan.id)?.join("DICOM")?)?;
            let distinct: HashSet<&String> = instances.values().collect();
            let twice = instances.len() - distinct.len();
            if twice > 0 {
                let message = format!("Scan {}: {twice} of the images are there twice", scan.id);
                prospect.find(22, "WARN", message);
            }
        }
        Ok(())
    }

    /// The SOP Instance UIDs of the files in a folder, by path; files that are no DICOM have none.
    pub(crate) fn instances(&self, folder: &TreePath) -> Result<BTreeMap<String, String>, Refusal> {
        let mut found = BTreeMap::new();
        for file in self.store.list(folder)? {
            let uid = self.instance(&folder.descend(&file.path)?)?;
            if !uid.is_empty() {
                found.insert(file.path, uid);
            }
        }
        Ok(found)
    }

    /// The SOP Instance UID of a file; empty if it is no DICOM.
    pub(crate) fn instance(&self, path: &TreePath) -> Result<String, Refusal> {
        let header = read_header(&self.store.read(path)?);
        Ok(header.map(|h| h.sop_instance_uid).unwrap_or_default())
    }
}

/// The folder of a DICOM file in a scan: `SCANS/1/DICOM`.
fn dicom_folder(path: &str) -> Option<&str> {
    let (at, rest) = path.match_indices("/DICOM/").next()?;
    path.starts_with("SCANS/")
        .then(|| &path[..at + rest.len() - 1])
}

fn count(files: usize) -> String {
    match files {
        1 => "1 file is".into(),
        n => format!("{n} files are"),
    }
}

fn compare_scan(prospect: &mut Prospect, archived: &Document, scan: &ScanEntry) {
    match archived.scan(&scan.id) {
        Some(other) if other.uid == scan.uid => {
            let message = format!("Scan {} is archived already", scan.id);
            prospect.find(16, "CONFLICT", message);
        }
        Some(_) => {
            let message = format!(
                "Scan {} is archived with another series UID: this one will be renamed",
                scan.id
            );
            prospect.find(17, "CONFLICT", message);
        }
        None => {
            let other = archived.scans.iter().find(|other| other.uid == scan.uid);
            if let Some(other) = other {
                let message = format!("Scan {} is archived as scan {}", scan.id, other.id);
                prospect.find(18, "CONFLICT", message);
            }
        }
    }
}
