//! Keys: commands, the dialog of shortcuts, the palette, and triage.

use super::action;
use super::text::{Text, plural, texts};
use crate::format::count;
use crate::store::Theme;
use crate::store::keys::{Command, Group, Refusal};
use crate::store::palette::{Extra, Kind};
use prearchive_core::letters::upper;

texts! {
    SHORTCUTS = "Keyboard shortcuts", "Tastenkürzel";
    SHORTCUTS_ANYWHERE = "Anywhere", "Überall";
    SHORTCUTS_LIST = "In the list", "In der Liste";
    SHORTCUTS_SESSIONS = "In the list and in triage", "In der Liste und in der Sichtung";
    SHORTCUTS_NOTE = "Actions are about the selected sessions, else about the one that is open, else about the one that the cursor is on, and always ask first.", "Aktionen betreffen die ausgewählten Sessions, sonst die offene, sonst die, auf der der Cursor steht, und fragen immer zuerst.";
    SINGLE_KEYS = "Single-key shortcuts", "Kürzel mit einzelnen Tasten";
    SINGLE_KEYS_TEXT = "Switch them off if keys are pressed by accident or by speech input.", "Schalten Sie sie aus, wenn Tasten aus Versehen oder durch Spracheingabe gedrückt werden.";
    KEYS_RESET = "Reset all shortcuts", "Alle Tastenkürzel zurücksetzen";
    KEYS_RESET_DONE = "All keys are as usual.", "Alle Tasten sind wie üblich.";
    CHANGE_KEY = "Change the key: {0}", "Taste ändern: {0}";
    PRESS_KEY = "Press a key…", "Taste drücken …";
    PRESS_KEY_HINT = "Delete takes the key away, Escape leaves it as it is.", "Entf nimmt die Taste weg, Esc lässt sie, wie sie ist.";
    NO_KEY = "None", "Keine";
    KEY_GIVEN = "{0}: {1}.", "{0}: {1}.";
    KEY_TAKEN = "This key is used already: {0}.", "Diese Taste ist schon vergeben: {0}.";
    KEY_NOT_SINGLE = "Only a letter, a digit or a sign can be used, alone or with Shift.", "Es geht nur ein Buchstabe, eine Ziffer oder ein Zeichen, allein oder mit Umschalt.";
    KEY_SHIFT = "Shift", "Umschalt";
    KEY_CONTROL = "Ctrl", "Strg";
    KEY_ESCAPE = "Esc", "Esc";

    C_FILTER = "Go to the filter", "Zum Filter";
    C_PALETTE = "Commands", "Befehle";
    C_SWITCH_VIEW = "Switch between sessions and projects", "Zwischen Sessions und Projekten wechseln";
    C_THEME = "Next theme", "Nächstes Farbschema";
    C_HIDE_NAMES = "Hide or show names", "Namen ausblenden oder zeigen";
    C_NEXT = "Next session", "Nächste Session";
    C_PREVIOUS = "Previous session", "Vorige Session";
    C_TICK = "Select or unselect", "Auswählen oder nicht";
    C_OPEN = "Open", "Öffnen";
    C_CLOSE = "Close or go back", "Schließen oder zurück";
    C_UNDO = "Undo what waits, or a cleared selection", "Rückgängig: was wartet, oder eine aufgehobene Auswahl";
    G_MOVE = "Next or previous session", "Nächste oder vorige Session";
    G_EXTEND = "Select on the way", "Im Gehen auswählen";
    G_TICK = "Select or unselect this one", "Diese auswählen oder nicht";
    G_RANGE = "Select all from the last one", "Alle ab der letzten auswählen";
    G_OPEN = "Open this one", "Diese öffnen";
    KEY_ENTER = "Enter", "Eingabe";
    KEY_SPACE = "Space", "Leertaste";
    C_TRIAGE = "One by one (triage)", "Eine nach der anderen sichten";

    REFRESHING = "Refreshing.", "Wird aktualisiert.";
    NOTHING_SELECTED = "Nothing is selected.", "Nichts ist ausgewählt.";
    NOT_OFFERED = "This is not offered here.", "Das wird hier nicht angeboten.";
    VETOED = "The page around this one did not let it happen.", "Die umgebende Seite hat es nicht zugelassen.";
    NO_SESSION_CHOSEN = "Go to a session first, or select some.", "Gehen Sie zuerst zu einer Session, oder wählen Sie welche aus.";

    PALETTE_HINT = "Command, project, status, view, label, UID or link …", "Befehl, Projekt, Status, Ansicht, Label, UID oder Link …";
    PALETTE_RESULTS = "Results", "Treffer";
    PALETTE_NOTHING = "Nothing is called that.", "Nichts heißt so.";
    PALETTE_ONE = "{0} result", "{0} Treffer";
    PALETTE_MANY = "{0} results", "{0} Treffer";
    PALETTE_MORE = "{0}, {1}", "{0}, {1}";
    PALETTE_MORE_ONE = "and {0} more session", "und {0} weitere Session";
    PALETTE_MORE_MANY = "and {0} more sessions", "und {0} weitere Sessions";
    K_COMMAND = "Command", "Befehl";
    K_VIEW = "View", "Ansicht";

    TRIAGE = "Triage", "Sichtung";
    TRIAGE_AT = "{0} of {1}", "{0} von {1}";
    TRIAGE_ON = "{0} of {1}: {2}", "{0} von {1}: {2}";
    TRIAGE_PROGRESS = "Progress of triage", "Fortschritt der Sichtung";
    TRIAGE_SKIP = "Skip", "Überspringen";
    TRIAGE_BACK = "Back to the list", "Zurück zur Liste";
    TRIAGE_OVER_TITLE = "That was the last one", "Das war die letzte";
    TRIAGE_OVER_ONE = "{0} session has been looked at.", "{0} Session wurde gesichtet.";
    TRIAGE_OVER_MANY = "{0} sessions have been looked at.", "{0} Sessions wurden gesichtet.";
    TRIAGE_NONE_TITLE = "There is nothing to go through", "Es gibt nichts zu sichten";
    TRIAGE_NONE_TEXT = "Triage goes through the selected sessions, or through all that the list shows.", "Die Sichtung geht durch die ausgewählten Sessions oder durch alle, die die Liste zeigt.";
    TRIAGE_GONE = "This session was archived, moved or deleted meanwhile.", "Diese Session wurde inzwischen archiviert, verschoben oder gelöscht.";
    TRIAGE_LOCAL = "It cannot be archived now", "Sie kann jetzt nicht archiviert werden";
}

