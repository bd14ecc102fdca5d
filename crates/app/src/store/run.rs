//! Runs: actions under way, one line per session.

use prearchive_core::address::Address;
use prearchive_core::plan::Action;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::status::Status;

use super::message::Work;
use super::problem::Problem;
use super::{Effect, State};
use crate::words;

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
            .find(address)
            .map_or_else(|| address.folder.clone(), |s| s.name.clone()),
        address: address.clone(),
        step: Step::NotStarted,
    });
    let items: Vec<Item> = items.collect();
    let selected = std::rc::Rc::make_mut(&mut state.list.selected);
    for source in &sources {
        selected.remove(source);
    }
    state.list.derive();
    state.announcement = words::job(work.action(), sources.len(), work.target());
    state.runs.push(Run {
        id,
        work: work.clone(),
        open: items.len() <= 10,
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
                    && let Some(mut row) = state.list.find(&address).cloned()
                    && row.status != *status
                {
                    row.status = status.clone();
                    state.list.put(&address, Some(row));
                }
                item.step = step;
            }
        }
        Event::Over {
            address, step, row, ..
        } => {
            let signed_out = matches!(&step, Step::Failed(problem) if problem.is_signed_out());
            if let Some(item) = run.item(&address) {
                item.step = step;
            }
            match row {
                Row::Unknown => {}
                Row::Gone => state.list.put(&address, None),
                Row::Now(now) if now.address == address => state.list.put(&address, Some(*now)),
                Row::Now(now) => {
                    state.list.put(&address, None);
                    state.list.put(&now.address.clone(), Some(*now));
                }
            }
            if signed_out {
                super::login::lost(state);
            }
        }
        Event::Ended(_) => {
            run.ended = true;
            let tally = run.tally();
            state.announcement = words::finished(run.action(), tally.done, tally.failed);
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
mod tests {
    use super::*;
    use crate::store::testing::{address, sessions, signed_in_with};

    fn over(address: Address, step: Step, row: Row) -> super::super::Message {
        Event::Over {
            id: 0,
            address,
            step,
            row,
        }
        .into()
    }

    #[test]
    fn rows_follow_the_run() {
        let mut state = signed_in_with(&["READY", "READY", "READY"]);
        start(
            &mut state,
            Work::Archive(Default::default()),
            (0..3).map(address).collect(),
        );
        let working = Step::Working("_ARCHIVING".into());
        state.apply(
            Event::Step {
                id: 0,
                address: address(0),
                step: working,
            }
            .into(),
        );
        assert_eq!(
            state.list.find(&address(0)).map(|s| s.status.as_str()),
            Some("_ARCHIVING")
        );
        state.apply(over(address(0), Step::Done, Row::Gone));
        assert_eq!(state.list.find(&address(0)), None);
        let conflict = sessions(&["READY", "CONFLICT"]).remove(1);
        let failed = Step::Failed(Problem::default());
        state.apply(over(address(1), failed, Row::Now(Box::new(conflict))));
        assert_eq!(
            state.list.find(&address(1)).map(|s| s.status.as_str()),
            Some("CONFLICT")
        );
        let tally = state.runs[0].tally();
        assert_eq!((tally.done, tally.failed, tally.left), (1, 1, 1));
    }

    #[test]
    fn a_moved_session_changes_its_place() {
        let mut state = signed_in_with(&["READY"]);
        start(&mut state, Work::Move("OTHER".into()), vec![address(0)]);
        let mut now = sessions(&["READY"]).remove(0);
        now.address = now.address.in_project("OTHER".into());
        state.apply(over(
            address(0),
            Step::Done,
            Row::Now(Box::new(now.clone())),
        ));
        assert_eq!(state.list.sessions.len(), 1);
        assert!(state.list.find(&now.address).is_some());
    }

    #[test]
    fn what_failed_can_be_tried_again_and_a_run_under_way_cannot_be_closed() {
        let mut state = signed_in_with(&["READY", "READY"]);
        start(&mut state, Work::Rebuild, vec![address(0), address(1)]);
        state.apply(Event::Close(0).into());
        assert_eq!(state.runs.len(), 1);
        state.apply(over(address(0), Step::Done, Row::Unknown));
        state.apply(over(
            address(1),
            Step::Failed(Problem::default()),
            Row::Unknown,
        ));
        assert_eq!(state.apply(Event::Retry(0).into()), [], "not ended yet");
        assert_eq!(state.apply(Event::Ended(0).into()), [Effect::Sessions]);
        let effects = state.apply(Event::Retry(0).into());
        assert!(matches!(&effects[..], [Effect::Run { sources, .. }] if *sources == [address(1)]));
    }

    #[test]
    fn a_login_that_ends_in_the_middle_is_noticed() {
        let mut state = signed_in_with(&["READY"]);
        start(&mut state, Work::Rebuild, vec![address(0)]);
        let expired = Problem {
            code: "signed-out",
            ..Problem::default()
        };
        state.apply(over(address(0), Step::Failed(expired), Row::Unknown));
        assert!(!state.login.is_in());
    }
}
