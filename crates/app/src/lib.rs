//! The page: reviews and archives what waits in an XNAT prearchive.
//!
//! State lives in one [`store`], changed by messages; the [`view`] is a function of it.
//! A message may ask for effects (calls, timers, the URL), which answer with messages again.

// Outside of a browser there is nothing to mount: only the store is used, by its tests.
#![cfg_attr(not(target_arch = "wasm32"), allow(dead_code, unused_imports))]

mod app;
mod browser;
mod format;
#[cfg(target_arch = "wasm32")]
mod host;
mod store;
mod view;
mod words;

#[cfg(target_arch = "wasm32")]
pub use host::{Mounted, Options, mount};
