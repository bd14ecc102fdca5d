//! `cargo xtask bench package`: the package side by side with `fetch()` and plain objects, in Node and in the browser.

use std::time::Duration;

use crate::build::{self, Profile};
use crate::checkout::Checkout;
use crate::parts;
use crate::run;
use crate::server::Server;
use crate::setup;

/// How many sessions the listing has, besides those of the sample data.
const SESSIONS: &str = "100000";
/// How long the server may take to make them up.
const FILLING: Duration = Duration::from_secs(10 * 60);

/// Measures, and prints a table; false if a limit is missed.
pub(crate) fn bench(checkout: &Checkout, rounds: u64) -> Result<bool, String> {
    setup::complete(checkout, parts::BENCH_PACKAGE)?;
    build::package(checkout)?;
    let server = build::server(checkout, Profile::Release)?;
    println!("filling a server with {SESSIONS} sessions");
    let options = ["--demo-sessions", SESSIONS, "--quiet", "1440m"];
    let server = Server::without_page(checkout, &server, &options, FILLING)?;
    let mut node = checkout.command("node");
    node.arg("main.mjs")
        .arg(rounds.to_string())
        .current_dir(checkout.root.join("tests/bench-package"))
        .env("PREARCHIVE_URL", &server.address)
        .env("PACKAGE_FOLDER", build::package_folder(checkout))
        .env("CHROMIUM", parts::browser(checkout).unwrap_or_default());
    Ok(run::loudly(&mut node)?.success)
}
