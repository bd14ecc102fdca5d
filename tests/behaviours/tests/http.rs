//! The behaviours against the disk store, over HTTP.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test ends in a panic")]

use std::io::Read;
use std::time::Duration;

use behaviours::World;
use behaviours::world::config;
use futures::executor::block_on;
use prearchive_core::http::{Method, Request, Response};
use prearchive_server::store::Disk;
use prearchive_server::{Options, start};
use ureq::Agent;
use ureq::http::Request as HttpRequest;

/// A server of its own on a free port, over a folder of its own.
fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let running = start(Options {
        config: config(),
        ..Options::new(folder.path())
    })
    .unwrap();
    let base = format!("http://{}", running.address());
    let store = Disk::beside(folder.path()).unwrap();
    let agent: Agent = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into();
    World::served(
        Box::new(store),
        move |request| carry(&agent, &base, request),
        || std::thread::sleep(Duration::from_millis(5)),
        (running, folder),
    )
}

fn carry(agent: &Agent, base: &str, request: &Request) -> Response {
    let mut outgoing = HttpRequest::builder()
        .method(request.method.as_str())
        .uri(format!("{base}{}", request.target()));
    for (name, value) in &request.headers {
        outgoing = outgoing.header(name, value);
    }
    let answer = if request.method == Method::Get {
        agent.run(outgoing.body(()).unwrap())
    } else {
        agent.run(outgoing.body(request.body.as_slice()).unwrap())
    };
    let mut answer = answer.unwrap();
    let mut response = Response::empty(answer.status().as_u16());
    for (name, value) in answer.headers() {
        response = response.with_header(name.as_str(), value.to_str().unwrap());
    }
    let mut body = answer.body_mut().as_reader();
    body.read_to_end(&mut response.body).unwrap();
    response
}

macro_rules! test {
    ($subject:ident, $name:ident) => {
        #[test]
        fn $name() {
            block_on(behaviours::$subject::$name(world()));
        }
    };
}

behaviours::for_each!(test);
