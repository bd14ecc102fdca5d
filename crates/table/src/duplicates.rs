//! Sessions that look like the same study.

use std::rc::Rc;

use crate::index::{Index, hash};
use crate::rows::Rows;
use crate::{Changes, Row, RowId, SessionTable};

/// More changes than this are not followed one by one.
const MANY: usize = 64;

/// The sessions that share their Study Instance UID with another, or, where one has none, subject and day.
///
/// The same study waits twice when somebody sent it twice, or when late series were taken for a session of their own.
/// With `n` sessions, finding all takes time for `n` of them; following a change compares `n` numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Duplicates {
    /// For each row of the table its study, as a number; [`NONE`] if that is not known.
    studies: Vec<u64>,
    rows: Rc<Rows>,
}

/// The study of a row that does not say enough, or is gone.
const NONE: u64 = 0;

impl Duplicates {
    /// Those of a table.
    #[must_use]
    pub fn of(table: &SessionTable) -> Self {
        let mut first = Index::default();
        let (mut studies, mut rows) = (Vec::new(), Rows::default());
        for id in table.ids() {
            let study = study(table, id);
            set(&mut studies, id, study);
            if study == NONE {
                continue;
            }
            let short = study as u32;
            match first.find(short, |number| get(&studies, RowId(number)) == study) {
                Some(first) => rows.extend([RowId(first), id]),
                None => first.insert(short, id.0),
            }
        }
        let rows = Rc::new(rows);
        Self { studies, rows }
    }

    /// Takes changes in that the table has had since.
    pub fn follow(&mut self, table: &SessionTable, changes: &Changes) {
        let Changes {
            added,
            changed,
            removed,
        } = changes;
        if added.len() + changed.len() + removed.len() > MANY {
            *self = Self::of(table);
            return;
        }
        let rows = Rc::make_mut(&mut self.rows);
        for &id in removed.iter().chain(changed).chain(added) {
            let (before, now) = (get(&self.studies, id), study(table, id));
            if before == now {
                continue;
            }
            if rows.remove(id)
                && let [alone] = with(&self.studies, before, id)[..]
            {
                rows.remove(alone);
            }
            set(&mut self.studies, id, now);
            let others = with(&self.studies, now, id);
            if !others.is_empty() {
                rows.extend(others);
                rows.insert(id);
            }
        }
    }

    /// Their rows.
    #[must_use]
    pub fn rows(&self) -> &Rc<Rows> {
        &self.rows
    }

    /// The other sessions that look like the same study as one.
    #[must_use]
    pub fn twins(&self, of: RowId) -> Vec<RowId> {
        // Most sessions have none, which is known without looking at all of them.
        if self.rows.contains(of) {
            with(&self.studies, get(&self.studies, of), of)
        } else {
            Vec::new()
        }
    }
}

fn get(studies: &[u64], id: RowId) -> u64 {
    studies.get(id.0 as usize).copied().unwrap_or(NONE)
}

fn set(studies: &mut Vec<u64>, id: RowId, study: u64) {
    let at = id.0 as usize;
    if studies.len() <= at {
        studies.resize(at + 1, NONE);
    }
    studies[at] = study;
}

/// The rows of a study but one.
fn with(studies: &[u64], study: u64, but: RowId) -> Vec<RowId> {
    let same = studies.iter().zip(0..).filter(|(one, _)| **one == study);
    let ids = same.map(|(_, at)| RowId(at)).filter(|id| *id != but);
    if study == NONE {
        Vec::new()
    } else {
        ids.collect()
    }
}

/// What tells a row's study from others.
fn study(table: &SessionTable, id: RowId) -> u64 {
    table.row(id).and_then(number).unwrap_or(NONE)
}

fn number(row: Row<'_>) -> Option<u64> {
    Some(match (row.uid(), row.subject()) {
        ("", "") => return None,
        ("", subject) => match row.scan_date() {
            day if day.is_empty() => return None,
            day => hash(&(subject, day)),
        },
        (uid, _) => hash(&uid),
    })
}
