#![expect(clippy::unwrap_used, reason = "a test ends in a panic")]

use prearchive_core::session::Session;

use super::*;
use crate::store::testing::{self, address, sessions, signed_in_with};

/// A list of that many sessions, by name.
fn list(statuses: &[&str]) -> List {
    signed_in_with(statuses).list
}

fn apply(list: &mut List, event: Event) {
    list.apply(event, &Clock::default());
}

/// A listing is asked for and arrives.
fn listed(list: &mut List, sessions: &[Session]) {
    list.ask(&Clock::default());
    apply(list, Event::Arrived(Box::new(sessions.iter().collect())));
    apply(list, Event::Listed(Ok(())));
}

fn by(key: SortKey, also: bool) -> Event {
    Event::SortBy { key, also }
}

/// The numbers of the sessions that are shown, in their order.
fn shown(list: &List) -> Vec<usize> {
    let number = |id: &RowId| {
        let address = list.sessions.address(*id).unwrap();
        (0..100)
            .find(|number| testing::address(*number) == address)
            .unwrap()
    };
    list.shown.iter().map(number).collect()
}

fn ticked(list: &List) -> Vec<usize> {
    (0..100)
        .filter(|&number| {
            list.row(&address(number))
                .is_some_and(|id| list.selected.contains(id))
        })
        .collect()
}

#[test]
fn ticks_and_ranges() {
    for (ticks, wanted) in [
        (&[(1, false)][..], &[1][..]),
        (&[(1, false), (1, false)], &[]),
        (&[(1, false), (4, true)], &[1, 2, 3, 4]),
        (&[(4, false), (1, true)], &[1, 2, 3, 4]),
        (&[(1, false), (4, true), (2, true)], &[1]),
        (&[(3, true)], &[3]),
        (&[(9, false)], &[]),
    ] {
        let mut list = list(&["READY"; 6]);
        for &(row, range) in ticks {
            apply(&mut list, Event::Tick { row, range });
        }
        assert_eq!(ticked(&list), wanted, "{ticks:?}");
    }
}

#[test]
fn all_means_all_that_match_the_filter() {
    let mut list = list(&["READY", "ERROR", "READY", "CONFLICT"]);
    apply(&mut list, Event::Status(Some(StatusGroup::Ready)));
    apply(&mut list, Event::TickAll);
    assert_eq!(ticked(&list), [0, 2]);
    assert!(list.all_ticked());
    apply(&mut list, Event::ClearFilter);
    assert!(!list.all_ticked());
    apply(&mut list, Event::TickAll);
    assert_eq!(ticked(&list), [0, 1, 2, 3]);
    apply(&mut list, Event::TickAll);
    assert_eq!(ticked(&list), [] as [usize; 0]);
}

#[test]
fn what_is_ticked_and_hidden_is_told_and_can_be_shown() {
    let mut list = list(&["READY", "ERROR", "READY"]);
    apply(&mut list, Event::TickAll);
    apply(&mut list, Event::Status(Some(StatusGroup::Error)));
    assert_eq!(list.hidden(), 2);
    assert!(list.hides(&address(0)) && !list.hides(&address(1)));
    assert_eq!(
        list.chosen(),
        [address(1), address(0), address(2)],
        "those in view first"
    );
    apply(&mut list, Event::OnlySelected(true));
    assert_eq!((list.shown.len(), list.hidden()), (3, 0));
    apply(&mut list, Event::OnlySelected(false));
    assert_eq!(list.shown.len(), 1);
}

#[test]
fn ticks_and_cursor_survive_a_refresh() {
    let mut list = list(&["READY", "ERROR", "READY"]);
    apply(
        &mut list,
        Event::Tick {
            row: 0,
            range: false,
        },
    );
    apply(
        &mut list,
        Event::Tick {
            row: 2,
            range: false,
        },
    );
    let mut fewer = sessions(&["READY", "READY", "READY"]);
    fewer.remove(0);
    listed(&mut list, &fewer);
    assert_eq!(ticked(&list), [2]);
    assert_eq!(list.cursor_row(), Some(1));
}

#[test]
fn what_is_new_waits_until_it_is_asked_for() {
    let mut list = list(&["READY", "ERROR"]);
    let mut more = sessions(&["READY", "CONFLICT", "READY"]);
    more.rotate_left(2);
    listed(&mut list, &more);
    assert_eq!(shown(&list), [0, 1], "nothing moves");
    assert_eq!((list.news.len(), list.len()), (1, 2));
    assert_eq!(
        list.counts[&StatusGroup::Conflict],
        1,
        "what has changed is told"
    );
    assert_eq!(
        list.counts[&StatusGroup::Ready],
        1,
        "what waits is not counted"
    );
    apply(&mut list, Event::ShowNews);
    assert_eq!(shown(&list), [0, 1, 2]);
    apply(&mut list, Event::Refresh);
    apply(
        &mut list,
        Event::Arrived(Box::new(sessions(&["READY"; 4]).iter().collect())),
    );
    apply(&mut list, Event::Listed(Ok(())));
    assert_eq!(shown(&list), [0, 1, 2, 3], "who asks for news gets them");
}

