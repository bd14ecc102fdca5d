//! The bulk runner: does one thing to many sessions, one request each, and looks what became of them.

mod ask;
mod confirm;

use std::cell::RefCell;
use std::collections::HashSet;

use futures::StreamExt;
use futures::stream;
use prearchive_core::address::Address;
use prearchive_core::archiving::Overwrite;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::status::Status;

use crate::cancel::Cancel;
use crate::client::Client;
use crate::error::ClientError;

/// What to do to each session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Job {
    /// Take it into the archive of its project.
    Archive(Overwrite),
    /// Give it to another project.
    Move(Project),
    /// Make its document again from the files.
    Rebuild,
    /// Remove it from the prearchive.
    Delete,
}

/// How a session ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Done, as reading the row again confirms.
    Done {
        /// The row as it is now: after a rebuild, and in the target project after a move.
        now: Option<Box<Session>>,
        /// Where it is in the archive, as the server said.
        uri: Option<String>,
    },
    /// Refused, failed, or accepted but not done.
    Failed {
        /// Why.
        error: ClientError,
        /// The row as it is now, if it could be read.
        now: Option<Box<Session>>,
    },
    /// The server accepted the request, but the end was not seen: the patience ran out, the run was stopped,
    /// or the row could not be read.
    Unconfirmed {
        /// The row as it was last seen.
        now: Option<Box<Session>>,
    },
    /// The run was stopped before this session's turn; nothing was sent.
    Skipped,
}

/// What happens during a run, for showing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The request is being sent.
    Started(Address),
    /// The server is working on it; told again whenever the status changes.
    Waiting(Address, Status),
    /// This session is through.
    Ended(Address, Outcome),
}

/// How to run.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// How many sessions at once; at least one.
    pub parallel: usize,
    /// How long to wait for the server's work on one session after it accepted, in milliseconds.
    pub patience_ms: u32,
    /// Begins no further session and waits for no row once given; requests on their way are not broken off,
    /// because the server would do the work all the same.
    pub stop: Cancel,
}

impl Default for RunOptions {
    /// Four at once, a minute each, not stopped.
    fn default() -> Self {
        Self {
            parallel: 4,
            patience_ms: 60_000,
            stop: Cancel::default(),
        }
    }
}

/// Runs a job on sessions, in their order; a session named twice is taken once.
///
/// The failure of one session does not stop the others.
/// Answers the sessions in the order in which they were given.
pub async fn run(
    client: &Client,
    job: &Job,
    sources: Vec<Address>,
    options: RunOptions,
    on_event: impl FnMut(Event),
) -> Vec<(Address, Outcome)> {
    let on_event = RefCell::new(on_event);
    let tell = |event: Event| (on_event.borrow_mut())(event);
    let mut seen = HashSet::new();
    let sources = sources.into_iter().filter(|s| seen.insert(s.clone()));
    let ended: Vec<(usize, Address, Outcome)> = stream::iter(sources.enumerate())
        .map(|(at, address)| {
            let (options, tell) = (&options, &tell);
            async move {
                let outcome = one(client, job, &address, options, tell).await;
                tell(Event::Ended(address.clone(), outcome.clone()));
                (at, address, outcome)
            }
        })
        .buffer_unordered(options.parallel.max(1))
        .collect()
        .await;
    // Each has its place, so that nothing need be sorted.
    let mut outcomes = vec![None; ended.len()];
    for (at, address, outcome) in ended {
        outcomes[at] = Some((address, outcome));
    }
    outcomes.into_iter().flatten().collect()
}

async fn one(
    client: &Client,
    job: &Job,
    address: &Address,
    options: &RunOptions,
    tell: &dyn Fn(Event),
) -> Outcome {
    if options.stop.is_cancelled() {
        return Outcome::Skipped;
    }
    tell(Event::Started(address.clone()));
    let asked = ask::ask(client, job, address).await;
    let work = confirm::Work {
        client,
        job,
        address,
        options,
        tell,
    };
    match asked {
        Ok(uri) => work.confirm(uri).await,
        Err(error) => work.explain(error).await,
    }
}
