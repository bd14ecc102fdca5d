//! Keys: which one does what, where, and what somebody has made of that.
//!
//! Shortcuts of a single character can be given other keys and switched off (WCAG 2.1.4).

mod commands;
mod pressed;
mod table;

use std::rc::Rc;

use super::keep::Key;
use super::route::View;
use super::{Effect, State, palette};
use prearchive_core::sorted::Map;

pub(crate) use commands::{Focus, focused, perform, sources};
pub(crate) use pressed::{Pressed, is_single};
pub(crate) use table::{Command, Group, IN_GRID, Place, SHORTCUTS, Shortcut};

/// The keys as somebody wants them.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Keys {
    /// Shortcuts of a single character are switched off.
    pub(crate) single_off: bool,
    /// Keys that are not as usual, by the shortcut's code; an empty one is no key.
    own: Map<&'static str, String>,
}

/// Why a shortcut does not get a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Another command has it in the same place.
    Taken(Command),
    /// Only single characters can be given.
    NotSingle,
}

/// The dialog that shows and changes the keys.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Dialog {
    /// The code of the shortcut that waits for its key.
    pub(crate) waiting: Option<&'static str>,
    pub(crate) refused: Option<Refusal>,
}

/// What lies over the page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Overlay {
    Keys(Dialog),
    Palette(palette::Palette),
}

/// What can happen to the keys.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    /// A command was given.
    Do(Command),
    /// The next key is for that shortcut.
    Ask(&'static str),
    /// A key was pressed for the shortcut that waits.
    Give(Pressed),
    /// No key is waited for any more.
    Leave,
    /// Switch the shortcuts of a single character on or off.
    Single(bool),
    /// All keys as usual.
    Reset,
    Close,
}

impl Keys {
    /// The key of a shortcut, switched off or not; empty if it has none.
    pub(crate) fn key(&self, shortcut: &'static Shortcut) -> &str {
        let own = self.own.get(shortcut.code);
        own.map_or(shortcut.key, String::as_str)
    }

    /// The key that gives a command now, if there is one.
    pub(crate) fn of(&self, command: Command) -> Option<&str> {
        let shortcut = SHORTCUTS.iter().find(|other| other.command == command)?;
        Some(self.key(shortcut)).filter(|key| self.is_on(key))
    }

    fn is_on(&self, key: &str) -> bool {
        !(key.is_empty() || self.single_off && is_single(key))
    }

    /// What a key does in a place.
    fn find(&self, key: &str, place: Place) -> Option<&'static Shortcut> {
        let mut there = SHORTCUTS.iter().filter(|s| s.group.is_in(place));
        there.find(|shortcut| self.is_on(key) && self.key(shortcut) == key)
    }

    /// Gives a shortcut another key, or none.
    pub(crate) fn give(&mut self, shortcut: &'static Shortcut, key: &str) -> Result<(), Refusal> {
        if !shortcut.is_single() || !(key.is_empty() || is_single(key)) {
            return Err(Refusal::NotSingle);
        }
        let taken = SHORTCUTS.iter().find(|other| {
            let same = other.group.meets(shortcut.group) && self.key(other) == key;
            same && other.code != shortcut.code && !key.is_empty()
        });
        if let Some(other) = taken {
            return Err(Refusal::Taken(other.command));
        }
        if key == shortcut.key {
            self.own.remove(shortcut.code);
        } else {
            self.own.insert(shortcut.code, key.to_owned());
        }
        Ok(())
    }

    /// Writes what is not as usual: `off` and `code=key`, with blanks between.
    fn write(&self) -> Option<String> {
        let mut parts: Vec<String> = Vec::new();
        if self.single_off {
            parts.push("off".into());
        }
        let own = self.own.iter();
        parts.extend(own.map(|(code, key)| format!("{code}={key}")));
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// Reads it; keys that cannot be, or that two commands would share, are as usual.
    pub(super) fn read(text: &str) -> Self {
        let mut keys = Self {
            single_off: text.split(' ').any(|part| part == "off"),
            ..Self::default()
        };
        for part in text.split(' ') {
            let Some((code, key)) = part.split_once('=') else {
                continue;
            };
            let known = SHORTCUTS.iter().find(|shortcut| shortcut.code == code);
            if let Some(shortcut) = known.filter(|s| s.is_single())
                && (key.is_empty() || is_single(key))
            {
                keys.own.insert(shortcut.code, key.to_owned());
            }
        }
        // Two shortcuts can have changed their keys with each other: only the whole tells whether there is a clash.
        let clash = SHORTCUTS.iter().any(|shortcut| {
            let key = keys.key(shortcut).to_owned();
            shortcut.is_single() && keys.give(shortcut, &key).is_err()
        });
        if clash {
            keys.own.clear();
        }
        keys
    }
}

