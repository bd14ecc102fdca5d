//! How sessions get other names.

use super::*;
use crate::store::testing::sessions;

/// Three sessions; the third has no subject.
fn three() -> Vec<Session> {
    let mut three = sessions(&["READY", "READY", "READY"]);
    three[0].scan_date = "2026-09-14".to_owned().into();
    three[2].subject = String::new();
    three
}

/// The names as `subject/session`; `-` is the session's own.
fn told(naming: &Naming, sessions: &[Session]) -> Vec<String> {
    let or = |name: Option<String>| name.unwrap_or_else(|| "-".into());
    let names = naming.names(sessions).into_iter();
    let told = names.map(|names| match names {
        Ok(names) => format!("{}/{}", or(names.subject), or(names.session)),
        Err(trouble) => format!("{trouble:?}"),
    });
    told.collect()
}

#[test]
fn a_pattern_names_many() {
    for (subject, session, wanted) in [
        ("{subject}", "{session}", ["-/-", "-/-", "-/-"]),
        (
            "{subject}",
            "{project}_{n:3}",
            ["-/DEMO_001", "-/DEMO_002", "-/DEMO_003"],
        ),
        ("P{n}", "{session}", ["P1/-", "P2/-", "P3/-"]),
        // Only the first one has a date.
        (
            "X {subject}",
            "{date}",
            ["X_S00/20260914", "Empty", "Empty"],
        ),
        ("N{n:3}", "E{n}", ["N001/E1", "N002/E2", "N003/E3"]),
        ("{subject}", "same", ["Taken", "Taken", "Taken"]),
        ("{subject}", "{label}", ["Pattern", "Pattern", "Pattern"]),
        ("{subject", "{session}", ["Pattern", "Pattern", "Pattern"]),
        ("{n:0}", "{session}", ["Pattern", "Pattern", "Pattern"]),
        ("^^", "{session}", ["Empty", "Empty", "-/-"]),
    ] {
        let mut naming = Naming::of(&three());
        naming.open = true;
        (naming.subject, naming.session) = (subject.into(), session.into());
        let told = told(&naming, &three());
        assert_eq!(told, wanted, "{subject} {session}");
    }
}

#[test]
fn numbers_count_subjects_and_begin_where_somebody_says() {
    let mut four = sessions(&["READY", "READY", "READY", "READY"]);
    four[2].subject = four[0].subject.clone();
    for (start, wanted) in [
        (1, ["N1/E1", "N2/E2", "N1/E3", "N3/E4"]),
        (41, ["N41/E41", "N42/E42", "N41/E43", "N43/E44"]),
    ] {
        let mut naming = Naming::of(&four);
        for event in [
            Event::Open(true),
            Event::Subject("N{n}".into()),
            Event::Session("E{n}".into()),
            Event::Start(start),
        ] {
            naming.apply(event, 1.0);
        }
        assert_eq!(told(&naming, &four), wanted);
    }
    for session in &mut four {
        session.subject = String::new();
    }
    let mut naming = Naming::of(&four);
    (naming.open, naming.subject) = (true, "N{n}".into());
    let wanted = ["N1/-", "N2/-", "N3/-", "N4/-"];
    assert_eq!(told(&naming, &four), wanted, "nobody knows who they are");
}

#[test]
fn a_text_is_replaced_in_the_names_before_a_pattern_is_filled_in() {
    let mut three = sessions(&["READY", "READY", "READY"]);
    for (session, name) in three.iter_mut().zip(["PILOT_07", "PILOT_08", "pilot_09"]) {
        session.subject = name.into();
        session.name = format!("NEW_{name}_NEW_MR");
    }
    let own = ["-/-", "-/-", "-/-"];
    for (replace, with, pattern, wanted, nothing) in [
        ("", "X", "{subject}", own, false),
        // Upper and lower case count.
        (
            "PILOT_",
            "",
            "{subject}",
            ["07/NEW_07_NEW_MR", "08/NEW_08_NEW_MR", "-/-"],
            false,
        ),
        // Wherever it stands, and whatever stands around the place.
        (
            "NEW_",
            "",
            "A_{subject}",
            [
                "A_PILOT_07/PILOT_07_MR",
                "A_PILOT_08/PILOT_08_MR",
                "A_pilot_09/pilot_09_MR",
            ],
            false,
        ),
        // What it is replaced by is no pattern, and is cleaned like all names.
        (
            "_0",
            " {n}",
            "{subject}",
            [
                "PILOT__n_7/NEW_PILOT__n_7_NEW_MR",
                "PILOT__n_8/NEW_PILOT__n_8_NEW_MR",
                "pilot__n_9/NEW_pilot__n_9_NEW_MR",
            ],
            false,
        ),
        ("PILOT_07", "", "{subject}", ["Empty", "-/-", "-/-"], false),
        ("Pilot", "X", "{subject}", own, true),
    ] {
        let mut naming = Naming::of(&three);
        for event in [
            Event::Open(true),
            Event::Subject(pattern.into()),
            Event::Replace(replace.into()),
            Event::With(with.into()),
        ] {
            naming.apply(event, 1.0);
        }
        assert_eq!(told(&naming, &three), wanted, "{replace:?} {with:?}");
        assert_eq!(naming.replaces_nothing(&three), nothing, "{replace:?}");
        naming.apply(Event::By(By::Table), 1.0);
        assert_eq!(told(&naming, &three), own, "a table says it all");
        assert!(!naming.replaces_nothing(&three));
    }
}

