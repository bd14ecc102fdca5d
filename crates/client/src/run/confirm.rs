//! Looking what became of a session: the row is read until it is gone, in the target, or at rest.

use std::cell::Cell;

use futures::FutureExt;
use prearchive_core::address::Address;
use prearchive_core::failure::{Failure, FailureKind};
use prearchive_core::session::Session;
use prearchive_core::status::{Kind, Status};

use super::{Event, Job, Outcome, RunOptions};
use crate::client::Client;
use crate::error::ClientError;
use crate::transport::TransportError;

/// The first pause between two readings, in milliseconds.
const FIRST_PAUSE_MS: u32 = 200;
/// The longest one.
const LONGEST_PAUSE_MS: u32 = 2_000;

/// One session's part of a run.
pub(super) struct Work<'a> {
    pub(super) client: &'a Client,
    pub(super) job: &'a Job,
    pub(super) address: &'a Address,
    pub(super) options: &'a RunOptions,
    pub(super) tell: &'a dyn Fn(Event),
    signed_out: Cell<bool>,
}

type Row = Option<Box<Session>>;

/// What a reading says about the job.
#[derive(Debug, PartialEq, Eq)]
enum Verdict {
    /// It is done.
    Met(Row),
    /// It is not done, and nobody is at it.
    Unmet(FailureKind, Row),
    /// It is under way.
    Working(Row),
}

/// What happened after waiting.
enum Ending {
    Met(Row),
    Unmet(FailureKind, Row),
    /// The patience ran out, or the run was stopped.
    StillWorking(Row),
    /// The row cannot be read.
    Unreadable(Row),
}

impl<'a> Work<'a> {
    pub(super) fn new(
        client: &'a Client,
        job: &'a Job,
        address: &'a Address,
        options: &'a RunOptions,
        tell: &'a dyn Fn(Event),
    ) -> Self {
        Self {
            client,
            job,
            address,
            options,
            tell,
            signed_out: Cell::new(false),
        }
    }

    /// True if a call was refused because nobody is signed in any more.
    pub(super) fn is_signed_out(&self) -> bool {
        self.signed_out.get()
    }

    /// True if an error is such a refusal, which is noted.
    pub(super) fn has_lost_login(&self, error: &ClientError) -> bool {
        self.signed_out
            .set(self.signed_out.get() || error.is_signed_out());
        error.is_signed_out()
    }

    /// What became of a request that may have been sent before; `None` if the session waits for one.
    pub(super) async fn sent_before(&self) -> Option<Outcome> {
        match self.look().await {
            Ok(Verdict::Working(_)) => Some(self.confirm(None).await),
            // A row that was built again looks like one that was not.
            Ok(Verdict::Met(now)) if *self.job != Job::Rebuild => Some(Outcome::Done {
                now,
                uri: None,
                despite: None,
            }),
            Ok(_) => None,
            Err(error) => Some(Outcome::Failed { error, now: None }),
        }
    }

    /// After the server accepted.
    pub(super) async fn confirm(&self, uri: Option<String>) -> Outcome {
        let first = self.look().await;
        match self.wait(first).await {
            Ending::Met(now) => Outcome::Done {
                now,
                uri,
                despite: None,
            },
            Ending::Unmet(kind, now) => Outcome::Failed {
                error: ClientError::Server(Failure {
                    kind,
                    status: 200,
                    words: self.reason(now.as_deref()).await,
                }),
                now,
            },
            Ending::StillWorking(now) | Ending::Unreadable(now) => Outcome::Unconfirmed { now },
        }
    }

    /// What the session's log says last, where its status says that work has failed; empty if that cannot be read.
    async fn reason(&self, now: Option<&Session>) -> String {
        let failed = now.is_some_and(|row| matches!(row.status, Status::ERROR | Status::CONFLICT));
        if !failed {
            return String::new();
        }
        let logs = self.client.logs(self.address).await.unwrap_or_default();
        logs.last().map(|log| log.entry.clone()).unwrap_or_default()
    }

