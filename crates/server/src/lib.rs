//! The embedded server: the engine over HTTP, with files on disk and rows in SQLite.
//!
//! [`start`] opens a data folder and serves it until [`Running::stop`]; [`cli`] is the same from a command line.

mod api;
mod arguments;
mod body;
pub mod cli;
mod clock;
mod demo;
mod headers;
mod log;
mod multipart;
mod options;
mod page;
mod server;
mod signals;
pub mod store;
mod trouble;
mod worker;

pub use options::{Options, StartError};
pub use server::{Running, start};
pub use signals::Signals;
pub use trouble::Trouble;
