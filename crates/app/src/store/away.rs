//! Whether the server can be reached, and since when not.

use super::{Effect, State};
use crate::words;

/// The server cannot be reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Away {
    pub(crate) why: Why,
    /// Since when, in milliseconds since 1970.
    pub(crate) since: f64,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// The browser has no network.
    Offline,
    /// Nothing answers, or only what stands before the server.
    Gone,
}

/// Notices that the server has gone or is back, says so once, and asks for the list when the network is back.
pub(super) fn follow(state: &mut State) -> Vec<Effect> {
    let problem = state.list.problem.as_ref();
    let why = match () {
        () if !state.login.is_in() || state.list.loaded.is_none() => None,
        () if !state.clock.online => Some(Why::Offline),
        () if problem.is_some_and(|problem| problem.is_away()) => Some(Why::Gone),
        () => None,
    };
    let before = state.away.map(|away| away.why);
    if why == before {
        return Vec::new();
    }
    state.away = why.map(|why| Away {
        why,
        since: state.clock.now,
    });
    if state.login.is_in() {
        state.announcement = words::away(why).into();
    }
    // Without a network nothing was asked for, so that nothing is known to be wrong with the server.
    if before == Some(Why::Offline) && state.clock.online && state.login.is_in() {
        state.list.ask(&state.clock)
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::problem::Problem;
    use crate::store::testing::{listed, sessions, signed_in_with};
    use crate::store::{Clock, Message, list};

    fn fails(state: &mut State, code: &'static str, status: Option<u16>) {
        state.list.ask(&state.clock);
        let problem = Problem {
            code,
            status,
            ..Problem::default()
        };
        state.apply(list::Event::Listed(Err(problem)).into());
    }

    #[test]
    fn what_means_that_the_server_is_away() {
        for (code, status, away) in [
            ("unreachable", None, true),
            ("timed-out", None, true),
            ("server-error", Some(502), true),
            ("server-error", Some(503), true),
            ("server-error", Some(504), true),
            ("server-error", Some(500), false),
            ("forbidden", Some(403), false),
        ] {
            let mut state = signed_in_with(&["READY"]);
            fails(&mut state, code, status);
            let why = state.away.map(|away| away.why);
            assert_eq!(why, away.then_some(Why::Gone), "{code} {status:?}");
            assert_eq!(state.list.shown.len(), 1, "the list stays");
        }
    }

    #[test]
    fn it_is_said_once_and_goes_by_itself() {
        let mut state = signed_in_with(&["READY"]);
        fails(&mut state, "unreachable", None);
        let since = state.away.map(|away| away.since);
        assert_eq!(state.announcement, words::away(Some(Why::Gone)).get());
        state.announcement.clear();
        state.clock.now += 9_000.0;
        fails(&mut state, "unreachable", None);
        assert_eq!(state.away.map(|away| away.since), since);
        assert_eq!(state.announcement, "");
        listed(&mut state, &sessions(&["READY"]));
        assert_eq!(state.away, None);
        assert_eq!(state.announcement, words::away(None).get());
    }

    #[test]
    fn the_list_is_asked_for_when_the_network_is_back() {
        let mut state = signed_in_with(&["READY"]);
        let clock = |online| Clock {
            now: 1_001_000.0,
            visible: true,
            online,
            ..Clock::default()
        };
        assert_eq!(state.apply(Message::Clock(clock(false))), []);
        assert_eq!(state.away.map(|away| away.why), Some(Why::Offline));
        assert_eq!(state.apply(Message::Clock(clock(true))), [Effect::Sessions]);
        assert_eq!(state.away, None);
    }
}
