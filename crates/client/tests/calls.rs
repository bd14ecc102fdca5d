//! What the client makes of answers, and of none.

mod support;

use std::cell::Cell;
use std::rc::Rc;

use futures::executor::{LocalPool, block_on};
use futures::task::LocalSpawnExt;
use prearchive_client::{Cancel, ClientError, Direct, TransportError};
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::calls::Call;
use prearchive_core::format::Format;
use prearchive_core::http::Response;
use prearchive_core::inside::ScanFile;
use support::{
    Answer, Step, Wire, address, empty, login_page, page, rows, text, timed_out, token,
    unreachable, uris,
};

const LIST: &str = "GET /data/prearchive?format=json";
const ROW: &str = "GET /data/prearchive/projects/P/t/s?format=json";

fn json(body: &str) -> Answer {
    Answer::Say(Response::new(200, "application/json", body))
}

/// The first exchange of a call that changes something.
fn first() -> Step {
    ("GET /data/JSESSION?CSRF=true", token("A"))
}

#[test]
fn a_listing_is_read_or_its_failure_told() {
    for (answer, wanted) in [
        (rows(&["P/t/s READY", "Unassigned/t/s ERROR"]), Ok(2)),
        (rows(&[]), Ok(0)),
        (
            json("{\"ResultSet\":{\"Result\":[{\"project\":"),
            Err("unexpected-answer"),
        ),
        (json("[]"), Err("unexpected-answer")),
        (json(""), Err("unexpected-answer")),
        (login_page(), Err("signed-out")),
        (page(200, "Log in"), Err("signed-out")),
        (empty(401), Err("signed-out")),
        (page(403, "no"), Err("forbidden")),
        (page(404, "none"), Err("not-found")),
        (page(500, "oh"), Err("server-error")),
        (empty(301), Err("unexpected-answer")),
        (timed_out(), Err("timed-out")),
    ] {
        let wire = Wire::script(vec![(LIST, answer)]);
        let listed = block_on(wire.client().sessions(&[]));
        let told = listed.map(|rows| rows.len()).map_err(|error| error.code());
        assert_eq!(told, wanted);
        wire.assert_played();
    }
}

#[test]
fn one_session_is_there_or_not() {
    for (answer, wanted) in [
        (rows(&["P/t/s READY"]), Ok(true)),
        (rows(&[]), Ok(false)),
        (page(404, "none"), Ok(false)),
        (page(403, "no"), Err("forbidden")),
    ] {
        let wire = Wire::script(vec![(ROW, answer)]);
        let row = block_on(wire.client().session(&address("P/t/s")));
        assert_eq!(row.map(|r| r.is_some()).map_err(|e| e.code()), wanted);
    }
}

#[test]
fn safe_calls_are_sent_again_twice_and_no_more() {
    let down = || empty(503);
    for (answers, wanted, pauses) in [
        (vec![rows(&[])], Ok(()), vec![]),
        (vec![unreachable(), rows(&[])], Ok(()), vec![300]),
        (
            vec![down(), unreachable(), rows(&[])],
            Ok(()),
            vec![300, 900],
        ),
        (
            vec![down(), empty(502), empty(504)],
            Err("server-error"),
            vec![300, 900],
        ),
        (
            vec![unreachable(), down(), unreachable()],
            Err("unreachable"),
            vec![300, 900],
        ),
        (vec![empty(500)], Err("server-error"), vec![]),
        (vec![timed_out()], Err("timed-out"), vec![]),
    ] {
        let wire = Wire::script(answers.into_iter().map(|answer| (LIST, answer)).collect());
        let listed = block_on(wire.client().sessions(&[]));
        assert_eq!(listed.map(drop).map_err(|error| error.code()), wanted);
        assert_eq!(*wire.pauses.borrow(), pauses);
        wire.assert_played();
    }
}

#[test]
fn unsafe_calls_are_never_sent_again() {
    for (answer, wanted) in [
        (unreachable(), "unreachable"),
        (timed_out(), "timed-out"),
        (empty(503), "server-error"),
        (empty(502), "server-error"),
    ] {
        let delete = "DELETE /data/prearchive/projects/P/t/s?XNAT_CSRF=A";
        let wire = Wire::script(vec![first(), (delete, answer)]);
        let ended = block_on(wire.client().delete_one(&address("P/t/s")));
        assert_eq!(ended.map_err(|error| error.code()), Err(wanted));
        assert!(wire.pauses.borrow().is_empty());
        wire.assert_played();
    }
}

#[test]
fn moving_one_answers_where_it_is() {
    const MOVE: &str = "POST /data/prearchive/projects/P/t/s?action=move&newProject=Q&XNAT_CSRF=A";
    for (answer, wanted) in [
        (uris(301, "/data/prearchive/projects/Q/t/s"), Ok("Q/t/s")),
        (uris(301, ""), Ok("Q/t/s")),
        (
            uris(200, "/data/prearchive/projects/Q/t2/s\r\n"),
            Ok("Q/t2/s"),
        ),
        // Locked: XNAT does nothing and says nothing.
        (empty(200), Err("conflict")),
        (text(200, "moved!"), Err("unexpected-answer")),
        (page(409, "there already"), Err("conflict")),
        (page(404, "no such project"), Err("not-found")),
    ] {
        let wire = Wire::script(vec![first(), (MOVE, answer)]);
        let moved = block_on(wire.client().move_one(&address("P/t/s"), &"Q".into()));
        assert_eq!(moved.map_err(|e| e.code()), wanted.map(address));
    }
}

