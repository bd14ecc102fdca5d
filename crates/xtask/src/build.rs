//! What is built from the checkout: the page, the server, and the npm package.

use std::path::PathBuf;
use std::process::Command;

use crate::checkout::Checkout;
use crate::package;
use crate::published;
use crate::run;
use crate::weight;

/// How the server is compiled.
#[derive(Clone, Copy)]
pub(crate) enum Profile {
    /// As the tests are, sharing what they compiled.
    Dev,
    /// For use.
    Release,
}

/// Builds the page into `dist`; a page that is too heavy counts as not built.
pub(crate) fn page(checkout: &Checkout) -> Result<(), String> {
    // `--offline` keeps trunk from fetching tools of its own, and forbids cargo to fetch crates, too.
    let mut fetch = checkout.command("cargo");
    run::quietly(
        fetch.args(["fetch", "--target", "wasm32-unknown-unknown"]),
        0,
    )?;
    let mut trunk = published::command(checkout, "trunk")?;
    trunk.args(["build", "--release", "--offline"]);
    // trunk takes the value of NO_COLOR for a boolean and refuses the usual `1`.
    trunk.env_remove("NO_COLOR");
    run_or(&mut trunk, "the page could not be built")?;
    weight::check_page(checkout, &checkout.page_folder())
}

/// Builds the server and returns its program.
pub(crate) fn server(checkout: &Checkout, profile: Profile) -> Result<PathBuf, String> {
    let mut cargo = checkout.command("cargo");
    match profile {
        // With the features of the whole workspace, as the tests have just compiled them.
        Profile::Dev => cargo.args(["build", "--workspace", "--bin", "prearchive-server"]),
        Profile::Release => cargo.args(["build", "--release", "--package", "prearchive-server"]),
    };
    run_or(&mut cargo, "the server could not be built")?;
    Ok(server_program(checkout, profile))
}

/// Builds the server and the programs that put it under load, and returns both.
pub(crate) fn load(checkout: &Checkout, profile: Profile) -> Result<(PathBuf, PathBuf), String> {
    let mut cargo = checkout.command("cargo");
    match profile {
        // As in [`server`].
        Profile::Dev => cargo.args(["build", "--workspace"]),
        Profile::Release => cargo.args([
            "build",
            "--release",
            "--package",
            "prearchive-server",
            "--package",
            "load",
        ]),
    };
    cargo.args(["--bin", "prearchive-server", "--bin", "load"]);
    run_or(&mut cargo, "the programs could not be built")?;
    let program = |name| built(checkout, profile, name);
    Ok((program("prearchive-server"), program("load")))
}

/// Where cargo leaves the server.
pub(crate) fn server_program(checkout: &Checkout, profile: Profile) -> PathBuf {
    built(checkout, profile, "prearchive-server")
}

fn built(checkout: &Checkout, profile: Profile, name: &str) -> PathBuf {
    let folder = match profile {
        Profile::Dev => "debug",
        Profile::Release => "release",
    };
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    checkout.target.join(folder).join(name)
}

/// Builds the npm package.
pub(crate) fn package(checkout: &Checkout) -> Result<(), String> {
    package::build(checkout)
}

/// Where the package is put together.
pub(crate) fn package_folder(checkout: &Checkout) -> PathBuf {
    package::folder(checkout)
}

fn run_or(command: &mut Command, problem: &str) -> Result<(), String> {
    if run::loudly(command)?.success {
        Ok(())
    } else {
        Err(problem.to_owned())
    }
}
