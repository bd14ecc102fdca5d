//! Where an engine keeps its files and rows: the seam between it and a disk or a memory.

pub mod memory;
pub mod records;

use prearchive_core::address::Address;
use prearchive_core::session::Session;

use crate::tree::TreePath;
use records::{Experiment, HistoryEntry, ProjectRecord, UserRecord};

/// Why the store could not do it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// There is no such file or folder.
    #[error("{0} is not there")]
    NotFound(String),
    /// Something of that name is there already; nothing was changed.
    #[error("{0} is there already")]
    AlreadyExists(String),
    /// No room is left.
    #[error("the disk is full: {0}")]
    Full(String),
    /// Anything else, in the operating system's or the database's words.
    #[error("the store failed: {0}")]
    Failed(String),
}

/// A file below a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The path below the folder that was listed, with `/` between names.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
}

/// Files by path.
///
/// The engine decides the paths, so every store is laid out alike.
pub trait Files {
    /// A file's bytes.
    fn read(&self, path: &TreePath) -> Result<Vec<u8>, StoreError>;

    /// Writes a file whole or not at all; folders on the way are made; what was there is replaced.
    fn write(&self, path: &TreePath, bytes: &[u8]) -> Result<(), StoreError>;

    /// All files below a folder, sorted by path; none if there is no such folder.
    fn list(&self, folder: &TreePath) -> Result<Vec<Entry>, StoreError>;

    /// True if there is a file or a folder of that name.
    fn exists(&self, path: &TreePath) -> Result<bool, StoreError>;

    /// Gives a file or a folder another place in one step; folders on the way are made.
    ///
    /// [`StoreError::AlreadyExists`] if the new place is taken.
    /// Folders that the step leaves empty are removed, up to the room.
    fn rename(&self, from: &TreePath, to: &TreePath) -> Result<(), StoreError>;

    /// Removes a file or a folder for good; nothing happens if it is not there.
    ///
    /// Only for what was never accepted: what was goes to the cache.
    fn erase(&self, path: &TreePath) -> Result<(), StoreError>;
}

/// Rows: sessions, projects, users, experiments and history.
pub trait Rows {
    /// All sessions, in the order of their addresses.
    fn sessions(&self) -> Result<Vec<Session>, StoreError>;

    /// One session.
    fn session(&self, address: &Address) -> Result<Option<Session>, StoreError>;

    /// Adds a session; [`StoreError::AlreadyExists`] if its address is taken.
    fn insert(&self, session: &Session) -> Result<(), StoreError>;

    /// Reads a session, lets `change` alter it, and writes it back if `change` returns true, in one step
    /// that no other change can come between.
    ///
    /// Returns the row as it is afterwards; `None` if there is no such session.
    /// The address stays: what `change` does to it is ignored.
    fn update(
        &self,
        address: &Address,
        change: &mut dyn FnMut(&mut Session) -> bool,
    ) -> Result<Option<Session>, StoreError>;

    /// Removes a session and adds another in one step; [`StoreError::AlreadyExists`] if the new address is taken.
    fn replace(&self, old: &Address, new: &Session) -> Result<(), StoreError>;

    /// Removes a session; false if there was none.
    fn remove(&self, address: &Address) -> Result<bool, StoreError>;

    /// All projects, by ID.
    fn projects(&self) -> Result<Vec<ProjectRecord>, StoreError>;

    /// One project.
    fn project(&self, id: &str) -> Result<Option<ProjectRecord>, StoreError>;

    /// Adds or replaces a project.
    fn put_project(&self, project: &ProjectRecord) -> Result<(), StoreError>;

    /// One user.
    fn user(&self, name: &str) -> Result<Option<UserRecord>, StoreError>;

    /// Adds or replaces a user.
    fn put_user(&self, user: &UserRecord) -> Result<(), StoreError>;

    /// The archived session of that label in a project.
    fn experiment(&self, project: &str, label: &str) -> Result<Option<Experiment>, StoreError>;

    /// All archived sessions of a project.
    fn experiments(&self, project: &str) -> Result<Vec<Experiment>, StoreError>;

    /// Adds or replaces an archived session.
    fn put_experiment(&self, experiment: &Experiment) -> Result<(), StoreError>;

    /// Writes down who did what.
    fn record(&self, entry: &HistoryEntry) -> Result<(), StoreError>;

    /// Who did what, oldest first.
    fn history(&self) -> Result<Vec<HistoryEntry>, StoreError>;
}

/// Files and rows together.
pub trait Store: Files + Rows + Send + Sync {}

impl<T: Files + Rows + Send + Sync> Store for T {}
