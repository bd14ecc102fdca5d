use super::*;
use crate::store::testing::{address, listed, sessions, signed_in_with};
use crate::words::Language;

fn open(statuses: &[&str]) -> State {
    Language::English.set();
    let mut state = signed_in_with(statuses);
    state.apply(keys::Event::Do(Command::Palette).into());
    state
}

fn palette(state: &State) -> &Palette {
    match &state.overlay {
        Some(keys::Overlay::Palette(palette)) => palette,
        other => panic!("the palette is open, not {other:?}"),
    }
}

fn typed(state: &mut State, text: &str) -> Vec<String> {
    state.apply(Event::Text(text.into()).into());
    let found = palette(state).found.iter();
    found.map(|entry| entry.name.clone()).collect()
}

#[test]
fn things_are_found_by_some_of_their_words() {
    let mut state = open(&["READY", "CONFLICT"]);
    for (text, wanted) in [
        ("theme", &["Next theme"][..]),
        ("THEME next", &["Next theme"]),
        ("project demo", &["DEMO"]),
        ("status conf", &["Conflict"]),
        ("S01_MR", &["S01_MR1"]),
        ("zebra", &[]),
    ] {
        assert_eq!(typed(&mut state, text), wanted, "{text}");
    }
    assert_eq!(state.announcement, "Nothing is called that.");
}

#[test]
fn a_session_is_found_by_what_was_pasted() {
    for text in [
        "/prearchive/projects/DEMO/20140411_140005287/S01_MR1",
        "https://xnat.example/data/prearchive/projects/DEMO/20140411_140005287/S01_MR1?format=json",
        " /data/prearchive/projects/DEMO/20140411_140005287/S01_MR1/ ",
    ] {
        let mut state = open(&["READY", "READY"]);
        assert_eq!(typed(&mut state, text), ["S01_MR1"], "{text}");
        let effects = state.apply(Event::Take(0).into());
        assert_eq!(
            state.panel.as_ref().map(|panel| &panel.address),
            Some(&address(1))
        );
        assert!(effects.contains(&Effect::Focus(Focus::Panel)));
        assert_eq!(state.overlay, None);
    }
}

#[test]
fn a_link_to_a_session_can_be_percent_encoded() {
    let mut blank = sessions(&["READY"]);
    blank[0].address.folder = "S 1".into();
    blank[0].name = "S 1".into();
    let mut state = signed_in_with(&[]);
    listed(&mut state, &blank);
    state.apply(list::Event::ShowNews.into());
    state.apply(keys::Event::Do(Command::Palette).into());
    let link = "https://x/data/prearchive/projects/DEMO/20140411_140005287/S%201";
    assert_eq!(typed(&mut state, link), ["S 1"]);
}

#[test]
fn only_the_first_sessions_are_listed() {
    let mut state = open(&["READY"; 20]);
    let sessions = |names: Vec<String>| names.iter().filter(|name| name.ends_with("_MR1")).count();
    for (text, wanted) in [
        ("_MR", MOST),
        ("_", 0),
        ("S0 status:ready", MOST),
        ("S1 status:error", 0),
    ] {
        assert_eq!(sessions(typed(&mut state, text)), wanted, "{text}");
    }
}

#[test]
fn it_says_how_many_it_does_not_list() {
    let mut state = open(&["READY"; 20]);
    typed(&mut state, "_MR1");
    assert_eq!(state.announcement, "8 results, and 12 more sessions");
    typed(&mut state, "S03");
    assert_eq!(state.announcement, "1 result");
}

#[test]
fn actions_are_about_the_selection() {
    let mut state = signed_in_with(&["READY", "READY", "READY"]);
    Language::English.set();
    for row in [0, 2] {
        state.apply(list::Event::Tick { row, range: false }.into());
    }
    state.apply(keys::Event::Do(Command::Palette).into());
    assert_eq!(typed(&mut state, "archive 2"), ["Archive 2 sessions"]);
    state.apply(Event::Take(0).into());
    assert!(
        state.sheet.is_some() && state.runs.is_empty(),
        "it asks first"
    );
    let mut nothing = open(&["READY"]);
    assert_eq!(typed(&mut nothing, "archive"), [""; 0]);
}

#[test]
fn what_is_chosen_is_shown_in_the_list() {
    for (text, hash) in [
        ("project demo", "#/inbox?q=project:DEMO&sort=session"),
        ("status error", "#/inbox?q=status:error&sort=session"),
    ] {
        let mut state = open(&["READY", "ERROR"]);
        state.apply(Event::Close.into());
        state.apply(Message::GoTo(View::Projects));
        state.apply(keys::Event::Do(Command::Palette).into());
        typed(&mut state, text);
        state.apply(Event::Take(0).into());
        assert_eq!(crate::store::route::Route::of(&state).hash(), hash);
    }
}

#[test]
fn the_arrows_stay_within_what_was_found() {
    let mut state = open(&["READY"]);
    let all = palette(&state).found.len();
    assert!(all > 5, "all that can be done here");
    for (at, active) in [(2, 2), (all + 7, all - 1), (0, 0)] {
        state.apply(Event::Active(at).into());
        assert_eq!(palette(&state).active, active);
    }
    state.apply(Event::Active(3).into());
    typed(&mut state, "theme");
    assert_eq!(palette(&state).active, 0, "another text begins at the top");
    state.apply(Event::Take(7).into());
    assert_eq!(state.overlay, None, "nothing is there to take");
}

#[test]
fn what_has_no_key_is_found_too() {
    for (text, name, done) in [
        (
            "projects",
            "Projects",
            (|s| s.view == View::Projects) as fn(&State) -> bool,
        ),
        ("activity", "Activity", |s| s.journal.open),
        ("save view", "Save view…", |s| s.views.dialog),
        ("sign out", "Sign out", |s| !s.login.is_in()),
    ] {
        let mut state = open(&["READY"]);
        let found = typed(&mut state, text);
        let at = found.iter().position(|other| other == name);
        let mut effects = state.apply(Event::Take(at.unwrap_or(usize::MAX)).into());
        let leaves = effects.pop() == Some(Effect::SignOut);
        assert!(done(&state) || leaves, "{text}: {found:?}");
        assert_eq!(state.overlay, None);
    }
}

#[test]
fn actions_are_about_the_open_session_if_nothing_is_ticked() {
    let mut state = open(&["READY", "ERROR"]);
    state.apply(Event::Close.into());
    state.apply(panel::Event::Open(address(1)).into());
    // The filter hides it, and the cursor with it.
    state.apply(list::Event::Text("status:ready".into()).into());
    state.apply(keys::Event::Do(Command::Palette).into());
    for name in ["Archive", "Move", "Rebuild", "Delete"] {
        let wanted = format!("{name} 1 session");
        assert_eq!(typed(&mut state, &wanted), [wanted]);
    }
}
