//! Triage: one session fills the page; facts on one side, scans on the other, and what can be done below.

use yew::prelude::*;

use super::Props;
use super::icon::Icon;
use super::keys::{aria_key, key_of};
use super::link::{Link, use_link};
use super::list::actions;
use super::panel::{card, findings, inside};
use super::parts::{element, list, part, say, text};
use crate::browser;
use crate::store::Shared;
use crate::store::keys::{Command, Event as Keys};
use crate::store::triage::Triage;
use crate::words;

/// The id of the page, to which the focus goes.
pub(crate) const TRIAGE_ID: &str = "triage";

#[function_component]
pub(crate) fn TriageView(props: &Props) -> Html {
    let link = use_link();
    let state = &props.state;
    use_effect_with((), |()| browser::focus_if_lost(TRIAGE_ID));
    let body = match &state.triage {
        None => html! { <p class="quiet" role="status">{ words::LOADING_SESSIONS }</p> },
        Some(triage) if triage.queue.is_empty() => {
            let title = say("h2", "", words::TRIAGE_NONE_TITLE);
            let why = say("p", "", words::TRIAGE_NONE_TEXT);
            part("div", "blank", vec![title, why, back(&link, state)])
        }
        Some(triage) if triage.is_over() => {
            let steps = vec![step(&link, state, Command::Previous), back(&link, state)];
            let inside = vec![
                say("h2", "", words::TRIAGE_OVER_TITLE),
                say("p", "", words::triage_over(triage.queue.len())),
                part("div", "triage-steps", steps),
            ];
            part("div", "blank", inside)
        }
        Some(triage) => one(&link, state, triage),
    };
    html! {
        <section id={TRIAGE_ID} class="triage" tabindex="-1" aria-labelledby="triage-title">
            <h1 id="triage-title" class="unseen">{ words::TRIAGE }</h1>
            { body }
        </section>
    }
}

fn one(link: &Link, state: &Shared, triage: &Triage) -> Html {
    let Some(panel) = &state.panel else {
        return Html::default();
    };
    let (at, all) = (triage.at + 1, triage.queue.len());
    let session = panel.session.as_ref();
    let title = session.map_or(panel.address.folder.as_str(), |s| s.name.as_str());
    let title = words::session_name(title);
    let subject = session
        .map(|s| words::subject_name(&s.subject))
        .unwrap_or_default();
    let facts = match session.filter(|_| !panel.gone) {
        None => say("p", "note", words::TRIAGE_GONE),
        Some(session) => {
            let between = findings(link, session, &triage.findings);
            card(link, state, session, between)
        }
    };
    let of = vec![
        say("bdi", "", subject),
        text(" · "),
        text(panel.address.project.to_string()),
    ];
    let name = vec![
        element("h2", "", say("bdi", "", title)),
        part("p", "quiet", of),
    ];
    let steps = vec![
        step(link, state, Command::Previous),
        step(link, state, Command::Next),
    ];
    let steps = part("div", "triage-steps", steps);
    let (inside, foot) = if panel.gone {
        (Html::default(), vec![Html::default(), steps])
    } else {
        let actions = actions(link, state, "triage", std::slice::from_ref(&panel.address));
        (inside(link, panel, state.may), vec![actions, steps])
    };
    let place = html! {
        <>
            { say("span", "", words::triage_place(at, all)) }
            <progress max={all.to_string()} value={at.to_string()} aria-label={words::TRIAGE_PROGRESS}></progress>
        </>
    };
    let head = vec![
        back(link, state),
        part("div", "triage-name", name),
        element("div", "triage-place", place),
    ];
    let body = vec![
        element("div", "triage-facts", facts),
        element("div", "triage-inside", inside),
    ];
    list(vec![
        part("header", "triage-head", head),
        part("div", "triage-body", body),
        part("footer", "triage-foot", foot),
    ])
}

fn back(link: &Link, state: &Shared) -> Html {
    let name = say("span", "", words::TRIAGE_BACK);
    let name = list(vec![Icon::Back.draw(), name]);
    button(link, state, Command::Close, "back", false, name)
}

fn step(link: &Link, state: &Shared, command: Command) -> Html {
    let first = state.triage.as_ref().is_none_or(|triage| triage.at == 0);
    let (name, disabled) = match command {
        Command::Previous => (words::C_PREVIOUS, first),
        _ => (words::TRIAGE_SKIP, false),
    };
    let name = say("span", "", name);
    button(link, state, command, "", disabled, name)
}

/// A button that gives a command, with its key.
fn button(
    link: &Link,
    state: &Shared,
    command: Command,
    class: &'static str,
    disabled: bool,
    name: Html,
) -> Html {
    let class = (!class.is_empty()).then_some(class);
    html! {
        <button type="button" {class} {disabled} aria-keyshortcuts={aria_key(state, command)} onclick={link.on(Keys::Do(command))}>
            { name }{ key_of(state, command) }
        </button>
    }
}
