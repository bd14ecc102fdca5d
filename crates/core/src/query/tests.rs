use super::*;
use crate::address::Address;
use std::cmp::Ordering;

fn session() -> Session {
    let address = Address {
        project: "Brain_Study".into(),
        timestamp: "20140411_140005287".into(),
        folder: "S01_MR1_2".into(),
    };
    let mut session = Session::new(address, Status::READY);
    session.name = "Visit One".into();
    session.subject = "Müller ΟΔΟΣ".into();
    session.tag = "1.2.840.1.99".into();
    session.visit = "baseline".into();
    session
}

#[test]
fn every_word_must_occur_somewhere() {
    for (text, passes) in [
        ("", true),
        ("  \t ", true),
        ("brain", true),
        ("STUDY", true),
        ("müller", true),
        ("MÜLLER", true),
        ("οδοσ", true),
        ("s01_mr1_2", true),
        ("one visit", true),
        ("visit  brain 840", true),
        ("20140411", true),
        ("ready", true),
        ("brain nowhere", false),
        ("visitone", false),
        ("studys01", false),
        ("baseline", false),
        ("1.2.840.1.99 x", false),
    ] {
        let filter = Filter {
            text: text.into(),
            ..Filter::default()
        };
        assert_eq!(filter.matches(&session()), passes, "{text:?}");
        assert_eq!(filter.is_empty(), text.trim().is_empty(), "{text:?}");
    }
}

#[test]
fn project_and_status_narrow_too() {
    use StatusGroup::{Error, Ready};
    for (text, project, statuses, passes) in [
        ("", Some("Brain_Study"), &[][..], true),
        ("", Some("Brain"), &[], false),
        ("", Some("Unassigned"), &[], false),
        ("", None, &[Ready], true),
        ("", None, &[Error, Ready], true),
        ("", None, &[Error], false),
        ("one", Some("Brain_Study"), &[Ready], true),
        ("two", Some("Brain_Study"), &[Ready], false),
    ] {
        let filter = Filter {
            text: text.into(),
            project: project.map(Project::from),
            statuses: statuses.iter().copied().collect(),
        };
        assert_eq!(
            filter.matches(&session()),
            passes,
            "{text:?} {project:?} {statuses:?}"
        );
        assert!(!filter.is_empty());
    }
}

#[test]
fn every_status_has_a_group() {
    use StatusGroup::{Conflict, Error, Other, Ready, Receiving, Working};
    for (status, group) in [
        ("READY", Ready),
        ("ERROR", Error),
        ("CONFLICT", Conflict),
        ("_CONFLICT", Conflict),
        ("RECEIVING", Receiving),
        ("RECEIVING_INTERRUPT", Receiving),
        ("_RECEIVING", Working),
        ("_RECEIVING_INTERRUPT", Working),
        ("QUEUED_BUILDING", Working),
        ("BUILDING", Working),
        ("_SEPARATING", Working),
        ("_QUEUED", Working),
        ("QUEUED_SOMETHING", Working),
        ("QUEUED", Other),
        ("SOMETHING", Other),
        ("", Other),
    ] {
        assert_eq!(StatusGroup::of(&status.into()), group, "{status:?}");
    }
    for group in StatusGroup::ALL {
        assert_eq!(StatusGroup::from_code(group.code()), Some(group));
    }
    assert_eq!(StatusGroup::from_code("Ready"), None);
}

#[test]
fn names_are_compared_naturally() {
    use Ordering::{Equal, Greater, Less};
    for (a, b, wanted) in [
        ("S2", "S10", Less),
        ("s2", "S10", Less),
        ("S02", "s2", Equal),
        ("S2_b", "S2_A", Greater),
        ("S2", "S2_1", Less),
        ("1.2.840.9", "1.2.840.10", Less),
        ("99999999999999999999998", "99999999999999999999999", Less),
        ("a0", "a", Greater),
        ("a0", "a1", Less),
        ("", "a", Less),
        ("Ö", "ö", Equal),
    ] {
        assert_eq!(compare_names(a, b), wanted, "{a:?} {b:?}");
        assert_eq!(compare_names(b, a), wanted.reverse(), "{b:?} {a:?}");
    }
}

/// Sorts sessions made from the texts, and gives their places.
fn sorted(key: SortKey, texts: &[&str], descending: bool) -> Vec<usize> {
    let sessions: Vec<Session> = texts
        .iter()
        .map(|&text| {
            let mut row = session();
            match key {
                SortKey::Project => row.address.project = text.into(),
                SortKey::Subject => row.subject = text.into(),
                SortKey::Session => row.name = text.into(),
                SortKey::ScanDate => {
                    let (date, time) = text.split_once('|').unwrap_or((text, ""));
                    row.scan_date = date.to_owned().into();
                    row.scan_time = time.into();
                }
                SortKey::Uploaded => row.uploaded = text.to_owned().into(),
                SortKey::Status => row.status = text.into(),
                SortKey::Lastmod => row.lastmod = text.to_owned().into(),
            }
            row
        })
        .collect();
    let mut rows: Vec<usize> = (0..sessions.len()).collect();
    Sort { key, descending }.order(&sessions, &mut rows);
    rows
}

#[test]
fn each_key_in_both_directions() {
    use SortKey::{Lastmod, Project, ScanDate, Session, Status, Subject, Uploaded};
    let names = &["s10", "", "S2", "s2", "a"][..];
    let up = [4, 2, 3, 0, 1];
    let down = [0, 2, 3, 4, 1];
    for (key, texts, up, down) in [
        (Subject, names, up, down),
        (Session, names, up, down),
        (
            Project,
            &["b", "Unassigned", "B", "a10", "a9"],
            [4, 3, 0, 2, 1],
            [1, 0, 2, 3, 4],
        ),
        (
            Uploaded,
            &[
                "2014-04-11 14:00:05.3",
                "",
                "Fri Apr 11 14:00:04 CDT 2014",
                "2014-04-11",
                "soon",
            ],
            [3, 2, 0, 4, 1],
            [4, 0, 2, 3, 1],
        ),
        (
            Lastmod,
            &[
                "2014-04-11 14:00:05.3",
                "2014-04-11 14:00:05.29",
                "",
                "2013-12-31 23:59:59.0",
                "",
            ],
            [3, 1, 0, 2, 4],
            [0, 1, 3, 2, 4],
        ),
        (
            ScanDate,
            &[
                "2014-04-11 00:00:00.0|10:00:00",
                "2014-04-11|9:30:00",
                "2014-04-11",
                "",
                "2014-04-10|23:00:00",
            ],
            [4, 2, 1, 0, 3],
            [0, 1, 2, 4, 3],
        ),
        (
            Status,
            &["_MOVING", "", "ERROR", "READY", "ARCHIVING"],
            [3, 2, 0, 4, 1],
            [4, 0, 2, 3, 1],
        ),
    ] {
        assert_eq!(sorted(key, texts, false), up, "{} up", key.code());
        assert_eq!(sorted(key, texts, true), down, "{} down", key.code());
    }
    for key in SortKey::ALL {
        assert_eq!(SortKey::from_code(key.code()), Some(key));
    }
    assert_eq!(SortKey::from_code(""), None);
}

#[test]
fn only_the_rows_asked_for_are_put_in_order() {
    let sessions = ["c", "a", "b"].map(|name| Session {
        name: name.into(),
        ..session()
    });
    let mut rows = [2, 1];
    Sort {
        key: SortKey::Session,
        descending: false,
    }
    .order(&sessions, &mut rows);
    assert_eq!(rows, [1, 2]);
}
