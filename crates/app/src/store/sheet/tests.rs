mod subjects;

use super::*;
use crate::store::list;
use crate::store::message::{Archiving, Work};
use crate::store::testing::{address, signed_in_with};

fn plan(state: &State) -> &PlanSheet {
    match &state.sheet {
        Some(Sheet::Plan(sheet)) => sheet,
        other => panic!("no plan: {other:?}"),
    }
}

#[test]
fn only_what_will_work_goes_unless_somebody_agrees() {
    let mut state = signed_in_with(&["READY", "CONFLICT", "_ARCHIVING", "READY"]);
    let sources = (0..4).map(address).collect();
    state.apply(Event::Open(Action::Archive, sources).into());
    assert_eq!(plan(&state).going(), [address(0), address(3)]);
    state.apply(Event::Agree(address(1)).into());
    assert_eq!(plan(&state).going().len(), 3);
    let effects = state.apply(Event::Go.into());
    assert_eq!(effects, [Effect::StopChecks], "nothing is sent yet");
    assert_eq!(state.sheet, None);
    let effects = state.apply(run::Event::Now(0).into());
    let Some(Effect::Run { work, sources, .. }) = effects.first() else {
        panic!("a run: {effects:?}")
    };
    assert_eq!(
        (work, sources.len()),
        (&Work::Archive(Archiving::default()), 3)
    );
}

#[test]
fn a_move_needs_a_target_and_leaves_out_what_is_there() {
    let mut state = signed_in_with(&["READY", "READY"]);
    let effects = state.apply(Event::Open(Action::Move, vec![address(0), address(1)]).into());
    assert_eq!(effects, [Effect::Targets]);
    assert!(!plan(&state).may_go(2));
    assert_eq!(state.apply(Event::Go.into()), []);
    state.apply(Event::Target(Some("DEMO".into())).into());
    assert_eq!(plan(&state).going(), [], "they are in DEMO already");
    state.apply(Event::Target(Some("OTHER".into())).into());
    assert!(plan(&state).may_go(plan(&state).going().len()));
}

#[test]
fn deleting_many_needs_the_number() {
    for (number, typed, may) in [
        (20, "", true),
        (21, "", false),
        (21, "20", false),
        (21, " 21 ", true),
    ] {
        let mut state = signed_in_with(&vec!["READY"; number]);
        let sources = (0..number).map(address).collect();
        state.apply(Event::Open(Action::Delete, sources).into());
        state.apply(Event::Typed(typed.into()).into());
        assert_eq!(plan(&state).may_go(number), may, "{number} {typed:?}");
        state.apply(Event::Go.into());
        assert_eq!(state.runs.len(), usize::from(may));
    }
}

/// The checks that were asked for.
fn asked(effects: Vec<Effect>) -> Vec<Check> {
    let check = |effect| match effect {
        Effect::Validate(check) => Some(check),
        _ => None,
    };
    effects.into_iter().filter_map(check).collect()
}

fn findings(found: &[(&str, &str)]) -> Result<Vec<Finding>, Problem> {
    let finding = |(code, kind): &(&str, &str)| Finding {
        code: (*code).into(),
        kind: (*kind).into(),
        message: String::new(),
    };
    Ok(found.iter().map(finding).collect())
}

/// Time passes, and the server answers what it is asked about.
fn answer(state: &mut State, finds: impl Fn(&Check) -> &'static [(&'static str, &'static str)]) {
    let mut clock = state.clock;
    clock.now += 1_000.0;
    let mut checks = asked(state.apply(crate::store::Message::Clock(clock)));
    while !checks.is_empty() {
        let check = checks.remove(0);
        let found = findings(finds(&check));
        checks.extend(asked(state.apply(Event::Validated(check, found).into())));
    }
}

/// What becomes of each session of the plan.
fn piles(state: &State) -> Vec<(Pile, Option<Why>)> {
    let lines = plan(state).lines.iter();
    lines.map(|line| (line.pile, line.why)).collect()
}

