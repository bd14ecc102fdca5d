use super::*;
use crate::store::message::Archiving;
use crate::store::run::journal::LEASE;
use crate::store::run::tests::{failed, later, told};
use crate::store::run::{Event, Row, Told};
use crate::store::testing::{address, listed, sessions, signed_in_with};

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
    assert_eq!((cut.done, cut.failed, cut.all), (2, 1, 5));
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

    // What had failed is counted and shown, and can be tried again with the rest.
    let run = &state.runs[0];
    assert_eq!((run.tally.failed, run.tally.left), (1, 2));
    let shown = run.items.iter().find(|item| item.address == address(2));
    assert_eq!(
        shown.map(|item| item.step.clone()),
        Some(failed("conflict"))
    );
    state.apply(told(address(3), Step::Done, Row::Gone));
    state.apply(told(address(4), failed("forbidden"), Row::Unknown));
    state.apply(Event::Ended(0).into());
    let tally = state.runs[0].tally;
    assert_eq!((tally.done, tally.failed, tally.left), (1, 2, 0));
    let effects = state.apply(Event::Retry(0).into());
    let [Effect::Run { sources, .. }] = &effects[..] else {
        panic!("a run: {effects:?}")
    };
    assert_eq!(sources[..], [address(4), address(2)]);
}

#[test]
fn what_had_failed_before_a_reload_is_tried_again_as_far_as_it_is_still_there() {
    let happened = [
        (0, Step::Done),
        (1, failed("conflict")),
        (2, failed("timed-out")),
    ];
    let work = Work::Archive(Archiving::default());
    let (key, text) = kept("ann", &work, 3, &happened);
    let mut state = signed_in_with(&["READY"; 3]);
    listed(&mut state, &sessions(&["READY"; 2]));
    state.apply(Event::Recalled(vec![(key.clone(), text)]).into());
    let cut = &state.cuts[0];
    assert_eq!((cut.done, cut.failed, cut.all), (1, 2, 3));
    assert_eq!((cut.left.len(), cut.next()), (0, vec![address(1)]));
    let effects = state.apply(Event::Resume(key).into());
    let run = effects.last();
    assert!(
        matches!(run, Some(Effect::Run { sources, again: true, .. }) if *sources == [address(1)]),
        "{effects:?}"
    );
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
    assert_eq!(later(&mut state, LEASE - 1.0), []);
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
