//! The sessions of a run: how far each is, and what is told of it.

use prearchive_core::address::Address;
use prearchive_core::session::Session;
use prearchive_core::status::Status;

use crate::store::problem::Problem;

/// A session of a run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub(crate) address: Address,
    /// What people call it.
    pub(crate) label: String,
    pub(crate) step: Step,
    /// When that was, in milliseconds since 1970; 0 before anything has happened.
    pub(crate) when: f64,
    /// What was read afterwards, where that says more than how it ended.
    pub(crate) seen: Option<Seen>,
    /// Where it is in the archive, as the server said; empty if it said nothing.
    pub(crate) archive: String,
}

/// What was read of a session after an error that leaves in doubt whether it was done.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Seen {
    /// It is still there, and has this status.
    There(Status),
    /// Nothing: it could not be read.
    Nothing,
    /// The list has it later on, with this status.
    Listed(Status),
    /// The list does not have it later on.
    NotListed,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    NotStarted,
    Sent,
    /// The server has it and says this status.
    Working(Status),
    /// The login has ended: it goes on when somebody has signed in.
    Held,
    Done,
    /// Done, as its row tells, although this came instead of an answer.
    AfterAll(Problem),
    Failed(Problem),
    /// Accepted, and still at work when the patience ran out.
    Unconfirmed,
    /// Stopped before it began.
    Skipped,
}

impl Step {
    /// True while the session waits for its turn or is being worked on.
    pub(crate) fn is_left(&self) -> bool {
        matches!(
            self,
            Self::NotStarted | Self::Sent | Self::Working(_) | Self::Held
        )
    }

    pub(crate) fn is_done(&self) -> bool {
        matches!(self, Self::Done | Self::AfterAll(_))
    }

    pub(crate) fn is_failed(&self) -> bool {
        matches!(self, Self::Failed(_))
    }
}

/// How many sessions of a run are where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tally {
    pub(crate) done: usize,
    pub(crate) failed: usize,
    pub(crate) unconfirmed: usize,
    pub(crate) skipped: usize,
    pub(crate) left: usize,
}

impl Tally {
    pub(super) fn of(&mut self, step: &Step) -> &mut usize {
        match step {
            Step::Done | Step::AfterAll(_) => &mut self.done,
            Step::Failed(_) => &mut self.failed,
            Step::Unconfirmed => &mut self.unconfirmed,
            Step::Skipped => &mut self.skipped,
            Step::NotStarted | Step::Sent | Step::Working(_) | Step::Held => &mut self.left,
        }
    }
}

/// Something that happened to a session of a run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Told {
    pub(crate) address: Address,
    pub(crate) step: Step,
    pub(crate) row: Row,
}

/// What is known about the row of a session.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Row {
    /// Not read.
    Unknown,
    Gone,
    /// It is at this address in the archive.
    Archived(String),
    Now(Box<Session>),
}

impl Told {
    /// What was read, where an error leaves in doubt whether it was done.
    pub(super) fn seen(&self) -> Option<Seen> {
        match (&self.step, &self.row) {
            (Step::Failed(problem), _) if !problem.is_in_doubt() => None,
            (Step::Failed(_), Row::Now(row)) => Some(Seen::There(row.status.clone())),
            (Step::Failed(_), Row::Unknown) => Some(Seen::Nothing),
            _ => None,
        }
    }
}
