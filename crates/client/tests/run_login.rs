//! A login that ends in the middle of a run: it waits, and goes on where it was.

mod support;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures::executor::block_on;
use prearchive_client::{Event, Job, Outcome, Pace, RunOptions, run};
use prearchive_core::archiving::Overwrite;
use prearchive_core::http::Method;
use support::{
    Step, Wire, address, empty, login_page, page, rows, timed_out, token, unreachable, uris, words,
};

const TOKEN: &str = "GET /data/JSESSION?CSRF=true";
const ROW: &str = "GET /data/prearchive/projects/P/t/s?format=json";
const TARGET: &str = "GET /data/prearchive/projects/Q/t/s?format=json";
const ARCHIVE: &str = "POST /data/services/archive?XNAT_CSRF=A";
const MOVE: &str = "POST /data/services/prearchive/move?format=json&XNAT_CSRF=A";
const REBUILD: &str = "POST /data/services/prearchive/rebuild?format=json&XNAT_CSRF=A";
const REBUILD_AGAIN: &str = "POST /data/services/prearchive/rebuild?format=json&XNAT_CSRF=B";
const DELETE: &str = "POST /data/services/prearchive/delete?format=json&XNAT_CSRF=A";
const DELETE_AGAIN: &str = "POST /data/services/prearchive/delete?format=json&XNAT_CSRF=B";

/// What somebody does when the login has ended.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Then {
    SignsIn,
    Stops,
}

/// Runs a job on `P/t/s` against a script that begins after the first token; says how it ended, and how often it waited.
fn play(job: &Job, then: Then, steps: Vec<Step>) -> (String, usize) {
    let mut script: Vec<Step> = vec![(TOKEN, token("A"))];
    script.extend(steps);
    let wire = Wire::script(script);
    let options = RunOptions {
        waits_for_login: true,
        ..RunOptions::default()
    };
    let (pace, stop) = (options.pace.clone(), options.stop.clone());
    let mut waited = 0;
    let source = vec![address("P/t/s")];
    let ended = block_on(run(&wire.client(), job, source, options, |event| {
        if let Event::SignedOut(_) = event {
            assert!(pace.is_paused(), "nothing more is begun");
            waited += 1;
            match then {
                Then::SignsIn => pace.go_on(),
                Then::Stops => stop.cancel(),
            }
        }
    }));
    wire.assert_played();
    (words(&ended[0].1), waited)
}

#[test]
fn a_session_is_taken_up_where_it_was() {
    let row = |status: &str| rows(&[&format!("P/t/s {status}")]);
    let there = |status: &str| rows(&[&format!("Q/t/s {status}")]);
    let gone = || rows(&[]);
    let go = Job::Move("Q".into());
    let archive = Job::Archive(Overwrite::None);
    let uri = "/data/archive/projects/P/subjects/S/experiments/E";
    let archived = format!("done, no row, {uri}");
    let cases: Vec<(&str, &Job, Vec<Step>, &str, usize)> = vec![
        (
            "refused: read, and asked for again with the new token",
            &Job::Rebuild,
            vec![
                (REBUILD, empty(401)),
                (ROW, row("READY")),
                (TOKEN, token("B")),
                (REBUILD_AGAIN, row("QUEUED_BUILDING")),
                (ROW, row("READY")),
            ],
            "done, P READY",
            1,
        ),
        (
            "refused, and somebody else has done it meanwhile",
            &Job::Delete,
            vec![(DELETE, login_page()), (ROW, gone())],
            "done, no row",
            1,
        ),
        (
            "refused twice",
            &Job::Delete,
            vec![
                (DELETE, empty(401)),
                (ROW, empty(401)),
                (ROW, row("READY")),
                (TOKEN, token("B")),
                (DELETE_AGAIN, row("QUEUED_DELETING")),
                (ROW, gone()),
            ],
            "done, no row",
            2,
        ),
        (
            "accepted: only read",
            &go,
            vec![
                (MOVE, row("QUEUED_MOVING")),
                (ROW, login_page()),
                (ROW, gone()),
                (TARGET, there("READY")),
            ],
            "done, Q READY",
            1,
        ),
        (
            "accepted, and the place in the archive is not forgotten",
            &archive,
            vec![(ARCHIVE, uris(200, uri)), (ROW, empty(401)), (ROW, gone())],
            &archived,
            1,
        ),
        (
            "a rebuild that was accepted is not asked for twice",
            &Job::Rebuild,
            vec![
                (REBUILD, row("QUEUED_BUILDING")),
                (ROW, empty(401)),
                (ROW, row("READY")),
            ],
            "done, P READY",
            1,
        ),
        (
            "no answer in time: only read",
            &Job::Delete,
            vec![(DELETE, timed_out()), (ROW, empty(401)), (ROW, gone())],
            "done despite timed-out, no row",
            1,
        ),
        (
            "no answer in time, and nothing was done: told, not sent again",
            &Job::Delete,
            vec![
                (DELETE, unreachable()),
                (ROW, empty(401)),
                (ROW, row("READY")),
            ],
            "failed unreachable, P READY",
            1,
        ),
        (
            "not allowed is not signed out",
            &archive,
            vec![
                (ARCHIVE, page(403, "no")),
                (TOKEN, token("A")),
                (ROW, row("READY")),
            ],
            "failed forbidden, P READY",
            0,
        ),
    ];
    for (name, job, steps, wanted, times) in cases {
        let ended = play(job, Then::SignsIn, steps);
        assert_eq!(ended, (wanted.to_owned(), times), "{name}");
    }
}

