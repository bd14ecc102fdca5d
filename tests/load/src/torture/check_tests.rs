//! Each invariant, violated once by hand.

use std::collections::BTreeMap;

use super::*;
use crate::torture::ledger::{Operation, hash};
use crate::torture::rest::Found;

const A: &str = "TA/20260101_000000000/S1-1";
const B: &str = "TB/20260101_000000000/S1-1";

fn at(address: &str) -> Place {
    Place::Prearchive(address.into())
}

/// A ledger of one import of two files, accepted at `A` unless it was not answered, and what was done since.
fn ledger(accepted: bool, since: &[(&'static str, u16, Effect)]) -> Ledger {
    let mut ledger = Ledger::new();
    ledger.round = 1;
    let sent = [
        ("1.dcm".to_owned(), b"one".to_vec()),
        ("2.dcm".to_owned(), b"two".to_vec()),
    ];
    let import = Operation {
        kind: "import",
        ..Operation::none()
    };
    let number = ledger.begin(import, &sent);
    if accepted {
        let uri = format!("/data/prearchive/projects/{A}");
        ledger.end(number, Outcome::Answered(200, uri));
        // Later in time by what the clock can tell.
        ledger.operations[number].ended = Some(0);
    }
    for (kind, status, effect) in since {
        let operation = Operation {
            kind,
            effects: vec![effect.clone()],
            ..Operation::none()
        };
        let number = ledger.begin(operation, &[]);
        ledger.operations[number].began = 1;
        if *status > 0 {
            ledger.end(number, Outcome::Answered(*status, String::new()));
        }
    }
    ledger
}

fn effect(to: Place) -> Effect {
    Effect {
        from: at(A),
        to,
        scan: None,
    }
}

/// What is at rest: files as (place, bytes), and rows as (address, status).
fn rest(files: &[(Place, &str)], rows: &[(&str, &str)]) -> Rest {
    let rows = rows.iter();
    let mut rest = Rest {
        rows: rows
            .map(|(address, status)| ((*address).into(), (*status).into()))
            .collect::<BTreeMap<_, _>>(),
        ..Rest::default()
    };
    for (place, bytes) in files {
        if let Place::Prearchive(address) = place {
            rest.folders.insert(address.clone());
        }
        rest.files.push(Found {
            path: format!("{place}/{bytes}"),
            place: place.clone(),
            scan: Some("1".into()),
            hash: hash(bytes.as_bytes()),
        });
    }
    rest
}

#[test]
fn what_holds_and_what_does_not() {
    let both = |place: Place| vec![(place.clone(), "one"), (place, "two")];
    let deleted = |status| vec![("delete", status, effect(Place::Cache))];
    let moved = |status| vec![("move", status, effect(at(B)))];
    let ready = |address| vec![(address, "READY")];
    let none = Vec::new;
    type Since = Vec<(&'static str, u16, Effect)>;
    type Files = Vec<(Place, &'static str)>;
    type Rows = Vec<(&'static str, &'static str)>;
    type Case = (
        &'static str,
        bool,
        Since,
        Files,
        Rows,
        &'static [&'static str],
    );
    let cases: Vec<Case> = vec![
        ("all is well", true, none(), both(at(A)), ready(A), &[]),
        (
            "a file is lost",
            true,
            none(),
            vec![(at(A), "one")],
            ready(A),
            &["an accepted file is never lost"],
        ),
        (
            "a file is there twice",
            true,
            none(),
            vec![(at(A), "one"), (at(A), "two"), (Place::Cache, "two")],
            ready(A),
            &["no file is there twice"],
        ),
        (
            "a file has other bytes",
            true,
            none(),
            vec![(at(A), "one"), (at(A), "twö")],
            ready(A),
            &[
                "what is stored is what was sent",
                "an accepted file is never lost",
            ],
        ),
        (
            "nobody deleted it",
            true,
            none(),
            both(Place::Cache),
            vec![],
            &["what was answered stays done, and nothing else is done"; 2],
        ),
        (
            "deleted",
            true,
            deleted(200),
            both(Place::Cache),
            vec![],
            &[],
        ),
        (
            "deleted and there again",
            true,
            deleted(200),
            both(at(A)),
            ready(A),
            &["what was answered stays done, and nothing else is done"; 2],
        ),
        (
            "a deletion without answer",
            true,
            deleted(0),
            both(at(A)),
            ready(A),
            &[],
        ),
        (
            "another that was done",
            true,
            deleted(0),
            both(Place::Cache),
            vec![],
            &[],
        ),
        (
            "a refused deletion was done",
            true,
            deleted(409),
            both(Place::Cache),
            vec![],
            &["what was answered stays done, and nothing else is done"; 2],
        ),
        ("moved", true, moved(301), both(at(B)), ready(B), &[]),
        (
            "a move undone",
            true,
            moved(301),
            both(at(A)),
            ready(A),
            &["what was answered stays done, and nothing else is done"; 2],
        ),
        (
            "an import without answer",
            false,
            none(),
            both(at(A)),
            ready(A),
            &[],
        ),
        (
            "another that came to nothing",
            false,
            none(),
            vec![],
            vec![],
            &[],
        ),
        (
            "half an import",
            false,
            none(),
            vec![(at(A), "two")],
            ready(A),
            &["an import is there as a whole or not at all"],
        ),
        (
            "a session that waits for ever",
            true,
            none(),
            both(at(A)),
            vec![(A, "_MOVING")],
            &["nothing is stuck"],
        ),
        (
            "a row without a folder",
            true,
            none(),
            both(at(A)),
            vec![(A, "READY"), (B, "ERROR")],
            &["every row has its folder"],
        ),
        (
            "a folder without a row",
            true,
            none(),
            both(at(A)),
            vec![],
            &["every folder has its row"],
        ),
    ];
    for (name, accepted, since, files, rows, rules) in cases {
        let verdict = check(&ledger(accepted, &since), &rest(&files, &rows));
        let found: Vec<&str> = verdict.violations.iter().map(|v| v.rule).collect();
        assert_eq!(found, rules, "{name}: {:?}", verdict.violations);
    }
}

#[test]
fn what_must_not_stay_behind() {
    let mut rest = rest(&[], &[]);
    rest.staging.push("staging/x".into());
    rest.unfinished.push("archive/TA/arc001/L/.tmp".into());
    rest.documents.insert(A.into());
    let verdict = check(&Ledger::new(), &rest);
    let found: Vec<&str> = verdict.violations.iter().map(|v| v.rule).collect();
    let rules = [
        "every folder has its row",
        "the staging folder is empty at rest",
        "no unfinished file stays behind",
    ];
    assert_eq!(found, rules);
}
