//! `cargo xtask torture` and `cargo xtask bench server`: builds and starts the programs of `tests/load`.

use std::path::Path;
use std::process::Command;

use crate::args;
use crate::build::{self, Profile};
use crate::checkout::Checkout;
use crate::parts::Part;
use crate::run;
use crate::setup;

/// How often the suite of that name kills the server.
const SHORT: u64 = 10;

/// Tortures the server as it is built for use; false if something was wrong afterwards.
pub(crate) fn torture(checkout: &Checkout, options: &args::Torture) -> Result<bool, String> {
    setup::complete(checkout, &[Part::CCompiler])?;
    let (server, load) = build::load(checkout, Profile::Release)?;
    let mut command = start(checkout, &load, "torture", &server);
    command.args(["--rounds", &options.rounds.to_string()]);
    if let Some(seed) = options.seed {
        command.args(["--seed", &seed.to_string()]);
    }
    Ok(run::loudly(&mut command)?.success)
}

/// A few rounds on the server as the other tests have compiled it.
pub(crate) fn short_torture(checkout: &Checkout) -> Result<bool, String> {
    let (server, load) = build::load(checkout, Profile::Dev)?;
    let mut command = start(checkout, &load, "torture", &server);
    command.args(["--rounds", &SHORT.to_string()]);
    Ok(run::loudly(&mut command)?.success)
}

/// Measures the server; false if it is slower or larger than it may be.
pub(crate) fn bench(checkout: &Checkout) -> Result<bool, String> {
    setup::complete(checkout, &[Part::CCompiler, Part::Node])?;
    let (server, load) = build::load(checkout, Profile::Release)?;
    Ok(run::loudly(&mut start(checkout, &load, "bench", &server))?.success)
}

fn start(checkout: &Checkout, load: &Path, what: &str, server: &Path) -> Command {
    let mut command = checkout.command(&load.to_string_lossy());
    command.arg(what).arg("--server").arg(server);
    command
}
