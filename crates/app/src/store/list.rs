//! The list of sessions: what is loaded, what is shown, what is ticked.

mod dates;
mod find;
mod hint;
mod live;
mod sessions;
mod ticks;
mod values;

use std::rc::Rc;

use prearchive_core::address::Address;
use prearchive_core::project::Project;
use prearchive_core::query::{Parsed, Query, StatusGroup, Trait};
use prearchive_core::sorted::Map;
use prearchive_table::{Batch, Duplicates, Order, Reading, RowId, Rows, SortKey};

use super::keys::Focus;
use super::problem::Problem;
use super::{Clock, Effect};
pub(crate) use dates::{Preset, When};
pub(crate) use hint::Hint;
pub(crate) use sessions::Sessions;

/// The list. `shown` and what is counted follow from the rest.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct List {
    pub(crate) sessions: Sessions,
    /// When the sessions were read, in milliseconds since 1970.
    pub(crate) loaded: Option<f64>,
    pub(crate) busy: bool,
    /// Why the last reading failed; the sessions are those of the one before.
    pub(crate) problem: Option<Problem>,
    /// What stands in the box.
    pub(crate) text: String,
    /// What it means.
    pub(crate) parsed: Rc<Parsed>,
    /// Show what is ticked, whatever the query says.
    pub(crate) only_selected: bool,
    pub(crate) order: Order,
    /// All sessions in their order; it stays when a row changes, so that nothing moves under the pointer.
    ordered: Rc<Vec<RowId>>,
    /// The sessions to show, in order.
    pub(crate) shown: Rc<Vec<RowId>>,
    /// What the query finds, shown or not.
    found: Rc<Rows>,
    /// Counts up whenever there is something else to be found, whatever the query.
    pub(crate) edition: usize,
    /// Counts up whenever something else is to be shown, so that the view starts at the top.
    pub(crate) fresh: usize,
    /// How many sessions the rest of the query lets pass, by status and by project.
    pub(crate) counts: Map<StatusGroup, usize>,
    pub(crate) projects: Rc<Map<String, usize>>,
    /// The same for those that are stuck, and for duplicates.
    pub(crate) traits: Map<Trait, usize>,
    /// Sessions that came while somebody was looking: they wait until they are asked for.
    pub(crate) news: Rc<Rows>,
    /// Sessions that look like the same study as another.
    pub(crate) duplicates: Duplicates,
    /// Sessions whose status has lasted too long.
    pub(crate) stuck: Rc<Rows>,
    pub(crate) selected: Rc<Rows>,
    /// What was ticked before all of it was unticked at once, if that was more than one: it can be had again until
    /// something is ticked.
    pub(crate) dropped: Rc<Rows>,
    /// The row that the keyboard is on.
    pub(crate) cursor: Option<RowId>,
    /// Where a range starts: at the row that was ticked last.
    anchor: Option<RowId>,
    /// The listing that is arriving.
    reading: Option<Reading>,
    /// How many rows had come when the list was last drawn, while the first listing arrives.
    drawn: usize,
    /// Somebody asked for the refresh: what is new is shown at once.
    asked_for: bool,
    /// When something was last typed, in milliseconds since 1970.
    pub(crate) typed: f64,
    /// When the last question was answered, and how long that took, in milliseconds.
    answered: f64,
    took: f64,
    /// When the question was put that is under way.
    asked: f64,
    /// When something last changed in the list.
    moved: f64,
    /// The newest date of all rows, in seconds since 1970 of the server's local time; `None` before the first listing.
    newest: Option<i64>,
    /// When the listing was asked for that was last read whole.
    pub(crate) read_at: f64,
    /// What the last change tells of the server's zone.
    pub(crate) hint: Option<Hint>,
    /// The minute in which the list was last worked out; ages go on.
    minute: i64,
}

impl Default for List {
    fn default() -> Self {
        Self {
            sessions: Sessions::default(),
            loaded: None,
            busy: false,
            problem: None,
            text: String::new(),
            parsed: Rc::new(Query::parse("")),
            only_selected: false,
            order: Order(vec![(SortKey::Lastmod, true)]),
            ordered: Rc::default(),
            shown: Rc::default(),
            found: Rc::default(),
            edition: 0,
            fresh: 0,
            counts: Map::new(),
            projects: Rc::default(),
            traits: Map::new(),
            news: Rc::default(),
            duplicates: Duplicates::default(),
            stuck: Rc::default(),
            selected: Rc::default(),
            dropped: Rc::default(),
            cursor: None,
            anchor: None,
            reading: None,
            drawn: 0,
            asked_for: false,
            typed: 0.0,
            answered: 0.0,
            took: 0.0,
            asked: 0.0,
            moved: 0.0,
            newest: None,
            read_at: 0.0,
            hint: None,
            minute: 0,
        }
    }
}

