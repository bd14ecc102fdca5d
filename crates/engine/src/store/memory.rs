//! A store in memory: for tests, and for the page's demo.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::sync::{Arc, Mutex};

use prearchive_core::address::Address;
use prearchive_core::session::Session;

use super::change::{Change, RowChange};
use super::records::{Experiment, HistoryEntry, ProjectRecord, TokenRecord, UserRecord};
use super::{Cursor, Entry, Files, Opened, Rows, StoreError};
use crate::lock;
use crate::tree::TreePath;

/// Files and rows in memory; gone when it is dropped.
#[derive(Debug, Default)]
pub struct Memory {
    files: Mutex<BTreeMap<TreePath, Arc<[u8]>>>,
    rows: Mutex<Tables>,
}

#[derive(Debug, Default)]
struct Tables {
    sessions: BTreeMap<Address, Session>,
    projects: BTreeMap<String, ProjectRecord>,
    users: BTreeMap<String, UserRecord>,
    tokens: BTreeMap<String, TokenRecord>,
    experiments: BTreeMap<(String, String), Experiment>,
    history: Vec<HistoryEntry>,
    journal: BTreeMap<i64, Change>,
    /// How many changes have been written down.
    begun: i64,
}

impl Tables {
    /// Refuses changes that would take an address which is taken.
    fn check(&self, rows: &[RowChange]) -> Result<(), StoreError> {
        for row in rows {
            let new = match row {
                RowChange::Insert(session) => session,
                RowChange::Replace(old, new) if *old != new.address => new,
                _ => continue,
            };
            if self.sessions.contains_key(&new.address) {
                return Err(taken(&new.address));
            }
        }
        Ok(())
    }

    fn apply(&mut self, row: &RowChange) {
        match row {
            RowChange::Insert(session) => {
                self.sessions
                    .insert(session.address.clone(), session.clone());
            }
            RowChange::Replace(old, new) => {
                self.sessions.remove(old);
                self.sessions.insert(new.address.clone(), new.clone());
            }
            RowChange::Remove(address) => {
                self.sessions.remove(address);
            }
            RowChange::PutExperiment(experiment) => {
                let key = (experiment.project.clone(), experiment.label.clone());
                self.experiments.insert(key, experiment.clone());
            }
        }
    }
}

/// All sessions at once: memory holds them anyhow.
struct Snapshot(Vec<Session>);

impl Cursor for Snapshot {
    fn next(&mut self) -> Result<Vec<Session>, StoreError> {
        Ok(std::mem::take(&mut self.0))
    }
}

fn taken(what: &impl ToString) -> StoreError {
    StoreError::AlreadyExists(what.to_string())
}

/// All paths at or below a path.
fn below(files: &BTreeMap<TreePath, Arc<[u8]>>, path: &TreePath) -> Vec<TreePath> {
    files
        .range(path.clone()..)
        .map(|(key, _)| key)
        .take_while(|key| *key == path || key.below(path).is_some())
        .cloned()
        .collect()
}

impl Files for Memory {
    fn open(&self, path: &TreePath) -> Result<Opened, StoreError> {
        let files = lock(&self.files);
        let bytes = files
            .get(path)
            .ok_or_else(|| StoreError::NotFound(path.to_string()))?;
        let size = bytes.len() as u64;
        Ok(Opened {
            file: Box::new(io::Cursor::new(Arc::clone(bytes))),
            size,
            modified: None,
        })
    }

    fn write(&self, path: &TreePath, bytes: &[u8]) -> Result<(), StoreError> {
        lock(&self.files).insert(path.clone(), bytes.into());
        Ok(())
    }

    fn stage(&self, path: &TreePath, source: &mut dyn Read) -> Result<u64, StoreError> {
        let mut bytes = Vec::new();
        source
            .read_to_end(&mut bytes)
            .map_err(|error| StoreError::Failed(format!("{path}: {error}")))?;
        let mut files = lock(&self.files);
        if files.contains_key(path) {
            return Err(taken(path));
        }
        let size = bytes.len() as u64;
        files.insert(path.clone(), bytes.into());
        Ok(size)
    }

    fn keep(&self, _: &TreePath) -> Result<(), StoreError> {
        Ok(())
    }

    fn folders(&self, folder: &TreePath) -> Result<Vec<String>, StoreError> {
        let files = lock(&self.files);
        let names: BTreeSet<String> = below(&files, folder)
            .iter()
            .filter_map(|key| key.below(folder))
            .filter_map(|rest| Some(rest.split_once('/')?.0.to_owned()))
            .collect();
        Ok(names.into_iter().collect())
    }

    fn list(&self, folder: &TreePath) -> Result<Vec<Entry>, StoreError> {
        let files = lock(&self.files);
        let mut entries: Vec<Entry> = below(&files, folder)
            .into_iter()
            .filter_map(|key| {
                Some(Entry {
                    path: key.below(folder)?,
                    size: files.get(&key)?.len() as u64,
                })
            })
            .collect();
        entries.sort();
        Ok(entries)
    }

    fn exists(&self, path: &TreePath) -> Result<bool, StoreError> {
        Ok(!below(&lock(&self.files), path).is_empty())
    }

    fn rename(&self, from: &TreePath, to: &TreePath) -> Result<(), StoreError> {
        let mut files = lock(&self.files);
        if !below(&files, to).is_empty() {
            return Err(taken(to));
        }
        let moved = below(&files, from);
        if moved.is_empty() {
            return Err(StoreError::NotFound(from.to_string()));
        }
        for key in moved {
            let place = match key.below(from) {
                None => Some(to.clone()),
                Some(rest) => to.descend(&rest).ok(),
            };
            if let (Some(place), Some(bytes)) = (place, files.remove(&key)) {
                files.insert(place, bytes);
            }
        }
        Ok(())
    }

