//! What can be said on the command line.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

#[derive(Debug, Parser)]
#[command(name = "prearchive-server", version)]
/// A prearchive that needs no XNAT: DICOM studies wait here, and are archived into a folder.
pub(crate) struct CommandLine {
    /// The folder of the data; made if it is not there
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) serve: Serve,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// The address to listen on; port 0 takes any free one
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT", value_parser = read_listen)]
    pub(crate) listen: SocketAddr,
    /// The folder of the built page
    #[arg(long, value_name = "DIR")]
    pub(crate) page: Option<PathBuf>,
    /// Fill the data folder, which must be empty, with sample sessions and users
    #[arg(long)]
    pub(crate) demo: bool,
    /// The path before everything, such as /xnat
    #[arg(long, default_value = "", value_name = "PATH")]
    pub(crate) context: String,
    /// The largest upload, such as 512M or 2G
    #[arg(long, value_name = "SIZE", value_parser = read_size)]
    pub(crate) max_upload: Option<u64>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Users
    #[command(subcommand)]
    User(UserCommand),
    /// Projects
    #[command(subcommand)]
    Project(ProjectCommand),
    /// Prints who did what, oldest first
    History,
}

#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Adds a user, or gives one another password; it is read from PREARCHIVE_PASSWORD or from standard input
    Add {
        /// The name to sign in with
        name: String,
        /// May do everything
        #[arg(long)]
        admin: bool,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ProjectCommand {
    /// Adds a project, or changes one's name and people; its sessions wait until somebody archives them
    Add {
        /// Its ID: letters, digits, `_` and `-`
        id: String,
        /// Its title; its ID if left out
        #[arg(long)]
        name: Option<String>,
        /// A user who may change it; may be repeated
        #[arg(long = "owner", value_name = "USER")]
        owners: Vec<String>,
        /// A user who may archive, move and delete its sessions; may be repeated
        #[arg(long = "member", value_name = "USER")]
        members: Vec<String>,
        /// A user who may read what is archived; may be repeated
        #[arg(long = "collaborator", value_name = "USER")]
        collaborators: Vec<String>,
    },
}

/// Reads `127.0.0.1:8080` or `localhost:8080`.
fn read_listen(text: &str) -> Result<SocketAddr, String> {
    let found = text.to_socket_addrs().map_err(|error| {
        format!("“{text}” is no address: expected one such as 127.0.0.1:8080 ({error})")
    })?;
    // Where a name stands for several addresses, the one of version 4 is what people mean.
    let mut found: Vec<SocketAddr> = found.collect();
    found.sort_by_key(SocketAddr::is_ipv6);
    found
        .first()
        .copied()
        .ok_or_else(|| format!("“{text}” stands for no address"))
}

/// Reads `512M`, `2G`, `100k` or a number of bytes.
fn read_size(text: &str) -> Result<u64, String> {
    let error = || format!("“{text}” is no size: expected bytes, or a number with k, M or G");
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let factor = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kb" | "kib" => 1 << 10,
        "m" | "mb" | "mib" => 1 << 20,
        "g" | "gb" | "gib" => 1 << 30,
        _ => return Err(error()),
    };
    let number: u64 = digits.parse().map_err(|_| error())?;
    number
        .checked_mul(factor)
        .filter(|size| *size > 0)
        .ok_or_else(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes() {
        for (text, size) in [
            ("1", Some(1)),
            ("512M", Some(512 << 20)),
            ("2g", Some(2 << 30)),
            ("100 k", None),
            ("64KiB", Some(64 << 10)),
            ("0", None),
            ("", None),
            ("M", None),
            ("1T", None),
            ("99999999999G", None),
        ] {
            assert_eq!(read_size(text).ok(), size, "{text:?}");
        }
    }
}
