//! The behaviours against the memory store, in the process.
#![cfg(not(target_arch = "wasm32"))]

use behaviours::World;
use futures::executor::block_on;

macro_rules! test {
    ($subject:ident, $name:ident) => {
        #[test]
        fn $name() {
            block_on(behaviours::$subject::$name(World::memory()));
        }
    };
}

behaviours::for_each!(test);
