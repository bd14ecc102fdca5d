//! The doctor's card: what a status means, how long it has lasted, and what can be done.

use prearchive_core::plan::Action;
use prearchive_core::session::Session;
use yew::prelude::*;

use super::copy::CopyButton;
use super::tab_id;
use crate::browser;
use crate::store::State;
use crate::store::cure::{Cure, Event as CureEvent, Remedy, Step, Treatment, remedies};
use crate::store::doctor::rule;
use crate::store::may::Deed;
use crate::store::panel::{Event as PanelEvent, Tab};
use crate::store::sheet::Event as Sheet;
use crate::view::icon::Icon;
use crate::view::link::Link;
use crate::view::parts::{button, button_with, element, list, part, say, tag, text};
use crate::view::problem::problem_box;
use crate::words;

/// What is to be said of a session's status, and done about it.
pub(super) fn doctor(link: &Link, state: &State, session: &Session) -> Html {
    let row = state.list.row(&session.address);
    let since = state.watch.since(row, session);
    let lasts = since.map(|since| state.clock.wall() - since);
    let stuck = row.is_some_and(|row| state.list.stuck.contains(row));
    let may = state.projects.may_change(session.address.project.as_str());
    let of_this = |treatment: &&Treatment| treatment.address == session.address;
    let treatment = state.treatment.as_ref().filter(of_this);
    let offered = state.may.do_it(Deed::To(Action::Rebuild));
    let mut remedies = remedies(&session.status, stuck, may);
    remedies.retain(|remedy| offered || matches!(remedy, Remedy::Log | Remedy::Tell));
    let means = words::status_help(&session.status);
    if remedies.is_empty() && treatment.is_none() {
        return say("p", "quiet", means);
    }
    let what_is_usual = match rule(&session.status) {
        Some(rule) => words::usual(rule.usual, rule.stuck),
        None => words::FOREVER.to_string(),
    };
    let waits = remedies == [Remedy::Log] && rule(&session.status).is_some();
    let lasts_long = match lasts {
        Some(lasts) => format!("{}.", words::lasts(session, lasts)),
        None => words::LASTS_UNKNOWN.to_string(),
    };
    let lasting = if stuck {
        let mark = vec![Icon::Clock.draw(), text(words::STUCK)];
        let mark = part("span", "stuck-mark", mark);
        part("p", "", vec![mark, text(" "), text(lasts_long)])
    } else {
        say("p", "", lasts_long)
    };
    let usual = if stuck {
        words::STUCK_NOTE.to_string()
    } else {
        what_is_usual
    };
    // A heading and what it is about are one paragraph, so that the scans can be seen at once.
    let about = |name: words::Text, said: Vec<Html>| {
        let mut inside = vec![say("h3", "", name)];
        for said in said {
            inside.extend([text(" "), said]);
        }
        part("div", "about", inside)
    };
    let mut inside = vec![
        about(words::DOCTOR_MEANS, vec![say("p", "", means)]),
        about(words::DOCTOR_LASTS, vec![lasting, say("p", "quiet", usual)]),
    ];
    let wait = waits.then(|| say("p", "", words::DOCTOR_WAIT));
    let can = about(words::DOCTOR_CAN, wait.into_iter().collect());
    match treatment {
        Some(treatment) => inside.extend([can, course(link, treatment, session)]),
        None => {
            let ways = remedies.iter();
            let ways = ways.map(|remedy| way(link, *remedy, session, lasts));
            let ways = std::iter::once(can).chain(ways);
            inside.push(part("div", "remedies", ways.collect()));
        }
    }
    let class = if stuck { "doctor stuck" } else { "doctor" };
    let attributes = vec![
        ("class", class.into()),
        ("aria-label", words::DOCTOR.into()),
    ];
    tag("section", attributes, inside)
}

fn way(link: &Link, remedy: Remedy, session: &Session, lasts: Option<i64>) -> Html {
    let address = session.address.clone();
    match remedy {
        Remedy::Rebuild => {
            let name = say("span", "", words::action(Action::Rebuild));
            let inside = list(vec![Icon::Rebuild.draw(), name]);
            button_with(
                "",
                inside,
                link.on(Sheet::Open(Action::Rebuild, vec![address])),
            )
        }
        Remedy::Do(cure) => button(
            "",
            words::cure(cure),
            link.on(CureEvent::Ask(address, cure)),
        ),
        Remedy::Log => {
            let link = link.clone();
            let open = move |_: MouseEvent| {
                link.send(PanelEvent::Tab(Tab::History));
                browser::focus_at_top(tab_id(Tab::History));
            };
            button("", words::OPEN_LOG, Callback::from(open))
        }
        Remedy::Tell => html! {
            <CopyButton text={words::admin_message(session, lasts)} name={words::TELL_ADMIN} wide=true />
        },
    }
}

/// What is asked before something is done, and what became of it.
fn course(link: &Link, treatment: &Treatment, session: &Session) -> Html {
    let cure = treatment.cure;
    let name = words::cure(cure);
    let close = button("", words::CLOSE, link.on(CureEvent::Cancel));
    let now = || say("p", "", words::cure_now(session));
    let done = part("div", "remedies", vec![close]);
    let inside = match &treatment.step {
        Step::Asking => {
            let class = match cure {
                Cure::Commit => "primary",
                Cure::Unlock | Cure::Reset => "danger filled",
            };
            let go = button(class, name, link.on(CureEvent::Go));
            let cancel = button("", words::CANCEL, link.on(CureEvent::Cancel));
            let asked = say("p", "", words::cure_text(cure));
            vec![asked, part("div", "remedies", vec![go, cancel])]
        }
        Step::Busy => vec![status(words::CURE_BUSY.into())],
        Step::Done => {
            let taken = format!("{} {}", words::CURE_TAKEN, words::cure_now(session));
            vec![status(taken.into()), done]
        }
        Step::Failed(problem) => vec![problem_box(problem), now(), done],
    };
    let attributes = vec![
        ("class", "course".into()),
        ("role", "group".into()),
        ("aria-label", name.into()),
    ];
    let title = element("p", "", say("strong", "", name));
    tag("div", attributes, vec![title, list(inside)])
}

/// A sentence that is read out when it appears.
fn status(sentence: AttrValue) -> Html {
    tag("p", vec![("role", "status".into())], vec![text(sentence)])
}
