//! The list of sessions: what is loaded, what is shown, what is ticked.

mod ticks;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use prearchive_core::address::Address;
use prearchive_core::project::Project;
use prearchive_core::query::{Filter, Sort, SortKey, StatusGroup};
use prearchive_core::session::Session;

use super::problem::Problem;
use super::{Clock, Effect};

/// The list. `shown` and `counts` follow from the rest.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct List {
    pub(crate) sessions: Rc<Vec<Session>>,
    /// Where each session is among them.
    places: Rc<HashMap<Address, usize>>,
    /// When the sessions were read, in milliseconds since 1970.
    pub(crate) loaded: Option<f64>,
    pub(crate) busy: bool,
    /// Why the last reading failed; the sessions are those of the one before.
    pub(crate) problem: Option<Problem>,
    pub(crate) filter: Filter,
    /// Show what is ticked, whatever the filter says.
    pub(crate) only_selected: bool,
    pub(crate) sort: Sort,
    /// The sessions to show, as indices, in order.
    pub(crate) shown: Rc<Vec<usize>>,
    /// Counts up whenever something else is to be shown, so that the view starts at the top.
    pub(crate) fresh: usize,
    /// How many sessions the rest of the filter lets pass, by status.
    pub(crate) counts: BTreeMap<StatusGroup, usize>,
    pub(crate) selected: Rc<BTreeSet<Address>>,
    /// The row that the keyboard is on.
    pub(crate) cursor: Option<Address>,
    /// Where a range starts.
    anchor: Option<Address>,
    /// When something was last typed, in milliseconds since 1970.
    pub(crate) typed: f64,
    /// When the last question was answered, and how long that took, in milliseconds.
    answered: f64,
    took: f64,
    /// When the question was put that is under way.
    asked: f64,
}

impl Default for List {
    fn default() -> Self {
        Self {
            sessions: Rc::default(),
            places: Rc::default(),
            loaded: None,
            busy: false,
            problem: None,
            filter: Filter::default(),
            only_selected: false,
            sort: Sort {
                key: SortKey::Lastmod,
                descending: true,
            },
            shown: Rc::default(),
            fresh: 0,
            counts: BTreeMap::new(),
            selected: Rc::default(),
            cursor: None,
            anchor: None,
            typed: 0.0,
            answered: 0.0,
            took: 0.0,
            asked: 0.0,
        }
    }
}

/// What can happen to the list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    Refresh,
    Listed(Result<Vec<Session>, Problem>),
    Text(String),
    Project(Option<Project>),
    /// A chip; `None` is "All".
    Status(Option<StatusGroup>),
    ClearFilter,
    SortBy(SortKey),
    /// A row was ticked or unticked; with `range`, all from the last one to it.
    Tick {
        row: usize,
        range: bool,
    },
    TickAll,
    Untick,
    OnlySelected(bool),
    /// The keyboard goes to a row; with `extend`, the rows between are ticked.
    Cursor {
        row: usize,
        extend: bool,
    },
}

impl List {
    /// Asks for the sessions unless that is under way.
    pub(crate) fn ask(&mut self, clock: &Clock) -> Vec<Effect> {
        if self.busy {
            return Vec::new();
        }
        self.busy = true;
        self.asked = clock.now;
        vec![Effect::Sessions]
    }

    /// Asks again when the time has come: seldom while all rests, often while something moves.
    /// A server that needs long for its list gets longer pauses.
    pub(crate) fn ask_when_due(&mut self, clock: &Clock) -> Vec<Effect> {
        let moving = self
            .sessions
            .iter()
            .any(|session| session.status.is_moving());
        let pause = if moving && self.problem.is_none() {
            2_000.0
        } else {
            10_000.0
        };
        let due = clock.now - self.answered >= f64::max(pause, 4.0 * self.took)
            && clock.now - self.typed >= 1_500.0;
        if due && clock.visible && clock.online {
            self.ask(clock)
        } else {
            Vec::new()
        }
    }

