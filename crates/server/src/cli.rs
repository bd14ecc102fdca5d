//! The command line: the server, and what an empty data folder needs first.

use std::ffi::OsString;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser as _;
use prearchive_core::address::is_folder_name;
use prearchive_core::project::Project;
use prearchive_engine::refusal::Refusal;
use prearchive_engine::store::records::{HistoryEntry, ProjectRecord, Role, SiteRole, UserRecord};
use prearchive_engine::store::{Rows, StoreError};
use prearchive_engine::{Config, Engine, Removed, demo, passwords};
use time::{OffsetDateTime, UtcOffset};

use crate::arguments::{Command, CommandLine, ProjectCommand, Serve, UserCommand};
use crate::log::{say, tell};
use crate::options::{Options, StartError};
use crate::server::start;
use crate::store::{Disk, OpenError};
use crate::trouble::Trouble;

/// Where a password is looked for before it is asked for.
const PASSWORD: &str = "PREARCHIVE_PASSWORD";

/// The exit code of what is refused: as for a command line that cannot be read.
const REFUSED: u8 = 2;

/// Why a command is not carried out.
#[derive(Debug, thiserror::Error)]
enum CliError {
    #[error("say where the data is: --data DIR")]
    NoData,
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
    let data = line.data.ok_or(CliError::NoData)?;
    match line.command {
        None => serve(&data, line.serve),
        Some(Command::User(UserCommand::Add { name, site })) => {
            add_user(&Disk::beside(&data)?, name, site.role())
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
        // Looking makes no folder.
        Some(Command::History) if !data.is_dir() => Err(CliError::NoFolder(data)),
        Some(Command::History) => print_history(&Disk::beside(&data)?),
        Some(Command::Restore { .. }) if !data.is_dir() => Err(CliError::NoFolder(data)),
        Some(Command::Restore { stamp }) => restore(&engine_beside(&data)?, stamp.as_deref()),
        Some(Command::Refresh) if !data.is_dir() => Err(CliError::NoFolder(data)),
        Some(Command::Refresh) => refresh(&engine_beside(&data)?),
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
    running.wait_for(signals);
    say("stopping");
    running.stop();
    Ok(())
}

fn add_user(disk: &Disk, name: String, site: Option<SiteRole>) -> Result<(), CliError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "_-.@".contains(c);
    if name.is_empty() || !name.chars().all(allowed) {
        return Err(CliError::UserName(name));
    }
    let password = match std::env::var(PASSWORD) {
        Ok(password) => password,
        Err(_) => {
            if io::stdin().is_terminal() {
                // It is seen while it is typed; a pipe or the variable is for those who mind.
                eprint!("password of {name} (shown while you type): ");
                let _ = io::stderr().flush();
            }
            let mut line = String::new();
            io::stdin()
                .lock()
                .read_line(&mut line)
                .map_err(CliError::Input)?;
            line.trim_end_matches(['\r', '\n']).to_owned()
        }
    };
    if password.is_empty() {
        return Err(CliError::NoPassword);
    }
    let before = disk.user(&name)?;
    let password_hash = passwords::hash(&password)?;
    let word = if before.is_some() { "changed" } else { "added" };
    disk.put_user(&UserRecord {
        // A new password takes no rights away.
        site: site.or(before.map(|user| user.site)).unwrap_or_default(),
        name: name.clone(),
        password_hash,
    })?;
    // Whoever knew the old password may have taken tokens with it.
    for token in disk.tokens(&name)? {
        disk.remove_token(&token.alias)?;
    }
    remember(disk, "user", &name, &format!("{word} on the command line"))?;
    say(&format!("{word} the user {name}"));
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

fn restore(engine: &Engine, stamp: Option<&str>) -> Result<(), CliError> {
    let Some(stamp) = stamp else {
        for removed in engine.removed()? {
            let Removed {
                stamp,
                place,
                files,
                bytes,
                ..
            } = removed;
            say(&format!("{stamp}\t{files} files\t{bytes} bytes\t{place}"));
        }
        return Ok(());
    };
    let removed = engine.restore(stamp, now())?;
    say(&format!(
        "brought back {} files to {}",
        removed.files, removed.place
    ));
    Ok(())
}

fn refresh(engine: &Engine) -> Result<(), CliError> {
    let found = engine.refresh(now())?;
    say(&format!(
        "{} sessions added, {} removed, {} archived sessions added, {} projects added",
        found.added, found.removed, found.archived, found.projects
    ));
    Ok(())
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

fn print_history(disk: &Disk) -> Result<(), CliError> {
    let zone = UtcOffset::current_local_offset().unwrap_or(UtcOffset::UTC);
    let mut out = io::stdout().lock();
    for entry in disk.history()? {
        let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(entry.at) * 1_000_000)
            .map(|at| prearchive_core::stamp::write_sql(civil(at.to_offset(zone))))
            .unwrap_or_else(|_| entry.at.to_string());
        let line = format!(
            "{at}\t{}\t{}\t{}\t{}",
            entry.user, entry.action, entry.subject, entry.detail
        );
        // A reader that has seen enough, such as `head`, is no error.
        if writeln!(out, "{}", line.replace(['\r', '\n'], " ")).is_err() {
            break;
        }
    }
    Ok(())
}

fn civil(at: OffsetDateTime) -> time::PrimitiveDateTime {
    time::PrimitiveDateTime::new(at.date(), at.time())
}
