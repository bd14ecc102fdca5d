//! Runs: actions under way, one line per session.

use prearchive_core::address::Address;
use prearchive_core::plan::Action;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::status::Status;

use super::message::Work;
use super::problem::Problem;
use super::{Effect, State, panel};
use crate::words;

/// More sessions than this are listed only if somebody wants that.
const MANY: usize = 10;
/// So many stay listed when all went well.
const FEW: usize = 3;

/// An action on some sessions, under way or ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub(crate) id: usize,
    pub(crate) work: Work,
    pub(crate) items: Vec<Item>,
    pub(crate) stopping: bool,
    pub(crate) ended: bool,
    /// Its sessions are listed.
    pub(crate) open: bool,
}

/// A session of a run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub(crate) address: Address,
    /// What people call it.
    pub(crate) label: String,
    pub(crate) step: Step,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    NotStarted,
    Sent,
    /// The server has it and says this status.
    Working(Status),
    Done,
    Failed(Problem),
    /// Accepted, and still at work when the patience ran out.
    Unconfirmed,
    /// Stopped before it began.
    Skipped,
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

/// What can happen to a run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    Step {
        id: usize,
        address: Address,
        step: Step,
    },
    /// A session's run is over; `row` is what the server says about it now, if it was read.
    Over {
        id: usize,
        address: Address,
        step: Step,
        row: Row,
    },
    Ended(usize),
    Stop(usize),
    Retry(usize),
    Close(usize),
    Fold(usize),
}

/// What is known about the row of a session.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Row {
    /// Not read.
    Unknown,
    Gone,
    Now(Box<Session>),
}

impl Run {
    pub(crate) fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for item in &self.items {
            match item.step {
                Step::Done => tally.done += 1,
                Step::Failed(_) => tally.failed += 1,
                Step::Unconfirmed => tally.unconfirmed += 1,
                Step::Skipped => tally.skipped += 1,
                Step::NotStarted | Step::Sent | Step::Working(_) => tally.left += 1,
            }
        }
        tally
    }

    fn item(&mut self, address: &Address) -> Option<&mut Item> {
        self.items.iter_mut().find(|item| item.address == *address)
    }

    /// What can be tried again: what failed or was never begun.
    fn again(&self) -> Vec<Address> {
        self.items
            .iter()
            .filter(|item| matches!(item.step, Step::Failed(_) | Step::Skipped))
            .map(|item| item.address.clone())
            .collect()
    }

    /// True while this session waits for its turn or is being worked on.
    pub(crate) fn is_at(&self, address: &Address) -> bool {
        let at =
            |item: &Item| matches!(item.step, Step::NotStarted | Step::Sent | Step::Working(_));
        self.items
            .iter()
            .any(|item| item.address == *address && at(item))
    }

    pub(crate) fn action(&self) -> Action {
        self.work.action()
    }

    pub(crate) fn target(&self) -> Option<&Project> {
        self.work.target()
    }
}

/// Starts work on some sessions; they are ticked no more.
pub(crate) fn start(state: &mut State, work: Work, sources: Vec<Address>) -> Vec<Effect> {
    let id = state.runs.last().map_or(0, |run| run.id + 1);
    let items = sources.iter().map(|address| Item {
        label: state
            .list
            .sessions
            .find(address)
            .map_or_else(|| address.folder.clone(), |session| session.name),
        address: address.clone(),
        step: Step::NotStarted,
    });
    let items: Vec<Item> = items.collect();
    state.list.untick(&sources);
    state.announcement = words::job(work.action(), sources.len(), work.target());
    for run in &mut state.runs {
        run.open = false;
    }
    state.runs.push(Run {
        id,
        work: work.clone(),
        open: items.len() <= MANY,
        items,
        stopping: false,
        ended: false,
    });
    vec![Effect::Run { id, work, sources }]
}

pub(crate) fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    let id = match &event {
        Event::Step { id, .. } | Event::Over { id, .. } => *id,
        Event::Ended(id)
        | Event::Stop(id)
        | Event::Retry(id)
        | Event::Close(id)
        | Event::Fold(id) => *id,
    };
    let Some(run) = state.runs.iter_mut().find(|run| run.id == id) else {
        return Vec::new();
    };
    match event {
        Event::Step { address, step, .. } => {
            if let Some(item) = run.item(&address) {
                if let Step::Working(status) = &step
                    && let Some(mut row) = state.list.sessions.find(&address)
                    && row.status != *status
                {
                    row.status = status.clone();
                    state.list.put(&address, Some(row), &state.clock);
                }
                item.step = step;
            }
        }
        Event::Over {
            address, step, row, ..
        } => {
            let signed_out = matches!(&step, Step::Failed(problem) if problem.is_signed_out());
            let leaves = matches!(run.action(), Action::Archive | Action::Delete);
            let left = leaves && step == Step::Done;
            if let Some(item) = run.item(&address) {
                item.step = step;
            }
            // Who sends a session away knows where it went: there is nothing to say about it.
            if left && state.panel.as_ref().is_some_and(|p| p.address == address) {
                state.panel = None;
            }
            match row {
                Row::Unknown => {}
                Row::Gone => state.list.put(&address, None, &state.clock),
                Row::Now(now) if now.address == address => {
                    state.list.put(&address, Some(*now), &state.clock);
                }
                Row::Now(now) => {
                    state.list.put(&address, None, &state.clock);
                    let moved = now.address.clone();
                    state.list.put(&moved, Some(*now), &state.clock);
                    if state
                        .panel
                        .as_ref()
                        .is_some_and(|panel| panel.address == address)
                    {
                        return panel::apply(state, panel::Event::Open(moved));
                    }
                }
            }
            if signed_out {
                super::login::lost(state);
            }
        }
        Event::Ended(_) => {
            run.ended = true;
            let tally = run.tally();
            // A long list of successes says no more than its number.
            run.open &= run.items.len() <= FEW || tally.done < run.items.len();
            state.announcement = words::finished(
                run.action(),
                tally.done,
                tally.failed,
                tally.unconfirmed,
                tally.skipped,
            );
            return state.list.ask(&state.clock);
        }
        Event::Stop(_) => {
            run.stopping = true;
            return vec![Effect::StopRun(id)];
        }
        Event::Retry(_) => {
            let (work, sources) = (run.work.clone(), run.again());
            if run.ended && !sources.is_empty() {
                state.runs.retain(|run| run.id != id);
                return start(state, work, sources);
            }
        }
        Event::Close(_) => state.runs.retain(|run| run.id != id || !run.ended),
        Event::Fold(_) => run.open = !run.open,
    }
    Vec::new()
}

#[cfg(test)]
mod tests;
