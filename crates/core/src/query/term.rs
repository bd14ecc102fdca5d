//! What a query says: its terms, and what each asks of a session.

use super::StatusGroup;
use super::age::{Age, AgeOp};
use super::date::{DateField, DateRange};
use crate::sorted::Set;

/// Which sessions are meant: those for which all terms hold; without terms, all.
///
/// [`Query::parse`](super::Query::parse) reads one, `to_string` writes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Query {
    /// In the order in which they were written.
    pub terms: Vec<Term>,
}

/// One condition.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Term {
    /// True if the test must fail.
    pub negated: bool,
    /// What is asked.
    pub test: Test,
}

/// What a term asks of a session; lists and sets are not empty, and one of them must hold.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Test {
    /// The text, which is not empty, occurs in the project, subject, label, folder, Study Instance UID,
    /// timestamp folder or status; case does not matter.
    Text(String),
    /// The field has one of the values.
    Is(Field, Vec<Value>),
    /// The status is in one of the groups.
    Status(Set<StatusGroup>),
    /// The date is known, and within the range.
    Date(DateField, DateRange),
    /// The date is known, and that long ago.
    Age(DateField, AgeOp, Age),
    /// One of these is true of the session.
    Trait(Set<Trait>),
}

/// A value that is looked for in a [`Field`]; case does not matter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Value {
    /// The text; empty only if `whole` is true, which then asks for sessions without a value.
    pub text: String,
    /// True if it must be the whole value, false if it is enough that it occurs; always true of a project.
    pub whole: bool,
}

/// A text of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The project's ID, or `Unassigned`.
    Project,
    /// The subject's label, else the DICOM patient name.
    Subject,
    /// The session's label, else the DICOM patient ID.
    Session,
    /// The session's folder.
    Folder,
    /// The Study Instance UID.
    Uid,
    /// What brought the session.
    Source,
    /// The visit.
    Visit,
    /// The protocol.
    Protocol,
    /// The name of the prearchive code that was fixed at arrival.
    AutoArchive,
}

impl Field {
    /// True if the value can name a patient: it belongs into no URL, title or log.
    #[must_use]
    pub fn can_name_a_patient(self) -> bool {
        matches!(
            self,
            Self::Subject | Self::Session | Self::Folder | Self::Uid
        )
    }
}

/// What can be true of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trait {
    /// Another session of the listing looks like the same study.
    Duplicate,
    /// Its status has lasted longer than is usual.
    Stuck,
    /// It belongs to no project.
    Unassigned,
}

impl Trait {
    /// Every trait, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Duplicate, Self::Stuck, Self::Unassigned];

    /// A text that stays the same from version to version.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Duplicate => "duplicate",
            Self::Stuck => "stuck",
            Self::Unassigned => "unassigned",
        }
    }

    /// The trait of that [`Trait::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}
