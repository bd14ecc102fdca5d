use prearchive_core::plan::Action;

use super::*;
use crate::store::message::Work;
use crate::store::run::{self, Row, Step, Told};
use crate::store::testing::{address, listed, sessions, signed_in_with};
use crate::store::{Load, Message, list, panel, sheet, twins};

fn wrong() -> Problem {
    Problem {
        code: "wrong-password",
        words: "Bad credentials".into(),
        ..Problem::default()
    }
}

#[test]
fn a_wrong_password_stays_on_the_card() {
    let mut state = State::default();
    state.apply(Event::Resumed(Ok(None)).into());
    let submitted = Event::Submitted {
        username: "ann".into(),
        password: "x".into(),
    };
    let effects = state.apply(submitted.into());
    assert!(matches!(effects[..], [Effect::SignIn { .. }]));
    assert!(state.apply(Event::Answered(Err(wrong())).into()).is_empty());
    let Login::Nobody(attempt) = &state.login else {
        panic!("still nobody")
    };
    assert_eq!(
        (attempt.busy, attempt.problem.as_ref().map(|p| p.code)),
        (false, Some(wrong().code))
    );
    let words = attempt.problem.as_ref().map(|p| p.words.as_str());
    assert_eq!(words, Some(""), "the sentence is enough");
    let effects = state.apply(Event::Answered(Ok("ann".into())).into());
    assert!(effects.contains(&Effect::Sessions));
    assert_eq!(state.login, Login::In("ann".into()));
}

#[test]
fn an_expired_login_keeps_everything_for_the_same_user_only() {
    for (user, kept) in [("ann", 2), ("bob", 0)] {
        let mut state = signed_in_with(&["READY", "ERROR"]);
        state.apply(list::Event::TickAll.into());
        let expired = Problem {
            code: "signed-out",
            ..Problem::default()
        };
        state.apply(list::Event::Refresh.into());
        state.apply(list::Event::Listed(Err(expired)).into());
        assert!(matches!(state.login, Login::Lost { .. }));
        assert_eq!(state.list.selected.len(), 2);
        let effects = state.apply(Event::Answered(Ok(user.into())).into());
        assert!(effects.contains(&Effect::Sessions));
        assert_eq!(state.list.selected.len(), kept, "{user}");
    }
}

#[test]
fn signing_out_forgets_what_belongs_to_the_user() {
    let mut state = signed_in_with(&["READY"]);
    state.apply(Message::Theme(crate::store::Theme::Dark));
    state.apply(Event::SignedOut(Err(wrong())).into());
    assert!(state.login.is_in() && state.not_signed_out.is_some());
    state.apply(Event::SignedOut(Ok(())).into());
    assert_eq!(state.list.sessions.len(), 0);
    assert_eq!(state.theme, crate::store::Theme::Dark);
    assert!(matches!(state.login, Login::Nobody(_)));
}

/// A login ends while two sessions are being rebuilt, of which the first is through.
fn lost_in_a_run() -> State {
    let mut state = signed_in_with(&["READY"; 4]);
    run::start(&mut state, Work::Rebuild, vec![address(0), address(1)]);
    let told = [(0, Step::Done), (1, Step::Held)].map(|(number, step)| Told {
        address: address(number),
        step,
        row: Row::Unknown,
    });
    let effects = state.apply(run::Event::Many(0, told.into()).into());
    assert_eq!(effects, [], "the run has paused by itself");
    assert!(matches!(&state.login, Login::Lost { user, .. } if user == "ann"));
    let run = &state.runs[0];
    assert_eq!((run.login, run.tally.left), (run::Login::Lost, 1));
    assert!(state.is_at_work(), "leaving the page asks");
    state
}

#[test]
fn a_run_goes_on_by_itself_when_the_same_person_is_back() {
    let mut state = lost_in_a_run();
    let effects = state.apply(Event::Answered(Ok("ann".into())).into());
    assert!(effects.contains(&Effect::PauseRun(0, false)), "{effects:?}");
    assert_eq!(state.runs[0].login, run::Login::Back);
    assert_eq!(state.announcement, crate::words::JOB_GOES_ON.to_string());
    assert!(state.login.is_in());
}

#[test]
fn a_run_that_somebody_has_paused_stays_paused() {
    let mut state = lost_in_a_run();
    state.runs[0].paused = true;
    let effects = state.apply(Event::Answered(Ok("ann".into())).into());
    assert!(!effects.contains(&Effect::PauseRun(0, false)));
    let effects = state.apply(run::Event::GoOn(0).into());
    assert_eq!(effects, [Effect::PauseRun(0, false)]);
}

