//! The database's layout, its number, and how the connection is set up.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

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
    // What is being carried out; a row that is there at the start was cut off by a crash.
    "CREATE TABLE journal (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        change TEXT NOT NULL
    );
    ALTER TABLE experiments ADD COLUMN arc TEXT NOT NULL DEFAULT 'arc001';
    ALTER TABLE experiments ADD COLUMN quarantine INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX sessions_by_tag ON sessions (tag);
    CREATE INDEX sessions_by_status ON sessions (status);",
    // What a user is beyond the projects has more than two values; projects have further settings; alias tokens.
    "ALTER TABLE users ADD COLUMN site TEXT NOT NULL DEFAULT 'user';
    UPDATE users SET site = 'admin' WHERE admin;
    ALTER TABLE users DROP COLUMN admin;
    ALTER TABLE projects ADD COLUMN quarantine INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE projects ADD COLUMN arc TEXT NOT NULL DEFAULT 'arc001';
    CREATE TABLE tokens (
        alias TEXT PRIMARY KEY NOT NULL,
        secret_hash TEXT NOT NULL,
        user TEXT NOT NULL,
        expires INTEGER NOT NULL
    ) WITHOUT ROWID;
    CREATE INDEX tokens_by_user ON tokens (user, expires);",
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

/// Opens the database for reading beside the connection that writes.
pub(super) fn open_reader(path: &Path) -> Result<Connection, rusqlite::Error> {
    let reader = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    reader.busy_timeout(Duration::from_secs(10))?;
    Ok(reader)
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    /// What the first version wrote is there afterwards, and means the same.
    #[test]
    fn the_first_layout_becomes_this_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.sqlite");
        let old = Connection::open(&path).unwrap();
        old.execute_batch(STEPS[0]).unwrap();
        old.execute_batch(
            "INSERT INTO users VALUES ('boss', 'hash', 1), ('somebody', 'hash', 0);
             INSERT INTO projects VALUES ('P', 'The project', '', 4, 0);
             PRAGMA user_version = 1;",
        )
        .unwrap();
        drop(old);
        let new = open(&path).unwrap();
        let one = |sql: &str| {
            new.query_row(sql, [], |row| row.get::<_, String>(0))
                .unwrap()
        };
        assert_eq!(one("SELECT site FROM users WHERE name = 'boss'"), "admin");
        assert_eq!(
            one("SELECT site FROM users WHERE name = 'somebody'"),
            "user"
        );
        let project = "SELECT id || code || quarantine || arc FROM projects";
        assert_eq!(one(project), "P40arc001");
        assert_eq!(one("SELECT count(*) || '' FROM tokens"), "0");
    }
}
