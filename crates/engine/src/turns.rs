//! Turns: what touches the same thing at the same time is done one after the other.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, PoisonError};

use prearchive_core::address::Address;
use prearchive_core::project::Project;

use crate::lock;

/// What a turn is for.
///
/// Whoever takes several takes them in this order, and never two of a kind: so nobody waits in a circle.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Thing {
    /// The session of that label which is arriving: found, or begun, by one request at a time.
    Arrival(Project, String),
    /// Building a session: the second waits for the first, for more may have come meanwhile.
    Build(Address),
    /// Adding and removing files inside a session.
    Inside(Address),
    /// The session's place: shared while something reads or adds files, alone while it moves.
    Place(Address),
    /// An archived session, by project and label.
    Experiment(String, String),
    /// Everything that is on disk, while the rows are made anew.
    Rows,
}

/// Who has the turns: how many share one, or `ALONE`.
#[derive(Default)]
pub(crate) struct Turns {
    held: Mutex<HashMap<Thing, usize>>,
    ended: Condvar,
}

const ALONE: usize = usize::MAX;

/// A turn; it ends when it is dropped.
#[must_use]
pub(crate) struct Turn<'a> {
    turns: &'a Turns,
    thing: Thing,
}

impl Turns {
    /// Waits until nobody else has the turn, and takes it.
    pub(crate) fn take(&self, thing: Thing) -> Turn<'_> {
        self.when(thing, |holders| (holders == 0).then_some(ALONE))
    }

    /// Waits until nobody has the turn alone, and shares it.
    pub(crate) fn share(&self, thing: Thing) -> Turn<'_> {
        self.when(thing, |holders| (holders != ALONE).then(|| holders + 1))
    }

    fn when(&self, thing: Thing, next: impl Fn(usize) -> Option<usize>) -> Turn<'_> {
        let mut held = lock(&self.held);
        loop {
            let holders = held.get(&thing).copied().unwrap_or_default();
            if let Some(holders) = next(holders) {
                held.insert(thing.clone(), holders);
                return Turn { turns: self, thing };
            }
            held = self
                .ended
                .wait(held)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut held = lock(&self.turns.held);
        match held.get_mut(&self.thing) {
            Some(holders) if *holders != ALONE && *holders > 1 => *holders -= 1,
            _ => {
                held.remove(&self.thing);
            }
        }
        self.turns.ended.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn one_thing_is_had_by_one_at_a_time_and_another_is_free() {
        let turns = Turns::default();
        let thing = |label: &str| Thing::Arrival("P".into(), label.to_owned());
        let (inside, most, done) = (
            AtomicUsize::new(0),
            AtomicUsize::new(0),
            AtomicUsize::new(0),
        );
        thread::scope(|scope| {
            let _another = turns.take(thing("ANOTHER"));
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..100 {
                        let _turn = turns.take(thing("ONE"));
                        let now = inside.fetch_add(1, Ordering::SeqCst) + 1;
                        most.fetch_max(now, Ordering::SeqCst);
                        thread::yield_now();
                        inside.fetch_sub(1, Ordering::SeqCst);
                        done.fetch_add(1, Ordering::SeqCst);
                    }
                });
            }
        });
        assert_eq!(most.into_inner(), 1);
        assert_eq!(done.into_inner(), 800);
    }

    #[test]
    fn those_who_share_wait_for_whoever_is_alone_and_the_other_way_round() {
        let turns = Turns::default();
        let (readers, writers) = (AtomicUsize::new(0), AtomicUsize::new(0));
        thread::scope(|scope| {
            for n in 0..8 {
                let (turns, readers, writers) = (&turns, &readers, &writers);
                scope.spawn(move || {
                    for _ in 0..100 {
                        if n % 4 == 0 {
                            let _turn = turns.take(Thing::Rows);
                            assert_eq!(writers.fetch_add(1, Ordering::SeqCst), 0);
                            assert_eq!(readers.load(Ordering::SeqCst), 0);
                            thread::yield_now();
                            writers.fetch_sub(1, Ordering::SeqCst);
                        } else {
                            let _turn = turns.share(Thing::Rows);
                            readers.fetch_add(1, Ordering::SeqCst);
                            assert_eq!(writers.load(Ordering::SeqCst), 0);
                            thread::yield_now();
                            readers.fetch_sub(1, Ordering::SeqCst);
                        }
                    }
                });
            }
        });
    }
}
