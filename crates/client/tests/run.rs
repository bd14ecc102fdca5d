//! The bulk runner: one request each, bounded, confirmed by reading.

mod support;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use futures::executor::block_on;
use prearchive_client::{Cancel, Client, Event, Job, Outcome, RunOptions, run};
use prearchive_core::archiving::Overwrite;
use prearchive_core::http::Method;
use support::{
    Answer, Step, Wire, address, empty, login_page, page, rows, text, timed_out, unreachable, uris,
};

const TOKEN: &str = "GET /data/JSESSION?CSRF=true";
const ROW: &str = "GET /data/prearchive/projects/P/t/s?format=json";
const TARGET: &str = "GET /data/prearchive/projects/Q/t/s?format=json";
const ARCHIVE: &str = "POST /data/services/archive?XNAT_CSRF=A";
const MOVE: &str = "POST /data/services/prearchive/move?format=json&XNAT_CSRF=A";
const MOVE_ONE: &str = "POST /data/prearchive/projects/P/t/s?action=move&newProject=Q&XNAT_CSRF=A";
const REBUILD: &str = "POST /data/services/prearchive/rebuild?format=json&XNAT_CSRF=A";
const BUILD_ONE: &str = "POST /data/prearchive/projects/P/t/s?action=build&XNAT_CSRF=A";
const DELETE: &str = "POST /data/services/prearchive/delete?format=json&XNAT_CSRF=A";
const DELETE_ONE: &str = "DELETE /data/prearchive/projects/P/t/s?XNAT_CSRF=A";
const ARCHIVED: &str = "/data/archive/projects/P/subjects/S/experiments/E";

fn token() -> Answer {
    text(200, "S; XNAT_CSRF=A")
}

/// An outcome in a few words: what, error code or status of the row, URI.
fn words(outcome: &Outcome) -> String {
    let row = |now: &Option<Box<prearchive_core::session::Session>>| {
        now.as_ref().map_or("no row".to_owned(), |row| {
            format!("{} {}", row.address.project, row.status)
        })
    };
    match outcome {
        Outcome::Done { now, uri: None } => format!("done, {}", row(now)),
        Outcome::Done {
            now,
            uri: Some(uri),
        } => format!("done, {}, {uri}", row(now)),
        Outcome::Failed { error, now } => format!("failed {}, {}", error.code(), row(now)),
        Outcome::Unconfirmed { now } => format!("unconfirmed, {}", row(now)),
        Outcome::Skipped => "skipped".into(),
    }
}

/// Runs a job on `P/t/s` against a script that begins after the token.
fn play(name: &str, job: &Job, patience_ms: u32, steps: Vec<Step>) -> (String, Vec<String>) {
    let mut script: Vec<Step> = vec![(TOKEN, token())];
    script.extend(steps);
    let wire = Wire::script(script);
    let mut statuses = Vec::new();
    let options = RunOptions {
        patience_ms,
        ..RunOptions::default()
    };
    let source = address("P/t/s");
    let ended = block_on(run(&wire.client(), job, vec![source], options, |event| {
        if let Event::Waiting(_, status) = event {
            statuses.push(status.to_string());
        }
    }));
    wire.assert_played();
    assert_eq!(ended.len(), 1, "{name}");
    (words(&ended[0].1), statuses)
}

