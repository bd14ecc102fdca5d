//! The wire: sends core's calls to an XNAT server, or to the embedded one, and reads their answers.
//!
//! [`Client`] has a method for every call; [`fn@run`] does the same to many sessions.
//! Both send through a [`Transport`]: `Fetch` in the browser, [`Direct`] within the process.
//! Futures are bound to their thread, and no runtime is assumed.

mod cancel;
mod client;
mod direct;
mod error;
#[cfg(target_arch = "wasm32")]
mod fetch;
mod jar;
pub mod run;
mod timer;
mod token;
pub mod transport;

pub use client::Client;
pub use error::ClientError;
pub use run::{Event, Job, Names, Outcome, Pace, RunOptions, run};
#[cfg(target_arch = "wasm32")]
pub use transport::Fetch;
pub use transport::{Cancel, Direct, SendOptions, Sink, Transport, TransportError};
