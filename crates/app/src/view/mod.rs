//! The views: functions of the state, which send messages.

mod banner;
mod board;
mod dialog;
mod find;
mod header;
mod icon;
mod journal;
mod keys;
pub(crate) mod later;
pub(crate) mod link;
mod list;
mod marks;
mod palette;
mod panel;
pub(crate) mod parts;
mod problem;
mod projects;
mod select;
mod sheet;
mod sign_in;
mod tray;
mod triage;

use yew::prelude::*;

use crate::store::keys::{Focus, Overlay};
use crate::store::login::{Event as LoginEvent, Login};
use crate::store::problem::Problem;
use crate::store::route::View;
use crate::store::{Held, Shared};
use crate::words;
use banner::banner;
use header::header;
use later::{Later, Part};
use link::{Link, use_link};
use list::inbox;
use problem::problem_of;
use sign_in::{sign_in_page, start_failed, starting};

/// The id of what can get the focus from outside.
pub(crate) fn id_of(focus: Focus) -> &'static str {
    match focus {
        Focus::Filter => find::FILTER_ID,
        Focus::List => list::GRID_ID,
        Focus::Panel => panel::PANEL_ID,
        Focus::Triage => triage::TRIAGE_ID,
    }
}

/// What most views are a function of.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) state: Shared,
}

/// The whole page.
#[function_component]
pub(crate) fn Page(props: &Props) -> Html {
    let link = use_link();
    let state = &props.state;
    // The page around an element has a main part of its own.
    let tag = if state.is_element { "div" } else { "main" };
    let main = match &state.login {
        Login::Asking => starting(tag),
        Login::Unknown(problem) => start_failed(tag, &link, problem),
        Login::Nobody(attempt) => sign_in_page(tag, &link, state, attempt),
        Login::In(_) | Login::Lost { .. } => desk(tag, &link, state),
    };
    html! {
        <>
            { main }
            <div class="unseen" role="status" aria-live="polite">{ &state.announcement }</div>
        </>
    }
}

/// The page of somebody who is signed in, or was a moment ago.
fn desk(tag: &'static str, link: &Link, state: &Shared) -> Html {
    let overlay = match &state.overlay {
        None => Html::default(),
        Some(Overlay::Keys(_)) => html! { <Later part={Part::Keys} state={state.clone()} /> },
        Some(Overlay::Palette(_)) => html! { <Later part={Part::Palette} state={state.clone()} /> },
    };
    let body = match state.view {
        View::Inbox | View::Board => html! {
            <@{tag} class="desk">
                { inbox(link, state) }
                if state.panel.is_some() {
                    <Later part={Part::Panel} state={state.clone()} />
                }
            </@>
        },
        View::Triage => {
            html! { <@{tag} class="desk"><Later part={Part::Triage} state={state.clone()} /></@> }
        }
        View::Projects => {
            html! { <@{tag} class="desk"><Later part={Part::Projects} state={state.clone()} /></@> }
        }
    };
    html! {
        <>
            { header(link, state) }
            { banner(link, state) }
            if let Some(problem) = &state.not_signed_out {
                { problem_of(words::NOT_SIGNED_OUT, problem, Some(link.on(LoginEvent::SignOut))) }
            }
            { body }
            { held(link, state) }
            if !state.runs.is_empty() || !state.cuts.is_empty() {
                <Later part={Part::Tray} state={state.clone()} />
            }
            if state.journal.open {
                <Later part={Part::Journal} state={state.clone()} />
            }
            if state.sheet.is_some() {
                <Later part={Part::Sheet} state={state.clone()} />
            }
            if state.views.dialog {
                <Later part={Part::Views} state={state.clone()} />
            }
            { overlay }
            if matches!(state.login, Login::Lost { .. }) {
                <Later part={Part::Again} state={state.clone()} />
            }
        </>
    }
}

/// What is said while something waits for the second module.
fn held(link: &Link, state: &Shared) -> Html {
    match &state.held {
        None => Html::default(),
        Some(Held::Loading) => {
            html! { <div class="tray"><p class="quiet" role="status">{ words::LOADING }</p></div> }
        }
        Some(Held::Failed(message)) => {
            let retry = link.on((**message).clone());
            html! {
                <div class="tray">{ problem_of(words::PART_FAILED, &Problem::no_part(), Some(retry)) }</div>
            }
        }
    }
}
