//! What archiving a session would meet: XNAT's coded findings.

use prearchive_core::address::Address;
use prearchive_core::archiving::{ArchiveRequest, Overwrite};
use prearchive_core::inside::Finding;
use prearchive_core::project::Project;

use super::import::place::label;
use crate::Engine;
use crate::document::{Document, ScanEntry};
use crate::refusal::Refusal;
use crate::store::records::Experiment;
use crate::tree::{experiment_folder, session_folder};

/// What is said of a session without a document.
pub(crate) const NOT_BUILT: &str =
    "The session has not been built, or that has failed: rebuild it first";

/// Where a session would go, and what is in its way.
pub(crate) struct Prospect {
    pub(crate) project: String,
    pub(crate) subject: String,
    pub(crate) label: String,
    /// What the prearchive says of the session.
    pub(crate) document: Document,
    /// What is archived under that label.
    pub(crate) existing: Option<(Experiment, Document)>,
    pub(crate) findings: Vec<Finding>,
}

impl Prospect {
    fn find(&mut self, code: u32, kind: &str, message: impl Into<String>) {
        self.findings.push(Finding {
            code: code.to_string(),
            kind: kind.into(),
            message: message.into(),
        });
    }

    /// What stops the archiving: every `FAIL`, and every `CONFLICT` that is not about mere existence,
    /// unless what is archived may be replaced.
    pub(crate) fn obstacle(&self, overwrite: Overwrite) -> Option<&Finding> {
        let replaces = overwrite != Overwrite::None;
        self.findings
            .iter()
            .find(|finding| match finding.kind.as_str() {
                "FAIL" => true,
                // 1: merging is allowed. 16: the files decide. 17: the scan is renamed.
                "CONFLICT" => !replaces && !matches!(finding.code.as_str(), "1" | "16" | "17"),
                _ => false,
            })
    }
}

impl Engine {
    /// Looks at a session and at what is archived under its label.
    pub(crate) fn prospect(
        &self,
        address: &Address,
        request: &ArchiveRequest,
    ) -> Result<Prospect, Refusal> {
        let Project::Named(project) = &address.project else {
            return Err(Refusal::Unassigned(address.clone()));
        };
        // A session that has not been built yet has nothing to compare.
        let built = self.document(address);
        let document = built.clone().unwrap_or_default();
        let named = |asked: &Option<String>, own: &str| label(asked.as_deref().unwrap_or(own));
        let mut prospect = Prospect {
            project: project.clone(),
            subject: named(&request.subject, &document.subject),
            label: match named(&request.session, &document.label) {
                text if text.is_empty() => label(&address.folder),
                text => text,
            },
            document,
            existing: None,
            findings: Vec::new(),
        };
        match &built {
            Err(_) => {
                prospect.find(15, "FAIL", NOT_BUILT);
                return Ok(prospect);
            }
            Ok(document) if document.scans.is_empty() => {
                prospect.find(15, "FAIL", "There are no scans in it");
            }
            Ok(_) => {}
        }
        if prospect.subject.is_empty() {
            prospect.find(11, "FAIL", "The subject cannot be told: name one");
        }
        if prospect.label.is_empty() {
            prospect.find(8, "FAIL", "No label for the session can be found: name one");
            return Ok(prospect);
        }
        match self.store.experiment(project, &prospect.label)? {
            Some(experiment) => self.compare(address, &mut prospect, experiment)?,
            None => {
                let known = self.store.experiments(project)?;
                let subject = prospect.subject.clone();
                if !known
                    .iter()
                    .any(|e| e.subject.eq_ignore_ascii_case(&subject))
                {
                    let message = format!("The subject {subject} will be created");
                    prospect.find(12, "WARN", message);
                }
            }
        }
        prospect
            .findings
            .sort_by_key(|finding| finding.code.parse::<u32>().unwrap_or(u32::MAX));
        Ok(prospect)
    }

    fn compare(
        &self,
        address: &Address,
        prospect: &mut Prospect,
        experiment: Experiment,
    ) -> Result<(), Refusal> {
        let archived = Document::read(&experiment.document).unwrap_or_default();
        let name = prospect.label.clone();
        prospect.find(
            1,
            "CONFLICT",
            format!("A session {name} is archived already"),
        );
        if !experiment.subject.eq_ignore_ascii_case(&prospect.subject) {
            let message = format!(
                "The archived session belongs to the subject {}, this one to {}",
                experiment.subject, prospect.subject
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
        let same = self.clashes(address, prospect, &archived)?;
        if let Some(first) = same.first() {
            let message = format!("{} archived already, such as {first}", count(same.len()));
            prospect.find(14, "CONFLICT", message);
        }
        prospect.existing = Some((experiment, archived));
        Ok(())
    }

    /// The files of a session that are archived under the same name.
    fn clashes(
        &self,
        address: &Address,
        prospect: &Prospect,
        archived: &Document,
    ) -> Result<Vec<String>, Refusal> {
        let folder = experiment_folder(&prospect.project, &prospect.label)?;
        let mut same = Vec::new();
        for file in self.store.list(&session_folder(address)?)? {
            let Some(path) = archive_path(&file.path, &prospect.document, archived) else {
                continue;
            };
            if self.store.exists(&folder.descend(&path)?)? {
                same.push(path);
            }
        }
        Ok(same)
    }
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

/// Where a file of the prearchive goes in the archive; `None` for the log, which stays behind.
pub(crate) fn archive_path(path: &str, document: &Document, archived: &Document) -> Option<String> {
    if path.starts_with("logs/") {
        return None;
    }
    let Some((scan, rest)) = path
        .strip_prefix("SCANS/")
        .and_then(|rest| rest.split_once('/'))
    else {
        return Some(path.into());
    };
    let id = match document.scan(scan) {
        Some(entry) => archive_scan(entry, archived),
        None => scan.into(),
    };
    Some(format!("SCANS/{id}/{rest}"))
}

/// The ID of a scan in the archive: renamed if another series has it there, as XNAT does (`1-MR1`).
pub(crate) fn archive_scan(scan: &ScanEntry, archived: &Document) -> String {
    match archived.scan(&scan.id) {
        Some(other) if other.uid != scan.uid => (1..)
            .map(|n| format!("{}-{}{n}", scan.id, scan.modality))
            .find(|id| archived.scan(id).is_none_or(|other| other.uid == scan.uid))
            .unwrap_or_else(|| scan.id.clone()),
        _ => scan.id.clone(),
    }
}
