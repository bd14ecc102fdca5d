//! A project, or the place where sessions without one wait.

use std::fmt;

/// The project of a session in the prearchive.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Project {
    /// No project was found for the session; XNAT shows this as `Unassigned`.
    Unassigned,
    /// A project by its ID.
    Named(String),
}

impl Project {
    /// The text that XNAT shows: the ID, or `Unassigned`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unassigned => "Unassigned",
            Self::Named(id) => id,
        }
    }

    /// The ID, if there is a project.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Unassigned => None,
            Self::Named(id) => Some(id),
        }
    }
}

impl fmt::Display for Project {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `Unassigned` is read in any case, as XNAT does where a session is named.
impl From<&str> for Project {
    fn from(text: &str) -> Self {
        if text.eq_ignore_ascii_case("unassigned") {
            Self::Unassigned
        } else {
            Self::Named(text.into())
        }
    }
}

/// One row of `GET /data/projects`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectRow {
    /// The project's ID.
    pub id: String,
    /// The title that people see.
    pub name: String,
    /// The short title, used where room is scarce (`secondary_ID`).
    pub secondary_id: String,
    /// What the project is for.
    pub description: String,
    /// The signed-in user's role in it, as the server says (`Owners`, `Members`, `Collaborators` or empty).
    pub role: String,
    /// Its prearchive code, if it was asked for and the server gave it.
    pub prearchive_code: Option<crate::code::PrearchiveCode>,
}

/// Which projects a listing asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProjectFilter {
    /// All that the user may see (`accessible=true`).
    #[default]
    Accessible,
    /// Where the user may add and change data: member or owner (`data=writable`).
    Writable,
    /// Where the user may change the project itself: owner (`restrict=edit`).
    Editable,
}
