//! The users on the command line: added, listed, removed.

use std::io::{self, BufRead, IsTerminal, Write};

use prearchive_engine::passwords;
use prearchive_engine::store::Rows;
use prearchive_engine::store::records::{SiteRole, UserRecord};

use super::{CliError, PASSWORD, remember};
use crate::log::say;
use crate::store::Disk;

pub(super) fn add(disk: &Disk, name: String, site: Option<SiteRole>) -> Result<(), CliError> {
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

/// Prints each user with the part that it has in the site and in the projects.
pub(super) fn list(disk: &Disk) -> Result<(), CliError> {
    let projects = disk.projects()?;
    for user in disk.users()? {
        let mut parts: Vec<String> = projects
            .iter()
            .filter_map(|project| {
                let role = project.roles.get(&user.name)?;
                Some(format!("{} of {}", role.group(), project.id))
            })
            .collect();
        if user.site != SiteRole::User {
            parts.insert(0, user.site.name().into());
        }
        say(&format!("{}\t{}", user.name, parts.join(", ")));
    }
    Ok(())
}

/// Removes a user; what it did stays in the history, and what it sent stays where it is.
pub(super) fn remove(disk: &Disk, name: &str) -> Result<(), CliError> {
    if !disk.remove_user(name)? {
        return Err(CliError::UnknownUser(name.into()));
    }
    remember(disk, "user", name, "removed on the command line")?;
    say(&format!("removed the user {name}"));
    let is_admin = |user: &UserRecord| user.site == SiteRole::Admin;
    if !disk.users()?.iter().any(is_admin) {
        say("nobody is a site administrator now: `user add NAME --admin` makes one");
    }
    Ok(())
}
