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
pub(crate) mod parts;
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
use header::header;
use journal::journal_view;
use keys::keys_dialog;
use link::{Link, use_link};
use list::inbox;
use palette::PaletteView;
use panel::PanelView;
use problem::problem_of;
use projects::projects_view;
use sheet::sheet;
use sign_in::{sign_in_again, sign_in_page, start_failed, starting};
use tray::tray;
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
    let link = use_link();
    let state = &props.state;
    let main = match &state.login {
        Login::Asking => starting(),
        Login::Unknown(problem) => start_failed(&link, problem),
        Login::Nobody(attempt) => sign_in_page(attempt),
        Login::In(_) | Login::Lost { .. } => desk(&link, state),
    };
    html! {
        <>
            { main }
            <div class="unseen" role="status" aria-live="polite">{ &state.announcement }</div>
        </>
    }
}

/// The page of somebody who is signed in, or was a moment ago.
fn desk(link: &Link, state: &Shared) -> Html {
    let overlay = match &state.overlay {
        None => Html::default(),
        Some(Overlay::Keys(changing)) => keys_dialog(link, &state.keys, changing),
        Some(Overlay::Palette(_)) => html! { <PaletteView state={state.clone()} /> },
    };
    let body = match state.view {
        View::Inbox => html! {
            <main class="desk">
                { inbox(link, state) }
                if state.panel.is_some() {
                    <PanelView state={state.clone()} />
                }
            </main>
        },
        View::Triage => {
            html! { <main class="desk"><TriageView state={state.clone()} /></main> }
        }
        View::Projects => {
            html! { <main class="desk">{ projects_view(link, state) }</main> }
        }
    };
    html! {
        <>
            { header(link, state) }
            if let Some(problem) = &state.not_signed_out {
                { problem_of(words::NOT_SIGNED_OUT, problem, Some(link.on(LoginEvent::SignOut))) }
            }
            { body }
            if !state.runs.is_empty() || !state.cuts.is_empty() {
                { tray(link, state) }
            }
            if state.journal.open {
                { journal_view(link, state) }
            }
            { sheet(link, state) }
            { overlay }
            if let Login::Lost { user, attempt } = &state.login {
                { sign_in_again(user, attempt) }
            }
        </>
    }
}
