//! The store on disk: files in a folder laid out as XNAT lays them out, rows in SQLite beside them.

mod files;
mod records;
mod rows;
mod schema;
mod snapshot;

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use snapshot::Readers;

/// The database, below the data folder.
const DATABASE: &str = "prearchive.sqlite";
/// The file whose lock says that a server uses the data folder.
const LOCK: &str = "prearchive.lock";

/// A store in a folder.
#[derive(Debug)]
pub struct Disk {
    /// The folder, without symbolic links on the way.
    root: PathBuf,
    /// Held while names are given or taken away, so that checking for a name and giving it is one step.
    names: Mutex<()>,
    rows: Mutex<Connection>,
    /// Connections for reading beside it.
    readers: Arc<Readers>,
    /// Locked as long as it is open; absent when the folder was opened beside a server.
    _lock: Option<File>,
}

/// Why a data folder cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A server uses it.
    #[error("{} is used by another server: stop that one, or choose another folder with --data", .0.display())]
    InUse(PathBuf),
    /// The folder cannot be made or read.
    #[error("the data folder {} cannot be used: {error}", .folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the operating system says.
        error: io::Error,
    },
    /// A later version wrote the database.
    #[error(
        "{} was written by a later version of this program (layout {found}, this one knows up to {known}): use that version",
        .folder.display()
    )]
    Newer {
        /// The folder.
        folder: PathBuf,
        /// The layout's number in the database.
        found: i64,
        /// The highest number that this version knows.
        known: i64,
    },
    /// SQLite refuses.
    #[error("the database in {} cannot be opened: {error}", .folder.display())]
    Database {
        /// The folder.
        folder: PathBuf,
        /// What SQLite says.
        error: rusqlite::Error,
    },
}

impl OpenError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::InUse(_) => "data-in-use",
            Self::Folder { .. } => "data-folder",
            Self::Newer { .. } => "data-newer",
            Self::Database { .. } => "data-base",
        }
    }
}

impl Disk {
    /// Opens a folder for a server, making it if it is not there; no other server can open it meanwhile.
    ///
    /// # Errors
    ///
    /// [`OpenError`]; nothing was changed but that the folder may have been made.
    pub fn open(folder: &Path) -> Result<Self, OpenError> {
        let failed = |error| OpenError::Folder {
            folder: folder.into(),
            error,
        };
        make(folder).map_err(failed)?;
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join(LOCK))
            .map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Self::with(folder, Some(lock)),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse(folder.into())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// Opens a folder for its rows while a server may be using it; SQLite keeps the two apart.
    ///
    /// # Errors
    ///
    /// [`OpenError`]; nothing was changed but that the folder may have been made.
    pub fn beside(folder: &Path) -> Result<Self, OpenError> {
        make(folder).map_err(|error| OpenError::Folder {
            folder: folder.into(),
            error,
        })?;
        Self::with(folder, None)
    }

    fn with(folder: &Path, lock: Option<File>) -> Result<Self, OpenError> {
        let root = folder.canonicalize().map_err(|error| OpenError::Folder {
            folder: folder.into(),
            error,
        })?;
        let database = root.join(DATABASE);
        let rows = schema::open(&database).map_err(|error| match error {
            schema::SchemaError::Sqlite(error) => OpenError::Database {
                folder: folder.into(),
                error,
            },
            schema::SchemaError::Newer { found, known } => OpenError::Newer {
                folder: folder.into(),
                found,
                known,
            },
        })?;
        Ok(Self {
            root,
            names: Mutex::new(()),
            rows: Mutex::new(rows),
            readers: Arc::new(Readers::new(database)),
            _lock: lock,
        })
    }
}

/// Makes the data folder, for nobody else to read: patients' images and the hashes of passwords are in it.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// A panic elsewhere while a lock was held left nothing half done: files are renamed, rows are in transactions.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
