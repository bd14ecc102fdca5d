//! What waits to be done, and what falls due by itself.

use std::collections::VecDeque;
use std::sync::Mutex;

use prearchive_core::address::Address;
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::status::{Kind, Phase, Status};
use time::OffsetDateTime;

use crate::prearchive::import::arrival::STAGING;
use crate::prearchive::receiving::is_due;
use crate::refusal::Refusal;
use crate::tree::TreePath;
use crate::{Engine, lock};

/// The queue; it ends with the process, and [`Engine::recover`] settles what was in it.
#[derive(Default)]
pub(crate) struct Queue(Mutex<VecDeque<Task>>);

/// One thing to do with one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Task {
    pub(crate) address: Address,
    pub(crate) work: Work,
    /// Who asked for it.
    pub(crate) user: String,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Work {
    Build,
    Move(Project),
    Delete,
    Archive(ArchiveRequest),
}

impl Work {
    fn kind(&self) -> Kind {
        match self {
            Self::Build => Kind::Building,
            Self::Move(_) => Kind::Moving,
            Self::Delete => Kind::Deleting,
            Self::Archive(_) => Kind::Archiving,
        }
    }

    /// The status of a session that waits for it; archiving is marked at once, as in XNAT.
    fn waiting(&self) -> Status {
        let phase = match self {
            Self::Archive(_) => Phase::Plain,
            _ => Phase::Queued,
        };
        Status::Known(self.kind(), phase)
    }
}

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
                lock(&self.queue.0).push_back(Task {
                    address: address.clone(),
                    work: work.clone(),
                    user: user.into(),
                });
            }
        }
        Ok(rows)
    }

    /// Does what is queued, then builds sessions that have been quiet long enough.
    ///
    /// Returns how many things were done.
    /// A failure is written to the session's row and log, and stops nothing else.
    pub fn work(&self, now: OffsetDateTime) -> usize {
        let mut done = 0;
        loop {
            let next = lock(&self.queue.0).pop_front();
            let Some(task) = next else { break };
            self.run(&task, now);
            done += 1;
        }
        done + self.build_quiet(now)
    }

    fn run(&self, task: &Task, now: OffsetDateTime) {
        let Task {
            address,
            work,
            user,
        } = task;
        let result = match work {
            Work::Build => self.build(address, user, now).map(drop),
            Work::Move(project) => self.relocate(address, project, user, now).map(drop),
            Work::Delete => self.delete(address, user, now),
            Work::Archive(request) => self.archive(address, request, user, now).map(drop),
        };
        if let Err(refusal) = result {
            // The row may have been locked by other work meanwhile; it must not stay queued.
            self.settle(address, &refusal, now);
        }
    }

    fn build_quiet(&self, now: OffsetDateTime) -> usize {
        let rows = self.store.sessions().unwrap_or_default();
        let due = rows
            .iter()
            .filter(|row| is_due(row, crate::civil(now), self.config.quiet));
        due.filter(|row| self.receive(&row.address, now).is_ok())
            .count()
    }

    /// Settles what a stopped server left half done: rows without a folder go, others are built again.
    /// What was being imported was never accepted, and is erased.
    pub fn recover(&self, now: OffsetDateTime) -> Result<(), Refusal> {
        self.store.erase(&TreePath::room(STAGING))?;
        for row in self.store.sessions()? {
            if !row.status.is_moving() {
                continue;
            }
            if self
                .store
                .exists(&crate::tree::session_folder(&row.address)?)?
            {
                self.unlock(&row.address, now)?;
                // A failed build leaves `ERROR` and a log entry, which is all that can be said.
                let _ = self.build(&row.address, "system", now);
            } else {
                self.store.remove(&row.address)?;
            }
        }
        Ok(())
    }
}
