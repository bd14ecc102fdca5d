//! The identity of a session in the prearchive: project, timestamp and folder name.

use std::fmt;
use std::str::FromStr;

use crate::escaped::unescape;
use crate::project::Project;

/// Names one session: the only way to name one.
///
/// The label that people see (`name`) can differ from `folder`, and is no identity.
/// XNAT keeps the triple unique.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// Where the session waits.
    pub project: Project,
    /// The folder of its arrival, `yyyyMMdd_HHmmssSSS` in all but explicit uploads.
    pub timestamp: String,
    /// The session's folder (`folderName` in a listing).
    pub folder: String,
}

/// Why a text is not the address of a session.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{text}” is not a session in the prearchive: expected /prearchive/projects/PROJECT/TIMESTAMP/SESSION"
)]
pub struct AddressError {
    /// The text as it came.
    pub text: String,
}

impl Address {
    /// Puts an address together, refusing parts that cannot be a folder.
    pub fn new(
        project: Project,
        timestamp: impl Into<String>,
        folder: impl Into<String>,
    ) -> Result<Self, AddressError> {
        let address = Self {
            project,
            timestamp: timestamp.into(),
            folder: folder.into(),
        };
        let parts = [
            address.project.as_str(),
            &address.timestamp,
            &address.folder,
        ];
        if parts.iter().all(|part| is_folder_name(part)) {
            Ok(address)
        } else {
            Err(AddressError {
                text: address.to_string(),
            })
        }
    }

    /// The address that is meant if its parts were percent-encoded before they were put into a form, which encodes
    /// them again; `None` if they were not.
    ///
    /// A session may really be called so: whoever knows the sessions looks for that one first.
    #[must_use]
    pub fn unescaped(&self) -> Option<Self> {
        let meant = |text: &str| unescape(text).unwrap_or_else(|| text.to_owned());
        let address = Self {
            project: Project::from(meant(self.project.as_str()).as_str()),
            timestamp: meant(&self.timestamp),
            folder: meant(&self.folder),
        };
        (address != *self).then_some(address)
    }

    /// The same session in another project; XNAT keeps timestamp and folder when it moves one.
    #[must_use]
    pub fn in_project(&self, project: Project) -> Self {
        Self {
            project,
            ..self.clone()
        }
    }
}

/// True if the text can name a folder: not empty, not `.` or `..`, no separator, no control character.
#[must_use]
pub fn is_folder_name(text: &str) -> bool {
    !text.is_empty()
        && text != "."
        && text != ".."
        && !text
            .chars()
            .any(|c| c == '/' || c == '\\' || c.is_control())
}

/// The `url` of a listing: `/prearchive/projects/{project}/{timestamp}/{folder}`, not percent-encoded.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "/prearchive/projects/{}/{}/{}",
            self.project, self.timestamp, self.folder
        )
    }
}

/// Reads the `url` of a listing or a `src`; a leading `/data` or `/REST` and a trailing slash are allowed.
impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let error = || AddressError { text: text.into() };
        let path = text.trim().strip_prefix('/').ok_or_else(error)?;
        // Blanks before the last slash, too, lest the folder ends in one, which would be lost when it is written.
        let path = path.strip_suffix('/').unwrap_or(path).trim_end();
        let mut parts: Vec<&str> = path.split('/').collect();
        if matches!(parts.first(), Some(&("data" | "REST"))) {
            parts.remove(0);
        }
        match parts[..] {
            ["prearchive", "projects", project, timestamp, folder] => {
                Self::new(Project::from(project), timestamp, folder).map_err(|_| error())
            }
            _ => Err(error()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_servers_and_clients_write() {
        let wanted = Address {
            project: "DEMO".into(),
            timestamp: "20140411_140005287".into(),
            folder: "S01_MR1".into(),
        };
        for text in [
            "/prearchive/projects/DEMO/20140411_140005287/S01_MR1",
            "/data/prearchive/projects/DEMO/20140411_140005287/S01_MR1",
            "/REST/prearchive/projects/DEMO/20140411_140005287/S01_MR1/",
            " /prearchive/projects/DEMO/20140411_140005287/S01_MR1 / ",
        ] {
            assert_eq!(text.parse(), Ok(wanted.clone()), "{text}");
        }
        assert_eq!(
            wanted.to_string(),
            "/prearchive/projects/DEMO/20140411_140005287/S01_MR1"
        );
    }

    #[test]
    fn unassigned_is_read_in_any_case_and_written_in_one() {
        let address: Result<Address, _> = "/prearchive/projects/UNASSIGNED/t/s".parse();
        assert_eq!(
            address.map(|a| a.to_string()),
            Ok("/prearchive/projects/Unassigned/t/s".into())
        );
    }

    #[test]
    fn an_address_that_was_encoded_twice_can_be_told() {
        for (text, meant) in [
            (
                "/prearchive/projects/P/t/S%2E1",
                Some("/prearchive/projects/P/t/S.1"),
            ),
            (
                "/prearchive/projects/P/t/Gr%C3%BC%C3%9Fe",
                Some("/prearchive/projects/P/t/Grüße"),
            ),
            ("/prearchive/projects/P/t/S_1", None),
            ("/prearchive/projects/P/t/%41", None),
            ("/prearchive/projects/P/t/a%2Fb", None),
        ] {
            let address: Result<Address, _> = text.parse();
            let told = address.map(|address| address.unescaped().map(|a| a.to_string()));
            assert_eq!(told, Ok(meant.map(str::to_owned)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_address() {
        for text in [
            "",
            "DEMO",
            "/prearchive/projects/DEMO",
            "/prearchive/projects/DEMO/t",
            "/prearchive/projects/DEMO/t/s/scans",
            "/prearchive/projects/DEMO//s",
            "/prearchive/projects/DEMO/t/..",
            "/prearchive/projects/../t/s",
            "/archive/projects/DEMO/t/s",
            "https://xnat.example.org/data/prearchive/projects/P/t/s",
        ] {
            assert_eq!(
                text.parse::<Address>(),
                Err(AddressError { text: text.into() })
            );
        }
    }
}
