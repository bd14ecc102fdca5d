use super::*;
use crate::query::Query;

fn known(key: Key) -> Vec<(String, usize)> {
    let values: &[(&str, usize)] = match key {
        Key::Status => &[("ready", 12), ("error", 1)],
        Key::Field(Field::Project) => &[
            ("Phantoms", 3),
            ("My Project", 5),
            ("Heart", 9),
            ("HeartPhantoms", 4),
        ],
        Key::Field(Field::Subject) => &[
            ("s0", 1),
            ("s1", 1),
            ("s2", 1),
            ("s3", 1),
            ("s4", 1),
            ("s5", 1),
            ("s6", 1),
            ("s7", 1),
            ("s8", 2),
        ],
        Key::Field(Field::Visit) => &[("", 7), ("V1", 2)],
        _ => &[],
    };
    values
        .iter()
        .map(|(text, count)| ((*text).to_owned(), *count))
        .collect()
}

/// What is proposed where `|` is.
fn proposed(text: &str) -> Vec<Completion> {
    let cursor = text.find('|').unwrap_or(text.len());
    complete(&text.replace('|', ""), cursor, &known, |_, _| false)
}

/// The text with a proposal in it.
fn taken(text: &str, completion: &Completion) -> String {
    let mut text = text.replace('|', "");
    text.replace_range(completion.replace.clone(), &completion.insert);
    text
}

#[test]
fn the_text_after_each_proposal() {
    for (text, wanted) in [
        ("st|", &["status:", "is:stuck"][..]),
        (
            "mr S|",
            &[
                "mr status:",
                "mr subject:",
                "mr session:",
                "mr scanned:",
                "mr source:",
                "mr is:stuck",
            ],
        ),
        ("pro|", &["project:", "protocol:"]),
        ("-proj|", &["-project:"]),
        ("lab|", &["session:"]),
        ("conf|", &["status:conflict"]),
        ("u| x", &["uploaded: x", "uid: x", "is:unassigned x"]),
        ("st|a x", &["status: x", "is:stuck x"]),
        ("sta|tus:ready", &["status:ready"]),
        ("|status:ready", &[]),
        ("|-mr", &[]),
        ("xyz|", &[]),
        ("\"st|", &[]),
        ("é|", &[]),
        (
            "status:|",
            &[
                "status:ready",
                "status:conflict",
                "status:error",
                "status:receiving",
                "status:working",
                "status:other",
            ],
        ),
        ("status:R|", &["status:ready", "status:receiving"]),
        ("status:ready,r|", &["status:ready,receiving"]),
        (
            "status:r|,error",
            &["status:ready,error", "status:receiving,error"],
        ),
        ("-is:|", &["-is:duplicate", "-is:stuck", "-is:unassigned"]),
        (
            "project:h|",
            &["project:Heart", "project:HeartPhantoms", "project:Phantoms"],
        ),
        ("project:my|", &["project:\"My Project\""]),
        ("project:\"my p|", &["project:\"My Project\""]),
        (
            "project:heart,PHANTOMS|",
            &["project:heart,Phantoms", "project:heart,HeartPhantoms"],
        ),
        ("project:none|", &[]),
        (
            "subject:|",
            &[
                "subject:=s8",
                "subject:=s0",
                "subject:=s1",
                "subject:=s2",
                "subject:=s3",
                "subject:=s4",
                "subject:=s5",
                "subject:=s6",
            ],
        ),
        ("visit:=|", &["visit:=\"\"", "visit:=V1"]),
        (
            "uploaded:|",
            &[
                "uploaded:today",
                "uploaded:yesterday",
                "uploaded:yesterday..",
                "uploaded:<24h",
                "uploaded:<7d",
                "uploaded:>7d",
                "uploaded:>30d",
            ],
        ),
        ("changed:>|", &["changed:>7d", "changed:>30d"]),
        ("scanned:To|", &["scanned:today"]),
        (
            "older:|",
            &["older:1h", "older:24h", "older:7d", "older:30d"],
        ),
        (
            "older:3|",
            &["older:3h", "older:3d", "older:3w", "older:3m"],
        ),
        ("newer:3d|", &["newer:3d"]),
        ("older:x|", &[]),
        ("older:7d,|", &[]),
        ("foo:|", &[]),
    ] {
        let found: Vec<String> = proposed(text)
            .iter()
            .map(|completion| taken(text, completion))
            .collect();
        assert_eq!(found, wanted, "{text}");
    }
}

#[test]
fn where_nothing_is_written_every_key_is_proposed() {
    for text in ["|", "a | b", "status:ready |", "-|", "|  a"] {
        let found = proposed(text);
        assert_eq!(found.len(), Key::all().count(), "{text}");
        assert_eq!(found[0].insert, "status:", "{text}");
        assert!(found.iter().all(|key| key.count.is_none()), "{text}");
    }
}

#[test]
fn a_word_after_the_cursor_is_kept() {
    for (text, wanted) in [("|mr", "status:mr"), ("-|mr", "-status:mr")] {
        let found = proposed(text);
        let first = found.first().map(|completion| taken(text, completion));
        assert_eq!(first.as_deref(), Some(wanted), "{text}");
    }
}

#[test]
fn counts_are_told_where_they_are_known() {
    for (text, wanted) in [
        (
            "status:re|",
            &[("ready", Some(12)), ("receiving", None)][..],
        ),
        ("ready|", &[("status:ready", Some(12))]),
        (
            "project:phan|",
            &[("Phantoms", Some(3)), ("HeartPhantoms", Some(4))],
        ),
    ] {
        let found = proposed(text);
        let counts: Vec<(&str, Option<usize>)> = found
            .iter()
            .map(|completion| (completion.insert.as_str(), completion.count))
            .collect();
        assert_eq!(counts, wanted, "{text}");
    }
}

#[test]
fn every_value_that_is_proposed_can_be_read() {
    for key in Key::all() {
        let text = format!("{}:", key.name());
        for completion in complete(&text, text.len(), &known, |_, _| false) {
            let text = taken(&text, &completion);
            assert_eq!(Query::parse(&text).problems, [], "{text}");
        }
    }
}

#[test]
fn what_is_spoken_proposes_its_code() {
    let german: Spoken = |code, typed| code == "error" && "fehler".starts_with(typed);
    for (text, wanted) in [
        ("status:fe", &["error"][..]),
        ("status:error,fe", &[]),
        ("feh", &["status:error"]),
        ("is:fe", &[]),
    ] {
        let found = complete(text, text.len(), &known, german);
        let inserted: Vec<&str> = found.iter().map(|found| found.insert.as_str()).collect();
        assert_eq!(inserted, wanted, "{text}");
    }
}
