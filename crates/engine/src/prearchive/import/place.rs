//! Where an arriving session belongs: project, subject and label, by request and by header.

use prearchive_core::importing::{Destination, ImportRequest};
use prearchive_core::project::Project;
use prearchive_dicom::Header;

use crate::Engine;
use crate::refusal::Refusal;

/// Where a session belongs.
pub(super) struct Place {
    pub(super) project: Project,
    pub(super) subject: String,
    pub(super) session: String,
}

impl Engine {
    /// What is named in the request comes first; a project named there must exist.
    /// Then the header is looked at, as XNAT does: comments (`Project:P Subject:S Session:L`), study description,
    /// patient name and patient ID.
    pub(super) fn place(&self, request: &ImportRequest, header: &Header) -> Result<Place, Refusal> {
        let (of_project, of_subject, of_session) = match &request.destination {
            Destination::Project(project) => (Some(project.clone()), None, None),
            Destination::Session(address) => (
                Some(address.project.clone()),
                None,
                Some(address.folder.clone()),
            ),
            Destination::Archive {
                project,
                subject,
                session,
            } => (
                project.as_deref().map(Project::from),
                subject.clone(),
                session.clone(),
            ),
            Destination::Unsaid | Destination::Prearchive => (None, None, None),
        };
        let named = of_project.or(request.project.as_deref().map(Project::from));
        let project = match named {
            Some(Project::Named(id)) => Project::Named(self.project(&id)?.id),
            Some(Project::Unassigned) => Project::Unassigned,
            None => self.project_of(header)?,
        };
        let subject = request
            .subject
            .clone()
            .or(of_subject)
            .or_else(|| comment(header, "Subject"))
            .unwrap_or_else(|| header.patient_name.clone());
        let session = request
            .session
            .clone()
            .or(of_session)
            .or_else(|| comment(header, "Session"))
            .unwrap_or_else(|| header.patient_id.clone());
        Ok(Place {
            project,
            subject: label(&subject),
            session: match label(&session) {
                text if text.is_empty() => label(&header.study_instance_uid),
                text => text,
            },
        })
    }

    /// The project that a header names, if there is one of that ID.
    fn project_of(&self, header: &Header) -> Result<Project, Refusal> {
        let candidates = [
            comment(header, "Project"),
            Some(header.study_description.clone()),
            Some(header.accession_number.clone()),
        ];
        for id in candidates.into_iter().flatten() {
            if let Some(project) = self.store.project(&id)? {
                return Ok(Project::Named(project.id));
            }
        }
        Ok(Project::Unassigned)
    }
}

/// The value of `Key:value` in the patient's or the study's comments.
fn comment(header: &Header, key: &str) -> Option<String> {
    [&header.patient_comments, &header.study_comments]
        .into_iter()
        .flat_map(|text| text.split([' ', ';', ',', '\n', '\r', '\t']))
        .find_map(|part| {
            let (name, value) = part.split_once(':')?;
            (name.eq_ignore_ascii_case(key) && !value.is_empty()).then(|| value.to_owned())
        })
}

/// A label without the characters that XNAT does not allow in one; they become underscores.
pub(crate) fn label(text: &str) -> String {
    let clean: String = text
        .trim()
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || matches!(c, '_' | '-') {
                c
            } else {
                '_'
            }
        })
        .collect();
    clean.trim_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_hold_letters_digits_dashes_and_underscores() {
        for (text, wanted) in [
            ("S01_MR1", "S01_MR1"),
            ("Doe^Jane", "Doe_Jane"),
            (" 4MR1 ", "4MR1"),
            ("../../etc", "etc"),
            ("Grüße 1", "Grüße_1"),
            ("^^", ""),
        ] {
            assert_eq!(label(text), wanted, "{text:?}");
        }
    }
}
