//! `cargo xtask serve`: builds the page and the server, and serves both.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::args;
use crate::build::{self, Profile};
use crate::checkout::Checkout;
use crate::parts;
use crate::run;
use crate::setup;

/// Sets up, builds and serves until Ctrl-C.
pub(crate) fn serve(checkout: &Checkout, options: &args::Serve) -> Result<(), String> {
    // Before minutes of building, not after.
    TcpListener::bind(("127.0.0.1", options.port)).map_err(|error| {
        format!(
            "port {} cannot be used ({error}): choose another with --port",
            options.port
        )
    })?;
    let program = if options.build {
        setup::complete(checkout, parts::SERVE)?;
        println!("building the page");
        build::page(checkout)?;
        println!("building the server");
        build::server(checkout, Profile::Release)?
    } else {
        let program = build::server_program(checkout, Profile::Release);
        for file in [&checkout.page_folder().join("index.html"), &program] {
            if !file.is_file() {
                return Err(format!(
                    "{} is not there yet: leave out --no-build",
                    file.display()
                ));
            }
        }
        program
    };
    let mut server = checkout.command(&program.to_string_lossy());
    server
        .arg("--listen")
        .arg(format!("127.0.0.1:{}", options.port));
    server.arg("--page").arg(checkout.page_folder());
    if let Some(xnat) = &options.xnat {
        server.arg("--xnat").arg(xnat);
    } else {
        let data = data_folder(checkout, options)?;
        let demo = !options.empty && is_empty(&data)?;
        server.arg("--data").arg(&data);
        if demo {
            server.arg("--demo");
        }
        println!("the data is {}", described(&data, options, demo));
    }
    println!("starting {} (Ctrl-C stops it)", run::shown(&server));
    become_it(&mut server)
}

/// The folder of the data; without --data one that starts anew each time.
fn data_folder(checkout: &Checkout, options: &args::Serve) -> Result<PathBuf, String> {
    if let Some(folder) = &options.data {
        // As the user's shell would read it, not from the checkout's top.
        return std::path::absolute(folder)
            .map_err(|error| format!("{}: {error}", folder.display()));
    }
    // One per port, so that two demos do not share one.
    let folder = checkout.target.join(format!("demo-data-{}", options.port));
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    Ok(folder)
}

fn described(data: &Path, options: &args::Serve, demo: bool) -> String {
    let what = match (demo, options.empty) {
        (true, _) => "demo data, put now",
        (false, true) => "without demo data",
        (false, false) => "kept as it is",
    };
    let how_long = match options.data {
        Some(_) => "",
        None => "; it starts anew each time, use --data DIR to keep yours",
    };
    format!("in {} ({what}{how_long})", data.display())
}

/// Whether a folder is missing or has nothing in it.
fn is_empty(folder: &Path) -> Result<bool, String> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(format!("{}: {error}", folder.display())),
    }
}

/// Goes on as the server, so that Ctrl-C and the exit code are the server's own.
#[cfg(unix)]
fn become_it(server: &mut Command) -> Result<(), String> {
    use std::os::unix::process::CommandExt;
    Err(format!(
        "the server could not be started: {}",
        server.exec()
    ))
}

#[cfg(not(unix))]
fn become_it(server: &mut Command) -> Result<(), String> {
    match server.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the server ended with {status}")),
        Err(error) => Err(format!("the server could not be started: {error}")),
    }
}
