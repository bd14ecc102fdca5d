//! What can be said when a session is archived.

use crate::address::Address;

/// What may happen to files that are already archived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Overwrite {
    /// Nothing said: a single session may add new scans, and nothing is replaced.
    #[default]
    None,
    /// `append`: add to the archived session.
    /// XNAT 1.8 and later treat it like `delete` for a single session.
    Append,
    /// `delete`: replace what is already archived.
    Delete,
}

impl Overwrite {
    /// The value of the parameter `overwrite`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Append => "append",
            Self::Delete => "delete",
        }
    }

    /// Reads the parameter; anything that is neither `append` nor `delete` (or `override`) is none.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text.to_ascii_lowercase().as_str() {
            "append" => Self::Append,
            "delete" | "override" => Self::Delete,
            _ => Self::None,
        }
    }
}

/// A request to archive one session or several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ArchiveRequest {
    /// The sessions.
    pub sources: Vec<Address>,
    /// What may happen to files that are already archived.
    pub overwrite: Overwrite,
    /// The subject in the archive, if not the one that the session carries.
    pub subject: Option<String>,
    /// The session's label in the archive, if not its own.
    pub session: Option<String>,
    /// Force the quarantine on or off; else the project decides.
    pub quarantine: Option<bool>,
    /// Let pipelines run; XNAT does unless it is told not to.
    pub trigger_pipelines: Option<bool>,
    /// Replace files that are archived already; heeded for several sessions only, as in XNAT.
    pub overwrite_files: bool,
    /// Answer with a redirect to the archived session instead of its URI.
    pub redirect: bool,
    /// Do not wait: the work can be followed under this key (`http-session-listener`).
    pub listener: Option<String>,
    /// Values of the session's document by XML path, such as `xnat:mrSessionData/label`.
    pub fields: Vec<(String, String)>,
}

/// Names an archived session.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Archived {
    /// The project's ID.
    pub project: String,
    /// The subject's label.
    pub subject: String,
    /// The session's label.
    pub label: String,
}

impl ArchiveRequest {
    /// Archives one session as it is.
    #[must_use]
    pub fn of(source: Address) -> Self {
        Self {
            sources: vec![source],
            ..Self::default()
        }
    }
}
