//! Runs that were cut off by a reload or a crash: they are offered, and go on only if somebody says so.

use prearchive_core::address::Address;
use prearchive_core::archiving::Overwrite;
use prearchive_core::plan::Action;
use prearchive_core::sorted::{Map, Set};

use super::Step;
use super::journal::{Journal, Mark};
use crate::store::message::Work;
use crate::store::problem::Problem;
use crate::store::{Effect, State, sheet};

/// A run that was cut off.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cut {
    /// Its key in the browser's storage.
    pub(crate) key: String,
    pub(crate) work: Work,
    /// Its names or its replacing were not kept: they have to be chosen again.
    pub(crate) ask_again: bool,
    pub(crate) all: usize,
    /// How many are known to be done.
    pub(crate) done: usize,
    /// How many had failed.
    pub(crate) failed: usize,
    /// The sessions that it had not ended with, as far as they are still in the list.
    pub(crate) left: Vec<Address>,
    /// The same for those that had failed, each with the code of its failure.
    pub(crate) again: Vec<(Address, &'static str)>,
}

impl Cut {
    /// The sessions with which it would go on: what is left; else what had failed; all of them if somebody chooses again.
    pub(crate) fn next(&self) -> Vec<Address> {
        let failed = self.again.iter().map(|(address, _)| address.clone());
        match (self.left.is_empty(), self.ask_again) {
            (false, false) => self.left.clone(),
            (false, true) => self.left.iter().cloned().chain(failed).collect(),
            (true, _) => failed.collect(),
        }
    }
}

/// What the browser has kept, now that the list is here to say which sessions it is about.
pub(super) fn recalled(state: &mut State, kept: Vec<(String, String)>) -> Vec<Effect> {
    let Some(user) = state.login.user().map(str::to_owned) else {
        return Vec::new();
    };
    state.look_for_cuts = None;
    for (key, text) in kept {
        let Some(journal) = Journal::read(&text).filter(|journal| journal.is_of(&user)) else {
            continue;
        };
        if journal.until > state.clock.now {
            // Another tab is at it, or was until a moment ago.
            let next = state.look_for_cuts.unwrap_or(f64::INFINITY);
            state.look_for_cuts = Some(next.min(journal.until));
        } else if !state.cuts.iter().any(|cut| cut.key == key) {
            let cut = read(state, key, &journal);
            state.cuts.push(cut);
        }
    }
    Vec::new()
}

fn read(state: &State, key: String, journal: &Journal) -> Cut {
    let marks: Map<u64, Mark> = journal.entries.iter().copied().collect();
    let table = state.list.sessions.read();
    let (mut left, mut again) = (Vec::new(), Vec::new());
    for address in table.ids().filter_map(|id| Some(table.row(id)?.address())) {
        match marks.get(&journal.hash(&address)) {
            Some(Mark::Waiting | Mark::Sent) => left.push(address),
            Some(Mark::Failed(code)) => again.push((address, *code)),
            Some(Mark::Done | Mark::Over) | None => {}
        }
    }
    let there: Set<u64> = left.iter().map(|address| journal.hash(address)).collect();
    let leaves = journal.work.action() != Action::Rebuild;
    // What was asked to go and is not there any more has gone.
    let is_done = |(hash, mark): &&(u64, Mark)| match mark {
        Mark::Done => true,
        Mark::Sent => leaves && !there.contains(hash),
        Mark::Waiting | Mark::Failed(_) | Mark::Over => false,
    };
    let is_failed = |(_, mark): &&(u64, Mark)| matches!(mark, Mark::Failed(_));
    let replaces = matches!(&journal.work, Work::Archive(archiving) if archiving.overwrite == Overwrite::Delete);
    Cut {
        key,
        work: journal.work.clone(),
        ask_again: journal.renamed || replaces,
        all: journal.entries.len(),
        done: journal.entries.iter().filter(is_done).count(),
        failed: journal.entries.iter().filter(is_failed).count(),
        left,
        again,
    }
}

/// Looks again when the last sign of another tab is old enough.
pub(super) fn on_clock(state: &mut State) -> Vec<Effect> {
    match state.look_for_cuts {
        Some(when) if when <= state.clock.now && state.login.is_in() => {
            state.look_for_cuts = None;
            vec![Effect::Recall]
        }
        _ => Vec::new(),
    }
}

/// Goes on with what is left: rows are read first, because some requests may have been sent.
pub(super) fn resume(state: &mut State, key: &str) -> Vec<Effect> {
    let Some(at) = state.cuts.iter().position(|cut| cut.key == key) else {
        return Vec::new();
    };
    let cut = state.cuts.remove(at);
    let mut sources = cut.next();
    let mut effects = vec![Effect::ForgetRun(cut.key)];
    if cut.ask_again {
        let ask = sheet::Event::Open(cut.work.action(), sources);
        effects.extend(sheet::apply(state, ask));
        return effects;
    }
    // What had failed is shown as that, and can be tried again when the rest is through.
    let failed = match cut.left.is_empty() {
        true => Vec::new(),
        false => cut.again,
    };
    sources.extend(failed.iter().map(|(address, _)| address.clone()));
    super::add(state, cut.work, sources);
    let (now, user) = (state.clock.now, state.login.user().unwrap_or_default());
    if let Some(run) = state.runs.last_mut() {
        for (address, code) in failed {
            let problem = Problem {
                code,
                ..Problem::default()
            };
            run.set(&address, Step::Failed(problem), now);
        }
        run.again = true;
        effects.extend(run.go(user));
    }
    effects
}

pub(super) fn forget(state: &mut State, key: String) -> Vec<Effect> {
    state.cuts.retain(|cut| cut.key != key);
    vec![Effect::ForgetRun(key)]
}

#[cfg(test)]
mod tests;
