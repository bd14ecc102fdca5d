//! How a run begins: at once, or after a moment for second thoughts.

use std::rc::Rc;

use prearchive_core::address::Address;
use prearchive_core::plan::Action;
use prearchive_core::sorted::Map;

use super::{Item, Run, Step};
use crate::store::message::Work;
use crate::store::{Effect, State};
use crate::words;

/// How long what takes sessions away waits before anything is sent, in milliseconds.
const SECOND_THOUGHTS: f64 = 8_000.0;
/// So many sessions at once, unless somebody chooses otherwise.
const PARALLEL: usize = 4;

/// The sessions that will be taken away in a moment, for their rows.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Waits(Vec<Waiting>);

/// A run that waits: its sessions, what it does, and in how many seconds.
#[derive(Debug, Clone, PartialEq)]
struct Waiting {
    sessions: Rc<Map<Address, usize>>,
    action: Action,
    seconds: usize,
}

impl Waits {
    pub(crate) fn of(state: &State) -> Self {
        let waits = state.runs.iter().filter_map(|run| {
            Some(Waiting {
                sessions: run.places.clone(),
                action: run.action(),
                seconds: run.seconds_left(state.clock.now)?,
            })
        });
        Self(waits.collect())
    }

    /// What will be done to a session, and in how many seconds.
    pub(crate) fn find(&self, address: &Address) -> Option<(Action, usize)> {
        let found = self
            .0
            .iter()
            .find(|waiting| waiting.sessions.contains_key(address));
        found.map(|waiting| (waiting.action, waiting.seconds))
    }
}

/// Nothing is sent right after a login that was lost: there is time for second thoughts again.
pub(super) fn wait_anew(run: &mut Run, now: f64) {
    if let Some(until) = &mut run.waits {
        *until = f64::max(*until, now + SECOND_THOUGHTS);
    }
}

/// Starts work on some sessions; they are ticked no more. What takes sessions away waits a moment first.
pub(crate) fn start(state: &mut State, work: Work, sources: Vec<Address>) -> Vec<Effect> {
    let waits = work != Work::Rebuild;
    add(state, work, sources);
    let until = state.clock.now + SECOND_THOUGHTS;
    let Some(run) = state.runs.last_mut() else {
        return Vec::new();
    };
    if waits {
        run.waits = Some(until);
        state.announcement = words::waits(run.action(), run.items.len(), run.target());
        return Vec::new();
    }
    run.go(state.login.user().unwrap_or_default())
}

/// Adds a run of which nothing has been sent yet.
pub(super) fn add(state: &mut State, work: Work, sources: Vec<Address>) {
    let id = state.runs.last().map_or(0, |run| run.id + 1);
    let parallel = state.runs.last().map_or(PARALLEL, |run| run.parallel);
    // One that has ended well goes by itself; several are one line already.
    if state.runs.iter().filter(|run| run.is_well()).count() == 1 {
        state.runs.retain(|run| !run.is_well());
    }
    state.list.untick(&sources);
    state.announcement = words::job(work.action(), sources.len(), work.target());
    let table = state.list.sessions.read();
    let label = |address: &Address| Some(table.row(table.find(address)?)?.name().to_owned());
    let items = sources.into_iter().map(|address| Item {
        label: label(&address).unwrap_or_else(|| address.folder.clone()),
        address,
        step: Step::NotStarted,
        when: 0.0,
        seen: None,
        archive: String::new(),
    });
    let items = items.collect();
    drop(table);
    for run in &mut state.runs {
        run.open = false;
    }
    state.runs.push(Run::new(id, work, items, parallel));
}

/// What is due now that some time has passed: runs that have waited long enough, and a look at what was cut off.
pub(crate) fn on_clock(state: &mut State) -> Vec<Effect> {
    let now = state.clock.now;
    let user = state.login.user().unwrap_or_default().to_owned();
    let is_in = state.login.is_in();
    let is_due = |run: &&mut Run| is_in && run.waits.is_some_and(|until| until <= now);
    let due = state.runs.iter_mut().filter(is_due);
    let mut effects: Vec<Effect> = due.flat_map(|run| run.go(&user)).collect();
    effects.extend(super::cut::on_clock(state));
    effects
}
