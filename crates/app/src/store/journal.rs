//! The activity journal: what was done in this tab since somebody signed in, and what the server said to it.
//!
//! It is kept in memory only, and ends with the login.

use std::rc::Rc;

use prearchive_core::address::Address;
use prearchive_core::plan::Action;

use super::cure::{self, Cure};
use super::problem::Problem;
use super::projects::{self, Outcome as Setting};
use super::run::{self, Became, File, Step, field, moment};
use super::{Effect, Message, State, sheet};
use crate::words;

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed {
    /// To a session, with the project where it went.
    Action(Action, Option<String>),
    Cure(Cure),
    DeleteScan(String),
    /// A project's setting, in words.
    Setting(String),
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    Failed,
    /// The server took it, and the end was not seen.
    Open,
    /// Stopped before it began.
    Skipped,
}

impl Outcome {
    pub(crate) const ALL: [Self; 4] = [Self::Done, Self::Failed, Self::Open, Self::Skipped];

    /// A text that stays the same from version to version.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Open => "open",
            Self::Skipped => "skipped",
        }
    }
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Seconds since 1970, and the same by the clock on the wall.
    pub(crate) when: i64,
    pub(crate) wall: i64,
    pub(crate) deed: Deed,
    /// What people call the session or the project.
    pub(crate) label: String,
    /// The session's path, or the project's ID.
    pub(crate) path: String,
    pub(crate) outcome: Outcome,
    /// Why it failed.
    pub(crate) problem: Option<Problem>,
    /// What the session is called where it went.
    pub(crate) became: Became,
}

/// The journal, the oldest entry first.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Journal {
    // Shared one by one, because the state is copied while it is looked at.
    pub(crate) entries: Vec<Rc<Entry>>,
    pub(crate) open: bool,
    /// Show these only.
    pub(crate) only: Option<Outcome>,
}

/// What can happen to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Event {
    Open,
    Close,
    Only(Option<Outcome>),
    Save,
    Clear,
}

/// The names of the columns; programs read them, so they are not translated.
const COLUMNS: [&str; 12] = [
    "when",
    "action",
    "session",
    "label",
    "outcome",
    "code",
    "sentence",
    "server",
    "new_project",
    "new_subject",
    "new_session",
    "archive",
];

impl Journal {
    /// The entries to show, the newest first.
    pub(crate) fn shown(&self) -> impl Iterator<Item = &Rc<Entry>> {
        let wanted = |entry: &&Rc<Entry>| self.only.is_none_or(|only| entry.outcome == only);
        self.entries.iter().rev().filter(wanted)
    }

    /// The entries that are shown as lines for a ticket, the oldest first.
    pub(crate) fn text(&self) -> String {
        let mut shown: Vec<_> = self.shown().collect();
        shown.reverse();
        let line = |entry: &&Rc<Entry>| {
            let mut line = format!(
                "{}  {}  {}  {}",
                moment(entry.when as f64 * 1000.0),
                entry.path,
                words::deed(&entry.deed),
                words::journal_outcome(entry.outcome),
            );
            if let Some(became) = words::became(&entry.became) {
                line += &format!("  {became}");
            }
            if let Some(problem) = &entry.problem {
                line += &format!(": {} ({})", problem.sentence(), problem.technical());
                if !problem.words.is_empty() {
                    line += &format!(" {} “{}”", words::SERVER_SAYS, problem.words);
                }
            }
            line + "\n"
        };
        shown.iter().map(line).collect()
    }

    /// The same as CSV (RFC 4180); the name of the file tells the day, and no session.
    fn csv(&self) -> File {
        let mut shown: Vec<_> = self.shown().collect();
        shown.reverse();
        let cells = shown.iter().map(|entry| {
            let problem = entry.problem.clone().unwrap_or_default();
            let sentence = entry.problem.as_ref().map(Problem::sentence);
            [
                moment(entry.when as f64 * 1000.0),
                words::deed(&entry.deed),
                entry.path.clone(),
                entry.label.clone(),
                entry.outcome.code().to_owned(),
                problem.code.to_owned(),
                sentence.unwrap_or_default(),
                problem.words,
                entry.became.project.clone(),
                entry.became.subject.clone(),
                entry.became.session.clone(),
                entry.became.archive.clone(),
            ]
        });
        // A spreadsheet takes a file without the mark for one in the system's old character set.
        let text = std::iter::once(COLUMNS.map(str::to_owned))
            .chain(cells)
            .fold("\u{feff}".to_owned(), |text, cells| {
                text + &cells.map(|cell| field(&cell)).join(",") + "\r\n"
            });
        let last = shown.last().map_or(0, |entry| entry.when);
        let day: String = moment(last as f64 * 1000.0).chars().take(10).collect();
        File {
            name: format!("activity-{day}.csv"),
            kind: "text/csv;charset=utf-8",
            text,
        }
    }
}

