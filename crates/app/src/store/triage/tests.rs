use super::*;
use crate::store::keys::{Command, Event as Keys, Focus};
use crate::store::testing::{address, listed, sessions, signed_in_with};
use crate::store::{Message, list, panel, run, sheet};
use prearchive_core::inside::Scan;

fn give(state: &mut State, command: Command) -> Vec<Effect> {
    state.apply(Keys::Do(command).into())
}

fn in_triage(statuses: &[&str]) -> State {
    let mut state = signed_in_with(statuses);
    give(&mut state, Command::Triage);
    state
}

fn present(state: &State) -> Option<&Address> {
    Some(&state.panel.as_ref()?.address)
}

fn place(state: &State) -> Option<(usize, usize)> {
    let triage = state.triage.as_ref()?;
    Some((triage.at, triage.queue.len()))
}

fn scans(state: &State) -> Load<usize> {
    match state.panel.as_ref().map(|panel| &panel.scans) {
        Some(Load::Have(scans)) => Load::Have(scans.len()),
        Some(Load::Busy) => Load::Busy,
        _ => Load::Idle,
    }
}

fn all_of(number: usize) -> [Effect; 3] {
    [
        Effect::Scans(address(number)),
        Effect::Resources(address(number)),
        Effect::Look(address(number)),
    ]
}

#[test]
fn it_goes_through_what_the_list_shows() {
    let mut state = signed_in_with(&["READY", "ERROR", "READY"]);
    state.apply(list::Event::Text("S00 ".into()).into());
    give(&mut state, Command::Triage);
    assert_eq!(place(&state), Some((0, 1)));
    state.apply(Message::GoTo(View::Inbox));
    state.apply(list::Event::Text(String::new()).into());
    give(&mut state, Command::Triage);
    assert_eq!(place(&state), Some((0, 3)));
    for (command, at) in [
        (Command::Previous, 0),
        (Command::Next, 1),
        (Command::Next, 2),
        (Command::Previous, 1),
    ] {
        give(&mut state, command);
        assert_eq!(present(&state), Some(&address(at)), "{command:?}");
        assert_eq!(state.list.cursor_row(), Some(at));
    }
    give(&mut state, Command::Next);
    give(&mut state, Command::Next);
    assert!(state.triage.as_ref().is_some_and(Triage::is_over));
    assert_eq!(present(&state), None);
    assert_eq!(give(&mut state, Command::Next), []);
    give(&mut state, Command::Previous);
    assert_eq!(present(&state), Some(&address(2)));
}

#[test]
fn it_goes_through_what_is_ticked_from_the_cursor_on() {
    let mut state = signed_in_with(&["READY"; 4]);
    for row in [1, 3] {
        state.apply(list::Event::Tick { row, range: false }.into());
    }
    give(&mut state, Command::Triage);
    assert_eq!(
        (place(&state), present(&state)),
        (Some((1, 2)), Some(&address(3)))
    );
}

#[test]
fn the_next_one_is_fetched_meanwhile() {
    let mut state = signed_in_with(&["READY"; 4]);
    let effects = give(&mut state, Command::Triage);
    for effect in all_of(0).iter().chain(&all_of(1)) {
        assert!(effects.contains(effect), "{effect:?}");
    }
    let scan = Scan {
        id: "1".into(),
        xsi_type: "xnat:mrScanData".into(),
        series_description: "LOCALIZER".into(),
    };
    state.apply(panel::Event::Scans(address(1), Ok(vec![scan])).into());
    state.apply(Event::Found(address(1), Ok(Vec::new())).into());
    assert_eq!(scans(&state), Load::Busy, "it is not about the present one");
    state.apply(panel::Event::Scans(address(3), Ok(Vec::new())).into());
    state.apply(Event::Found(address(3), Ok(Vec::new())).into());
    let findings = |state: &State| state.triage.as_ref().map(|t| t.findings.clone());
    assert_eq!(
        (scans(&state), findings(&state)),
        (Load::Busy, Some(Load::Busy))
    );
    let effects = give(&mut state, Command::Next);
    assert_eq!(scans(&state), Load::Have(1));
    assert_eq!(findings(&state), Some(Load::Have(Vec::new())));
    assert!(!effects.contains(&Effect::Scans(address(1))));
    assert!(effects.contains(&Effect::Scans(address(2))));
    let effects = give(&mut state, Command::Previous);
    assert!(effects.contains(&Effect::Scans(address(0))), "two are kept");
    give(&mut state, Command::Next);
    assert_eq!(scans(&state), Load::Have(1));
}

