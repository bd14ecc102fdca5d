//! The list while it lives: asked for again and again, without moving what somebody looks at.

use std::rc::Rc;

use prearchive_core::address::Address;
use prearchive_core::session::Session;
use prearchive_core::sorted::Map;
use prearchive_table::{Batch, Changes, Reading, RowId, Rows};

use super::{Clock, Effect, List};
use crate::store::problem::Problem;

/// The pauses between two listings, in milliseconds: while something moves, a moment after it has, and while all rests.
const MOVING: f64 = 2_000.0;
const LATELY: f64 = 5_000.0;
const RESTING: f64 = 30_000.0;
/// How long "lately" is.
const A_MOMENT: f64 = 60_000.0;
/// Nothing is asked while somebody types, and so long afterwards.
const TYPING: f64 = 1_500.0;

impl List {
    /// Asks for the sessions unless that is under way.
    pub(crate) fn ask(&mut self, clock: &Clock) -> Vec<Effect> {
        if self.busy {
            return Vec::new();
        }
        self.busy = true;
        self.asked = clock.now;
        self.reading = Some(Reading::default());
        self.drawn = 0;
        vec![Effect::Sessions]
    }

    /// Asks again when the time has come: seldom while all rests, often while something moves.
    /// A server that needs long for its list gets longer pauses.
    pub(crate) fn ask_when_due(&mut self, clock: &Clock) -> Vec<Effect> {
        if !clock.visible || !clock.online || clock.now - self.typed < TYPING {
            return Vec::new();
        }
        if self.due(clock) <= clock.now {
            self.ask(clock)
        } else {
            Vec::new()
        }
    }

    /// When the time has come, in milliseconds since 1970.
    fn due(&self, clock: &Clock) -> f64 {
        let pause = match () {
            () if self.problem.is_some() => LATELY,
            () if self.is_moving() => MOVING,
            () if clock.now - self.moved < A_MOMENT => LATELY,
            () => RESTING,
        };
        self.answered + f64::max(pause, 4.0 * self.took)
    }

    /// In how many seconds that is.
    pub(crate) fn seconds_until_due(&self, clock: &Clock) -> usize {
        f64::ceil((self.due(clock) - clock.now) / 1000.0) as usize
    }

    /// True while the server is at work on a session.
    fn is_moving(&self) -> bool {
        self.sessions.read().any_status(|status| status.is_moving())
    }

    /// Draws what has arrived of the first listing; once a second at least, should the server stall.
    pub(crate) fn draw_arrived(&mut self, clock: &Clock) {
        let there = self.sessions.len();
        if self.loaded.is_none() && there > self.drawn {
            self.drawn = there;
            self.derive(clock);
        }
    }

    /// Takes some rows of the listing.
    pub(super) fn arrived(&mut self, batch: Batch, clock: &Clock) {
        let Some(mut reading) = self.reading.take() else {
            return;
        };
        let changes = self
            .sessions
            .change(|table| table.read(&mut reading, batch));
        self.reading = Some(reading);
        if self.loaded.is_none() {
            // The first rows at once, then only as often as it does not cost more than the reading itself.
            if self.sessions.len() >= 4 * self.drawn {
                self.draw_arrived(clock);
            }
            return;
        }
        self.notice(&changes, clock);
        self.note(&changes, clock);
    }

    /// Ends the listing.
    pub(super) fn listed(&mut self, answer: Result<(), Problem>, clock: &Clock) {
        self.busy = false;
        self.answered = clock.now;
        self.took = clock.now - self.asked;
        let reading = self.reading.take().unwrap_or_default();
        if let Err(problem) = answer {
            self.problem = Some(problem);
            return;
        }
        let is_first = self.loaded.replace(clock.now).is_none();
        let asked = self.asked;
        self.problem = None;
        let changes = self.sessions.change(|table| table.finish(reading));
        if !changes.removed.is_empty() {
            self.drop_rows(&changes);
        }
        if !changes.is_empty() {
            self.moved = clock.now;
        }
        self.notice(&changes, clock);
        let shows_all = std::mem::take(&mut self.asked_for) || is_first;
        if !shows_all && changes.is_empty() {
            self.noticed(asked);
            return;
        }
        self.edition += 1;
        self.duplicates.follow(&self.sessions.read(), &changes);
        if shows_all {
            self.news = Rc::default();
            self.derive(clock);
        } else {
            self.refilter(clock);
        }
        self.noticed(asked);
    }

    /// What is new waits, what has changed is shown where it is.
    fn note(&mut self, changes: &Changes, clock: &Clock) {
        if !changes.added.is_empty() {
            Rc::make_mut(&mut self.news).extend(changes.added.iter().copied());
        }
        if !changes.changed.is_empty() {
            self.edition += 1;
            self.refilter(clock);
        }
    }

    /// Shows what has come meanwhile.
    pub(super) fn show_news(&mut self, clock: &Clock) {
        self.news = Rc::default();
        self.edition += 1;
        self.fresh += 1;
        self.derive(clock);
    }

    /// Rows that are gone are in no set any more.
    fn drop_rows(&mut self, changes: &Changes) {
        let gone: Rows = changes.removed.iter().copied().collect();
        for set in [&mut self.selected, &mut self.dropped, &mut self.news] {
            if gone.iter().any(|id| set.contains(id)) {
                let set = Rc::make_mut(set);
                for id in gone.iter() {
                    set.remove(id);
                }
            }
        }
        let is_there = |id: &RowId| !gone.contains(*id);
        self.cursor = self.cursor.filter(is_there);
        self.anchor = self.anchor.filter(is_there);
        Rc::make_mut(&mut self.ordered).retain(is_there);
    }

    /// Puts what the server said about some sessions in their places; `None` takes the row away.
    /// The list is worked out again once for all of them.
    pub(crate) fn put_all(&mut self, rows: Vec<(Address, Option<Session>)>, clock: &Clock) {
        if rows.is_empty() {
            return;
        }
        // What was said last about a session counts; the table takes them as one batch, which is far quicker to search.
        let rows: Map<Address, Option<Session>> = rows.into_iter().collect();
        if let Some(reading) = &mut self.reading {
            // A listing that was asked for before may not know it yet.
            reading.settle(rows.iter().map(|(address, _)| address.clone()));
        }
        let batch: Batch = rows.values().flatten().collect();
        let changes = self.sessions.change(|table| {
            let mut changes = table.read(&mut Reading::default(), batch);
            let gone = rows.iter().filter(|(_, now)| now.is_none());
            let removed = gone.filter_map(|(address, _)| table.remove(address));
            changes.removed = removed.collect();
            changes
        });
        // What somebody did himself is no news, even if a listing has told it first.
        let put: Vec<RowId> = rows
            .values()
            .flatten()
            .filter_map(|now| self.row(&now.address))
            .filter(|id| self.news.contains(*id))
            .collect();
        if changes.is_empty() && put.is_empty() {
            return;
        }
        for id in &put {
            Rc::make_mut(&mut self.news).remove(*id);
        }
        self.moved = clock.now;
        self.notice(&changes, clock);
        self.edition += 1;
        if !changes.removed.is_empty() {
            self.drop_rows(&changes);
        }
        self.duplicates.follow(&self.sessions.read(), &changes);
        if changes.added.is_empty() && put.is_empty() {
            self.refilter(clock);
        } else {
            self.derive(clock);
        }
    }
}

#[cfg(test)]
mod tests;
