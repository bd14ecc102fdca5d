//! Triage: one session fills the page; facts on one side, scans on the other, and what can be done below.

use prearchive_core::plan::{Action, Verdict, verdict};
use prearchive_core::session::Session;
use yew::prelude::*;

use super::Props;
use super::icon::Icon;
use super::keys::{aria_key, key_of};
use super::link::{Link, use_link};
use super::list::Actions;
use super::panel::{Card, Inside};
use super::problem::ProblemBox;
use super::sheet::of_one;
use crate::browser;
use crate::store::keys::{Command, Event as Keys};
use crate::store::triage::{Event, Triage};
use crate::store::{Load, Shared};
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
        Some(triage) if triage.queue.is_empty() => html! {
            <div class="blank">
                <h2>{ words::TRIAGE_NONE_TITLE }</h2>
                <p>{ words::TRIAGE_NONE_TEXT }</p>
                { back(&link, state) }
            </div>
        },
        Some(triage) if triage.is_over() => html! {
            <div class="blank">
                <h2>{ words::TRIAGE_OVER_TITLE }</h2>
                <p>{ words::triage_over(triage.queue.len()) }</p>
                <div class="triage-steps">
                    { step(&link, state, Command::Previous) }
                    { back(&link, state) }
                </div>
            </div>
        },
        Some(triage) => one(&link, state, triage),
    };
    html! {
        <section id={TRIAGE_ID} class="triage" tabindex="-1" aria-label={words::TRIAGE}>{ body }</section>
    }
}

fn one(link: &Link, state: &Shared, triage: &Triage) -> Html {
    let Some(panel) = &state.panel else {
        return Html::default();
    };
    let (at, all) = (triage.at + 1, triage.queue.len());
    let session = panel.session.as_ref();
    let title = session.map_or(panel.address.folder.as_str(), |s| s.name.as_str());
    let subject = session.map(|s| s.subject.clone()).unwrap_or_default();
    let facts = match session.filter(|_| !panel.gone) {
        None => html! { <p class="note">{ words::TRIAGE_GONE }</p> },
        Some(session) => {
            let between = findings(link, session, &triage.findings);
            html! { <Card state={state.clone()} session={session.clone()} {between} /> }
        }
    };
    html! {
        <>
            <header class="triage-head">
                { back(link, state) }
                <div class="triage-name">
                    <h1><bdi>{ title }</bdi></h1>
                    <p class="quiet"><bdi>{ subject }</bdi>{ " · " }{ panel.address.project.to_string() }</p>
                </div>
                <div class="triage-place">
                    <span>{ words::triage_place(at, all) }</span>
                    <progress max={all.to_string()} value={at.to_string()} aria-label={words::TRIAGE_PROGRESS}></progress>
                </div>
            </header>
            <div class="triage-body">
                <div class="triage-facts">{ facts }</div>
                <div class="triage-inside">
                    if !panel.gone {
                        <Inside state={state.clone()} />
                    }
                </div>
            </div>
            <footer class="triage-foot">
                if !panel.gone {
                    <Actions state={state.clone()} sources={vec![panel.address.clone()]} />
                }
                <div class="triage-steps">
                    { step(link, state, Command::Previous) }
                    { step(link, state, Command::Next) }
                </div>
            </footer>
        </>
    }
}

/// What archiving would meet, or why it is not possible at all.
fn findings(
    link: &Link,
    session: &Session,
    findings: &Load<Vec<prearchive_core::inside::Finding>>,
) -> Html {
    if let Verdict::WillNot(reason) = verdict(Action::Archive, session, None) {
        return html! {
            <p class="note"><strong>{ words::TRIAGE_LOCAL }{ ". " }</strong>{ words::reason(reason, Action::Archive) }</p>
        };
    }
    match findings {
        Load::Failed(problem) => html! {
            <ProblemBox title={words::CHECK_FAILED} problem={problem.clone()} retry={link.on::<()>(Event::Retry)} />
        },
        Load::Have(found) => of_one(Load::Have(found)),
        Load::Idle | Load::Busy => of_one(Load::Busy),
    }
}

fn back(link: &Link, state: &Shared) -> Html {
    html! {
        <button type="button" class="back" aria-keyshortcuts={aria_key(state, Command::Close)} onclick={link.on(Keys::Do(Command::Close))}>
            { Icon::Back.draw() }<span>{ words::TRIAGE_BACK }</span>{ key_of(state, Command::Close) }
        </button>
    }
}

fn step(link: &Link, state: &Shared, command: Command) -> Html {
    let first = state.triage.as_ref().is_none_or(|triage| triage.at == 0);
    let (name, disabled) = match command {
        Command::Previous => (words::C_PREVIOUS, first),
        _ => (words::TRIAGE_SKIP, false),
    };
    html! {
        <button type="button" {disabled} aria-keyshortcuts={aria_key(state, command)} onclick={link.on(Keys::Do(command))}>
            <span>{ name }</span>{ key_of(state, command) }
        </button>
    }
}
