//! The embedded server: the engine over HTTP, with files on disk and rows in SQLite.
//!
//! [`start`] opens a data folder and serves it until [`Running::stop`]; [`cli`] is the same from a command line.

mod api;
pub mod cli;
mod demo;
mod headers;
mod multipart;
mod page;
mod server;
mod signals;
pub mod store;
mod worker;

pub use server::{Options, Running, StartError, start};
pub use signals::Signals;
