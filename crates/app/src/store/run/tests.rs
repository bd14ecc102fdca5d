use prearchive_core::status::Status;

use super::*;
use crate::store::message::Archiving;
use crate::store::problem::Problem;
use crate::store::testing::{address, listed, sessions, signed_in_with};
use crate::store::{Message, panel};

pub(super) fn told(address: Address, step: Step, row: Row) -> Message {
    Event::Many(0, vec![Told { address, step, row }]).into()
}

pub(super) fn failed(code: &'static str) -> Step {
    Step::Failed(Problem {
        code,
        ..Problem::default()
    })
}

/// So many milliseconds later.
pub(super) fn later(state: &mut State, ms: f64) -> Vec<Effect> {
    let mut clock = state.clock;
    (clock.now, clock.visible) = (clock.now + ms, false);
    state.apply(Message::Clock(clock))
}

#[test]
fn rows_follow_the_run() {
    let mut state = signed_in_with(&["READY", "READY", "READY"]);
    start(
        &mut state,
        Work::Archive(Archiving::default()),
        (0..3).map(address).collect(),
    );
    let working = Step::Working("_ARCHIVING".into());
    state.apply(told(address(0), working, Row::Unknown));
    assert_eq!(
        state
            .list
            .sessions
            .find(&address(0))
            .map(|s| s.status.to_string())
            .as_deref(),
        Some("_ARCHIVING")
    );
    state.apply(told(address(0), Step::Done, Row::Gone));
    assert_eq!(state.list.sessions.find(&address(0)), None);
    let conflict = sessions(&["READY", "CONFLICT"]).remove(1);
    let failed = Step::Failed(Problem::default());
    state.apply(told(address(1), failed, Row::Now(Box::new(conflict))));
    assert_eq!(
        state
            .list
            .sessions
            .find(&address(1))
            .map(|s| s.status.to_string())
            .as_deref(),
        Some("CONFLICT")
    );
    let tally = state.runs[0].tally;
    assert_eq!((tally.done, tally.failed, tally.left), (1, 1, 1));
}

#[test]
fn a_moved_session_changes_its_place() {
    let mut state = signed_in_with(&["READY"]);
    start(&mut state, Work::Move("OTHER".into()), vec![address(0)]);
    state.apply(panel::Event::Open(address(0)).into());
    let mut now = sessions(&["READY"]).remove(0);
    now.address = now.address.in_project("OTHER".into());
    state.apply(told(
        address(0),
        Step::Done,
        Row::Now(Box::new(now.clone())),
    ));
    assert_eq!(state.list.sessions.len(), 1);
    assert!(state.list.sessions.find(&now.address).is_some());
    assert_eq!(
        state.panel.map(|panel| panel.address),
        Some(now.address),
        "the panel goes with it"
    );
}

#[test]
fn the_panel_closes_when_its_session_was_sent_away() {
    for (work, step, row, open) in [
        (Work::Delete, Step::Done, Row::Gone, false),
        (
            Work::Archive(Archiving::default()),
            Step::Done,
            Row::Gone,
            false,
        ),
        (Work::Rebuild, Step::Done, Row::Unknown, true),
        (
            Work::Delete,
            Step::Failed(Problem::default()),
            Row::Gone,
            true,
        ),
    ] {
        let mut state = signed_in_with(&["READY", "READY"]);
        state.apply(panel::Event::Open(address(0)).into());
        start(&mut state, work.clone(), vec![address(0), address(1)]);
        state.apply(told(address(1), Step::Done, Row::Unknown));
        assert!(state.panel.is_some(), "another session's end");
        state.apply(told(address(0), step, row));
        assert_eq!(state.panel.is_some(), open, "{work:?}");
    }
}

#[test]
fn a_session_that_goes_in_a_run_is_not_missed_before_the_run_says_how_it_ended() {
    let mut state = signed_in_with(&["READY"]);
    state.apply(panel::Event::Open(address(0)).into());
    start(&mut state, Work::Delete, vec![address(0)]);
    listed(&mut state, &[]);
    assert!(state.panel.as_ref().is_some_and(|panel| !panel.gone));
    state.apply(told(address(0), Step::Done, Row::Gone));
    assert_eq!(state.panel, None);
}

