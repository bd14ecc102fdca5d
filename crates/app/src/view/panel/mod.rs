//! The panel: one session, and what is inside it.

mod card;
mod copy;
mod doctor;
mod files;
mod history;
mod scans;
mod tab;
mod twins;

use yew::prelude::*;

use super::Props;
use super::icon::Icon;
use super::link::use_link;
use super::list::GRID_ID;
use crate::browser;
use crate::format::count;
use crate::store::panel::{Event as PanelEvent, Tab};
use crate::words;
pub(crate) use card::Card;
use files::FilesTab;
use history::HistoryTab;
use scans::ScansTab;

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
    let inside = if panel.gone {
        html! {
            <div class="blank">
                <h3>{ words::GONE_TITLE }</h3>
                <p>{ words::GONE_TEXT }</p>
                <button type="button" onclick={close.reform(|_| ())}>{ words::CLOSE }</button>
            </div>
        }
    } else {
        html! {
            <>
                if let Some(session) = &panel.session {
                    <Card state={props.state.clone()} session={session.clone()} />
                }
                <Inside state={props.state.clone()} />
            </>
        }
    };
    html! {
        <aside id={PANEL_ID} class="panel" tabindex="-1" aria-label={words::PANEL} {onkeydown}>
            <header class="panel-head">
                <h2>{ title }</h2>
                <button type="button" class="plain square" aria-label={words::CLOSE} title={words::CLOSE} onclick={close.reform(|_| ())}>
                    { Icon::Close.draw() }
                </button>
            </header>
            { inside }
        </aside>
    }
}

/// What is inside the session, under its tabs.
#[function_component]
pub(crate) fn Inside(props: &Props) -> Html {
    let state = &props.state;
    let Some(panel) = &state.panel else {
        return Html::default();
    };
    let scans = panel.scans.value().map(Vec::len);
    html! {
        <>
            <Tabs current={panel.tab} {scans} />
            <div id="panel-tab" class="tab-body" role="tabpanel" aria-labelledby={tab_id(panel.tab)} tabindex="0">
                { match panel.tab {
                    Tab::Scans => html! { <ScansTab state={state.clone()} /> },
                    Tab::Files => html! { <FilesTab state={state.clone()} /> },
                    Tab::History => html! { <HistoryTab state={state.clone()} /> },
                } }
            </div>
        </>
    }
}

fn tab_id(tab: Tab) -> &'static str {
    match tab {
        Tab::Scans => "tab-scans",
        Tab::Files => "tab-files",
        Tab::History => "tab-history",
    }
}

#[derive(Clone, PartialEq, Properties)]
struct TabsProps {
    current: Tab,
    /// How many there are, once that is known.
    scans: Option<usize>,
}

#[function_component]
fn Tabs(props: &TabsProps) -> Html {
    let link = use_link();
    let (current, scans) = (props.current, props.scans);
    let onkeydown = {
        let link = link.clone();
        move |event: KeyboardEvent| {
            let at = Tab::ALL.iter().position(|tab| *tab == current).unwrap_or(0);
            let next = match event.key().as_str() {
                "ArrowRight" => (at + 1) % Tab::ALL.len(),
                "ArrowLeft" => (at + Tab::ALL.len() - 1) % Tab::ALL.len(),
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
                if let (Tab::Scans, Some(n)) = (tab, scans) {
                    <span class="number">{ count(n) }</span>
                }
            </button>
        }
    };
    html! {
        <div class="tabs" role="tablist" {onkeydown}>{ for Tab::ALL.map(tab) }</div>
    }
}
