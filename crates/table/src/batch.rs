//! Some rows of a listing, as small as they can be kept.

use crate::cells::{Cells, Known};
use crate::dates::Dates;
use crate::kinds::{Kind, Kinds, PROJECT, REPEATED};
use prearchive_core::address::Address;
use prearchive_core::project::Project;
use prearchive_core::query::lowercase_into;
use prearchive_core::session::Session;
use prearchive_core::sorted::Map;

/// The columns that are kept as they are.
const KEPT: [Known; 4] = [
    Known::ScanTime,
    Known::Subject,
    Known::FolderName,
    Known::Name,
];
/// The columns that hold points of time.
pub(super) const DATES: [Known; 3] = [Known::Lastmod, Known::Uploaded, Known::ScanDate];
/// What XNAT calls the project of sessions without one.
const UNASSIGNED: &str = "Unassigned";

/// Rows of a listing that arrived together.
///
/// About 180 bytes a row: texts that repeat and dates are numbers, the rest stands one after the other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Batch {
    /// The kinds of its rows; not needed once the rows belong to a table, which has its own.
    pub(super) own: Kinds,
    /// For each row the number of its kind.
    pub(super) kinds: Vec<u32>,
    dates: [Dates; DATES.len()],
    /// The texts of `KEPT`, one row after the other, and where each ends.
    text: String,
    ends: Vec<[u32; KEPT.len()]>,
    /// The label is the folder's name.
    named_so: Vec<bool>,
    /// What free words are looked for in: subject, label, and folder if it is not the label, in lower case.
    pub(super) names: String,
    pub(super) name_ends: Vec<u32>,
    /// Timestamp and Study Instance UID, each with a line end.
    pub(super) numbers: String,
    number_ends: Vec<[u32; 2]>,
    /// `numbers` has letters: in most listings it has none.
    pub(super) has_letters: bool,
    /// `numbers` has letters that are not in lower case.
    pub(super) has_capitals: bool,
    /// Columns that this version does not know.
    more: Map<usize, Vec<(String, String)>>,
}

impl Batch {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// True if there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Adds a row.
    pub fn push(&mut self, cells: &Cells<'_>) {
        let odd = cells.odd_address();
        let part = |column: Known| match (&odd, column) {
            (Some(address), Known::Project) => address.project.as_str(),
            (Some(address), Known::Timestamp) => &address.timestamp,
            (Some(address), Known::FolderName) => &address.folder,
            _ => cells.get(column),
        };
        let before = self.kinds.last().map(|kind| *self.own.get(*kind));
        let mut words = [0; REPEATED.len()];
        for (at, column) in REPEATED.into_iter().enumerate() {
            let text = match (at, part(column)) {
                (PROJECT, text) if text.is_empty() || text.eq_ignore_ascii_case(UNASSIGNED) => {
                    UNASSIGNED
                }
                (_, text) => text,
            };
            // Most often it is the text of the row before.
            let before = before.map(|kind| kind.words[at]);
            words[at] = match before {
                Some(before) if self.own.word(before) == text => before,
                _ => self.own.word_number(text),
            };
        }
        let kind = Kind {
            words,
            flags: Kind::flags(cells),
        };
        self.kinds.push(match (before, self.kinds.last()) {
            (Some(before), Some(number)) if before == kind => *number,
            _ => self.own.number(kind),
        });
        for (dates, column) in self.dates.iter_mut().zip(DATES) {
            dates.push(cells.get(column));
        }
        let (name, folder) = (part(Known::Name), part(Known::FolderName));
        let ends = KEPT.map(|column| {
            // In most rows the label is the folder's name, and is kept once.
            if column != Known::Name || name != folder {
                self.text.push_str(part(column));
            }
            end(&self.text)
        });
        self.ends.push(ends);
        self.named_so.push(name == folder);
        for text in [part(Known::Subject), name, folder] {
            lowercase_into(text, &mut self.names);
            self.names.push('\n');
            if text == name && name == folder {
                break;
            }
        }
        self.name_ends.push(end(&self.names));
        let ends = [part(Known::Timestamp), part(Known::Tag)].map(|text| {
            let is_letter = |byte: u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
            if text.bytes().any(is_letter) {
                self.has_letters = true;
                self.has_capitals |= text
                    .bytes()
                    .any(|b| is_letter(b) && !b.is_ascii_lowercase());
            }
            self.numbers.push_str(text);
            let end = end(&self.numbers);
            self.numbers.push('\n');
            end
        });
        self.number_ends.push(ends);
        let others = cells.others();
        if !others.is_empty() {
            self.more.insert(self.len() - 1, others);
        }
    }

    /// The same rows with their kinds among those of a table.
    pub(super) fn settle(&mut self, kinds: &mut Kinds) {
        let numbers = kinds.adopt(&self.own);
        for kind in &mut self.kinds {
            *kind = numbers[*kind as usize];
        }
        self.own = Kinds::default();
        // What grew by doubling is cut to its size: there may be a million rows.
        for text in [&mut self.text, &mut self.names, &mut self.numbers] {
            text.shrink_to_fit();
        }
        self.kinds.shrink_to_fit();
        self.dates.iter_mut().for_each(Dates::shrink_to_fit);
        self.ends.shrink_to_fit();
        self.named_so.shrink_to_fit();
        self.name_ends.shrink_to_fit();
        self.number_ends.shrink_to_fit();
    }

