//! A store in memory: for tests, and for the page's demo.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use prearchive_core::address::Address;
use prearchive_core::session::Session;

use super::records::{Experiment, HistoryEntry, ProjectRecord, UserRecord};
use super::{Entry, Files, Rows, StoreError};
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
    experiments: BTreeMap<(String, String), Experiment>,
    history: Vec<HistoryEntry>,
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
    fn read(&self, path: &TreePath) -> Result<Vec<u8>, StoreError> {
        lock(&self.files)
            .get(path)
            .map(|bytes| bytes.to_vec())
            .ok_or_else(|| StoreError::NotFound(path.to_string()))
    }

    fn write(&self, path: &TreePath, bytes: &[u8]) -> Result<(), StoreError> {
        lock(&self.files).insert(path.clone(), bytes.into());
        Ok(())
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
    fn sessions(&self) -> Result<Vec<Session>, StoreError> {
        Ok(lock(&self.rows).sessions.values().cloned().collect())
    }

    fn session(&self, address: &Address) -> Result<Option<Session>, StoreError> {
        Ok(lock(&self.rows).sessions.get(address).cloned())
    }

    fn insert(&self, session: &Session) -> Result<(), StoreError> {
        let mut rows = lock(&self.rows);
        if rows.sessions.contains_key(&session.address) {
            return Err(taken(&session.address));
        }
        rows.sessions
            .insert(session.address.clone(), session.clone());
        Ok(())
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

    fn replace(&self, old: &Address, new: &Session) -> Result<(), StoreError> {
        let mut rows = lock(&self.rows);
        if *old != new.address && rows.sessions.contains_key(&new.address) {
            return Err(taken(&new.address));
        }
        rows.sessions.remove(old);
        rows.sessions.insert(new.address.clone(), new.clone());
        Ok(())
    }

    fn remove(&self, address: &Address) -> Result<bool, StoreError> {
        Ok(lock(&self.rows).sessions.remove(address).is_some())
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

    fn experiment(&self, project: &str, label: &str) -> Result<Option<Experiment>, StoreError> {
        let key = (project.to_owned(), label.to_owned());
        Ok(lock(&self.rows).experiments.get(&key).cloned())
    }

    fn experiments(&self, project: &str) -> Result<Vec<Experiment>, StoreError> {
        let rows = lock(&self.rows);
        let of_project = rows.experiments.values().filter(|e| e.project == project);
        Ok(of_project.cloned().collect())
    }

    fn put_experiment(&self, experiment: &Experiment) -> Result<(), StoreError> {
        let key = (experiment.project.clone(), experiment.label.clone());
        lock(&self.rows).experiments.insert(key, experiment.clone());
        Ok(())
    }

    fn record(&self, entry: &HistoryEntry) -> Result<(), StoreError> {
        lock(&self.rows).history.push(entry.clone());
        Ok(())
    }

    fn history(&self) -> Result<Vec<HistoryEntry>, StoreError> {
        Ok(lock(&self.rows).history.clone())
    }
}
