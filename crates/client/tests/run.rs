//! One session in a run: one request, and what became of it is confirmed by reading.

mod support;

use futures::executor::block_on;
use prearchive_client::{Event, Job, RunOptions, run};
use prearchive_core::archiving::Overwrite;
use support::{
    Step, Wire, address, empty, login_page, logs, page, rows, text, timed_out, token, unreachable,
    uris, words,
};

const TOKEN: &str = "GET /data/JSESSION?CSRF=true";
const ROW: &str = "GET /data/prearchive/projects/P/t/s?format=json";
const LOGS: &str = "GET /data/prearchive/projects/P/t/s/logs?format=json";
const TARGET: &str = "GET /data/prearchive/projects/Q/t/s?format=json";
const ARCHIVE: &str = "POST /data/services/archive?XNAT_CSRF=A";
const MOVE: &str = "POST /data/services/prearchive/move?format=json&XNAT_CSRF=A";
const MOVE_ONE: &str = "POST /data/prearchive/projects/P/t/s?action=move&newProject=Q&XNAT_CSRF=A";
const REBUILD: &str = "POST /data/services/prearchive/rebuild?format=json&XNAT_CSRF=A";
const BUILD_ONE: &str = "POST /data/prearchive/projects/P/t/s?action=build&XNAT_CSRF=A";
const DELETE: &str = "POST /data/services/prearchive/delete?format=json&XNAT_CSRF=A";
const DELETE_ONE: &str = "DELETE /data/prearchive/projects/P/t/s?XNAT_CSRF=A";
const ARCHIVED: &str = "/data/archive/projects/P/subjects/S/experiments/E";

/// Runs a job on `P/t/s` against a script that begins after the token.
fn play(name: &str, job: &Job, patience_ms: u32, steps: Vec<Step>) -> (String, Vec<String>) {
    let mut script: Vec<Step> = vec![(TOKEN, token("A"))];
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

/// What it shows, the job, the exchanges, the outcome in words, and the statuses that were told.
type Case<'a> = (&'a str, &'a Job, Vec<Step>, String, &'a [&'a str]);

#[test]
fn every_end_is_confirmed_by_reading() {
    let archive = Job::Archive(Overwrite::None);
    let go = Job::Move("Q".into());
    let row = |status: &str| rows(&[&format!("P/t/s {status}")]);
    let there = |status: &str| rows(&[&format!("Q/t/s {status}")]);
    let gone = || rows(&[]);
    let cases: Vec<Case> = vec![
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
                (TOKEN, token("A")),
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
                (TOKEN, token("A")),
                (ROW, row("_ARCHIVING")),
                (ROW, gone()),
            ],
            "done despite server-error, no row".into(),
            &["_ARCHIVING"],
        ),
        (
            "no answer in time: read, never sent again",
            &archive,
            vec![(ARCHIVE, timed_out()), (ROW, gone())],
            "done despite timed-out, no row".into(),
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
                (TOKEN, token("A")),
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
                (TOKEN, token("A")),
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
            "done despite unreachable, Q READY".into(),
            &[],
        ),
        (
            "the answer broke off, and it was moved all the same",
            &go,
            vec![
                (MOVE, text(200, "{\"ResultSet\":")),
                (ROW, gone()),
                (TARGET, gone()),
                (ROW, gone()),
                (TARGET, there("READY")),
            ],
            "done despite unexpected-answer, Q READY".into(),
            &[],
        ),
        (
            "a session that is not there, told by 500",
            &go,
            vec![
                (MOVE, page(500, "")),
                (TOKEN, token("A")),
                (ROW, gone()),
                (TARGET, gone()),
            ],
            "failed server-error, no row".into(),
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
            vec![
                (REBUILD, row("QUEUED_BUILDING")),
                (ROW, row("ERROR")),
                (LOGS, logs(&["earlier", "cut.dcm ends too early"])),
            ],
            "failed server-error, P ERROR, cut.dcm ends too early".into(),
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
                (TOKEN, token("A")),
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
                (TOKEN, token("A")),
                (DELETE_ONE, page(403, "no")),
                (TOKEN, token("A")),
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
        (TOKEN, token("A")),
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
