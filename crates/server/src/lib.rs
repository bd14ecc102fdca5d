//! The embedded server: the engine over HTTP, with files on disk and rows in SQLite.
//!
//! [`start`] opens a data folder and serves it until [`Running::stop`]; [`cli`] is the same from a command line.
//! [`start_before`] serves the page before an XNAT instead, and passes everything else on to it.

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
mod pass;
mod server;
mod signals;
pub mod store;
mod trouble;
mod worker;

pub use options::{Before, Options, StartError};
pub use pass::{LineError, NoAddress, XnatAddress};
pub use server::{Running, start, start_before};
pub use signals::Signals;
pub use trouble::Trouble;
