//! The state of the page, and how messages change it.
//!
//! [`State::apply`] is the only way to change the state; what must happen outside comes back as effects.

pub(crate) mod away;
pub(crate) mod cure;
pub(crate) mod doctor;
pub(crate) mod effects;
pub(crate) mod host;
pub(crate) mod journal;
pub(crate) mod keep;
pub(crate) mod keys;
pub(crate) mod later;
pub(crate) mod layout;
pub(crate) mod list;
pub(crate) mod login;
pub(crate) mod looked;
pub(crate) mod may;
pub(crate) mod message;
pub(crate) mod notes;
pub(crate) mod palette;
pub(crate) mod panel;
pub(crate) mod problem;
pub(crate) mod projects;
pub(crate) mod reduce;
pub(crate) mod route;
pub(crate) mod run;
pub(crate) mod sheet;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod triage;
pub(crate) mod twins;
pub(crate) mod views;
pub(crate) mod zone;

use std::ops::Deref;
use std::rc::Rc;

use time::{OffsetDateTime, PrimitiveDateTime};

use keys::{Keys, Overlay};
use layout::Layout;
use list::List;
use login::Login;
use notes::Notes;
use panel::Panel;
use problem::Problem;
use projects::Projects;
use route::View;
use run::Run;
use sheet::Sheet;
use triage::Triage;
use views::Views;

pub(crate) use message::{Effect, Message};

use crate::words::LanguageChoice;

/// Something that is asked for from the server.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Load<T> {
    /// Not asked for.
    #[default]
    Idle,
    /// Asked for.
    Busy,
    /// Here it is.
    Have(T),
    /// It could not be had.
    Failed(Problem),
}

impl<T> Load<T> {
    /// The value, if it is here.
    pub(crate) fn value(&self) -> Option<&T> {
        match self {
            Self::Have(value) => Some(value),
            _ => None,
        }
    }
}

impl<T> From<Result<T, Problem>> for Load<T> {
    fn from(result: Result<T, Problem>) -> Self {
        match result {
            Ok(value) => Self::Have(value),
            Err(problem) => Self::Failed(problem),
        }
    }
}

/// Light, dark, or as the system says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The text kept in the browser's local storage.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads that text; anything else is the system's theme.
    pub(crate) fn from_code(code: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|theme| theme.code() == code)
            .unwrap_or_default()
    }
}

/// What the browser says once a second.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Clock {
    /// Milliseconds since 1970.
    pub(crate) now: f64,
    /// Minutes that the server's time is behind UTC, as JavaScript counts them; the browser's as long as it is not known.
    pub(crate) offset: f64,
    /// The server's zone is known; else its dates can be off by the better part of a day.
    pub(crate) sure: bool,
    /// The tab can be seen.
    pub(crate) visible: bool,
    /// The browser has a network.
    pub(crate) online: bool,
}

impl Clock {
    /// Seconds since 1970 by the clock on the wall, to compare with dates that have no zone.
    pub(crate) fn wall(&self) -> i64 {
        self.wall_of(self.now)
    }

    /// The same for another moment, in milliseconds since 1970.
    pub(crate) fn wall_of(&self, moment: f64) -> i64 {
        (moment / 1000.0 - self.offset * 60.0) as i64
    }

    /// The same as a date and a time.
    pub(crate) fn civil(&self) -> PrimitiveDateTime {
        let at =
            OffsetDateTime::from_unix_timestamp(self.wall()).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        PrimitiveDateTime::new(at.date(), at.time())
    }

    /// Whole seconds since an earlier `now`.
    pub(crate) fn seconds_since(&self, then: f64) -> i64 {
        ((self.now - then) / 1000.0) as i64
    }
}

/// Something that needs the second module.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Held {
    /// It is being downloaded.
    Loading,
    /// It could not be downloaded; what is to be tried again.
    Failed(Box<Message>),
}

/// Everything the page knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct State {
    pub(crate) login: Login,
    pub(crate) view: View,
    pub(crate) list: List,
    pub(crate) layout: Rc<Layout>,
    /// Counts up whenever the cursor was moved from outside of the grid, which then brings it into sight.
    pub(crate) reveal: usize,
    pub(crate) panel: Option<Panel>,
    /// The sessions that somebody goes through one by one.
    pub(crate) triage: Option<Triage>,
    /// What the server found of sessions that were in the panel.
    pub(crate) looked: Vec<looked::Looked>,
    pub(crate) sheet: Option<Sheet>,
    /// The palette or the dialog of shortcuts.
    pub(crate) overlay: Option<Overlay>,
    pub(crate) keys: Rc<Keys>,
    pub(crate) runs: Vec<Run>,
    /// Those that have ended well are listed, and not only counted.
    pub(crate) well_open: bool,
    /// Runs that a reload or a crash has cut off.
    pub(crate) cuts: Vec<run::Cut>,
    /// When to look for more of them, in milliseconds since 1970: other tabs keep theirs in the same place.
    pub(crate) look_for_cuts: Option<f64>,
    pub(crate) projects: Projects,
    /// Since when sessions have their statuses.
    pub(crate) watch: doctor::Watch,
    /// What the doctor does to a session.
    pub(crate) treatment: Option<cure::Treatment>,
    /// The same study as that of the open session, waiting once more.
    pub(crate) twins: twins::Twins,
    /// What was done in this tab.
    pub(crate) journal: journal::Journal,
    pub(crate) views: Views,
    pub(crate) notes: Notes,
    /// Where the page and its server are; empty as long as nobody has said it.
    pub(crate) server: String,
    pub(crate) theme: Theme,
    pub(crate) language: LanguageChoice,
    /// What could name a patient is hidden on screen.
    pub(crate) names_hidden: bool,
    pub(crate) clock: Clock,
    /// The server's zone, as far as it is known.
    pub(crate) zone: zone::Zone,
    /// The server cannot be reached.
    pub(crate) away: Option<away::Away>,
    /// Signing out did not work.
    pub(crate) not_signed_out: Option<Problem>,
    /// What waits for the second module, or could not have it.
    pub(crate) held: Option<Held>,
    /// What may be done here, whatever the server would allow.
    pub(crate) may: may::May,
    /// It is drawn in an element, within somebody else's page.
    pub(crate) is_element: bool,
    /// What a screen reader says next.
    pub(crate) announcement: String,
}

impl State {
    /// True while a run is under way; leaving the page would end it half done.
    pub(crate) fn is_at_work(&self) -> bool {
        self.runs.iter().any(|run| !run.ended)
    }
}

/// The state as views get it: cheap to clone, equal only if it is the same one.
#[derive(Debug, Clone)]
pub(crate) struct Shared(pub(crate) Rc<State>);

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Deref for Shared {
    type Target = State;

    fn deref(&self) -> &State {
        &self.0
    }
}
