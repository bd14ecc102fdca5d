//! A listing that was asked for before something was done, and arrives afterwards.

use super::*;
use crate::store::testing::{address, listed, sessions, signed_in_with};

/// What is known of the rows in the order of the list: the number of each session, and its status.
fn rows(list: &List) -> Vec<(usize, String)> {
    let table = list.sessions.read();
    let found = (0..10).filter_map(|number| Some((number, table.session(&address(number))?)));
    found
        .map(|(number, session)| (number, session.status.to_string()))
        .collect()
}

fn arrives(list: &mut List, sessions: &[Session], clock: &Clock) {
    list.arrived(sessions.iter().collect(), clock);
}

/// Where in a listing that is under way the result of an action comes.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Comes {
    BeforeItsRows,
    AfterItsRows,
}

/// What an action has confirmed about session 1.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Confirmed {
    Gone,
    Is(&'static str),
}

#[test]
fn a_listing_that_was_asked_for_before_a_result_does_not_undo_it() {
    use Comes::{AfterItsRows, BeforeItsRows};
    use Confirmed::{Gone, Is};
    // What the list said, what the server confirmed, what the listing says that began before that.
    for (was, confirmed, says, wanted) in [
        (Some("READY"), Gone, Some("READY"), None),
        (Some("READY"), Gone, Some("_DELETING"), None),
        (Some("READY"), Gone, None, None),
        (Some("READY"), Is("READY"), Some("_BUILDING"), Some("READY")),
        (Some("ERROR"), Is("READY"), Some("ERROR"), Some("READY")),
        // Moved to where the listing has not seen it yet.
        (None, Is("READY"), None, Some("READY")),
        (None, Is("READY"), Some("_MOVING"), Some("READY")),
        (Some("READY"), Is("READY"), None, Some("READY")),
    ] {
        for comes in [BeforeItsRows, AfterItsRows] {
            let row = |status: &str| sessions(&["READY", status]).remove(1);
            let with = |status: Option<&str>| {
                let other = sessions(&["READY"]).remove(0);
                let rows: Vec<Session> = [other].into_iter().chain(status.map(row)).collect();
                rows
            };
            let mut state = signed_in_with(&[]);
            listed(&mut state, &with(was));
            state.list.show_news(&state.clock);
            let (list, clock) = (&mut state.list, state.clock);
            list.ask(&clock);
            let result = match confirmed {
                Gone => (address(1), None),
                Is(status) => (address(1), Some(row(status))),
            };
            if comes == BeforeItsRows {
                list.put_all(vec![result], &clock);
                arrives(list, &with(says), &clock);
            } else {
                arrives(list, &with(says), &clock);
                list.put_all(vec![result], &clock);
            }
            list.listed(Ok(()), &clock);
            let told = format!("{was:?} {confirmed:?} {says:?} {comes:?}");
            let mut all = vec![(0, "READY".to_owned())];
            all.extend(wanted.map(|status| (1, status.to_owned())));
            assert_eq!(rows(list), all, "{told}");
            assert_eq!(list.news.len(), 0, "what somebody did is no news: {told}");
            assert_eq!(list.shown.len(), all.len(), "{told}");

            // The next listing knows more, and counts again.
            list.ask(&clock);
            arrives(list, &with(Some("CONFLICT")), &clock);
            list.listed(Ok(()), &clock);
            assert_eq!(rows(list)[1].1, "CONFLICT", "{told}");
        }
    }
}

#[test]
fn a_thousand_results_are_passed_over_in_a_listing_as_well() {
    let mut state = signed_in_with(&["READY"; 1_000]);
    let (list, clock) = (&mut state.list, state.clock);
    list.ask(&clock);
    let gone = (0..1_000).map(|number| (address(number), None));
    list.put_all(gone.collect(), &clock);
    arrives(list, &sessions(&["READY"; 1_001]), &clock);
    list.listed(Ok(()), &clock);
    assert_eq!(
        (list.sessions.len(), list.news.len()),
        (1, 1),
        "the last one is new"
    );
}

#[test]
fn what_has_arrived_is_shown_although_the_server_stalls() {
    let all = sessions(&["READY"; 5]);
    let (mut list, clock) = (List::default(), Clock::default());
    let list = &mut list;
    list.ask(&clock);
    let shown = |list: &List| list.shown.len();
    arrives(list, &all[..2], &clock);
    assert_eq!(shown(list), 2, "the first at once");
    arrives(list, &all[2..], &clock);
    assert_eq!(shown(list), 2, "more as soon as it is worth while");
    list.draw_arrived(&clock);
    assert_eq!(shown(list), 5, "or a moment has passed");
}
