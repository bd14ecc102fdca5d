//! What Lighthouse says of the page: the suite `lighthouse`, and `cargo xtask bench lighthouse`.

use std::process::Command;

use crate::build::{self, Profile};
use crate::checkout::Checkout;
use crate::counts::{self, Counts};
use crate::parts;
use crate::run;
use crate::server::Server;
use crate::setup;

/// Accessibility and best practices, which do not depend on the machine; the page is built.
pub(crate) fn suite(checkout: &Checkout) -> Result<Counts, String> {
    let program = build::server(checkout, Profile::Dev)?;
    let server = Server::start(checkout, &program)?;
    let mut node = node(checkout, &server);
    node.args(["--test", "--test-reporter=spec", "judgement.test.mjs"]);
    let outcome = run::loudly(&mut node)?;
    Ok(counts::node(&outcome.lines).agreeing_with(outcome.success))
}

/// All figures, medians of several runs; false if performance is below its limit.
pub(crate) fn bench(checkout: &Checkout, rounds: u64) -> Result<bool, String> {
    setup::complete(checkout, parts::LIGHTHOUSE)?;
    build::page(checkout)?;
    let program = build::server(checkout, Profile::Release)?;
    let server = Server::start(checkout, &program)?;
    let mut node = node(checkout, &server);
    node.arg("bench.mjs").arg(rounds.to_string());
    Ok(run::loudly(&mut node)?.success)
}

fn node(checkout: &Checkout, server: &Server) -> Command {
    let mut node = checkout.command("node");
    node.current_dir(parts::lighthouse_folder(checkout))
        .env("CHROMIUM", parts::browser(checkout).unwrap_or_default())
        .env("PREARCHIVE_URL", &server.address);
    node
}