/// What a key would do now: what the browser's listener needs to know before it lets the browser have the key.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Situation {
    keys: Rc<Keys>,
    /// `None` while nobody is signed in, and while something lies over the page.
    place: Option<Place>,
    /// A run waits for second thoughts, or a selection can be had again.
    undo: bool,
}

impl Situation {
    pub(crate) fn of(state: &State) -> Self {
        let free = state.login.is_in() && state.sheet.is_none() && state.overlay.is_none();
        Self {
            keys: state.keys.clone(),
            place: free.then(|| state.place()),
            undo: state.runs.iter().any(|run| run.waits.is_some())
                || state.view.is_list() && !state.list.dropped.is_empty(),
        }
    }

    /// The command that a key gives, if it gives one.
    pub(crate) fn command(&self, pressed: &Pressed) -> Option<Command> {
        let key = pressed.key()?;
        let place = self.place.filter(|_| !pressed.in_dialog)?;
        // In a field a key is a letter, and Escape belongs to the field.
        if pressed.in_field && !key.starts_with("Mod+") {
            return None;
        }
        let command = self.keys.find(&key, place)?.command;
        // With nothing to take back here the browser does what it does, and in a field it always does.
        if command == Command::Undo && (pressed.in_field || !self.undo) {
            return None;
        }
        let steps = matches!(command, Command::Next | Command::Previous);
        (steps || !pressed.repeated).then_some(command)
    }
}

impl State {
    /// Where keys are pressed.
    pub(crate) fn place(&self) -> Place {
        match self.view {
            View::Inbox | View::Board => Place::List,
            View::Triage => Place::Triage,
            View::Projects => Place::Projects,
        }
    }
}

/// Everything but the commands, which [`perform`] carries out.
pub(crate) fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    if let Event::Do(command) = event {
        return perform(state, command);
    }
    let Some(Overlay::Keys(dialog)) = &mut state.overlay else {
        return Vec::new();
    };
    let keys = Rc::make_mut(&mut state.keys);
    match event {
        Event::Do(_) => return Vec::new(),
        Event::Ask(code) => {
            *dialog = Dialog {
                waiting: Some(code),
                refused: None,
            };
            return Vec::new();
        }
        Event::Give(pressed) => {
            let waiting = SHORTCUTS.iter().find(|s| Some(s.code) == dialog.waiting);
            let (Some(shortcut), Some(key)) = (waiting, pressed.key()) else {
                return Vec::new();
            };
            // What takes a letter away takes the key away.
            let key = match key.as_str() {
                "Backspace" | "Delete" => "",
                key => key,
            };
            dialog.refused = keys.give(shortcut, key).err();
            if dialog.refused.is_some() {
                return Vec::new();
            }
            dialog.waiting = None;
            state.announcement = crate::words::key_given(shortcut.command, key);
        }
        Event::Leave => {
            *dialog = Dialog::default();
            return Vec::new();
        }
        Event::Single(on) => keys.single_off = !on,
        Event::Reset => {
            keys.own.clear();
            *dialog = Dialog::default();
            state.announcement = crate::words::KEYS_RESET_DONE.into();
        }
        Event::Close => {
            state.overlay = None;
            return Vec::new();
        }
    }
    vec![Key::Keys.keep(state.keys.write())]
}

#[cfg(test)]
mod tests;