#[test]
fn a_run_that_waits_for_a_login_can_be_stopped() {
    let row = |status: &str| rows(&[&format!("P/t/s {status}")]);
    for (steps, wanted) in [
        (vec![(DELETE, empty(401))], "skipped"),
        (
            vec![(DELETE, row("QUEUED_DELETING")), (ROW, empty(401))],
            "unconfirmed, no row",
        ),
        (
            vec![(DELETE, timed_out()), (ROW, empty(401))],
            "failed timed-out, no row",
        ),
    ] {
        let ended = play(&Job::Delete, Then::Stops, steps);
        assert_eq!(ended, (wanted.to_owned(), 1));
    }
}

#[test]
fn many_sessions_wait_for_one_login_and_each_is_sent_once() {
    let signed_in = Rc::new(Cell::new(true));
    let accepted = Rc::new(RefCell::new(Vec::new()));
    let (server, taken) = (signed_in.clone(), accepted.clone());
    let wire = Wire::new(move |request| {
        if !server.get() {
            return empty(401);
        }
        if request.path == "/data/JSESSION" {
            return token("A");
        }
        if request.method == Method::Post {
            let source: String = request.parameters().all("src").collect();
            // The login ends after the second one.
            server.set(taken.borrow().len() != 1);
            taken.borrow_mut().push(source);
            return rows(&[]);
        }
        let name = request.segments().last().cloned().unwrap_or_default();
        match taken.borrow().iter().any(|source| source.ends_with(&name)) {
            true => rows(&[]),
            false => rows(&[&format!("P/t/{name} READY")]),
        }
    });
    let options = RunOptions {
        waits_for_login: true,
        pace: Pace::new(3),
        ..RunOptions::default()
    };
    let pace = options.pace.clone();
    let sources: Vec<_> = (1..=9).map(|n| address(&format!("P/t/n{n}"))).collect();
    let ended = block_on(run(
        &wire.client(),
        &Job::Delete,
        sources.clone(),
        options,
        |event| {
            if let Event::SignedOut(_) = event {
                signed_in.set(true);
                pace.go_on();
            }
        },
    ));
    assert!(
        ended
            .iter()
            .all(|(_, outcome)| matches!(outcome, Outcome::Done { .. })),
        "{ended:?}"
    );
    let mut accepted = accepted.take();
    accepted.sort();
    let wanted: Vec<String> = sources.iter().map(ToString::to_string).collect();
    assert_eq!(accepted, wanted);
}
