//! Ages in a query: how long ago something was, told in minutes, hours, days or weeks.

use std::fmt;

use time::{Duration, PrimitiveDateTime};

use super::date::Span;
use super::key::begins_with;

/// Which side of an age is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AgeOp {
    /// Longer ago.
    Older,
    /// As long ago or less, or in the future.
    Newer,
}

/// A length of time, kept as it was written: seven days are not written as a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Age {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: AgeUnit,
}

/// A unit of an [`Age`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AgeUnit {
    /// `m`.
    Minutes,
    /// `h`.
    Hours,
    /// `d`, of 24 hours.
    Days,
    /// `w`, of 7 days.
    Weeks,
}

impl Age {
    /// Reads digits and a unit, such as `7d`.
    ///
    /// `M` is refused: whoever writes it may mean months.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let digits = text
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len());
        let (count, unit) = text.split_at(digits);
        let unit = match unit {
            "m" => AgeUnit::Minutes,
            "h" | "H" => AgeUnit::Hours,
            "d" | "D" => AgeUnit::Days,
            "w" | "W" => AgeUnit::Weeks,
            _ => return None,
        };
        let count = count.parse().ok()?;
        Some(Self { count, unit })
    }

    /// How long it is.
    #[must_use]
    pub fn seconds(self) -> i64 {
        let unit = match self.unit {
            AgeUnit::Minutes => 60,
            AgeUnit::Hours => 60 * 60,
            AgeUnit::Days => 24 * 60 * 60,
            AgeUnit::Weeks => 7 * 24 * 60 * 60,
        };
        i64::from(self.count) * unit
    }
}

impl AgeOp {
    /// Reads `>7d` (older) or `<7d` (newer); `None` if it begins with neither, and no age if the rest is none.
    pub(super) fn read(text: &str) -> Option<(Self, Option<Age>)> {
        let op = match text.chars().next()? {
            '>' => Self::Older,
            '<' => Self::Newer,
            _ => return None,
        };
        Some((op, Age::read(&text[1..])))
    }

    /// What is meant at that time.
    #[must_use]
    pub fn at(self, age: Age, now: PrimitiveDateTime) -> Span {
        let then = now.checked_sub(Duration::seconds(age.seconds()));
        match self {
            // Nothing is older than the calendar.
            Self::Older => Span {
                from: None,
                to: then.or(Some(PrimitiveDateTime::MIN)),
            },
            Self::Newer => Span {
                from: then,
                to: None,
            },
        }
    }
}

impl fmt::Display for Age {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            AgeUnit::Minutes => 'm',
            AgeUnit::Hours => 'h',
            AgeUnit::Days => 'd',
            AgeUnit::Weeks => 'w',
        };
        write!(f, "{}{unit}", self.count)
    }
}

/// Ages that can be proposed: usual ones, or what was typed with each unit.
pub(super) fn proposals(typed: &str) -> Vec<String> {
    if typed.is_empty() {
        return ["1h", "24h", "7d", "30d"].map(str::to_owned).into();
    }
    ["h", "d", "w", "m"]
        .into_iter()
        .map(|unit| format!("{}{unit}", typed.trim_end_matches(unit)))
        .filter(|age| begins_with(age, typed) && Age::read(age).is_some())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::date::tests::{now, texts};

    #[test]
    fn ages_are_counted_from_now() {
        for (text, seconds, then) in [
            ("90m", 5_400, "2026-11-23 09:00:00.0"),
            ("24h", 86_400, "2026-11-22 10:30:00.0"),
            ("7d", 604_800, "2026-11-16 10:30:00.0"),
            ("2W", 1_209_600, "2026-11-09 10:30:00.0"),
            ("0d", 0, "2026-11-23 10:30:00.0"),
        ] {
            let age = Age::read(text);
            assert_eq!(age.map(Age::seconds), Some(seconds), "{text}");
            let spans =
                age.map(|age| [AgeOp::Older, AgeOp::Newer].map(|op| texts(op.at(age, now()))));
            let (none, then) = (String::new(), then.to_owned());
            let wanted = [(none.clone(), then.clone()), (then, none)];
            assert_eq!(spans, Some(wanted), "{text}");
        }
        for text in [
            "",
            "d",
            "7",
            "7 d",
            "-7d",
            "7days",
            "1M",
            "1y",
            "4294967296d",
            "１d",
        ] {
            assert_eq!(Age::read(text), None, "{text:?}");
        }
    }

    #[test]
    fn nothing_is_older_than_the_calendar() {
        let age = Age {
            count: u32::MAX,
            unit: AgeUnit::Weeks,
        };
        for at in [PrimitiveDateTime::MIN, now(), PrimitiveDateTime::MAX] {
            assert!(!AgeOp::Older.at(age, now()).contains(at));
            assert!(AgeOp::Newer.at(age, now()).contains(at));
        }
    }
}
