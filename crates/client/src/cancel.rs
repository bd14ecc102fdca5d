//! A signal that ends work: shared by its clones, given once.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Ends work when it is told to; a new one never does until then.
#[derive(Clone, Default)]
pub struct Cancel(Rc<State>);

#[derive(Default)]
struct State {
    cancelled: Cell<bool>,
    next: Cell<u64>,
    wakers: RefCell<Vec<(u64, Waker)>>,
}

impl Cancel {
    /// A signal that has not been given.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives the signal to all clones, for good.
    pub fn cancel(&self) {
        self.0.cancelled.set(true);
        let wakers = std::mem::take(&mut *self.0.wakers.borrow_mut());
        for (_, waker) in wakers {
            waker.wake();
        }
    }

    /// True once the signal has been given.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.get()
    }

    /// Waits for the signal.
    pub async fn cancelled(&self) {
        let id = self.0.next.get();
        self.0.next.set(id + 1);
        Wait { state: &self.0, id }.await;
    }
}

impl fmt::Debug for Cancel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cancel").field(&self.is_cancelled()).finish()
    }
}

/// Leaves no waker behind when it is dropped, because one signal outlives many requests.
struct Wait<'a> {
    state: &'a State,
    id: u64,
}

impl Future for Wait<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.state.cancelled.get() {
            return Poll::Ready(());
        }
        let mut wakers = self.state.wakers.borrow_mut();
        wakers.retain(|(id, _)| *id != self.id);
        wakers.push((self.id, context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Wait<'_> {
    fn drop(&mut self) {
        let mut wakers = self.state.wakers.borrow_mut();
        wakers.retain(|(id, _)| *id != self.id);
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[test]
    fn clones_share_the_signal_and_waiting_leaves_nothing_behind() {
        let cancel = Cancel::new();
        assert_eq!(cancel.cancelled().now_or_never(), None);
        assert!(cancel.0.wakers.borrow().is_empty());
        cancel.clone().cancel();
        assert!(cancel.is_cancelled());
        assert_eq!(cancel.cancelled().now_or_never(), Some(()));
    }
}
