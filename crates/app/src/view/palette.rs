//! The palette: a box, and what it finds below it (APG combobox pattern).

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Props;
use super::dialog::Dialog;
use super::icon::{self, Icon};
use super::keys::key_of;
use super::link::use_link;
use super::parts::say;
use crate::browser;
use crate::format::count;
use crate::store::State;
use crate::store::keys::Overlay;
use crate::store::palette::{Entry, Event, Kind};
use crate::words;

const BOX_ID: &str = "palette-box";
const LIST_ID: &str = "palette-list";

#[function_component]
pub(crate) fn PaletteView(props: &Props) -> Html {
    let link = use_link();
    let list = use_node_ref();
    let state = &props.state;
    // The dialog gives the focus to its title; here somebody wants to write at once.
    use_effect_with((), |()| browser::focus_soon(BOX_ID));
    let active = match &state.overlay {
        Some(Overlay::Palette(palette)) => palette.active,
        _ => 0,
    };
    let element = list.clone();
    use_effect_with(active, move |_| {
        if let Some(list) = element.cast::<web_sys::HtmlElement>() {
            browser::show_inside(&list, ".active");
        }
    });
    let Some(Overlay::Palette(palette)) = &state.overlay else {
        return Html::default();
    };
    let found = &palette.found;
    let oninput = link.with(|event: InputEvent| {
        Event::Text(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    let onkeydown = {
        let (link, all) = (link.clone(), found.len());
        move |event: KeyboardEvent| {
            if event.is_composing() || event.alt_key() {
                return;
            }
            let command = event.ctrl_key() || event.meta_key();
            let said = match event.key().as_str() {
                "k" if command => Event::Close,
                _ if command => return,
                "ArrowDown" if all > 0 => Event::Active((active + 1) % all),
                "ArrowUp" if all > 0 => Event::Active((active + all - 1) % all),
                "PageDown" => Event::Active(active + 8),
                "PageUp" => Event::Active(active.saturating_sub(8)),
                "Enter" => Event::Take(active),
                _ => return,
            };
            event.prevent_default();
            link.send(said);
        }
    };
    let option = |(at, entry): (usize, &Entry)| {
        let chosen = at == active;
        html! {
            <li key={at} id={option_id(at)} role="option" class={chosen.then_some("active")}
                aria-selected={chosen.to_string()} onclick={link.on(Event::Take(at))}>
                { inside(state, entry) }
            </li>
        }
    };
    // The box keeps the focus.
    let onmousedown = |event: MouseEvent| event.prevent_default();
    html! {
        <Dialog title={words::C_PALETTE} class="centre palette" on_close={link.on::<()>(Event::Close)}>
            <div class="palette-box">
                { Icon::Search.draw() }
                <input id={BOX_ID} type="text" role="combobox" aria-label={words::C_PALETTE} placeholder={words::PALETTE_HINT}
                    aria-autocomplete="list" aria-haspopup="listbox" aria-expanded={(!found.is_empty()).to_string()} aria-controls={(!found.is_empty()).then_some(LIST_ID)}
                    aria-activedescendant={(!found.is_empty()).then(|| option_id(active))}
                    autocomplete="off" autocapitalize="off" spellcheck="false" value={palette.text.clone()} {oninput} {onkeydown} />
            </div>
            <ul ref={list} id={LIST_ID} hidden={found.is_empty()} class="palette-list" role="listbox" aria-label={words::PALETTE_RESULTS} {onmousedown}>
                { for found.iter().enumerate().map(option) }
            </ul>
            { say("p", "palette-count quiet", words::palette_found(found.len(), palette.more)) }
        </Dialog>
    }
}

fn inside(state: &State, entry: &Entry) -> Html {
    let about = match &entry.kind {
        Kind::Command(command) => {
            return html! {
                <>
                    { say("span", "name", entry.name.clone()) }
                    { key_of(state, *command) }
                </>
            };
        }
        Kind::Session(address) => {
            let session = state.list.sessions.find(address);
            let subject = session
                .as_ref()
                .map(|session| words::subject_name(&session.subject));
            html! {
                <>
                    { for subject.map(|subject| say("bdi", "about", subject)) }
                    { say("span", "about", address.project.to_string()) }
                    { for session.map(|session| icon::status(&session.status)) }
                </>
            }
        }
        _ => Html::default(),
    };
    let name = match entry.kind {
        Kind::Session(_) => words::session_name(&entry.name),
        _ => entry.name.clone(),
    };
    html! {
        <>
            { say("span", "kind", words::palette_kind(&entry.kind)) }
            { say("bdi", "name", name) }
            { about }
            { for entry.count.map(|number| say("span", "number", count(number))) }
        </>
    }
}

fn option_id(at: usize) -> String {
    format!("palette-option-{at}")
}
