//! Views of the list: those that everybody has, and those that somebody saved under a name in this browser.
//!
//! A saved view is a name and a link to the list, so that it holds no more than a URL may: nothing that names a patient.

use std::rc::Rc;

use prearchive_core::query::{Query, StatusGroup, Term, Test};
use prearchive_core::sorted::{Map, Set};
use prearchive_table::Order;

use super::keep::Key;
use super::list::{self, List};
use super::route::{self, Route};
use super::{Clock, Effect, State};
use crate::words;

/// The counts of the views are worked out at most so often; a little less than the second in which the clock ticks.
const PAUSE: f64 = 900.0;

/// A view that somebody saved.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Saved {
    pub(crate) name: String,
    /// The part of the query that names nobody.
    pub(crate) query: Query,
    pub(crate) order: Order,
}

/// Which view of the list is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    All,
    Status(StatusGroup),
    /// One of the saved ones, by its place.
    Own(usize),
}

impl Choice {
    /// The views that everybody has.
    pub(crate) const BUILT_IN: [Self; 5] = [
        Self::All,
        Self::Status(StatusGroup::Ready),
        Self::Status(StatusGroup::Conflict),
        Self::Status(StatusGroup::Error),
        Self::Status(StatusGroup::Receiving),
    ];
}

/// The views, with how many sessions each would show.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Views {
    pub(crate) own: Rc<Vec<Saved>>,
    /// Where the browser keeps them; whoever else signs in here has others.
    key: Option<Key>,
    /// The dialog is open.
    pub(crate) dialog: bool,
    /// How many there are of each status, whatever the query says; none before the first listing.
    statuses: Rc<Map<StatusGroup, usize>>,
    /// How many the saved views find, in their order.
    found: Rc<Vec<usize>>,
    /// The state of the list that was counted, and when.
    edition: usize,
    minute: i64,
    at: f64,
    /// What stood in the box before a view was chosen, for whoever goes back to that fragment.
    before: Option<(String, String)>,
}

/// What can happen to the views.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    /// Show one.
    Choose(Choice),
    /// Open the dialog in which they are saved and put in order, or close it.
    Dialog(bool),
    /// Save what the list shows under a name; a view of that name is replaced.
    Save(String),
    /// What the browser kept under a key.
    Recalled(Key, String),
    Rename(usize, String),
    /// Change places with the one before.
    Earlier(usize),
    Delete(usize),
}

impl Views {
    /// What a view asks for, and in which order; those that everybody has leave the order as it is.
    fn asked(&self, choice: Choice) -> Option<(Query, Option<&Order>)> {
        match choice {
            Choice::All => Some((Query::default(), None)),
            Choice::Status(group) => {
                let test = Test::Status(Set::from([group]));
                let negated = false;
                let terms = vec![Term { negated, test }];
                Some((Query { terms }, None))
            }
            Choice::Own(at) => {
                let view = self.own.get(at)?;
                Some((view.query.clone(), Some(&view.order)))
            }
        }
    }

    /// The view that the list shows, if it shows one; a saved one before one that everybody has.
    pub(crate) fn current(&self, list: &List) -> Option<Choice> {
        let query = list.query();
        let own = |view: &Saved| view.query == *query && view.order == list.order;
        let is_it = |choice: &Choice| self.asked(*choice).is_some_and(|(of, _)| of == *query);
        let saved = self.own.iter().position(own).map(Choice::Own);
        saved.or_else(|| Choice::BUILT_IN.into_iter().find(is_it))
    }

    /// How many sessions a view would show; `None` before the first listing is here.
    pub(crate) fn count(&self, choice: Choice) -> Option<usize> {
        if self.edition == 0 {
            return None;
        }
        match choice {
            Choice::All => Some(self.statuses.values().sum()),
            Choice::Status(group) => Some(self.statuses.get(&group).copied().unwrap_or(0)),
            Choice::Own(at) => self.found.get(at).copied(),
        }
    }

    /// The fragment of a view.
    pub(crate) fn hash(&self, choice: Choice, list: &List) -> String {
        let (query, order) = self.asked(choice).unwrap_or_default();
        let order = order.unwrap_or(&list.order).clone();
        link(query, order)
    }

