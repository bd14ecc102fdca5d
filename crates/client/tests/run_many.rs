//! Many sessions in a run: so many at once, one request each, and one's failure is its own.

mod support;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use futures::executor::block_on;
use prearchive_client::{Cancel, Client, Event, Job, RunOptions, run};
use prearchive_core::address::Address;
use prearchive_core::http::Method;
use support::{Answer, Wire, address, page, rows, token, words};

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
