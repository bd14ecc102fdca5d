//! What can be said when a file is imported.

use crate::address::Address;
use crate::archiving::Overwrite;
use crate::calls::UploadLabels;
use crate::escaped::{unescape, unmistakable};
use crate::project::Project;

/// Where an import goes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum Destination {
    /// Nothing said: the project's prearchive code decides.
    #[default]
    Unsaid,
    /// `/prearchive`: into the prearchive, under the project that is found.
    Prearchive,
    /// `/prearchive/projects/P`.
    Project(Project),
    /// `/prearchive/projects/P/T/S`: at exactly that address.
    Session(Address),
    /// `/archive…`: on into the archive; subject and session may be named.
    Archive {
        /// The project, if named.
        project: Option<String>,
        /// The subject, if named.
        subject: Option<String>,
        /// The session's label, if named.
        session: Option<String>,
    },
}

/// A destination that XNAT does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{text}” is no destination: expected /prearchive, /prearchive/projects/PROJECT[/TIMESTAMP/SESSION] or /archive[/projects/PROJECT[/subjects/SUBJECT[/experiments/LABEL]]]"
)]
pub struct DestinationError {
    /// The text as it came.
    pub text: String,
}

impl Destination {
    /// Reads the parameter `dest`; empty means that nothing was said.
    ///
    /// A name that was percent-encoded before it was put there, as some clients do, is read as what it was;
    /// [`Destination::write`] writes so the names that would be taken for such.
    pub fn parse(text: &str) -> Result<Self, DestinationError> {
        let error = || DestinationError { text: text.into() };
        let path = text.trim_matches(|c: char| c == '/' || c.is_whitespace());
        let meant = |part: &str| unescape(part).unwrap_or_else(|| part.to_owned());
        let named: Vec<String> = path.split('/').map(meant).collect();
        let mut parts: Vec<&str> = named.iter().map(String::as_str).collect();
        if matches!(parts.first(), Some(&("data" | "REST"))) {
            parts.remove(0);
        }
        let own = |part: &str| Some(part.to_owned());
        let archive = |project, subject, session| Self::Archive {
            project,
            subject,
            session,
        };
        match parts[..] {
            [""] => Ok(Self::Unsaid),
            ["prearchive"] => Ok(Self::Prearchive),
            ["prearchive", "projects", p] if !p.is_empty() => Ok(Self::Project(p.into())),
            ["prearchive", "projects", p, t, s] => Address::new(p.into(), t, s)
                .map(Self::Session)
                .map_err(|_| error()),
            ["archive"] => Ok(archive(None, None, None)),
            ["archive", "projects", p] => Ok(archive(own(p), None, None)),
            ["archive", "projects", p, "subjects", s] => Ok(archive(own(p), own(s), None)),
            ["archive", "projects", p, "subjects", s, "experiments", l] => {
                Ok(archive(own(p), own(s), own(l)))
            }
            _ => Err(error()),
        }
    }

    /// Writes the parameter `dest`; `None` if nothing is said.
    #[must_use]
    pub fn write(&self) -> Option<String> {
        match self {
            Self::Unsaid => None,
            Self::Prearchive => Some("/prearchive".into()),
            Self::Project(project) => {
                let project = unmistakable(project.as_str());
                Some(format!("/prearchive/projects/{project}"))
            }
            Self::Session(address) => {
                let project = unmistakable(address.project.as_str());
                let timestamp = unmistakable(&address.timestamp);
                let folder = unmistakable(&address.folder);
                Some(format!(
                    "/prearchive/projects/{project}/{timestamp}/{folder}"
                ))
            }
            Self::Archive {
                project,
                subject,
                session,
            } => {
                let mut text = String::from("/archive");
                let parts = [
                    ("projects", project),
                    ("subjects", subject),
                    ("experiments", session),
                ];
                for (word, part) in parts {
                    let Some(part) = part else { break };
                    text.push_str(&format!("/{word}/{}", unmistakable(part)));
                }
                Some(text)
            }
        }
    }
}

