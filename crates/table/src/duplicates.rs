//! Sessions that look like the same study.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::rows::Rows;
use crate::{Row, RowId, SessionTable};

impl SessionTable {
    /// The sessions that share their Study Instance UID with another, or, where one has none, subject and day.
    ///
    /// The same study waits twice when somebody sent it twice, or when late series were taken for a session of their own.
    #[must_use]
    pub fn duplicates(&self) -> Rows {
        let mut seen: HashMap<u64, RowId> = HashMap::with_capacity(self.len());
        let mut found = Rows::default();
        for id in self.ids() {
            let Some(study) = self.row(id).and_then(study) else {
                continue;
            };
            if let Some(first) = seen.insert(study, id) {
                found.extend([first, id]);
            }
        }
        found
    }

    /// The other sessions that look like the same study as one.
    #[must_use]
    pub fn twins(&self, of: RowId) -> Vec<RowId> {
        let Some(study) = self.row(of).and_then(study) else {
            return Vec::new();
        };
        let is_twin = |id: &RowId| *id != of && self.row(*id).and_then(self::study) == Some(study);
        self.ids().filter(is_twin).collect()
    }
}

/// What tells a study from others; `None` if the row does not say enough.
fn study(row: Row<'_>) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    match (row.uid(), row.subject()) {
        ("", "") => return None,
        ("", subject) => match row.scan_date() {
            day if day.is_empty() => return None,
            day => (subject, day).hash(&mut hasher),
        },
        (uid, _) => uid.hash(&mut hasher),
    }
    Some(hasher.finish())
}
