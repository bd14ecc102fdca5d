use super::*;
use crate::store::testing::{address, listed, sessions, signed_in_with};
use crate::store::{Message, panel};

/// 2026-09-14 06:32:05.287 UTC.
const ID: &str = "1789367525287";

fn entry(id: &str, date: &str) -> LogEntry {
    LogEntry {
        id: id.into(),
        date: date.into(),
        entry: "Rebuilt.".into(),
    }
}

/// A session waits, and nobody knows where its server is.
fn not_known() -> State {
    let mut state = signed_in_with(&["READY", "READY"]);
    state.zone = Zone::default();
    state.clock.sure = false;
    state
}

#[test]
fn an_entry_of_a_log_tells_the_zone() {
    for (id, date, wanted) in [
        (ID, "Mon Sep 14 06:32:05 UTC 2026", Some("UTC")),
        (
            ID,
            "Mon Sep 14 08:32:05 CEST 2026",
            Some("CEST (UTC+02:00)"),
        ),
        (ID, "Mon Sep 14 08:32:05 GMT+02:00 2026", Some("UTC+02:00")),
        (ID, "Mon Sep 14 01:32:05 CDT 2026", Some("CDT (UTC-05:00)")),
        (ID, "Mon Sep 14 12:02:05 IST 2026", Some("IST (UTC+05:30)")),
        (ID, "Mon Sep 14 12:02:44 IST 2026", None),
        (ID, "Mon Sep 21 06:32:05 UTC 2026", None),
        ("last", "Mon Sep 14 06:32:05 UTC 2026", None),
        (ID, "", None),
    ] {
        let mut state = not_known();
        learn(&mut state, &[entry(id, date)]);
        let name = state.zone.name();
        assert_eq!(name.as_deref(), wanted, "{id} {date}");
        let kept = state.zone.write().unwrap_or_default();
        assert_eq!(Zone::read(&kept).known, state.zone.known, "{kept}");
    }
    for nonsense in ["", "60", "x CET", "9999 CET", "60 <script>"] {
        assert_eq!(Zone::read(nonsense), Zone::default(), "{nonsense}");
    }
}

#[test]
fn ages_are_counted_by_the_servers_clock() {
    let mut state = not_known();
    // A browser in Tokyo, nine hours ahead of UTC; half an hour after the entry.
    let clock = Clock {
        now: 1_789_369_325_287.0,
        offset: -540.0,
        ..state.clock
    };
    let date = "2026-09-14 08:32:05.287".to_owned().into();
    let age = |state: &State| crate::format::age(&date, state.clock.wall(), state.clock.sure);
    state.apply(Message::Clock(clock));
    assert_eq!(age(&state), None, "it would be seven hours");
    let effects = learn(&mut state, &[entry(ID, "Mon Sep 14 08:32:05 CEST 2026")]);
    assert_eq!(effects, [Key::Zone.keep(Some("120 CEST".into()))]);
    for _ in 0..2 {
        assert_eq!(age(&state).as_deref(), Some("30 minutes ago"));
        state.apply(Message::Clock(clock));
    }
}

#[test]
fn the_first_session_that_is_opened_is_asked_once() {
    let mut state = not_known();
    let mut open = |number, asks| {
        state.apply(panel::Event::Open(address(number)).into());
        let answer = panel::Event::Resources(address(number), Ok(Vec::new()));
        let effects = state.apply(answer.into());
        assert_eq!(effects == [Effect::Logs(address(number))], asks, "{number}");
    };
    open(0, true);
    open(1, false);
}

#[test]
fn a_row_that_has_just_changed_tells_the_zone() {
    // Asked for at 10:00:00 and 10:00:30 UTC.
    let (after, before) = (36_000, 36_030);
    for (written, ahead) in [
        (36_010, Some(0)),
        (36_010 + 7200, Some(120)),
        (36_010 - 5 * 3600, Some(-300)),
        (36_010 + 19_800, Some(330)),
        (36_010 + 20_700, Some(345)),
        (36_010 + 900, None),
        (36_010 + 400, None),
        (36_010 + 15 * 3600, None),
    ] {
        let hint = Hint {
            written,
            after,
            before,
        };
        assert_eq!(ahead_of(hint), ahead, "{written}");
    }
    let long = Hint {
        written: 36_010,
        after,
        before: after + 1800,
    };
    assert_eq!(ahead_of(long), None, "several zones are possible");
}

#[test]
fn a_session_that_arrives_tells_the_zone() {
    let mut state = not_known();
    let mut there = sessions(&["READY", "READY", "READY"]);
    // The clock of the tests stands at 00:16:40 UTC.
    there[1].lastmod = "1969-12-24 20:00:00.0".to_owned().into();
    there[2].lastmod = "1970-01-01 02:16:30.0".to_owned().into();
    listed(&mut state, &there[..2]);
    let effects = listed(&mut state, &there);
    assert_eq!(effects, [Key::Zone.keep(Some("120 ".into()))]);
    assert_eq!(state.zone.name().as_deref(), Some("UTC+02:00"));
}

#[test]
fn where_a_log_is_empty_one_is_asked_that_cannot_be() {
    let mut state = signed_in_with(&["READY", "CONFLICT", "ERROR"]);
    state.zone = Zone::default();
    let empty = |number| Message::from(panel::Event::Logs(address(number), Ok(Vec::new())));
    assert_eq!(state.apply(empty(0)), [Effect::Logs(address(1))]);
    assert_eq!(state.apply(empty(1)), [], "once");
}