/// How the body of an import is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Handler {
    /// `SI`: the session importer; an archive becomes one session, ready at once.
    SessionImporter,
    /// `DICOM-zip`: each file of an archive goes where its header says.
    DicomZip,
    /// `gradual-DICOM`: one file at a time, as from a scanner.
    GradualDicom,
}

impl Handler {
    /// The value of the parameter `import-handler`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SessionImporter => "SI",
            Self::DicomZip => "DICOM-zip",
            Self::GradualDicom => "gradual-DICOM",
        }
    }

    /// Reads the parameter; XNAT answers 404 to names that it does not know.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::SessionImporter, Self::DicomZip, Self::GradualDicom]
            .into_iter()
            .find(|handler| handler.name() == text)
    }
}

/// A file to import and where to put it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportRequest {
    /// How to read the body; the server chooses if absent.
    pub handler: Option<Handler>,
    /// Where to put it.
    pub destination: Destination,
    /// The project, if the destination does not name one.
    pub project: Option<String>,
    /// The subject's label.
    pub subject: Option<String>,
    /// The session's label.
    pub session: Option<String>,
    /// What may happen to files that are already there.
    pub overwrite: Overwrite,
    /// Build the session before answering (`action=commit`).
    pub commit: bool,
    /// Archive it: `AA` (or `auto-archive`, or `prearchive_code=1`).
    pub auto_archive: Option<bool>,
    /// Into the archive as soon as it is whole (`Direct-Archive`); the prearchive keeps what cannot go there.
    pub direct: bool,
    /// Replace files that are there already (`overwrite_files`).
    pub overwrite_files: bool,
    /// Skip files that are no DICOM instead of refusing the whole (`Ignore-Unparsable`).
    pub ignore_unparsable: bool,
    /// Never build by itself after the quiet period.
    pub prevent_auto_commit: Option<bool>,
    /// Never run the project's anonymisation.
    pub prevent_anon: Option<bool>,
    /// What the row says of the upload.
    pub upload: UploadLabels,
    /// Force the quarantine on or off when it is archived; else the project decides.
    pub quarantine: Option<bool>,
    /// Let pipelines run when it is archived.
    pub trigger_pipelines: Option<bool>,
    /// An earlier upload to import instead of a body: its name and its file (`src`).
    pub stored: Option<(String, String)>,
    /// Do not wait: the work can be followed under this key (`http-session-listener`).
    pub listener: Option<String>,
    /// The body's content type: `application/zip` or `application/dicom`.
    pub content_type: String,
    /// The file itself.
    pub body: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_read_as_they_are_written() {
        for text in [
            "/prearchive",
            "/prearchive/projects/P",
            "/prearchive/projects/Unassigned",
            "/prearchive/projects/P/20000101_050505/11223344556677",
            "/archive",
            "/archive/projects/P",
            "/archive/projects/P/subjects/S",
            "/archive/projects/P/subjects/S/experiments/L",
        ] {
            let read = Destination::parse(text);
            assert_eq!(read.map(|d| d.write()), Ok(Some(text.into())), "{text}");
        }
        assert_eq!(Destination::parse(""), Ok(Destination::Unsaid));
        assert_eq!(
            Destination::parse("/prearchive/projects/P /"),
            Ok(Destination::Project("P".into()))
        );
        for (text, subject) in [
            ("/archive/projects/P/subjects/Gr%C3%BC%C3%9Fe", "Grüße"),
            ("/archive/projects/P/subjects/S%2E1", "S.1"),
            ("/archive/projects/P/subjects/%41", "%41"),
            ("/archive/projects/P/subjects/50% more", "50% more"),
            ("/archive/projects/P/subjects/%2520", "%20"),
        ] {
            let wanted = Destination::Archive {
                project: Some("P".into()),
                subject: Some(subject.into()),
                session: None,
            };
            assert_eq!(Destination::parse(text), Ok(wanted.clone()), "{text}");
            let again = wanted.write().map(|text| Destination::parse(&text));
            assert_eq!(again, Some(Ok(wanted)), "{text}");
        }
        for text in [
            "/prearchive/projects/P/t",
            "/elsewhere",
            "/archive/subjects/S",
        ] {
            assert!(Destination::parse(text).is_err(), "{text}");
        }
    }
}
