use super::*;
use crate::store::testing::{address, sessions, signed_in_with};

/// A list of that many sessions, by name.
fn list(statuses: &[&str]) -> List {
    signed_in_with(statuses).list
}

fn apply(list: &mut List, event: Event) {
    list.apply(event, &Clock::default());
}

fn ticked(list: &List) -> Vec<usize> {
    (0..100)
        .filter(|&number| list.selected.contains(&address(number)))
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
    assert_eq!(list.hidden(), [address(0), address(2)].into());
    assert_eq!(
        list.chosen(),
        [address(1), address(0), address(2)],
        "those in view first"
    );
    apply(&mut list, Event::OnlySelected(true));
    assert_eq!((list.shown.len(), list.hidden().len()), (3, 0));
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
    apply(&mut list, Event::Listed(Ok(fewer)));
    assert_eq!(ticked(&list), [2]);
    assert_eq!(list.cursor_row(), Some(1));
}

#[test]
fn a_failed_refresh_keeps_the_old_list() {
    let mut list = list(&["READY"]);
    apply(&mut list, Event::Listed(Err(Problem::default())));
    assert_eq!((list.sessions.len(), list.problem.is_some()), (1, true));
    apply(&mut list, Event::Listed(Ok(sessions(&["READY"]))));
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
    apply(&mut list, Event::SortBy(SortKey::Session));
    assert_eq!(*list.shown, [2, 1, 0]);
    apply(&mut list, Event::SortBy(SortKey::Session));
    assert_eq!(*list.shown, [0, 1, 2]);
    apply(&mut list, Event::SortBy(SortKey::Subject));
    assert!(!list.sort.descending);
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
fn put_replaces_adds_and_takes_away() {
    let mut list = list(&["READY", "READY"]);
    let error = sessions(&["ERROR"]).remove(0);
    list.put(&address(0), Some(error));
    assert_eq!(list.counts[&StatusGroup::Error], 1);
    list.put(&address(1), None);
    assert_eq!((list.sessions.len(), list.shown.len()), (1, 1));
    list.put(&address(9), None);
    assert_eq!(list.sessions.len(), 1);
}