#[test]
fn every_end_is_confirmed_by_reading() {
    let archive = Job::Archive(Overwrite::None);
    let go = Job::Move("Q".into());
    let row = |status: &str| rows(&[&format!("P/t/s {status}")]);
    let there = |status: &str| rows(&[&format!("Q/t/s {status}")]);
    let gone = || rows(&[]);
    let cases: Vec<(&str, &Job, Vec<Step>, String, &[&str])> = vec![
        (
            "archived",
            &archive,
            vec![(ARCHIVE, uris(200, ARCHIVED)), (ROW, gone())],
            format!("done, no row, {ARCHIVED}"),
            &[],
        ),
        (
            "a conflict in the archive is a 500, and the row says it",
            &archive,
            vec![
                (ARCHIVE, page(500, "FAILED")),
                (TOKEN, token()),
                (ROW, row("CONFLICT")),
            ],
            "failed server-error, P CONFLICT".into(),
            &[],
        ),
        (
            "XNAT waited long enough and goes on",
            &archive,
            vec![
                (ARCHIVE, page(500, "timed out")),
                (TOKEN, token()),
                (ROW, row("_ARCHIVING")),
                (ROW, gone()),
            ],
            "done, no row".into(),
            &["_ARCHIVING"],
        ),
        (
            "no answer in time: read, never sent again",
            &archive,
            vec![(ARCHIVE, timed_out()), (ROW, gone())],
            "done, no row".into(),
            &[],
        ),
        (
            "no answer in time, and nothing was done",
            &archive,
            vec![(ARCHIVE, timed_out()), (ROW, row("READY"))],
            "failed timed-out, P READY".into(),
            &[],
        ),
        (
            "somebody deleted it before",
            &archive,
            vec![(ARCHIVE, page(404, "none")), (ROW, gone())],
            "failed not-found, no row".into(),
            &[],
        ),
        (
            "locked: refused",
            &archive,
            vec![
                (ARCHIVE, page(403, "locked")),
                (TOKEN, token()),
                (ROW, row("_MOVING")),
            ],
            "failed forbidden, P _MOVING".into(),
            &[],
        ),
        (
            "moved, in the target project",
            &go,
            vec![
                (MOVE, row("QUEUED_MOVING")),
                (ROW, row("QUEUED_MOVING")),
                (ROW, row("_MOVING")),
                (ROW, gone()),
                (TARGET, gone()),
                (ROW, gone()),
                (TARGET, there("READY")),
            ],
            "done, Q READY".into(),
            &["QUEUED_MOVING", "_MOVING"],
        ),
        (
            "a member may not use the service, but may move the session",
            &go,
            vec![
                (MOVE, page(403, "owners only")),
                (TOKEN, token()),
                (MOVE_ONE, uris(301, "/data/prearchive/projects/Q/t/s")),
                (ROW, gone()),
                (TARGET, there("READY")),
            ],
            "done, Q READY".into(),
            &[],
        ),
        (
            "locked: passed over without a word",
            &go,
            vec![(MOVE, row("_ARCHIVING")), (ROW, row("_ARCHIVING"))],
            "failed conflict, P _ARCHIVING".into(),
            &[],
        ),
        (
            "the connection broke, and it was moved all the same",
            &go,
            vec![
                (MOVE, unreachable()),
                (ROW, gone()),
                (TARGET, there("READY")),
            ],
            "done, Q READY".into(),
            &[],
        ),
        (
            "still on its way when the patience runs out",
            &go,
            vec![
                (MOVE, row("QUEUED_MOVING")),
                (ROW, row("_MOVING")),
                (ROW, row("_MOVING")),
                (ROW, row("_MOVING")),
                (ROW, row("_MOVING")),
            ],
            "unconfirmed, P _MOVING".into(),
            &["_MOVING"],
        ),
        (
            "the login ended meanwhile",
            &go,
            vec![
                (MOVE, row("QUEUED_MOVING")),
                (ROW, row("_MOVING")),
                (ROW, login_page()),
            ],
            "unconfirmed, P _MOVING".into(),
            &["_MOVING"],
        ),
        (
            "rebuilt",
            &Job::Rebuild,
            vec![
                (REBUILD, row("QUEUED_BUILDING")),
                (ROW, row("_BUILDING")),
                (ROW, row("READY")),
            ],
            "done, P READY".into(),
            &["_BUILDING"],
        ),
        (
            "the rebuild failed",
            &Job::Rebuild,
            vec![(REBUILD, row("QUEUED_BUILDING")), (ROW, row("ERROR"))],
            "failed server-error, P ERROR".into(),
            &[],
        ),
        (
            "a rebuild that may not have happened is not called done",
            &Job::Rebuild,
            vec![(REBUILD, timed_out()), (ROW, row("READY"))],
            "failed timed-out, P READY".into(),
            &[],
        ),
        (
            "locked: refused by the session's own call",
            &Job::Rebuild,
            vec![
                (REBUILD, page(403, "owners only")),
                (TOKEN, token()),
                (BUILD_ONE, page(409, "locked")),
                (ROW, row("_DELETING")),
            ],
            "failed conflict, P _DELETING".into(),
            &[],
        ),
        (
            "deleted",
            &Job::Delete,
            vec![
                (DELETE, row("QUEUED_DELETING")),
                (ROW, row("_DELETING")),
                (ROW, gone()),
            ],
            "done, no row".into(),
            &["_DELETING"],
        ),
        (
            "accepted, but still there",
            &Job::Delete,
            vec![(DELETE, row("QUEUED_DELETING")), (ROW, row("READY"))],
            "failed conflict, P READY".into(),
            &[],
        ),
        (
            "not allowed either way",
            &Job::Delete,
            vec![
                (DELETE, page(403, "no")),
                (TOKEN, token()),
                (DELETE_ONE, page(403, "no")),
                (TOKEN, token()),
                (ROW, row("READY")),
            ],
            "failed forbidden, P READY".into(),
            &[],
        ),
        (
            "signed out: nothing to read",
            &Job::Delete,
            vec![(DELETE, empty(401))],
            "failed signed-out, no row".into(),
            &[],
        ),
    ];
    for (name, job, steps, wanted, seen) in cases {
        let (outcome, statuses) = play(name, job, 600, steps);
        assert_eq!(outcome, wanted, "{name}");
        assert_eq!(statuses, seen, "{name}");
    }
}

