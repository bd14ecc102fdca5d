//! A set of rows, a bit for each.

use crate::RowId;

/// Some rows of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    bits: Vec<u64>,
    count: usize,
}

impl Rows {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// True if there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// True if the row is one of them.
    #[must_use]
    pub fn contains(&self, id: RowId) -> bool {
        let (at, bit) = place(id);
        self.bits.get(at).is_some_and(|bits| bits & bit != 0)
    }

    /// Adds a row; false if it is one of them already.
    pub fn insert(&mut self, id: RowId) -> bool {
        let (at, bit) = place(id);
        if self.bits.len() <= at {
            self.bits.resize(at + 1, 0);
        }
        let is_new = self.bits[at] & bit == 0;
        self.bits[at] |= bit;
        self.count += usize::from(is_new);
        is_new
    }

    /// Takes a row away; false if it is none of them.
    pub fn remove(&mut self, id: RowId) -> bool {
        let (at, bit) = place(id);
        let was = self.contains(id);
        if was {
            self.bits[at] &= !bit;
            self.count -= 1;
            // The same rows are the same bits.
            while self.bits.last() == Some(&0) {
                self.bits.pop();
            }
        }
        was
    }

    /// Takes all away.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The rows in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = RowId> {
        self.bits.iter().zip(0..).flat_map(|(bits, at)| {
            let bits = *bits;
            (0..64).filter_map(move |bit| (bits >> bit & 1 == 1).then_some(RowId(at * 64 + bit)))
        })
    }
}

impl FromIterator<RowId> for Rows {
    fn from_iter<I: IntoIterator<Item = RowId>>(ids: I) -> Self {
        let mut rows = Self::default();
        rows.extend(ids);
        rows
    }
}

impl Extend<RowId> for Rows {
    fn extend<I: IntoIterator<Item = RowId>>(&mut self, ids: I) {
        for id in ids {
            self.insert(id);
        }
    }
}

fn place(RowId(number): RowId) -> (usize, u64) {
    (number as usize / 64, 1 << (number % 64))
}
