//! The behaviours inside a browser: client and engine compiled to WebAssembly, over the memory store.
#![cfg(target_arch = "wasm32")]

use behaviours::World;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

macro_rules! test {
    ($subject:ident, $name:ident) => {
        #[wasm_bindgen_test]
        async fn $name() {
            behaviours::$subject::$name(World::memory()).await;
        }
    };
}

behaviours::for_each!(test);