    pub(crate) fn apply(&mut self, event: Event, clock: &Clock) -> Vec<Effect> {
        match event {
            Event::Refresh => return self.ask(clock),
            Event::Listed(answer) => self.listed(answer, clock),
            Event::Text(text) => {
                self.filter.text = text;
                self.typed = clock.now;
                self.refilter();
            }
            Event::Project(project) => {
                self.filter.project = project;
                self.refilter();
            }
            Event::Status(None) => {
                self.filter.statuses.clear();
                self.refilter();
            }
            Event::Status(Some(group)) => {
                if !self.filter.statuses.remove(&group) {
                    self.filter.statuses.insert(group);
                }
                self.refilter();
            }
            Event::ClearFilter => {
                self.filter = Filter::default();
                self.refilter();
            }
            Event::SortBy(key) => {
                let descending = self.sort.key == key && !self.sort.descending;
                self.sort = Sort { key, descending };
                self.fresh += 1;
                self.derive();
            }
            Event::Tick { row, range } => self.tick(row, range),
            Event::TickAll => self.tick_all(),
            Event::Untick => self.select(|selected, _| selected.clear()),
            Event::OnlySelected(only) => {
                self.only_selected = only;
                self.fresh += 1;
                self.derive();
            }
            Event::Cursor { row, extend } => self.move_cursor(row, extend),
        }
        Vec::new()
    }

    fn listed(&mut self, answer: Result<Vec<Session>, Problem>, clock: &Clock) {
        self.busy = false;
        self.answered = clock.now;
        self.took = clock.now - self.asked;
        match answer {
            Ok(sessions) => {
                self.loaded = Some(clock.now);
                self.problem = None;
                if *self.sessions != sessions {
                    self.replace(sessions);
                }
            }
            Err(problem) => self.problem = Some(problem),
        }
    }

    /// Takes other sessions; ticks stay on those that are still there.
    fn replace(&mut self, sessions: Vec<Session>) {
        let places = sessions.iter().enumerate();
        let places: HashMap<Address, usize> = places
            .map(|(place, s)| (s.address.clone(), place))
            .collect();
        if !self.selected.is_empty() {
            Rc::make_mut(&mut self.selected).retain(|address| places.contains_key(address));
        }
        self.places = Rc::new(places);
        self.sessions = Rc::new(sessions);
        self.derive();
    }

    /// Puts what the server said about one session in its place; `None` takes the row away.
    pub(crate) fn put(&mut self, address: &Address, now: Option<Session>) {
        match (self.places.get(address), now) {
            (Some(&place), Some(now)) if now.address == *address && self.sessions[place] != now => {
                Rc::make_mut(&mut self.sessions)[place] = now;
                self.derive();
            }
            (Some(&place), None) => {
                let mut sessions = (*self.sessions).clone();
                sessions.remove(place);
                self.replace(sessions);
            }
            (None, Some(now)) if !self.places.contains_key(&now.address) => {
                let mut sessions = (*self.sessions).clone();
                sessions.push(now);
                self.replace(sessions);
            }
            _ => {}
        }
    }

    /// The session of that name.
    pub(crate) fn find(&self, address: &Address) -> Option<&Session> {
        let place = *self.places.get(address)?;
        self.sessions.get(place)
    }

    /// The projects that occur, in order.
    pub(crate) fn projects(&self) -> BTreeMap<Project, usize> {
        let mut projects = BTreeMap::new();
        for session in self.sessions.iter() {
            *projects.entry(session.address.project.clone()).or_insert(0) += 1;
        }
        projects
    }

    fn shown_addresses(&self) -> impl Iterator<Item = &Address> {
        self.shown
            .iter()
            .map(|&index| &self.sessions[index].address)
    }

    fn address_at(&self, row: usize) -> Option<Address> {
        let index = *self.shown.get(row)?;
        Some(self.sessions[index].address.clone())
    }

    fn refilter(&mut self) {
        self.only_selected = false;
        self.fresh += 1;
        self.derive();
    }

    /// Works out what is shown.
    pub(crate) fn derive(&mut self) {
        self.only_selected &= !self.selected.is_empty();
        let without_status = Filter {
            statuses: BTreeSet::new(),
            ..self.filter.clone()
        };
        let matcher = without_status.prepare();
        let mut counts = BTreeMap::new();
        let mut shown = Vec::with_capacity(self.sessions.len());
        for (index, session) in self.sessions.iter().enumerate() {
            let group = StatusGroup::of(&session.status);
            let passes = matcher.matches(session);
            if passes {
                *counts.entry(group).or_insert(0) += 1;
            }
            let wanted = self.filter.statuses.is_empty() || self.filter.statuses.contains(&group);
            if self.only_selected {
                if self.selected.contains(&session.address) {
                    shown.push(index);
                }
            } else if passes && wanted {
                shown.push(index);
            }
        }
        self.sort.order(&self.sessions, &mut shown);
        self.shown = Rc::new(shown);
        self.counts = counts;
    }
}

#[cfg(test)]
mod tests;