#[test]
fn sessions_without_a_project_are_asked_for_directly() {
    let wire = Wire::script(vec![
        (TOKEN, token()),
        (
            "POST /data/prearchive/projects/Unassigned/t/s?action=move&newProject=Q&XNAT_CSRF=A",
            uris(301, "/data/prearchive/projects/Q/t/s"),
        ),
        (
            "GET /data/prearchive/projects/Unassigned/t/s?format=json",
            rows(&[]),
        ),
        (TARGET, rows(&["Q/t/s READY"])),
    ]);
    let sources = vec![address("Unassigned/t/s")];
    let job = Job::Move("Q".into());
    let ended = block_on(run(
        &wire.client(),
        &job,
        sources,
        RunOptions::default(),
        drop,
    ));
    assert_eq!(words(&ended[0].1), "done, Q READY");
    wire.assert_played();
}

#[test]
fn pauses_grow_to_two_seconds_and_end_with_the_patience() {
    let wire = site(&["1"], |_| "_DELETING");
    let options = RunOptions {
        patience_ms: 10_000,
        ..RunOptions::default()
    };
    let ended = block_on(run(
        &wire.client(),
        &Job::Delete,
        places(&["1"]),
        options,
        drop,
    ));
    assert_eq!(words(&ended[0].1), "unconfirmed, P _DELETING");
    let pauses = [200, 300, 450, 675, 1012, 1518, 2000, 2000, 2000];
    assert_eq!(*wire.pauses.borrow(), pauses);
}

/// A server with sessions `P/t/NAME`. The first reading after a request shows what `after` says; an empty
/// status is a session that is gone.
fn site(names: &[&str], after: impl Fn(&str) -> &'static str + 'static) -> Rc<Wire> {
    let mut state: BTreeMap<String, &'static str> = names
        .iter()
        .map(|name| ((*name).to_owned(), "READY"))
        .collect();
    Wire::new(move |request| {
        if request.path == "/data/JSESSION" {
            return token();
        }
        if request.method == Method::Post {
            let parameters = request.parameters();
            let sources: Vec<&str> = parameters.all("src").collect();
            let [source] = sources[..] else {
                panic!("one request per session, not {sources:?}");
            };
            let name = source.rsplit('/').next().unwrap_or_default().to_owned();
            let status = after(&name);
            if status == "refused" {
                return page(404, "none");
            }
            assert!(state.insert(name, status).is_some(), "{source} is there");
            return rows(&[]);
        }
        let name = request.segments().last().cloned().unwrap_or_default();
        match state.get(&name) {
            None | Some(&"") => rows(&[]),
            Some(status) => rows(&[&format!("P/t/{name} {status}")]),
        }
    })
}

fn places(names: &[&str]) -> Vec<prearchive_core::address::Address> {
    names
        .iter()
        .map(|name| address(&format!("P/t/{name}")))
        .collect()
}

