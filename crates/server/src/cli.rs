//! The command line: the server, and what an empty data folder needs first.

mod past;
mod users;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;
use prearchive_core::address::is_folder_name;
use prearchive_core::project::Project;
use prearchive_engine::refusal::Refusal;
use prearchive_engine::store::records::{HistoryEntry, ProjectRecord, Role};
use prearchive_engine::store::{Rows, StoreError};
use prearchive_engine::{Config, Engine, demo};
use time::{OffsetDateTime, UtcOffset};

use crate::arguments::{Command, CommandLine, ProjectCommand, Serve, UserCommand};
use crate::log::{say, tell};
use crate::options::{Before, Options, StartError};
use crate::pass::XnatAddress;
use crate::server::{start, start_before};
use crate::store::{Disk, OpenError};
use crate::trouble::Trouble;

/// Where a password is looked for before it is asked for.
const PASSWORD: &str = "PREARCHIVE_PASSWORD";

/// The exit code of what is refused: as for a command line that cannot be read.
const REFUSED: u8 = 2;

/// Why a command is not carried out.
#[derive(Debug, thiserror::Error)]
enum CliError {
    #[error("say where the data is (--data DIR), or which XNAT to serve the page for (--xnat URL)")]
    NoData,
    #[error(
        "--xnat keeps no data here: leave out --data, or leave out --xnat to serve what is in the folder"
    )]
    DataOfXnat,
    #[error("--xnat serves a page and keeps no data: this command needs --data DIR instead")]
    CommandOfXnat,
    #[error("there is no folder {}", .0.display())]
    NoFolder(PathBuf),
    #[error("“{0}” cannot be the name of a user: letters, digits and _ - . @ can")]
    UserName(String),
    #[error(
        "“{0}” cannot be the ID of a project: letters, digits, _ and - can, and it is not Unassigned"
    )]
    ProjectId(String),
    #[error(
        "there is no user {user}: make one with `prearchive-server --data {data} user add {user}`"
    )]
    NoUser { user: String, data: String },
    #[error("there is no user {0}: `user list` lists them")]
    UnknownUser(String),
    #[error("the password is empty: write it to standard input, or into {PASSWORD}")]
    NoPassword,
    #[error("the password cannot be read: {0}")]
    Input(io::Error),
    #[error("signals cannot be waited for: {0}")]
    Signals(io::Error),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Engine(#[from] Refusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Carries out a command line; what went wrong is told on standard error.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let line = match CommandLine::try_parse_from(arguments) {
        Ok(line) => line,
        // Help is no error, and is told on standard output.
        Err(error) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(REFUSED);
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match carry_out(line) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("prearchive-server: {error}"));
            ExitCode::from(REFUSED)
        }
    }
}

fn carry_out(line: CommandLine) -> Result<(), CliError> {
    if let Some(xnat) = &line.serve.xnat {
        return match (&line.data, &line.command) {
            (Some(_), _) => Err(CliError::DataOfXnat),
            (_, Some(_)) => Err(CliError::CommandOfXnat),
            (None, None) => {
                let xnat = xnat.clone();
                serve_before(&xnat, line.serve)
            }
        };
    }
    let data = line.data.ok_or(CliError::NoData)?;
    match line.command {
        None => serve(&data, line.serve),
        Some(Command::User(UserCommand::Add { name, site })) => {
            users::add(&Disk::beside(&data)?, name, site.role())
        }
        // Looking makes no folder.
        Some(Command::User(_) | Command::History | Command::Restore { .. } | Command::Refresh)
            if !data.is_dir() =>
        {
            Err(CliError::NoFolder(data))
        }
        Some(Command::User(UserCommand::List)) => users::list(&Disk::beside(&data)?),
        Some(Command::User(UserCommand::Remove { name })) => {
            users::remove(&Disk::beside(&data)?, &name)
        }
        Some(Command::Project(ProjectCommand::Add {
            id,
            name,
            open,
            owners,
            members,
            collaborators,
        })) => {
            let people = [
                (Role::Owner, owners),
                (Role::Member, members),
                (Role::Collaborator, collaborators),
            ];
            add_project(&Disk::beside(&data)?, &data, id, name, open, people)
        }
        Some(Command::History) => past::print_history(&Disk::beside(&data)?),
        Some(Command::Restore { stamp }) => past::restore(&engine_beside(&data)?, stamp.as_deref()),
        Some(Command::Refresh) => past::refresh(&engine_beside(&data)?),
    }
}