#[test]
fn another_subject_that_exists_already_needs_a_look() {
    let mut state = signed_in_with(&["READY", "READY", "READY"]);
    let opened = state.apply(Event::Open(Action::Archive, (0..3).map(address).collect()).into());
    for check in asked(opened) {
        state.apply(Event::Validated(check, findings(&[])).into());
    }
    assert_eq!(
        plan(&state).going().len(),
        3,
        "their own subjects may exist"
    );
    for event in [
        NamingEvent::Open(true),
        NamingEvent::Subject("N{n:3}".into()),
        NamingEvent::Start(7),
    ] {
        state.apply(Event::Naming(event).into());
    }
    assert!(
        !plan(&state).may_go(3),
        "it has not been asked whether they exist"
    );
    assert!(plan(&state).awaits_subjects());
    state.apply(Event::Go.into());
    assert_eq!(state.runs.len(), 0);
    answer(&mut state, |check| match check.names.subject.as_deref() {
        Some("N008") => &[("20", "WARN")],
        _ => &[("12", "WARN")],
    });
    let exists = (Pile::Look, Some(Why::SubjectExists));
    let will = (Pile::Will, None);
    assert_eq!(piles(&state), [will, exists, will]);
    assert_eq!(plan(&state).joining(), 1);
    assert_eq!(plan(&state).going(), [address(0), address(2)]);
    assert!(plan(&state).may_go(2));
    state.apply(Event::Agree(address(1)).into());
    assert_eq!(plan(&state).going().len(), 3);
}

#[test]
fn a_name_that_was_not_checked_is_no_checked_one() {
    let mut state = signed_in_with(&["READY", "READY"]);
    let opened = state.apply(Event::Open(Action::Archive, (0..2).map(address).collect()).into());
    assert_eq!(plan(&state).checked(), 0);
    for check in asked(opened) {
        state.apply(Event::Validated(check, findings(&[])).into());
    }
    assert_eq!(plan(&state).checked(), 2);
    state.apply(Event::Naming(NamingEvent::Open(true)).into());
    let pattern = NamingEvent::Session("E{n}".into());
    state.apply(Event::Naming(pattern).into());
    assert_eq!(plan(&state).checked(), 0);
}

#[test]
fn a_conflict_is_decided_before_it_goes() {
    for (found, keeps) in [
        (&[("1", "CONFLICT")][..], (Pile::Look, Some(Why::Clashes))),
        // The server's word of now counts, and not its status of before.
        (&[], (Pile::Will, None)),
        (&[("4", "FAIL")], (Pile::Wont, Some(Why::Fails))),
    ] {
        let mut state = signed_in_with(&["CONFLICT"]);
        let opened = state.apply(Event::Open(Action::Archive, vec![address(0)]).into());
        let mut met = signed_in_with(&["READY"]);
        met.apply(Event::Choose(address(0)).into());
        assert!(!plan(&met).decided, "whatever its status is by now");
        let of_status = prearchive_core::plan::Reason::Conflicts;
        assert_eq!(piles(&state), [(Pile::Look, Some(Why::Status(of_status)))]);
        for check in asked(opened) {
            state.apply(Event::Validated(check, findings(found)).into());
        }
        assert_eq!(piles(&state), [keeps], "{found:?}");
        let may = |state: &State| plan(state).may_go(plan(state).going().len());
        assert!(plan(&state).may_meet_archived() && !may(&state));
        assert_eq!(plan(&state).focus(), Some("overwrite-none"));
        state.apply(Event::Overwrite(Overwrite::None).into());
        assert!(
            plan(&state).may_meet_archived(),
            "the choice stays in sight"
        );
        assert_eq!(may(&state), keeps.0 != Pile::Wont, "{found:?}");
    }
}

#[test]
fn the_focus_goes_to_what_has_to_be_done_first() {
    for (action, number, focus) in [
        (Action::Archive, 1, Some("plan-go")),
        (Action::Rebuild, 2, Some("plan-go")),
        // Nothing is deleted because Enter was pressed once too often.
        (Action::Delete, 20, None),
        (Action::Delete, 21, Some("typed")),
        (Action::Move, 1, Some("target")),
    ] {
        let mut state = signed_in_with(&vec!["READY"; number]);
        state.apply(Event::Open(action, (0..number).map(address).collect()).into());
        assert_eq!(plan(&state).focus(), focus, "{action:?} {number}");
    }
}

