//! Hints at the server's zone: a row that has just changed has the time of just now.

use prearchive_table::Changes;

use super::{Clock, List};

/// What a row told that has just changed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hint {
    /// When it changed by the server's clock, in seconds since 1970 of its local time.
    pub(crate) written: i64,
    /// Between which moments that was, in seconds since 1970.
    pub(crate) after: i64,
    pub(crate) before: i64,
}

impl List {
    /// Takes note of rows that have changed since the last listing; only what is newer than every other date counts,
    /// because rows can come to light long after they were written.
    pub(super) fn notice(&mut self, changes: &Changes, clock: &Clock) {
        let table = self.sessions.read();
        let rows = changes.added.iter().chain(&changes.changed);
        let written = rows.filter_map(|id| table.row(*id)?.lastmod()).max();
        drop(table);
        let Some(written) = written.filter(|written| self.newest.is_none_or(|at| *written > at))
        else {
            return;
        };
        // In a list that was empty a row can be of any age.
        let is_news = self.newest.replace(written).is_some();
        if !is_news {
            return;
        }
        self.hint = Some(Hint {
            written,
            after: (self.read_at / 1000.0) as i64,
            before: (clock.now / 1000.0) as i64,
        });
    }

    /// A listing has been read whole that was asked for at that moment.
    pub(super) fn noticed(&mut self, asked: f64) {
        self.read_at = asked;
        if self.newest.is_none() {
            let table = self.sessions.read();
            let rows = self.ordered.iter();
            let newest = rows.filter_map(|id| table.row(*id)?.lastmod()).max();
            drop(table);
            self.newest = newest;
        }
    }
}