    /// Counts what each view shows when the list has changed, and dates when a minute has passed.
    pub(super) fn follow(&mut self, list: &List, clock: &Clock) {
        let minute = clock.wall() / 60;
        let aged = minute != self.minute && self.own.iter().any(|view| view.query.tells_time());
        let due = self.edition != list.edition || aged;
        if list.loaded.is_none() || !due || clock.now - self.at < PAUSE {
            return;
        }
        let found = self.own.iter();
        let found = found.map(|view| list.search(&view.query, clock).rows.len());
        self.found = Rc::new(found.collect());
        self.statuses = Rc::new(list.search(&Query::default(), clock).statuses);
        (self.edition, self.minute, self.at) = (list.edition, minute, clock.now);
    }

    /// Whoever goes on from a view does not want the old words back.
    pub(super) fn go_on(&mut self) {
        self.before = None;
    }

    /// What stood in the box when a view was chosen at that fragment; asked once.
    pub(super) fn left_at(&mut self, hash: &str) -> Option<String> {
        let (_, text) = self.before.take_if(|(left, _)| left == hash)?;
        Some(text)
    }

    /// Changes the saved views, and has the browser keep them.
    fn change(&mut self, change: impl FnOnce(&mut Vec<Saved>)) -> Vec<Effect> {
        change(Rc::make_mut(&mut self.own));
        // All are counted anew: the list is as it was, but not its views.
        (self.edition, self.at) = (0, 0.0);
        let key = self.key.into_iter();
        key.map(|key| key.keep(write(&self.own))).collect()
    }
}

/// Somebody has signed in, whose views are to be read.
pub(super) fn recall(state: &mut State) -> Effect {
    let user = state.login.user().unwrap_or_default();
    let key = Key::views_of(user, &state.server);
    state.views.key = Some(key);
    Effect::RecallViews(key)
}

pub(crate) fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    let views = &mut state.views;
    match event {
        Event::Dialog(open) => {
            views.dialog = open;
            Vec::new()
        }
        Event::Choose(choice) => {
            let Some((query, order)) = views.asked(choice) else {
                return Vec::new();
            };
            let order = order.unwrap_or(&state.list.order).clone();
            let before = (Route::of(state).hash(), state.list.text.clone());
            if state.list.order != order {
                state.list.order = order;
                state.list.derive(&state.clock);
            }
            let effects = state.list.apply(list::Event::Ask(query), &state.clock);
            state.views.before = (Route::of(state).hash() != before.0).then_some(before);
            state.announcement = words::shown(state.list.shown.len(), state.list.len());
            effects
        }
        Event::Save(name) => {
            let view = Saved {
                name: name.trim().to_owned(),
                query: state.list.query().shareable(),
                order: state.list.order.clone(),
            };
            if view.name.is_empty() {
                return Vec::new();
            }
            state.announcement = words::view_saved(&view.name);
            views.change(
                |own| match own.iter_mut().find(|old| old.name == view.name) {
                    Some(old) => *old = view,
                    None => own.push(view),
                },
            )
        }
        Event::Recalled(key, kept) => {
            if views.key == Some(key) {
                views.own = read(&kept);
                (views.edition, views.at) = (0, 0.0);
            }
            Vec::new()
        }
        Event::Rename(at, name) if !name.trim().is_empty() => views.change(|own| {
            if let Some(view) = own.get_mut(at) {
                view.name = name.trim().to_owned();
            }
        }),
        Event::Rename(..) => Vec::new(),
        Event::Earlier(at) => views.change(|own| {
            if (1..own.len()).contains(&at) {
                own.swap(at - 1, at);
            }
        }),
        Event::Delete(at) => views.change(|own| {
            if at < own.len() {
                own.remove(at);
            }
        }),
    }
}

/// Reads what [`write`] wrote; lines that say nothing are left out.
fn read(text: &str) -> Rc<Vec<Saved>> {
    let view = |line: &str| {
        let (name, hash) = line.split_once(' ')?;
        let Route { query, order, .. } = Route::read(hash);
        let name = route::decode(name).trim().to_owned();
        (!name.is_empty()).then_some(Saved { name, query, order })
    };
    Rc::new(text.lines().filter_map(view).collect())
}

/// A line for each: the name as in a URL, and the fragment.
fn write(own: &[Saved]) -> Option<String> {
    let line = |view: &Saved| {
        let hash = link(view.query.clone(), view.order.clone());
        format!("{} {hash}\n", route::encode(&view.name))
    };
    (!own.is_empty()).then(|| own.iter().map(line).collect())
}

fn link(query: Query, order: Order) -> String {
    Route::list(query, order).hash()
}

#[cfg(test)]
mod tests;
