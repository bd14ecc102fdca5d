//! The behaviours against the disk store, over HTTP.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test ends in a panic")]

#[path = "wire/mod.rs"]
mod wire;

use std::time::Duration;

use behaviours::World;
use behaviours::world::config;
use futures::executor::block_on;
use prearchive_server::store::Disk;
use prearchive_server::{Options, start};
use wire::{agent, carry};

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
    let agent = agent();
    World::served(
        Box::new(store),
        move |request| carry(&agent, &base, request),
        || std::thread::sleep(Duration::from_millis(5)),
        (running, folder),
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
