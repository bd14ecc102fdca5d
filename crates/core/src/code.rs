//! What a project does with arriving sessions: its prearchive code.

use std::fmt;

/// A project's prearchive code.
///
/// XNAT stores any integer; three have a meaning, and 4 or more archives automatically.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PrearchiveCode(pub i64);

impl PrearchiveCode {
    /// Sessions wait in the prearchive until somebody archives them.
    pub const MANUAL: Self = Self(0);
    /// Sessions are archived on arrival; existing files are kept.
    pub const AUTO_ARCHIVE: Self = Self(4);
    /// Sessions are archived on arrival; existing files are replaced.
    pub const AUTO_ARCHIVE_OVERWRITE: Self = Self(5);

    /// The three codes that have a meaning, in the order of their numbers.
    pub const KNOWN: [Self; 3] = [
        Self::MANUAL,
        Self::AUTO_ARCHIVE,
        Self::AUTO_ARCHIVE_OVERWRITE,
    ];

    /// The name in the column `autoarchive`, if the code has one.
    #[must_use]
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::MANUAL => Some("Manual"),
            Self::AUTO_ARCHIVE => Some("AutoArchive"),
            Self::AUTO_ARCHIVE_OVERWRITE => Some("AutoArchiveOverwrite"),
            _ => None,
        }
    }

    /// The code with that name in the column `autoarchive`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::KNOWN
            .into_iter()
            .find(|code| code.name() == Some(name))
    }

    /// True if sessions of the project are archived on arrival.
    #[must_use]
    pub fn archives_on_arrival(self) -> bool {
        self.0 >= 4
    }

    /// True if archiving on arrival replaces files that are already archived.
    #[must_use]
    pub fn overwrites(self) -> bool {
        self == Self::AUTO_ARCHIVE_OVERWRITE
    }

    /// Reads a code as XNAT does: an integer, or `true` and `false` for 1 and 0.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim() {
            "true" => Some(Self(1)),
            "false" => Some(Self(0)),
            digits => digits.parse().ok().map(Self),
        }
    }
}

impl fmt::Display for PrearchiveCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers() {
        for (text, code, name, auto, overwrites) in [
            ("0", 0, Some("Manual"), false, false),
            ("4", 4, Some("AutoArchive"), true, false),
            ("5\n", 5, Some("AutoArchiveOverwrite"), true, true),
            ("11", 11, None, true, false),
            ("true", 1, None, false, false),
            ("false", 0, Some("Manual"), false, false),
        ] {
            let read = PrearchiveCode::parse(text);
            assert_eq!(read, Some(PrearchiveCode(code)), "{text:?}");
            assert_eq!(PrearchiveCode(code).name(), name);
            assert_eq!(PrearchiveCode(code).archives_on_arrival(), auto);
            assert_eq!(PrearchiveCode(code).overwrites(), overwrites);
        }
        for text in ["", "four", "4.0", "<html>"] {
            assert_eq!(PrearchiveCode::parse(text), None, "{text:?}");
        }
    }
}
