//! The table of sessions as the state holds it: shared, and equal only if nothing has changed.

use std::cell::{Ref, RefCell};
use std::rc::Rc;

use prearchive_core::address::Address;
use prearchive_core::session::Session;
use prearchive_table::{Changes, RowId, SessionTable};

/// The sessions; clones are the same table, which is far too large to be copied with the state.
#[derive(Clone, Default)]
pub(crate) struct Sessions {
    table: Rc<RefCell<SessionTable>>,
    /// Counts up with every change.
    version: usize,
}

impl Sessions {
    pub(crate) fn len(&self) -> usize {
        self.table.borrow().len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The table, to be read.
    pub(crate) fn read(&self) -> Ref<'_, SessionTable> {
        self.table.borrow()
    }

    /// Changes the table; it is another one only if a row is.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut SessionTable) -> Changes) -> Changes {
        let changes = change(&mut self.table.borrow_mut());
        self.version += usize::from(!changes.is_empty());
        changes
    }

    /// The session of that name.
    pub(crate) fn find(&self, address: &Address) -> Option<Session> {
        self.read().session(address)
    }

    /// The session in that row.
    pub(crate) fn session(&self, id: RowId) -> Option<Session> {
        Some(self.read().row(id)?.session())
    }

    pub(crate) fn address(&self, id: RowId) -> Option<Address> {
        Some(self.read().row(id)?.address())
    }
}

impl PartialEq for Sessions {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.table, &other.table) && self.version == other.version
    }
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} sessions, version {}", self.len(), self.version)
    }
}
