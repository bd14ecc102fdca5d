use super::*;
use crate::store::panel;
use crate::store::testing::{address, listed, sessions, signed_in_with};

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
