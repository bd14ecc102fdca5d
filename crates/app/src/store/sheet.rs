//! The sheet that asks before something is done.

mod checks;
mod naming;
mod plan;

use prearchive_core::address::Address;
use prearchive_core::archiving::Overwrite;
use prearchive_core::inside::Finding;
use prearchive_core::plan::Action;
use prearchive_core::project::{Project, ProjectRow};
use prearchive_core::session::Session;
use prearchive_core::sorted::Set;

use super::problem::Problem;
use super::{Effect, Load, State, run};

pub(crate) use checks::{Check, MOST};
pub(crate) use naming::{By, Event as NamingEvent, Trouble, clean};
pub(crate) use plan::{Line, Pile, PlanSheet, Why};

/// Deleting more sessions than this needs the number typed.
pub(crate) const MANY: usize = 20;

/// XNAT's codes for the findings that a session of that label is archived, and that no subject is known.
const EXISTS: &str = "1";
const NO_SUBJECT: &str = "11";
/// The code of its finding that a subject will be created.
const NEW_SUBJECT: &str = "12";

/// How long somebody has to pause in typing before the server is asked again, in milliseconds.
const PAUSE: f64 = 700.0;

/// A sheet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sheet {
    /// A plan for one session or several.
    Plan(Box<PlanSheet>),
    DeleteScan {
        address: Address,
        scan: String,
        busy: bool,
        problem: Option<Problem>,
    },
}

/// What can happen to a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    /// Ask about these sessions.
    Open(Action, Vec<Address>),
    /// Ask what happens to what is archived, after archiving has met it.
    Choose(Address),
    AskDeleteScan {
        address: Address,
        scan: String,
    },
    Cancel,
    Target(Option<Project>),
    Overwrite(Overwrite),
    Agree(Address),
    Typed(String),
    /// Leave out what the filter hides.
    LeaveOutHidden,
    Validated(Check, Result<Vec<Finding>, Problem>),
    Naming(NamingEvent),
    Go,
    ScanDeleted {
        address: Address,
        scan: String,
        answer: Result<(), Problem>,
    },
}

/// Works the plan out again: statuses, target, names, findings or sources have changed.
pub(crate) fn replan(state: &mut State) {
    let Some(Sheet::Plan(sheet)) = &mut state.sheet else {
        return;
    };
    let hides = |source: &&Address| state.list.hides(source);
    sheet.hidden = sheet.sources.iter().filter(hides).count();
    let sources = sheet.sources.iter();
    let sessions: Vec<Session> = sources
        .filter_map(|source| state.list.sessions.find(source))
        .collect();
    let in_run = |address: &Address| state.runs.iter().any(|run| run.is_at(address));
    sheet.plan(&sessions, in_run);
}

fn open(state: &mut State, action: Action, sources: Vec<Address>) -> Vec<Effect> {
    let found = sources
        .iter()
        .filter_map(|source| state.list.sessions.find(source));
    let sessions: Vec<Session> = found.collect();
    let sheet = PlanSheet::new(action, sources, &sessions);
    state.sheet = Some(Sheet::Plan(Box::new(sheet)));
    replan(state);
    let mut effects = check(state);
    if action == Action::Move && state.projects.targets.value().is_none() {
        state.projects.targets = Load::Busy;
        effects.push(Effect::Targets);
    }
    effects
}

/// Asks the server what archiving would meet.
fn check(state: &mut State) -> Vec<Effect> {
    match &mut state.sheet {
        Some(Sheet::Plan(sheet)) => sheet.check(),
        _ => Vec::new(),
    }
}

/// Asks the server again when somebody has paused in typing.
pub(crate) fn on_clock(state: &mut State) -> Vec<Effect> {
    let now = state.clock.now;
    match &mut state.sheet {
        Some(Sheet::Plan(sheet)) if sheet.naming.typed.is_some_and(|at| now - at >= PAUSE) => {
            sheet.check()
        }
        _ => Vec::new(),
    }
}

/// Asks again what was refused because nobody was signed in.
pub(crate) fn ask_again(state: &mut State) -> Vec<Effect> {
    let Some(Sheet::Plan(sheet)) = &mut state.sheet else {
        return Vec::new();
    };
    sheet.checks.drop_refused();
    let mut effects = sheet.check();
    if sheet.action == Action::Move && matches!(state.projects.targets, Load::Failed(_)) {
        state.projects.targets = Load::Busy;
        effects.push(Effect::Targets);
    }
    replan(state);
    effects
}

