//! Finding sessions in a listing: free words, project and status; and their order.

mod sort;

use std::collections::BTreeSet;

use crate::project::Project;
use crate::session::Session;
use crate::status::{Kind, Phase, Status};

pub use sort::{Sort, SortKey, compare_names};

/// Which sessions of a listing to show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Words that must all occur; case does not matter.
    pub text: String,
    /// Only sessions of this project.
    pub project: Option<Project>,
    /// Only sessions with such a status; empty lets all pass.
    pub statuses: BTreeSet<StatusGroup>,
}

impl Filter {
    /// True if every session passes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.project.is_none() && self.statuses.is_empty()
    }

    /// True if the session passes; for many sessions, [`Filter::prepare`] once.
    #[must_use]
    pub fn matches(&self, session: &Session) -> bool {
        self.prepare().matches(session)
    }

    /// Reads the filter once, for many sessions.
    #[must_use]
    pub fn prepare(&self) -> Matcher {
        Matcher {
            words: self.text.split_whitespace().map(lowercase).collect(),
            project: self.project.clone(),
            statuses: self.statuses.clone(),
        }
    }
}

/// A [`Filter`] that is ready for many sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matcher {
    words: Vec<String>,
    project: Option<Project>,
    statuses: BTreeSet<StatusGroup>,
}

impl Matcher {
    /// True if the session passes.
    ///
    /// Each word must occur in the project, subject, label, folder, Study Instance UID, timestamp folder
    /// or status.
    #[must_use]
    pub fn matches(&self, session: &Session) -> bool {
        let project = &session.address.project;
        if self
            .project
            .as_ref()
            .is_some_and(|wanted| wanted != project)
        {
            return false;
        }
        if !self.statuses.is_empty() && !self.statuses.contains(&StatusGroup::of(&session.status)) {
            return false;
        }
        if self.words.is_empty() {
            return true;
        }
        // One text for all: words have no white space, so none can reach from one field into the next.
        let text = [
            project.as_str(),
            &session.subject,
            &session.name,
            &session.address.folder,
            &session.tag,
            &session.address.timestamp,
            session.status.as_str(),
        ]
        .join("\n");
        let text = lowercase(&text);
        self.words.iter().all(|word| text.contains(word.as_str()))
    }
}

/// Lower case by single characters: unlike `str::to_lowercase` the same in the middle and at the end of a word.
fn lowercase(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        text.chars().flat_map(char::to_lowercase).collect()
    }
}

/// Statuses as people look for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatusGroup {
    /// Waiting for somebody to decide.
    Ready,
    /// Clashes with an archived session; `_CONFLICT` is shown here too.
    Conflict,
    /// Something failed.
    Error,
    /// Files are arriving.
    Receiving,
    /// The server is working on it, or is about to: queued, marked or running.
    Working,
    /// A status that this version does not know.
    Other,
}

impl StatusGroup {
    /// Every group, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::Ready,
        Self::Conflict,
        Self::Error,
        Self::Receiving,
        Self::Working,
        Self::Other,
    ];

    /// The group of a status.
    #[must_use]
    pub fn of(status: &Status) -> Self {
        match status {
            Status::Known(Kind::Ready, _) => Self::Ready,
            Status::Known(Kind::Conflict, _) => Self::Conflict,
            Status::Known(Kind::Error, _) => Self::Error,
            Status::Known(
                Kind::Receiving | Kind::ReceivingInterrupt,
                Phase::Plain | Phase::Queued,
            ) => Self::Receiving,
            Status::Known(..) => Self::Working,
            Status::Other(_) if status.is_moving() => Self::Working,
            Status::Other(_) => Self::Other,
        }
    }

    /// A text that stays the same from version to version.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Conflict => "conflict",
            Self::Error => "error",
            Self::Receiving => "receiving",
            Self::Working => "working",
            Self::Other => "other",
        }
    }

    /// The group of that [`StatusGroup::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }
}

#[cfg(test)]
mod tests;
