//! The records beside the sessions: projects, users, tokens, experiments, history.

use std::collections::BTreeMap;

use prearchive_core::code::PrearchiveCode;

/// The folder into which a project archives unless another was set.
pub const FIRST_ARC: &str = "arc001";

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

/// What a user is in the whole site, whatever the projects say; each may do what the one before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum SiteRole {
    /// Nothing beyond the projects.
    #[default]
    User,
    /// Reads all projects; XNAT's group `ALL_DATA_ACCESS`.
    DataAccess,
    /// Changes all projects; XNAT's group `ALL_DATA_ADMIN`.
    DataAdmin,
    /// Does everything.
    Admin,
}

impl SiteRole {
    /// The name under which it is kept.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::DataAccess => "all-data-access",
            Self::DataAdmin => "all-data-admin",
            Self::Admin => "admin",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::User, Self::DataAccess, Self::DataAdmin, Self::Admin]
            .into_iter()
            .find(|role| role.name() == name)
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
    /// Whether archived sessions wait in quarantine: 1 if so; other numbers are kept as they came.
    pub quarantine: PrearchiveCode,
    /// The name of the folder below the project's into which it archives (`current_arc`).
    pub arc: String,
    /// True if everybody who is signed in may read it; XNAT's public and protected access.
    pub open: bool,
    /// Who belongs to it, by user name.
    pub roles: BTreeMap<String, Role>,
}

impl ProjectRecord {
    /// A private project without people, named like its ID, that leaves archiving to them.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self {
            id: id.into(),
            name: id.into(),
            description: String::new(),
            code: PrearchiveCode::MANUAL,
            quarantine: PrearchiveCode(0),
            arc: FIRST_ARC.into(),
            open: false,
            roles: BTreeMap::new(),
        }
    }
}

/// A user.
#[derive(Clone, PartialEq, Eq)]
pub struct UserRecord {
    /// The name to sign in with.
    pub name: String,
    /// The password's hash in PHC text form.
    pub password_hash: String,
    /// What the user is beyond the projects.
    pub site: SiteRole,
}

/// Written by hand, lest a hash ends up in a log.
impl std::fmt::Debug for UserRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UserRecord")
            .field("name", &self.name)
            .field("site", &self.site)
            .finish_non_exhaustive()
    }
}

/// An alias token: a name and a secret that stand for a user's own for a while.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenRecord {
    /// The name to sign in with: a UUID, so that it is no user's.
    pub alias: String,
    /// The SHA-256 of the secret in hexadecimal digits.
    ///
    /// The secret is 32 random bytes, so that a slow hash would protect it no better.
    pub secret_hash: String,
    /// The user for whom it stands.
    pub user: String,
    /// When it ends, in milliseconds since 1970.
    pub expires: i64,
}

/// Written by hand, lest a hash ends up in a log.
impl std::fmt::Debug for TokenRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenRecord")
            .field("alias", &self.alias)
            .field("user", &self.user)
            .field("expires", &self.expires)
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
    /// The folder below `archive/PROJECT` that holds it, such as `arc001`.
    pub arc: String,
    /// True while it is kept in quarantine.
    pub quarantine: bool,
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
    /// What was done: `import`, `build`, `move`, `delete`, `archive`, `delete scan`, `settings`, `token`, `refresh`.
    pub action: String,
    /// The session's address, the project's ID for settings, or the user's name for tokens.
    pub subject: String,
    /// How it went, in a sentence.
    pub detail: String,
}
