//! What is ticked in the list, and where the keyboard is.

use std::rc::Rc;

use prearchive_core::address::Address;
use prearchive_table::{RowId, Rows};

use super::List;

impl List {
    /// The sessions that are ticked, those in view first and in their order.
    pub(crate) fn chosen(&self) -> Vec<Address> {
        let seen = self
            .shown
            .iter()
            .filter(|id| self.selected.contains(**id))
            .copied();
        let hidden = self.selected.iter().filter(|id| self.is_hidden(*id));
        let table = self.sessions.read();
        let address = |id| Some(table.row(id)?.address());
        seen.chain(hidden).filter_map(address).collect()
    }

    /// True if a session cannot be seen.
    fn is_hidden(&self, id: RowId) -> bool {
        !self.wanted().contains(id)
    }

    /// The same, by its address; what is not there is hidden too.
    pub(crate) fn hides(&self, address: &Address) -> bool {
        self.row(address).is_none_or(|id| self.is_hidden(id))
    }

    /// How much is ticked that cannot be seen.
    pub(crate) fn hidden(&self) -> usize {
        self.selected
            .iter()
            .filter(|id| self.is_hidden(*id))
            .count()
    }

    /// True if everything in view is ticked.
    pub(crate) fn all_ticked(&self) -> bool {
        self.shown.len() <= self.selected.len()
            && !self.shown.is_empty()
            && self.shown.iter().all(|id| self.selected.contains(*id))
    }

    /// The row that the keyboard is on, if it is in view.
    pub(crate) fn cursor_row(&self) -> Option<usize> {
        let cursor = self.cursor?;
        self.shown.iter().position(|id| *id == cursor)
    }

    /// Changes the selection; gets the rows in view too.
    pub(super) fn select(&mut self, change: impl FnOnce(&mut Rows, &[RowId])) {
        change(Rc::make_mut(&mut self.selected), &self.shown);
        if self.only_selected && self.selected.is_empty() {
            self.only_selected = false;
            self.fresh += 1;
            self.show();
        }
        if !self.selected.is_empty() {
            self.dropped = Rc::default();
        }
    }

    /// Ticks nothing any more; what was ticked can be had again, unless it was a single session.
    pub(super) fn untick_all(&mut self) {
        self.anchor = None;
        let before = self.selected.clone();
        self.select(|selected, _| selected.clear());
        self.keep(before);
    }

    /// Keeps what was ticked, if nothing is any more.
    fn keep(&mut self, before: Rc<Rows>) {
        if self.selected.is_empty() && before.len() > 1 {
            self.dropped = before;
        }
    }

    pub(super) fn tick(&mut self, row: usize, range: bool) {
        let Some(&id) = self.shown.get(row) else {
            return;
        };
        let on = !self.selected.contains(id);
        let anchor = self.anchor.or(self.cursor).filter(|_| range);
        let from = anchor.and_then(|anchor| self.shown.iter().position(|id| *id == anchor));
        let from = from.unwrap_or(row);
        let rows = from.min(row)..=from.max(row);
        self.select(|selected, shown| {
            for id in &shown[rows] {
                if on {
                    selected.insert(*id);
                } else {
                    selected.remove(*id);
                }
            }
        });
        self.anchor = Some(id);
        self.cursor = Some(id);
    }

    /// Ticks all that match, or nothing of it if all is ticked.
    pub(super) fn tick_all(&mut self) {
        let (all, before) = (self.all_ticked(), self.selected.clone());
        self.select(|selected, shown| {
            if all {
                for id in shown {
                    selected.remove(*id);
                }
            } else {
                selected.extend(shown.iter().copied());
            }
        });
        self.keep(before);
    }

    /// Ticks sessions no more.
    pub(crate) fn untick(&mut self, addresses: &[Address]) {
        let ids = self.rows(addresses);
        self.select(|selected, _| {
            for id in ids {
                selected.remove(id);
            }
        });
    }

    /// Ticks sessions that were ticked before.
    pub(crate) fn tick_again(&mut self, addresses: &[Address]) {
        let ids = self.rows(addresses);
        self.select(|selected, _| selected.extend(ids));
    }

    /// The rows of sessions that are there.
    fn rows(&self, addresses: &[Address]) -> Vec<RowId> {
        let rows = addresses.iter().map(|address| self.row(address));
        rows.flatten().collect()
    }

    pub(super) fn move_cursor(&mut self, row: usize, extend: bool) {
        let last = self.shown.len().saturating_sub(1);
        let row = row.min(last);
        let Some(&id) = self.shown.get(row) else {
            return;
        };
        if extend {
            let from = self.cursor_row().unwrap_or(row);
            self.select(|selected, shown| {
                selected.extend(shown[from.min(row)..=from.max(row)].iter().copied());
            });
            self.anchor = Some(id);
        }
        self.cursor = Some(id);
    }
}
