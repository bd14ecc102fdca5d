//! The list while it lives: asked for again and again, without moving what somebody looks at.

use std::rc::Rc;

use prearchive_core::address::Address;
use prearchive_core::session::Session;
use prearchive_core::table::{Batch, Changes, Reading};

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
        let pause = match () {
            () if self.problem.is_some() => LATELY,
            () if self.is_moving() => MOVING,
            () if clock.now - self.moved < A_MOMENT => LATELY,
            () => RESTING,
        };
        let due = clock.now - self.answered >= f64::max(pause, 4.0 * self.took)
            && clock.now - self.typed >= TYPING;
        if due && clock.visible && clock.online {
            self.ask(clock)
        } else {
            Vec::new()
        }
    }

    /// True while the server is at work on a session.
    fn is_moving(&self) -> bool {
        self.sessions.read().any_status(|status| status.is_moving())
    }

    /// Takes some rows of the listing.
    pub(super) fn arrived(&mut self, batch: Batch, clock: &Clock) {
        let Some(mut reading) = self.reading.take() else {
            return;
        };
        let changes = self.sessions.write().read(&mut reading, batch);
        self.reading = Some(reading);
        if self.loaded.is_none() {
            // The first rows at once, then only as often as it does not cost more than the reading itself.
            let there = self.sessions.len();
            if there >= 4 * self.drawn {
                self.drawn = there;
                self.derive(clock);
            }
            return;
        }
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
        self.problem = None;
        let changes = self.sessions.write().finish(reading);
        if !changes.removed.is_empty() {
            self.drop_rows(&changes);
        }
        if is_first || self.asked_for || !changes.is_empty() {
            self.edition += 1;
        }
        if is_first || self.asked_for {
            self.asked_for = false;
            self.news = Rc::default();
            self.duplicates = Rc::new(self.sessions.read().duplicates());
            self.derive(clock);
        } else if !changes.is_empty() {
            self.duplicates = Rc::new(self.sessions.read().duplicates());
            self.refilter(clock);
        }
        if !changes.is_empty() {
            self.moved = clock.now;
        }
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
        for id in &changes.removed {
            for set in [&mut self.selected, &mut self.news] {
                if set.contains(*id) {
                    Rc::make_mut(set).remove(*id);
                }
            }
        }
        let is_gone = |id| self.sessions.read().row(id).is_none();
        let ordered = self
            .ordered
            .iter()
            .filter(|id| !is_gone(**id))
            .copied()
            .collect();
        self.cursor = self.cursor.filter(|id| !is_gone(*id));
        self.anchor = self.anchor.filter(|id| !is_gone(*id));
        self.ordered = Rc::new(ordered);
    }

    /// Puts what the server said about some sessions in their places; `None` takes the row away.
    /// The list is worked out again once for all of them.
    pub(crate) fn put_all(&mut self, rows: Vec<(Address, Option<Session>)>, clock: &Clock) {
        let mut changes = Changes::default();
        {
            let mut table = self.sessions.write();
            for (address, now) in rows {
                match now {
                    Some(now) => {
                        let of_it = table.put(&now);
                        changes.added.extend(of_it.added);
                        changes.changed.extend(of_it.changed);
                    }
                    None => changes.removed.extend(table.remove(&address)),
                }
            }
        }
        if changes.is_empty() {
            return;
        }
        self.moved = clock.now;
        self.edition += 1;
        if !changes.removed.is_empty() {
            self.drop_rows(&changes);
        }
        if changes.added.is_empty() {
            self.refilter(clock);
        } else {
            self.derive(clock);
        }
        if let Some(reading) = &mut self.reading {
            // A listing that was asked for before may not know it yet.
            reading.keep(&changes);
        }
    }
}
