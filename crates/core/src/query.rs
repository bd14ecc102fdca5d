//! Finding sessions in a listing: the query language, and the order of what is found.
//!
//! A query is terms with blanks between them, and a session is found if all of them hold.
//!
//! | Term | Finds sessions |
//! | --- | --- |
//! | `mr1` | in whose project, subject, label, folder, Study Instance UID, timestamp folder or status it occurs |
//! | `"visit one"` | the same for a phrase; in quotes, `\"` is a quote and `\\` a backslash |
//! | `/data/prearchive/projects/P/T/S` | at that address; anything before `/prearchive` does not matter |
//! | `project:A,B` | of one of these projects, which are compared as a whole; `project:unassigned` for those without |
//! | `subject:S1` `session:` `folder:` `uid:` `source:` `visit:` `protocol:` `autoarchive:` | in whose field it occurs |
//! | `subject:=S1` | whose field is just that; `visit:=""` for those without |
//! | `status:conflict,error` | in one of these [`StatusGroup`]s: `ready`, `conflict`, `error`, `receiving`, `working`, `other` |
//! | `status:_ARCHIVING` | the same by XNAT's own words, each of which stands for its whole group: `working` |
//! | `uploaded:2026-09` `scanned:` `changed:` `arrived:` | with that date on that day (`2026-09-14`), in that month or year |
//! | `uploaded:today` `uploaded:yesterday` | the same, for the day it is on the server's clock |
//! | `uploaded:2026-09-01..2026-09-14` | from the beginning of the first to the end of the last; `2026-09..` and `..2026-09` are open |
//! | `uploaded:..` | with that date at all; `-uploaded:..` for those without |
//! | `older:7d` `newer:24h` | that arrived longer ago than that, or not; units are `m`inutes, `h`ours, `d`ays and `w`eeks |
//! | `changed:>3h` `changed:<3h` | the same for a certain date |
//! | `is:duplicate` `is:stuck` `is:unassigned` | of which that is true, see [`Trait`] |
//! | `-status:ready` `-phantom` | for which the rest of the term does not hold |
//!
//! `arrived`, of which `older` and `newer` speak, is the date of upload, or as long as there is none (XNAT gives a
//! session that came by DICOM its date when it is built) the date of its last change.
//! A session without a date is in no range of it, and neither older nor newer.
//!
//! Case does not matter, neither in keys nor in values; only `M` is no unit, lest somebody means months.
//! A comma is an "or", in all terms but dates and ages; an empty place in a list is passed over.
//! The names of XNAT's columns (`name`, `label`, `folderName`, `tag`, `lastmod`, `scan_date`) are keys too.
//! Letters before a colon that are no key are a [`Problem`], unless a path follows as in `https://…`;
//! what has digits before its colon, such as `10:30`, is a free word.
//!
//! [`Query::parse_spoken`] also takes words of somebody's own language for statuses and traits.
//!
//! A term that cannot be read is a [`Problem`] with its place, and not in the query; the other terms hold.

mod age;
mod complete;
mod date;
mod edit;
mod key;
mod lex;
mod matching;
mod parse;
mod term;
mod write;

use crate::letters::lower;
use crate::status::{Kind, Phase, Status};

pub use age::{Age, AgeOp, AgeUnit};
pub use complete::{Completion, CompletionKind, complete};
pub use date::{DateField, DateRange, Period, Span};
pub use edit::edited;
pub use key::Key;
pub use matching::{Judged, Prepared, PreparedTerm, PreparedTest, Record, haystack};
pub use parse::{Fault, Parsed, Problem, Spoken};
pub use term::{Field, Query, Term, Test, Trait, Value};

/// Lower case by single characters: unlike `str::to_lowercase` the same in the middle and at the end of a word.
#[must_use]
pub fn lowercase(text: &str) -> String {
    let mut lower = String::with_capacity(text.len());
    lowercase_into(text, &mut lower);
    lower
}

/// The same, appended to another text.
#[inline]
pub fn lowercase_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        out.push_str(text);
        out[start..].make_ascii_lowercase();
    } else {
        out.extend(text.chars().map(lower));
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
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_group() {
        use StatusGroup::{Conflict, Error, Other, Ready, Receiving, Working};
        for (status, group) in [
            ("READY", Ready),
            ("ERROR", Error),
            ("CONFLICT", Conflict),
            ("_CONFLICT", Conflict),
            ("RECEIVING", Receiving),
            ("RECEIVING_INTERRUPT", Receiving),
            ("_RECEIVING", Working),
            ("_RECEIVING_INTERRUPT", Working),
            ("QUEUED_BUILDING", Working),
            ("BUILDING", Working),
            ("_SEPARATING", Working),
            ("_QUEUED", Working),
            ("QUEUED_SOMETHING", Working),
            ("QUEUED", Other),
            ("SOMETHING", Other),
            ("", Other),
        ] {
            assert_eq!(StatusGroup::of(&status.into()), group, "{status:?}");
        }
        for group in StatusGroup::ALL {
            assert_eq!(StatusGroup::from_code(group.code()), Some(group));
        }
        assert_eq!(StatusGroup::from_code("Ready"), None);
    }
}
