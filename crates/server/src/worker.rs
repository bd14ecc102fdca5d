//! The thread that does what is queued or due.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use prearchive_engine::Engine;

use crate::clock::Clock;
use crate::log::tell;

/// How long it waits when nobody pokes it.
const ROUND: Duration = Duration::from_secs(1);

/// What the worker is told.
#[derive(Debug, Default)]
struct Orders {
    poked: bool,
    stop: bool,
}

/// Where the worker is told it.
#[derive(Debug, Default)]
pub(crate) struct Bell {
    orders: Mutex<Orders>,
    rung: Condvar,
}

impl Bell {
    fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Says that there may be work.
    pub(crate) fn poke(&self) {
        self.orders().poked = true;
        self.rung.notify_all();
    }

    fn stop(&self) {
        self.orders().stop = true;
        self.rung.notify_all();
    }

    /// Waits for a poke or for the next round; false when it is time to stop.
    fn wait(&self) -> bool {
        let (mut orders, _) = self
            .rung
            .wait_timeout_while(self.orders(), ROUND, |orders| !orders.poked && !orders.stop)
            .unwrap_or_else(PoisonError::into_inner);
        orders.poked = false;
        !orders.stop
    }
}

/// A running worker.
#[derive(Debug)]
pub(crate) struct Worker {
    bell: Arc<Bell>,
    thread: JoinHandle<()>,
}

impl Worker {
    /// Starts to work.
    pub(crate) fn start(
        engine: Arc<Engine>,
        bell: Arc<Bell>,
        clock: Clock,
    ) -> std::io::Result<Self> {
        let heard = Arc::clone(&bell);
        let thread = thread::Builder::new()
            .name("worker".into())
            .spawn(move || {
                while heard.wait() {
                    // One piece of work that panics must not stop all others for ever.
                    let round = catch_unwind(AssertUnwindSafe(|| engine.work(clock.now())));
                    match round {
                        // What was done can have made other work due.
                        Ok(done) if done > 0 => heard.poke(),
                        Ok(_) => {}
                        Err(_) => {
                            tell("the worker failed in this round, and goes on with the next");
                        }
                    }
                }
            })?;
        Ok(Self { bell, thread })
    }

    /// Waits for the work that is under way, and does no more.
    pub(crate) fn stop(self) {
        self.bell.stop();
        // Its panics were caught and told.
        let _ = self.thread.join();
    }
}
