use super::*;
use crate::store::message::Archiving;
use crate::store::testing::{address, listed, sessions, signed_in_with};
use crate::store::{Message, panel};

fn told(address: Address, step: Step, row: Row) -> Message {
    Event::Many(0, vec![Told { address, step, row }]).into()
}

fn failed(code: &'static str) -> Step {
    Step::Failed(Problem {
        code,
        ..Problem::default()
    })
}

/// So many milliseconds later.
fn later(state: &mut State, ms: f64) -> Vec<Effect> {
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
fn a_login_that_ends_in_the_middle_is_noticed() {
    let mut state = signed_in_with(&["READY"]);
    start(&mut state, Work::Rebuild, vec![address(0)]);
    let expired = Problem {
        code: "signed-out",
        ..Problem::default()
    };
    state.apply(told(address(0), Step::Failed(expired), Row::Unknown));
    assert!(!state.login.is_in());
}

#[test]
fn what_takes_sessions_away_waits_and_can_be_undone() {
    for (work, waits) in [
        (Work::Delete, true),
        (Work::Move("OTHER".into()), true),
        (Work::Rebuild, false),
        (Work::Archive(Archiving::default()), false),
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
fn a_run_pauses_when_the_login_ends_in_the_middle() {
    let mut state = signed_in_with(&["READY", "READY"]);
    start(&mut state, Work::Rebuild, vec![address(0), address(1)]);
    let effects = state.apply(told(address(0), failed("signed-out"), Row::Unknown));
    assert_eq!(effects, [Effect::PauseRun(0, true)]);
    assert!(state.runs[0].paused && !state.login.is_in());
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

/// What is kept of a run on the first `n` sessions after these have happened.
fn kept(user: &str, work: &Work, n: usize, happened: &[(usize, Step)]) -> (String, String) {
    let sources: Vec<Address> = (0..n).map(address).collect();
    let mut journal = Journal::new(9, user, work, &sources);
    let told: Vec<Told> = happened
        .iter()
        .map(|(number, step)| Told {
            address: address(*number),
            step: step.clone(),
            row: Row::Unknown,
        })
        .collect();
    journal.note(&told);
    (journal.key(), journal.cut())
}

#[test]
fn a_run_that_was_cut_off_goes_on_if_somebody_says_so() {
    // 0 was archived before, 1 was sent and is gone, 2 failed, 3 was sent and is there, 4 has waited.
    let happened = [
        (0, Step::Done),
        (1, Step::Sent),
        (2, failed("conflict")),
        (3, Step::Sent),
    ];
    let work = Work::Archive(Archiving::default());
    let (key, text) = kept("ann", &work, 5, &happened);
    let mut state = signed_in_with(&["READY"; 5]);
    listed(&mut state, &sessions(&["READY"; 5])[2..]);
    state.apply(Event::Recalled(vec![(key.clone(), text)]).into());
    let cut = &state.cuts[0];
    assert_eq!((cut.done, cut.all), (2, 5));
    assert_eq!(cut.left, [address(3), address(4)]);
    let effects = state.apply(Event::Resume(key.clone()).into());
    let [
        Effect::ForgetRun(forgotten),
        Effect::Run { sources, again, .. },
    ] = &effects[..]
    else {
        panic!("a run: {effects:?}")
    };
    assert_eq!(
        (forgotten, *again, &sources[..]),
        (&key, true, &[address(3), address(4)][..])
    );
    assert!(state.cuts.is_empty());
}

#[test]
fn what_is_not_ones_own_or_not_cut_off_is_not_offered() {
    let mut state = signed_in_with(&["READY"]);
    let work = Work::Delete;
    state.apply(Event::Recalled(vec![kept("bob", &work, 1, &[])]).into());
    assert!(state.cuts.is_empty(), "another user's");
    let mut journal = Journal::new(9, "ann", &work, &[address(0)]);
    let text = journal.due(state.clock.now).unwrap_or_default();
    state.apply(Event::Recalled(vec![(journal.key(), text)]).into());
    assert!(state.cuts.is_empty(), "another tab is at it");
    assert_eq!(later(&mut state, journal::LEASE - 1.0), []);
    assert_eq!(
        later(&mut state, 1.0),
        [Effect::Recall],
        "it may have crashed"
    );
    let (key, text) = kept("ann", &work, 1, &[]);
    state.apply(Event::Recalled(vec![(key.clone(), text)]).into());
    assert_eq!(state.cuts.len(), 1);
    let forgotten = state.apply(Event::Forget(key.clone()).into());
    assert_eq!(
        (forgotten, state.cuts.len()),
        (vec![Effect::ForgetRun(key)], 0)
    );
}

#[test]
fn names_and_replacing_are_chosen_again() {
    use prearchive_core::archiving::Overwrite;
    for (overwrite, asks) in [
        (Overwrite::None, false),
        (Overwrite::Append, false),
        (Overwrite::Delete, true),
    ] {
        let work = Work::Archive(Archiving {
            overwrite,
            ..Archiving::default()
        });
        let (key, text) = kept("ann", &work, 1, &[]);
        let mut state = signed_in_with(&["READY"]);
        state.apply(Event::Recalled(vec![(key.clone(), text)]).into());
        state.apply(Event::Resume(key).into());
        assert_eq!(
            (state.sheet.is_some(), state.runs.is_empty()),
            (asks, asks),
            "{overwrite:?}"
        );
    }
}
