mod going;

use super::*;
use crate::store::message::Work;
use crate::store::testing::{address, listed, sessions, signed_in_with};
use crate::store::{Load, Message, Theme, list, login, panel, run, sheet};
use prearchive_core::plan::Action;

/// A key that is pressed alone, or with what stands before it: `Shift+A`, `Ctrl+k`.
fn press(text: &str) -> Pressed {
    let (shift, text) = match text.strip_prefix("Shift+") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (command, value) = match text.strip_prefix("Ctrl+") {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    Pressed {
        value: value.into(),
        shift,
        command,
        ..Pressed::default()
    }
}

fn shortcut(code: &str) -> &'static Shortcut {
    let found = SHORTCUTS.iter().find(|shortcut| shortcut.code == code);
    found.unwrap_or_else(|| panic!("there is no shortcut {code}"))
}

/// Presses a key in a state, as the page does.
fn type_in(state: &mut State, key: &str) -> Vec<Effect> {
    match Situation::of(state).command(&press(key)) {
        Some(command) => state.apply(Event::Do(command).into()),
        None => Vec::new(),
    }
}

#[test]
fn no_two_shortcuts_have_the_same_key_in_a_place() {
    let usual = Keys::default();
    for (at, one) in SHORTCUTS.iter().enumerate() {
        for other in &SHORTCUTS[at + 1..] {
            assert_ne!(one.code, other.code);
            assert_ne!(one.command, other.command);
            let apart = !one.group.meets(other.group) || usual.key(one) != usual.key(other);
            assert!(apart, "{} and {}", one.code, other.code);
        }
    }
}

#[test]
fn every_command_is_reached_where_it_is_valid_and_only_there() {
    for shortcut in &SHORTCUTS {
        for place in [Place::List, Place::Triage, Place::Projects] {
            let found = Keys::default().find(shortcut.key, place);
            let there = found.is_some_and(|found| found.command == shortcut.command);
            assert_eq!(
                there,
                shortcut.group.is_in(place),
                "{} {place:?}",
                shortcut.code
            );
        }
    }
}

#[test]
fn keys_have_names() {
    let altgr = Pressed {
        alt: true,
        ..press("Ctrl+@")
    };
    let composing = Pressed {
        composing: true,
        ..press("j")
    };
    for (pressed, wanted) in [
        (press("j"), Some("j")),
        (press("J"), Some("j")),
        (press("Shift+J"), Some("Shift+j")),
        (press("Shift+?"), Some("?")),
        (press("Shift+Ö"), Some("Shift+ö")),
        (press("Ctrl+k"), Some("Mod+k")),
        (press("Escape"), Some("Escape")),
        (press("Shift+Enter"), Some("Shift+Enter")),
        (press(" "), Some("Space")),
        (press("Shift"), None),
        (press("Dead"), None),
        (press("Process"), None),
        (press("Tab"), None),
        (altgr, None),
        (composing, None),
    ] {
        assert_eq!(pressed.key().as_deref(), wanted, "{pressed:?}");
    }
}

#[test]
fn what_is_a_single_character() {
    for (key, wanted) in [
        ("j", true),
        ("Shift+j", true),
        ("?", true),
        ("+", true),
        ("ö", true),
        ("Shift+", false),
        ("J", false),
        ("Mod+k", false),
        ("Escape", false),
        ("Space", false),
        (" ", false),
        ("", false),
    ] {
        assert_eq!(is_single(key), wanted, "{key:?}");
    }
}

#[test]
fn keys_that_are_not_for_the_page_are_left_alone() {
    let state = signed_in_with(&["READY"]);
    let situation = Situation::of(&state);
    let archive = Some(Command::Act(Action::Archive));
    let (field, dialog) = (
        |key| Pressed {
            in_field: true,
            ..press(key)
        },
        |key| Pressed {
            in_dialog: true,
            ..press(key)
        },
    );
    let held = |key| Pressed {
        repeated: true,
        ..press(key)
    };
    for (pressed, wanted) in [
        (press("a"), archive),
        (press("Ctrl+a"), None),
        (press("Ctrl+r"), None),
        (press("z"), None),
        (field("a"), None),
        (field("Escape"), None),
        (field("Ctrl+k"), Some(Command::Palette)),
        (dialog("a"), None),
        (dialog("Ctrl+k"), None),
        (held("a"), None),
        (held("j"), Some(Command::Next)),
    ] {
        assert_eq!(situation.command(&pressed), wanted, "{pressed:?}");
    }
}

#[test]
fn nothing_is_commanded_while_nobody_is_signed_in_or_something_lies_over_the_page() {
    let signed_out = |state: &mut State| {
        state.apply(login::Event::SignedOut(Ok(())).into());
    };
    let sheet = |state: &mut State| {
        state.apply(sheet::Event::Open(Action::Delete, vec![address(0)]).into());
    };
    let help = |state: &mut State| {
        state.apply(Event::Do(Command::Help).into());
    };
    let changes: [fn(&mut State); 3] = [signed_out, sheet, help];
    for change in changes {
        let mut state = signed_in_with(&["READY"]);
        assert!(Situation::of(&state).command(&press("j")).is_some());
        change(&mut state);
        assert_eq!(Situation::of(&state).command(&press("j")), None);
    }
}

