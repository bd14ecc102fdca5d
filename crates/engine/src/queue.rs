//! What waits to be done, and what falls due by itself.

use std::collections::VecDeque;
use std::sync::Mutex;

use prearchive_core::address::Address;
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::calls::UploadLabels;
use prearchive_core::importing::ImportRequest;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::status::{Kind, Phase, Status};
use time::OffsetDateTime;

use crate::access::Caller;
use crate::prearchive::changes::STAGING;
use crate::prearchive::merging::Merging;
use crate::refusal::Refusal;
use crate::store::change::RowChange;
use crate::tree::{TreePath, session_folder};
use crate::{Engine, lock};

/// The queue; it ends with the process, and [`Engine::recover`] settles what was in it.
#[derive(Default)]
pub(crate) struct Queue(Mutex<VecDeque<Task>>);

/// One thing to do.
#[derive(Debug, Clone)]
enum Task {
    /// Something with one session that says in its row that it waits.
    Session {
        address: Address,
        work: Work,
        /// Who asked for it.
        user: String,
    },
    /// An import of a file that was kept before.
    Import {
        request: ImportRequest,
        caller: Caller,
    },
}

/// What to do with a session.
#[derive(Debug, Clone)]
pub(crate) enum Work {
    Build,
    Commit {
        auto_archive: Option<bool>,
        upload: UploadLabels,
        listener: String,
    },
    Move(Project),
    Delete,
    Archive(ArchiveRequest, Merging),
}

impl Work {
    /// The status of a session that waits for it; archiving is marked at once, as in XNAT.
    fn waiting(&self) -> Status {
        match self {
            Self::Build | Self::Commit { .. } => Status::Known(Kind::Building, Phase::Queued),
            Self::Move(_) => Status::Known(Kind::Moving, Phase::Queued),
            Self::Delete => Status::Known(Kind::Deleting, Phase::Queued),
            Self::Archive(..) => Status::Known(Kind::Archiving, Phase::Plain),
        }
    }

    /// The key under which it is followed.
    fn listener(&self) -> Option<&str> {
        match self {
            Self::Commit { listener, .. } => Some(listener),
            Self::Archive(request, _) => request.listener.as_deref(),
            Self::Build | Self::Move(_) | Self::Delete => None,
        }
    }
}

/// The statuses of sessions with which something is being done, or is about to be.
const IN_TRANSIT: [&str; 19] = [
    "QUEUED_BUILDING",
    "BUILDING",
    "_BUILDING",
    "QUEUED_ARCHIVING",
    "ARCHIVING",
    "_ARCHIVING",
    "QUEUED_MOVING",
    "MOVING",
    "_MOVING",
    "QUEUED_DELETING",
    "DELETING",
    "_DELETING",
    "QUEUED_SEPARATING",
    "SEPARATING",
    "_SEPARATING",
    "RECEIVING_INTERRUPT",
    "_RECEIVING",
    "_RECEIVING_INTERRUPT",
    "_CONFLICT",
];

impl Engine {
    /// Queues work on sessions that are there, and returns their rows as they are now.
    ///
    /// A locked or queued session is skipped; its row tells.
    pub(crate) fn enqueue(
        &self,
        user: &str,
        sources: &[Address],
        work: &Work,
        now: OffsetDateTime,
    ) -> Result<Vec<Session>, Refusal> {
        let mut rows = Vec::new();
        for address in sources {
            let mut queued = false;
            let row = self.store.update(address, &mut |row| {
                queued = !row.status.is_locked() && !row.status.is_queued();
                if queued {
                    self.set_status(row, work.waiting(), now);
                }
                queued
            })?;
            rows.extend(row);
            if queued {
                lock(&self.queue.0).push_back(Task::Session {
                    address: address.clone(),
                    work: work.clone(),
                    user: user.into(),
                });
            }
        }
        Ok(rows)
    }

    /// Queues an import of a file that was kept before; it can be followed under its key.
    pub(crate) fn enqueue_import(&self, caller: &Caller, request: &ImportRequest) {
        lock(&self.queue.0).push_back(Task::Import {
            request: request.clone(),
            caller: caller.clone(),
        });
    }

