//! The words of the XNAT prearchive: its types, its texts and its REST calls, as data.
//!
//! Nothing in here does I/O, waits, knows JavaScript or has a clock of its own.
//! `client` sends what [`calls`] writes, `engine` routes it, and both read the same types.

pub mod address;
pub mod archiving;
pub mod calls;
pub mod code;
pub mod csrf;
mod escaped;
pub mod failure;
pub mod format;
pub mod http;
pub mod importing;
pub mod inside;
pub mod json;
pub mod letters;
pub mod plan;
pub mod project;
pub mod query;
pub mod resultset;
pub mod secret;
pub mod session;
pub mod sorted;
pub mod stamp;
pub mod status;
