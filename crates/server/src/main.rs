//! The embedded prearchive server.

use std::process::ExitCode;

fn main() -> ExitCode {
    prearchive_server::cli::run(std::env::args_os())
}
