use super::*;
use crate::store::testing::{address, listed, sessions, signed_in_with};
use crate::store::{panel, sheet};

fn scans(ids: &[&str]) -> Vec<Scan> {
    let scan = |id: &&str| Scan {
        id: (*id).into(),
        xsi_type: "xnat:mrScanData".into(),
        series_description: format!("series {id}"),
    };
    ids.iter().map(scan).collect()
}

#[test]
fn scans_tell_what_was_sent_twice_from_what_was_split() {
    for (one, other, wanted) in [
        (&["1", "2"][..], &["2", "1"][..], Kinship::SentTwice),
        (&["1", "2"], &["3"], Kinship::Split),
        (&["1", "2"], &["2", "3"], Kinship::Overlap),
        (&["1"], &[], Kinship::Unknown),
    ] {
        let (one, other) = (scans(one), scans(other));
        assert_eq!(kinship(Some(&one), Some(&other)), wanted);
        assert_eq!(kinship(Some(&one), None), Kinship::Unknown);
    }
}

#[test]
fn a_study_is_found_by_its_uid_else_by_subject_and_day() {
    for (uid, wanted) in [
        ("1.2.3", "uid:=1.2.3"),
        ("", "subject:=\"S 1\" scanned:2026-09-14"),
    ] {
        let mut session = sessions(&["READY"]).remove(0);
        session.tag = uid.into();
        session.subject = "S 1".into();
        session.scan_date = "2026-09-14 00:00:00.0".to_owned().into();
        let found = query(&session);
        assert_eq!(Query::parse(wanted).query, found, "{found}");
        assert!(!found.shareable().to_string().contains(uid) || uid.is_empty());
    }
}

#[test]
fn the_scans_of_twins_are_asked_for_once_the_own_ones_are_here() {
    let mut state = signed_in_with(&[]);
    let mut rows = sessions(&["READY", "READY", "READY"]);
    rows[0].tag = "1.2".into();
    rows[2].tag = "1.2".into();
    listed(&mut state, &rows);
    state.apply(panel::Event::Open(address(0)).into());
    assert_eq!(state.twins.sessions.len(), 1);
    let own = panel::Event::Scans(address(0), Ok(scans(&["1"])));
    assert_eq!(
        state.apply(own.clone().into()),
        [Effect::TwinScans(address(2))]
    );
    assert_eq!(state.apply(own.into()), [], "once");
    state.apply(Event(address(2), Ok(scans(&["2"]))).into());
    let own = scans(&["1"]);
    let kinship = state.twins.kinship(Some(&own), &address(2));
    assert_eq!(kinship, Kinship::Split);
    state.apply(panel::Event::Open(address(1)).into());
    assert_eq!(state.twins.sessions, [], "it has none");
    state.apply(panel::Event::Close.into());
    assert_eq!(state.twins, Twins::default());
}

#[test]
fn many_twins_are_compared_a_few_at_a_time_and_what_was_compared_is_told() {
    let all = MOST + 10;
    let mut state = signed_in_with(&[]);
    let mut rows = sessions(&vec!["READY"; all + 1]);
    for row in &mut rows {
        row.tag = "1.2".into();
    }
    listed(&mut state, &rows);
    state.apply(panel::Event::Open(address(0)).into());
    let own = scans(&["1", "2"]);
    let mut asked = state.apply(panel::Event::Scans(address(0), Ok(own.clone())).into());
    let waiting = state.twins.compared(Some(&own));
    assert_eq!((waiting.waiting, waiting.left_out), (MOST, 10));
    let mut order = Vec::new();
    while !asked.is_empty() {
        assert!(asked.len() <= AT_ONCE, "{asked:?}");
        let Effect::TwinScans(twin) = asked.remove(0) else {
            panic!("{asked:?}")
        };
        let answer = match order.len() % 5 {
            0 => Ok(scans(&["2", "1"])),
            1 => Ok(scans(&["3"])),
            2 => Ok(scans(&["2", "3"])),
            3 => Ok(Vec::new()),
            _ => Err(Problem::default()),
        };
        order.push(twin.clone());
        asked.extend(state.apply(Event(twin, answer).into()));
    }
    assert_eq!(order.len(), MOST);
    let wanted = Compared {
        sent_twice: 10,
        split: 10,
        overlap: 10,
        unknown: 20,
        waiting: 0,
        left_out: 10,
    };
    assert_eq!(state.twins.compared(Some(&own)), wanted);
}

#[test]
fn only_those_with_the_same_scans_are_spare_and_only_while_they_and_the_kept_one_can_be_deleted() {
    // The kept one, and then the others in the order of their scans.
    const SAME: &[&str] = &["2", "1"];
    const OTHERS: [&[&str]; 5] = [SAME, &["3"], &["2", "3"], &[], SAME];
    for (statuses, all_answered, wanted) in [
        (["READY"; 6], true, &[1, 5][..]),
        (["READY"; 6], false, &[]),
        (
            ["READY", "ERROR", "READY", "READY", "READY", "CONFLICT"],
            true,
            &[1, 5],
        ),
        (
            ["READY", "_BUILDING", "READY", "READY", "READY", "READY"],
            true,
            &[5],
        ),
        (
            ["READY", "READY", "READY", "READY", "READY", "DELETING"],
            true,
            &[1],
        ),
        (
            ["DELETING", "READY", "READY", "READY", "READY", "READY"],
            true,
            &[],
        ),
        (
            ["QUEUED_MOVING", "READY", "READY", "READY", "READY", "READY"],
            true,
            &[],
        ),
    ] {
        let mut state = signed_in_with(&[]);
        let mut rows = sessions(&statuses);
        for row in &mut rows {
            row.tag = "1.2".into();
        }
        listed(&mut state, &rows);
        state.apply(panel::Event::Open(address(0)).into());
        state.apply(panel::Event::Scans(address(0), Ok(scans(&["1", "2"]))).into());
        for (at, ids) in OTHERS.iter().enumerate().skip(usize::from(!all_answered)) {
            state.apply(Event(address(at + 1), Ok(scans(ids))).into());
        }
        let wanted: Vec<Address> = wanted.iter().map(|at| address(*at)).collect();
        assert_eq!(spare(&state, &rows[0]), wanted, "{statuses:?}");
    }
}

#[test]
fn what_is_about_to_be_deleted_is_neither_kept_nor_spare() {
    for (going, wanted) in [(0, &[][..]), (1, &[2])] {
        let mut state = signed_in_with(&[]);
        let mut rows = sessions(&["READY"; 3]);
        for row in &mut rows {
            row.tag = "1.2".into();
        }
        listed(&mut state, &rows);
        state.apply(panel::Event::Open(address(0)).into());
        state.apply(panel::Event::Scans(address(0), Ok(scans(&["1"]))).into());
        for twin in [1, 2] {
            state.apply(Event(address(twin), Ok(scans(&["1"]))).into());
        }
        assert_eq!(spare(&state, &rows[0]), [address(1), address(2)]);
        state.apply(sheet::Event::Open(Action::Delete, vec![address(going)]).into());
        state.apply(sheet::Event::Go.into());
        assert!(!may_delete(&state, &rows[going]));
        let wanted: Vec<Address> = wanted.iter().map(|at| address(*at)).collect();
        assert_eq!(spare(&state, &rows[0]), wanted, "{going}");
    }
}
