//! What is ticked in the list, and where the keyboard is.

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use prearchive_core::address::Address;

use super::List;

impl List {
    /// The sessions that are ticked, those in view first and in their order.
    pub(crate) fn chosen(&self) -> Vec<Address> {
        let mut rest: BTreeSet<&Address> = self.selected.iter().collect();
        let mut chosen: Vec<Address> = self
            .shown_addresses()
            .filter(|address| rest.remove(address))
            .cloned()
            .collect();
        chosen.extend(rest.into_iter().cloned());
        chosen
    }

    /// What is ticked and cannot be seen.
    pub(crate) fn hidden(&self) -> BTreeSet<Address> {
        if self.selected.is_empty() {
            return BTreeSet::new();
        }
        let seen: HashSet<&Address> = self.shown_addresses().collect();
        let hidden = self
            .selected
            .iter()
            .filter(|address| !seen.contains(address));
        hidden.cloned().collect()
    }

    /// True if everything in view is ticked.
    pub(crate) fn all_ticked(&self) -> bool {
        !self.shown.is_empty() && self.shown_addresses().all(|a| self.selected.contains(a))
    }

    /// The row that the keyboard is on, if it is in view.
    pub(crate) fn cursor_row(&self) -> Option<usize> {
        let cursor = self.cursor.as_ref()?;
        self.shown_addresses().position(|address| address == cursor)
    }

    /// Changes the selection; gets the addresses in view too.
    pub(super) fn select(&mut self, change: impl FnOnce(&mut BTreeSet<Address>, Vec<Address>)) {
        let shown = self.shown_addresses().cloned().collect();
        change(Rc::make_mut(&mut self.selected), shown);
        if self.only_selected && self.selected.is_empty() {
            self.refilter();
        }
    }

    pub(super) fn tick(&mut self, row: usize, range: bool) {
        let Some(address) = self.address_at(row) else {
            return;
        };
        let on = !self.selected.contains(&address);
        let from = match &self.anchor {
            Some(anchor) if range => self.shown_addresses().position(|a| a == anchor),
            _ => None,
        };
        let from = from.unwrap_or(row);
        let rows = from.min(row)..=from.max(row);
        self.select(|selected, shown| {
            for address in &shown[rows] {
                if on {
                    selected.insert(address.clone());
                } else {
                    selected.remove(address);
                }
            }
        });
        self.anchor = Some(address.clone());
        self.cursor = Some(address);
    }

    /// Ticks all that match, or nothing of it if all is ticked.
    pub(super) fn tick_all(&mut self) {
        let all = self.all_ticked();
        self.select(|selected, shown| {
            if all {
                for address in &shown {
                    selected.remove(address);
                }
            } else {
                selected.extend(shown);
            }
        });
    }

    pub(super) fn move_cursor(&mut self, row: usize, extend: bool) {
        let last = self.shown.len().saturating_sub(1);
        let row = row.min(last);
        let Some(address) = self.address_at(row) else {
            return;
        };
        if extend {
            let from = self.cursor_row().unwrap_or(row);
            self.select(|selected, shown| {
                selected.extend(shown[from.min(row)..=from.max(row)].iter().cloned());
            });
        }
        self.anchor = Some(address.clone());
        self.cursor = Some(address);
    }
}
