//! How long a status has lasted, and from when that is more than usual.
//!
//! A status has lasted at least since the row was first seen with it here, and at least since the server last changed
//! the row: whichever is earlier.

use std::rc::Rc;

use prearchive_core::address::Address;
use prearchive_core::query::StatusGroup;
use prearchive_core::session::Session;
use prearchive_core::sorted::Map;
use prearchive_core::status::{Kind, Phase, Status};
use prearchive_table::{RowId, Rows};

use super::State;
use super::list::Sessions;

/// In seconds.
const DAY: i64 = 86_400;

/// What is usual of some statuses.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    kinds: &'static [Kind],
    phases: &'static [Phase],
    /// Mostly it is over after so many minutes.
    pub(crate) usual: i64,
    /// From so many minutes on something is wrong.
    pub(crate) stuck: i64,
    /// Every change of the row is a sign of life, for files are arriving.
    grows: bool,
}

/// The first that fits holds; a status that is in none of them can last for ever.
const RULES: [Rule; 5] = [
    Rule {
        kinds: &[Kind::Receiving, Kind::ReceivingInterrupt],
        phases: &[Phase::Plain, Phase::Queued, Phase::Running],
        usual: 10,
        stuck: 30,
        grows: true,
    },
    Rule {
        kinds: &[Kind::Building],
        phases: &[Phase::Plain, Phase::Queued, Phase::Running],
        usual: 2,
        stuck: 15,
        grows: false,
    },
    Rule {
        kinds: &[
            Kind::Archiving,
            Kind::Moving,
            Kind::Deleting,
            Kind::Separating,
        ],
        phases: &[Phase::Queued],
        usual: 5,
        stuck: 15,
        grows: false,
    },
    Rule {
        kinds: &[
            Kind::Archiving,
            Kind::Moving,
            Kind::Deleting,
            Kind::Separating,
        ],
        phases: &[Phase::Plain, Phase::Running],
        usual: 10,
        stuck: 30,
        grows: false,
    },
    Rule {
        kinds: &[Kind::Conflict],
        phases: &[Phase::Running],
        usual: 5,
        stuck: 30,
        grows: false,
    },
];

/// What is usual of a status; `None` if it lasts until somebody decides, or is not known.
pub(crate) fn rule(status: &Status) -> Option<&'static Rule> {
    let Status::Known(kind, phase) = status else {
        return None;
    };
    RULES
        .iter()
        .find(|rule| rule.kinds.contains(kind) && rule.phases.contains(phase))
}

/// A row as it was first seen.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seen {
    status: Status,
    lastmod: Option<i64>,
    /// Since when its status has lasted, in seconds since 1970 by the clock on the wall.
    since: i64,
}

/// The rows whose status should pass, and since when each has it; kept in memory only.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Watch {
    seen: Rc<Map<RowId, Seen>>,
    /// The group and since when, of rows that a run of this page has touched: an attempt that fails writes the row anew.
    touched: Rc<Map<RowId, (StatusGroup, i64)>>,
    /// The table as it was looked at last, and when.
    of: Sessions,
    minute: i64,
    /// The server's zone was known then.
    sure: bool,
}

impl Watch {
    /// Since when at least the session has its status, in seconds since 1970 by the clock on the wall.
    pub(crate) fn since(&self, id: Option<RowId>, session: &Session) -> Option<i64> {
        let seen = id.and_then(|id| self.seen.get(&id));
        let seen = seen.filter(|seen| seen.status == session.status);
        let touched = id.and_then(|id| self.touched.get(&id));
        let touched = touched.filter(|(group, _)| *group == StatusGroup::of(&session.status));
        let written = || Some(session.lastmod.at()?.assume_utc().unix_timestamp());
        let can_be_told = |since: &i64| self.sure || since + 2 * DAY < self.minute * 60;
        seen.map(|seen| seen.since)
            .or_else(|| touched.map(|(_, since)| *since))
            .or_else(|| written().filter(can_be_told))
    }

    /// A run of this page works on a session: what is known of it before is remembered.
    pub(super) fn touch(&mut self, sessions: &Sessions, address: &Address) {
        let Some(id) = sessions.read().find(address) else {
            return;
        };
        let Some(session) = sessions.session(id) else {
            return;
        };
        let group = StatusGroup::of(&session.status);
        // While it works, what was there before it worked is still to be known.
        if group == StatusGroup::Working {
            return;
        }
        if let Some(since) = self.since(Some(id), &session) {
            Rc::make_mut(&mut self.touched).insert(id, (group, since));
        }
    }