fn posts(wire: &Wire) -> usize {
    let sent = wire.sent.borrow();
    sent.iter()
        .filter(|request| request.method == Method::Post)
        .count()
}

#[test]
fn so_many_at_once_and_one_request_each() {
    let names = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
    for (parallel, most) in [(0, 1), (1, 1), (4, 4), (100, 9)] {
        let wire = site(&names, |_| "");
        let options = RunOptions {
            parallel,
            ..RunOptions::default()
        };
        // The token first, as the page has it.
        let client = wire.client();
        assert!(block_on(client.delete(&places(&["1"]))).is_ok());
        wire.most.set(0);
        // Each is named twice.
        let sources = [places(&names), places(&names)].concat();
        let ended = block_on(run(&client, &Job::Delete, sources, options, drop));
        assert_eq!(wire.most.get(), most, "{parallel} at once");
        assert_eq!(posts(&wire), 1 + names.len());
        let order: Vec<_> = ended.iter().map(|(place, _)| place.clone()).collect();
        assert_eq!(order, places(&names));
        assert!(
            ended
                .iter()
                .all(|(_, outcome)| words(outcome) == "done, no row")
        );
    }
}

#[test]
fn one_failure_does_not_stop_the_others() {
    let wire = site(&["1", "2", "3", "4"], |name| match name {
        "2" => "refused",
        "3" => "_ARCHIVING",
        _ => "",
    });
    let mut events = Vec::new();
    let ended = block_on(run(
        &wire.client(),
        &Job::Delete,
        places(&["1", "2", "3", "4"]),
        RunOptions::default(),
        |event| events.push(event),
    ));
    let outcomes: Vec<String> = ended.iter().map(|(_, outcome)| words(outcome)).collect();
    assert_eq!(
        outcomes,
        [
            "done, no row",
            "failed not-found, P READY",
            "failed conflict, P _ARCHIVING",
            "done, no row",
        ]
    );
    for (place, outcome) in &ended {
        let of_it: Vec<&Event> = events
            .iter()
            .filter(|event| match event {
                Event::Started(at) | Event::Waiting(at, _) | Event::Ended(at, _) => at == place,
            })
            .collect();
        let wanted = [
            Event::Started(place.clone()),
            Event::Ended(place.clone(), outcome.clone()),
        ];
        assert_eq!(of_it, wanted.iter().collect::<Vec<_>>());
    }
}

#[test]
fn stopping_begins_nothing_more_and_lets_the_rest_end() {
    let stop = Cancel::new();
    // The second one never ends by itself.
    let wire = site(&["1", "2", "3", "4"], |name| {
        if name == "2" { "_DELETING" } else { "" }
    });
    let options = RunOptions {
        parallel: 1,
        stop: stop.clone(),
        ..RunOptions::default()
    };
    let begun = RefCell::new(0);
    let client: Client = wire.client();
    let sources = places(&["1", "2", "3", "4"]);
    let ended = block_on(run(
        &client,
        &Job::Delete,
        sources,
        options,
        |event| match event {
            Event::Started(_) => *begun.borrow_mut() += 1,
            Event::Waiting(..) => stop.cancel(),
            Event::Ended(..) => {}
        },
    ));
    let outcomes: Vec<String> = ended.iter().map(|(_, outcome)| words(outcome)).collect();
    let wanted = [
        "done, no row",
        "unconfirmed, P _DELETING",
        "skipped",
        "skipped",
    ];
    assert_eq!(outcomes, wanted);
    assert_eq!(*begun.borrow(), 2);
    assert_eq!(posts(&wire), 2);
}

#[test]
fn a_cancelled_client_ends_the_run() {
    let cancel = Cancel::new();
    cancel.cancel();
    let wire = Wire::new(|_| Answer::Hang);
    let client = wire.client().with_cancel(cancel);
    let ended = block_on(run(
        &client,
        &Job::Delete,
        places(&["1", "2"]),
        RunOptions::default(),
        drop,
    ));
    assert!(
        ended
            .iter()
            .all(|(_, outcome)| words(outcome) == "failed cancelled, no row")
    );
    assert!(wire.sent.borrow().is_empty());
}
