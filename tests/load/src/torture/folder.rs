//! The folder of a torture: the data, a pristine copy to begin anew with, and what the server says.

use std::fs;
use std::path::{Path, PathBuf};

use super::Options;
use crate::http::Client;
use crate::server::{PASSWORD, Server, USER};

/// Starts the server on a data folder, and signs in.
pub(super) fn start(options: &Options, data: &Path) -> Result<(Server, Client), String> {
    let server = Server::start(&options.server, data, &log(options), &[])?;
    let client = Client::sign_in(&server.base, USER, PASSWORD)?;
    Ok((server, client))
}

/// The data folder.
pub(super) fn data(options: &Options) -> PathBuf {
    options.folder.join("data")
}

/// What the server says.
pub(super) fn log(options: &Options) -> PathBuf {
    options.folder.join("server.log")
}

/// The first line in which the server says that it panicked.
pub(super) fn panicked(options: &Options) -> Result<Option<String>, String> {
    let said = fs::read(log(options)).map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&said);
    let line = said.lines().find(|line| line.contains("panicked at"));
    Ok(line.map(str::to_owned))
}

/// The end of what the server said.
pub(super) fn last_words(options: &Options) -> String {
    let said = fs::read(log(options)).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let lines: Vec<&str> = said.lines().collect();
    let last = &lines[lines.len().saturating_sub(10)..];
    last.iter().map(|line| format!("    {line}\n")).collect()
}

/// Copies a folder.
pub(super) fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", from.display());
    fs::create_dir_all(to).map_err(failed)?;
    for entry in fs::read_dir(from).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &place)?;
        } else {
            fs::copy(entry.path(), &place).map_err(failed)?;
        }
    }
    Ok(())
}
