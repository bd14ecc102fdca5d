//! The sheet that asks before something is done.

use std::collections::BTreeSet;

use prearchive_core::address::Address;
use prearchive_core::archiving::Overwrite;
use prearchive_core::inside::Finding;
use prearchive_core::plan::{Action, Plan, Verdict};
use prearchive_core::project::{Project, ProjectRow};
use prearchive_core::session::Session;

use super::message::Work;
use super::problem::Problem;
use super::{Effect, Load, State, run};

/// Deleting more sessions than this needs the number typed.
pub(crate) const MANY: usize = 20;

/// XNAT's code for the finding that a session of that label is archived.
const EXISTS: &str = "1";

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

/// A bulk action that somebody is deciding on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlanSheet {
    pub(crate) action: Action,
    sources: Vec<Address>,
    pub(crate) target: Option<Project>,
    pub(crate) plan: Plan,
    /// Sessions that need a look and got one.
    pub(crate) agreed: BTreeSet<Address>,
    pub(crate) overwrite: Overwrite,
    /// What was typed to confirm.
    pub(crate) typed: String,
    /// What the server says that archiving would meet; only for a single session.
    pub(crate) findings: Load<Vec<Finding>>,
    /// How many of the sessions the filter hides.
    pub(crate) hidden: usize,
}

/// What can happen to a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    /// Ask about these sessions.
    Open(Action, Vec<Address>),
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
    Validated(Address, Result<Vec<Finding>, Problem>),
    Go,
    ScanDeleted {
        address: Address,
        scan: String,
        answer: Result<(), Problem>,
    },
}

impl PlanSheet {
    /// The sessions that will be acted on.
    pub(crate) fn going(&self) -> Vec<Address> {
        let agreed = |address: &Address| self.agreed.contains(address);
        self.plan
            .items
            .iter()
            .filter(|(address, verdict)| match verdict {
                Verdict::Will => true,
                Verdict::NeedsALook(_) => agreed(address),
                Verdict::WillNot(_) => false,
            })
            .map(|(address, _)| address.clone())
            .collect()
    }

    /// True if the number has to be typed first.
    pub(crate) fn needs_typing(&self, going: usize) -> bool {
        self.action == Action::Delete && going > MANY
    }

    /// True if the button can be pressed.
    pub(crate) fn may_go(&self, going: usize) -> bool {
        let target = self.action != Action::Move || self.target.is_some();
        let typed = !self.needs_typing(going) || self.typed.trim() == going.to_string();
        going > 0 && target && typed && !self.will_fail()
    }

    /// True if the server has said that archiving cannot work, whatever is chosen.
    fn will_fail(&self) -> bool {
        let findings = self.findings.value();
        findings.is_some_and(|findings| findings.iter().any(|finding| finding.kind == "FAIL"))
    }

    /// True unless the server has said that nothing is archived under the session's label.
    pub(crate) fn may_meet_archived(&self) -> bool {
        // A choice that was made stays in sight.
        let chosen = self.overwrite != Overwrite::None;
        let findings = self.findings.value();
        chosen || findings.is_none_or(|findings| findings.iter().any(|f| f.code == EXISTS))
    }

    /// True if archived files may be replaced.
    pub(crate) fn replaces(&self) -> bool {
        self.action == Action::Archive && self.overwrite == Overwrite::Delete
    }

    fn work(&self) -> Option<Work> {
        Some(match self.action {
            Action::Archive => Work::Archive(self.overwrite),
            Action::Move => Work::Move(self.target.clone()?),
            Action::Rebuild => Work::Rebuild,
            Action::Delete => Work::Delete,
        })
    }

    /// A single session to be archived can be checked by the server first.
    fn check(&mut self) -> Vec<Effect> {
        let mut possible = self
            .plan
            .will()
            .chain(self.plan.look().map(|(address, _)| address));
        let one = match (possible.next(), possible.next()) {
            (Some(one), None) if self.action == Action::Archive && self.plan.items.len() == 1 => {
                one.clone()
            }
            _ => return Vec::new(),
        };
        self.findings = Load::Busy;
        vec![Effect::Validate {
            address: one,
            overwrite: self.overwrite,
        }]
    }
}

/// Works the plan out again: statuses, target or sources have changed.
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
    sheet.plan = Plan::new(sheet.action, sheet.target.clone(), sessions.iter());
}

fn open(state: &mut State, action: Action, sources: Vec<Address>) -> Vec<Effect> {
    // A single session that needs a look was looked at: it is what the sheet is about.
    let agreed = if sources.len() == 1 {
        sources.iter().cloned().collect()
    } else {
        BTreeSet::new()
    };
    state.sheet = Some(Sheet::Plan(Box::new(PlanSheet {
        action,
        sources,
        target: None,
        plan: Plan::new(action, None, std::iter::empty()),
        agreed,
        overwrite: Overwrite::None,
        typed: String::new(),
        findings: Load::Idle,
        hidden: 0,
    })));
    replan(state);
    let Some(Sheet::Plan(sheet)) = &mut state.sheet else {
        return Vec::new();
    };
    let mut effects = sheet.check();
    if action == Action::Move && state.projects.targets.value().is_none() {
        state.projects.targets = Load::Busy;
        effects.push(Effect::Targets);
    }
    effects
}

pub(crate) fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Open(action, sources) => return open(state, action, sources),
        Event::AskDeleteScan { address, scan } => {
            state.sheet = Some(Sheet::DeleteScan {
                address,
                scan,
                busy: false,
                problem: None,
            });
            return Vec::new();
        }
        Event::Cancel => {
            state.sheet = None;
            return Vec::new();
        }
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
                sheet.overwrite = overwrite;
                return sheet.check();
            }
            Event::Agree(address) => toggle(&mut sheet.agreed, address),
            Event::Typed(typed) => sheet.typed = typed,
            Event::LeaveOutHidden => {
                sheet.sources.retain(|source| !state.list.hides(source));
                replan(state);
            }
            Event::Validated(address, answer)
                if sheet.plan.items.iter().any(|(other, _)| *other == address) =>
            {
                sheet.findings = answer.into();
            }
            Event::Go => return go(state),
            _ => {}
        },
        _ => {}
    }
    Vec::new()
}

fn toggle(set: &mut BTreeSet<Address>, address: Address) {
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
    state.sheet = None;
    run::start(state, work, sources)
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
