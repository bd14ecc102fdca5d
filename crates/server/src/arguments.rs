//! What can be said on the command line.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use prearchive_engine::store::records::SiteRole;

use crate::options::WORKERS;
use crate::pass::XnatAddress;

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
    /// Serve the page before this XNAT, and pass everything else on to it; no data is kept here
    #[arg(
        long,
        value_name = "URL",
        conflicts_with_all = ["demo", "max_upload", "idle", "quiet", "workers", "latency", "fail_rate"]
    )]
    pub(crate) xnat: Option<XnatAddress>,
    /// With --xnat: trust the certificates in this PEM file too
    #[arg(long, value_name = "FILE", requires = "xnat")]
    pub(crate) xnat_ca: Option<PathBuf>,
    /// Fill the data folder, which must be empty, with sample sessions and users
    #[arg(long)]
    pub(crate) demo: bool,
    /// With --demo: add so many made-up sessions
    #[arg(long, default_value_t = 0, value_name = "N", requires = "demo")]
    pub(crate) demo_sessions: usize,
    /// The path before everything, such as /xnat
    #[arg(long, default_value = "", value_name = "PATH")]
    pub(crate) context: String,
    /// The largest upload, such as 512M or 2G
    #[arg(long, value_name = "SIZE", value_parser = read_size)]
    pub(crate) max_upload: Option<u64>,
    /// After how many minutes without a request a login ends; 15 if left out
    #[arg(long, value_name = "MINUTES", value_parser = read_minutes)]
    pub(crate) idle: Option<Duration>,
    /// How long a session must have been quiet before it is built by itself, such as 30s; 5m if left out
    #[arg(long, value_name = "TIME", value_parser = read_time)]
    pub(crate) quiet: Option<Duration>,
    /// How many threads work through the queue
    #[arg(long, default_value_t = WORKERS, value_name = "N")]
    pub(crate) workers: usize,
    /// For trying out: hold each answer back, such as 300ms
    #[arg(long, default_value = "0ms", value_name = "TIME", value_parser = read_time)]
    pub(crate) latency: Duration,
    /// For trying out: refuse so many requests, such as 0.1 for one in ten; never a sign-in, and the same reading at most twice in a row
    #[arg(long, default_value = "0", value_name = "RATE", value_parser = read_rate)]
    pub(crate) fail_rate: u32,
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
    /// Lists what was deleted or replaced, or brings it back
    Restore {
        /// What to bring back, as the list names it; the list if left out
        stamp: Option<String>,
    },
    /// Writes the rows of the database anew from the files, as when it was lost
    Refresh,
}

#[derive(Debug, Subcommand)]
pub(crate) enum UserCommand {
    /// Adds a user, or gives one another password; it is read from PREARCHIVE_PASSWORD or from standard input
    Add {
        /// The name to sign in with
        name: String,
        #[command(flatten)]
        site: SiteFlags,
    },
    /// Lists the users, and what each is in the site and in the projects
    List,
    /// Removes a user from the site and from all projects; what it did stays in the history
    Remove {
        /// The name to sign in with
        name: String,
    },
}

/// What a user is beyond the projects; one at most.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(crate) struct SiteFlags {
    /// May do everything
    #[arg(long)]
    admin: bool,
    /// May change the sessions and the settings of all projects
    #[arg(long)]
    all_data_admin: bool,
    /// May read all projects
    #[arg(long)]
    all_data_access: bool,
}

impl SiteFlags {
    /// What was said, if anything.
    pub(crate) fn role(&self) -> Option<SiteRole> {
        [
            (self.admin, SiteRole::Admin),
            (self.all_data_admin, SiteRole::DataAdmin),
            (self.all_data_access, SiteRole::DataAccess),
        ]
        .into_iter()
        .find_map(|(said, role)| said.then_some(role))
    }
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
        /// Everybody who can sign in may read it
        #[arg(long)]
        open: bool,
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

/// Reads `300ms`, `30s` or `5m`.
fn read_time(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let millis = match &text[digits.len()..] {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        _ => 0,
    };
    digits
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(millis))
        .filter(|_| millis > 0)
        .map(Duration::from_millis)
        .ok_or_else(|| format!("“{text}” is no time: expected one such as 300ms, 30s or 5m"))
}

/// Reads a rate from 0 to 1, in hundred-thousandths.
fn read_rate(text: &str) -> Result<u32, String> {
    text.parse::<f64>()
        .ok()
        .filter(|rate| (0.0..=1.0).contains(rate))
        .map(|rate| (rate * 100_000.0).round() as u32)
        .ok_or_else(|| format!("“{text}” is no rate: expected a number from 0 to 1, such as 0.1"))
}

/// Reads a number of minutes, up to a year.
fn read_minutes(text: &str) -> Result<Duration, String> {
    text.parse()
        .ok()
        .filter(|minutes| (1..=366 * 24 * 60).contains(minutes))
        .map(|minutes: u64| Duration::from_secs(60 * minutes))
        .ok_or_else(|| {
            format!("“{text}” is no number of minutes: expected one from 1 up to a year")
        })
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
    fn times_and_rates() {
        for (text, millis) in [
            ("300ms", Some(300)),
            ("30s", Some(30_000)),
            ("5m", Some(300_000)),
            ("0ms", Some(0)),
            ("5", None),
            ("ms", None),
            ("-1s", None),
            ("99999999999999999999s", None),
        ] {
            let read = read_time(text).ok().map(|time| time.as_millis());
            assert_eq!(read, millis, "{text:?}");
        }
        for (text, rate) in [
            ("0", Some(0)),
            ("0.1", Some(10_000)),
            ("1", Some(100_000)),
            ("1.1", None),
            ("-0.1", None),
            ("x", None),
            ("NaN", None),
        ] {
            assert_eq!(read_rate(text).ok(), rate, "{text:?}");
        }
    }

    #[test]
    fn minutes() {
        for (text, seconds) in [
            ("1", Some(60)),
            ("90", Some(5400)),
            ("0", None),
            ("-1", None),
            ("1.5", None),
            ("99999999999999999999", None),
        ] {
            let read = read_minutes(text).ok().map(|idle| idle.as_secs());
            assert_eq!(read, seconds, "{text:?}");
        }
    }

    #[test]
    fn a_user_has_one_part_in_the_site_at_most() {
        let read = |flags: &[&str]| {
            let line = ["prearchive-server", "user", "add", "x"];
            CommandLine::try_parse_from(line.iter().chain(flags)).map(|line| match line.command {
                Some(Command::User(UserCommand::Add { site, .. })) => site.role(),
                _ => None,
            })
        };
        for (flags, wanted) in [
            (&[][..], None),
            (&["--admin"], Some(SiteRole::Admin)),
            (&["--all-data-admin"], Some(SiteRole::DataAdmin)),
            (&["--all-data-access"], Some(SiteRole::DataAccess)),
        ] {
            assert_eq!(read(flags).ok(), Some(wanted), "{flags:?}");
        }
        assert!(read(&["--admin", "--all-data-access"]).is_err());
    }

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
