//! Some rows of a listing, as small as they can be kept.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::cells::{Cells, Known};
use crate::address::Address;
use crate::project::Project;
use crate::query::lowercase_into;
use crate::session::Session;
use crate::sorted::Map;
use crate::stamp;

/// The columns whose texts come again and again; each is kept once.
pub(super) const REPEATED: [Known; 7] = [
    Known::Project,
    Known::Status,
    Known::Autoarchive,
    Known::Source,
    Known::Visit,
    Known::Protocol,
    Known::Timezone,
];
/// The place of the status among them.
pub(super) const STATUS: usize = 1;
/// The columns that are kept as they are.
const KEPT: [Known; 7] = [
    Known::Lastmod,
    Known::Uploaded,
    Known::ScanDate,
    Known::ScanTime,
    Known::Subject,
    Known::FolderName,
    Known::Name,
];
/// The columns that hold points of time.
pub(super) const DATES: [Known; 3] = [Known::Lastmod, Known::Uploaded, Known::ScanDate];
/// What XNAT calls the project of sessions without one.
const UNASSIGNED: &str = "Unassigned";
/// What an unreadable or missing date is among points of time.
pub(super) const NO_DATE: i64 = i64::MIN;

/// Rows of a listing that arrived together.
///
/// About 300 bytes a row: texts that repeat are numbers, the rest stands one after the other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Batch {
    /// The texts that repeat.
    pub(super) words: Vec<String>,
    /// Their places in `words`; not needed once the rows belong to a table.
    known: HashMap<String, u32>,
    /// For each row, and each of `REPEATED`, the place of its text.
    pub(super) symbols: Vec<[u32; REPEATED.len()]>,
    flags: Vec<[Option<bool>; 2]>,
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
    /// Points of time in seconds, worked out when they are first asked for.
    dates: [OnceCell<Vec<i64>>; DATES.len()],
}

impl Batch {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.symbols.len()
    }

    /// True if there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.symbols.is_empty()
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
        let before = self.symbols.last().copied();
        let mut at = 0;
        let symbols = REPEATED.map(|column| {
            let text = match (column, part(column)) {
                (Known::Project, text)
                    if text.is_empty() || text.eq_ignore_ascii_case(UNASSIGNED) =>
                {
                    UNASSIGNED
                }
                (_, text) => text,
            };
            let before = before.map(|symbols| symbols[at]);
            at += 1;
            // Most often it is the text of the row before.
            match before {
                Some(before) if self.words[before as usize] == text => before,
                _ => self.word(text),
            }
        });
        self.symbols.push(symbols);
        self.flags
            .push([Known::PreventAnon, Known::PreventAutoCommit].map(
                |flag| match cells.get(flag) {
                    "true" => Some(true),
                    "false" => Some(false),
                    _ => None,
                },
            ));
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
            self.has_letters |= text.bytes().any(is_letter);
            self.has_capitals |= text
                .bytes()
                .any(|b| is_letter(b) && !b.is_ascii_lowercase());
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
        // What was worked out of fewer rows is not the whole.
        self.dates = Default::default();
    }

    /// The same rows with their repeated texts as places in other words.
    pub(super) fn settle(&mut self, mut place: impl FnMut(&str) -> u32) {
        let places: Vec<u32> = self.words.iter().map(|word| place(word)).collect();
        for symbol in self.symbols.iter_mut().flatten() {
            *symbol = places[*symbol as usize];
        }
        self.words = Vec::new();
        self.known = HashMap::new();
        // What grew by doubling is cut to its size: there may be a million rows.
        for text in [&mut self.text, &mut self.names, &mut self.numbers] {
            text.shrink_to_fit();
        }
        self.symbols.shrink_to_fit();
        self.flags.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.named_so.shrink_to_fit();
        self.name_ends.shrink_to_fit();
        self.number_ends.shrink_to_fit();
    }

    fn word(&mut self, text: &str) -> u32 {
        if let Some(&place) = self.known.get(text) {
            return place;
        }
        let place = count(self.words.len());
        self.words.push(text.into());
        self.known.insert(text.into(), place);
        place
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

    /// Seconds of a point of time for each row, [`NO_DATE`] where there is none.
    pub(super) fn dates(&self, column: Known) -> &[i64] {
        let at = DATES
            .iter()
            .position(|date| *date == column)
            .unwrap_or_default();
        self.dates[at].get_or_init(|| (0..self.len()).map(|row| self.date(row, column)).collect())
    }

    fn date(&self, row: usize, column: Known) -> i64 {
        stamp::seconds(self.text(row, column)).unwrap_or(NO_DATE)
    }

    /// The row as a session, given its repeated texts.
    pub(super) fn session(&self, row: usize, words: &[String]) -> Session {
        let repeated = |column: Known| {
            let at = REPEATED.iter().position(|repeated| *repeated == column);
            words[self.symbols[row][at.unwrap_or_default()] as usize].as_str()
        };
        let text = |column| self.text(row, column).to_owned();
        let [prevent_anon, prevent_auto_commit] = self.flags[row];
        Session {
            address: Address {
                project: Project::from(repeated(Known::Project)),
                timestamp: text(Known::Timestamp),
                folder: text(Known::FolderName),
            },
            lastmod: text(Known::Lastmod).into(),
            uploaded: text(Known::Uploaded).into(),
            scan_date: text(Known::ScanDate).into(),
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

    /// True if a row of another batch with settled words says the same.
    pub(super) fn is_same(&self, row: usize, words: &[String], other: &Self, at: usize) -> bool {
        let same = |column: &Known| self.text(row, *column) == other.text(at, *column);
        let repeated = || {
            let (ours, theirs) = (&self.symbols[row], &other.symbols[at]);
            let mut pairs = ours.iter().zip(theirs);
            pairs.all(|(a, b)| words[*a as usize] == other.words[*b as usize])
        };
        self.flags[row] == other.flags[at]
            && KEPT.iter().all(same)
            && same(&Known::Tag)
            && same(&Known::Timestamp)
            && repeated()
            && self.more.get(&row) == other.more.get(&at)
    }

    /// Adds one row of another batch, given the repeated texts of that one.
    pub(super) fn copy(&mut self, other: &Self, row: usize, words: &[String]) {
        self.push(&Cells::of(&other.session(row, words)));
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
        Known::Lastmod => 0,
        Known::Uploaded => 1,
        Known::ScanDate => 2,
        Known::ScanTime => 3,
        Known::Subject => 4,
        Known::FolderName => 5,
        Known::Name => 6,
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
