//! Runs: actions under way, one line per session.

mod cut;
mod journal;
mod report;
mod start;
mod step;
mod told;

use std::rc::Rc;

use prearchive_client::Names;
use prearchive_core::address::Address;
use prearchive_core::plan::Action;
use prearchive_core::project::Project;
use prearchive_core::sorted::Map;

use super::message::Work;
use super::{Effect, State};
use crate::words;

pub(crate) use cut::Cut;
pub(crate) use journal::{Journal, PREFIX};
pub(crate) use report::{Became, File, Format, field, moment};
use start::add;
pub(crate) use start::{Waits, on_clock, start};
pub(crate) use step::{Item, Row, Seen, Step, Tally, Told};
pub(crate) use told::resolve;

/// More sessions than this are listed only if somebody wants that.
const MANY: usize = 10;
/// So many stay listed when all went well.
const FEW: usize = 3;

/// An action on some sessions: waiting, under way, or ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub(crate) id: usize,
    pub(crate) work: Work,
    /// Each shared with the state before, so that a thousand are not copied when one has changed.
    pub(crate) items: Rc<Vec<Rc<Item>>>,
    /// Where each session is in `items`.
    places: Rc<Map<Address, usize>>,
    pub(crate) tally: Tally,
    /// Nothing is sent before this moment, in milliseconds since 1970.
    pub(crate) waits: Option<f64>,
    /// An earlier run may have sent it already: rows are read first.
    again: bool,
    pub(crate) paused: bool,
    pub(crate) login: Login,
    pub(crate) stopping: bool,
    pub(crate) ended: bool,
    /// So many sessions at once.
    pub(crate) parallel: usize,
    /// Its sessions are listed.
    pub(crate) open: bool,
    /// Only those that failed are.
    pub(crate) only_failed: bool,
    /// When something was last known of its sessions, in milliseconds since 1970.
    looked: f64,
}

/// Whether a lost login holds a run up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Login {
    Here,
    /// It waits for somebody to sign in.
    Lost,
    /// It was lost, and the same person has signed in again.
    Back,
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
    /// Those that have ended well: list them, or close them all.
    FoldWell,
    CloseWell,
    OnlyFailed(usize, bool),
    Save(usize, Format),
    /// What the browser has kept of runs: keys and texts.
    Recalled(Vec<(String, String)>),
    /// Go on with a run that was cut off, by its key.
    Resume(String),
    Forget(String),
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
            login: Login::Here,
            stopping: false,
            ended: false,
            parallel,
            open: items.len() <= MANY,
            only_failed: false,
            looked: 0.0,
            items: Rc::new(items.into_iter().map(Rc::new).collect()),
        }
    }

    fn sources(&self, which: impl Fn(&Step) -> bool) -> Vec<Address> {
        let items = self.items.iter().filter(|item| which(&item.step));
        items.map(|item| item.address.clone()).collect()
    }

    /// A session of the run, to be changed.
    fn item(&mut self, at: usize) -> &mut Item {
        Rc::make_mut(&mut Rc::make_mut(&mut self.items)[at])
    }

    /// A session is at this step now.
    fn set(&mut self, address: &Address, step: Step, when: f64) {
        let Some(&at) = self.places.get(address) else {
            return;
        };
        *self.tally.of(&self.items[at].step) -= 1;
        *self.tally.of(&step) += 1;
        let item = self.item(at);
        (item.step, item.when) = (step, when);
    }

    /// This was read of a session afterwards.
    fn see(&mut self, address: &Address, seen: Option<Seen>) {
        if let Some(&at) = self.places.get(address)
            && self.items[at].seen != seen
        {
            self.item(at).seen = seen;
        }
    }

    /// The server has said where a session is in the archive.
    fn archived(&mut self, address: &Address, archive: String) {
        if let Some(&at) = self.places.get(address) {
            self.item(at).archive = archive;
        }
    }

    /// True if it has ended, and nothing about it needs anybody.
    pub(crate) fn is_well(&self) -> bool {
        self.ended && self.tally.done == self.items.len()
    }

    /// The other names that a session gets in the archive.
    pub(crate) fn names(&self, address: &Address) -> Option<&Names> {
        match &self.work {
            Work::Archive(archiving) => archiving.names.get(address),
            _ => None,
        }
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
            sources: self.sources(|step| *step == Step::NotStarted),
            parallel: self.parallel,
            again: self.again,
            user: user.to_owned(),
        }]
    }
}

/// The same person has signed in again: what waited for that goes on, and what waits for second thoughts waits anew.
pub(crate) fn on_login(state: &mut State) -> Vec<Effect> {
    let mut effects = Vec::new();
    for run in &mut state.runs {
        start::wait_anew(run, state.clock.now);
        if run.login != Login::Lost {
            continue;
        }
        run.login = Login::Back;
        if !run.paused {
            state.announcement = words::JOB_GOES_ON.to_string();
            effects.push(Effect::PauseRun(run.id, false));
        }
    }
    effects
}

pub(crate) fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    let id = match event {
        Event::Many(id, told) => return told::take(state, id, told),
        Event::Recalled(kept) => return cut::recalled(state, kept),
        Event::Resume(key) => return cut::resume(state, &key),
        Event::Forget(key) => return cut::forget(state, key),
        Event::FoldWell => {
            state.well_open = !state.well_open;
            return Vec::new();
        }
        Event::CloseWell => {
            state.runs.retain(|run| !run.is_well());
            state.well_open = false;
            return Vec::new();
        }
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
