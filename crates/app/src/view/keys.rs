//! Keys on buttons, and the dialog that lists the shortcuts and changes them.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Props;
use super::dialog::Dialog;
use super::icon::Icon;
use super::link::{Link, use_link};
use crate::browser;
use crate::store::State;
use crate::store::keys::{
    Command, Dialog as Changing, Event, Group, Keys, Overlay, SHORTCUTS, Shortcut,
};
use crate::words;

/// A key as it looks on the keyboard; a screen reader is told by `aria-keyshortcuts` instead.
pub(crate) fn key_caps(key: &str) -> Html {
    let caps = words::key_caps(key, browser::is_mac());
    html! { <span class="caps" aria-hidden="true">{ for caps.into_iter().map(|cap| html! { <kbd>{ cap }</kbd> }) }</span> }
}

/// The key that gives a command, if one does.
pub(crate) fn key_of(state: &State, command: Command) -> Html {
    state.keys.of(command).map(key_caps).unwrap_or_default()
}

/// The value of `aria-keyshortcuts` for a command (WAI-ARIA 1.2).
pub(crate) fn aria_key(state: &State, command: Command) -> Option<String> {
    let modifier = if browser::is_mac() {
        "Meta+"
    } else {
        "Control+"
    };
    let key = state.keys.of(command)?;
    Some(key.replace("Mod+", modifier))
}

/// The shortcuts, by where they are valid.
#[function_component]
pub(crate) fn KeysDialog(props: &Props) -> Html {
    let link = use_link();
    let state = &props.state;
    let Some(Overlay::Keys(changing)) = &state.overlay else {
        return Html::default();
    };
    let keys = &state.keys;
    let group = |group: Group| {
        let there = SHORTCUTS.iter().filter(|shortcut| shortcut.group == group);
        html! {
            <section aria-label={words::shortcuts_in(group)}>
                <h3>{ words::shortcuts_in(group) }</h3>
                <ul>{ for there.map(|shortcut| line(&link, keys, changing, shortcut)) }</ul>
            </section>
        }
    };
    let onchange = link.with(|event: yew::Event| {
        Event::Single(event.target_unchecked_into::<HtmlInputElement>().checked())
    });
    html! {
        <Dialog title={words::SHORTCUTS} class="centre keys-dialog" on_close={link.on::<()>(Event::Close)}>
            <div class="dialog-body">
                <div class="switch">
                    <input type="checkbox" role="switch" id="single-keys" checked={!keys.single_off} {onchange}
                        aria-describedby="single-keys-text" />
                    <div>
                        <label for="single-keys">{ words::SINGLE_KEYS }</label>
                        <p id="single-keys-text" class="quiet">{ words::SINGLE_KEYS_TEXT }</p>
                    </div>
                </div>
                <div class={classes!("key-groups", keys.single_off.then_some("off"))}>{ for Group::ALL.map(group) }</div>
                <p class="quiet">{ words::SHORTCUTS_NOTE }</p>
            </div>
            <footer class="dialog-foot">
                <button type="button" onclick={link.on(Event::Reset)}>{ words::KEYS_RESET }</button>
                <button type="button" class="primary" onclick={link.on(Event::Close)}>{ words::CLOSE }</button>
            </footer>
        </Dialog>
    }
}

fn line(link: &Link, keys: &Keys, changing: &Changing, shortcut: &'static Shortcut) -> Html {
    let key = keys.key(shortcut);
    let waiting = changing.waiting == Some(shortcut.code);
    let shown = if key.is_empty() {
        html! { <span class="quiet">{ words::NO_KEY }</span> }
    } else {
        key_caps(key)
    };
    let button = || {
        let (press, leave) = (link.clone(), link.clone());
        let onkeydown = move |event: KeyboardEvent| {
            let pressed = browser::pressed(&event);
            // The way on with Tab stays open, and what the browser does with Control stays its own.
            if !waiting || pressed.command || pressed.value == "Tab" {
                return;
            }
            event.prevent_default();
            match pressed.value.as_str() {
                "Escape" => press.send(Event::Leave),
                _ => press.send(Event::Give(pressed)),
            }
        };
        let onblur = move |_| {
            if waiting {
                leave.send(Event::Leave);
            }
        };
        html! {
            <button type="button" class={classes!(waiting.then_some("waiting"))} onclick={link.on(Event::Ask(shortcut.code))}
                {onkeydown} {onblur} aria-describedby={waiting.then_some("press-key")}>
                if waiting { { words::PRESS_KEY } } else { { shown.clone() } }
                <span class="unseen">{ " " }{ words::change_key(shortcut.command) }{ " " }{ key }</span>
            </button>
        }
    };
    html! {
        <li key={shortcut.code}>
            <span>{ words::command(shortcut.command) }</span>
            if shortcut.is_single() {
                { button() }
            } else {
                <span class="fixed">{ key_caps(key) }<span class="unseen">{ key }</span></span>
            }
            if waiting {
                <p id="press-key" role="alert" class={if changing.refused.is_some() { "refused" } else { "quiet" }}>
                    if let Some(why) = changing.refused {
                        { Icon::Alert.draw() }{ words::key_refused(why) }
                    } else {
                        { words::PRESS_KEY_HINT }
                    }
                </p>
            }
        </li>
    }
}