#[test]
fn what_failed_can_be_tried_again_and_a_run_under_way_cannot_be_closed() {
    let mut state = signed_in_with(&["READY", "READY"]);
    start(&mut state, Work::Rebuild, vec![address(0), address(1)]);
    state.apply(Event::Close(0).into());
    assert_eq!(state.runs.len(), 1);
    state.apply(told(address(0), Step::Done, Row::Unknown));
    state.apply(told(
        address(1),
        Step::Failed(Problem::default()),
        Row::Unknown,
    ));
    assert_eq!(state.apply(Event::Retry(0).into()), [], "not ended yet");
    assert!(state.is_at_work());
    assert_eq!(state.apply(Event::Ended(0).into()), [Effect::Sessions]);
    assert!(!state.is_at_work());
    let effects = state.apply(Event::Retry(0).into());
    assert!(matches!(&effects[..], [Effect::Run { sources, .. }] if *sources == [address(1)]));
}

#[test]
fn what_takes_sessions_away_waits_and_can_be_undone() {
    for (work, waits) in [
        (Work::Delete, true),
        (Work::Move("OTHER".into()), true),
        (Work::Rebuild, false),
        (Work::Archive(Archiving::default()), true),
    ] {
        let mut state = signed_in_with(&["READY", "READY"]);
        let effects = start(&mut state, work.clone(), vec![address(0), address(1)]);
        assert_eq!(effects.is_empty(), waits, "{work:?}");
        assert_eq!(
            state.runs[0].seconds_left(state.clock.now),
            waits.then_some(8)
        );
        assert!(state.is_at_work(), "leaving the page asks");
        if !waits {
            continue;
        }
        assert_eq!(later(&mut state, 7_900.0), []);
        let row = Waits::of(&state).find(&address(0));
        assert_eq!(row, Some((work.action(), 1)));
        assert_eq!(Waits::of(&state).find(&address(2)), None);
        let mut undone = state.clone();
        assert_eq!(undone.apply(Event::Undo(0).into()), []);
        assert_eq!((undone.runs.len(), undone.list.chosen().len()), (0, 2));
        assert_eq!(later(&mut undone, 60_000.0), []);
        let mut now = state.clone();
        assert_eq!(now.apply(Event::Now(0).into()).len(), 1);
        assert_eq!(later(&mut now, 100.0), [], "once");
        let due = later(&mut state, 100.0);
        assert!(matches!(&due[..], [Effect::Run { sources, .. }] if sources.len() == 2));
        assert_eq!(state.apply(Event::Undo(0).into()), [], "too late");
        assert_eq!(state.runs.len(), 1);
    }
}

#[test]
fn a_run_is_paused_paced_and_stopped() {
    let mut state = signed_in_with(&["READY"]);
    start(&mut state, Work::Rebuild, vec![address(0)]);
    for (event, wanted) in [
        (Event::GoOn(0), vec![]),
        (Event::Pause(0), vec![Effect::PauseRun(0, true)]),
        (Event::Pause(0), vec![]),
        (Event::GoOn(0), vec![Effect::PauseRun(0, false)]),
        (Event::Parallel(0, 8), vec![Effect::PaceRun(0, 8)]),
        (Event::Stop(0), vec![Effect::StopRun(0)]),
    ] {
        assert_eq!(state.apply(event.clone().into()), wanted, "{event:?}");
    }
    start(&mut state, Work::Rebuild, vec![address(0)]);
    assert_eq!(state.runs[1].parallel, 8, "the next run keeps the pace");
}

#[test]
fn a_thousand_sessions_end_in_one_message() {
    let statuses = vec!["READY"; 1_000];
    let mut state = signed_in_with(&statuses);
    start(
        &mut state,
        Work::Archive(Archiving::default()),
        (0..1_000).map(address).collect(),
    );
    let all = (0..1_000).map(|number| Told {
        address: address(number),
        step: if number % 10 == 0 {
            failed("conflict")
        } else {
            Step::Done
        },
        row: if number % 10 == 0 {
            Row::Unknown
        } else {
            Row::Gone
        },
    });
    state.apply(Event::Many(0, all.collect()).into());
    let Tally {
        done, failed, left, ..
    } = state.runs[0].tally;
    assert_eq!((done, failed, left), (900, 100, 0));
    assert_eq!(
        (state.list.sessions.len(), state.list.shown.len()),
        (100, 100)
    );
}