#[test]
fn sessions_are_checked_before_they_are_archived_three_at_a_time() {
    for (action, statuses, wanted) in [
        (Action::Archive, &["READY"][..], 1),
        (Action::Archive, &["CONFLICT"], 1),
        (Action::Archive, &["_ARCHIVING"], 0),
        (Action::Archive, &["READY", "_ARCHIVING", "READY"], 2),
        (Action::Archive, &["READY", "READY", "READY", "READY"], 3),
        (Action::Rebuild, &["READY"], 0),
    ] {
        let mut state = signed_in_with(statuses);
        let sources = (0..statuses.len()).map(address).collect();
        let effects = state.apply(Event::Open(action, sources).into());
        assert_eq!(asked(effects).len(), wanted, "{action:?} {statuses:?}");
    }
}

#[test]
fn what_the_server_found_decides_the_pile_and_what_can_be_chosen() {
    use Overwrite::{Append, Delete, None as Keep};
    for (found, overwrite, pile, why, meets) in [
        (&[][..], Keep, Pile::Will, None, false),
        (&[("12", "WARN")], Keep, Pile::Will, None, false),
        (
            &[("1", "CONFLICT")],
            Keep,
            Pile::Look,
            Some(Why::Clashes),
            true,
        ),
        (&[("1", "CONFLICT")], Append, Pile::Will, None, true),
        (&[("1", "CONFLICT")], Delete, Pile::Will, None, true),
        (
            &[("12", "WARN"), ("4", "FAIL")],
            Keep,
            Pile::Wont,
            Some(Why::Fails),
            false,
        ),
        (
            &[("1", "CONFLICT"), ("4", "FAIL")],
            Append,
            Pile::Wont,
            Some(Why::Fails),
            true,
        ),
        (
            &[("11", "FAIL")],
            Keep,
            Pile::Look,
            Some(Why::NoSubject),
            false,
        ),
    ] {
        let mut state = signed_in_with(&["READY"]);
        let opened = state.apply(Event::Open(Action::Archive, vec![address(0)]).into());
        assert!(plan(&state).may_meet_archived(), "nothing is known yet");
        let chosen = state.apply(Event::Overwrite(overwrite).into());
        let check = asked([opened, chosen].concat()).pop();
        let check = check.unwrap_or_else(|| panic!("a check"));
        state.apply(Event::Validated(check, findings(found)).into());
        let sheet = plan(&state);
        let line = &sheet.lines[0];
        assert_eq!((line.pile, line.why), (pile, why), "{found:?}");
        assert_eq!(sheet.may_meet_archived(), meets, "{found:?}");
        let goes = pile != Pile::Wont && why != Some(Why::NoSubject);
        assert_eq!(sheet.may_go(sheet.going().len()), goes, "{found:?}");
    }
}

#[test]
fn a_session_without_a_subject_goes_once_one_is_named() {
    let mut state = signed_in_with(&["READY", "READY"]);
    let mut nameless = crate::store::testing::sessions(&["READY", "READY"]);
    nameless[1].subject = String::new();
    crate::store::testing::listed(&mut state, &nameless);
    let sources = vec![address(0), address(1)];
    let opened = state.apply(Event::Open(Action::Archive, sources).into());
    assert_eq!(asked(opened).len(), 2);
    let second = |state: &State| (plan(state).lines[1].pile, plan(state).lines[1].why);
    assert_eq!(second(&state), (Pile::Look, Some(Why::NoSubject)));
    state.apply(Event::Agree(address(1)).into());
    assert_eq!(
        plan(&state).going(),
        [address(0)],
        "agreeing does not name one"
    );
    state.apply(Event::Naming(NamingEvent::Given(address(1), "P 1".into())).into());
    assert_eq!(second(&state), (Pile::Will, None));
    answer(&mut state, |_| &[("12", "WARN")]);
    state.apply(Event::Go.into());
    let effects = state.apply(run::Event::Now(0).into());
    let Some(Effect::Run {
        work: Work::Archive(archiving),
        ..
    }) = effects.first()
    else {
        panic!("a run: {effects:?}")
    };
    let subject = archiving
        .names
        .get(&address(1))
        .and_then(|names| names.subject.as_deref());
    assert_eq!((archiving.names.len(), subject), (1, Some("P_1")));
}

