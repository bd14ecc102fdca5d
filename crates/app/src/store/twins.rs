//! The same study waiting more than once: sent twice, or split in parts.

use prearchive_core::address::Address;
use prearchive_core::inside::Scan;
use prearchive_core::plan::{Action, Verdict, verdict};
use prearchive_core::query::{DateField, DateRange, Field, Query, Term, Test, Value};
use prearchive_core::session::Session;
use prearchive_core::sorted::{Map, Set};

use super::list::Sessions;
use super::may::Deed;
use super::problem::Problem;
use super::run::Run;
use super::{Effect, Load, State};

/// The scans of more sessions than these are not compared.
pub(crate) const MOST: usize = 50;
/// The scans of so many are asked for at a time.
const AT_ONCE: usize = 3;

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
    fn names(scans: &[Scan]) -> Set<(&str, &str)> {
        let names = scans.iter();
        names
            .map(|scan| (&*scan.id, &*scan.series_description))
            .collect()
    }
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

    /// What has been compared, and what that has shown.
    pub(crate) fn compared(&self, scans: Option<&Vec<Scan>>) -> Compared {
        let mut compared = Compared::default();
        for twin in self.sessions.iter().take(MOST) {
            let load = self.scans.get(&twin.address);
            *match (load, self.kinship(scans, &twin.address)) {
                (Some(Load::Have(_) | Load::Failed(_)), Kinship::Unknown) => &mut compared.unknown,
                (_, Kinship::Unknown) => &mut compared.waiting,
                (_, Kinship::SentTwice) => &mut compared.sent_twice,
                (_, Kinship::Split) => &mut compared.split,
                (_, Kinship::Overlap) => &mut compared.overlap,
            } += 1;
        }
        compared.left_out = self.sessions.len().saturating_sub(MOST);
        compared
    }
}

/// How many sessions of the same study have what in common with the open one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Compared {
    pub(crate) sent_twice: usize,
    pub(crate) split: usize,
    pub(crate) overlap: usize,
    /// Without scans, or they could not be read.
    pub(crate) unknown: usize,
    /// Their scans have not come yet.
    pub(crate) waiting: usize,
    /// Too many to be compared.
    pub(crate) left_out: usize,
}

/// True if a session can be deleted now: that is offered, its status allows it, and nothing else is under way with it.
pub(crate) fn may_delete(state: &State, session: &Session) -> bool {
    let offered = state.may.do_it(Deed::To(Action::Delete));
    let refused = !offered || matches!(verdict(Action::Delete, session, None), Verdict::WillNot(_));
    let busy = |run: &Run| run.is_at(&session.address);
    !refused && !state.runs.iter().any(busy)
}

/// What can be deleted if only the session in the panel is to be kept: those with the same scans.
///
/// None before all have been compared, so that no more come after somebody has read how many; and none if the kept one
/// is itself about to go.
pub(crate) fn spare(state: &State, kept: &Session) -> Vec<Address> {
    let twins = &state.twins;
    let own = state.panel.as_ref().and_then(|panel| panel.scans.value());
    if twins.compared(own).waiting > 0 || !may_delete(state, kept) {
        return Vec::new();
    }
    let same = |twin: &&Session| twins.kinship(own, &twin.address) == Kinship::SentTwice;
    let spare = twins.sessions.iter().filter(same);
    let spare = spare.filter(|twin| may_delete(state, twin));
    spare.map(|twin| twin.address.clone()).collect()
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
        let ids = id
            .map(|id| state.list.duplicates.twins(id))
            .unwrap_or_default();
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
    if panel.scans.value().is_none() || !state.login.is_in() {
        return Vec::new();
    }
    let busy = twins.scans.values();
    let busy = busy.filter(|scans| matches!(scans, Load::Busy)).count();
    let unasked = twins.sessions.iter().take(MOST).map(|twin| &twin.address);
    let unasked = unasked.filter(|twin| twins.scans.get(*twin).is_none());
    let next = unasked.take(AT_ONCE.saturating_sub(busy)).cloned();
    let next: Vec<Address> = next.collect();
    for twin in &next {
        twins.scans.insert(twin.clone(), Load::Busy);
    }
    next.into_iter().map(Effect::TwinScans).collect()
}

/// Forgets what was refused because nobody was signed in, so that it is asked for again.
pub(crate) fn ask_again(state: &mut State) {
    let refused = |load: &Load<_>| matches!(load, Load::Failed(problem) if problem.is_signed_out());
    state.twins.scans.retain(|_, scans| !refused(scans));
}

pub(crate) fn apply(state: &mut State, Event(address, answer): Event) {
    if let Some(scans) = state.twins.scans.get_mut(&address) {
        *scans = answer.into();
    }
}

#[cfg(test)]
mod tests;
