//! Runs: actions under way, one line per session.

mod cut;
mod journal;
mod report;
mod start;
mod told;

use std::rc::Rc;

use prearchive_core::address::Address;
use prearchive_core::plan::Action;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::sorted::Map;
use prearchive_core::status::Status;

use super::message::Work;
use super::problem::Problem;
use super::{Effect, State};
use crate::words;

pub(crate) use cut::Cut;
pub(crate) use journal::{Journal, PREFIX};
pub(crate) use report::{File, Format, field, moment};
use start::add;
pub(crate) use start::{Waits, on_clock, start};

/// More sessions than this are listed only if somebody wants that.
const MANY: usize = 10;
/// So many stay listed when all went well.
const FEW: usize = 3;

/// An action on some sessions: waiting, under way, or ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub(crate) id: usize,
    pub(crate) work: Work,
    pub(crate) items: Rc<Vec<Item>>,
    /// Where each session is in `items`.
    places: Rc<Map<Address, usize>>,
    pub(crate) tally: Tally,
    /// Nothing is sent before this moment, in milliseconds since 1970.
    pub(crate) waits: Option<f64>,
    /// An earlier run may have sent it already: rows are read first.
    again: bool,
    pub(crate) paused: bool,
    pub(crate) stopping: bool,
    pub(crate) ended: bool,
    /// So many sessions at once.
    pub(crate) parallel: usize,
    /// Its sessions are listed.
    pub(crate) open: bool,
    /// Only those that failed are.
    pub(crate) only_failed: bool,
}

/// A session of a run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub(crate) address: Address,
    /// What people call it.
    pub(crate) label: String,
    pub(crate) step: Step,
    /// When that was, in milliseconds since 1970; 0 before anything has happened.
    pub(crate) when: f64,
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

impl Step {
    /// True while the session waits for its turn or is being worked on.
    pub(crate) fn is_left(&self) -> bool {
        matches!(self, Self::NotStarted | Self::Sent | Self::Working(_))
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
    fn of(&mut self, step: &Step) -> &mut usize {
        match step {
            Step::Done => &mut self.done,
            Step::Failed(_) => &mut self.failed,
            Step::Unconfirmed => &mut self.unconfirmed,
            Step::Skipped => &mut self.skipped,
            Step::NotStarted | Step::Sent | Step::Working(_) => &mut self.left,
        }
    }
}

/// What can happen to a run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    /// What has happened to its sessions in the last moment.
    Many(usize, Vec<Told>),
    Ended(usize),
    /// Send nothing, and tick the sessions again.
    Undo(usize),
    /// Do not wait any longer.
    Now(usize),
    Pause(usize),
    GoOn(usize),
    Parallel(usize, usize),
    Stop(usize),
    Retry(usize),
    Close(usize),
    Fold(usize),
    OnlyFailed(usize, bool),
    Save(usize, Format),
    /// What the browser has kept of runs: keys and texts.
    Recalled(Vec<(String, String)>),
    /// Go on with a run that was cut off, by its key.
    Resume(String),
    Forget(String),
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
    Now(Box<Session>),
}

impl Run {
    fn new(id: usize, work: Work, items: Vec<Item>, parallel: usize) -> Self {
        let places = items.iter().enumerate();
        Self {
            id,
            work,
            places: Rc::new(
                places
                    .map(|(at, item)| (item.address.clone(), at))
                    .collect(),
            ),
            tally: Tally {
                left: items.len(),
                ..Tally::default()
            },
            waits: None,
            again: false,
            paused: false,
            stopping: false,
            ended: false,
            parallel,
            open: items.len() <= MANY,
            only_failed: false,
            items: Rc::new(items),
        }
    }

    fn sources(&self, which: impl Fn(&Step) -> bool) -> Vec<Address> {
        let items = self.items.iter().filter(|item| which(&item.step));
        items.map(|item| item.address.clone()).collect()
    }

    /// A session is at this step now.
    fn set(&mut self, address: &Address, step: Step, when: f64) {
        let Some(&at) = self.places.get(address) else {
            return;
        };
        let item = &mut Rc::make_mut(&mut self.items)[at];
        *self.tally.of(&item.step) -= 1;
        *self.tally.of(&step) += 1;
        (item.step, item.when) = (step, when);
    }