/// Writes down what a message says was done; it has not changed the state yet.
pub(crate) fn note(state: &mut State, message: &Message) {
    match message {
        Message::Run(run::Event::Many(id, told)) => {
            let Some(run) = state.runs.iter().find(|run| run.id == *id) else {
                return;
            };
            let target = run.target().map(ToString::to_string);
            let deed = Deed::Action(run.action(), target);
            let archive = |told: &run::Told| match &told.row {
                run::Row::Archived(archive) => archive.clone(),
                _ => String::new(),
            };
            let became = told.iter().map(|told| {
                let archive = archive(told);
                Became::of(run, &told.address, &told.step, &archive)
            });
            let became: Vec<Became> = became.collect();
            for (told, became) in told.iter().zip(became) {
                let (outcome, problem) = match &told.step {
                    Step::Done => (Outcome::Done, None),
                    Step::AfterAll(problem) => (Outcome::Done, Some(problem.clone())),
                    Step::Failed(problem) => (Outcome::Failed, Some(problem.clone())),
                    Step::Unconfirmed => (Outcome::Open, None),
                    Step::Skipped => (Outcome::Skipped, None),
                    Step::NotStarted | Step::Sent | Step::Working(_) | Step::Held => continue,
                };
                write(state, deed.clone(), &told.address, outcome, problem);
                if let Some(entry) = state.journal.entries.last_mut() {
                    Rc::make_mut(entry).became = became;
                }
            }
        }
        Message::Sheet(sheet::Event::ScanDeleted {
            address,
            scan,
            answer,
        }) => wrote(state, Deed::DeleteScan(scan.clone()), address, answer),
        Message::Cure(cure::Event::Ended {
            address,
            cure,
            answer,
            ..
        }) => wrote(state, Deed::Cure(*cure), address, answer),
        Message::Projects(projects::Event::Saved {
            project,
            code,
            answer,
        }) => {
            let (outcome, problem) = match Setting::of(*code, answer) {
                Setting::Saved => (Outcome::Done, None),
                Setting::Differs(_) => (Outcome::Open, None),
                Setting::Failed(problem) => (Outcome::Failed, Some(problem)),
            };
            let rows = state.projects.rows.value().into_iter().flatten();
            let mut names = rows.filter(|row| row.id == *project).map(|row| &row.name);
            let label = names.next().unwrap_or(project).clone();
            let deed = Deed::Setting(words::code(code.0).0);
            push(state, deed, label, project.clone(), outcome, problem);
        }
        _ => {}
    }
}

fn wrote(state: &mut State, deed: Deed, address: &Address, answer: &Result<(), Problem>) {
    let outcome = match answer {
        Ok(()) => Outcome::Done,
        Err(_) => Outcome::Failed,
    };
    write(state, deed, address, outcome, answer.clone().err());
}

fn write(
    state: &mut State,
    deed: Deed,
    address: &Address,
    outcome: Outcome,
    problem: Option<Problem>,
) {
    let session = state.list.sessions.find(address);
    let label = session.map_or_else(|| address.folder.clone(), |session| session.name);
    push(state, deed, label, address.to_string(), outcome, problem);
}

fn push(
    state: &mut State,
    deed: Deed,
    label: String,
    path: String,
    outcome: Outcome,
    problem: Option<Problem>,
) {
    state.journal.entries.push(Rc::new(Entry {
        when: (state.clock.now / 1000.0) as i64,
        wall: state.clock.wall(),
        deed,
        label,
        path,
        outcome,
        problem,
        became: Became::default(),
    }));
}

pub(crate) fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    let journal = &mut state.journal;
    match event {
        Event::Open => journal.open = true,
        Event::Close => journal.open = false,
        Event::Only(only) => journal.only = only,
        Event::Save => return vec![Effect::Save(journal.csv())],
        Event::Clear => {
            journal.entries.clear();
            journal.only = None;
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests;