    fn erase(&self, path: &TreePath) -> Result<(), StoreError> {
        let mut files = lock(&self.files);
        for key in below(&files, path) {
            files.remove(&key);
        }
        Ok(())
    }
}

impl Rows for Memory {
    fn scan(&self) -> Result<Box<dyn Cursor>, StoreError> {
        let sessions = lock(&self.rows).sessions.values().cloned().collect();
        Ok(Box::new(Snapshot(sessions)))
    }

    fn with_tag(&self, tag: &str) -> Result<Vec<Session>, StoreError> {
        let rows = lock(&self.rows);
        let found = rows.sessions.values().filter(|row| row.tag == tag);
        Ok(found.cloned().collect())
    }

    fn with_status(&self, statuses: &[&str]) -> Result<Vec<Session>, StoreError> {
        let rows = lock(&self.rows);
        let found = rows
            .sessions
            .values()
            .filter(|row| statuses.contains(&row.status.as_str()));
        Ok(found.cloned().collect())
    }

    fn session(&self, address: &Address) -> Result<Option<Session>, StoreError> {
        Ok(lock(&self.rows).sessions.get(address).cloned())
    }

    fn update(
        &self,
        address: &Address,
        change: &mut dyn FnMut(&mut Session) -> bool,
    ) -> Result<Option<Session>, StoreError> {
        let mut rows = lock(&self.rows);
        let Some(row) = rows.sessions.get_mut(address) else {
            return Ok(None);
        };
        let mut changed = row.clone();
        if change(&mut changed) {
            changed.address = address.clone();
            *row = changed;
        }
        Ok(Some(row.clone()))
    }

    fn begin(&self, change: &Change) -> Result<i64, StoreError> {
        let mut rows = lock(&self.rows);
        rows.begun += 1;
        let number = rows.begun;
        rows.journal.insert(number, change.clone());
        Ok(number)
    }

    fn commit(&self, journal: Option<i64>, changes: &[RowChange]) -> Result<(), StoreError> {
        let mut rows = lock(&self.rows);
        rows.check(changes)?;
        for change in changes {
            rows.apply(change);
        }
        if let Some(number) = journal {
            rows.journal.remove(&number);
        }
        Ok(())
    }

    fn journal(&self) -> Result<Vec<(i64, Change)>, StoreError> {
        let rows = lock(&self.rows);
        let written = rows.journal.iter();
        Ok(written.map(|(id, change)| (*id, change.clone())).collect())
    }

    fn projects(&self) -> Result<Vec<ProjectRecord>, StoreError> {
        Ok(lock(&self.rows).projects.values().cloned().collect())
    }

    fn project(&self, id: &str) -> Result<Option<ProjectRecord>, StoreError> {
        Ok(lock(&self.rows).projects.get(id).cloned())
    }

    fn put_project(&self, project: &ProjectRecord) -> Result<(), StoreError> {
        let mut rows = lock(&self.rows);
        rows.projects.insert(project.id.clone(), project.clone());
        Ok(())
    }

    fn user(&self, name: &str) -> Result<Option<UserRecord>, StoreError> {
        Ok(lock(&self.rows).users.get(name).cloned())
    }

    fn put_user(&self, user: &UserRecord) -> Result<(), StoreError> {
        lock(&self.rows)
            .users
            .insert(user.name.clone(), user.clone());
        Ok(())
    }

    fn token(&self, alias: &str) -> Result<Option<TokenRecord>, StoreError> {
        Ok(lock(&self.rows).tokens.get(alias).cloned())
    }

    fn tokens(&self, user: &str) -> Result<Vec<TokenRecord>, StoreError> {
        let rows = lock(&self.rows);
        let of_user = rows.tokens.values().filter(|token| token.user == user);
        let mut tokens: Vec<TokenRecord> = of_user.cloned().collect();
        tokens.sort_by_key(|token| token.expires);
        Ok(tokens)
    }

    fn put_token(&self, token: &TokenRecord) -> Result<(), StoreError> {
        let mut rows = lock(&self.rows);
        rows.tokens.insert(token.alias.clone(), token.clone());
        Ok(())
    }

    fn remove_token(&self, alias: &str) -> Result<(), StoreError> {
        lock(&self.rows).tokens.remove(alias);
        Ok(())
    }

    fn remove_ended_tokens(&self, now: i64) -> Result<(), StoreError> {
        let mut rows = lock(&self.rows);
        rows.tokens.retain(|_, token| token.expires > now);
        Ok(())
    }

    fn experiment(&self, project: &str, label: &str) -> Result<Option<Experiment>, StoreError> {
        let key = (project.to_owned(), label.to_owned());
        Ok(lock(&self.rows).experiments.get(&key).cloned())
    }

    fn experiments(&self, project: &str) -> Result<Vec<Experiment>, StoreError> {
        let rows = lock(&self.rows);
        let of_project = rows.experiments.values().filter(|e| e.project == project);
        Ok(of_project.cloned().collect())
    }

    fn record(&self, entry: &HistoryEntry) -> Result<(), StoreError> {
        lock(&self.rows).history.push(entry.clone());
        Ok(())
    }

    fn history(&self) -> Result<Vec<HistoryEntry>, StoreError> {
        Ok(lock(&self.rows).history.clone())
    }
}