    /// After an error. The request is never sent again; the row tells what there is to tell.
    pub(super) async fn explain(&self, error: ClientError) -> Outcome {
        // No answer, or none that can be read: the server may have done it all the same.
        let unanswered = matches!(
            error,
            ClientError::Transport(
                TransportError::TimedOut { .. } | TransportError::Unreachable(_)
            )
        );
        let in_doubt = unanswered || error.kind() == Some(FailureKind::UnexpectedAnswer);
        // XNAT answers 500 when archiving takes longer than it waits, and goes on with the work.
        let may_go_on = in_doubt || error.kind() == Some(FailureKind::ServerError);
        let pointless = matches!(
            error,
            ClientError::BadName { .. } | ClientError::Transport(TransportError::Cancelled)
        );
        if pointless {
            return Outcome::Failed { error, now: None };
        }
        let first = self.look().await;
        let working = matches!(first, Ok(Verdict::Working(Some(_))));
        let between = in_doubt && matches!(first, Ok(Verdict::Working(None)));
        let ending = if may_go_on && working || between {
            self.wait(first).await
        } else {
            match first {
                Ok(Verdict::Met(now)) => Ending::Met(now),
                Ok(Verdict::Unmet(kind, now)) => Ending::Unmet(kind, now),
                Ok(Verdict::Working(now)) => Ending::Unmet(FailureKind::Conflict, now),
                Err(_) => Ending::Unreadable(None),
            }
        };
        match ending {
            // A rebuilt row looks like one that was left alone, unless the work was seen.
            Ending::Met(now) if working || in_doubt && *self.job != Job::Rebuild => Outcome::Done {
                now,
                uri: None,
                despite: Some(error),
            },
            Ending::StillWorking(now) => Outcome::Unconfirmed { now },
            Ending::Met(now) | Ending::Unmet(_, now) | Ending::Unreadable(now) => {
                Outcome::Failed { error, now }
            }
        }
    }

    /// Reads again and again while the server works.
    async fn wait(&self, first: Result<Verdict, ClientError>) -> Ending {
        let mut reading = first;
        let mut last: Row = None;
        let (mut pause, mut waited) = (FIRST_PAUSE_MS, 0);
        loop {
            match reading {
                Ok(Verdict::Met(now)) => return Ending::Met(now),
                Ok(Verdict::Unmet(kind, now)) => return Ending::Unmet(kind, now),
                Ok(Verdict::Working(now)) => {
                    self.tell_change(last.as_deref(), now.as_deref());
                    last = now.or(last);
                }
                // The server may be back before the patience is over.
                Err(error) if error.may_retry() => {}
                Err(_) => return Ending::Unreadable(last),
            }
            if waited >= self.options.patience_ms || !self.pause(pause).await {
                return Ending::StillWorking(last);
            }
            waited += pause;
            pause = (pause * 3 / 2).min(LONGEST_PAUSE_MS);
            reading = self.look().await;
        }
    }

    fn tell_change(&self, last: Option<&Session>, now: Option<&Session>) {
        if let Some(now) = now
            && last.map(|row| &row.status) != Some(&now.status)
        {
            (self.tell)(Event::Waiting(self.address.clone(), now.status.clone()));
        }
    }

    /// False if there is no point in going on.
    async fn pause(&self, ms: u32) -> bool {
        let stop = Box::pin(self.options.stop.cancelled());
        let pause = Box::pin(self.client.pause(ms));
        futures::select_biased! {
            () = stop.fuse() => false,
            passed = pause.fuse() => passed.is_ok(),
        }
    }

    async fn look(&self) -> Result<Verdict, ClientError> {
        let source = self.row(self.address).await?;
        let target = match (self.job, &source) {
            (Job::Move(project), None) => {
                let target = self.address.in_project(project.clone());
                self.row(&target).await?
            }
            _ => None,
        };
        Ok(judge(self.job, source, target))
    }

    async fn row(&self, address: &Address) -> Result<Row, ClientError> {
        let row = self.client.session(address).await;
        row.map(|row| row.map(Box::new)).inspect_err(|error| {
            self.has_lost_login(error);
        })
    }
}

/// What the rows say: the source's, and the target's if the source's is gone.
fn judge(job: &Job, source: Row, target: Row) -> Verdict {
    let Some(row) = source else {
        return match (job, target) {
            (Job::Archive(_) | Job::Delete, _) => Verdict::Met(None),
            (Job::Rebuild, _) => Verdict::Unmet(FailureKind::NotFound, None),
            (Job::Move(_), Some(row)) if !row.status.is_moving() => Verdict::Met(Some(row)),
            // Between the two rows, or being worked on in the target.
            (Job::Move(_), row) => Verdict::Working(row),
        };
    };
    // Other work holds the session: ours was passed over without a word.
    if row.status.is_locked() && row.status.kind() != Some(kind_of(job)) {
        return Verdict::Unmet(FailureKind::Conflict, Some(row));
    }
    if row.status.is_moving() {
        return Verdict::Working(Some(row));
    }
    match (job, &row.status) {
        (_, status) if *status == Status::ERROR => {
            Verdict::Unmet(FailureKind::ServerError, Some(row))
        }
        (Job::Rebuild, _) => Verdict::Met(Some(row)),
        _ => Verdict::Unmet(FailureKind::Conflict, Some(row)),
    }
}

fn kind_of(job: &Job) -> Kind {
    match job {
        Job::Archive(_) => Kind::Archiving,
        Job::Move(_) => Kind::Moving,
        Job::Rebuild => Kind::Building,
        Job::Delete => Kind::Deleting,
    }
}

#[cfg(test)]
mod tests;
