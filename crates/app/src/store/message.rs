//! What can happen to the page, and what it can ask of the world.

use prearchive_core::address::Address;
use prearchive_core::archiving::Overwrite;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::plan::Action;
use prearchive_core::project::Project;

use super::route::View;
use super::{Clock, Theme, keep, list, login, panel, projects, run, sheet};
use crate::words::LanguageChoice;

/// Something happened.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Message {
    /// A second has passed, or the tab or the network came or went.
    Clock(Clock),
    /// The URL's fragment was changed from outside: back, forward, typed.
    Navigated(String),
    /// Another view was chosen.
    GoTo(View),
    Theme(Theme),
    Language(LanguageChoice),
    /// Something to be said by a screen reader.
    Announce(String),
    Login(login::Event),
    List(list::Event),
    Panel(panel::Event),
    Sheet(sheet::Event),
    Run(run::Event),
    Projects(projects::Event),
}

macro_rules! from {
    ($($module:ident => $kind:ident;)*) => {$(
        impl From<$module::Event> for Message {
            fn from(event: $module::Event) -> Self {
                Self::$kind(event)
            }
        }
    )*};
}

from! {
    login => Login;
    list => List;
    panel => Panel;
    sheet => Sheet;
    run => Run;
    projects => Projects;
}

/// Something to be done outside the state; the answer comes back as a message.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Effect {
    Resume,
    SignIn {
        username: String,
        password: String,
    },
    SignOut,
    /// Read the list of sessions.
    Sessions,
    /// Read the projects with their settings.
    Projects,
    /// Read the projects into which sessions can be moved.
    Targets,
    SetCode {
        project: String,
        code: PrearchiveCode,
    },
    Scans(Address),
    Resources(Address),
    Logs(Address),
    Files {
        address: Address,
        scan: String,
        resource: String,
    },
    DeleteScan {
        address: Address,
        scan: String,
    },
    Validate {
        address: Address,
        overwrite: Overwrite,
    },
    Run {
        id: usize,
        work: Work,
        sources: Vec<Address>,
    },
    StopRun(usize),
    /// Write what is looked at into the URL; `true` adds a step to the browser's history.
    Url {
        hash: String,
        step: bool,
    },
    /// Show the theme.
    Theme(Theme),
    /// Speak the language.
    Language(LanguageChoice),
    /// Have the browser keep a text for the next visit, or nothing any more.
    Keep {
        key: keep::Key,
        text: Option<String>,
    },
}

/// What a run does to each of its sessions.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Work {
    Archive(Overwrite),
    Move(Project),
    Rebuild,
    Delete,
}

impl Work {
    /// The action of which it is the decided form.
    pub(crate) fn action(&self) -> Action {
        match self {
            Self::Archive(_) => Action::Archive,
            Self::Move(_) => Action::Move,
            Self::Rebuild => Action::Rebuild,
            Self::Delete => Action::Delete,
        }
    }

    /// Where it goes, if it goes somewhere.
    pub(crate) fn target(&self) -> Option<&Project> {
        match self {
            Self::Move(project) => Some(project),
            _ => None,
        }
    }
}
