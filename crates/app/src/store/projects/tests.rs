use super::*;
use crate::store::testing::{project, signed_in_with};

const AUTO: PrearchiveCode = PrearchiveCode::AUTO_ARCHIVE;
const MANUAL: PrearchiveCode = PrearchiveCode::MANUAL;

/// Three projects with their codes are here.
fn with_projects() -> State {
    let mut state = signed_in_with(&[]);
    let rows = [("A", 0), ("B", 0), ("C", 4)].map(|(id, code)| project(id, code));
    state.apply(Event::Loaded(Ok(rows.to_vec())).into());
    state
}

fn names(projects: &[&str]) -> Vec<String> {
    projects.iter().map(ToString::to_string).collect()
}

fn saved(project: &str, answer: Result<PrearchiveCode, Problem>) -> crate::store::Message {
    let project = project.into();
    Event::Saved {
        project,
        code: AUTO,
        answer,
    }
    .into()
}

#[test]
fn a_setting_is_offered_where_the_server_lets_it_be_changed() {
    for (answer, wanted) in [
        (None, true),
        (Some(Ok(vec![project("DEMO", 0)])), true),
        (Some(Ok(vec![project("OTHER", 0)])), false),
        (Some(Err(Problem::default())), true),
    ] {
        let mut state = signed_in_with(&[]);
        if let Some(answer) = answer {
            state.apply(Event::Editable(answer).into());
        }
        assert_eq!(state.projects.may_change("DEMO"), wanted);
    }
}

#[test]
fn the_choice_starts_with_what_all_have() {
    for (some, wanted) in [
        (&["A"][..], Some(MANUAL)),
        (&["A", "B"], Some(MANUAL)),
        (&["A", "C"], None),
    ] {
        let mut state = with_projects();
        state.apply(Event::Edit(names(some)).into());
        assert_eq!(state.projects.edit.unwrap().chosen, wanted, "{some:?}");
    }
}

#[test]
fn only_what_differs_is_changed_and_counts_when_it_was_read_back() {
    let mut state = with_projects();
    state.apply(Event::TickAll(names(&["A", "B", "C"])).into());
    state.apply(Event::Edit(names(&["A", "B", "C"])).into());
    assert_eq!(state.apply(Event::Save.into()), [], "nothing is chosen");
    state.apply(Event::Choose(AUTO).into());
    assert_eq!(state.projects.changing(), ["A", "B"]);
    let set = |project: &str| Effect::SetCode {
        project: project.into(),
        code: AUTO,
    };
    assert_eq!(state.apply(Event::Save.into()), [set("A"), set("B")]);
    assert_eq!(state.apply(Event::Save.into()), [], "once");
    state.apply(Event::Cancel.into());
    state.apply(Event::Choose(MANUAL).into());
    let chosen = state.projects.edit.as_ref().unwrap().chosen;
    assert_eq!(chosen, Some(AUTO), "not while it is being saved");
    assert_eq!(state.projects.code("A"), Some(MANUAL), "not yet");
    state.apply(saved("A", Ok(AUTO)));
    assert_eq!(state.projects.code("A"), Some(AUTO));
    assert!(state.projects.edit.is_some());
    state.apply(saved("B", Ok(AUTO)));
    assert_eq!(state.projects.edit, None, "all is well");
    assert!(state.projects.ticked.is_empty());
    assert_eq!(state.projects.outcomes.len(), 2);
}

#[test]
fn what_fails_or_is_not_taken_is_told_for_each_project_and_can_be_tried_again() {
    for (answer, code, outcome) in [
        (
            Err(Problem::default()),
            MANUAL,
            Outcome::Failed(Problem::default()),
        ),
        (Ok(MANUAL), MANUAL, Outcome::Differs(MANUAL)),
    ] {
        let mut state = with_projects();
        state.apply(Event::Edit(names(&["A", "B"])).into());
        state.apply(Event::Choose(AUTO).into());
        state.apply(Event::Save.into());
        state.apply(saved("A", Ok(AUTO)));
        state.apply(saved("B", answer));
        assert_eq!(state.projects.code("B"), Some(code));
        assert_eq!(state.projects.outcomes["A"], Outcome::Saved);
        assert_eq!(state.projects.outcomes["B"], outcome);
        assert_eq!(state.projects.changing(), ["B"], "that one only");
        assert_eq!(state.apply(Event::Save.into()).len(), 1);
    }
}

#[test]
fn many_settings_are_changed_a_few_at_a_time() {
    let mut state = signed_in_with(&[]);
    let some: Vec<String> = (0..9).map(|number| format!("P{number}")).collect();
    let rows = some.iter().map(|id| project(id, 0)).collect();
    state.apply(Event::Loaded(Ok(rows)).into());
    state.apply(Event::Edit(some.clone()).into());
    state.apply(Event::Choose(AUTO).into());
    assert_eq!(state.apply(Event::Save.into()).len(), PARALLEL);
    let mut sent = PARALLEL;
    for id in &some {
        sent += state.apply(saved(id, Ok(AUTO))).len();
    }
    assert_eq!((sent, &state.projects.edit), (9, &None));
}

#[test]
fn ticks_are_for_all_that_are_shown_or_none() {
    let mut state = with_projects();
    for (event, wanted) in [
        (Event::Tick("A".into()), &["A"][..]),
        (Event::TickAll(names(&["A", "B"])), &["A", "B"]),
        (Event::TickAll(names(&["A"])), &["B"]),
        (Event::Tick("B".into()), &[]),
        (Event::Tick("C".into()), &["C"]),
        (Event::Untick, &[]),
    ] {
        state.apply(event.into());
        let ticked: Vec<_> = state.projects.ticked.iter().collect();
        assert_eq!(ticked, wanted);
    }
}
