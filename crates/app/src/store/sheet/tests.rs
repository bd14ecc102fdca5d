use super::*;
use crate::store::list;
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
    let Some(Effect::Run { work, sources, .. }) = effects.first() else {
        panic!("a run: {effects:?}")
    };
    assert_eq!((work, sources.len()), (&Work::Archive(Overwrite::None), 3));
    assert_eq!(state.sheet, None);
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
        assert_eq!(state.apply(Event::Go.into()).is_empty(), !may);
    }
}

#[test]
fn a_single_session_is_checked_before_it_is_archived() {
    for (statuses, sources, checked) in [
        (&["READY"][..], 1, true),
        (&["CONFLICT"], 1, true),
        (&["_ARCHIVING"], 1, false),
        (&["READY", "READY"], 2, false),
    ] {
        let mut state = signed_in_with(statuses);
        let sources = (0..sources).map(address).collect();
        let effects = state.apply(Event::Open(Action::Archive, sources).into());
        assert_eq!(!effects.is_empty(), checked, "{statuses:?}");
    }
}

#[test]
fn what_the_server_found_decides_what_can_be_chosen() {
    let choice = Event::Overwrite(Overwrite::Append);
    for (findings, choices, may, meets) in [
        (None, &[][..], true, true),
        (Some(&[][..]), &[], true, false),
        (Some(&[("1", "CONFLICT")]), &[], true, true),
        (Some(&[("12", "WARN")]), &[], true, false),
        (Some(&[("12", "WARN"), ("4", "FAIL")]), &[], false, false),
        (Some(&[("1", "CONFLICT"), ("4", "FAIL")]), &[], false, true),
        (Some(&[]), &[choice], true, true),
    ] {
        let mut state = signed_in_with(&["READY"]);
        state.apply(Event::Open(Action::Archive, vec![address(0)]).into());
        for event in choices {
            state.apply(event.clone().into());
        }
        if let Some(findings) = findings {
            let found = findings.iter().map(|(code, kind): &(&str, &str)| Finding {
                code: (*code).into(),
                kind: (*kind).into(),
                message: String::new(),
            });
            state.apply(Event::Validated(address(0), Ok(found.collect())).into());
        }
        let sheet = plan(&state);
        let told = (sheet.may_go(1), sheet.may_meet_archived());
        assert_eq!(told, (may, meets), "{findings:?}");
    }
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
