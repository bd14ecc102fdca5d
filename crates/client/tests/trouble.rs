//! Every kind of trouble, for every kind of call: what is told, and how often it was sent.

mod support;

use futures::executor::block_on;
use prearchive_client::{Client, Job, RunOptions, run};
use prearchive_core::address::Address;
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::http::{Method, Request, Response};
use support::{
    Answer, Wire, address, empty, login_page, page, rows, text, timed_out, token, unreachable,
    words,
};

/// An answer in JSON that may be none.
fn json(body: &str) -> Answer {
    Answer::Say(Response::new(200, "application/json", body))
}

/// A name, what comes, and the code of the error.
type Trouble = (&'static str, fn() -> Answer, &'static str);

/// What can come instead of an answer.
const TROUBLE: [Trouble; 13] = [
    ("401", || empty(401), "signed-out"),
    ("403", || page(403, "no"), "forbidden"),
    ("404", || page(404, "none"), "not-found"),
    ("409", || page(409, "locked"), "conflict"),
    ("413", || empty(413), "too-large"),
    ("500", || page(500, "oh"), "server-error"),
    ("502", || page(502, "gateway"), "server-error"),
    ("503", || empty(503), "server-error"),
    ("the login page", login_page, "signed-out"),
    (
        "JSON that breaks off",
        || json("{\"ResultSet\":{\"Result\":[{\"ID\":\"1\""),
        "unexpected-answer",
    ),
    ("another text", || text(200, "hello"), "unexpected-answer"),
    ("no connection", unreachable, "unreachable"),
    ("no answer in time", timed_out, "timed-out"),
];

/// How often a safe call is sent that meets this.
fn tries(name: &str) -> usize {
    match name {
        "502" | "503" | "no connection" => 3,
        _ => 1,
    }
}

type Code = Option<&'static str>;

fn code<T>(answer: Result<T, prearchive_client::ClientError>) -> Code {
    answer.err().map(|error| error.code())
}

/// A call, made as a person's click makes it.
type Make = fn(&Client, &Address) -> Code;

#[test]
fn what_is_read_is_sent_again_where_that_helps_and_its_trouble_told() {
    let calls: [(&str, Make); 5] = [
        ("the listing", |client, _| {
            code(block_on(client.sessions(&[])))
        }),
        ("a row", |client, at| code(block_on(client.session(at)))),
        ("the scans", |client, at| code(block_on(client.scans(at)))),
        ("the files", |client, at| {
            code(block_on(client.session_resources(at)))
        }),
        ("the history", |client, at| code(block_on(client.logs(at)))),
    ];
    for (what, call) in calls {
        for (name, answer, wanted) in TROUBLE {
            let wire = Wire::new(move |_| answer());
            let told = call(&wire.client(), &address("P/t/s"));
            // A row that is not there is an answer.
            let is_answer = what == "a row" && name == "404";
            let wanted = (!is_answer).then_some(wanted);
            assert_eq!(told, wanted, "{what}: {name}");
            let sent = wire.lines();
            assert_eq!(sent.len(), tries(name), "{what}: {name}: {sent:?}");
        }
    }
}

#[test]
fn the_check_before_archiving_is_asked_once() {
    for (name, answer, wanted) in TROUBLE {
        let wire = Wire::new(move |request| match request.method {
            Method::Get => token("A"),
            _ => answer(),
        });
        let request = ArchiveRequest::of(address("P/t/s"));
        let told = code(block_on(wire.client().validate_archive(&request)));
        assert_eq!(told, Some(wanted), "{name}");
        assert_eq!(posts(&wire), 1, "{name}");
    }
}

#[test]
fn what_changes_something_is_sent_once_and_told_by_what_is_read_afterwards() {
    // What the row says afterwards, and whether it was done.
    for after in ["", "READY"] {
        for (name, answer, wanted) in TROUBLE {
            let wire = Wire::new(move |request| {
                if request.path == "/data/JSESSION" {
                    return token("A");
                }
                match request.method {
                    Method::Get if after.is_empty() => rows(&[]),
                    Method::Get => rows(&[&format!("P/t/s {after}")]),
                    _ => answer(),
                }
            });
            let sources = vec![address("P/t/s")];
            let options = RunOptions::default();
            let ended = block_on(run(&wire.client(), &Job::Delete, sources, options, drop));
            // A refusal is one, whoever else has deleted it; without an answer the row decides.
            let row = match after {
                "READY" if wanted != "signed-out" => "P READY",
                _ => "no row",
            };
            let is_in_doubt = matches!(wanted, "unexpected-answer" | "unreachable" | "timed-out");
            let how = match is_in_doubt && after.is_empty() {
                true => "done despite",
                false => "failed",
            };
            let told = words(&ended[0].1);
            let wanted_words = format!("{how} {wanted}, {row}");
            assert!(told.starts_with(&wanted_words), "{name}, {after:?}: {told}");
            // Who may not use the service may still use the session's own call.
            let sent: Vec<String> = sent_to_change(&wire);
            let wanted = 1 + usize::from(name == "403");
            assert_eq!(sent.len(), wanted, "{name}: {sent:?}");
            let mut once = sent.clone();
            once.dedup();
            assert_eq!(once, sent, "{name}: none twice");
            assert!(wire.pauses.borrow().is_empty(), "{name}: no second try");
        }
    }
}

fn is_change(request: &&Request) -> bool {
    request.method != Method::Get
}

fn posts(wire: &Wire) -> usize {
    wire.sent.borrow().iter().filter(is_change).count()
}

fn sent_to_change(wire: &Wire) -> Vec<String> {
    let sent = wire.sent.borrow();
    sent.iter().filter(is_change).map(support::line).collect()
}
