//! Many sessions in a run: so many at once, one request each, and one's failure is its own.

mod support;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use futures::FutureExt;
use futures::executor::{LocalPool, block_on};
use prearchive_client::{Cancel, Client, Event, Job, Names, Outcome, Pace, RunOptions, run};
use prearchive_core::address::Address;
use prearchive_core::http::Method;
use support::{Answer, Wire, address, page, rows, token, uris, words};

/// A server with sessions `P/t/NAME`. The first reading after a request shows what `after` says; an empty
/// status is a session that is gone.
fn site(names: &[&str], after: impl Fn(&str) -> &'static str + 'static) -> Rc<Wire> {
    let mut state: BTreeMap<String, &'static str> = names
        .iter()
        .map(|name| ((*name).to_owned(), "READY"))
        .collect();
    Wire::new(move |request| {
        if request.path == "/data/JSESSION" {
            return token("A");
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

fn places(names: &[&str]) -> Vec<Address> {
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

#[test]
fn so_many_at_once_and_one_request_each() {
    let names = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
    for (parallel, most) in [(0, 1), (1, 1), (4, 4), (100, 8)] {
        let wire = site(&names, |_| "");
        let options = RunOptions {
            pace: Pace::new(parallel),
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
                Event::Started(at)
                | Event::Waiting(at, _)
                | Event::SignedOut(at)
                | Event::Ended(at, _) => at == place,
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
        pace: Pace::new(1),
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
            Event::SignedOut(_) | Event::Ended(..) => {}
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

#[test]
fn a_paused_run_begins_nothing_more_until_it_goes_on() {
    let pace = Pace::new(1);
    // The second one is under way until it has been looked at three times.
    let looked = Rc::new(Cell::new(0));
    let looks = looked.clone();
    let wire = Wire::new(move |request| match request.path.as_str() {
        "/data/JSESSION" => token("A"),
        _ if request.method == Method::Post => rows(&[]),
        "/data/prearchive/projects/P/t/2" => {
            looks.set(looks.get() + 1);
            match looks.get() {
                1 | 2 => rows(&["P/t/2 _DELETING"]),
                _ => rows(&[]),
            }
        }
        _ => rows(&[]),
    });
    let begun = RefCell::new(Vec::new());
    let told = |event| match event {
        Event::Started(address) => begun.borrow_mut().push(address.folder),
        Event::Waiting(..) => pace.pause(),
        Event::SignedOut(_) | Event::Ended(..) => {}
    };
    let client = wire.client();
    let options = RunOptions {
        pace: pace.clone(),
        ..RunOptions::default()
    };
    let job = Job::Delete;
    let mut run = run(&client, &job, places(&["1", "2", "3"]), options, told).boxed_local();
    let mut pool = LocalPool::new();
    pool.run_until(async {
        // As far as it gets by itself.
        for _ in 0..100 {
            assert!((&mut run).now_or_never().is_none());
        }
        assert_eq!(*begun.borrow(), ["1", "2"], "what is under way ends");
        assert_eq!(looked.get(), 3);
        pace.go_on();
        assert_eq!(run.await.len(), 3);
    });
    assert_eq!(*begun.borrow(), ["1", "2", "3"]);
}

#[test]
fn what_was_sent_before_is_read_and_not_sent_again() {
    for (job, row, target, wanted, sent) in [
        (Job::Delete, "", "", "done, no row", 0),
        (Job::Delete, "READY", "", "done, no row", 1),
        (Job::Move("Q".into()), "", "READY", "done, Q READY", 0),
        (Job::Rebuild, "READY", "", "done, P READY", 1),
    ] {
        let there = Cell::new(row);
        let deletes = job == Job::Delete;
        let wire = Wire::new(move |request| match request.path.as_str() {
            "/data/JSESSION" => token("A"),
            "/data/prearchive/projects/Q/t/1" => rows(&[&format!("Q/t/1 {target}")]),
            _ if request.method == Method::Post => {
                if deletes {
                    there.set("");
                }
                rows(&[])
            }
            _ if there.get().is_empty() => rows(&[]),
            _ => rows(&[&format!("P/t/1 {}", there.get())]),
        });
        let options = RunOptions {
            look_first: true,
            ..RunOptions::default()
        };
        let ended = block_on(run(&wire.client(), &job, places(&["1"]), options, drop));
        assert_eq!(words(&ended[0].1), wanted, "{job:?} {row}");
        assert_eq!(posts(&wire), sent, "{job:?} {row}");
    }
}

#[test]
fn sessions_are_archived_under_the_names_they_are_given() {
    let uri = "/data/archive/projects/P/subjects/S/experiments/E";
    let wire = Wire::new(move |request| match request.path.as_str() {
        "/data/JSESSION" => token("A"),
        _ if request.method == Method::Post => uris(200, uri),
        _ => rows(&[]),
    });
    let names = Names {
        subject: Some("S 1".into()),
        session: Some("E1".into()),
    };
    let options = RunOptions {
        names: [(address("P/t/1"), names)].into(),
        ..RunOptions::default()
    };
    let job = Job::Archive(Default::default());
    block_on(run(
        &wire.client(),
        &job,
        places(&["1", "2"]),
        options,
        drop,
    ));
    let sent = wire.sent.borrow();
    let asked = |at: &str, name: &str| -> Option<String> {
        let posts = sent.iter().filter(|request| request.method == Method::Post);
        let mut said = posts.map(|request| request.parameters());
        let of_it = said.find(|said| said.all("src").any(|src| src.ends_with(at)))?;
        of_it.all(name).next().map(str::to_owned)
    };
    assert_eq!(asked("/1", "subject").as_deref(), Some("S 1"));
    assert_eq!(asked("/1", "session").as_deref(), Some("E1"));
    assert_eq!(
        (asked("/2", "subject"), asked("/2", "session")),
        (None, None)
    );
}

#[test]
fn a_paused_run_can_be_stopped() {
    let wire = site(&["1", "2"], |_| "");
    let options = RunOptions::default();
    options.pace.pause();
    let stop = options.stop.clone();
    let client = wire.client();
    let job = Job::Delete;
    let mut run = run(&client, &job, places(&["1", "2"]), options, drop).boxed_local();
    assert!((&mut run).now_or_never().is_none());
    stop.cancel();
    let ended = block_on(run);
    assert!(
        ended
            .iter()
            .all(|(_, outcome)| *outcome == Outcome::Skipped)
    );
    assert!(wire.sent.borrow().is_empty());
}
