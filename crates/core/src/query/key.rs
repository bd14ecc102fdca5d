//! The keys of the query language: what stands before a colon.

use super::age::AgeOp;
use super::date::DateField;
use super::term::Field;

/// A key, by what it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// `status:`.
    Status,
    /// A text of the session, such as `project:`.
    Field(Field),
    /// A date of the session, such as `uploaded:`.
    Date(DateField),
    /// `older:` or `newer:`.
    Age(AgeOp),
    /// `is:`.
    Trait,
}

/// Each key with its names: the first is the one that is written, the others are XNAT's columns.
const NAMES: [(Key, &[&str]); 17] = [
    (Key::Status, &["status"]),
    (Key::Field(Field::Project), &["project"]),
    (Key::Field(Field::Subject), &["subject"]),
    (Key::Field(Field::Session), &["session", "label", "name"]),
    (Key::Age(AgeOp::Older), &["older"]),
    (Key::Age(AgeOp::Newer), &["newer"]),
    (Key::Date(DateField::Uploaded), &["uploaded"]),
    (Key::Date(DateField::Scanned), &["scanned", "scan_date"]),
    (Key::Date(DateField::Changed), &["changed", "lastmod"]),
    (Key::Date(DateField::Arrived), &["arrived"]),
    (Key::Trait, &["is"]),
    (Key::Field(Field::Folder), &["folder", "foldername"]),
    (Key::Field(Field::Uid), &["uid", "tag"]),
    (Key::Field(Field::Source), &["source"]),
    (Key::Field(Field::Visit), &["visit"]),
    (Key::Field(Field::Protocol), &["protocol"]),
    (Key::Field(Field::AutoArchive), &["autoarchive"]),
];

impl Key {
    /// Every key, the most useful first.
    pub fn all() -> impl Iterator<Item = Self> {
        NAMES.iter().map(|(key, _)| *key)
    }

    /// The text before the colon; it stays the same from version to version.
    #[must_use]
    pub fn name(self) -> &'static str {
        NAMES
            .iter()
            .find(|(key, _)| *key == self)
            .map_or("", |(_, names)| names[0])
    }

    /// The key of that name, or of that column of XNAT's; case does not matter.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(_, names)| names.iter().any(|known| known.eq_ignore_ascii_case(name)))
            .map(|(key, _)| *key)
    }

    /// True if one of its names begins so; case does not matter.
    pub(super) fn begins_with(self, start: &str) -> bool {
        NAMES
            .iter()
            .filter(|(key, _)| *key == self)
            .flat_map(|(_, names)| *names)
            .any(|name| begins_with(name, start))
    }
}

/// True if the text begins so; the case of ASCII letters does not matter.
pub(super) fn begins_with(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|part| part.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_by_its_name_and_by_xnats_column() {
        for key in Key::all() {
            assert_eq!(Key::from_name(key.name()), Some(key));
            assert_eq!(Key::from_name(&key.name().to_uppercase()), Some(key));
        }
        for (column, name) in [
            ("name", "session"),
            ("folderName", "folder"),
            ("tag", "uid"),
            ("lastmod", "changed"),
            ("scan_date", "scanned"),
            ("VISIT", "visit"),
        ] {
            assert_eq!(Key::from_name(column).map(Key::name), Some(name));
        }
        for unknown in ["", "foo", "stat", "statuses", "státus"] {
            assert_eq!(Key::from_name(unknown), None, "{unknown:?}");
        }
    }
}