    /// Does what is queued, then builds sessions that have been quiet long enough.
    ///
    /// Returns how many things were done.
    /// A failure is written to the session's row and log, and stops nothing else.
    /// Several threads may work at the same time.
    pub fn work(&self, now: OffsetDateTime) -> usize {
        let mut done = 0;
        loop {
            let next = lock(&self.queue.0).pop_front();
            let Some(task) = next else { break };
            match task {
                Task::Session {
                    address,
                    work,
                    user,
                } => self.run(&address, &work, &user, now),
                Task::Import { request, caller } => self.run_import(&caller, &request, now),
            }
            done += 1;
        }
        done + self.build_quiet(now)
    }

    fn run(&self, address: &Address, work: &Work, user: &str, now: OffsetDateTime) {
        if let Some(key) = work.listener() {
            self.tracks.note(key, format!("Working on {address}"), now);
        }
        let result = match work {
            Work::Build => self
                .build(address, &UploadLabels::default(), user, now)
                .map(|_| String::new()),
            Work::Commit {
                auto_archive,
                upload,
                ..
            } => self
                .commit(address, *auto_archive, upload, user, now)
                .map(|archived| match archived {
                    Some(uri) => format!("Archive:{uri}"),
                    None => format!("Prearchive:/data{address}"),
                }),
            Work::Move(project) => self
                .relocate(address, project, user, now)
                .map(|_| String::new()),
            Work::Delete => self.delete(address, user, now).map(|()| String::new()),
            Work::Archive(request, merging) => self
                .archive(address, request, *merging, user, now)
                .map(|uri| format!("Archive:{uri}")),
        };
        if let Err(refusal) = &result {
            // The row may have been locked by other work meanwhile; it must not stay queued.
            self.settle(address, refusal, now);
        }
        if let Some(key) = work.listener() {
            let result = result.map_err(|refusal| refusal.to_string());
            self.tracks.end(key, result, now);
        }
    }

    fn run_import(&self, caller: &Caller, request: &ImportRequest, now: OffsetDateTime) {
        let key = request.listener.as_deref().unwrap_or_default();
        self.tracks.note(key, "Importing", now);
        let result = self.import(caller, request, None, now);
        let result = result.map_err(|refusal| refusal.to_string()).map(|uris| {
            let word = if uris.iter().all(|uri| uri.starts_with("/data/archive/")) {
                "Archive"
            } else {
                "Prearchive"
            };
            format!("{word}:{}", uris.join(";"))
        });
        self.tracks.end(key, result, now);
    }

    /// Settles what a stopped server left: a change that was begun is finished, what was being imported and was never
    /// accepted is erased, locks that nobody holds are let go, and what was being built is built.
    ///
    /// # Errors
    ///
    /// [`Refusal`] of the store; the next start goes on from there.
    pub fn recover(&self, now: OffsetDateTime) -> Result<(), Refusal> {
        self.finish_changes(now)?;
        self.store.erase(&TreePath::room(STAGING))?;
        for row in self.store.with_status(&IN_TRANSIT)? {
            let address = &row.address;
            if !self.store.exists(&session_folder(address)?)? {
                let gone = RowChange::Remove(address.clone());
                self.store.commit(None, &[gone])?;
                continue;
            }
            match row.status.kind() {
                Some(Kind::Building) => {
                    self.reset(address, None, now)?;
                    self.enqueue("system", std::slice::from_ref(address), &Work::Build, now)?;
                }
                Some(Kind::Receiving | Kind::ReceivingInterrupt) => {
                    self.store.update(address, &mut |row| {
                        self.set_status(row, Status::RECEIVING, now);
                        true
                    })?;
                }
                Some(Kind::Conflict) => {
                    self.store.update(address, &mut |row| {
                        self.set_status(row, Status::CONFLICT, now);
                        true
                    })?;
                }
                _ => {
                    self.reset(address, None, now)?;
                    let detail = format!(
                        "The server stopped while the session was {}: nothing of that was done.",
                        row.status
                    );
                    self.record_log(address, now, &detail)?;
                }
            }
        }
        Ok(())
    }
}
