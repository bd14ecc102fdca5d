//! The database's layout, its number, and how the connection is set up.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

/// The steps from one layout to the next; the database's `user_version` says how many were taken.
const STEPS: &[&str] = &[
    // A session in no project has the empty text as its project.
    "CREATE TABLE sessions (
        project TEXT NOT NULL,
        timestamp TEXT NOT NULL,
        folder TEXT NOT NULL,
        lastmod TEXT NOT NULL,
        uploaded TEXT NOT NULL,
        scan_date TEXT NOT NULL,
        scan_time TEXT NOT NULL,
        subject TEXT NOT NULL,
        name TEXT NOT NULL,
        tag TEXT NOT NULL,
        status TEXT NOT NULL,
        autoarchive TEXT NOT NULL,
        prevent_anon INTEGER,
        prevent_auto_commit INTEGER,
        source TEXT NOT NULL,
        visit TEXT NOT NULL,
        protocol TEXT NOT NULL,
        timezone TEXT NOT NULL,
        more TEXT NOT NULL,
        PRIMARY KEY (project, timestamp, folder)
    ) WITHOUT ROWID;
    CREATE TABLE projects (
        id TEXT PRIMARY KEY NOT NULL,
        name TEXT NOT NULL,
        description TEXT NOT NULL,
        code INTEGER NOT NULL,
        open INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE roles (
        project TEXT NOT NULL,
        user TEXT NOT NULL,
        role TEXT NOT NULL,
        PRIMARY KEY (project, user)
    ) WITHOUT ROWID;
    CREATE TABLE users (
        name TEXT PRIMARY KEY NOT NULL,
        password_hash TEXT NOT NULL,
        admin INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE experiments (
        project TEXT NOT NULL,
        label TEXT NOT NULL,
        id TEXT NOT NULL,
        subject TEXT NOT NULL,
        document TEXT NOT NULL,
        PRIMARY KEY (project, label)
    );
    CREATE TABLE history (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        user TEXT NOT NULL,
        action TEXT NOT NULL,
        subject TEXT NOT NULL,
        detail TEXT NOT NULL
    );",
];

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub(super) enum SchemaError {
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    #[error("layout {found} is newer than {known}")]
    Newer { found: i64, known: i64 },
}

/// Opens the database and brings it to this version's layout.
pub(super) fn open(path: &Path) -> Result<Connection, SchemaError> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    // A later version's database is not touched, not even its journal mode.
    refuse_newer(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // What was answered must still be there after the power failed.
    connection.pragma_update(None, "synchronous", "FULL")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let taken = refuse_newer(&transaction)?;
    for step in STEPS.iter().skip(taken) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", known())?;
    transaction.commit()?;
    Ok(connection)
}

fn known() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// How many steps the database has taken.
fn refuse_newer(connection: &Connection) -> Result<usize, SchemaError> {
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    match usize::try_from(found) {
        Ok(taken) if taken <= STEPS.len() => Ok(taken),
        _ => Err(SchemaError::Newer {
            found,
            known: known(),
        }),
    }
}
