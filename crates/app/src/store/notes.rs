//! What a URL could not bring back, and the session that it still has to open.

use prearchive_table::RowId;

use super::route::Opened;
use super::{Effect, State};

/// What there is to say of the URL that was loaded.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Notes {
    /// The query had parts that could name somebody, which are kept nowhere.
    pub(crate) names_lost: bool,
    /// The session that is to be opened.
    pub(crate) wanted: Option<Wanted>,
    /// There is no such session any more.
    pub(crate) session_gone: bool,
}

/// A session that is to be opened once the list is here.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Wanted {
    pub(crate) session: Opened,
    /// It was found, and is being opened.
    found: bool,
}

impl Wanted {
    pub(crate) fn new(session: Opened) -> Self {
        Self {
            session,
            found: false,
        }
    }
}

/// A sentence that somebody has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Note {
    NamesLost,
    SessionGone,
}

impl Notes {
    /// The sentences to show.
    pub(crate) fn shown(&self) -> impl Iterator<Item = Note> {
        let names = self.names_lost.then_some(Note::NamesLost);
        names
            .into_iter()
            .chain(self.session_gone.then_some(Note::SessionGone))
    }

    pub(super) fn dismiss(&mut self, note: Note) {
        match note {
            Note::NamesLost => self.names_lost = false,
            Note::SessionGone => self.session_gone = false,
        }
    }
}

/// Opens the session that the URL names: of several that came together, the first that the list has.
pub(super) fn follow(state: &mut State) -> Vec<Effect> {
    let list = &state.list;
    let ready = list.loaded.is_some() && state.login.is_in();
    let Some(wanted) = state.notes.wanted.as_mut().filter(|_| ready) else {
        return Vec::new();
    };
    if wanted.found {
        return Vec::new();
    }
    let table = list.sessions.read();
    let address = |id: RowId| {
        let address = table.row(id)?.address();
        wanted.session.is(&address).then_some(address)
    };
    let mut all = list.shown.iter().copied().chain(table.ids());
    let found = all.find_map(address);
    wanted.found = found.is_some();
    if found.is_none() {
        state.notes.wanted = None;
        state.notes.session_gone = true;
    }
    found.map(Effect::Open).into_iter().collect()
}

#[cfg(test)]
mod tests;
