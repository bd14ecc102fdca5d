//! What can happen to the page, and what it can ask of the world.

use prearchive_client::Names;
use prearchive_core::address::Address;
use prearchive_core::archiving::Overwrite;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::plan::Action;
use prearchive_core::project::Project;
use prearchive_core::sorted::Map;

use super::cure::Cure;
use super::notes::Note;
use super::route::View;
use super::{
    Clock, Held, Theme, cure, journal, keep, keys, layout, list, login, palette, panel, projects,
    run, sheet, triage, twins, views,
};
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
    /// Hide on screen what could name a patient, or show it again.
    ToggleNames,
    /// A sentence about the URL was read.
    Dismiss(Note),
    /// Something to be said by a screen reader.
    Announce(String),
    Login(login::Event),
    List(list::Event),
    Layout(layout::Event),
    Panel(panel::Event),
    Sheet(sheet::Event),
    Run(run::Event),
    Projects(projects::Event),
    Cure(cure::Event),
    Twins(twins::Event),
    Journal(journal::Event),
    Views(views::Event),
    Keys(keys::Event),
    Palette(palette::Event),
    Triage(triage::Event),
    /// The page around sets something, or wants something done: by name.
    Host(String, String),
    /// The second module is here, and looks after what is in sight.
    Arrived,
    /// Something waits for the second module, or could not have it.
    Held(Held),
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
    layout => Layout;
    list => List;
    panel => Panel;
    sheet => Sheet;
    run => Run;
    projects => Projects;
    cure => Cure;
    twins => Twins;
    journal => Journal;
    views => Views;
    keys => Keys;
    palette => Palette;
    triage => Triage;
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
    /// From now on list the sessions of these projects only; of all if there are none.
    Only(Vec<Project>),
    /// Read the projects with their settings.
    Projects,
    /// Read the projects into which sessions can be moved.
    Targets,
    /// Set a project's code, and read it back.
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
    /// The scans of a session that looks like the same study as the open one.
    TwinScans(Address),
    /// What the doctor does, and how the row is afterwards.
    Cure {
        address: Address,
        cure: Cure,
    },
    /// Ask what archiving would meet.
    Validate(sheet::Check),
    /// The same for a session that is only looked at.
    Look(Address),
    /// Open a session in the panel.
    Open(Address),
    /// Say so when the cursor has rested on that session.
    Rest(Address),
    /// Bring the focus there once the page is drawn again.
    Focus(keys::Focus),
    /// Ask no further, and do not wait for the answers.
    StopChecks,
    Run {
        id: usize,
        work: Work,
        sources: Vec<Address>,
        /// So many at once.
        parallel: usize,
        /// Read each row first, because its request may have been sent before.
        again: bool,
        /// Whose run it is.
        user: String,
    },
    PauseRun(usize, bool),
    PaceRun(usize, usize),
    StopRun(usize),
    /// End all runs because their user has left; they are kept as cut off.
    LeaveRuns,
    /// Read what the browser has kept of runs that were cut off.
    Recall,
    /// Keep nothing more of a run, by its key.
    ForgetRun(String),
    /// Have the browser save a file.
    Save(run::File),
    /// Write what is looked at into the URL; `true` adds a step to the browser's history.
    Url {
        hash: String,
        step: bool,
    },
    /// Show the theme.
    Theme(Theme),
    /// Speak the language.
    Language(LanguageChoice),
    /// Hide names, or show them.
    HideNames(bool),
    /// Read the views that the browser keeps under that key.
    RecallViews(keep::Key),
    /// Have the browser keep a text for the next visit, or nothing any more.
    Keep {
        key: keep::Key,
        text: Option<String>,
    },
}

/// How sessions are archived.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Archiving {
    pub(crate) overwrite: Overwrite,
    /// What sessions are called in the archive, where that is not what they are called now.
    pub(crate) names: Map<Address, Names>,
}

/// What a run does to each of its sessions.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Work {
    Archive(Archiving),
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
