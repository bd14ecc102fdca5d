//! Other people's clients, for `tests/real-clients`: Python, and the virtual environment they are installed in.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::process::Command;

use crate::build::{self, Profile};
use crate::checkout::Checkout;
use crate::counts::{self, Counts};
use crate::run;

/// Whether there is a Python that the clients run on, and that can make virtual environments.
pub(crate) fn has_python(checkout: &Checkout) -> bool {
    let mut python = checkout.command("python3");
    python.args([
        "-c",
        "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))",
    ]);
    run::output(&mut python).is_ok()
}

/// Whether the clients are installed as `requirements.txt` says.
pub(crate) fn are_installed(checkout: &Checkout) -> Result<bool, String> {
    let wanted = requirements(checkout)?;
    let whole = fs::read_to_string(stamp(checkout)?).is_ok_and(|filled_for| filled_for == wanted);
    // A Python that has been removed since takes the environment with it.
    Ok(whole && run::output(python(checkout)?.arg("--version")).is_ok())
}

/// The commands that install them.
pub(crate) fn installers(checkout: &Checkout) -> Result<Vec<Command>, String> {
    let mut environment = checkout.command("python3");
    environment
        .args(["-m", "venv", "--clear"])
        .arg(folder(checkout)?);
    let mut packages = python(checkout)?;
    packages
        .args([
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--requirement",
        ])
        .arg(requirements_file(checkout));
    Ok(vec![environment, packages])
}

/// Remembers that they are all there.
pub(crate) fn installed(checkout: &Checkout) -> Result<(), String> {
    let stamp = stamp(checkout)?;
    fs::write(&stamp, requirements(checkout)?)
        .map_err(|error| format!("{}: {error}", stamp.display()))
}

/// Runs the tests: each client against a server of its own.
pub(crate) fn suite(checkout: &Checkout) -> Result<Counts, String> {
    let program = build::server(checkout, Profile::Dev)?;
    let mut pytest = python(checkout)?;
    pytest
        .args(["-m", "pytest", "--verbose", "--tb=short", "--color=no"])
        .arg(tests_folder(checkout))
        .env("PREARCHIVE_SERVER", program)
        // Lines as they come, and nothing left behind in the checkout.
        .env("PYTHONUNBUFFERED", "1")
        .env("PYTHONDONTWRITEBYTECODE", "1");
    let outcome = run::loudly(&mut pytest)?;
    Ok(counts::pytest(&outcome.lines).agreeing_with(outcome.success))
}

fn tests_folder(checkout: &Checkout) -> PathBuf {
    checkout.root.join("tests/real-clients")
}

fn requirements_file(checkout: &Checkout) -> PathBuf {
    tests_folder(checkout).join("requirements.txt")
}

fn requirements(checkout: &Checkout) -> Result<String, String> {
    let file = requirements_file(checkout);
    fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))
}

/// One environment for each text of `requirements.txt`, so that two checkouts do not take turns in one.
fn folder(checkout: &Checkout) -> Result<PathBuf, String> {
    let mut hasher = DefaultHasher::new();
    requirements(checkout)?.hash(&mut hasher);
    let name = format!("real-clients-{:016x}", hasher.finish());
    Ok(checkout.tools_folder().join(name))
}

/// What the environment was last filled for, once it is whole.
fn stamp(checkout: &Checkout) -> Result<PathBuf, String> {
    Ok(folder(checkout)?.join("requirements-stamp.txt"))
}

/// The environment's own Python, undisturbed by the user's packages.
fn python(checkout: &Checkout) -> Result<Command, String> {
    let program = folder(checkout)?.join("bin/python");
    let mut python = checkout.command(&program.to_string_lossy());
    python
        .env_remove("PYTHONPATH")
        .env_remove("PYTHONHOME")
        .env("PYTHONNOUSERSITE", "1");
    Ok(python)
}