/// What can happen to the list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    /// Read it again, and show what is new.
    Refresh,
    /// Some of its rows have come.
    Arrived(Box<Batch>),
    /// All of them have, or it failed.
    Listed(Result<(), Problem>),
    /// Show what has come meanwhile.
    ShowNews,
    /// Something was typed into the box.
    Text(String),
    /// Another query, from a chip, a facet or a saved view.
    Ask(Query),
    Project(Option<Project>),
    /// A chip; `None` is "All".
    Status(Option<StatusGroup>),
    /// When they arrived; `None` is at any time.
    When(Option<Preset>),
    /// Take a term out of the query.
    Drop(usize),
    ClearFilter,
    /// Sort by a column; with `also`, what is alike in the columns before.
    SortBy {
        key: SortKey,
        also: bool,
    },
    /// A row was ticked or unticked; with `range`, all from the last one to it.
    Tick {
        row: usize,
        range: bool,
    },
    TickAll,
    Untick,
    /// Tick again what was unticked at once.
    Restore,
    OnlySelected(bool),
    /// The keyboard goes to a row; with `extend`, the rows between are ticked.
    Cursor {
        row: usize,
        extend: bool,
    },
}

impl List {
    pub(crate) fn apply(&mut self, event: Event, clock: &Clock) -> Vec<Effect> {
        match event {
            Event::Refresh => {
                self.asked_for = true;
                return self.ask(clock);
            }
            Event::Arrived(batch) => self.arrived(*batch, clock),
            Event::Listed(answer) => self.listed(answer, clock),
            Event::ShowNews => self.show_news(clock),
            Event::Text(text) => {
                self.typed = clock.now;
                self.set_text(text, clock);
            }
            Event::Ask(query) => self.set_text(query.to_string(), clock),
            Event::Project(project) => {
                self.change(clock, |query| query.set_project(project.as_ref()));
            }
            Event::Status(None) => self.change(clock, |query| {
                for group in query.statuses() {
                    query.toggle_status(group);
                }
            }),
            Event::Status(Some(group)) => self.change(clock, |query| query.toggle_status(group)),
            Event::When(preset) => {
                let now = clock.civil();
                self.change(clock, |query| dates::put(query, preset, now));
            }
            Event::Drop(index) => self.change(clock, |query| query.remove(index)),
            Event::ClearFilter => self.set_text(String::new(), clock),
            Event::SortBy { key, also } => {
                self.sort_by(key, also);
                self.fresh += 1;
                self.derive(clock);
            }
            Event::Tick { row, range } => self.tick(row, range),
            Event::TickAll => self.tick_all(),
            // The button that had the focus goes with the selection, or with the offer.
            Event::Untick => {
                self.untick_all();
                return vec![Effect::Focus(Focus::List)];
            }
            Event::Restore => {
                let dropped = std::mem::take(&mut self.dropped);
                self.select(|selected, _| selected.extend(dropped.iter()));
                return vec![Effect::Focus(Focus::List)];
            }
            Event::OnlySelected(only) => {
                self.only_selected = only;
                self.fresh += 1;
                self.refilter(clock);
            }
            Event::Cursor { row, extend } => self.move_cursor(row, extend),
        }
        Vec::new()
    }

    /// The row of a session.
    pub(crate) fn row(&self, address: &Address) -> Option<RowId> {
        self.sessions.read().find(address)
    }

    /// How many sessions there are, without those that came meanwhile.
    pub(crate) fn len(&self) -> usize {
        self.sessions.len() - self.news.len()
    }

    /// How many sessions wait in each project.
    pub(crate) fn waiting(&self) -> Map<String, usize> {
        self.sessions.read().projects()
    }

    /// True while rows of the first listing are still to come.
    pub(crate) fn is_arriving(&self) -> bool {
        self.loaded.is_none() && self.busy && !self.sessions.is_empty()
    }
}

#[cfg(test)]
mod tests;