#[test]
fn what_cannot_be_archived_is_not_asked_about() {
    let mut state = signed_in_with(&["_BUILDING", "READY"]);
    let effects = give(&mut state, Command::Triage);
    assert!(!effects.contains(&Effect::Look(address(0))));
    assert!(effects.contains(&Effect::Look(address(1))));
    let effects = listed(&mut state, &sessions(&["READY", "READY"]));
    assert!(effects.contains(&Effect::Look(address(0))), "now it can");
}

#[test]
fn acting_asks_first_and_then_goes_on() {
    let mut state = in_triage(&["READY", "READY", "READY"]);
    give(&mut state, Command::Act(Action::Rebuild));
    assert!(state.sheet.is_some() && state.runs.is_empty());
    state.apply(sheet::Event::Cancel.into());
    assert_eq!(present(&state), Some(&address(0)), "nothing was done");
    give(&mut state, Command::Act(Action::Rebuild));
    state.apply(sheet::Event::Go.into());
    assert_eq!(state.runs.len(), 1);
    assert_eq!(
        (place(&state), present(&state)),
        (Some((1, 3)), Some(&address(1)))
    );
    state.apply(run::Event::Ended(0).into());
    assert_eq!(present(&state), Some(&address(1)));
}

#[test]
fn what_has_gone_keeps_its_number() {
    let mut state = in_triage(&["READY", "READY"]);
    give(&mut state, Command::Next);
    listed(&mut state, &sessions(&["READY"]));
    assert_eq!(place(&state), Some((1, 2)));
    assert!(state.panel.as_ref().is_some_and(|panel| panel.gone));
    assert_eq!(give(&mut state, Command::Act(Action::Delete)), []);
    assert!(state.sheet.is_none(), "there is nothing to be done with it");
}

#[test]
fn what_is_opened_from_it_is_shown_beside_the_list() {
    let mut state = in_triage(&["READY", "READY", "READY"]);
    let effects = state.apply(panel::Event::Open(address(2)).into());
    assert_eq!((state.view, &state.triage), (View::Inbox, &None));
    assert_eq!(present(&state), Some(&address(2)));
    let hash = "#/inbox?sort=session&open=DEMO/20140411_140005287".to_owned();
    assert!(effects.contains(&Effect::Url { hash, step: true }));
    let mut state = in_triage(&["READY", "ERROR"]);
    let asked = prearchive_core::query::Query::parse("status:error").query;
    state.apply(list::Event::Ask(asked).into());
    assert_eq!(
        (state.view, &state.triage, &state.panel),
        (View::Inbox, &None, &None)
    );
    assert_eq!(state.list.shown.len(), 1);
}

#[test]
fn leaving_it_comes_back_to_the_list_with_the_cursor_on_the_last_one() {
    let mut state = in_triage(&["READY", "READY", "READY"]);
    give(&mut state, Command::Next);
    let shown = state.reveal;
    let effects = give(&mut state, Command::Close);
    let hash = "#/inbox?sort=session".to_owned();
    assert!(effects.contains(&Effect::Url { hash, step: true }));
    assert_eq!(effects.last(), Some(&Effect::Focus(Focus::List)));
    assert_eq!((&state.triage, &state.panel), (&None, &None));
    assert_eq!(state.list.cursor_row(), Some(1));
    assert_ne!(state.reveal, shown, "it is brought into sight");
}

#[test]
fn its_url_begins_it_once_the_list_is_there() {
    let mut state = State::default();
    state.apply(Message::Navigated("#/triage?q=status:error".into()));
    assert_eq!(state.triage, None);
    state.apply(crate::store::login::Event::Resumed(Ok(Some("ann".into()))).into());
    let effects = listed(&mut state, &sessions(&["READY", "ERROR"]));
    assert_eq!(
        (place(&state), present(&state)),
        (Some((0, 1)), Some(&address(1)))
    );
    assert!(effects.contains(&Effect::Scans(address(1))));
    state.apply(Message::Navigated("#/inbox".into()));
    assert_eq!((&state.triage, &state.panel), (&None, &None));
}
