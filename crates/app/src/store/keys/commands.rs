//! What each command does: messages that a click would send too, and where the focus goes.

use prearchive_core::address::Address;

use super::{Command, Dialog, Overlay};
use crate::store::palette::Palette;
use crate::store::route::View;
use crate::store::{Effect, Message, State, Theme, list, panel, run, sheet, triage};
use crate::words;

/// Where the focus can be brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Focus {
    Filter,
    List,
    Panel,
    Triage,
}

/// Carries a command out. Nothing is done to a session: an action opens its sheet.
pub(crate) fn perform(state: &mut State, command: Command) -> Vec<Effect> {
    let triage = state.view == View::Triage;
    match command {
        Command::Palette => {
            state.overlay = Some(Overlay::Palette(Palette::new(state)));
            Vec::new()
        }
        Command::Help => {
            state.overlay = Some(Overlay::Keys(Dialog::default()));
            Vec::new()
        }
        Command::Filter if state.view.is_list() => focused(state, [], Focus::Filter),
        Command::Filter => focused(state, [Message::GoTo(View::Inbox)], Focus::Filter),
        Command::Refresh => {
            state.announcement = words::REFRESHING.into();
            let mut effects = state.apply(list::Event::Refresh.into());
            if state.view == View::Projects {
                effects.extend(state.apply(Message::GoTo(View::Projects)));
            }
            effects
        }
        Command::SwitchView if state.view == View::Projects => {
            focused(state, [Message::GoTo(View::Inbox)], Focus::List)
        }
        Command::SwitchView => state.apply(Message::GoTo(View::Projects)),
        Command::Theme => {
            let at = Theme::ALL.iter().position(|theme| *theme == state.theme);
            let next = Theme::ALL[(at.unwrap_or(0) + 1) % Theme::ALL.len()];
            state.announcement = words::theme(next).into();
            state.apply(Message::Theme(next))
        }
        Command::HideNames => state.apply(Message::ToggleNames),
        Command::Next if triage => triage::step(state, true),
        Command::Previous if triage => triage::step(state, false),
        Command::Next => go(state, true),
        Command::Previous => go(state, false),
        Command::Tick => match state.list.cursor_row() {
            Some(row) => state.apply(list::Event::Tick { row, range: false }.into()),
            None => nowhere(state),
        },
        Command::Open => match under_cursor(state) {
            Some(address) => focused(state, [panel::Event::Open(address).into()], Focus::Panel),
            None => nowhere(state),
        },
        Command::Close if triage => focused(state, [Message::GoTo(View::Inbox)], Focus::List),
        Command::Close if state.panel.is_some() => {
            focused(state, [panel::Event::Close.into()], Focus::List)
        }
        Command::Close => Vec::new(),
        Command::SelectAll if state.list.all_ticked() => Vec::new(),
        Command::SelectAll => state.apply(list::Event::TickAll.into()),
        Command::Unselect => {
            state.announcement = words::NOTHING_SELECTED.into();
            state.apply(list::Event::Untick.into())
        }
        Command::Undo => {
            let waits = state.runs.iter().rev().find(|run| run.waits.is_some());
            match waits.map(|run| run.id) {
                // The button that may have had the focus is gone with it.
                Some(id) if state.view.is_list() => {
                    focused(state, [run::Event::Undo(id).into()], Focus::List)
                }
                Some(id) => state.apply(run::Event::Undo(id).into()),
                None if state.view.is_list() => state.apply(list::Event::Restore.into()),
                None => Vec::new(),
            }
        }
        Command::Triage => focused(state, [Message::GoTo(View::Triage)], Focus::Triage),
        Command::Act(action) => {
            let sources = sources(state);
            if sources.is_empty() {
                return nowhere(state);
            }
            state.apply(sheet::Event::Open(action, sources).into())
        }
    }
}

/// What an action is about: the session in triage, else what is ticked, else the session in the panel, else the one
/// that the cursor is on.
pub(crate) fn sources(state: &State) -> Vec<Address> {
    let open = state.panel.iter().filter(|panel| !panel.gone);
    let open = open.map(|panel| panel.address.clone());
    if state.view == View::Triage {
        return open.collect();
    }
    if state.list.selected.is_empty() {
        // Whoever looks at a session means that one, and none if it is gone.
        return match &state.panel {
            Some(_) => open.collect(),
            None => under_cursor(state).into_iter().collect(),
        };
    }
    state.list.chosen()
}

fn under_cursor(state: &State) -> Option<Address> {
    let row = state.list.cursor_row()?;
    state.list.sessions.address(state.list.shown[row])
}

fn nowhere(state: &mut State) -> Vec<Effect> {
    state.announcement = words::NO_SESSION_CHOSEN.into();
    Vec::new()
}

fn go(state: &mut State, down: bool) -> Vec<Effect> {
    let row = match state.list.cursor_row() {
        None => 0,
        Some(row) if down => row + 1,
        Some(row) => row.saturating_sub(1),
    };
    state.reveal += 1;
    let cursor = list::Event::Cursor { row, extend: false };
    focused(state, [cursor.into()], Focus::List)
}

/// Sends messages, and brings the focus somewhere afterwards.
pub(crate) fn focused<const N: usize>(
    state: &mut State,
    messages: [Message; N],
    focus: Focus,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    for message in messages {
        effects.extend(state.apply(message));
    }
    effects.push(Effect::Focus(focus));
    effects
}