#[test]
fn a_run_does_not_go_on_for_somebody_else_and_is_offered_to_its_own_person() {
    for (who, event) in [
        ("another person", Event::Answered(Ok("bob".into()))),
        ("nobody", Event::SignedOut(Ok(()))),
    ] {
        let mut state = lost_in_a_run();
        let effects = state.apply(event.into());
        assert!(effects.contains(&Effect::LeaveRuns), "{who}: {effects:?}");
        assert!(!effects.contains(&Effect::PauseRun(0, false)), "{who}");
        assert!(state.runs.is_empty() && !state.is_at_work(), "{who}");
        // What was left is kept as cut off: it asks when ann is back.
        let mut kept = run::Journal::new(7, "ann", &Work::Rebuild, &[address(0), address(1)]);
        let text = (kept.key(), kept.cut());
        state.apply(Event::Answered(Ok("bob".into())).into());
        state.apply(run::Event::Recalled(vec![text.clone()]).into());
        assert!(state.cuts.is_empty(), "{who}");
        state.apply(Event::Answered(Ok("ann".into())).into());
        listed(&mut state, &sessions(&["READY"; 4]));
        state.apply(run::Event::Recalled(vec![text]).into());
        assert_eq!(state.cuts.len(), 1, "{who}");
    }
}

#[test]
fn what_waits_for_second_thoughts_sends_nothing_while_nobody_is_in_and_waits_anew() {
    let mut state = signed_in_with(&["READY"]);
    run::start(&mut state, Work::Delete, vec![address(0)]);
    lost(&mut state);
    let mut clock = state.clock;
    (clock.now, clock.visible) = (clock.now + 60_000.0, false);
    assert_eq!(state.apply(Message::Clock(clock)), []);
    let effects = state.apply(Event::Answered(Ok("ann".into())).into());
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::Run { .. }))
    );
    assert_eq!(state.runs[0].seconds_left(clock.now), Some(8));
    clock.now += 8_000.0;
    let effects = state.apply(Message::Clock(clock));
    assert!(matches!(&effects[..], [Effect::Run { .. }]), "{effects:?}");
}

#[test]
fn the_work_survives_and_what_was_refused_is_asked_for_again() {
    let signed_out = || Problem {
        code: "signed-out",
        ..Problem::default()
    };
    let mut state = signed_in_with(&[]);
    let mut rows = sessions(&["READY", "READY", "ERROR"]);
    (rows[0].tag, rows[1].tag) = ("1.2".into(), "1.2".into());
    listed(&mut state, &rows);
    state.apply(list::Event::ShowNews.into());
    state.apply(list::Event::Text("status:ready S0".into()).into());
    state.apply(list::Event::TickAll.into());
    state.apply(panel::Event::Open(address(0)).into());
    state.apply(panel::Event::Scans(address(0), Ok(Vec::new())).into());
    state.apply(panel::Event::Resources(address(0), Err(signed_out())).into());
    state.apply(twins::Event(address(1), Err(signed_out())).into());
    let chosen = state.list.chosen();
    let asked = state.apply(sheet::Event::Open(Action::Archive, chosen).into());
    for named in [
        sheet::NamingEvent::Open(true),
        sheet::NamingEvent::Subject("NEW_{n}".into()),
    ] {
        state.apply(sheet::Event::Naming(named).into());
    }
    for effect in asked {
        if let Effect::Validate(check) = effect {
            state.apply(sheet::Event::Validated(check, Err(signed_out())).into());
        }
    }
    assert!(!state.login.is_in());
    let before = state.clone();
    let effects = state.apply(Event::Answered(Ok("ann".into())).into());
    assert_eq!(state.list.selected, before.list.selected, "ticks");
    assert_eq!(state.list.text, "status:ready S0", "the query");
    let open = |state: &State| state.panel.as_ref().map(|panel| panel.address.clone());
    assert_eq!(open(&state), Some(address(0)), "the open session");
    let naming = |state: &State| match &state.sheet {
        Some(sheet::Sheet::Plan(sheet)) => Some(sheet.naming.subject.clone()),
        _ => None,
    };
    assert_eq!(
        naming(&state).as_deref(),
        Some("NEW_{n}"),
        "the plan and its names"
    );
    let checks = effects
        .iter()
        .filter(|effect| matches!(effect, Effect::Validate(_)));
    assert_eq!(checks.count(), 2, "{effects:?}");
    for wanted in [
        Effect::Sessions,
        Effect::Resources(address(0)),
        Effect::TwinScans(address(1)),
    ] {
        assert!(effects.contains(&wanted), "{wanted:?} in {effects:?}");
    }
    let panel = state.panel.as_ref().map(|panel| &panel.resources);
    assert_eq!(panel, Some(&Load::Busy));
}
