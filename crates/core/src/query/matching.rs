//! Which sessions a query finds.

use time::PrimitiveDateTime;

use super::date::{DateField, Span};
use super::term::{Field, Query, Term, Test, Trait, Value};
use super::{StatusGroup, lowercase};
use crate::session::Session;
use crate::sorted::Set;

/// What can be asked about.
pub trait Record {
    /// A text as it came, or empty.
    fn text(&self, field: Field) -> &str;
    /// The group of its status.
    fn status(&self) -> StatusGroup;
    /// A date in the server's local time; `None` if it is empty or unreadable.
    fn date(&self, field: DateField) -> Option<PrimitiveDateTime>;
    /// True if that is true of it.
    fn has(&self, known: Trait) -> bool;
    /// All texts in which free words are looked for, as [`haystack`] writes them.
    fn haystack(&self) -> String;
}

/// A session, and what only the rest of its listing can tell.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The session.
    pub session: &'a Session,
    /// See [`Trait::Duplicate`].
    pub duplicate: bool,
    /// See [`Trait::Stuck`].
    pub stuck: bool,
}

/// A [`Query`] at a certain time, ready for many sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// All must hold; free text, which costs most, comes last.
    pub terms: Vec<PreparedTerm>,
}

/// A term of a [`Prepared`] query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedTerm {
    /// True if the test must fail.
    pub negated: bool,
    /// What is asked.
    pub test: PreparedTest,
}

/// What a [`PreparedTerm`] asks; all texts are in [`lowercase`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreparedTest {
    /// The text occurs in the [`haystack`].
    Text(String),
    /// The field has one of the values.
    Is(Field, Vec<Value>),
    /// The status is in one of the groups.
    Status(Set<StatusGroup>),
    /// The date is known, and within the span.
    Date(DateField, Span),
    /// One of these is true.
    Trait(Set<Trait>),
}

impl Query {
    /// Reads the query once, for many sessions; `now` is the time on the server's clock.
    #[must_use]
    pub fn prepare(&self, now: PrimitiveDateTime) -> Prepared {
        let is_text = |term: &&Term| matches!(term.test, Test::Text(_));
        let (last, first): (Vec<&Term>, Vec<&Term>) = self.terms.iter().partition(is_text);
        let terms = first.into_iter().chain(last).map(|term| PreparedTerm {
            negated: term.negated,
            test: term.test.prepare(now),
        });
        Prepared {
            terms: terms.collect(),
        }
    }
}

impl Test {
    fn prepare(&self, now: PrimitiveDateTime) -> PreparedTest {
        match self {
            Self::Text(text) => PreparedTest::Text(needle(text)),
            Self::Is(field, values) => {
                let values = values.iter().map(|value| Value {
                    text: lowercase(&value.text),
                    whole: value.whole,
                });
                PreparedTest::Is(*field, values.collect())
            }
            Self::Status(groups) => PreparedTest::Status(groups.clone()),
            Self::Date(field, range) => PreparedTest::Date(*field, range.at(now)),
            Self::Age(field, op, age) => PreparedTest::Date(*field, op.at(*age, now)),
            Self::Trait(traits) => PreparedTest::Trait(traits.clone()),
        }
    }
}

impl Prepared {
    /// True if it asks for what only the whole listing can tell.
    #[must_use]
    pub fn asks(&self, known: Trait) -> bool {
        let mut tests = self.terms.iter().map(|term| &term.test);
        tests.any(|test| matches!(test, PreparedTest::Trait(of) if of.contains(&known)))
    }

    /// True if the query finds the record.
    #[must_use]
    pub fn matches(&self, record: &impl Record) -> bool {
        let mut haystack = None;
        self.terms.iter().all(|term| {
            let holds = match &term.test {
                PreparedTest::Text(needle) => haystack
                    .get_or_insert_with(|| record.haystack())
                    .contains(needle),
                PreparedTest::Is(field, values) => {
                    let text = lowercase(record.text(*field));
                    values.iter().any(|value| value.is_in(&text))
                }
                PreparedTest::Status(groups) => groups.contains(&record.status()),
                PreparedTest::Date(field, span) => {
                    record.date(*field).is_some_and(|at| span.contains(at))
                }
                PreparedTest::Trait(traits) => traits.iter().any(|known| record.has(*known)),
            };
            holds != term.negated
        })
    }
}

impl Value {
    /// True if the text, in lower case as the value is, has it.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        if self.whole {
            text == self.text
        } else {
            text.contains(self.text.as_str())
        }
    }
}

impl Record for Judged<'_> {
    fn text(&self, field: Field) -> &str {
        let session = self.session;
        match field {
            Field::Project => session.address.project.as_str(),
            Field::Subject => &session.subject,
            Field::Session => &session.name,
            Field::Folder => &session.address.folder,
            Field::Uid => &session.tag,
            Field::Source => &session.source,
            Field::Visit => &session.visit,
            Field::Protocol => &session.protocol,
            Field::AutoArchive => &session.autoarchive,
        }
    }

    fn status(&self) -> StatusGroup {
        StatusGroup::of(&self.session.status)
    }

    fn date(&self, field: DateField) -> Option<PrimitiveDateTime> {
        let session = self.session;
        match field {
            DateField::Uploaded => session.uploaded.at(),
            DateField::Scanned => session.scan_date.at(),
            DateField::Changed => session.lastmod.at(),
            DateField::Arrived => session.uploaded.at().or(session.lastmod.at()),
        }
    }

    fn has(&self, known: Trait) -> bool {
        match known {
            Trait::Duplicate => self.duplicate,
            Trait::Stuck => self.stuck,
            Trait::Unassigned => self.session.address.project.id().is_none(),
        }
    }

    fn haystack(&self) -> String {
        haystack(self.session)
    }
}

/// The texts of a session in which free words are looked for, in [`lowercase`].
///
/// These are `project/timestamp/folder`, so that a pasted address is found, then subject, label,
/// Study Instance UID and status, each on a line of its own, so that no word reaches from one into the next.
#[must_use]
pub fn haystack(session: &Session) -> String {
    let address = &session.address;
    lowercase(&format!(
        "{}/{}/{}\n{}\n{}\n{}\n{}",
        address.project,
        address.timestamp,
        address.folder,
        session.subject,
        session.name,
        session.tag,
        session.status
    ))
}

/// What to look for: of the URI of a session the part that a [`haystack`] has.
fn needle(text: &str) -> String {
    const BEFORE: &str = "/prearchive/projects/";
    let text = lowercase(text);
    match text.split_once(BEFORE) {
        Some((_, address)) if !address.trim_matches('/').is_empty() => {
            let parts: Vec<&str> = address.trim_matches('/').splitn(4, '/').take(3).collect();
            parts.join("/")
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests;
