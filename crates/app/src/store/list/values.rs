//! Which values the sessions have, for somebody who writes a query.

use std::borrow::Cow;
use std::collections::HashMap;

use prearchive_core::query::{Field, Key, StatusGroup, Trait};
use prearchive_core::sorted::sort_by;
use prearchive_table::SortKey;

use super::{List, Sessions};

/// At most so many values are worth proposing.
const MOST: usize = 1_000;

impl List {
    /// The values of a key whose counts are known without looking for them.
    pub(crate) fn counted(&self, key: Key) -> Vec<(String, usize)> {
        let group = |group: StatusGroup| {
            let count = self.counts.get(&group).copied().unwrap_or(0);
            (group.code().to_owned(), count)
        };
        let has = |known: Trait| {
            let count = match known {
                Trait::Duplicate => self.duplicates.rows().len(),
                Trait::Stuck => self.stuck.len(),
                Trait::Unassigned => self.projects.get("Unassigned").copied().unwrap_or(0),
            };
            (known.code().to_owned(), count)
        };
        match key {
            Key::Status => StatusGroup::ALL.map(group).into(),
            Key::Trait => Trait::ALL.map(has).into(),
            Key::Field(Field::Project) => {
                let projects = self.projects.iter();
                projects.map(|(id, count)| (id.clone(), *count)).collect()
            }
            Key::Field(_) | Key::Date(_) | Key::Age(_) => Vec::new(),
        }
    }
}

impl Sessions {
    /// The most frequent values of a field, with how many sessions have each.
    ///
    /// It looks at every row, so it is asked once while a value is written, and not at each letter.
    pub(crate) fn values(&self, field: Field) -> Vec<(String, usize)> {
        let column = match field {
            Field::Project => SortKey::Project,
            Field::Subject => SortKey::Subject,
            Field::Session => SortKey::Session,
            Field::Folder => SortKey::Folder,
            Field::Uid => SortKey::Uid,
            Field::Source => SortKey::Source,
            Field::Visit => SortKey::Visit,
            Field::Protocol => SortKey::Protocol,
            Field::AutoArchive => SortKey::AutoArchive,
        };
        let table = self.read();
        let mut counts: HashMap<Cow<'_, str>, usize> = HashMap::new();
        for row in table.ids().filter_map(|id| table.row(id)) {
            *counts.entry(column.text(row)).or_insert(0) += 1;
        }
        let mut values: Vec<(Cow<'_, str>, usize)> = counts.into_iter().collect();
        sort_by(&mut values, |a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        values.truncate(MOST);
        let owned = values.into_iter();
        owned.map(|(value, n)| (value.into_owned(), n)).collect()
    }
}
