//! How many passwords are checked at the same time, so that guessing costs nobody else the server.
//!
//! A check takes time and memory on purpose.
//! Names are spread over a few lanes, and each lane checks one password after the other: whoever guesses at one name
//! slows down that name's lane and no other, and nobody is ever locked out.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::lock;

/// How many passwords are checked at the same time at most.
const LANES: usize = 8;
/// How many checks a lane takes on; what comes beyond is sent away at once instead of holding a thread.
const LENGTH: usize = 32;

/// The lanes.
#[derive(Default)]
pub(crate) struct Gate {
    lanes: [Lane; LANES],
    spread: RandomState,
}

#[derive(Default)]
struct Lane {
    checking: Mutex<()>,
    taken: AtomicUsize,
}

/// A place in a lane; it is given back even if the check panics.
struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Gate {
    /// Checks when it is that name's turn; `None` if too many are waiting already.
    pub(crate) fn through<T>(&self, name: &str, check: impl FnOnce() -> T) -> Option<T> {
        let lane = usize::try_from(self.spread.hash_one(name) % LANES as u64).unwrap_or(0);
        let lane = &self.lanes[lane];
        let before = lane.taken.fetch_add(1, Ordering::Relaxed);
        let _place = Place(&lane.taken);
        if before >= LENGTH {
            return None;
        }
        let _turn = lock(&lane.checking);
        Some(check())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_beyond_is_sent_away_and_the_lane_is_free_again() {
        let gate = Gate::default();
        for lane in &gate.lanes {
            lane.taken.store(LENGTH, Ordering::Relaxed);
        }
        assert_eq!(gate.through("owner", || ()), None);
        for lane in &gate.lanes {
            assert_eq!(lane.taken.load(Ordering::Relaxed), LENGTH);
            lane.taken.store(0, Ordering::Relaxed);
        }
        assert_eq!(gate.through("owner", || 1), Some(1));
        assert!(
            gate.lanes
                .iter()
                .all(|lane| lane.taken.load(Ordering::Relaxed) == 0)
        );
    }
}
