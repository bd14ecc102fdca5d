//! Going through the list by keys, and what actions are about then.

use super::*;

#[test]
fn the_list_is_gone_through_by_keys() {
    let mut state = signed_in_with(&["READY", "READY", "READY"]);
    for (key, row) in [
        ("j", 0),
        ("j", 1),
        ("j", 2),
        ("j", 2),
        ("k", 1),
        ("k", 0),
        ("k", 0),
    ] {
        let effects = type_in(&mut state, key);
        assert_eq!(state.list.cursor_row(), Some(row), "{key}");
        assert!(effects.contains(&Effect::Focus(Focus::List)));
    }
    type_in(&mut state, "x");
    assert_eq!(state.list.chosen(), [address(0)]);
    type_in(&mut state, "Shift+A");
    assert_eq!(state.list.selected.len(), 3);
    type_in(&mut state, "Shift+A");
    assert_eq!(state.list.selected.len(), 3, "it does not take them back");
    type_in(&mut state, "Shift+X");
    assert!(state.list.selected.is_empty());
    let effects = type_in(&mut state, "o");
    assert!(effects.contains(&Effect::Focus(Focus::Panel)));
    assert_eq!(
        state.panel.as_ref().map(|panel| &panel.address),
        Some(&address(0))
    );
    type_in(&mut state, "Escape");
    assert_eq!(state.panel, None);
    assert_eq!(type_in(&mut state, "/"), [Effect::Focus(Focus::Filter)]);
    type_in(&mut state, "v");
    assert_eq!(state.view, View::Projects);
    assert_eq!(
        type_in(&mut state, "j"),
        [],
        "there are no sessions to go through"
    );
    type_in(&mut state, "v");
    assert_eq!(state.view, View::Inbox);
    type_in(&mut state, "Shift+T");
    assert_eq!(state.theme, Theme::Light);
    state.list.busy = false;
    assert!(type_in(&mut state, "u").contains(&Effect::Sessions));
}

#[test]
fn actions_ask_about_what_is_ticked_else_about_the_cursor() {
    let asked = |state: &State| match &state.sheet {
        Some(sheet::Sheet::Plan(sheet)) => (
            Some(sheet.action),
            sheet
                .lines
                .iter()
                .map(|line| line.address.clone())
                .collect(),
        ),
        _ => (None, Vec::new()),
    };
    for (key, action) in [
        ("a", Action::Archive),
        ("m", Action::Move),
        ("r", Action::Rebuild),
        ("d", Action::Delete),
    ] {
        let mut state = signed_in_with(&["READY", "READY", "READY"]);
        assert_eq!(type_in(&mut state, key), [], "nothing is chosen");
        assert!(state.sheet.is_none() && !state.announcement.is_empty());
        type_in(&mut state, "j");
        let effects = type_in(&mut state, key);
        assert_eq!(asked(&state), (Some(action), vec![address(0)]));
        let sends = |effect: &Effect| matches!(effect, Effect::Run { .. });
        assert!(!effects.iter().any(sends) && state.runs.is_empty());
        state.apply(sheet::Event::Cancel.into());
        for row in [1, 2] {
            state.apply(list::Event::Tick { row, range: false }.into());
        }
        type_in(&mut state, "k");
        type_in(&mut state, "k");
        type_in(&mut state, key);
        assert_eq!(asked(&state), (Some(action), vec![address(1), address(2)]));
    }
}