#[test]
fn a_change_does_not_move_a_row() {
    let mut list = list(&["READY", "ERROR"]);
    apply(&mut list, by(SortKey::Status, false));
    assert_eq!(shown(&list), [0, 1]);
    listed(&mut list, &sessions(&["_MOVING", "ERROR"]));
    assert_eq!(shown(&list), [0, 1]);
    apply(&mut list, Event::Refresh);
    apply(
        &mut list,
        Event::Arrived(Box::new(sessions(&["_MOVING", "ERROR"]).iter().collect())),
    );
    apply(&mut list, Event::Listed(Ok(())));
    assert_eq!(shown(&list), [1, 0]);
}

#[test]
fn the_first_rows_are_shown_while_others_arrive() {
    let mut list = List::default();
    let all = sessions(&["READY"; 9]);
    list.ask(&Clock::default());
    apply(
        &mut list,
        Event::Arrived(Box::new(all[..2].iter().collect())),
    );
    assert!(list.is_arriving());
    assert_eq!(list.shown.len(), 2);
    apply(
        &mut list,
        Event::Arrived(Box::new(all[2..].iter().collect())),
    );
    assert_eq!(list.shown.len(), 9);
    apply(&mut list, Event::Listed(Ok(())));
    assert!(!list.is_arriving());
}

#[test]
fn a_bad_term_is_told_and_the_list_stays() {
    let mut list = list(&["READY", "ERROR"]);
    apply(&mut list, Event::Text("status:soon S00".into()));
    assert_eq!(list.parsed.problems.len(), 1);
    assert_eq!(shown(&list), [0], "the other terms hold");
    apply(&mut list, Event::Status(Some(StatusGroup::Error)));
    assert_eq!(
        list.text, "S00 status:error status:soon",
        "what somebody writes is not lost"
    );
}

#[test]
fn a_failed_refresh_keeps_the_old_list() {
    let mut list = list(&["READY"]);
    apply(&mut list, Event::Listed(Err(Problem::default())));
    assert_eq!((list.sessions.len(), list.problem.is_some()), (1, true));
    listed(&mut list, &sessions(&["READY"]));
    assert_eq!(list.problem, None);
}

#[test]
fn chips_count_what_the_rest_of_the_filter_lets_pass() {
    let mut list = list(&["READY", "ERROR", "READY"]);
    apply(&mut list, Event::Text("s00".into()));
    apply(&mut list, Event::Status(Some(StatusGroup::Error)));
    assert_eq!(list.counts, [(StatusGroup::Ready, 1)].into());
    assert_eq!(list.shown.len(), 0);
}

#[test]
fn a_header_sorts_up_then_down() {
    let mut list = list(&["READY"; 3]);
    apply(&mut list, by(SortKey::Session, false));
    assert_eq!(shown(&list), [2, 1, 0]);
    apply(&mut list, by(SortKey::Session, false));
    assert_eq!(shown(&list), [0, 1, 2]);
    apply(&mut list, by(SortKey::Subject, false));
    assert_eq!(list.order.0, [(SortKey::Subject, false)]);
    apply(&mut list, by(SortKey::Status, true));
    apply(&mut list, by(SortKey::Status, true));
    assert_eq!(
        list.order.0,
        [(SortKey::Subject, false), (SortKey::Status, true)]
    );
}

#[test]
fn the_keyboard_extends_and_stays_inside() {
    let mut list = list(&["READY"; 4]);
    apply(
        &mut list,
        Event::Cursor {
            row: 1,
            extend: false,
        },
    );
    apply(
        &mut list,
        Event::Cursor {
            row: 2,
            extend: true,
        },
    );
    assert_eq!(ticked(&list), [1, 2]);
    apply(
        &mut list,
        Event::Cursor {
            row: 99,
            extend: false,
        },
    );
    assert_eq!(list.cursor_row(), Some(3));
}