/// Takes the sheet away; the server is asked nothing more.
fn close(state: &mut State) -> Vec<Effect> {
    match state.sheet.take() {
        Some(Sheet::Plan(sheet)) if sheet.action == Action::Archive => vec![Effect::StopChecks],
        _ => Vec::new(),
    }
}

pub(crate) fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Open(action, sources) => return open(state, action, sources),
        Event::Choose(address) => {
            let effects = open(state, Action::Archive, vec![address]);
            if let Some(Sheet::Plan(sheet)) = &mut state.sheet {
                (sheet.decided, sheet.decides) = (false, true);
            }
            return effects;
        }
        Event::AskDeleteScan { address, scan } => {
            state.sheet = Some(Sheet::DeleteScan {
                address,
                scan,
                busy: false,
                problem: None,
            });
            return Vec::new();
        }
        Event::Cancel => return close(state),
        Event::ScanDeleted {
            address,
            scan,
            answer,
        } => return scan_deleted(state, &address, &scan, answer),
        _ => {}
    }
    match (&mut state.sheet, event) {
        (
            Some(Sheet::DeleteScan {
                address,
                scan,
                busy,
                problem,
            }),
            Event::Go,
        ) if !*busy => {
            (*busy, *problem) = (true, None);
            return vec![Effect::DeleteScan {
                address: address.clone(),
                scan: scan.clone(),
            }];
        }
        (Some(Sheet::Plan(sheet)), event) => match event {
            Event::Target(target) => {
                sheet.target = target;
                replan(state);
            }
            Event::Overwrite(overwrite) => {
                (sheet.overwrite, sheet.decided) = (overwrite, true);
                replan(state);
                return check(state);
            }
            Event::Naming(event) => {
                sheet.naming.apply(event, state.clock.now);
                replan(state);
            }
            Event::Agree(address) => toggle(&mut sheet.agreed, address),
            Event::Typed(typed) => sheet.typed = typed,
            Event::LeaveOutHidden => {
                sheet.sources.retain(|source| !state.list.hides(source));
                replan(state);
            }
            Event::Validated(check, answer) => {
                let mut effects = sheet.checks.take(check.clone(), answer);
                let unknown = check.names.subject.is_some() && sheet.checks.says_nothing(&check);
                let typing = sheet.naming.typed.is_some();
                replan(state);
                if unknown && !typing {
                    effects.extend(self::check(state));
                }
                return effects;
            }
            Event::Go => return go(state),
            _ => {}
        },
        _ => {}
    }
    Vec::new()
}

fn toggle(set: &mut Set<Address>, address: Address) {
    if !set.remove(&address) {
        set.insert(address);
    }
}

fn go(state: &mut State) -> Vec<Effect> {
    let Some(Sheet::Plan(sheet)) = &state.sheet else {
        return Vec::new();
    };
    let sources = sheet.going();
    let Some(work) = sheet.work().filter(|_| sheet.may_go(sources.len())) else {
        return Vec::new();
    };
    let stop = close(state);
    let mut effects = run::start(state, work, sources);
    effects.extend(stop);
    effects
}

fn scan_deleted(
    state: &mut State,
    of: &Address,
    id: &str,
    answer: Result<(), Problem>,
) -> Vec<Effect> {
    let mine = matches!(&state.sheet, Some(Sheet::DeleteScan { address, scan, .. }) if address == of && scan == id);
    match answer {
        Ok(()) => {
            if mine {
                state.sheet = None;
            }
            match &mut state.panel {
                Some(panel) if panel.address == *of => panel.scan_deleted(id),
                _ => Vec::new(),
            }
        }
        Err(failed) => {
            if let Some(Sheet::DeleteScan { busy, problem, .. }) =
                state.sheet.as_mut().filter(|_| mine)
            {
                (*busy, *problem) = (false, Some(failed));
            }
            Vec::new()
        }
    }
}

/// The projects to choose from as a target.
pub(crate) fn targets(projects: &[ProjectRow]) -> impl Iterator<Item = (Project, String)> {
    projects.iter().map(|row| {
        let text = if row.name.is_empty() || row.name == row.id {
            row.id.clone()
        } else {
            format!("{} ({})", row.name, row.id)
        };
        (Project::Named(row.id.clone()), text)
    })
}

#[cfg(test)]
mod tests;
