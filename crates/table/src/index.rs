//! Where something is by its hash: numbers of rows, words, kinds and studies, all in one type of table.

use std::hash::{BuildHasher, Hash};

use foldhash::quality::FixedState;
use hashbrown::HashTable;

/// Numbers, each found by the hash of what it stands for.
///
/// Whether what has the hash is what was looked for, only the asker can tell.
/// One type serves for everything, because each would come with some kilobytes of WebAssembly of its own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index(HashTable<(u32, u32)>);

/// A hash that is the same wherever it is asked for.
pub(crate) fn hash(of: &impl Hash) -> u64 {
    FixedState::default().hash_one(of)
}

/// The half of it tells well enough apart, and is half as large.
pub(crate) fn short_hash(of: &impl Hash) -> u32 {
    hash(of) as u32
}

impl Index {
    /// The number that has the hash and is the one.
    pub(crate) fn find(&self, hash: u32, mut is_it: impl FnMut(u32) -> bool) -> Option<u32> {
        let wanted = |(other, number): &(u32, u32)| *other == hash && is_it(*number);
        self.0.find(spread(hash), wanted).map(|(_, number)| *number)
    }

    /// Adds a number, also beside others that have the same hash.
    pub(crate) fn insert(&mut self, hash: u32, number: u32) {
        self.0
            .insert_unique(spread(hash), (hash, number), |(hash, _)| spread(*hash));
    }

    /// Takes a number out.
    pub(crate) fn remove(&mut self, hash: u32, number: u32) {
        let found = self
            .0
            .find_entry(spread(hash), |one| *one == (hash, number));
        if let Ok(entry) = found {
            entry.remove();
        }
    }
}

/// A hash of which the upper bits differ as well, which is what the table asks for.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