    /// Takes in what has changed in the table.
    ///
    /// As long as the server's zone is not known, a date can be off by the better part of a day.
    fn look(&mut self, sessions: &Sessions, now: i64, sure: bool) {
        let table = sessions.read();
        let rows = table.with_status(|status| rule(status).is_some());
        let seen = rows.filter_map(|id| {
            let row = table.row(id)?;
            let (status, lastmod) = (row.status(), row.lastmod());
            let grows = rule(&status)?.grows;
            let before = self
                .seen
                .get(&id)
                .filter(|before| before.status == status && !(grows && before.lastmod != lastmod));
            let since = before.map_or(now, |before| before.since);
            let at_the_latest = lastmod.map_or(now, |at| if sure { at } else { at + DAY });
            let since = since.min(at_the_latest);
            Some((
                id,
                Seen {
                    status,
                    lastmod,
                    since,
                },
            ))
        });
        self.seen = Rc::new(seen.collect());
        // What has come out of it in another group is as new as it says.
        let still = |id: &RowId, (group, _): &mut (StatusGroup, i64)| {
            let now = table.row(*id).map(|row| StatusGroup::of(&row.status()));
            now.is_some_and(|now| now == *group || now == StatusGroup::Working)
        };
        if !self.touched.is_empty() {
            Rc::make_mut(&mut self.touched).retain(still);
        }
        drop(table);
        self.of = sessions.clone();
        self.sure = sure;
    }

    /// The rows whose status has lasted too long.
    fn stuck(&self, now: i64) -> Rows {
        let seen = self.seen.iter();
        let stuck = seen.filter(|(_, seen)| is_stuck(&seen.status, seen.since, now));
        stuck.map(|(id, _)| *id).collect()
    }
}

/// True if a status has lasted too long; both times in seconds since 1970 by the clock on the wall.
fn is_stuck(status: &Status, since: i64, now: i64) -> bool {
    rule(status).is_some_and(|rule| now - since >= rule.stuck * 60)
}