#[test]
fn a_shortcut_gets_another_key() {
    let mut keys = Keys::default();
    assert_eq!(keys.give(shortcut("archive"), "e"), Ok(()));
    assert_eq!(keys.find("e", Place::List).map(|s| s.code), Some("archive"));
    assert_eq!(keys.find("a", Place::List), None, "the old one is free");
    assert_eq!(keys.give(shortcut("tick"), "a"), Ok(()));
    assert_eq!(keys.give(shortcut("archive"), ""), Ok(()), "or none");
    assert_eq!(keys.of(Command::Act(Action::Archive)), None);
}

#[test]
fn a_key_that_is_taken_is_told() {
    let taken = |code| Err(Refusal::Taken(shortcut(code).command));
    for (code, key, wanted) in [
        ("archive", "m", taken("move")),
        ("archive", "x", taken("tick")),
        ("theme", "x", taken("tick")),
        ("tick", "?", taken("help")),
        ("tick", "x", Ok(())),
        ("tick", "Escape", Err(Refusal::NotSingle)),
        ("tick", "Mod+s", Err(Refusal::NotSingle)),
        ("palette", "p", Err(Refusal::NotSingle)),
        ("close", "q", Err(Refusal::NotSingle)),
    ] {
        let mut keys = Keys::default();
        assert_eq!(keys.give(shortcut(code), key), wanted, "{code} {key}");
        assert_eq!(keys, Keys::default(), "nothing has changed");
    }
}

#[test]
fn single_keys_can_be_switched_off() {
    let keys = Keys {
        single_off: true,
        ..Keys::default()
    };
    for shortcut in &SHORTCUTS {
        let found = keys.find(shortcut.key, Place::List);
        assert_eq!(found.is_some(), !shortcut.is_single(), "{}", shortcut.code);
        assert_eq!(keys.of(shortcut.command).is_some(), !shortcut.is_single());
    }
}

#[test]
fn keys_are_kept_and_come_back() {
    let mut swapped = Keys {
        single_off: true,
        ..Keys::default()
    };
    for (code, key) in [
        ("archive", ""),
        ("move", "a"),
        ("archive", "m"),
        ("open", "="),
        ("tick", ""),
    ] {
        assert_eq!(swapped.give(shortcut(code), key), Ok(()));
    }
    let text = swapped.write().unwrap_or_default();
    assert_eq!(text, "off archive=m move=a open== tick=");
    assert_eq!(Keys::read(&text), swapped);
    assert_eq!(
        Keys::default().write(),
        None,
        "what is as usual is not kept"
    );
    for (text, wanted) in [
        ("", ""),
        ("nonsense x=1 close=q tick=Enter", ""),
        ("archive=m", ""),
        ("archive=M tick=z", "tick=z"),
        ("off", "off"),
    ] {
        assert_eq!(
            Keys::read(text).write().unwrap_or_default(),
            wanted,
            "{text:?}"
        );
    }
}

#[test]
fn the_dialog_changes_a_key_and_the_browser_keeps_it() {
    let mut state = signed_in_with(&["READY"]);
    type_in(&mut state, "?");
    state.apply(Event::Ask("archive").into());
    assert_eq!(state.apply(Event::Give(press("m")).into()), []);
    let Some(Overlay::Keys(dialog)) = &state.overlay else {
        panic!("the dialog is open")
    };
    assert_eq!(
        dialog.refused,
        Some(Refusal::Taken(Command::Act(Action::Move)))
    );
    assert_eq!(dialog.waiting, Some("archive"), "another try");
    let kept = |text: &str| [Key::Keys.keep(Some(text.into()))];
    assert_eq!(
        state.apply(Event::Give(press("e")).into()),
        kept("archive=e")
    );
    state.apply(Event::Ask("move").into());
    let none = state.apply(Event::Give(press("Delete")).into());
    assert_eq!(none, kept("archive=e move="));
    assert_eq!(
        state.apply(Event::Single(false).into()),
        kept("off archive=e move=")
    );
    let mut again = signed_in_with(&["READY"]);
    again.recall(|key| match key {
        Key::Keys => "off archive=e move=".into(),
        _ => String::new(),
    });
    assert_eq!(again.keys, state.keys);
    state.apply(login::Event::SignedOut(Ok(())).into());
    assert_eq!(again.keys, state.keys, "they belong to the browser");
    state.apply(login::Event::Answered(Ok("ann".into())).into());
    state.apply(Event::Do(Command::Help).into());
    assert_eq!(state.apply(Event::Reset.into()), kept("off"));
    assert_eq!(
        state.apply(Event::Single(true).into()),
        [Key::Keys.keep(None)]
    );
}
