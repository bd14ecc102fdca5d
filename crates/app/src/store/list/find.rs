//! What the query finds, and in which order.

use std::rc::Rc;

use prearchive_core::query::{Query, edited};
use prearchive_table::{Context, Found, RowId, Rows, SortKey};

use super::{Clock, List};
use crate::words;

impl List {
    /// What the box asks for.
    pub(crate) fn query(&self) -> &Query {
        &self.parsed.query
    }

    /// Takes another text, and shows what it finds.
    pub(crate) fn set_text(&mut self, text: String, clock: &Clock) {
        self.parsed = Rc::new(Query::parse_spoken(&text, words::means));
        self.text = text;
        self.only_selected = false;
        self.fresh += 1;
        self.refilter(clock);
    }

    /// Changes the query; what could not be read stays in the box.
    pub(super) fn change(&mut self, clock: &Clock, change: impl FnOnce(&mut Query)) {
        let text = edited(&self.text, &self.parsed, change);
        self.set_text(text, clock);
    }

    /// A column becomes the first to sort by, the other way round if it is already; `also` keeps those before it.
    pub(super) fn sort_by(&mut self, key: SortKey, also: bool) {
        let keys = &mut self.order.0;
        let place = keys.iter().position(|(other, _)| *other == key);
        match (place, also) {
            (Some(at), true) => keys[at].1 ^= true,
            (None, true) => keys.push((key, false)),
            (Some(0), false) => {
                keys.truncate(1);
                keys[0].1 ^= true;
            }
            (_, false) => *keys = vec![(key, false)],
        }
    }

    /// Works out the order and what is shown.
    pub(crate) fn derive(&mut self, clock: &Clock) {
        let table = self.sessions.read();
        let mut ids: Vec<RowId> = table.ids().filter(|id| !self.news.contains(*id)).collect();
        self.order.sort(&table, &mut ids);
        drop(table);
        self.ordered = Rc::new(ids);
        self.refilter(clock);
    }

    /// Works out what is shown, in the order that there is.
    pub(crate) fn refilter(&mut self, clock: &Clock) {
        self.only_selected &= !self.selected.is_empty();
        self.minute = clock.wall() / 60;
        let found = self.search(self.query(), clock);
        self.found = Rc::new(found.rows);
        self.counts = found.statuses;
        self.projects = Rc::new(found.projects);
        self.traits = found.traits;
        self.show();
    }

    /// Shows what is wanted, in the order that there is.
    pub(super) fn show(&mut self) {
        let wanted = self.wanted();
        let shown = self.ordered.iter().filter(|id| wanted.contains(**id));
        self.shown = Rc::new(shown.copied().collect());
    }

    /// What can be seen, if somebody scrolls.
    pub(super) fn wanted(&self) -> &Rows {
        if self.only_selected {
            &self.selected
        } else {
            &self.found
        }
    }

    /// What a query finds among all sessions but those that wait.
    pub(crate) fn search(&self, query: &Query, clock: &Clock) -> Found {
        let context = Context {
            duplicates: self.duplicates.rows(),
            stuck: &self.stuck,
            except: &self.news,
        };
        let query = query.prepare(clock.civil());
        self.sessions.read().search(&query, &context)
    }

    /// Works out what is shown once more when a minute has passed, if that makes a difference.
    pub(crate) fn age(&mut self, clock: &Clock) {
        if self.minute != clock.wall() / 60 && self.query().tells_time() {
            self.refilter(clock);
        }
    }
}