/// What a command does.
pub(crate) fn command(command: Command) -> Text {
    match command {
        Command::Filter => C_FILTER,
        Command::Palette => C_PALETTE,
        Command::Help => SHORTCUTS,
        Command::Refresh => super::REFRESH,
        Command::SwitchView => C_SWITCH_VIEW,
        Command::Theme => C_THEME,
        Command::HideNames => C_HIDE_NAMES,
        Command::Next => C_NEXT,
        Command::Previous => C_PREVIOUS,
        Command::Tick => C_TICK,
        Command::Open => C_OPEN,
        Command::Close => C_CLOSE,
        Command::SelectAll => super::SELECT_ALL,
        Command::Unselect => super::CLEAR_SELECTION,
        Command::Undo => C_UNDO,
        Command::Triage => C_TRIAGE,
        Command::Act(what) => action(what),
    }
}

/// What the palette offers besides.
pub(crate) fn extra(extra: Extra) -> Text {
    match extra {
        Extra::Projects => super::PROJECTS,
        Extra::Activity => super::ACTIVITY,
        Extra::SaveView => super::SAVE_VIEW,
        Extra::SignOut => super::SIGN_OUT,
    }
}

/// Where shortcuts are valid.
pub(crate) fn shortcuts_in(group: Group) -> Text {
    match group {
        Group::Anywhere => SHORTCUTS_ANYWHERE,
        Group::List => SHORTCUTS_LIST,
        Group::Sessions => SHORTCUTS_SESSIONS,
    }
}

