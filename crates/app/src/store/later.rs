//! What the second module does to the state: everything but signing in, the list, and how it looks.
//!
//! As long as that module is not here, nothing is open that it would have to look after.

use std::cell::Cell;

use super::effects::World;
use super::host::News;
use super::{
    Effect, Message, State, cure, host, journal, keys, looked, palette, panel, projects, run,
    sheet, triage, twins, zone,
};
use crate::words;

/// The ways into the second module.
#[derive(Clone, Copy)]
pub(crate) struct Ways {
    apply: fn(&mut State, Message) -> Vec<Effect>,
    note: fn(&mut State, &Message),
    tick: fn(&mut State) -> Vec<Effect>,
    follow: fn(&mut State) -> Vec<Effect>,
    on_login: fn(&mut State) -> Vec<Effect>,
    follow_list: fn(&mut State) -> Vec<Effect>,
    follow_cursor: fn(&mut State) -> Vec<Effect>,
    perform: fn(&World, Effect),
    read: fn(&State, &str) -> String,
    asks: fn(&State, &Message) -> Option<News>,
    tell: fn(&State, &Message, &State) -> Vec<News>,
}

thread_local! {
    /// Set when the second module is here.
    static HERE: Cell<Option<Ways>> = const { Cell::new(None) };
}

/// The ways, for the first module; only the second may call this.
pub(crate) fn ways() -> Ways {
    Ways {
        apply: apply_here,
        note: journal::note,
        tick: tick_here,
        follow: follow_here,
        on_login: on_login_here,
        follow_list: follow_list_here,
        follow_cursor: panel::go_along,
        perform: World::perform_later,
        read: host::read,
        asks: host::asks,
        tell: host::tell,
    }
}

/// From now on the second module is here.
pub(crate) fn arrived(ways: Ways) {
    HERE.set(Some(ways));
}

/// The second module, if it is here; outside of a browser there is but one.
fn here() -> Option<Ways> {
    #[cfg(not(target_family = "wasm"))]
    return Some(ways());
    #[cfg(target_family = "wasm")]
    HERE.get()
}

/// True if the second module is here.
pub(crate) fn is_here() -> bool {
    here().is_some()
}

impl Message {
    /// True if only the second module knows what it means.
    pub(crate) fn is_for_later(&self) -> bool {
        matches!(
            self,
            Self::Panel(_)
                | Self::Sheet(_)
                | Self::Run(_)
                | Self::Projects(_)
                | Self::Cure(_)
                | Self::Twins(_)
                | Self::Journal(_)
                | Self::Keys(_)
                | Self::Palette(_)
                | Self::Triage(_)
                | Self::Host(..)
        )
    }
}

/// Changes the state as a message for the second module says.
pub(super) fn apply(state: &mut State, message: Message) -> Vec<Effect> {
    here().map_or_else(Vec::new, |ways| (ways.apply)(state, message))
}

fn apply_here(state: &mut State, message: Message) -> Vec<Effect> {
    if state
        .deed(&message)
        .is_some_and(|deed| !state.may.do_it(deed))
    {
        state.announcement = words::NOT_OFFERED.into();
        return Vec::new();
    }
    let mut effects = match message {
        Message::Panel(event) => return panel::apply(state, event),
        Message::Projects(event) => return projects::apply(state, event),
        Message::Journal(event) => return journal::apply(state, event),
        Message::Triage(event) => return triage::apply(state, event),
        Message::Keys(event) => return keys::apply(state, event),
        Message::Palette(event) => return palette::apply(state, event),
        Message::Twins(event) => {
            twins::apply(state, event);
            return Vec::new();
        }
        Message::Sheet(event) => {
            let goes = event == sheet::Event::Go;
            let mut effects = sheet::apply(state, event);
            if goes && state.sheet.is_none() {
                effects.extend(triage::step(state, true));
            }
            return effects;
        }
        Message::Host(name, text) => return host::set(state, &name, &text),
        Message::Run(event) => run::apply(state, event),
        Message::Cure(event) => cure::apply(state, event),
        _ => return Vec::new(),
    };
    effects.extend(follow_list_here(state));
    effects
}

/// Writes down what a message says was done.
pub(super) fn note(state: &mut State, message: &Message) {
    if let Some(ways) = here() {
        (ways.note)(state, message);
    }
}

/// A second has passed.
pub(super) fn tick(state: &mut State) -> Vec<Effect> {
    here().map_or_else(Vec::new, |ways| (ways.tick)(state))
}

fn tick_here(state: &mut State) -> Vec<Effect> {
    let mut effects = run::on_clock(state);
    if state.login.is_in() {
        effects.extend(sheet::on_clock(state));
    }
    effects
}

/// Triage, twins and the server's zone follow what has changed.
pub(super) fn follow(state: &mut State) -> Vec<Effect> {
    here().map_or_else(Vec::new, |ways| (ways.follow)(state))
}

fn follow_here(state: &mut State) -> Vec<Effect> {
    let mut effects = triage::follow(state);
    effects.extend(looked::follow(state));
    effects.extend(zone::follow(state));
    effects.extend(twins::follow(state));
    effects
}

/// The same person has signed in again.
pub(super) fn on_login(state: &mut State) -> Vec<Effect> {
    here().map_or_else(Vec::new, |ways| (ways.on_login)(state))
}

/// Runs go on, and what was refused is asked for again.
fn on_login_here(state: &mut State) -> Vec<Effect> {
    let mut effects = run::on_login(state);
    effects.extend(sheet::ask_again(state));
    effects.extend(panel::ask_again(state));
    effects.extend(triage::ask_again(state));
    looked::retry(state);
    twins::ask_again(state);
    effects
}

/// Panel and sheet show what the list says.
pub(super) fn follow_list(state: &mut State) -> Vec<Effect> {
    here().map_or_else(Vec::new, |ways| (ways.follow_list)(state))
}

fn follow_list_here(state: &mut State) -> Vec<Effect> {
    run::resolve(state);
    sheet::replan(state);
    let Some(panel) = state.panel.as_mut().filter(|_| state.list.loaded.is_some()) else {
        return Vec::new();
    };
    let now = state.list.sessions.find(&panel.address);
    // A run that has it says in a moment what became of it.
    if now.is_none() && state.runs.iter().any(|run| run.is_at(&panel.address)) {
        return Vec::new();
    }
    panel.follow(now.as_ref())
}

/// The panel shows the session to which the keyboard has gone.
pub(super) fn follow_cursor(state: &mut State) -> Vec<Effect> {
    here().map_or_else(Vec::new, |ways| (ways.follow_cursor)(state))
}

/// What the page around may read, by name.
pub(crate) fn read(state: &State, name: &str) -> String {
    here().map_or_else(String::new, |ways| (ways.read)(state, name))
}

/// What the page around is asked before a message does it.
pub(crate) fn asks(state: &State, message: &Message) -> Option<News> {
    here().and_then(|ways| (ways.asks)(state, message))
}

/// What the page around is told after a message.
pub(crate) fn tell(before: &State, message: &Message, after: &State) -> Vec<News> {
    here().map_or_else(Vec::new, |ways| (ways.tell)(before, message, after))
}

/// Does what the second module has asked for.
pub(super) fn perform(world: &World, effect: Effect) {
    if let Some(ways) = here() {
        (ways.perform)(world, effect);
    }
}
