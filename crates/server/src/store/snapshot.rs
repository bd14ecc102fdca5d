//! Reading all sessions as they were at one instant, while others go on writing.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use prearchive_core::address::Address;
use prearchive_core::session::Session;
use prearchive_engine::store::{Cursor, StoreError};
use rusqlite::Connection;

use super::records::{SESSION, failed, key, read_session};
use super::{lock, schema};

/// How many sessions are read at a time: enough to be quick, few enough to be small.
const SOME: usize = 512;
/// How many idle connections are kept.
const IDLE: usize = 4;

/// Connections that only read; each has a view of its own.
#[derive(Debug)]
pub(super) struct Readers {
    database: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(database: PathBuf) -> Self {
        Self {
            database,
            idle: Mutex::default(),
        }
    }

    fn take(&self) -> Result<Connection, StoreError> {
        let idle = lock(&self.idle).pop();
        match idle {
            Some(reader) => Ok(reader),
            None => schema::open_reader(&self.database).map_err(failed),
        }
    }
}

/// All sessions at the instant when it was made.
pub(super) struct Snapshot {
    readers: Arc<Readers>,
    /// `None` when all have been read, or reading has failed.
    reader: Option<Connection>,
    last: Option<Address>,
}

impl Snapshot {
    pub(super) fn new(readers: Arc<Readers>) -> Result<Self, StoreError> {
        let reader = readers.take()?;
        // The view is fixed by the first look, not by the beginning.
        reader
            .execute_batch("BEGIN; SELECT 1 FROM sessions LIMIT 1")
            .map_err(failed)?;
        Ok(Self {
            readers,
            reader: Some(reader),
            last: None,
        })
    }

    fn read(&self, reader: &Connection) -> Result<Vec<Session>, StoreError> {
        let sql = format!(
            "{SESSION} WHERE (project, timestamp, folder) > (?1, ?2, ?3)
             ORDER BY project, timestamp, folder LIMIT {SOME}"
        );
        let last = self.last.as_ref().map_or(("", "", ""), key);
        let mut statement = reader.prepare_cached(&sql).map_err(failed)?;
        let rows = statement.query_map(last, read_session).map_err(failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }

    /// Ends the view; the connection can be used again.
    fn end(&mut self) {
        let Some(reader) = self.reader.take() else {
            return;
        };
        let ended = reader.execute_batch("ROLLBACK").is_ok();
        let mut idle = lock(&self.readers.idle);
        if ended && idle.len() < IDLE {
            idle.push(reader);
        }
    }
}

impl Cursor for Snapshot {
    fn next(&mut self) -> Result<Vec<Session>, StoreError> {
        let Some(reader) = &self.reader else {
            return Ok(Vec::new());
        };
        let some = self.read(reader)?;
        match some.last() {
            Some(last) => self.last = Some(last.address.clone()),
            None => self.end(),
        }
        Ok(some)
    }
}

impl Drop for Snapshot {
    fn drop(&mut self) {
        self.end();
    }
}
