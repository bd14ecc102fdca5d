//! What archiving the session in the panel would meet, asked by itself where a status calls for an explanation.
//!
//! It is asked once for every change of the row; triage asks for each of its sessions and keeps the answers itself.

use prearchive_core::address::Address;
use prearchive_core::inside::Finding;
use prearchive_core::plan::{Action, Verdict, verdict};
use prearchive_core::session::Session;
use prearchive_core::stamp::DateText;
use prearchive_core::status::{Kind, Phase, Status};

use super::problem::Problem;
use super::{Effect, Load, State};

/// So many answers are remembered; older ones are asked for again.
const MOST: usize = 32;

/// The answer for a session as it was at its last change.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Looked {
    address: Address,
    lastmod: DateText,
    status: Status,
    findings: Load<Vec<Finding>>,
}

/// True if a status leaves open what is wrong.
pub(crate) fn calls_for_it(session: &Session) -> bool {
    let status = &session.status;
    matches!(
        status,
        Status::Known(Kind::Conflict | Kind::Error, Phase::Plain)
    )
}

/// What is known of a session.
pub(crate) fn findings<'a>(state: &'a State, session: &Session) -> &'a Load<Vec<Finding>> {
    let known = state.looked.iter().find(|one| one.is_of(session));
    known.map_or(&Load::Idle, |one| &one.findings)
}

impl Looked {
    fn is_of(&self, session: &Session) -> bool {
        self.address == session.address
            && self.lastmod == session.lastmod
            && self.status == session.status
    }
}

/// Asks for the session in the panel, unless that has been done.
pub(super) fn follow(state: &mut State) -> Vec<Effect> {
    if !state.view.is_list() || !state.login.is_in() {
        return Vec::new();
    }
    let open = state
        .panel
        .as_ref()
        .filter(|panel| !panel.gone && !panel.passing);
    let Some(session) = open.and_then(|panel| panel.session.as_ref()) else {
        return Vec::new();
    };
    let may = !matches!(verdict(Action::Archive, session, None), Verdict::WillNot(_));
    let asked = |one: &Looked| one.is_of(session) && one.findings != Load::Idle;
    if !may || !calls_for_it(session) || state.looked.iter().any(asked) {
        return Vec::new();
    }
    let address = session.address.clone();
    let now = Looked {
        address: address.clone(),
        lastmod: session.lastmod.clone(),
        status: session.status.clone(),
        findings: Load::Busy,
    };
    state.looked.retain(|one| one.address != address);
    if state.looked.len() == MOST {
        state.looked.remove(0);
    }
    state.looked.push(now);
    vec![Effect::Look(address)]
}

/// The server has answered.
pub(super) fn found(state: &mut State, of: &Address, answer: &Result<Vec<Finding>, Problem>) {
    let waits = |one: &&mut Looked| one.address == *of && one.findings == Load::Busy;
    if let Some(one) = state.looked.iter_mut().find(waits) {
        one.findings = answer.clone().into();
    }
}

/// Forgets what could not be had for the session in the panel; what follows every message asks again.
pub(super) fn retry(state: &mut State) {
    let open = state.panel.as_ref().map(|panel| &panel.address);
    state
        .looked
        .retain(|one| Some(&one.address) != open || !matches!(one.findings, Load::Failed(_)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::{address, listed, sessions, signed_in_with};
    use crate::store::{Message, panel, triage};

    fn looks(effects: &[Effect]) -> usize {
        let looks = effects.iter();
        looks.filter(|e| matches!(e, Effect::Look(_))).count()
    }

    #[test]
    fn it_is_asked_for_conflicts_and_errors_alone() {
        for (status, asked) in [
            ("CONFLICT", 1),
            ("ERROR", 1),
            ("READY", 0),
            ("_CONFLICT", 0),
            ("_ARCHIVING", 0),
        ] {
            let mut state = signed_in_with(&[status]);
            let opened = state.apply(panel::Event::Open(address(0)).into());
            assert_eq!(looks(&opened), asked, "{status}");
        }
    }

    #[test]
    fn it_is_asked_once_for_every_change() {
        let mut state = signed_in_with(&["CONFLICT", "READY"]);
        let open = |of: usize| Message::from(panel::Event::Open(address(of)));
        assert_eq!(looks(&state.apply(open(0))), 1);
        let answer = triage::Event::Found(address(0), Ok(Vec::new()));
        assert_eq!(looks(&state.apply(answer.into())), 0);
        assert_eq!(looks(&state.apply(open(1))), 0);
        assert_eq!(looks(&state.apply(open(0))), 0, "it is known");
        let mut rows = sessions(&["CONFLICT", "READY"]);
        assert_eq!(
            *findings(&state, &rows[0]),
            Load::Have(Vec::new()),
            "as the server has it"
        );
        rows[0].lastmod = "2026-09-20 08:00:00.0".to_owned().into();
        assert_eq!(looks(&listed(&mut state, &rows)), 1, "the row has changed");
    }

    #[test]
    fn what_could_not_be_had_can_be_asked_for_again() {
        let mut state = signed_in_with(&["ERROR"]);
        state.apply(panel::Event::Open(address(0)).into());
        let failed = triage::Event::Found(address(0), Err(Problem::default()));
        assert_eq!(looks(&state.apply(failed.into())), 0, "not by itself");
        assert_eq!(looks(&state.apply(triage::Event::Retry.into())), 1);
    }
}
