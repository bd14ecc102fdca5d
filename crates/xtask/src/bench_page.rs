//! `cargo xtask bench page`: the page side by side with other grids, in one browser, on lists of three lengths.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::args::BenchPage;
use crate::build::{self, Profile};
use crate::checkout::Checkout;
use crate::parts;
use crate::run;
use crate::server::Server;
use crate::setup;

/// The longest list takes a minute for a round, and its figures spread little.
const ROUNDS_OF_THE_LONGEST: u64 = 3;
/// Enough that a filter finds a thousand, and few enough that the server is not what is measured.
const SESSIONS_FOR_ACTIONS: u64 = 10_000;
/// How long the server may take to make up its sessions.
const FILLING: Duration = Duration::from_secs(30 * 60);

/// Measures, and prints a table; false if a limit is missed.
pub(crate) fn bench(checkout: &Checkout, options: &BenchPage) -> Result<bool, String> {
    setup::complete(checkout, parts::BENCH_PAGE)?;
    build::page(checkout)?;
    let server = build::server(checkout, Profile::Release)?;
    let results = checkout.target.join("bench-page");
    fs::create_dir_all(&results).map_err(|error| format!("{}: {error}", results.display()))?;

    let actions = results.join("actions.json");
    measure(checkout, &server, SESSIONS_FOR_ACTIONS, |node| {
        node.arg("actions").arg(&actions);
    })?;
    let BenchPage {
        sessions, rounds, ..
    } = *options;
    let mut sizes = vec![(sessions, rounds)];
    if !options.alone {
        sizes.push((sessions / 10, rounds));
        sizes.push((sessions * 10, rounds.min(ROUNDS_OF_THE_LONGEST)));
    }
    let mut files = Vec::new();
    for (sessions, rounds) in sizes {
        let file = results.join(format!("{sessions}.json"));
        measure(checkout, &server, sessions, |node| {
            node.arg("sessions").arg(rounds.to_string()).arg(&file);
        })?;
        files.push(file);
    }

    let mut report = node(checkout, "report.mjs");
    report.arg(actions).args(files);
    if options.report_only {
        report.env("REPORT_ONLY", "1");
    }
    Ok(run::loudly(&mut report)?.success)
}

/// Runs the measuring program against a server of its own with so many sessions.
fn measure(
    checkout: &Checkout,
    program: &Path,
    sessions: u64,
    what: impl FnOnce(&mut Command),
) -> Result<(), String> {
    println!("filling a server with {sessions} sessions");
    let sessions = sessions.to_string();
    // What arrives stays as it is: the peers count what was there when they asked.
    let options = ["--demo-sessions", &sessions, "--quiet", "1440m"];
    let server = Server::start_with(checkout, program, &options, FILLING)?;
    let mut main = node(checkout, "main.mjs");
    main.env("PREARCHIVE_URL", &server.address);
    what(&mut main);
    if run::loudly(&mut main)?.success {
        Ok(())
    } else {
        Err(format!("measuring with {sessions} sessions failed"))
    }
}

fn node(checkout: &Checkout, script: &str) -> Command {
    let mut node = checkout.command("node");
    node.arg(script)
        .current_dir(parts::bench_folder(checkout))
        .env("CHROMIUM", parts::browser(checkout).unwrap_or_default());
    node
}
