//! The panel: one session, and what is inside it.

mod card;
mod copy;
mod doctor;
mod files;
mod findings;
mod history;
mod scans;
mod tab;
mod twins;

use yew::prelude::*;

use super::Props;
use super::icon::Icon;
use super::link::{Link, use_link};
use super::list::{GRID_ID, actions};
use super::parts::{Click, button, list, say, square};
use crate::browser;
use crate::format::count;
use crate::store::looked;
use crate::store::may::May;
use crate::store::panel::{Event as PanelEvent, Panel, Tab};
use crate::words;
pub(crate) use card::card;
use files::files_tab;
pub(crate) use findings::findings;
use history::history_tab;
use scans::scans_tab;

/// The id of the panel, to which the focus goes when it is opened from the keyboard.
pub(crate) const PANEL_ID: &str = "panel";

#[function_component]
pub(crate) fn PanelView(props: &Props) -> Html {
    let link = use_link();
    // It can close by itself, when its session was sent away or by a step back.
    use_effect_with((), |()| || browser::focus_if_lost(GRID_ID));
    let Some(panel) = &props.state.panel else {
        return Html::default();
    };
    let close = {
        let link = link.clone();
        Callback::from(move |()| {
            link.send(PanelEvent::Close);
            browser::focus_soon(GRID_ID);
        })
    };
    let onkeydown = {
        let close = close.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                close.emit(());
            }
        }
    };
    let title = panel
        .session
        .as_ref()
        .map_or(panel.address.folder.as_str(), |s| s.name.as_str());
    let title = words::session_name(title);
    let closing: Click = close.reform(|_| ());
    let body = if panel.gone {
        html! {
            <div class="blank">
                { say("h3", "", words::GONE_TITLE) }
                { say("p", "", words::GONE_TEXT) }
                { button("", words::CLOSE, closing.clone()) }
            </div>
        }
    } else {
        let card = panel.session.as_ref().map(|session| {
            let sources = std::slice::from_ref(&session.address);
            let actions = actions(&link, &props.state, "panel", sources);
            let found = looked::calls_for_it(session)
                .then(|| findings(&link, session, looked::findings(&props.state, session)));
            let between = list(vec![found.unwrap_or_default(), actions]);
            card(&link, &props.state, session, between)
        });
        html! {
            <>
                { card.unwrap_or_default() }
                { inside(&link, panel, props.state.may) }
            </>
        }
    };
    html! {
        <aside id={PANEL_ID} class="panel" part="panel" tabindex="-1" aria-label={words::PANEL} {onkeydown}>
            <header class="panel-head">
                <h2><bdi>{ title }</bdi></h2>
                { square(Icon::Close, words::CLOSE, closing) }
            </header>
            { body }
        </aside>
    }
}

/// What is inside the session, under its tabs.
pub(crate) fn inside(link: &Link, panel: &Panel, may: May) -> Html {
    let of = tab_id(panel.tab);
    html! {
        <>
            { tabs(link, panel) }
            <div key={of} id="panel-tab" class="tab-body" role="tabpanel" aria-labelledby={of} tabindex="0">
                { match panel.tab {
                    Tab::Scans => scans_tab(link, panel, may),
                    Tab::Files => files_tab(link, panel),
                    Tab::History => history_tab(link, panel),
                } }
            </div>
        </>
    }
}

pub(super) fn tab_id(tab: Tab) -> &'static str {
    match tab {
        Tab::Scans => "tab-scans",
        Tab::Files => "tab-files",
        Tab::History => "tab-history",
    }
}

fn tabs(link: &Link, panel: &Panel) -> Html {
    let current = panel.tab;
    let scans = panel.scans.value().map(Vec::len);
    let onkeydown = {
        let link = link.clone();
        move |event: KeyboardEvent| {
            let at = Tab::ALL.iter().position(|tab| *tab == current).unwrap_or(0);
            let (on, back) = if browser::is_rtl(&event.target_unchecked_into()) {
                ("ArrowLeft", "ArrowRight")
            } else {
                ("ArrowRight", "ArrowLeft")
            };
            let next = match event.key().as_str() {
                key if key == on => (at + 1) % Tab::ALL.len(),
                key if key == back => (at + Tab::ALL.len() - 1) % Tab::ALL.len(),
                "Home" => 0,
                "End" => Tab::ALL.len() - 1,
                _ => return,
            };
            event.prevent_default();
            link.send(PanelEvent::Tab(Tab::ALL[next]));
            browser::focus_soon(tab_id(Tab::ALL[next]));
        }
    };
    let tab = |tab: Tab| {
        let name = match tab {
            Tab::Scans => words::SCANS,
            Tab::Files => words::FILES,
            Tab::History => words::HISTORY,
        };
        let chosen = tab == current;
        html! {
            <button key={tab_id(tab)} id={tab_id(tab)} type="button" role="tab" aria-selected={chosen.to_string()} aria-controls="panel-tab"
                tabindex={if chosen { "0" } else { "-1" }} onclick={link.on(PanelEvent::Tab(tab))}>
                { name }
                { for scans.filter(|_| tab == Tab::Scans).map(|n| say("span", "number", count(n))) }
            </button>
        }
    };
    html! {
        <div class="tabs" role="tablist" {onkeydown}>{ for Tab::ALL.map(tab) }</div>
    }
}