#[test]
fn commits_and_archiving_answer_uris() {
    let archived = "/data/archive/projects/P/subjects/S/experiments/E";
    const COMMIT: &str = "POST /data/prearchive/projects/P/t/s?action=commit&XNAT_CSRF=A";
    const ARCHIVE: &str = "POST /data/services/archive?XNAT_CSRF=A";
    let place = address("P/t/s");

    let wire = Wire::script(vec![first(), (COMMIT, uris(301, archived))]);
    let uri = block_on(wire.client().commit(&place, None));
    assert_eq!(uri, Ok(archived.into()));

    // A project that archives by itself is answered with a redirect to the experiment.
    let mut followed = Response::new(200, "text/html", "<html>the experiment</html>");
    followed.redirected_to = Some(format!("https://xnat.example.org{archived}?format=html"));
    for answer in [uris(200, &format!("{archived}\r\n")), Answer::Say(followed)] {
        let wire = Wire::script(vec![first(), (ARCHIVE, answer)]);
        let request = ArchiveRequest::of(place.clone());
        let said = block_on(wire.client().archive(&request));
        assert_eq!(said, Ok(vec![archived.to_owned()]));
    }

    let wire = Wire::script(vec![first(), (ARCHIVE, page(200, "hello"))]);
    let said = block_on(wire.client().archive(&ArchiveRequest::of(place)));
    assert_eq!(said.map_err(|error| error.code()), Err("unexpected-answer"));
}

#[test]
fn names_that_lead_elsewhere_are_not_sent() {
    let wire = Wire::script(vec![]);
    let client = wire.client();
    let place = address("P/t/s");
    let file = |path: &str| ScanFile {
        address: place.clone(),
        scan: "1".into(),
        resource: "DICOM".into(),
        path: path.into(),
    };
    for scan in ["", ".", ".."] {
        let ended = block_on(client.delete_scan(&place, scan));
        assert_eq!(
            ended.map_err(|error| error.code()),
            Err("bad-name"),
            "{scan:?}"
        );
    }
    for path in ["", "../../1.dcm", "a//b", "/etc"] {
        let read = block_on(client.file(&file(path)));
        assert_eq!(
            read.map_err(|error| error.code()),
            Err("bad-name"),
            "{path:?}"
        );
    }
    assert!(wire.sent.borrow().is_empty());
}

#[test]
fn awkward_names_are_encoded_in_links_too() {
    let client = Wire::script(vec![]).client();
    let call = Call::File(ScanFile {
        address: address("P/t/s"),
        scan: "1".into(),
        resource: "DICOM".into(),
        path: "a b/50%&ü.dcm".into(),
    });
    let zip = Call::Read(address("P/t/s"));
    for (call, format, wanted) in [
        (
            call,
            None,
            "/scans/1/resources/DICOM/files/a%20b/50%25%26%C3%BC.dcm",
        ),
        (zip, Some(Format::Zip), "?format=zip"),
    ] {
        let link = client.address_of(&call, format);
        let below = "https://xnat.example.org/data/prearchive/projects/P/t/s";
        assert_eq!(link, Some(format!("{below}{wanted}")));
    }
}

#[test]
fn cancelling_ends_a_call_that_hangs_and_keeps_later_ones_from_starting() {
    let wire = Wire::script(vec![(LIST, Answer::Hang)]);
    let cancel = Cancel::new();
    let client = wire.client().with_cancel(cancel.clone());
    let mut pool = LocalPool::new();
    let ended = Rc::new(Cell::new(None));
    let (told, caller) = (ended.clone(), client.clone());
    pool.spawner()
        .spawn_local(async move { told.set(Some(caller.sessions(&[]).await)) })
        .expect("the pool takes it");
    pool.run_until_stalled();
    assert_eq!(wire.lines(), [LIST]);
    assert_eq!(ended.take(), None, "still hanging");

    cancel.cancel();
    pool.run_until_stalled();
    let cancelled = ClientError::Transport(TransportError::Cancelled);
    assert_eq!(ended.take(), Some(Err(cancelled.clone())));
    assert_eq!(block_on(client.sessions(&[])), Err(cancelled));
    assert_eq!(wire.lines(), [LIST]);
}

#[test]
fn the_transport_in_the_process_keeps_cookies_and_follows_redirects() {
    let direct = Direct::new(|request| {
        assert!(
            request
                .header("User-Agent")
                .is_some_and(|name| name.starts_with("Mozilla"))
        );
        let cookie = request.header("Cookie");
        match (support::line(&request).as_str(), cookie) {
            ("POST /data/services/auth", None) => Response::new(200, "text/plain", "S1")
                .with_header("Set-Cookie", "JSESSIONID=S1; Path=/; HttpOnly"),
            (_, None) => Response::empty(302).with_header("Location", "/login?x=1"),
            ("GET /login?x=1", _) => panic!("sent to the login page with a cookie"),
            ("GET /data/auth", Some("JSESSIONID=S1")) => {
                Response::new(200, "text/plain", "User 'ann' is logged in")
            }
            ("GET /data/JSESSION?CSRF=true", _) => Response::new(200, "text/plain", "S1"),
            ("POST /data/services/archive", _) => {
                let to =
                    "https://xnat.example.org/data/archive/projects/P/subjects/S/experiments/E";
                Response::empty(303).with_header("Location", to)
            }
            ("GET /data/archive/projects/P/subjects/S/experiments/E", _) => {
                Response::new(200, "text/xml", "<experiment/>")
            }
            other => panic!("{other:?}"),
        }
    });
    let client = prearchive_client::Client::new(Rc::new(direct));
    assert_eq!(block_on(client.sign_in("ann", "x")), Ok("ann".into()));
    let archived = block_on(client.archive(&ArchiveRequest::of(address("P/t/s"))));
    let wanted = "/data/archive/projects/P/subjects/S/experiments/E";
    assert_eq!(archived, Ok(vec![wanted.to_owned()]));
}