fn serve(data: &Path, options: Serve) -> Result<(), CliError> {
    let default = Config::default();
    let config = Config {
        context: options.context.trim_end_matches('/').to_owned(),
        max_upload: options.max_upload.unwrap_or(default.max_upload),
        idle: options.idle.unwrap_or(default.idle),
        quiet: options.quiet.unwrap_or(default.quiet),
        ..default
    };
    let context = config.context.clone();
    let running = start(Options {
        listen: options.listen,
        data: data.into(),
        page: options.page,
        demo: options.demo,
        demo_sessions: options.demo_sessions,
        workers: options.workers,
        trouble: Trouble {
            latency: options.latency,
            fail_per_100_000: options.fail_rate,
        },
        log: true,
        config,
    })?;
    // Before anybody is told that it runs, and may want to stop it.
    let signals = running.signals().map_err(CliError::Signals)?;
    say(&format!(
        "listening on http://{}{context}/",
        running.address()
    ));
    if options.demo {
        say("\nusers, each with the password that is its name:\n");
        for (name, what) in demo::USERS {
            say(&format!("  {name:<13} {what}"));
        }
    } else if running.user_count()? == 0 {
        say(&format!(
            "nobody can sign in yet: make a first user with `prearchive-server --data {} user add NAME --admin`",
            data.display()
        ));
    }
    if running.has_only_files()? {
        say(&format!(
            "there are files here and nothing is listed: `prearchive-server --data {} refresh` makes the list from them",
            data.display()
        ));
    }
    running.wait_for(signals);
    say("stopping");
    running.stop();
    Ok(())
}

/// Serves the page before an XNAT.
fn serve_before(xnat: &XnatAddress, options: Serve) -> Result<(), CliError> {
    let context = options.context.trim_end_matches('/').to_owned();
    let running = start_before(Before {
        listen: options.listen,
        xnat: xnat.clone(),
        authority: options.xnat_ca,
        page: options.page,
        context: context.clone(),
    })?;
    let signals = running.signals().map_err(CliError::Signals)?;
    let address = running.address();
    say(&format!("listening on http://{address}{context}/"));
    say(&format!("everything but the page is passed on to {xnat}/"));
    if !address.ip().is_loopback() {
        say("warning: names and passwords travel in plain text to this server from other machines");
    }
    running.look_at_xnat(say);
    running.wait_for(signals);
    say("stopping");
    running.stop();
    Ok(())
}

fn add_project(
    disk: &Disk,
    data: &Path,
    id: String,
    name: Option<String>,
    open: bool,
    people: [(Role, Vec<String>); 3],
) -> Result<(), CliError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let is_id = is_folder_name(&id)
        && id.chars().all(allowed)
        && Project::from(id.as_str()) != Project::Unassigned;
    if !is_id {
        return Err(CliError::ProjectId(id));
    }
    let before = disk.project(&id)?;
    let word = if before.is_some() { "changed" } else { "added" };
    let mut project = before.unwrap_or_else(|| ProjectRecord::new(&id));
    if let Some(name) = name {
        project.name = name;
    }
    project.open |= open;
    for (role, users) in people {
        for user in users {
            if disk.user(&user)?.is_none() {
                let data = data.display().to_string();
                return Err(CliError::NoUser { user, data });
            }
            project.roles.insert(user, role);
        }
    }
    disk.put_project(&project)?;
    remember(disk, "project", &id, &format!("{word} on the command line"))?;
    say(&format!("{word} the project {id}"));
    Ok(())
}

/// An engine over the data, which a server may be using; what they do to files and rows keeps them apart.
fn engine_beside(data: &Path) -> Result<Engine, CliError> {
    Ok(Engine::new(
        Box::new(Disk::beside(data)?),
        Config::default(),
    ))
}

fn now() -> OffsetDateTime {
    let zone = UtcOffset::current_local_offset().unwrap_or(UtcOffset::UTC);
    OffsetDateTime::now_utc().to_offset(zone)
}

/// Writes down what was done here; who did it is known to the machine alone.
fn remember(disk: &Disk, action: &str, subject: &str, detail: &str) -> Result<(), StoreError> {
    let at = now().unix_timestamp_nanos() / 1_000_000;
    disk.record(&HistoryEntry {
        at: i64::try_from(at).unwrap_or(i64::MAX),
        user: "system".into(),
        action: action.into(),
        subject: subject.into(),
        detail: detail.into(),
    })
}
