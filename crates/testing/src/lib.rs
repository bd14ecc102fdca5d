//! The embedded prearchive in WebAssembly: an engine over memory that is told requests and the time, and nothing more.
//!
//! What a browser does around it, such as cookies, redirects and streams, is JavaScript: `web/package/testing.js`.

// Elsewhere there is nobody to call it, and the crate is empty.
#![cfg(target_arch = "wasm32")]

mod answer;
mod error;
mod server;

pub use answer::Answer;
pub use server::Server;
