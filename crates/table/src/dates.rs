//! A column of dates: a number each, where that says all that the text says.

use std::borrow::Cow;

use prearchive_core::sorted::Map;
use prearchive_core::stamp;

/// What an unreadable or missing date is among points of time.
pub(super) const NO_DATE: i64 = i64::MIN;

/// The dates of a batch, in microseconds of the server's local time.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Dates {
    at: Vec<i64>,
    /// The texts that are written in another way than XNAT's, or are no dates.
    odd: Map<usize, String>,
}

impl Dates {
    pub(super) fn push(&mut self, text: &str) {
        let usual = match text {
            "" => Some(NO_DATE),
            text => stamp::usual_micros(text),
        };
        let at = usual.unwrap_or_else(|| {
            self.odd.insert(self.at.len(), text.to_owned());
            stamp::micros(text).unwrap_or(NO_DATE)
        });
        self.at.push(at);
    }

    /// The points of time, [`NO_DATE`] where there is none.
    pub(super) fn at(&self) -> &[i64] {
        &self.at
    }

    /// What the server wrote.
    pub(super) fn text(&self, row: usize) -> Cow<'_, str> {
        match (self.odd.get(&row), self.at[row]) {
            (Some(text), _) => Cow::Borrowed(text),
            (None, NO_DATE) => Cow::Borrowed(""),
            (None, at) => Cow::Owned(stamp::write_micros(at)),
        }
    }

    /// True if a row of another column says the same.
    pub(super) fn is_same(&self, row: usize, other: &Self, at: usize) -> bool {
        self.at[row] == other.at[at] && self.odd.get(&row) == other.odd.get(&at)
    }

    pub(super) fn shrink_to_fit(&mut self) {
        self.at.shrink_to_fit();
    }
}
