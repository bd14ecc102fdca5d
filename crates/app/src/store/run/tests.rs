use super::*;
use crate::store::testing::{address, sessions, signed_in_with};

fn over(address: Address, step: Step, row: Row) -> super::super::Message {
    Event::Over {
        id: 0,
        address,
        step,
        row,
    }
    .into()
}

#[test]
fn rows_follow_the_run() {
    let mut state = signed_in_with(&["READY", "READY", "READY"]);
    start(
        &mut state,
        Work::Archive(Default::default()),
        (0..3).map(address).collect(),
    );
    let working = Step::Working("_ARCHIVING".into());
    state.apply(
        Event::Step {
            id: 0,
            address: address(0),
            step: working,
        }
        .into(),
    );
    assert_eq!(
        state
            .list
            .sessions
            .find(&address(0))
            .map(|s| s.status.to_string())
            .as_deref(),
        Some("_ARCHIVING")
    );
    state.apply(over(address(0), Step::Done, Row::Gone));
    assert_eq!(state.list.sessions.find(&address(0)), None);
    let conflict = sessions(&["READY", "CONFLICT"]).remove(1);
    let failed = Step::Failed(Problem::default());
    state.apply(over(address(1), failed, Row::Now(Box::new(conflict))));
    assert_eq!(
        state
            .list
            .sessions
            .find(&address(1))
            .map(|s| s.status.to_string())
            .as_deref(),
        Some("CONFLICT")
    );
    let tally = state.runs[0].tally();
    assert_eq!((tally.done, tally.failed, tally.left), (1, 1, 1));
}

#[test]
fn a_moved_session_changes_its_place() {
    let mut state = signed_in_with(&["READY"]);
    start(&mut state, Work::Move("OTHER".into()), vec![address(0)]);
    state.apply(panel::Event::Open(address(0)).into());
    let mut now = sessions(&["READY"]).remove(0);
    now.address = now.address.in_project("OTHER".into());
    state.apply(over(
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
            Work::Archive(Default::default()),
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
        state.apply(over(address(1), Step::Done, Row::Unknown));
        assert!(state.panel.is_some(), "another session's end");
        state.apply(over(address(0), step, row));
        assert_eq!(state.panel.is_some(), open, "{work:?}");
    }
}

#[test]
fn a_session_that_goes_in_a_run_is_not_missed_before_the_run_says_how_it_ended() {
    let mut state = signed_in_with(&["READY"]);
    state.apply(panel::Event::Open(address(0)).into());
    start(&mut state, Work::Delete, vec![address(0)]);
    crate::store::testing::listed(&mut state, &[]);
    assert!(state.panel.as_ref().is_some_and(|panel| !panel.gone));
    state.apply(over(address(0), Step::Done, Row::Gone));
    assert_eq!(state.panel, None);
}

#[test]
fn what_failed_can_be_tried_again_and_a_run_under_way_cannot_be_closed() {
    let mut state = signed_in_with(&["READY", "READY"]);
    start(&mut state, Work::Rebuild, vec![address(0), address(1)]);
    state.apply(Event::Close(0).into());
    assert_eq!(state.runs.len(), 1);
    state.apply(over(address(0), Step::Done, Row::Unknown));
    state.apply(over(
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
fn a_login_that_ends_in_the_middle_is_noticed() {
    let mut state = signed_in_with(&["READY"]);
    start(&mut state, Work::Rebuild, vec![address(0)]);
    let expired = Problem {
        code: "signed-out",
        ..Problem::default()
    };
    state.apply(over(address(0), Step::Failed(expired), Row::Unknown));
    assert!(!state.login.is_in());
}
