//! The records beside the sessions: projects, users, experiments, history.

use std::collections::BTreeMap;

use prearchive_core::code::PrearchiveCode;

/// What a user is in a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// May read what is archived.
    Collaborator,
    /// May add and change data.
    Member,
    /// May change the project itself.
    Owner,
}

impl Role {
    /// XNAT's name of the group.
    #[must_use]
    pub fn group(self) -> &'static str {
        match self {
            Self::Collaborator => "Collaborators",
            Self::Member => "Members",
            Self::Owner => "Owners",
        }
    }

    /// The role with that group name.
    #[must_use]
    pub fn from_group(name: &str) -> Option<Self> {
        [Self::Collaborator, Self::Member, Self::Owner]
            .into_iter()
            .find(|role| role.group() == name)
    }
}

/// A project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectRecord {
    /// Its ID.
    pub id: String,
    /// Its title.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What it does with arriving sessions.
    pub code: PrearchiveCode,
    /// True if everybody who is signed in may read it; XNAT's public and protected access.
    pub open: bool,
    /// Who belongs to it, by user name.
    pub roles: BTreeMap<String, Role>,
}

/// A user.
#[derive(Clone, PartialEq, Eq)]
pub struct UserRecord {
    /// The name to sign in with.
    pub name: String,
    /// The password's hash in PHC text form.
    pub password_hash: String,
    /// True for site administrators.
    pub admin: bool,
}

/// Written by hand, lest a hash ends up in a log.
impl std::fmt::Debug for UserRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserRecord")
            .field("name", &self.name)
            .field("admin", &self.admin)
            .finish_non_exhaustive()
    }
}

/// An archived session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Experiment {
    /// XNAT's accession ID.
    pub id: String,
    /// The project's ID.
    pub project: String,
    /// The subject's label.
    pub subject: String,
    /// The session's label, unique in the project.
    pub label: String,
    /// The session document (`xnat:MRSession` and the like) as XML.
    pub document: String,
}

/// Who did what to which session, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Milliseconds since 1970.
    pub at: i64,
    /// The user's name.
    pub user: String,
    /// What was done: `import`, `build`, `move`, `delete`, `archive`, `delete scan`, `settings`.
    pub action: String,
    /// The session's address, or the project's ID for settings.
    pub subject: String,
    /// How it went, in a sentence.
    pub detail: String,
}
