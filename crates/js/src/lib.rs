//! The JavaScript package: client and core for programs, through wasm-bindgen and nothing more.
//!
//! Values cross the border as plain objects, see `twins`; failures as `Error` objects with a stable `code`.

// Elsewhere there is no `fetch`, and the package is empty.
#![cfg(target_arch = "wasm32")]

mod actions;
mod connection;
mod error;
mod inside;
mod options;
mod twins;

pub use connection::{Connection, connect};
