//! Triage: one session after the other fills the page, and the next one is fetched meanwhile.
//!
//! The present session is in the panel of the state, so that all that can be done there can be done here.

use std::rc::Rc;

use prearchive_core::address::Address;
use prearchive_core::inside::Finding;
use prearchive_core::plan::{Action, Verdict, verdict};
use prearchive_core::session::Session;

use super::panel::Panel;
use super::problem::Problem;
use super::route::View;
use super::{Effect, Load, State, looked};
use crate::words;

/// The sessions to go through, and what was asked about them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Triage {
    /// As they were when it began: what was sent away keeps its number.
    pub(crate) queue: Rc<Vec<Address>>,
    /// The present one; as many as there are if all have been looked at.
    pub(crate) at: usize,
    /// What archiving the present one would meet.
    pub(crate) findings: Load<Vec<Finding>>,
    /// The next one.
    ahead: Option<Ahead>,
}

/// A session of which more is known than the list says.
#[derive(Debug, Clone, PartialEq)]
struct Ahead {
    panel: Panel,
    findings: Load<Vec<Finding>>,
}

/// What can happen in triage.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    /// What archiving a session would meet.
    Found(Address, Result<Vec<Finding>, Problem>),
    /// Ask that again.
    Retry,
}

impl Triage {
    /// True if all have been looked at.
    pub(crate) fn is_over(&self) -> bool {
        self.at >= self.queue.len()
    }

    /// The panel of the next session.
    pub(super) fn ahead(&mut self) -> Option<&mut Panel> {
        Some(&mut self.ahead.as_mut()?.panel)
    }
}

impl Ahead {
    /// A session that was kept, or a new one; asks for what is not there.
    fn of(address: &Address, now: Option<&Session>, kept: &mut Vec<Self>) -> (Self, Vec<Effect>) {
        let at = kept
            .iter()
            .position(|other| other.panel.address == *address);
        let mut it = match at {
            Some(at) => kept.swap_remove(at),
            None => Self {
                panel: Panel::new(address.clone(), now.cloned()),
                findings: Load::Idle,
            },
        };
        if it.panel.session.as_ref() != now {
            it.findings = Load::Idle;
        }
        let mut effects = it.panel.follow(now);
        effects.extend(it.panel.ask());
        effects.extend(ask(&it.panel, &mut it.findings));
        (it, effects)
    }
}

/// Asks what archiving would meet, if archiving is possible and it was not asked.
fn ask(panel: &Panel, findings: &mut Load<Vec<Finding>>) -> Option<Effect> {
    let session = panel.session.as_ref().filter(|_| !panel.gone)?;
    let may = !matches!(verdict(Action::Archive, session, None), Verdict::WillNot(_));
    if !may || *findings != Load::Idle {
        return None;
    }
    *findings = Load::Busy;
    Some(Effect::Look(panel.address.clone()))
}

/// Begins and ends with the view, and asks again when the present session has changed.
pub(crate) fn follow(state: &mut State) -> Vec<Effect> {
    if state.view != View::Triage {
        if state.triage.take().is_some() {
            state.panel = None;
            state.reveal += 1;
        }
        return Vec::new();
    }
    if state.triage.is_none() {
        return start(state);
    }
    let (Some(triage), panel) = (&mut state.triage, &state.panel) else {
        return Vec::new();
    };
    let present = triage.queue.get(triage.at);
    if panel.as_ref().map(|panel| &panel.address) != present {
        // Somebody has opened another session, from a link on the page: it belongs beside the list.
        state.triage = None;
        state.view = View::Inbox;
        state.reveal += 1;
        return Vec::new();
    }
    let asked = panel
        .as_ref()
        .and_then(|panel| ask(panel, &mut triage.findings));
    asked.into_iter().collect()
}

