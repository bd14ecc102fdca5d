//! The browser journeys: a run of Playwright against two servers, a small quick one and one with many sessions, slow and failing;
//! and one without any.

use std::process::Command;
use std::time::Duration;

use crate::build::{self, Profile};
use crate::checkout::Checkout;
use crate::counts::{self, Counts};
use crate::parts;
use crate::run;
use crate::server::Server;

/// The server of the journeys in `tests/journeys/size`: many sessions, far away, on a bad line.
const AT_SIZE: [&str; 6] = [
    "--demo-sessions",
    "10000",
    "--latency",
    "100ms",
    "--fail-rate",
    "0.05",
];
/// How long it may take to make up its sessions.
const FILLING: Duration = Duration::from_secs(5 * 60);

/// Runs the journeys against servers; the page is built.
pub(crate) fn suite(checkout: &Checkout) -> Result<Counts, String> {
    let program = build::server(checkout, Profile::Dev)?;
    let server = Server::start(checkout, &program)?;
    let at_size = Server::start_with(checkout, &program, &AT_SIZE, FILLING)?;
    let mut playwright = playwright(checkout, &server);
    playwright
        .args(["--project=everyday", "--project=at size"])
        .env("PREARCHIVE_AT_SIZE_URL", &at_size.address)
        .env("PREARCHIVE_SERVER", &program);
    counted(&mut playwright)
}

/// Runs those without any server, with the network cut off; the page and the package are built.
pub(crate) fn offline(checkout: &Checkout) -> Result<Counts, String> {
    let program = build::server(checkout, Profile::Dev)?;
    // Only asked for the policy that it sends with the page.
    let server = Server::start(checkout, &program)?;
    let mut playwright = playwright(checkout, &server);
    playwright
        // Each journey has a server of its own in its page.
        .args(["--project=demo", "--project=element", "--workers=2"])
        .env("PREARCHIVE_PAGE", checkout.page_folder())
        .env("PREARCHIVE_PACKAGE", build::package_folder(checkout));
    counted(&mut playwright)
}

fn counted(playwright: &mut Command) -> Result<Counts, String> {
    let outcome = run::loudly(playwright)?;
    Ok(counts::playwright(&outcome.lines).agreeing_with(outcome.success))
}

fn playwright(checkout: &Checkout, server: &Server) -> Command {
    let mut playwright = checkout.command("node");
    playwright
        .args([
            "node_modules/@playwright/test/cli.js",
            "test",
            "--reporter=list",
        ])
        .current_dir(parts::journeys_folder(checkout))
        // Colours would hide the numbers.
        .env_remove("FORCE_COLOR")
        .env("CHROMIUM", parts::browser(checkout).unwrap_or_default())
        .env("JOURNEYS_OUTPUT", checkout.target.join("journeys"))
        .env("PREARCHIVE_URL", &server.address);
    playwright
}
