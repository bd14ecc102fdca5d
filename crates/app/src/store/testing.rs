//! States to start tests from.

use prearchive_core::address::Address;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::ProjectRow;
use prearchive_core::session::Session;
use prearchive_table::SortKey;

use super::{Clock, Effect, State, list, login, zone};

/// The address of the session with that number; it is in `DEMO`.
pub(crate) fn address(number: usize) -> Address {
    Address {
        project: "DEMO".into(),
        timestamp: "20140411_140005287".into(),
        folder: format!("S{number:02}_MR1"),
    }
}

/// One session for each status, numbered from 0.
pub(crate) fn sessions(statuses: &[&str]) -> Vec<Session> {
    let rows = statuses.iter().enumerate();
    rows.map(|(number, status)| {
        let mut session = Session::new(address(number), (*status).into());
        session.subject = format!("S{number:02}");
        session
    })
    .collect()
}

/// A project with its code.
pub(crate) fn project(id: &str, code: i64) -> ProjectRow {
    ProjectRow {
        id: id.into(),
        name: id.into(),
        secondary_id: id.into(),
        description: String::new(),
        role: "Owners".into(),
        prearchive_code: Some(PrearchiveCode(code)),
    }
}

/// Ann is in, and the sessions are listed by name.
pub(crate) fn signed_in_with(statuses: &[&str]) -> State {
    let mut state = State {
        clock: Clock {
            now: 1_000_000.0,
            visible: true,
            online: true,
            sure: true,
            ..Clock::default()
        },
        zone: zone::Zone::read("0 "),
        ..State::default()
    };
    state.apply(login::Event::Resumed(Ok(Some("ann".into()))).into());
    listed(&mut state, &sessions(statuses));
    let by_name = list::Event::SortBy {
        key: SortKey::Session,
        also: false,
    };
    state.apply(by_name.into());
    state
}

/// The listing is asked for again, arrives, and ends; returns what must happen then.
pub(crate) fn listed(state: &mut State, sessions: &[Session]) -> Vec<Effect> {
    state.list.ask(&state.clock);
    let batch = Box::new(sessions.iter().collect());
    let mut effects = state.apply(list::Event::Arrived(batch).into());
    effects.extend(state.apply(list::Event::Listed(Ok(())).into()));
    effects
}
