//! A store that fails when it is told to: once, or from then on, as when the power goes.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use prearchive_core::address::Address;
use prearchive_core::session::Session;
use prearchive_engine::store::change::{Change, RowChange};
use prearchive_engine::store::memory::Memory;
use prearchive_engine::store::records::{
    Experiment, HistoryEntry, ProjectRecord, TokenRecord, UserRecord,
};
use prearchive_engine::store::{Cursor, Entry, Files, Opened, Rows, StoreError};
use prearchive_engine::tree::TreePath;

/// How a store fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// One step is refused, and the next ones are not: a full disk that is emptied.
    Once,
    /// Nothing works any more, from the step on that is not done.
    CrashBefore,
    /// Nothing works any more, from right after the step on.
    CrashAfter,
}

/// Steps that change something are counted, and fail from `at` on.
pub(crate) struct Fragile {
    inner: Arc<Memory>,
    failure: Failure,
    at: usize,
    steps: AtomicUsize,
    armed: AtomicBool,
    dead: AtomicBool,
}

impl Fragile {
    pub(crate) fn new(inner: Arc<Memory>, failure: Failure, at: usize) -> Self {
        Self {
            inner,
            failure,
            at,
            steps: AtomicUsize::new(0),
            armed: AtomicBool::new(false),
            dead: AtomicBool::new(false),
        }
    }

    /// From here on steps count.
    pub(crate) fn arm(&self) {
        self.armed.store(true, Ordering::SeqCst);
    }

    pub(crate) fn disarm(&self) {
        self.armed.store(false, Ordering::SeqCst);
    }

    /// True if the step was reached at which it fails.
    pub(crate) fn has_failed(&self) -> bool {
        self.steps.load(Ordering::SeqCst) > self.at
    }

    fn alive(&self) -> Result<(), StoreError> {
        if self.dead.load(Ordering::SeqCst) {
            Err(StoreError::Failed("the power is off".into()))
        } else {
            Ok(())
        }
    }

    fn step<T>(&self, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.alive()?;
        if !self.armed.load(Ordering::SeqCst)
            || self.steps.fetch_add(1, Ordering::SeqCst) != self.at
        {
            return work();
        }
        let error = || StoreError::Full("no space left".into());
        match self.failure {
            Failure::Once => Err(error()),
            Failure::CrashBefore => {
                self.dead.store(true, Ordering::SeqCst);
                Err(error())
            }
            Failure::CrashAfter => {
                let done = work();
                self.dead.store(true, Ordering::SeqCst);
                done.and(Err(error()))
            }
        }
    }
}

/// So that a test keeps hold of what an engine owns.
pub(crate) struct Shared(pub(crate) Arc<Fragile>);

impl Files for Shared {
    fn open(&self, path: &TreePath) -> Result<Opened, StoreError> {
        self.0.alive()?;
        self.0.inner.open(path)
    }
    fn write(&self, path: &TreePath, bytes: &[u8]) -> Result<(), StoreError> {
        self.0.step(|| self.0.inner.write(path, bytes))
    }
    fn stage(&self, path: &TreePath, source: &mut dyn Read) -> Result<u64, StoreError> {
        self.0.step(|| self.0.inner.stage(path, source))
    }
    fn keep(&self, folder: &TreePath) -> Result<(), StoreError> {
        self.0.step(|| self.0.inner.keep(folder))
    }
    fn list(&self, folder: &TreePath) -> Result<Vec<Entry>, StoreError> {
        self.0.alive()?;
        self.0.inner.list(folder)
    }
    fn folders(&self, folder: &TreePath) -> Result<Vec<String>, StoreError> {
        self.0.alive()?;
        self.0.inner.folders(folder)
    }
    fn exists(&self, path: &TreePath) -> Result<bool, StoreError> {
        self.0.alive()?;
        self.0.inner.exists(path)
    }
    fn rename(&self, from: &TreePath, to: &TreePath) -> Result<(), StoreError> {
        self.0.step(|| self.0.inner.rename(from, to))
    }
    fn erase(&self, path: &TreePath) -> Result<(), StoreError> {
        self.0.step(|| self.0.inner.erase(path))
    }
}

