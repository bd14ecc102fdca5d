//! How fast a run goes: so many sessions at once, and none while it is paused.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

/// So many sessions of a run are worked on at once, at most.
pub const MOST: usize = 8;

/// The pace of a run; clones are the same one, so that it can be changed while the run is under way.
#[derive(Clone)]
pub struct Pace(Rc<State>);

struct State {
    parallel: Cell<usize>,
    paused: Cell<bool>,
    busy: Cell<usize>,
    wakers: RefCell<Vec<Waker>>,
}

impl Default for Pace {
    /// Four at once.
    fn default() -> Self {
        Self::new(4)
    }
}

impl Pace {
    /// So many at once, at least one and at most [`MOST`].
    #[must_use]
    pub fn new(parallel: usize) -> Self {
        Self(Rc::new(State {
            parallel: Cell::new(parallel.clamp(1, MOST)),
            paused: Cell::new(false),
            busy: Cell::new(0),
            wakers: RefCell::default(),
        }))
    }

    /// Goes on with so many at once; what is under way is not broken off.
    pub fn set_parallel(&self, parallel: usize) {
        self.0.parallel.set(parallel.clamp(1, MOST));
        self.wake();
    }

    /// Begins no further session until it goes on.
    pub fn pause(&self) {
        self.0.paused.set(true);
    }

    /// Begins sessions again.
    pub fn go_on(&self) {
        self.0.paused.set(false);
        self.wake();
    }

    /// True while no session is begun.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.0.paused.get()
    }

    /// Waits until another session may be begun; it counts until the turn is dropped.
    pub(super) async fn turn(&self) -> Turn {
        let state = &self.0;
        poll_fn(|context| {
            if !state.paused.get() && state.busy.get() < state.parallel.get() {
                state.busy.set(state.busy.get() + 1);
                return Poll::Ready(Turn(self.clone()));
            }
            let mut wakers = state.wakers.borrow_mut();
            if !wakers.iter().any(|waker| waker.will_wake(context.waker())) {
                wakers.push(context.waker().clone());
            }
            Poll::Pending
        })
        .await
    }

    fn wake(&self) {
        let wakers = std::mem::take(&mut *self.0.wakers.borrow_mut());
        for waker in wakers {
            waker.wake();
        }
    }
}

impl fmt::Debug for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pace")
            .field("parallel", &self.0.parallel.get())
            .field("paused", &self.0.paused.get())
            .finish_non_exhaustive()
    }
}

/// The right to work on one session.
pub(super) struct Turn(Pace);

impl Drop for Turn {
    fn drop(&mut self) {
        let busy = &self.0.0.busy;
        busy.set(busy.get() - 1);
        self.0.wake();
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[test]
    fn turns_are_given_as_the_pace_allows() {
        let pace = Pace::new(2);
        let first = pace.turn().now_or_never();
        let second = pace.turn().now_or_never();
        assert!(first.is_some() && second.is_some());
        assert!(pace.turn().now_or_never().is_none(), "two at once");
        pace.set_parallel(3);
        let third = pace.turn().now_or_never();
        assert!(third.is_some(), "three at once");
        drop(first);
        pace.pause();
        assert!(pace.turn().now_or_never().is_none(), "paused");
        pace.clone().go_on();
        assert!(pace.turn().now_or_never().is_some());
    }
}