    /// A text that is kept as it is, or timestamp and UID.
    pub(super) fn text(&self, row: usize, column: Known) -> &str {
        let column = match column {
            Known::Name if self.named_so[row] => Known::FolderName,
            column => column,
        };
        if let Some(at) = kept(column) {
            let start = match at {
                0 => row
                    .checked_sub(1)
                    .map_or(0, |before| self.ends[before][KEPT.len() - 1]),
                at => self.ends[row][at - 1],
            };
            return slice(&self.text, start, self.ends[row][at]);
        }
        let [timestamp, tag] = self.number_ends[row];
        let start = row
            .checked_sub(1)
            .map_or(0, |before| self.number_ends[before][1] + 1);
        match column {
            Known::Timestamp => slice(&self.numbers, start, timestamp),
            Known::Tag => slice(&self.numbers, timestamp + 1, tag),
            _ => "",
        }
    }

    /// Where a row's timestamp and UID end in `numbers`.
    pub(super) fn number_end(&self, row: usize) -> u32 {
        self.number_ends[row][1] + 1
    }

    /// A column of dates.
    pub(super) fn dates(&self, column: Known) -> &Dates {
        let at = DATES.iter().position(|date| *date == column);
        &self.dates[at.unwrap_or_default()]
    }

    /// The row as a session, given the kinds that its numbers mean.
    pub(super) fn session(&self, row: usize, kinds: &Kinds) -> Session {
        let kind = self.kinds[row];
        let repeated = |column: Known| {
            let at = REPEATED.iter().position(|repeated| *repeated == column);
            kinds.text(kind, at.unwrap_or_default())
        };
        let text = |column| self.text(row, column).to_owned();
        let date = |column| self.dates(column).text(row).into_owned();
        let [prevent_anon, prevent_auto_commit] = kinds.get(kind).flags;
        Session {
            address: Address {
                project: Project::from(repeated(Known::Project)),
                timestamp: text(Known::Timestamp),
                folder: text(Known::FolderName),
            },
            lastmod: date(Known::Lastmod).into(),
            uploaded: date(Known::Uploaded).into(),
            scan_date: date(Known::ScanDate).into(),
            scan_time: text(Known::ScanTime),
            subject: text(Known::Subject),
            name: text(Known::Name),
            tag: text(Known::Tag),
            status: repeated(Known::Status).into(),
            autoarchive: repeated(Known::Autoarchive).into(),
            prevent_anon,
            prevent_auto_commit,
            source: repeated(Known::Source).into(),
            visit: repeated(Known::Visit).into(),
            protocol: repeated(Known::Protocol).into(),
            timezone: repeated(Known::Timezone).into(),
            more: self.more.get(&row).cloned().unwrap_or_default(),
        }
    }

    /// True if a row of another batch, which has not settled yet, says the same.
    pub(super) fn is_same(&self, row: usize, kinds: &Kinds, other: &Self, at: usize) -> bool {
        let same = |column: &Known| self.text(row, *column) == other.text(at, *column);
        let dates = || {
            let mut pairs = self.dates.iter().zip(&other.dates);
            pairs.all(|(ours, theirs)| ours.is_same(row, theirs, at))
        };
        let is_one_kind = || {
            let (ours, theirs) = (kinds.get(self.kinds[row]), other.own.get(other.kinds[at]));
            let mut pairs = ours.words.iter().zip(theirs.words);
            ours.flags == theirs.flags && pairs.all(|(a, b)| kinds.word(*a) == other.own.word(b))
        };
        dates()
            && is_one_kind()
            && KEPT.iter().all(same)
            && same(&Known::Tag)
            && same(&Known::Timestamp)
            && self.more.get(&row) == other.more.get(&at)
    }

    /// Adds one row of another batch, given the kinds that its numbers mean.
    pub(super) fn copy(&mut self, other: &Self, row: usize, kinds: &Kinds) {
        self.push(&Cells::of(&other.session(row, kinds)));
    }
}

/// A batch from sessions, in their order.
impl<'a> FromIterator<&'a Session> for Batch {
    fn from_iter<I: IntoIterator<Item = &'a Session>>(sessions: I) -> Self {
        let mut batch = Self::default();
        for session in sessions {
            batch.push(&Cells::of(session));
        }
        batch
    }
}

/// The place of a column in `KEPT`; asked so often that looking for it would show.
fn kept(column: Known) -> Option<usize> {
    Some(match column {
        Known::ScanTime => 0,
        Known::Subject => 1,
        Known::FolderName => 2,
        Known::Name => 3,
        _ => return None,
    })
}

fn end(text: &str) -> u32 {
    count(text.len())
}

/// A batch holds a piece of an answer, which is far smaller than four gigabytes.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

fn slice(text: &str, start: u32, end: u32) -> &str {
    text.get(start as usize..end as usize).unwrap_or_default()
}