#[test]
fn replacing_changes_no_numbers_and_lets_no_two_have_one_name() {
    let mut three = sessions(&["READY", "READY", "READY"]);
    for (session, name) in three.iter_mut().zip(["A_1", "B_1", "A_1"]) {
        session.subject = name.into();
    }
    let mut naming = Naming::of(&three);
    (naming.open, naming.replace) = (true, "A_1".into());
    (naming.with, naming.subject) = ("B_1".into(), "{subject}_{n}".into());
    assert_eq!(told(&naming, &three), ["B_1_1/-", "B_1_2/-", "B_1_1/-"]);
    (naming.replace, naming.with) = ("S00".into(), "S01".into());
    naming.subject = "{subject}".into();
    assert_eq!(told(&naming, &three), ["Taken", "-/-", "-/-"]);
}

#[test]
fn the_place_that_is_not_known_is_named() {
    let mut naming = Naming::of(&three());
    assert_eq!(naming.unknown_place("{foo}"), None, "no patterns are used");
    naming.open = true;
    for (pattern, wanted) in [
        ("{subject}_{n:3}{date}", None),
        ("A{foo}_{bar}", Some("{foo}")),
        ("{n}_{n:0}", Some("{n:0}")),
        ("{subject}_{ses", Some("{ses")),
    ] {
        assert_eq!(naming.unknown_place(pattern), wanted);
    }
}

#[test]
fn a_pasted_table_names_many() {
    for (table, wanted, strangers) in [
        ("", ["-/-", "-/-", "-/-"], &[][..]),
        (
            "S00_MR1\tP 1\tE1\nS01_MR1, ,E2\n\n",
            ["P_1/E1", "-/E2", "-/-"],
            &[],
        ),
        (
            "S00_MR1;P1;E1\nS01_MR1\tDoe, Ann; b\tE2",
            ["P1/E1", "Doe__Ann__b/E2", "-/-"],
            &[],
        ),
        (
            "S02_MR1,P3\r\n\r\nnobody,P4,E4",
            ["-/-", "-/-", "P3/-"],
            &[(3, "nobody")],
        ),
        ("S00_MR1,,E\nS01_MR1,,e", ["Taken", "Taken", "-/-"], &[]),
        ("S00_MR1,,S01_MR1", ["Taken", "-/-", "-/-"], &[]),
    ] {
        let naming = Naming {
            open: true,
            by: By::Table,
            table: table.into(),
            ..Naming::of(&three())
        };
        assert_eq!(told(&naming, &three()), wanted, "{table:?}");
        let found = naming.strangers(&three());
        let found: Vec<_> = found.iter().map(|(at, name)| (*at, &**name)).collect();
        assert_eq!(found, strangers, "{table:?}");
    }
}

#[test]
fn one_session_has_two_fields() {
    let one = &three()[..1];
    for (subject, session, wanted) in [
        ("S00", "S00_MR1", "-/-"),
        (" P 1 ", "S00_MR1", "P_1/-"),
        ("S00", "{n}", "-/n"),
        ("S00", "  ", "Empty"),
        ("", "E1", "Empty"),
    ] {
        let mut naming = Naming::of(one);
        naming.apply(Event::Subject(subject.into()), 1.0);
        naming.apply(Event::Session(session.into()), 2.0);
        assert_eq!(told(&naming, one), [wanted], "{subject} {session}");
        assert_eq!(naming.typed, Some(2.0));
    }
}

#[test]
fn who_has_no_subject_can_be_given_one() {
    let mut naming = Naming::of(&three());
    naming.apply(Event::Given(three()[2].address.clone(), "P 3".into()), 1.0);
    assert_eq!(told(&naming, &three()), ["-/-", "-/-", "P_3/-"]);
    naming.open = true;
    naming.subject = "A_{subject}".into();
    assert_eq!(told(&naming, &three()), ["A_S00/-", "A_S01/-", "A_P_3/-"]);
}
