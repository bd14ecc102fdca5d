//! The embedded prearchive: answers core's calls as XNAT does, over a store, without sockets, clock or threads.
//!
//! [`Engine::handle`] answers a request, [`Engine::work`] does what is queued or due; both are told the time.

mod access;
mod answers;
mod calls;
#[cfg(feature = "demo")]
pub mod demo;
pub mod document;
mod gate;
mod login;
pub mod passwords;
mod prearchive;
mod queue;
pub mod refusal;
mod reply;
pub mod store;
mod tokens;
mod tracking;
pub mod tree;
mod turns;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use time::{OffsetDateTime, PrimitiveDateTime};

use gate::Gate;
use login::Logins;
pub use prearchive::refresh::Refreshed;
pub use prearchive::restore::Removed;
pub use prearchive::unpack::Upload;
use queue::Queue;
pub use reply::{Chunks, Reply};
use store::Store;
use tracking::Tracks;
use turns::Turns;

/// What a site decides.
#[derive(Debug, Clone)]
pub struct Config {
    /// The path before `/data`, such as `/xnat`; empty for none.
    pub context: String,
    /// The largest body of an import in bytes.
    pub max_upload: u64,
    /// The most that an imported archive may unpack to, in bytes.
    pub max_unpacked: u64,
    /// The most that an imported archive above 64 MB may unpack to, as a multiple of its size.
    pub max_ratio: u64,
    /// The most files in an imported archive.
    pub max_entries: usize,
    /// How long a login lasts without a request.
    pub idle: Duration,
    /// How long a session must have been quiet before it is built by itself.
    pub quiet: Duration,
    /// The abbreviation of the server's zone in Java's dates.
    pub zone: String,
}

impl Default for Config {
    /// XNAT's own defaults where it has them: 15 minutes idle, 5 minutes quiet.
    fn default() -> Self {
        Self {
            context: String::new(),
            max_upload: 1 << 30,
            max_unpacked: 4 << 30,
            max_ratio: 1000,
            max_entries: 100_000,
            idle: Duration::from_secs(15 * 60),
            quiet: Duration::from_secs(5 * 60),
            zone: "UTC".into(),
        }
    }
}

/// The prearchive itself.
pub struct Engine {
    store: Arc<dyn Store>,
    config: Config,
    logins: Logins,
    gate: Gate,
    queue: Queue,
    turns: Turns,
    tracks: Tracks,
}

impl Engine {
    /// An engine over a store.
    #[must_use]
    pub fn new(store: Box<dyn Store>, config: Config) -> Self {
        Self {
            store: Arc::from(store),
            config,
            logins: Logins::default(),
            gate: Gate::default(),
            queue: Queue::default(),
            turns: Turns::default(),
            tracks: Tracks::default(),
        }
    }

    /// The store, for set-up and inspection.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        self.store.as_ref()
    }
}

/// The server's local time as XNAT writes it: without a zone, and to the millisecond, as Java's dates are.
///
/// xnatpy cannot read a time with more than six decimals.
fn civil(now: OffsetDateTime) -> PrimitiveDateTime {
    PrimitiveDateTime::new(now.date(), now.time().truncate_to_millisecond())
}

/// Milliseconds since 1970.
fn millis(now: OffsetDateTime) -> i64 {
    i64::try_from(now.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

/// What our locks guard is changed in single steps, so a panic elsewhere leaves it whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
