//! The same study waiting more than once: sent twice, or split in parts.

use prearchive_core::address::Address;
use prearchive_core::inside::Scan;
use prearchive_core::query::{DateField, DateRange, Field, Query, Term, Test, Value};
use prearchive_core::session::Session;
use prearchive_core::sorted::{Map, Set};

use super::list::Sessions;
use super::problem::Problem;
use super::{Effect, Load, State};

/// The scans of more sessions than these are not asked for.
const FEW: usize = 4;

/// The sessions that look like the same study as the one in the panel.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Twins {
    /// Of which session, in the table as it was then.
    of: Option<(Address, Sessions)>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) scans: Map<Address, Load<Vec<Scan>>>,
}

/// The scans of one of them have come.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event(pub(crate) Address, pub(crate) Result<Vec<Scan>, Problem>);

/// What two sessions of the same study have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kinship {
    /// The scans of one of them are not known.
    Unknown,
    /// The same scans: it was sent twice.
    SentTwice,
    /// No scan in common: parts of one study.
    Split,
    /// Some scans in common.
    Overlap,
}

/// What two sessions have in common, by their scans.
pub(crate) fn kinship(one: Option<&[Scan]>, other: Option<&[Scan]>) -> Kinship {
    let (Some(one), Some(other)) = (one, other) else {
        return Kinship::Unknown;
    };
    let names = |scans: &[Scan]| -> Set<(String, String)> {
        let names = scans.iter();
        names
            .map(|scan| (scan.id.clone(), scan.series_description.clone()))
            .collect()
    };
    let (one, other) = (names(one), names(other));
    if one.is_empty() || other.is_empty() {
        Kinship::Unknown
    } else if one == other {
        Kinship::SentTwice
    } else if one.is_disjoint(&other) {
        Kinship::Split
    } else {
        Kinship::Overlap
    }
}

/// The query that finds a session with its twins; it can name a patient, so that it belongs into the box alone.
pub(crate) fn query(session: &Session) -> Query {
    let is = |field, text: &str| {
        Test::Is(
            field,
            vec![Value {
                text: text.into(),
                whole: true,
            }],
        )
    };
    let tests = if session.tag.is_empty() {
        let day: String = session.scan_date.as_str().chars().take(10).collect();
        let day = DateRange::read(&day).map(|day| Test::Date(DateField::Scanned, day));
        let subject = is(Field::Subject, &session.subject);
        std::iter::once(subject).chain(day).collect()
    } else {
        vec![is(Field::Uid, &session.tag)]
    };
    let negated = false;
    let terms = tests.into_iter().map(|test| Term { negated, test });
    Query {
        terms: terms.collect(),
    }
}

impl Twins {
    /// What the session in the panel, which has these scans, and one of its twins have in common.
    pub(crate) fn kinship(&self, scans: Option<&Vec<Scan>>, twin: &Address) -> Kinship {
        let of_twin = self.scans.get(twin).and_then(Load::value);
        kinship(scans.map(Vec::as_slice), of_twin.map(Vec::as_slice))
    }
}

/// Finds the twins of the session in the panel, and asks for their scans once its own are here.
pub(crate) fn follow(state: &mut State) -> Vec<Effect> {
    let Some(panel) = state.panel.as_ref().filter(|panel| !panel.gone) else {
        state.twins = Twins::default();
        return Vec::new();
    };
    let of = Some((panel.address.clone(), state.list.sessions.clone()));
    let twins = &mut state.twins;
    if twins.of != of {
        let another = twins.of.as_ref().is_none_or(|(of, _)| *of != panel.address);
        let table = state.list.sessions.read();
        let id = table.find(&panel.address);
        // Most sessions have none, which is known without looking at all of them.
        let id = id.filter(|id| state.list.duplicates.contains(*id));
        let ids = id.map(|id| table.twins(id)).unwrap_or_default();
        let now: Vec<Session> = ids
            .into_iter()
            .filter_map(|id| Some(table.row(id)?.session()))
            .collect();
        drop(table);
        if another {
            twins.scans = Map::new();
        }
        for old in &twins.sessions {
            // What has changed may have other scans.
            if !now.contains(old) {
                twins.scans.remove(&old.address);
            }
        }
        twins.sessions = now;
        twins.of = of;
    }
    if panel.scans.value().is_none() || twins.sessions.len() > FEW {
        return Vec::new();
    }
    let mut effects = Vec::new();
    for twin in &twins.sessions {
        let scans = twins.scans.get_or_default(twin.address.clone());
        if *scans == Load::Idle {
            *scans = Load::Busy;
            effects.push(Effect::TwinScans(twin.address.clone()));
        }
    }
    effects
}

pub(crate) fn apply(state: &mut State, Event(address, answer): Event) {
    if let Some(scans) = state.twins.scans.get_mut(&address) {
        *scans = answer.into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::panel;
    use crate::store::testing::{address, listed, sessions, signed_in_with};

    fn scans(ids: &[&str]) -> Vec<Scan> {
        let scan = |id: &&str| Scan {
            id: (*id).into(),
            xsi_type: "xnat:mrScanData".into(),
            series_description: format!("series {id}"),
        };
        ids.iter().map(scan).collect()
    }

    #[test]
    fn scans_tell_what_was_sent_twice_from_what_was_split() {
        for (one, other, wanted) in [
            (&["1", "2"][..], &["2", "1"][..], Kinship::SentTwice),
            (&["1", "2"], &["3"], Kinship::Split),
            (&["1", "2"], &["2", "3"], Kinship::Overlap),
            (&["1"], &[], Kinship::Unknown),
        ] {
            let (one, other) = (scans(one), scans(other));
            assert_eq!(kinship(Some(&one), Some(&other)), wanted);
            assert_eq!(kinship(Some(&one), None), Kinship::Unknown);
        }
    }

    #[test]
    fn a_study_is_found_by_its_uid_else_by_subject_and_day() {
        for (uid, wanted) in [
            ("1.2.3", "uid:=1.2.3"),
            ("", "subject:=\"S 1\" scanned:2026-09-14"),
        ] {
            let mut session = sessions(&["READY"]).remove(0);
            session.tag = uid.into();
            session.subject = "S 1".into();
            session.scan_date = "2026-09-14 00:00:00.0".to_owned().into();
            let found = query(&session);
            assert_eq!(Query::parse(wanted).query, found, "{found}");
            assert!(!found.shareable().to_string().contains(uid) || uid.is_empty());
        }
    }

    #[test]
    fn the_scans_of_twins_are_asked_for_once_the_own_ones_are_here() {
        let mut state = signed_in_with(&[]);
        let mut rows = sessions(&["READY", "READY", "READY"]);
        rows[0].tag = "1.2".into();
        rows[2].tag = "1.2".into();
        listed(&mut state, &rows);
        state.apply(panel::Event::Open(address(0)).into());
        assert_eq!(state.twins.sessions.len(), 1);
        let own = panel::Event::Scans(address(0), Ok(scans(&["1"])));
        assert_eq!(
            state.apply(own.clone().into()),
            [Effect::TwinScans(address(2))]
        );
        assert_eq!(state.apply(own.into()), [], "once");
        state.apply(Event(address(2), Ok(scans(&["2"]))).into());
        let own = scans(&["1"]);
        let kinship = state.twins.kinship(Some(&own), &address(2));
        assert_eq!(kinship, Kinship::Split);
        state.apply(panel::Event::Open(address(1)).into());
        assert_eq!(state.twins.sessions, [], "it has none");
        state.apply(panel::Event::Close.into());
        assert_eq!(state.twins, Twins::default());
    }
}