#[test]
fn a_range_by_keys_begins_at_what_was_ticked_last() {
    let go = |row| Event::Cursor { row, extend: false };
    let tick = |row, range| Event::Tick { row, range };
    for (events, wanted) in [
        (
            &[tick(0, false), go(1), go(2), tick(2, true)][..],
            &[0, 1, 2][..],
        ),
        (&[tick(3, false), go(2), go(1), tick(1, true)], &[1, 2, 3]),
        (&[tick(0, false), Event::Untick, go(2), tick(2, true)], &[2]),
        (
            &[
                Event::Cursor {
                    row: 1,
                    extend: true,
                },
                go(3),
                tick(3, true),
            ],
            &[1, 2, 3],
        ),
    ] {
        let mut list = list(&["READY"; 5]);
        for event in events {
            apply(&mut list, event.clone());
        }
        assert_eq!(ticked(&list), wanted, "{events:?}");
    }
}

#[test]
fn duplicates_are_counted_as_far_as_the_rest_of_the_query_lets_them_pass() {
    let mut all = sessions(&["READY", "ERROR", "READY", "READY"]);
    for session in &mut all[..3] {
        session.tag = "1.2.3".into();
    }
    let mut list = list(&[]);
    listed(&mut list, &all);
    apply(&mut list, Event::ShowNews);
    let count = |list: &List| list.traits[&Trait::Duplicate];
    for (query, wanted) in [
        ("", 3),
        ("status:ready", 2),
        ("status:ready is:duplicate", 2),
        ("S03", 0),
        ("-is:duplicate", 0),
        ("is:stuck", 0),
    ] {
        apply(&mut list, Event::Text(query.into()));
        assert_eq!(count(&list), wanted, "{query}");
    }
    apply(&mut list, Event::ClearFilter);
    for (gone, wanted) in [(1, 2), (2, 0)] {
        list.put_all(vec![(address(gone), None)], &Clock::default());
        assert_eq!(
            (count(&list), list.duplicates.rows().len()),
            (wanted, wanted)
        );
    }
    list.put_all(vec![(address(1), Some(all[1].clone()))], &Clock::default());
    assert_eq!(count(&list), 2, "and when one comes back");
}

#[test]
fn put_replaces_adds_and_takes_away() {
    let mut list = list(&["READY", "READY"]);
    let error = sessions(&["ERROR"]).remove(0);
    list.put_all(vec![(address(0), Some(error))], &Clock::default());
    assert_eq!(list.counts[&StatusGroup::Error], 1);
    list.put_all(vec![(address(1), None)], &Clock::default());
    assert_eq!((list.sessions.len(), list.shown.len()), (1, 1));
    list.put_all(vec![(address(9), None)], &Clock::default());
    assert_eq!(list.sessions.len(), 1);
}

#[test]
fn what_somebody_did_himself_is_no_news() {
    let mut list = list(&["READY"]);
    let both = sessions(&["READY", "READY"]);
    listed(&mut list, &both);
    assert_eq!((list.news.len(), shown(&list)), (1, vec![0]));
    let put = vec![(address(1), Some(both[1].clone()))];
    list.put_all(put, &Clock::default());
    assert_eq!((list.news.len(), shown(&list)), (0, vec![0, 1]));
}

#[test]
fn a_selection_that_was_dropped_at_once_can_be_had_again() {
    let tick = |row| Event::Tick { row, range: false };
    let all = || vec![Event::TickAll];
    let gone = |list: &mut List| list.put_all(vec![(address(1), None)], &Clock::default());
    for (before, drop, then, wanted) in [
        (all(), Event::Untick, vec![], &[0, 1, 2][..]),
        (all(), Event::TickAll, vec![], &[0, 1, 2]),
        // Escape, and Escape again.
        (all(), Event::Untick, vec![Event::Untick], &[0, 1, 2]),
        (
            all(),
            Event::Untick,
            vec![Event::Text("S00".into())],
            &[0, 1, 2],
        ),
        // A single one is ticked as quickly, and whoever ticks anew has gone on.
        (vec![tick(1)], Event::Untick, vec![], &[]),
        (all(), Event::Untick, vec![tick(2)], &[2]),
        (all(), Event::Untick, vec![tick(2), tick(2)], &[]),
    ] {
        let mut list = list(&["READY"; 3]);
        for event in before.iter().chain([&drop]).chain(&then) {
            apply(&mut list, event.clone());
        }
        let focus = list.apply(Event::Restore, &Clock::default());
        assert_eq!(ticked(&list), wanted, "{before:?} {drop:?} {then:?}");
        assert!(list.dropped.is_empty(), "it is offered once");
        assert_eq!(focus, [Effect::Focus(Focus::List)], "the offer had it");
    }
    let mut list = list(&["READY"; 3]);
    for event in [Event::TickAll, Event::Untick] {
        apply(&mut list, event);
    }
    gone(&mut list);
    assert_eq!(list.dropped.len(), 2, "without what is gone");
    apply(&mut list, Event::Restore);
    assert_eq!(ticked(&list), [0, 2]);
}