    /// True while this session waits for its turn or is being worked on.
    pub(crate) fn is_at(&self, address: &Address) -> bool {
        let at = self.places.get(address);
        at.is_some_and(|at| self.items[*at].step.is_left())
    }

    /// How many seconds it still waits.
    pub(crate) fn seconds_left(&self, now: f64) -> Option<usize> {
        let until = self.waits?;
        Some(((until - now).max(0.0) / 1000.0).ceil() as usize)
    }

    pub(crate) fn action(&self) -> Action {
        self.work.action()
    }

    pub(crate) fn target(&self) -> Option<&Project> {
        self.work.target()
    }

    /// Sends it.
    fn go(&mut self, user: &str) -> Vec<Effect> {
        self.waits = None;
        vec![Effect::Run {
            id: self.id,
            work: self.work.clone(),
            sources: self.sources(|_| true),
            parallel: self.parallel,
            again: self.again,
            user: user.to_owned(),
        }]
    }
}

pub(crate) fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    let id = match event {
        Event::Many(id, told) => return told::take(state, id, told),
        Event::Recalled(kept) => return cut::recalled(state, kept),
        Event::Resume(key) => return cut::resume(state, &key),
        Event::Forget(key) => return cut::forget(state, key),
        Event::Ended(id)
        | Event::Undo(id)
        | Event::Now(id)
        | Event::Pause(id)
        | Event::GoOn(id)
        | Event::Parallel(id, _)
        | Event::Stop(id)
        | Event::Retry(id)
        | Event::Close(id)
        | Event::Fold(id)
        | Event::OnlyFailed(id, _)
        | Event::Save(id, _) => id,
    };
    let Some(run) = state.runs.iter_mut().find(|run| run.id == id) else {
        return Vec::new();
    };
    match event {
        Event::Ended(_) => {
            run.ended = true;
            let Tally {
                done,
                failed,
                unconfirmed,
                skipped,
                ..
            } = run.tally;
            // A long list of successes says no more than its number.
            run.open &= run.items.len() <= FEW || done < run.items.len();
            // What failed is told without being asked for.
            run.open |= failed > 0;
            run.only_failed = failed > 0 && run.items.len() > MANY;
            state.announcement = words::finished(run.action(), done, failed, unconfirmed, skipped);
            return state.list.ask(&state.clock);
        }
        Event::Undo(_) if run.waits.is_some() => {
            let sources = run.sources(|_| true);
            state.announcement = words::undone(run.action(), sources.len());
            state.runs.retain(|run| run.id != id);
            state.list.tick_again(&sources);
        }
        Event::Now(_) if run.waits.is_some() => {
            return run.go(state.login.user().unwrap_or_default());
        }
        Event::Pause(_) if !run.ended && !run.paused => {
            run.paused = true;
            return vec![Effect::PauseRun(id, true)];
        }
        Event::GoOn(_) if run.paused => {
            run.paused = false;
            return vec![Effect::PauseRun(id, false)];
        }
        Event::Parallel(_, parallel) => {
            run.parallel = parallel;
            return vec![Effect::PaceRun(id, parallel)];
        }
        Event::Stop(_) => {
            run.stopping = true;
            return vec![Effect::StopRun(id)];
        }
        Event::Retry(_) if run.ended => {
            // What failed or was never begun.
            let again = run.sources(|step| matches!(step, Step::Failed(_) | Step::Skipped));
            if again.is_empty() {
                return Vec::new();
            }
            let work = run.work.clone();
            state.runs.retain(|run| run.id != id);
            // Somebody has thought about it already: nothing waits.
            add(state, work, again);
            let user = state.login.user().unwrap_or_default();
            return state
                .runs
                .last_mut()
                .map_or_else(Vec::new, |run| run.go(user));
        }
        Event::Close(_) => state.runs.retain(|run| run.id != id || !run.ended),
        Event::Fold(_) => run.open = !run.open,
        Event::OnlyFailed(_, only) => run.only_failed = only,
        Event::Save(_, format) => return vec![Effect::Save(report::write(run, format))],
        _ => {}
    }
    Vec::new()
}

#[cfg(test)]
mod tests;
