use super::*;
use Reason::{
    AlreadyThere, Conflicts, Failed, Locked, NoIdentity, Queued, Receiving, Unassigned,
    UnknownStatus,
};
use Verdict::{NeedsALook, Will, WillNot};

fn session(project: &str, status: &str) -> Session {
    let address = Address {
        project: project.into(),
        timestamp: "20140411_140005287".into(),
        folder: "S01_MR1".into(),
    };
    Session::new(address, status.into())
}

const QUEUED: [Verdict; 4] = [WillNot(Queued); 4];
const LOCKED: [Verdict; 4] = [WillNot(Locked); 4];
const RECEIVING: [Verdict; 4] = [NeedsALook(Receiving); 4];
const MARKED: [Verdict; 4] = [NeedsALook(Queued); 4];
const UNKNOWN: [Verdict; 4] = [NeedsALook(UnknownStatus); 4];

/// Archive, move, rebuild, delete of a session in a project, moved to another project.
const TABLE: [(&str, [Verdict; 4]); 28] = [
    ("READY", [Will; 4]),
    ("ERROR", [NeedsALook(Failed), Will, Will, Will]),
    (
        "CONFLICT",
        [NeedsALook(Conflicts), Will, NeedsALook(Conflicts), Will],
    ),
    ("_CONFLICT", LOCKED),
    ("RECEIVING", RECEIVING),
    ("_RECEIVING", LOCKED),
    ("RECEIVING_INTERRUPT", RECEIVING),
    ("_RECEIVING_INTERRUPT", LOCKED),
    ("QUEUED_BUILDING", QUEUED),
    ("BUILDING", MARKED),
    ("_BUILDING", LOCKED),
    ("QUEUED_ARCHIVING", QUEUED),
    ("ARCHIVING", MARKED),
    ("_ARCHIVING", LOCKED),
    ("QUEUED_MOVING", QUEUED),
    ("MOVING", MARKED),
    ("_MOVING", LOCKED),
    ("QUEUED_DELETING", QUEUED),
    (
        "DELETING",
        [
            NeedsALook(Queued),
            NeedsALook(Queued),
            NeedsALook(Queued),
            WillNot(Queued),
        ],
    ),
    ("_DELETING", LOCKED),
    ("QUEUED_SEPARATING", QUEUED),
    ("SEPARATING", MARKED),
    ("_SEPARATING", LOCKED),
    ("QUEUED_SOMETHING", QUEUED),
    ("_SOMETHING", LOCKED),
    ("SOMETHING", UNKNOWN),
    ("ready", UNKNOWN),
    ("", UNKNOWN),
];

#[test]
fn each_action_from_each_status() {
    for (known, _, _) in crate::status::ALL {
        assert!(
            TABLE.iter().any(|(status, _)| *status == known),
            "{known} is in the table"
        );
    }
    let target = Project::from("OTHER");
    for (status, wanted) in TABLE {
        for (action, wanted) in Action::ALL.into_iter().zip(wanted) {
            let found = verdict(action, &session("DEMO", status), Some(&target));
            assert_eq!(found, wanted, "{} of {status:?}", action.name());

            // Without a project the same, except that archiving is out wherever it was possible.
            let wanted = match (action, wanted) {
                (Action::Archive, Will | NeedsALook(_)) => WillNot(Unassigned),
                _ => wanted,
            };
            let found = verdict(action, &session("Unassigned", status), Some(&target));
            assert_eq!(found, wanted, "{} of unassigned {status:?}", action.name());
        }
    }
}

#[test]
fn where_a_move_may_go() {
    for (from, to, wanted) in [
        ("DEMO", Some("OTHER"), Will),
        ("DEMO", Some("demo"), Will),
        ("DEMO", Some("DEMO"), WillNot(AlreadyThere)),
        ("DEMO", Some("Unassigned"), WillNot(Unassigned)),
        ("Unassigned", Some("DEMO"), Will),
        ("Unassigned", Some("UNASSIGNED"), WillNot(AlreadyThere)),
        ("DEMO", None, Will),
        ("Unassigned", None, Will),
    ] {
        let target = to.map(Project::from);
        let found = verdict(Action::Move, &session(from, "READY"), target.as_ref());
        assert_eq!(found, wanted, "from {from} to {to:?}");
        let locked = verdict(Action::Move, &session(from, "_MOVING"), target.as_ref());
        assert_eq!(locked, WillNot(Locked), "locked, from {from} to {to:?}");
    }
}

#[test]
fn a_row_without_identity_allows_nothing() {
    for action in Action::ALL {
        let mut row = session("DEMO", "READY");
        row.address.timestamp = String::new();
        assert_eq!(verdict(action, &row, None), WillNot(NoIdentity));
    }
}

#[test]
fn a_plan_keeps_every_session_in_one_of_three_parts() {
    let sessions = ["READY", "ERROR", "_MOVING", "READY"].map(|status| session("DEMO", status));
    let plan = Plan::new(Action::Archive, None, sessions.iter());
    assert_eq!(plan.items.len(), 4);
    assert_eq!(plan.will().count(), 2);
    let reasons = |part: Vec<(&Address, Reason)>| -> Vec<Reason> {
        part.into_iter().map(|(_, reason)| reason).collect()
    };
    assert_eq!(reasons(plan.look().collect()), [Failed]);
    assert_eq!(reasons(plan.wont().collect()), [Locked]);
}

#[test]
fn codes_are_all_different() {
    let codes: std::collections::HashSet<_> = Reason::ALL.iter().map(|r| r.code()).collect();
    assert_eq!(codes.len(), Reason::ALL.len());
}
