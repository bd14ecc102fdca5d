//! The behaviours through the pass-through: the disk store over HTTP, below a context path, plays XNAT.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test ends in a panic")]

#[path = "wire/mod.rs"]
mod wire;

use std::time::Duration;

use behaviours::World;
use behaviours::world::config;
use futures::executor::block_on;
use prearchive_engine::Config;
use prearchive_server::store::Disk;
use prearchive_server::{Before, Options, start, start_before};
use wire::{agent, carry};

/// A server of its own below `/xnat`, and a pass-through before it, on free ports.
fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let xnat = start(Options {
        config: Config {
            context: "/xnat".into(),
            ..config()
        },
        ..Options::new(folder.path())
    })
    .unwrap();
    let pass = start_before(Before {
        listen: ([127, 0, 0, 1], 0).into(),
        xnat: format!("http://{}/xnat", xnat.address()).parse().unwrap(),
        authority: None,
        page: None,
        context: String::new(),
    })
    .unwrap();
    let base = format!("http://{}", pass.address());
    let store = Disk::beside(folder.path()).unwrap();
    let agent = agent();
    World::served(
        Box::new(store),
        move |request| carry(&agent, &base, request),
        || std::thread::sleep(Duration::from_millis(5)),
        (pass, xnat, folder),
    )
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
