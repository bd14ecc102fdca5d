//! The threads that do what is queued or due.

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
    /// How often there was said to be work.
    pokes: u64,
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
        self.orders().pokes += 1;
        self.rung.notify_all();
    }

    fn stop(&self) {
        self.orders().stop = true;
        self.rung.notify_all();
    }

    /// Waits for a poke since the last one that was heard, or for the next round; `None` when it is time to stop.
    fn wait(&self, heard: u64) -> Option<u64> {
        let (orders, _) = self
            .rung
            .wait_timeout_while(self.orders(), ROUND, |orders| {
                orders.pokes == heard && !orders.stop
            })
            .unwrap_or_else(PoisonError::into_inner);
        (!orders.stop).then_some(orders.pokes)
    }
}

/// Running workers.
#[derive(Debug)]
pub(crate) struct Workers {
    bell: Arc<Bell>,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    /// Starts so many to work.
    pub(crate) fn start(
        count: usize,
        engine: &Arc<Engine>,
        bell: &Arc<Bell>,
        clock: Clock,
    ) -> std::io::Result<Self> {
        let mut workers = Self {
            bell: Arc::clone(bell),
            threads: Vec::new(),
        };
        for number in 1..=count.max(1) {
            let (engine, bell) = (Arc::clone(engine), Arc::clone(bell));
            let thread = thread::Builder::new()
                .name(format!("worker-{number}"))
                .spawn(move || work(&engine, &bell, clock))?;
            workers.threads.push(thread);
        }
        Ok(workers)
    }

    /// Waits for the work that is under way, and does no more.
    pub(crate) fn stop(self) {
        self.bell.stop();
        for thread in self.threads {
            // Its panics were caught and told.
            let _ = thread.join();
        }
    }
}

fn work(engine: &Engine, bell: &Bell, clock: Clock) {
    let mut heard = 0;
    while let Some(pokes) = bell.wait(heard) {
        heard = pokes;
        // One piece of work that panics must not stop all others for ever.
        let round = catch_unwind(AssertUnwindSafe(|| engine.work(clock.now())));
        match round {
            // What was done can have made other work due.
            Ok(done) if done > 0 => bell.poke(),
            Ok(_) => {}
            Err(_) => tell("a worker failed in this round, and goes on with the next"),
        }
    }
}
