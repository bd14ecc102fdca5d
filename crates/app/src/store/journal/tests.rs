use super::*;
use crate::store::login;
use crate::store::message::{Archiving, Work};
use crate::store::run::{Row, Told};
use crate::store::testing::{address, project, signed_in_with};
use prearchive_client::Names;
use prearchive_core::code::PrearchiveCode;

fn refused() -> Problem {
    Problem {
        code: "forbidden",
        words: "=not \"yours\"".into(),
        status: Some(403),
        ..Problem::default()
    }
}

/// Ann's morning: two rebuilds, a scan, a cure, a setting.
fn morning() -> State {
    let mut state = signed_in_with(&["READY", "READY"]);
    let open = sheet::Event::Open(Action::Rebuild, vec![address(0), address(1)]);
    state.apply(open.into());
    state.apply(sheet::Event::Go.into());
    let id = state.runs.last().map_or(0, |run| run.id);
    let told = |number, step| Told {
        address: address(number),
        step,
        row: Row::Unknown,
    };
    for told in [
        told(0, Step::Sent),
        told(0, Step::Done),
        told(1, Step::Failed(refused())),
    ] {
        state.apply(run::Event::Many(id, vec![told]).into());
    }
    state.apply(
        sheet::Event::ScanDeleted {
            address: address(0),
            scan: "4".into(),
            answer: Ok(()),
        }
        .into(),
    );
    state.apply(
        cure::Event::Ended {
            address: address(1),
            cure: Cure::Reset,
            answer: Err(refused()),
            row: None,
        }
        .into(),
    );
    state.apply(projects::Event::Loaded(Ok(vec![project("DEMO", 0)])).into());
    let code = PrearchiveCode::AUTO_ARCHIVE;
    for answer in [Ok(code), Ok(PrearchiveCode::MANUAL)] {
        let project = "DEMO".into();
        state.apply(
            projects::Event::Saved {
                project,
                code,
                answer,
            }
            .into(),
        );
    }
    state
}

#[test]
fn what_was_done_is_written_down_with_its_end() {
    let journal = morning().journal;
    let entries = journal.entries.iter();
    let told: Vec<_> = entries
        .map(|entry| (entry.outcome.code(), entry.problem.is_some()))
        .collect();
    assert_eq!(
        told,
        [
            ("done", false),
            ("failed", true),
            ("done", false),
            ("failed", true),
            ("done", false),
            ("open", false),
        ]
    );
}

#[test]
fn one_outcome_can_be_looked_at_alone_and_given_away() {
    let mut state = morning();
    for (only, lines) in [
        (None, 6),
        (Some(Outcome::Done), 3),
        (Some(Outcome::Failed), 2),
        (Some(Outcome::Open), 1),
        (Some(Outcome::Skipped), 0),
    ] {
        state.apply(Event::Only(only).into());
        assert_eq!(state.journal.shown().count(), lines);
        assert_eq!(state.journal.text().lines().count(), lines);
        let effects = state.apply(Event::Save.into());
        let Some(Effect::Save(file)) = effects.into_iter().next() else {
            panic!("a file")
        };
        assert_eq!(file.text.lines().count(), lines + 1);
    }
    state.apply(Event::Only(Some(Outcome::Failed)).into());
    let text = state.journal.text();
    let first = text.lines().next().unwrap_or_default();
    assert!(
        first.starts_with("1970-01-01T00:16:40Z  /prearchive/projects/DEMO/"),
        "{first}"
    );
    assert!(first.ends_with("“=not \"yours\"”"), "{first}");
    let file = state.journal.csv();
    assert_eq!(file.name, "activity-1970-01-01.csv");
    assert!(file.text.contains("\"'=not \"\"yours\"\"\""), "no formula");
}

#[test]
fn another_name_is_written_down_with_the_address_in_the_archive() {
    let mut state = signed_in_with(&["READY"]);
    let names = Names {
        subject: Some("N001".into()),
        session: Some("E1".into()),
    };
    let archiving = Archiving {
        names: [(address(0), names)].into_iter().collect(),
        ..Archiving::default()
    };
    run::start(&mut state, Work::Archive(archiving), vec![address(0)]);
    let there = "/data/archive/projects/DEMO/subjects/N001/experiments/E1";
    let told = Told {
        address: address(0),
        step: Step::Done,
        row: Row::Archived(there.into()),
    };
    state.apply(run::Event::Many(0, vec![told]).into());
    assert_eq!(state.list.sessions.len(), 0, "it has left the list");
    let text = state.journal.text();
    assert!(text.contains(&format!("N001, E1, {there}")), "{text}");
    let csv = state.journal.csv().text;
    assert!(csv.ends_with(&format!(",,N001,E1,{there}\r\n")), "{csv}");
}

#[test]
fn it_ends_with_the_login_or_when_somebody_clears_it() {
    let mut state = morning();
    state.apply(Event::Clear.into());
    assert_eq!(state.journal.entries.len(), 0);
    let mut state = morning();
    state.apply(login::Event::SignedOut(Ok(())).into());
    assert_eq!(state.journal, Journal::default());
}