#[test]
fn the_server_is_asked_again_when_somebody_pauses_in_typing() {
    let mut state = signed_in_with(&["READY"]);
    let opened = state.apply(Event::Open(Action::Archive, vec![address(0)]).into());
    assert_eq!(asked(opened)[0].names, Default::default());
    let later = |state: &mut State, ms: f64| {
        let mut clock = state.clock;
        clock.now += ms;
        asked(state.apply(crate::store::Message::Clock(clock)))
    };
    let typed = NamingEvent::Session("NEW".into());
    assert_eq!(state.apply(Event::Naming(typed).into()), []);
    assert_eq!(later(&mut state, 300.0), []);
    let again = later(&mut state, 500.0);
    let names = again.iter().map(|check| check.names.session.as_deref());
    assert_eq!(names.collect::<Vec<_>>(), [Some("NEW")]);
    assert_eq!(later(&mut state, 2_000.0), [], "once");
}

#[test]
fn what_another_run_has_is_left_out() {
    let mut state = signed_in_with(&["READY", "READY"]);
    run::start(&mut state, Work::Delete, vec![address(0)]);
    let sources = vec![address(0), address(1)];
    state.apply(Event::Open(Action::Rebuild, sources).into());
    assert_eq!(plan(&state).lines[0].why, Some(Why::InRun));
    assert_eq!(plan(&state).going(), [address(1)]);
}

#[test]
fn what_the_filter_hides_is_counted_and_can_be_left_out() {
    let mut state = signed_in_with(&["READY", "ERROR"]);
    state.apply(list::Event::TickAll.into());
    state.apply(list::Event::Status(Some(prearchive_core::query::StatusGroup::Ready)).into());
    let chosen = state.list.chosen();
    state.apply(Event::Open(Action::Rebuild, chosen).into());
    assert_eq!((plan(&state).hidden, plan(&state).going().len()), (1, 2));
    state.apply(Event::LeaveOutHidden.into());
    assert_eq!((plan(&state).hidden, plan(&state).going().len()), (0, 1));
}

#[test]
fn the_plan_follows_the_list() {
    let mut state = signed_in_with(&["READY"]);
    state.apply(Event::Open(Action::Rebuild, vec![address(0)]).into());
    assert_eq!(plan(&state).going().len(), 1);
    let busy = crate::store::testing::sessions(&["_BUILDING"]);
    crate::store::testing::listed(&mut state, &busy);
    assert_eq!(plan(&state).going().len(), 0);
}

#[test]
fn a_scan_that_cannot_be_deleted_says_why() {
    let mut state = signed_in_with(&["READY"]);
    let scan = || "4".to_owned();
    state.apply(
        Event::AskDeleteScan {
            address: address(0),
            scan: scan(),
        }
        .into(),
    );
    assert_eq!(state.apply(Event::Go.into()).len(), 1);
    assert_eq!(state.apply(Event::Go.into()), [], "once");
    let answer = Err(Problem::default());
    state.apply(
        Event::ScanDeleted {
            address: address(0),
            scan: scan(),
            answer,
        }
        .into(),
    );
    assert!(matches!(
        &state.sheet,
        Some(Sheet::DeleteScan {
            busy: false,
            problem: Some(_),
            ..
        })
    ));
    state.apply(
        Event::ScanDeleted {
            address: address(0),
            scan: scan(),
            answer: Ok(()),
        }
        .into(),
    );
    assert_eq!(state.sheet, None);
}
