//! Dates in a query; `today` stays a word until somebody says what time it is.

use std::fmt;

use time::{Date, Month, PrimitiveDateTime, Time};

use super::key::begins_with;
use crate::stamp;

/// A date of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DateField {
    /// When it arrived, as the server says; empty until a session that came by DICOM has been built once.
    Uploaded,
    /// The day of the study.
    Scanned,
    /// When the row last changed.
    Changed,
    /// When it was uploaded; as long as that is empty, when the row last changed.
    Arrived,
}

/// From the beginning of one period to the end of another; an open end has no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct DateRange {
    /// The first period.
    pub from: Option<Period>,
    /// The last period, which belongs to the range.
    pub to: Option<Period>,
}

/// A day, a month or a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// The day it is when the query is used.
    Today,
    /// The day before.
    Yesterday,
    /// A year, 0 to 9999.
    Year(i32),
    /// A month of a year from 0 to 9999.
    Month(i32, Month),
    /// A day of a year from 0 to 9999.
    Day(Date),
}

/// Instants from one to another, of which the second is outside; an open end has no limit.
///
/// Civil times in the server's zone, as in every date of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// The first instant.
    pub from: Option<PrimitiveDateTime>,
    /// The first instant that is too late.
    pub to: Option<PrimitiveDateTime>,
}

impl Span {
    /// True if the instant is in it.
    #[must_use]
    pub fn contains(&self, at: PrimitiveDateTime) -> bool {
        self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at < to)
    }
}

impl DateRange {
    /// That period and no other.
    #[must_use]
    pub fn only(period: Period) -> Self {
        Self {
            from: Some(period),
            to: Some(period),
        }
    }

    /// Reads a period, `from..to`, `from..`, `..to` or `..` (any date).
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let Some((from, to)) = text.split_once("..") else {
            return Period::read(text).map(Self::only);
        };
        let end = |text: &str| match text {
            "" => Some(None),
            _ => Period::read(text).map(Some),
        };
        Some(Self {
            from: end(from)?,
            to: end(to)?,
        })
    }

    /// What is meant at that time.
    #[must_use]
    pub fn at(&self, now: PrimitiveDateTime) -> Span {
        Span {
            from: self.from.and_then(|period| period.start(now)),
            to: self.to.and_then(|period| period.end(now)),
        }
    }

    /// True if it begins after it ends, whatever day it is.
    pub(super) fn is_reversed(&self) -> bool {
        let fixed = |period: Period| !matches!(period, Period::Today | Period::Yesterday);
        let (Some(from), Some(to)) = (self.from, self.to) else {
            return false;
        };
        // Any time will do: none of the two depends on it.
        let now = PrimitiveDateTime::MIN;
        match (from, to) {
            (Period::Today, Period::Yesterday) => true,
            _ if fixed(from) && fixed(to) => {
                matches!((from.start(now), to.end(now)), (Some(from), Some(to)) if from >= to)
            }
            _ => false,
        }
    }
}

impl Period {
    /// Reads `today`, `yesterday`, `yyyy`, `yyyy-MM` or `yyyy-MM-dd`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("today") {
            return Some(Self::Today);
        }
        if text.eq_ignore_ascii_case("yesterday") {
            return Some(Self::Yesterday);
        }
        let first = match text.len() {
            4 => stamp::read(&format!("{text}-01-01")),
            7 => stamp::read(&format!("{text}-01")),
            10 => stamp::read(text),
            _ => None,
        }?;
        Some(match text.len() {
            4 => Self::Year(first.year()),
            7 => Self::Month(first.year(), first.month()),
            _ => Self::Day(first.date()),
        })
    }

    /// Its first instant; `None` if that is before the first year of the calendar.
    fn start(self, now: PrimitiveDateTime) -> Option<PrimitiveDateTime> {
        let day = match self {
            Self::Today => Some(now.date()),
            Self::Yesterday => now.date().previous_day(),
            Self::Year(year) => Date::from_calendar_date(year, Month::January, 1).ok(),
            Self::Month(year, month) => Date::from_calendar_date(year, month, 1).ok(),
            Self::Day(day) => Some(day),
        };
        day.map(midnight)
    }

    /// The first instant after it; `None` if that is after the last year of the calendar.
    fn end(self, now: PrimitiveDateTime) -> Option<PrimitiveDateTime> {
        match self {
            Self::Today => now.date().next_day().map(midnight),
            Self::Yesterday => Some(midnight(now.date())),
            Self::Year(year) => Self::Year(year.checked_add(1)?).start(now),
            Self::Month(year, Month::December) => Self::Year(year.checked_add(1)?).start(now),
            Self::Month(year, month) => Self::Month(year, month.next()).start(now),
            Self::Day(day) => day.next_day().map(midnight),
        }
    }
}

