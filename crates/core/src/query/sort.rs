//! The order of a listing.

use std::cmp::Ordering;

use time::PrimitiveDateTime;

use super::StatusGroup;
use crate::session::Session;
use crate::stamp::DateText;

/// What a listing can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SortKey {
    /// The project.
    Project,
    /// The subject.
    Subject,
    /// The session's label.
    Session,
    /// Day and time of the study.
    ScanDate,
    /// When it arrived.
    Uploaded,
    /// The status: by [`StatusGroup`] first, then by its text.
    Status,
    /// When the row last changed.
    Lastmod,
}

impl SortKey {
    /// Every key, in the order of the columns.
    pub const ALL: [Self; 7] = [
        Self::Project,
        Self::Subject,
        Self::Session,
        Self::ScanDate,
        Self::Uploaded,
        Self::Status,
        Self::Lastmod,
    ];

    /// A text that stays the same from version to version.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Subject => "subject",
            Self::Session => "session",
            Self::ScanDate => "scan-date",
            Self::Uploaded => "uploaded",
            Self::Status => "status",
            Self::Lastmod => "lastmod",
        }
    }

    /// The key of that [`SortKey::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.code() == code)
    }

    fn value(self, session: &Session) -> Value {
        match self {
            Self::Project => Value::text(session.address.project.as_str()),
            Self::Subject => Value::text(&session.subject),
            Self::Session => Value::text(&session.name),
            Self::ScanDate => Value::date(&session.scan_date, &session.scan_time),
            Self::Uploaded => Value::date(&session.uploaded, ""),
            Self::Status => Value::status(session),
            Self::Lastmod => Value::date(&session.lastmod, ""),
        }
    }
}

/// An order of sessions.
///
/// Names are compared without regard to case, and digits as numbers: `S2` comes before `S10`.
/// Sessions that compare alike stay as they are; empty values come last in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sort {
    /// What to sort by.
    pub key: SortKey,
    /// Largest first.
    pub descending: bool,
}

impl Sort {
    /// Puts `rows`, which are places in `sessions`, into order.
    ///
    /// # Panics
    /// If a row is no place in `sessions`.
    pub fn order(&self, sessions: &[Session], rows: &mut [usize]) {
        // Each value is worked out once, not once per comparison.
        let mut values: Vec<(Value, usize)> = rows
            .iter()
            .map(|&row| (self.key.value(&sessions[row]), row))
            .collect();
        values.sort_by(|(a, _), (b, _)| match (a, b) {
            (Value::Empty, _) | (_, Value::Empty) => a.cmp(b),
            _ if self.descending => b.cmp(a),
            _ => a.cmp(b),
        });
        for (place, (_, row)) in rows.iter_mut().zip(values) {
            *place = row;
        }
    }
}

/// What is compared.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    /// A date, then the natural key of what decides between equal ones.
    At(PrimitiveDateTime, Vec<u8>),
    /// A natural key; an unreadable date comes after the readable ones.
    Text(Vec<u8>),
    Empty,
}

impl Value {
    fn text(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(natural_key(text))
        }
    }

    fn date(date: &DateText, then: &str) -> Self {
        match date.at() {
            Some(at) => Self::At(at, natural_key(then)),
            None => Self::text(date.as_str()),
        }
    }

    fn status(session: &Session) -> Self {
        let text = session.status.as_str();
        let group = StatusGroup::of(&session.status) as u8;
        match Self::text(text) {
            Self::Text(mut key) => {
                key.insert(0, group);
                Self::Text(key)
            }
            empty => empty,
        }
    }
}

/// Bytes whose order is the natural order of the texts.
///
/// A run of digits becomes a `0`, the number of its digits without leading zeros, and these digits,
/// so that longer numbers are larger; letters become lower case.
fn natural_key(text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() + 5);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_digit() {
            let end = rest
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len());
            let digits = rest[..end].trim_start_matches('0');
            let length = u32::try_from(digits.len()).unwrap_or(u32::MAX);
            key.push(b'0');
            key.extend(length.to_be_bytes());
            key.extend(digits.as_bytes());
            rest = &rest[end..];
        } else {
            for lower in first.to_lowercase() {
                key.extend(lower.encode_utf8(&mut [0; 4]).as_bytes());
            }
            rest = &rest[first.len_utf8()..];
        }
    }
    key
}

/// Compares two names as [`Sort`] does.
#[must_use]
pub fn compare_names(a: &str, b: &str) -> Ordering {
    natural_key(a).cmp(&natural_key(b))
}
