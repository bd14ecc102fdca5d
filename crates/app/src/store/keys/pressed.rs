//! A key as it was pressed, and its name.

use prearchive_core::letters::lower;

/// What the browser says of a key.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Pressed {
    /// Its value as UI Events names it: `a`, `A`, `?`, `Escape`, `ArrowDown`.
    pub(crate) value: String,
    pub(crate) shift: bool,
    /// Control or Meta.
    pub(crate) command: bool,
    pub(crate) alt: bool,
    /// It is held down.
    pub(crate) repeated: bool,
    /// Somebody is writing a character out of several keys.
    pub(crate) composing: bool,
    /// The focus is where somebody types or chooses by typing.
    pub(crate) in_field: bool,
    /// A dialog is open.
    pub(crate) in_dialog: bool,
}

impl Pressed {
    /// Its name: `j`, `Shift+a`, `?`, `Mod+k`, `Escape`; none for what is no shortcut: modifiers, dead keys.
    ///
    /// `Mod` is Control, or Meta on a Mac. Letters are small whatever the caps lock says; what other characters need
    /// shift for depends on the keyboard.
    pub(crate) fn key(&self) -> Option<String> {
        if self.alt || self.composing {
            return None;
        }
        let value = self.value.as_str();
        let mut letters = value.chars();
        let single = letters.next().filter(|_| letters.next().is_none());
        let name = match (value, single) {
            ("" | "Shift" | "Control" | "Alt" | "Meta" | "AltGraph" | "CapsLock", _)
            | ("Dead" | "Process" | "Unidentified" | "Tab", _) => return None,
            (" ", _) => "Space".to_owned(),
            (_, Some(letter)) if letter.is_alphabetic() => lower(letter).to_string(),
            _ => value.to_owned(),
        };
        let shown = single.is_some_and(|c| !c.is_alphabetic() && c != ' ');
        let shift = if self.shift && !shown { "Shift+" } else { "" };
        let command = if self.command { "Mod+" } else { "" };
        Some(format!("{command}{shift}{name}"))
    }
}

/// True for the name of a single character, with shift or without, which is what can be switched off and given away.
pub(crate) fn is_single(key: &str) -> bool {
    let character = match key.strip_prefix("Shift+") {
        Some(rest) if !rest.is_empty() => rest,
        _ => key,
    };
    let mut letters = character.chars();
    let one = letters.next().filter(|_| letters.next().is_none());
    one.is_some_and(|c| !c.is_whitespace() && !c.is_control() && lower(c) == c)
}
