//! The views that nobody needs for signing in and finding: a module of their own, downloaded when one is first drawn.

use std::cell::Cell;

use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::prelude::*;

use super::board::Board;
use super::find::ViewsDialog;
use super::journal::journal_view;
use super::keys::keys_dialog;
use super::link::{Link, use_link};
use super::list::{menu, selection_bar};
use super::palette::PaletteView;
use super::panel::{PANEL_ID, PanelView};
use super::problem::problem_of;
use super::projects::projects_view;
use super::sheet::sheet;
use super::sign_in::sign_in_again;
use super::tray::tray;
use super::triage::{TRIAGE_ID, TriageView};
use crate::browser;
use crate::store::keys::Overlay;
use crate::store::later::{self, Ways};
use crate::store::login::Login;
use crate::store::problem::Problem;
use crate::store::{Message, Shared};
use crate::words;

/// A view of the second module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    Again,
    Board,
    Journal,
    Keys,
    Menu,
    Palette,
    Panel,
    Projects,
    Selection,
    Sheet,
    Tray,
    Triage,
    Views,
}

impl Part {
    /// The id and the class of what is there while it is waited for: in its place, or in that of the tray.
    fn place(self) -> (Option<&'static str>, &'static str) {
        match self {
            Self::Panel => (Some(PANEL_ID), "panel"),
            Self::Triage => (Some(TRIAGE_ID), "triage"),
            Self::Projects => (None, "blank"),
            Self::Selection => (None, "selection"),
            Self::Menu => (None, "quiet"),
            Self::Board => (None, "blank"),
            Self::Again
            | Self::Journal
            | Self::Keys
            | Self::Palette
            | Self::Sheet
            | Self::Tray
            | Self::Views => (None, "tray"),
        }
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct LaterProps {
    pub(crate) part: Part,
    pub(crate) state: Shared,
}

/// The way into the second module.
type Draw = fn(&Link, &LaterProps) -> Html;

thread_local! {
    /// Where the second module begins, once it is here.
    static DRAW: Cell<Option<Draw>> = const { Cell::new(None) };
}

/// Everything that only this function reaches is in the second module.
#[wasm_split(later, fallible)]
fn load() -> Result<(Draw, Ways), SplitLoaderError> {
    Ok((draw, later::ways()))
}

fn draw(link: &Link, props: &LaterProps) -> Html {
    let state = &props.state;
    match props.part {
        Part::Again => match &state.login {
            Login::Lost { user, attempt } => sign_in_again(user, attempt, state.is_at_work()),
            _ => Html::default(),
        },
        Part::Board => html! { <Board state={state.clone()} /> },
        Part::Journal => journal_view(link, state),
        Part::Keys => match &state.overlay {
            Some(Overlay::Keys(changing)) => keys_dialog(link, &state.keys, state.may, changing),
            _ => Html::default(),
        },
        Part::Menu => menu(link, &state.layout),
        Part::Palette => html! { <PaletteView state={state.clone()} /> },
        Part::Panel => html! { <PanelView state={state.clone()} /> },
        Part::Projects => projects_view(link, state),
        Part::Selection => selection_bar(link, state),
        Part::Sheet => sheet(link, state),
        Part::Tray => tray(link, state),
        Part::Triage => html! { <TriageView state={state.clone()} /> },
        Part::Views => {
            html! { <ViewsDialog state={state.clone()} /> }
        }
    }
}

/// Downloads the second module; whether it is here now.
pub(crate) async fn fetch() -> bool {
    if let Ok((draw, ways)) = load().await {
        DRAW.set(Some(draw));
        later::arrived(ways);
    }
    DRAW.get().is_some()
}

/// Downloads the second module ahead of its first use, if it is not here.
pub(crate) fn fetch_ahead() {
    if DRAW.get().is_none() {
        wasm_bindgen_futures::spawn_local(async {
            fetch().await;
        });
    }
}

/// How far the download is.
#[derive(Clone, Copy, PartialEq)]
enum Wait {
    Loading,
    Here,
    Failed,
}

/// A view of the second module, or what is said while it is not here.
#[function_component]
pub(crate) fn Later(props: &LaterProps) -> Html {
    let link = use_link();
    let wait = use_state_eq(|| match DRAW.get() {
        Some(_) => Wait::Here,
        None => Wait::Loading,
    });
    let (id, class) = props.part.place();
    {
        let (wait, link) = (wait.clone(), link.clone());
        use_effect_with(*wait == Wait::Loading, move |loading| {
            if *loading {
                wasm_bindgen_futures::spawn_local(async move {
                    let here = fetch().await;
                    wait.set(if here { Wait::Here } else { Wait::Failed });
                    if here {
                        link.send(Message::Arrived);
                    }
                    // What had the focus while it was waited for is gone now.
                    if let Some(id) = id {
                        browser::focus_if_lost(id);
                    }
                });
            }
        });
    }
    let inside = match (*wait, DRAW.get()) {
        (_, Some(draw)) => return draw(&link, props),
        (Wait::Failed, None) => {
            let retry = Callback::from(move |_| wait.set(Wait::Loading));
            problem_of(words::PART_FAILED, &Problem::no_part(), Some(retry))
        }
        (_, None) => html! { <p class="quiet" role="status">{ words::LOADING }</p> },
    };
    html! { <div {id} {class} tabindex="-1">{ inside }</div> }
}