fn midnight(day: Date) -> PrimitiveDateTime {
    PrimitiveDateTime::new(day, Time::MIDNIGHT)
}

impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from == to
        {
            return from.fmt(f);
        }
        if let Some(from) = self.from {
            from.fmt(f)?;
        }
        f.write_str("..")?;
        self.to.map_or(Ok(()), |to| to.fmt(f))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Today => f.write_str("today"),
            Self::Yesterday => f.write_str("yesterday"),
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{:02}", u8::from(*month)),
            Self::Day(day) => {
                let month = u8::from(day.month());
                write!(f, "{:04}-{month:02}-{:02}", day.year(), day.day())
            }
        }
    }
}

/// Values that can be proposed after a date's key, if they begin so.
pub(super) fn proposals(typed: &str) -> Vec<String> {
    [
        "today",
        "yesterday",
        "yesterday..",
        "<24h",
        "<7d",
        ">7d",
        ">30d",
    ]
    .into_iter()
    .filter(|form| begins_with(form, typed))
    .map(str::to_owned)
    .collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// `2026-11-23 10:30`.
    pub(in crate::query) fn now() -> PrimitiveDateTime {
        stamp::read("2026-11-23 10:30").unwrap_or(PrimitiveDateTime::MIN)
    }

    /// Both ends of a span; midnight is left out, and an open end is empty.
    pub(in crate::query) fn texts(span: Span) -> (String, String) {
        let text = |at: Option<PrimitiveDateTime>| {
            at.map_or(String::new(), |at| {
                stamp::write_sql(at)
                    .trim_end_matches(" 00:00:00.0")
                    .to_owned()
            })
        };
        (text(span.from), text(span.to))
    }

    #[test]
    fn ranges_reach_from_a_first_instant_to_the_one_after_the_last() {
        for (text, from, to) in [
            ("today", "2026-11-23", "2026-11-24"),
            ("Yesterday", "2026-11-22", "2026-11-23"),
            ("yesterday..", "2026-11-22", ""),
            ("yesterday..today", "2026-11-22", "2026-11-24"),
            ("2026", "2026-01-01", "2027-01-01"),
            ("2026-09", "2026-09-01", "2026-10-01"),
            ("2026-12", "2026-12-01", "2027-01-01"),
            ("2024-02-29", "2024-02-29", "2024-03-01"),
            ("2026-09..", "2026-09-01", ""),
            ("..2026-09-14", "", "2026-09-15"),
            ("2026-09-01..2026-09-14", "2026-09-01", "2026-09-15"),
            ("2025..2026-02", "2025-01-01", "2026-03-01"),
            ("9999", "9999-01-01", ""),
            ("..", "", ""),
        ] {
            let range = DateRange::read(text);
            let span = range.map(|range| texts(range.at(now())));
            assert_eq!(span, Some((from.into(), to.into())), "{text}");
            let written = range.map(|range| range.to_string());
            assert_eq!(written, Some(text.to_lowercase()), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "soon",
            "26",
            "2026-9",
            "2026-13",
            "2026-02-29",
            "2026-09-01T10:30",
            "2026/09/01",
            "2026-09-",
            "+026",
            "...",
            "2026...2027",
            "2026..x",
            "2026-09..2026-10..",
            "２０２６",
            "été",
        ] {
            assert_eq!(DateRange::read(text), None, "{text:?}");
        }
    }

    #[test]
    fn ranges_that_end_before_they_begin_are_told() {
        for (text, reversed) in [
            ("2026-09-14..2026-09-01", true),
            ("2027..2026", true),
            ("today..yesterday", true),
            ("2026-09..2026", false),
            ("2026..2026-01-01", false),
            ("today..2020", false),
            ("2026..", false),
            ("9999..0000", true),
        ] {
            let read = DateRange::read(text);
            assert_eq!(
                read.map(|range| range.is_reversed()),
                Some(reversed),
                "{text}"
            );
        }
    }
}