impl Rows for Shared {
    fn scan(&self) -> Result<Box<dyn Cursor>, StoreError> {
        self.0.alive()?;
        self.0.inner.scan()
    }
    fn with_tag(&self, tag: &str) -> Result<Vec<Session>, StoreError> {
        self.0.alive()?;
        self.0.inner.with_tag(tag)
    }
    fn with_status(&self, statuses: &[&str]) -> Result<Vec<Session>, StoreError> {
        self.0.alive()?;
        self.0.inner.with_status(statuses)
    }
    fn session(&self, address: &Address) -> Result<Option<Session>, StoreError> {
        self.0.alive()?;
        self.0.inner.session(address)
    }
    fn update(
        &self,
        address: &Address,
        change: &mut dyn FnMut(&mut Session) -> bool,
    ) -> Result<Option<Session>, StoreError> {
        self.0.step(|| self.0.inner.update(address, change))
    }
    fn begin(&self, change: &Change) -> Result<i64, StoreError> {
        self.0.step(|| self.0.inner.begin(change))
    }
    fn commit(&self, journal: Option<i64>, rows: &[RowChange]) -> Result<(), StoreError> {
        self.0.step(|| self.0.inner.commit(journal, rows))
    }
    fn journal(&self) -> Result<Vec<(i64, Change)>, StoreError> {
        self.0.alive()?;
        self.0.inner.journal()
    }
    fn projects(&self) -> Result<Vec<ProjectRecord>, StoreError> {
        self.0.alive()?;
        self.0.inner.projects()
    }
    fn project(&self, id: &str) -> Result<Option<ProjectRecord>, StoreError> {
        self.0.alive()?;
        self.0.inner.project(id)
    }
    fn put_project(&self, project: &ProjectRecord) -> Result<(), StoreError> {
        self.0.step(|| self.0.inner.put_project(project))
    }
    fn user(&self, name: &str) -> Result<Option<UserRecord>, StoreError> {
        self.0.alive()?;
        self.0.inner.user(name)
    }
    fn put_user(&self, user: &UserRecord) -> Result<(), StoreError> {
        self.0.step(|| self.0.inner.put_user(user))
    }
    fn token(&self, alias: &str) -> Result<Option<TokenRecord>, StoreError> {
        self.0.alive()?;
        self.0.inner.token(alias)
    }
    fn tokens(&self, user: &str) -> Result<Vec<TokenRecord>, StoreError> {
        self.0.alive()?;
        self.0.inner.tokens(user)
    }
    fn put_token(&self, token: &TokenRecord) -> Result<(), StoreError> {
        self.0.step(|| self.0.inner.put_token(token))
    }
    fn remove_token(&self, alias: &str) -> Result<(), StoreError> {
        self.0.step(|| self.0.inner.remove_token(alias))
    }
    fn remove_ended_tokens(&self, at: i64) -> Result<(), StoreError> {
        self.0.step(|| self.0.inner.remove_ended_tokens(at))
    }
    fn experiment(&self, project: &str, label: &str) -> Result<Option<Experiment>, StoreError> {
        self.0.alive()?;
        self.0.inner.experiment(project, label)
    }
    fn experiments(&self, project: &str) -> Result<Vec<Experiment>, StoreError> {
        self.0.alive()?;
        self.0.inner.experiments(project)
    }
    fn record(&self, entry: &HistoryEntry) -> Result<(), StoreError> {
        self.0.step(|| self.0.inner.record(entry))
    }
    fn history(&self) -> Result<Vec<HistoryEntry>, StoreError> {
        self.0.alive()?;
        self.0.inner.history()
    }
}
