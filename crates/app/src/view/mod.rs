//! The views: functions of the state, which send messages.

mod dialog;
mod find;
mod header;
mod icon;
mod journal;
mod keys;
pub(crate) mod link;
mod list;
mod marks;
mod palette;
mod panel;
mod problem;
mod projects;
mod select;
mod sheet;
mod sign_in;
mod tray;
mod triage;

use yew::prelude::*;

use crate::store::Shared;
use crate::store::keys::{Focus, Overlay};
use crate::store::login::{Event as LoginEvent, Login};
use crate::store::route::View;
use crate::words;
use header::Header;
use journal::JournalView;
use keys::KeysDialog;
use link::use_link;
use list::Inbox;
use palette::PaletteView;
use panel::PanelView;
use problem::ProblemBox;
use projects::ProjectsView;
use sheet::SheetView;
use sign_in::{SignInAgain, SignInPage, StartFailed, Starting};
use tray::Tray;
use triage::TriageView;

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
    let overlay = match &state.overlay {
        None => Html::default(),
        Some(Overlay::Keys(_)) => html! { <KeysDialog state={state.clone()} /> },
        Some(Overlay::Palette(_)) => html! { <PaletteView state={state.clone()} /> },
    };
    let body = match state.view {
        View::Inbox => html! {
            <main class="desk">
                <Inbox state={state.clone()} />
                if state.panel.is_some() {
                    <PanelView state={state.clone()} />
                }
            </main>
        },
        View::Triage => {
            html! { <main class="desk"><TriageView state={state.clone()} /></main> }
        }
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
            if !state.runs.is_empty() || !state.cuts.is_empty() {
                <Tray state={state.clone()} />
            }
            if state.journal.open {
                <JournalView state={state.clone()} />
            }
            if state.sheet.is_some() {
                <SheetView state={state.clone()} />
            }
            { overlay }
            if let Login::Lost { user, attempt } = &state.login {
                <SignInAgain user={user.clone()} attempt={attempt.clone()} />
            }
        </>
    }
}