/// The parts of a key as they stand on the keyboard: `Shift`, `A`.
pub(crate) fn key_caps(key: &str, mac: bool) -> Vec<String> {
    let mut caps = Vec::new();
    let mut rest = key;
    if let Some(bare) = rest.strip_prefix("Mod+") {
        caps.push(if mac {
            "⌘".into()
        } else {
            KEY_CONTROL.into()
        });
        rest = bare;
    }
    if let Some(bare) = rest.strip_prefix("Shift+").filter(|bare| !bare.is_empty()) {
        caps.push(KEY_SHIFT.into());
        rest = bare;
    }
    caps.push(match rest {
        "Escape" => KEY_ESCAPE.into(),
        "Enter" => KEY_ENTER.into(),
        "Space" => KEY_SPACE.into(),
        "ArrowDown" => "↑ ↓".into(),
        // Capitals stand on keyboards; ß has none of one letter.
        other if other != "ß" => other.chars().map(upper).collect(),
        other => other.into(),
    });
    caps
}

/// The accessible name of the button that changes a key.
pub(crate) fn change_key(of: Command) -> String {
    CHANGE_KEY.with(&[&command(of)])
}

/// A command has another key; an empty one is none.
pub(crate) fn key_given(of: Command, key: &str) -> String {
    let caps = if key.is_empty() {
        NO_KEY.into()
    } else {
        key_caps(key, false).join(" ")
    };
    KEY_GIVEN.with(&[&command(of), &caps])
}

/// Why a command does not get a key.
pub(crate) fn key_refused(why: Refusal) -> String {
    match why {
        Refusal::Taken(by) => KEY_TAKEN.with(&[&command(by)]),
        Refusal::NotSingle => KEY_NOT_SINGLE.into(),
    }
}

/// A theme.
pub(crate) fn theme(theme: Theme) -> Text {
    match theme {
        Theme::System => super::THEME_SYSTEM,
        Theme::Light => super::THEME_LIGHT,
        Theme::Dark => super::THEME_DARK,
    }
}

/// What kind of thing the palette has found.
pub(crate) fn palette_kind(kind: &Kind) -> Text {
    match kind {
        Kind::Command(_) | Kind::Extra(_) => K_COMMAND,
        Kind::View(_) => K_VIEW,
        Kind::Status(_) => super::STATUS,
        Kind::Project(_) => super::PROJECT,
        Kind::Session(_) => super::SESSION,
    }
}

/// How much the palette has found, and how many sessions more than it lists.
pub(crate) fn palette_found(n: usize, more: usize) -> String {
    if n == 0 {
        return PALETTE_NOTHING.into();
    }
    let found = plural(n, PALETTE_ONE, PALETTE_MANY);
    if more == 0 {
        return found;
    }
    PALETTE_MORE.with(&[&found, &plural(more, PALETTE_MORE_ONE, PALETTE_MORE_MANY)])
}

/// `7 of 31`.
pub(crate) fn triage_place(at: usize, all: usize) -> String {
    TRIAGE_AT.with(&[&count(at), &count(all)])
}

/// The same with the session's name, for screen readers.
pub(crate) fn triage_at(at: usize, all: usize, name: &str) -> String {
    TRIAGE_ON.with(&[&count(at), &count(all), name])
}

/// All have been looked at.
pub(crate) fn triage_over(all: usize) -> String {
    plural(all, TRIAGE_OVER_ONE, TRIAGE_OVER_MANY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::keys::SHORTCUTS as TABLE_OF_KEYS;
    use crate::words::Language;

    #[test]
    fn keys_are_named_as_on_the_keyboard() {
        for (language, key, mac, wanted) in [
            (Language::English, "j", false, "J"),
            (Language::English, "Shift+a", false, "Shift A"),
            (Language::German, "Shift+a", false, "Umschalt A"),
            (Language::English, "Mod+k", false, "Ctrl K"),
            (Language::German, "Mod+k", false, "Strg K"),
            (Language::English, "Mod+k", true, "⌘ K"),
            (Language::English, "Escape", false, "Esc"),
            (Language::German, "Shift+Space", false, "Umschalt Leertaste"),
            (Language::English, "Shift+ArrowDown", false, "Shift ↑ ↓"),
            (Language::English, "+", false, "+"),
        ] {
            language.set();
            assert_eq!(key_caps(key, mac).join(" "), wanted, "{key}");
        }
    }

    #[test]
    fn every_command_has_a_name_of_its_own() {
        for language in Language::ALL {
            language.set();
            let mut names: Vec<String> = TABLE_OF_KEYS
                .iter()
                .map(|shortcut| command(shortcut.command).into())
                .collect();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), TABLE_OF_KEYS.len());
        }
    }
}
