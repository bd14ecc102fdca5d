//! Keys on buttons, and the dialog that lists the shortcuts and changes them.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::dialog::Dialog;
use super::icon::Icon;
use super::link::Link;
use super::parts::{button, say};
use crate::browser;
use crate::store::State;
use crate::store::keys::{
    Command, Dialog as Changing, Event, Group, IN_GRID, Keys, SHORTCUTS, Shortcut,
};
use crate::store::may::{Deed, May};
use crate::words;

/// A key as it looks on the keyboard; a screen reader is told by `aria-keyshortcuts` instead.
pub(crate) fn key_caps(key: &str) -> Html {
    let caps = words::key_caps(key, browser::is_mac());
    html! { <span class="caps" aria-hidden="true">{ for caps.into_iter().map(|cap| say("kbd", "", cap)) }</span> }
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
pub(crate) fn keys_dialog(link: &Link, keys: &Keys, may: May, changing: &Changing) -> Html {
    let group = |group: Group| {
        let there = SHORTCUTS.iter().filter(|shortcut| {
            let offered = match shortcut.command {
                Command::Act(action) => may.do_it(Deed::To(action)),
                _ => true,
            };
            offered && shortcut.group == group
        });
        html! {
            <section aria-label={words::shortcuts_in(group)}>
                { say("h3", "", words::shortcuts_in(group)) }
                <ul>
                    { for there.map(|shortcut| line(link, keys, changing, shortcut)) }
                    if group == Group::List {
                        { for IN_GRID.iter().map(|(key, name)| fixed(key, *name)) }
                    }
                </ul>
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
                <div class={if keys.single_off { "key-groups off" } else { "key-groups" }}>{ for Group::ALL.map(group) }</div>
                { say("p", "quiet", words::SHORTCUTS_NOTE) }
            </div>
            <footer class="dialog-foot">
                { button("", words::KEYS_RESET, link.on(Event::Reset)) }
                { button("primary", words::CLOSE, link.on(Event::Close)) }
            </footer>
        </Dialog>
    }
}

/// A key that cannot be changed.
fn fixed(key: &'static str, name: words::Text) -> Html {
    html! {
        <li {key}>
            { say("span", "", name) }
            <span class="fixed">{ key_caps(key) }<span class="unseen">{ key }</span></span>
        </li>
    }
}

fn line(link: &Link, keys: &Keys, changing: &Changing, shortcut: &'static Shortcut) -> Html {
    let key = keys.key(shortcut);
    let waiting = changing.waiting == Some(shortcut.code);
    let shown = if key.is_empty() {
        say("span", "quiet", words::NO_KEY)
    } else {
        key_caps(key)
    };
    let changer = || {
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
            <button type="button" class={waiting.then_some("waiting")} onclick={link.on(Event::Ask(shortcut.code))}
                {onkeydown} {onblur} aria-describedby={waiting.then_some("press-key")}>
                if waiting { { words::PRESS_KEY } } else { { shown.clone() } }
                <span class="unseen">{ " " }{ words::change_key(shortcut.command) }{ " " }{ key }</span>
            </button>
        }
    };
    html! {
        <li key={shortcut.code}>
            { say("span", "", words::command(shortcut.command)) }
            if shortcut.is_single() {
                { changer() }
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