/// Goes through what is ticked, else through what the list shows, from the cursor on.
fn start(state: &mut State) -> Vec<Effect> {
    if state.list.loaded.is_none() || !state.login.is_in() {
        return Vec::new();
    }
    let list = &state.list;
    let queue = if list.selected.is_empty() {
        let shown = list.shown.iter();
        shown.filter_map(|id| list.sessions.address(*id)).collect()
    } else {
        list.chosen()
    };
    let cursor = list.cursor.and_then(|id| list.sessions.address(id));
    let at = cursor.and_then(|cursor| queue.iter().position(|address| *address == cursor));
    state.panel = None;
    state.triage = Some(Triage {
        queue: Rc::new(queue),
        at: 0,
        findings: Load::Idle,
        ahead: None,
    });
    show(state, at.unwrap_or(0))
}

/// Goes to the next session or to the one before.
pub(crate) fn step(state: &mut State, forward: bool) -> Vec<Effect> {
    let Some(triage) = &state.triage else {
        return Vec::new();
    };
    match (triage.at, forward) {
        (at, true) if at < triage.queue.len() => show(state, at + 1),
        (at, false) if at > 0 => show(state, at - 1),
        _ => Vec::new(),
    }
}

/// Shows a session and fetches the next; what is known of the one before is kept if it is the next.
fn show(state: &mut State, at: usize) -> Vec<Effect> {
    let Some(triage) = &mut state.triage else {
        return Vec::new();
    };
    let findings = std::mem::take(&mut triage.findings);
    let left = state.panel.take();
    let mut kept: Vec<Ahead> = triage.ahead.take().into_iter().collect();
    kept.extend(left.map(|panel| Ahead { panel, findings }));
    triage.at = at;
    let all = triage.queue.len();
    let Some(address) = triage.queue.get(at) else {
        state.announcement = words::triage_over(all);
        return Vec::new();
    };
    let sessions = &state.list.sessions;
    let now = sessions.find(address);
    let (present, mut effects) = Ahead::of(address, now.as_ref(), &mut kept);
    if let Some(next) = triage.queue.get(at + 1) {
        let (ahead, asked) = Ahead::of(next, sessions.find(next).as_ref(), &mut kept);
        triage.ahead = Some(ahead);
        effects.extend(asked);
    }
    triage.findings = present.findings;
    if let Some(row) = state.list.row(address) {
        state.list.cursor = Some(row);
    }
    let name = now.as_ref().map_or(&address.folder, |now| &now.name);
    state.announcement = words::triage_at(at + 1, all, &words::session_name(name));
    state.panel = Some(present.panel);
    effects
}

/// Asks again for what was refused because nobody was signed in.
pub(crate) fn ask_again(state: &mut State) -> Vec<Effect> {
    let Some(triage) = &mut state.triage else {
        return Vec::new();
    };
    let mut effects = Vec::new();
    let ahead = triage.ahead.as_mut();
    if let Some(Ahead { panel, findings }) = ahead {
        effects.extend(panel.ask());
        forget_refusal(findings);
        effects.extend(ask(panel, findings));
    }
    // What archiving the present one would meet is asked by what follows every message.
    forget_refusal(&mut triage.findings);
    effects
}

fn forget_refusal(findings: &mut Load<Vec<Finding>>) {
    if matches!(findings, Load::Failed(problem) if problem.is_signed_out()) {
        *findings = Load::Idle;
    }
}

pub(crate) fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    match &event {
        Event::Found(of, answer) => looked::found(state, of, answer),
        Event::Retry => looked::retry(state),
    }
    let Some(triage) = &mut state.triage else {
        return Vec::new();
    };
    let panel = state.panel.as_ref();
    match event {
        Event::Found(of, answer) => {
            if panel.is_some_and(|panel| panel.address == of) {
                triage.findings = answer.into();
            } else if let Some(ahead) = triage.ahead.as_mut().filter(|a| a.panel.address == of) {
                ahead.findings = answer.into();
            }
            Vec::new()
        }
        Event::Retry => {
            triage.findings = Load::Idle;
            let asked = panel.and_then(|panel| ask(panel, &mut triage.findings));
            asked.into_iter().collect()
        }
    }
}

#[cfg(test)]
mod tests;
