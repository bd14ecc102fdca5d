//! The views: functions of the state, which send messages.

mod dialog;
mod header;
mod icon;
pub(crate) mod link;
mod list;
mod panel;
mod problem;
mod projects;
mod select;
mod sheet;
mod sign_in;
mod tray;

pub(crate) use list::FILTER_ID;

use yew::prelude::*;

use crate::store::Shared;
use crate::store::login::{Event as LoginEvent, Login};
use crate::store::route::View;
use crate::words;
use header::Header;
use link::use_link;
use list::Inbox;
use panel::PanelView;
use problem::ProblemBox;
use projects::ProjectsView;
use sheet::SheetView;
use sign_in::{SignInAgain, SignInPage, StartFailed, Starting};
use tray::Tray;

/// What most views are a function of.
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) state: Shared,
}

/// The whole page.
#[function_component]
pub(crate) fn Page(props: &Props) -> Html {
    let state = &props.state;
    let main = match &state.login {
        Login::Asking => html! { <Starting /> },
        Login::Unknown(problem) => html! { <StartFailed problem={problem.clone()} /> },
        Login::Nobody(attempt) => html! { <SignInPage attempt={attempt.clone()} /> },
        Login::In(_) | Login::Lost { .. } => html! { <Desk state={state.clone()} /> },
    };
    html! {
        <>
            { main }
            <div class="unseen" role="status" aria-live="polite">{ &state.announcement }</div>
        </>
    }
}

/// The page of somebody who is signed in, or was a moment ago.
#[function_component]
fn Desk(props: &Props) -> Html {
    let link = use_link();
    let state = props.state.clone();
    let body = match state.view {
        View::Inbox => html! {
            <main class="desk">
                <Inbox state={state.clone()} />
                if state.panel.is_some() {
                    <PanelView state={state.clone()} />
                }
            </main>
        },
        View::Projects => {
            html! { <main class="desk"><ProjectsView state={state.clone()} /></main> }
        }
    };
    html! {
        <>
            <Header state={state.clone()} />
            if let Some(problem) = &state.not_signed_out {
                <ProblemBox title={words::NOT_SIGNED_OUT} problem={problem.clone()} retry={link.on::<()>(LoginEvent::SignOut)} />
            }
            { body }
            if !state.runs.is_empty() {
                <Tray state={state.clone()} />
            }
            if state.sheet.is_some() {
                <SheetView state={state.clone()} />
            }
            if let Login::Lost { user, attempt } = &state.login {
                <SignInAgain user={user.clone()} attempt={attempt.clone()} />
            }
        </>
    }
}
