//! The JavaScript package's core: client, table and runs for the modules in `web/package`.
//!
//! Data cross the border as JSON texts, bytes as `Uint8Array`; what is thrown is a [`trouble::Trouble`] as JSON.
//! `web/package/wire.js` is the only caller, and makes objects and error classes of them.

pub mod answer;
pub mod ask;
pub mod code;
pub mod data;
pub mod json;
pub mod listing;
pub mod reading;
pub mod running;
pub mod trouble;

// Elsewhere there is no `fetch`.
#[cfg(target_arch = "wasm32")]
pub mod border;
