//! Signing in and out, and the CSRF token that goes with it.

mod support;

use futures::executor::block_on;
use prearchive_client::ClientError;
use prearchive_core::failure::FailureKind;
use support::{Answer, Step, Wire, address, empty, login_page, page, rows, text, token};

const USER: &str = "GET /data/auth";
const TOKEN: &str = "GET /data/JSESSION?CSRF=true";
const AUTH: &str = "POST /data/services/auth";
const DELETE: &str = "DELETE /data/prearchive/projects/P/t/s";
const DELETE_A: &str = "DELETE /data/prearchive/projects/P/t/s?XNAT_CSRF=A";
const DELETE_B: &str = "DELETE /data/prearchive/projects/P/t/s?XNAT_CSRF=B";

fn ann() -> Answer {
    text(200, "User 'ann' is logged in")
}

#[test]
fn signing_in_says_who_and_the_first_change_asks_for_the_token() {
    let wire = Wire::script(vec![
        (AUTH, text(200, "SESSION")),
        (USER, ann()),
        (TOKEN, token("A")),
        (DELETE_A, empty(200)),
    ]);
    let client = wire.client();
    let user = block_on(client.sign_in("ANN", "s&cret"));
    assert_eq!(user, Ok("ann".into()));
    assert_eq!(
        wire.sent.borrow()[0].body,
        b"username=ANN&password=s%26cret"
    );
    assert_eq!(block_on(client.delete_one(&address("P/t/s"))), Ok(()));
    wire.assert_played();
}

#[test]
fn refusals_at_the_door_are_told_apart() {
    let auth_then = |answer| vec![(AUTH, answer)];
    for (steps, kind, words) in [
        (
            auth_then(page(401, "bad")),
            FailureKind::WrongPassword,
            "bad",
        ),
        (
            auth_then(page(200, "A blog")),
            FailureKind::UnexpectedAnswer,
            "A blog",
        ),
        (
            auth_then(page(500, "down")),
            FailureKind::ServerError,
            "down",
        ),
        // The browser did not keep the cookie.
        (
            vec![(AUTH, text(200, "S")), (USER, empty(401))],
            FailureKind::SignedOut,
            "",
        ),
    ] {
        let wire = Wire::script(steps);
        match block_on(wire.client().sign_in("ann", "x")) {
            Err(ClientError::Server(failure)) => {
                assert_eq!((failure.kind, failure.words.as_str()), (kind, words));
            }
            other => panic!("{kind:?}: {other:?}"),
        }
        wire.assert_played();
    }
}

#[test]
fn a_cookie_that_is_there_is_taken_up() {
    for (steps, wanted) in [
        (vec![(USER, ann())], Some("ann")),
        (vec![(USER, empty(401))], None),
        (vec![(USER, login_page())], None),
    ] {
        let wire = Wire::script(steps);
        let user = block_on(wire.client().resume());
        assert_eq!(user, Ok(wanted.map(str::to_owned)));
        wire.assert_played();
    }
}

#[test]
fn signing_out_ends_the_login_and_forgets_the_token() {
    const OUT: &str = "DELETE /data/JSESSION?XNAT_CSRF=A";
    for answer in [empty(200), empty(401), login_page()] {
        let wire = Wire::script(vec![
            (TOKEN, token("A")),
            (OUT, answer),
            (TOKEN, token("B")),
            (DELETE_B, empty(200)),
        ]);
        let client = wire.client();
        assert_eq!(block_on(client.sign_out()), Ok(()));
        assert_eq!(block_on(client.delete_one(&address("P/t/s"))), Ok(()));
        wire.assert_played();
    }
}

/// A call that changes something, the exchanges it leads to, and how it ends.
#[test]
fn a_lost_token_is_asked_for_again_and_the_call_sent_once_more() {
    let refused = || page(403, "Invalid CSRF");
    let cases: Vec<(&str, Vec<Step>, Result<(), u16>)> = vec![
        (
            "asked for when first needed",
            vec![(TOKEN, token("A")), (DELETE_A, empty(200))],
            Ok(()),
        ),
        (
            "a server that wants none",
            vec![(TOKEN, text(200, "SESSION")), (DELETE, empty(200))],
            Ok(()),
        ),
        (
            "lost, told by 403",
            vec![
                (TOKEN, token("A")),
                (DELETE_A, refused()),
                (TOKEN, token("B")),
                (DELETE_B, empty(200)),
            ],
            Ok(()),
        ),
        (
            "lost, told by 500",
            vec![
                (TOKEN, token("A")),
                (DELETE_A, page(500, "")),
                (TOKEN, token("B")),
                (DELETE_B, empty(200)),
            ],
            Ok(()),
        ),
        (
            "not lost: the refusal is meant",
            vec![
                (TOKEN, token("A")),
                (DELETE_A, refused()),
                (TOKEN, token("A")),
            ],
            Err(403),
        ),
        (
            "refused twice: not a third time",
            vec![
                (TOKEN, token("A")),
                (DELETE_A, refused()),
                (TOKEN, token("B")),
                (DELETE_B, refused()),
            ],
            Err(403),
        ),
        (
            "the token cannot be had: the first refusal stands",
            vec![
                (TOKEN, token("A")),
                (DELETE_A, page(500, "")),
                (TOKEN, empty(404)),
            ],
            Err(500),
        ),
        (
            "other refusals are passed on at once",
            vec![(TOKEN, token("A")), (DELETE_A, empty(409))],
            Err(409),
        ),
    ];
    for (name, steps, wanted) in cases {
        let wire = Wire::script(steps);
        let ended = block_on(wire.client().delete_one(&address("P/t/s")));
        let status = ended.map_err(|error| error.status().unwrap_or_default());
        assert_eq!(status, wanted, "{name}");
        wire.assert_played();
    }
}

#[test]
fn parallel_calls_ask_for_the_token_once() {
    let mut asked = 0;
    let wire = Wire::new(move |request| match request.path.as_str() {
        "/data/JSESSION" => {
            asked += 1;
            assert_eq!(asked, 1);
            token("A")
        }
        _ => rows(&[]),
    });
    let client = wire.client();
    let places = [address("P/t/1"), address("P/t/2"), address("P/t/3")];
    let calls = places.iter().map(|place| client.delete_one(place));
    let ended = block_on(futures::future::join_all(calls));
    assert!(ended.iter().all(Result::is_ok));
    assert_eq!(wire.sent.borrow().len(), 4);
}
