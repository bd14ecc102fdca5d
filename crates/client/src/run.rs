//! The bulk runner: does one thing to many sessions, one request each, and looks what became of them.

mod ask;
mod confirm;
mod pace;
mod stage;

use std::cell::RefCell;
use std::collections::HashSet;

use futures::stream;
use futures::{FutureExt, StreamExt};
use prearchive_core::address::Address;
use prearchive_core::archiving::Overwrite;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::sorted::Map;
use prearchive_core::status::Status;

use crate::cancel::Cancel;
use crate::client::Client;
use crate::error::ClientError;

use confirm::Work;
pub use pace::{MOST, Pace};
use stage::Stage;

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
        /// The error that came, if it was done all the same: no answer in time, a broken connection, a server that
        /// gave up waiting for itself.
        despite: Option<ClientError>,
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
    /// The login has ended before this session was through: the run is paused, and goes on with it when somebody
    /// has signed in and the pace goes on ([`RunOptions::waits_for_login`]).
    SignedOut(Address),
    /// This session is through.
    Ended(Address, Outcome),
}

/// How to run.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// How many sessions at once; it can be changed, paused and gone on with.
    pub pace: Pace,
    /// How long to wait for the server's work on one session after it accepted, in milliseconds.
    pub patience_ms: u32,
    /// Begins no further session and waits for no row once given; requests on their way are not broken off,
    /// because the server would do the work all the same.
    pub stop: Cancel,
    /// What sessions are called in the archive, where that is not what they are called now.
    pub names: Map<Address, Names>,
    /// Reads each row before its request, because an earlier run may have sent it and never heard the answer:
    /// what is done or under way is not asked for again.
    pub look_first: bool,
    /// Pauses when the login has ended, instead of failing what is left: [`Event::SignedOut`] tells, and
    /// [`Pace::go_on`] goes on. What was refused is asked for again after its row was read; what the server had
    /// accepted is only read.
    pub waits_for_login: bool,
}

/// What a session is called in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// The subject's label, if not the session's own.
    pub subject: Option<String>,
    /// The session's label, if not its own.
    pub session: Option<String>,
}

impl Default for RunOptions {
    /// Four at once, a minute each, not stopped.
    fn default() -> Self {
        Self {
            pace: Pace::default(),
            patience_ms: 60_000,
            stop: Cancel::default(),
            names: Map::new(),
            look_first: false,
            waits_for_login: false,
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
        .buffer_unordered(MOST)
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
    let mut stage = match options.look_first {
        true => Stage::Look,
        false => Stage::Ask,
    };
    loop {
        let turn = futures::select_biased! {
            () = options.stop.cancelled().boxed_local().fuse() => None,
            turn = options.pace.turn().boxed_local().fuse() => Some(turn),
        };
        if turn.is_none() || options.stop.is_cancelled() {
            return stage.stopped();
        }
        tell(Event::Started(address.clone()));
        let work = Work::new(client, job, address, options, tell);
        let outcome = work.go(&mut stage).await;
        if !work.is_signed_out() || !options.waits_for_login {
            return outcome;
        }
        options.pace.pause();
        tell(Event::SignedOut(address.clone()));
    }
}
