//! The behaviours inside a browser: client and engine compiled to WebAssembly, over the memory store.
#![cfg(target_arch = "wasm32")]

use behaviours::World;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

macro_rules! test {
    ($subject:ident, $name:ident) => {
        #[wasm_bindgen_test]
        async fn $name() {
            // Nothing else waits for anything: the browser must be let in between, or it is taken for dead.
            TimeoutFuture::new(0).await;
            behaviours::$subject::$name(World::memory()).await;
        }
    };
}

behaviours::for_each!(test);
