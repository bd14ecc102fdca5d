//! What the server finds when it is asked what archiving a session would meet.

use prearchive_core::inside::Finding;
use prearchive_core::plan::{Action, Verdict, verdict};
use prearchive_core::session::Session;
use yew::prelude::*;

use crate::store::Load;
use crate::store::triage::Event;
use crate::view::link::Link;
use crate::view::parts::{part, say, text};
use crate::view::problem::problem_of;
use crate::view::sheet::of_one;
use crate::words;

/// What archiving would meet, or why it is not possible at all.
pub(crate) fn findings(link: &Link, session: &Session, findings: &Load<Vec<Finding>>) -> Html {
    if let Verdict::WillNot(reason) = verdict(Action::Archive, session, None) {
        let local = say("strong", "", format!("{}. ", words::TRIAGE_LOCAL));
        let reason = text(words::reason(reason, Action::Archive));
        return part("p", "note", vec![local, reason]);
    }
    let names = [&*session.name, &*session.subject, &*session.address.folder];
    match findings {
        Load::Failed(problem) => {
            problem_of(words::CHECK_FAILED, problem, Some(link.on(Event::Retry)))
        }
        Load::Have(found) => of_one(Load::Have(found), &names),
        Load::Idle | Load::Busy => of_one(Load::Busy, &names),
    }
}
