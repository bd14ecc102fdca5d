//! The table of shortcuts.

use prearchive_core::plan::Action;

use super::is_single;
use crate::words::{self, Text};

/// Something that can be done by a key or from the palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Command {
    /// Go to the box of the query.
    Filter,
    Palette,
    /// Show the shortcuts.
    Help,
    Refresh,
    /// From the sessions to the projects, and back.
    SwitchView,
    /// The next theme.
    Theme,
    /// Hide on screen what could name a patient, or show it again.
    HideNames,
    Next,
    Previous,
    Tick,
    Open,
    /// Close the panel, or leave triage.
    Close,
    SelectAll,
    Unselect,
    /// Take back what has not been sent yet.
    Undo,
    Triage,
    /// Ask about an action on what is ticked, else on the session that the cursor is on.
    Act(Action),
}

/// Where a key is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    List,
    Triage,
    Projects,
}

/// Where a shortcut is valid; it is listed under that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Anywhere,
    List,
    /// In the list and in triage.
    Sessions,
}

impl Group {
    pub(crate) const ALL: [Self; 3] = [Self::Sessions, Self::List, Self::Anywhere];

    pub(crate) fn is_in(self, place: Place) -> bool {
        match self {
            Self::Anywhere => true,
            Self::List => place == Place::List,
            Self::Sessions => place != Place::Projects,
        }
    }

    /// True if there is a place where both are valid.
    pub(crate) fn meets(self, other: Self) -> bool {
        [Place::List, Place::Triage, Place::Projects]
            .into_iter()
            .any(|place| self.is_in(place) && other.is_in(place))
    }
}

/// A shortcut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shortcut {
    /// It stays the same from version to version.
    pub(crate) code: &'static str,
    /// Its usual key, named as [`Pressed::key`](super::Pressed::key) names it.
    pub(crate) key: &'static str,
    pub(crate) command: Command,
    pub(crate) group: Group,
}

impl Shortcut {
    /// True if it can be given another key, and be switched off.
    pub(crate) fn is_single(&self) -> bool {
        is_single(self.key)
    }
}

const fn shortcut(
    code: &'static str,
    key: &'static str,
    command: Command,
    group: Group,
) -> Shortcut {
    Shortcut {
        code,
        key,
        command,
        group,
    }
}

/// What the grid itself does with keys while it has the focus, for who asks; they are always the same.
pub(crate) static IN_GRID: [(&str, Text); 6] = [
    ("ArrowDown", words::G_MOVE),
    ("Shift+ArrowDown", words::G_EXTEND),
    ("Space", words::G_TICK),
    ("Shift+Space", words::G_RANGE),
    ("Mod+a", words::SELECT_ALL),
    ("Enter", words::G_OPEN),
];

/// All of them, in the order in which they are shown.
pub(crate) static SHORTCUTS: [Shortcut; 20] = [
    shortcut("next", "j", Command::Next, Group::Sessions),
    shortcut("previous", "k", Command::Previous, Group::Sessions),
    shortcut(
        "archive",
        "a",
        Command::Act(Action::Archive),
        Group::Sessions,
    ),
    shortcut("move", "m", Command::Act(Action::Move), Group::Sessions),
    shortcut(
        "rebuild",
        "r",
        Command::Act(Action::Rebuild),
        Group::Sessions,
    ),
    shortcut("delete", "d", Command::Act(Action::Delete), Group::Sessions),
    shortcut("close", "Escape", Command::Close, Group::Sessions),
    shortcut("filter", "/", Command::Filter, Group::List),
    shortcut("tick", "x", Command::Tick, Group::List),
    shortcut("open", "o", Command::Open, Group::List),
    shortcut("select-all", "Shift+a", Command::SelectAll, Group::List),
    shortcut("unselect", "Shift+x", Command::Unselect, Group::List),
    shortcut("triage", "t", Command::Triage, Group::List),
    shortcut("undo", "Mod+z", Command::Undo, Group::Anywhere),
    shortcut("palette", "Mod+k", Command::Palette, Group::Anywhere),
    shortcut("help", "?", Command::Help, Group::Anywhere),
    shortcut("refresh", "u", Command::Refresh, Group::Anywhere),
    shortcut("switch-view", "v", Command::SwitchView, Group::Anywhere),
    shortcut("theme", "Shift+t", Command::Theme, Group::Anywhere),
    shortcut("hide-names", "Shift+h", Command::HideNames, Group::Anywhere),
];
