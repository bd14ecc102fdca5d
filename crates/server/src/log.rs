//! Lines on standard output and standard error; a reader that has gone away is no reason to stop.

use std::io::{self, Write};

/// A line for whoever started the server.
pub(crate) fn say(line: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// A line of the log.
pub(crate) fn tell(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
