//! What a row has in common with many others, kept once for all of them.

use crate::cells::{Cells, Known};
use crate::index::{Index, short_hash};

/// The columns whose texts come again and again; each text is kept once.
pub(super) const REPEATED: [Known; 7] = [
    Known::Project,
    Known::Status,
    Known::Autoarchive,
    Known::Source,
    Known::Visit,
    Known::Protocol,
    Known::Timezone,
];
/// The place of the project among them.
pub(super) const PROJECT: usize = 0;
/// The place of the status among them.
pub(super) const STATUS: usize = 1;

/// The repeated texts of a row, as their places in [`Kinds::words`], and its flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Kind {
    pub(super) words: [u32; REPEATED.len()],
    pub(super) flags: [Option<bool>; 2],
}

impl Kind {
    /// The flags as a row's cells give them.
    pub(super) fn flags(cells: &Cells<'_>) -> [Option<bool>; 2] {
        [Known::PreventAnon, Known::PreventAutoCommit].map(|flag| match cells.get(flag) {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        })
    }
}

/// The kinds of rows that there are, and their words.
#[derive(Debug, Clone, Default)]
pub(super) struct Kinds {
    words: Vec<String>,
    kinds: Vec<Kind>,
    word_places: Index,
    kind_places: Index,
}

impl Kinds {
    /// The texts that repeat.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// Every kind, in the order of their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.iter()
    }

    /// The kind of that number.
    pub(super) fn get(&self, number: u32) -> &Kind {
        &self.kinds[number as usize]
    }

    /// The repeated text of a kind that stands at that place of [`REPEATED`].
    pub(super) fn text(&self, number: u32, place: usize) -> &str {
        self.word(self.get(number).words[place])
    }

    /// The word of that number.
    pub(super) fn word(&self, number: u32) -> &str {
        &self.words[number as usize]
    }

    /// What holds of the words, for each kind, of which only the word at one place of [`REPEATED`] counts.
    pub(super) fn by_word<T: Copy>(&self, place: usize, of: impl Fn(&str) -> T) -> Vec<T> {
        let words: Vec<T> = self.words.iter().map(|word| of(word)).collect();
        let of_kind = |kind: &Kind| words[kind.words[place] as usize];
        self.iter().map(of_kind).collect()
    }

    /// The number of a word.
    pub(super) fn word_number(&mut self, text: &str) -> u32 {
        let hash = short_hash(&text);
        let is_it = |number| self.word(number) == text;
        if let Some(number) = self.word_places.find(hash, is_it) {
            return number;
        }
        let number = count(self.words.len());
        self.words.push(text.into());
        self.word_places.insert(hash, number);
        number
    }

    /// The number of a kind.
    pub(super) fn number(&mut self, kind: Kind) -> u32 {
        let hash = short_hash(&kind);
        let is_it = |number| *self.get(number) == kind;
        if let Some(number) = self.kind_places.find(hash, is_it) {
            return number;
        }
        let number = count(self.kinds.len());
        self.kinds.push(kind);
        self.kind_places.insert(hash, number);
        number
    }

    /// Takes all kinds of others in, and gives their numbers here.
    pub(super) fn adopt(&mut self, others: &Self) -> Vec<u32> {
        let words: Vec<u32> = others
            .words
            .iter()
            .map(|word| self.word_number(word))
            .collect();
        let adopted = |kind: &Kind| Kind {
            words: kind.words.map(|word| words[word as usize]),
            flags: kind.flags,
        };
        others
            .iter()
            .map(|kind| self.number(adopted(kind)))
            .collect()
    }
}

/// Two that have met the same rows in the same order.
impl PartialEq for Kinds {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words && self.kinds == other.kinds
    }
}

/// There are never as many kinds as four thousand million.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