#[test]
fn an_error_that_leaves_in_doubt_is_told_with_what_was_read() {
    let there = || Row::Now(Box::new(sessions(&["READY"]).remove(0)));
    for (code, row, wanted) in [
        ("timed-out", there(), Some(Seen::There(Status::READY))),
        ("unreachable", there(), Some(Seen::There(Status::READY))),
        ("server-error", there(), Some(Seen::There(Status::READY))),
        ("timed-out", Row::Unknown, Some(Seen::Nothing)),
        ("forbidden", there(), None),
        ("conflict", Row::Unknown, None),
    ] {
        let mut state = signed_in_with(&["READY"]);
        start(&mut state, Work::Rebuild, vec![address(0)]);
        state.apply(told(address(0), failed(code), row));
        assert_eq!(state.runs[0].items[0].seen, wanted, "{code}");
    }
}

#[test]
fn what_was_in_doubt_is_resolved_by_a_listing_that_was_asked_for_later() {
    for (there, wanted) in [
        (&["READY"][..], Seen::Listed(Status::READY)),
        (&[], Seen::NotListed),
    ] {
        let mut state = signed_in_with(&["READY"]);
        start(&mut state, Work::Delete, vec![address(0)]);
        state.apply(told(address(0), failed("unreachable"), Row::Unknown));
        listed(&mut state, &sessions(there));
        let seen = |state: &State| state.runs[0].items[0].seen.clone();
        assert_eq!(seen(&state), Some(Seen::Nothing), "asked for too early");
        state.clock.now += 5_000.0;
        listed(&mut state, &sessions(there));
        assert_eq!(seen(&state), Some(wanted));
    }
}

#[test]
fn jobs_that_ended_well_become_one_line_and_a_lone_one_goes() {
    let mut state = signed_in_with(&["READY"; 4]);
    let begin = |state: &mut State, number| {
        start(state, Work::Rebuild, vec![address(number)]);
        state.runs.last().map_or(0, |run| run.id)
    };
    let end = |state: &mut State, id, number, step| {
        let told = Told {
            address: address(number),
            step,
            row: Row::Unknown,
        };
        state.apply(Event::Many(id, vec![told]).into());
        state.apply(Event::Ended(id).into());
    };
    let alone = begin(&mut state, 0);
    end(&mut state, alone, 0, Step::Done);
    assert_eq!(state.runs.len(), 1, "it stays until the next begins");
    let ids: Vec<usize> = (0..3).map(|number| begin(&mut state, number)).collect();
    assert_eq!(state.runs.len(), 3);
    end(&mut state, ids[0], 0, Step::Done);
    end(&mut state, ids[1], 1, Step::Done);
    end(&mut state, ids[2], 2, failed("conflict"));
    begin(&mut state, 3);
    let well = |state: &State| state.runs.iter().filter(|run| run.is_well()).count();
    assert_eq!(
        (state.runs.len(), well(&state)),
        (4, 2),
        "several stay, counted"
    );
    state.apply(Event::FoldWell.into());
    assert!(state.well_open);
    state.apply(Event::CloseWell.into());
    assert_eq!((state.runs.len(), well(&state)), (2, 0));
    assert_eq!(state.runs[0].tally.failed, 1, "what failed stays");
}

#[test]
fn what_was_done_after_all_is_done_and_says_so() {
    let mut state = signed_in_with(&["READY"]);
    let work = Work::Archive(Archiving::default());
    start(&mut state, work, vec![address(0)]);
    state.apply(panel::Event::Open(address(0)).into());
    let timed_out = Problem {
        code: "timed-out",
        ..Problem::default()
    };
    let step = Step::AfterAll(timed_out.clone());
    state.apply(told(address(0), step, Row::Gone));
    assert_eq!(state.runs[0].tally.done, 1);
    assert_eq!((state.list.sessions.len(), &state.panel), (0, &None));
    let entry = &state.journal.entries[0];
    assert_eq!(entry.outcome, crate::store::journal::Outcome::Done);
    assert_eq!(entry.problem, Some(timed_out));
}
