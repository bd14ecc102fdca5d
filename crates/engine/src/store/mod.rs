//! Where an engine keeps its files and rows: the seam between it and a disk or a memory.

pub mod change;
pub mod memory;
pub mod records;

use std::io::{Read, Seek};

use prearchive_core::address::Address;
use prearchive_core::session::Session;
use time::OffsetDateTime;

use crate::tree::TreePath;
use change::{Change, RowChange};
use records::{Experiment, HistoryEntry, ProjectRecord, TokenRecord, UserRecord};

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

/// A file that is open for reading.
pub trait OpenFile: Read + Seek + Send {}

impl<T: Read + Seek + Send> OpenFile for T {}

/// A file that can be read, and what is known of it.
pub struct Opened {
    /// Its bytes.
    pub file: Box<dyn OpenFile>,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last written, where the store knows.
    pub modified: Option<OffsetDateTime>,
}

/// Files by path.
///
/// The engine decides the paths, so every store is laid out alike.
pub trait Files {
    /// Opens a file.
    fn open(&self, path: &TreePath) -> Result<Opened, StoreError>;

    /// A file's bytes.
    fn read(&self, path: &TreePath) -> Result<Vec<u8>, StoreError> {
        let Opened { mut file, size, .. } = self.open(path)?;
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
        file.read_to_end(&mut bytes)
            .map_err(|error| StoreError::Failed(format!("{path}: {error}")))?;
        Ok(bytes)
    }

    /// Writes a file whole or not at all; folders on the way are made; what was there is replaced.
    fn write(&self, path: &TreePath, bytes: &[u8]) -> Result<(), StoreError>;

    /// Writes a file that nobody relies on before [`Files::keep`]; folders on the way are made.
    ///
    /// Says how many bytes it has; [`StoreError::AlreadyExists`] if it is there already.
    fn stage(&self, path: &TreePath, source: &mut dyn Read) -> Result<u64, StoreError>;

    /// Makes sure that everything below a folder survives a crash.
    fn keep(&self, folder: &TreePath) -> Result<(), StoreError>;

    /// All files below a folder, sorted by path; none if there is no such folder.
    fn list(&self, folder: &TreePath) -> Result<Vec<Entry>, StoreError>;

    /// The names of the folders right below a folder, sorted; none if there is no such folder.
    fn folders(&self, folder: &TreePath) -> Result<Vec<String>, StoreError>;

    /// True if there is a file, or a folder with something in it, of that name.
    fn exists(&self, path: &TreePath) -> Result<bool, StoreError>;

    /// Gives a file or a folder another place in one step that survives a crash; folders on the way are made.
    ///
    /// [`StoreError::AlreadyExists`] if the new place is taken.
    /// Folders that the step leaves empty are removed, up to the room.
    fn rename(&self, from: &TreePath, to: &TreePath) -> Result<(), StoreError>;

    /// Removes a file or a folder for good; nothing happens if it is not there.
    ///
    /// Only for what was never accepted: what was goes to the cache.
    fn erase(&self, path: &TreePath) -> Result<(), StoreError>;
}

/// Sessions, a few at a time, as they were at one instant.
pub trait Cursor: Send {
    /// The next sessions in the order of their addresses; none when all have been seen.
    fn next(&mut self) -> Result<Vec<Session>, StoreError>;
}

/// Rows: sessions, projects, users, tokens, experiments and history.
pub trait Rows {
    /// All sessions as they are now, a few at a time, in the order of their addresses.
    fn scan(&self) -> Result<Box<dyn Cursor>, StoreError>;

    /// All sessions, in the order of their addresses.
    fn sessions(&self) -> Result<Vec<Session>, StoreError> {
        let mut cursor = self.scan()?;
        let mut all = Vec::new();
        loop {
            let some = cursor.next()?;
            if some.is_empty() {
                return Ok(all);
            }
            all.extend(some);
        }
    }

    /// The sessions with that Study Instance UID.
    fn with_tag(&self, tag: &str) -> Result<Vec<Session>, StoreError>;

    /// The sessions with one of these statuses.
    fn with_status(&self, statuses: &[&str]) -> Result<Vec<Session>, StoreError>;

    /// One session.
    fn session(&self, address: &Address) -> Result<Option<Session>, StoreError>;

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

    /// Writes down a change that is about to be carried out, and says under which number.
    fn begin(&self, change: &Change) -> Result<i64, StoreError>;

    /// Changes rows and strikes out what was written down under `journal`, in one step.
    ///
    /// [`StoreError::AlreadyExists`] if an address is taken; nothing was changed then.
    fn commit(&self, journal: Option<i64>, rows: &[RowChange]) -> Result<(), StoreError>;

    /// What is written down and not struck out, oldest first.
    fn journal(&self) -> Result<Vec<(i64, Change)>, StoreError>;

    /// Adds a session; [`StoreError::AlreadyExists`] if its address is taken.
    fn insert(&self, session: &Session) -> Result<(), StoreError> {
        self.commit(None, &[RowChange::Insert(session.clone())])
    }

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

    /// The alias token of that name, also if it has ended.
    fn token(&self, alias: &str) -> Result<Option<TokenRecord>, StoreError>;

    /// All alias tokens of a user, those that end first in front.
    fn tokens(&self, user: &str) -> Result<Vec<TokenRecord>, StoreError>;

    /// Adds or replaces an alias token.
    fn put_token(&self, token: &TokenRecord) -> Result<(), StoreError>;

    /// Removes an alias token; nothing happens if it is not there.
    fn remove_token(&self, alias: &str) -> Result<(), StoreError>;

    /// Removes the alias tokens that have ended, given the time in milliseconds since 1970.
    fn remove_ended_tokens(&self, now: i64) -> Result<(), StoreError>;

    /// The archived session of that label in a project.
    fn experiment(&self, project: &str, label: &str) -> Result<Option<Experiment>, StoreError>;

    /// All archived sessions of a project.
    fn experiments(&self, project: &str) -> Result<Vec<Experiment>, StoreError>;

    /// Writes down who did what.
    fn record(&self, entry: &HistoryEntry) -> Result<(), StoreError>;

    /// Who did what, oldest first.
    fn history(&self) -> Result<Vec<HistoryEntry>, StoreError>;
}

/// Files and rows together.
pub trait Store: Files + Rows + Send + Sync {}

impl<T: Files + Rows + Send + Sync> Store for T {}