/// Looks again if the sessions have changed or a minute has passed.
pub(crate) fn follow(state: &mut State) {
    let (now, list) = (state.clock.wall(), &mut state.list);
    let changed = state.watch.of != list.sessions;
    if list.loaded.is_none() || !(changed || state.watch.minute != now / 60) {
        return;
    }
    state.watch.minute = now / 60;
    if changed {
        state.watch.look(&list.sessions, now, state.clock.sure);
    }
    let stuck = state.watch.stuck(now);
    if *list.stuck == stuck {
        return;
    }
    list.stuck = Rc::new(stuck);
    list.edition += 1;
    list.refilter(&state.clock);
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use crate::store::message::{Archiving, Work};
    use crate::store::problem::Problem;
    use crate::store::testing::{address, listed, sessions, signed_in_with};
    use crate::store::{Clock, Message, list, run};

    const MINUTE: f64 = 60_000.0;

    #[test]
    fn from_when_a_status_has_lasted_too_long() {
        for (status, minutes) in [
            ("READY", None),
            ("ERROR", None),
            ("CONFLICT", None),
            ("_CONFLICT", Some(30)),
            ("RECEIVING", Some(30)),
            ("_RECEIVING", Some(30)),
            ("RECEIVING_INTERRUPT", Some(30)),
            ("QUEUED_BUILDING", Some(15)),
            ("BUILDING", Some(15)),
            ("_BUILDING", Some(15)),
            ("QUEUED_ARCHIVING", Some(15)),
            ("ARCHIVING", Some(30)),
            ("_ARCHIVING", Some(30)),
            ("QUEUED_MOVING", Some(15)),
            ("_MOVING", Some(30)),
            ("QUEUED_DELETING", Some(15)),
            ("_DELETING", Some(30)),
            ("QUEUED_SEPARATING", Some(15)),
            ("_SEPARATING", Some(30)),
            ("SOMETHING_NEW", None),
        ] {
            let rule = rule(&status.into());
            assert_eq!(rule.map(|rule| rule.stuck), minutes, "{status}");
            assert!(rule.is_none_or(|rule| rule.usual < rule.stuck), "{status}");
            if let Some(minutes) = minutes {
                let is_stuck = |seconds| is_stuck(&status.into(), 0, seconds);
                assert!(!is_stuck(minutes * 60 - 1) && is_stuck(minutes * 60));
            }
        }
    }

    /// A minute later the same listing comes again, with other dates of the last change if so wanted.
    fn after(state: &mut State, minutes: f64, statuses: &[&str], lastmod: &str) {
        let clock = Clock {
            now: state.clock.now + minutes * MINUTE,
            ..state.clock
        };
        state.apply(Message::Clock(clock));
        let mut sessions = sessions(statuses);
        for session in &mut sessions {
            session.lastmod = lastmod.to_owned().into();
        }
        listed(state, &sessions);
    }

    #[test]
    fn a_status_lasts_since_it_was_first_seen_or_written_whichever_is_earlier() {
        for (lastmod, minutes, stuck) in [
            ("", 14.0, false),
            ("", 15.0, true),
            ("1970-01-01 00:15:00.0", 0.0, false),
            ("1970-01-01 00:01:00.0", 0.0, true),
            // The server's clock is ahead.
            ("1970-01-01 05:00:00.0", 14.0, false),
        ] {
            let mut state = signed_in_with(&[]);
            after(&mut state, 0.0, &["BUILDING"], lastmod);
            after(&mut state, minutes, &["BUILDING"], lastmod);
            assert_eq!(state.list.stuck.len() == 1, stuck, "{lastmod:?} {minutes}");
        }
    }

    #[test]
    fn only_what_arrives_lives_as_long_as_its_row_changes() {
        for (status, stuck) in [("RECEIVING", 0), ("_ARCHIVING", 1)] {
            let mut state = signed_in_with(&[]);
            let dates = ["1970-01-01 00:16:00.0", "1970-01-01 00:40:00.0"];
            after(&mut state, 0.0, &[status], dates[0]);
            after(&mut state, 25.0, &[status], dates[1]);
            after(&mut state, 10.0, &[status], dates[1]);
            assert_eq!(state.list.stuck.len(), stuck, "{status}");
        }
    }

    #[test]
    fn an_attempt_that_fails_does_not_begin_a_status_anew() {
        let dated = |status: &str, at: &str| {
            let mut session = sessions(&[status]).remove(0);
            session.lastmod = format!("1970-01-01 00:{at}:00.0").into();
            session
        };
        let since = |state: &State| {
            let session = state.list.sessions.find(&address(0)).unwrap();
            let row = state.list.row(&address(0));
            state.watch.since(row, &session).unwrap() / 60
        };
        let archive = || Work::Archive(Archiving::default());
        for (steps, wanted) in [
            (&["CONFLICT"][..], 2),
            (&["_ARCHIVING", "CONFLICT"], 2),
            (&["_ARCHIVING", "ERROR"], 16),
            (&["_ARCHIVING", "ERROR", "CONFLICT"], 16),
        ] {
            let mut state = signed_in_with(&[]);
            listed(&mut state, &[dated("CONFLICT", "02")]);
            run::start(&mut state, archive(), vec![address(0)]);
            for status in steps {
                let now = dated(status, "16");
                let told = run::Told {
                    address: address(0),
                    step: run::Step::Failed(Problem::default()),
                    row: run::Row::Now(Box::new(now)),
                };
                state.apply(run::Event::Many(0, vec![told]).into());
            }
            assert_eq!(since(&state), wanted, "{steps:?}");
        }
    }

    #[test]
    fn another_status_begins_anew() {
        let mut state = signed_in_with(&["QUEUED_BUILDING"]);
        after(&mut state, 14.0, &["_BUILDING"], "");
        after(&mut state, 14.0, &["_BUILDING"], "");
        assert!(state.list.stuck.is_empty());
        after(&mut state, 1.0, &["_BUILDING"], "");
        assert_eq!(state.list.stuck.len(), 1);
        after(&mut state, 1.0, &["READY"], "");
        assert!(state.list.stuck.is_empty());
    }

    #[test]
    fn a_stuck_session_is_found_when_its_time_has_come() {
        let mut state = signed_in_with(&["BUILDING", "READY"]);
        state.apply(list::Event::Text("is:stuck".into()).into());
        assert_eq!(state.list.shown.len(), 0);
        let edition = state.list.edition;
        state.apply(Message::Clock(Clock {
            now: state.clock.now + 15.0 * MINUTE,
            ..state.clock
        }));
        assert_eq!(state.list.shown.len(), 1);
        assert!(state.list.edition > edition);
        let id = state.list.shown[0];
        let session = state.list.sessions.session(id).unwrap();
        let since = state.watch.since(Some(id), &session).unwrap();
        assert_eq!(state.clock.wall() - since, 15 * 60);
    }
}
