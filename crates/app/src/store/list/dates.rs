//! Usual ranges of dates, to be chosen without writing them: when a session arrived.

use prearchive_core::query::{
    Age, AgeOp, AgeUnit, DateField, DateRange, Period, Query, Term, Test,
};
use time::PrimitiveDateTime;

/// A usual range of dates of arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preset {
    Today,
    Week,
    Month,
    Older,
}

impl Preset {
    pub(crate) const ALL: [Self; 4] = [Self::Today, Self::Week, Self::Month, Self::Older];

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Week => "week",
            Self::Month => "month",
            Self::Older => "older",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.code() == code)
    }

    /// What it asks at that time; a month is written out, so that a link still means the same one later.
    fn test(self, now: PrimitiveDateTime) -> Test {
        let week = Age {
            count: 7,
            unit: AgeUnit::Days,
        };
        let arrived = DateField::Arrived;
        let within = |period| Test::Date(arrived, DateRange::only(period));
        match self {
            Self::Today => within(Period::Today),
            Self::Week => Test::Age(arrived, AgeOp::Newer, week),
            Self::Month => within(Period::Month(now.year(), now.month())),
            Self::Older => Test::Age(arrived, AgeOp::Older, week),
        }
    }
}

/// What a query asks of the date of arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// Nothing.
    Any,
    Preset(Preset),
    /// Something else, or more than one thing.
    Other,
}

impl When {
    pub(crate) fn of(query: &Query, now: PrimitiveDateTime) -> Self {
        let mut asked = query.terms.iter().filter(|term| is_of_arrival(term));
        match (asked.next(), asked.next()) {
            (None, _) => Self::Any,
            (Some(term), None) => Preset::ALL
                .into_iter()
                .find(|preset| preset.test(now) == term.test)
                .map_or(Self::Other, Self::Preset),
            _ => Self::Other,
        }
    }
}

/// Asks for that range and no other, or no longer for any; what is excluded stays.
pub(super) fn put(query: &mut Query, preset: Option<Preset>, now: PrimitiveDateTime) {
    query.terms.retain(|term| !is_of_arrival(term));
    query.terms.extend(preset.map(|preset| Term {
        negated: false,
        test: preset.test(now),
    }));
}

fn is_of_arrival(term: &Term) -> bool {
    let (Test::Date(field, _) | Test::Age(field, ..)) = &term.test else {
        return false;
    };
    !term.negated && matches!(field, DateField::Arrived | DateField::Uploaded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use prearchive_core::stamp;

    #[test]
    fn a_range_takes_the_place_of_another() {
        let now = stamp::read("2026-11-23 10:30").unwrap_or(PrimitiveDateTime::MIN);
        for (before, preset, after) in [
            ("", Some(Preset::Today), "arrived:today"),
            ("mr older:7d", Some(Preset::Week), "mr newer:7d"),
            (
                "uploaded:2020.. status:ready",
                Some(Preset::Month),
                "status:ready arrived:2026-11",
            ),
            (
                "-older:1d scanned:2020",
                Some(Preset::Older),
                "-older:1d scanned:2020 older:7d",
            ),
            ("mr older:7d uploaded:today", None, "mr"),
        ] {
            let mut query = Query::parse(before).query;
            put(&mut query, preset, now);
            assert_eq!(query.to_string(), after, "{before}");
            let asked = preset.map_or(When::Any, When::Preset);
            assert_eq!(When::of(&query, now), asked, "{after}");
        }
        let two = Query::parse("older:7d newer:30d").query;
        assert_eq!(When::of(&two, now), When::Other);
    }
}