#[test]
fn the_panel_goes_along_with_the_cursor_and_asks_once_it_rests() {
    let mut state = signed_in_with(&["READY", "READY", "CONFLICT", "READY"]);
    let shown = |state: &State| state.panel.as_ref().map(|panel| panel.address.clone());
    type_in(&mut state, "j");
    type_in(&mut state, "o");
    state.apply(panel::Event::Tab(panel::Tab::Files).into());
    for number in [1, 2] {
        let effects = type_in(&mut state, "j");
        assert_eq!(shown(&state), Some(address(number)));
        let focus = Effect::Focus(Focus::List);
        assert_eq!(
            effects,
            [Effect::Rest(address(number)), focus],
            "nothing is asked"
        );
    }
    let cursor = list::Event::Cursor {
        row: 1,
        extend: true,
    };
    state.apply(cursor.into());
    assert_eq!(shown(&state), Some(address(1)), "arrows do the same");
    state.apply(list::Event::Untick.into());
    let passed = state.apply(panel::Event::Rested(address(2)).into());
    assert_eq!(passed, [], "it has gone on");
    let rested = state.apply(panel::Event::Rested(address(1)).into());
    assert_eq!(
        rested,
        [Effect::Scans(address(1)), Effect::Resources(address(1))]
    );
    let tab = state.panel.as_ref().map(|panel| panel.tab);
    assert_eq!(tab, Some(panel::Tab::Files), "the same tab of each");
    type_in(&mut state, "k");
    type_in(&mut state, "d");
    let asked = |state: &State| match &state.sheet {
        Some(sheet::Sheet::Plan(sheet)) => sheet.lines[0].address.clone(),
        _ => address(9),
    };
    assert_eq!(asked(&state), address(0), "the one that is shown");
    state.apply(sheet::Event::Cancel.into());
    for _ in 0..2 {
        state.apply(
            list::Event::Tick {
                row: 3,
                range: false,
            }
            .into(),
        );
    }
    type_in(&mut state, "d");
    assert_eq!(
        asked(&state),
        address(0),
        "a tick taken back changes nothing"
    );
}

#[test]
fn what_waits_can_be_taken_back_by_a_key() {
    let mut state = signed_in_with(&["READY", "READY"]);
    let pressed = press("Ctrl+z");
    let in_field = Pressed {
        in_field: true,
        ..press("Ctrl+z")
    };
    assert_eq!(
        Situation::of(&state).command(&pressed),
        None,
        "the browser's"
    );
    run::start(&mut state, Work::Delete, vec![address(1)]);
    assert_eq!(
        Situation::of(&state).command(&in_field),
        None,
        "the field's"
    );
    let effects = type_in(&mut state, "Ctrl+z");
    assert_eq!(effects, [Effect::Focus(Focus::List)]);
    assert_eq!(
        (state.runs.len(), state.list.chosen()),
        (0, vec![address(1)])
    );
}

#[test]
fn the_cursor_counts_only_where_it_is_seen() {
    let mut state = signed_in_with(&["READY", "ERROR"]);
    type_in(&mut state, "j");
    state.apply(list::Event::Text("S01".into()).into());
    type_in(&mut state, "d");
    assert!(state.sheet.is_none());
    listed(&mut state, &sessions(&["READY", "ERROR"]));
    state.apply(panel::Event::Open(address(1)).into());
    state.apply(Message::GoTo(View::Projects));
    assert_eq!(Situation::of(&state).command(&press("d")), None);
    assert_eq!(state.projects.targets, Load::Idle);
}

#[test]
fn undo_brings_a_dropped_selection_back_after_the_runs_that_wait() {
    let mut state = signed_in_with(&["READY", "READY"]);
    type_in(&mut state, "Ctrl+z");
    assert!(state.list.selected.is_empty(), "there was none");
    state.apply(list::Event::TickAll.into());
    state.apply(list::Event::Untick.into());
    assert_eq!(state.announcement, "Selection of 2 sessions cleared.");
    state.view = View::Projects;
    assert_eq!(type_in(&mut state, "Ctrl+z"), [], "it cannot be seen");
    state.view = View::Inbox;
    assert_eq!(
        type_in(&mut state, "Ctrl+z"),
        [Effect::Focus(Focus::List)],
        "the grid has the focus"
    );
    assert_eq!(state.list.selected.len(), 2);
}
