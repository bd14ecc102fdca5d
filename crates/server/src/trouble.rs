//! Trouble on purpose: answers that come late, or not at all, so that it can be seen what a client makes of them.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::Response;
use prearchive_core::http::Request;

use crate::headers::status_page;

/// How often in a row the same reading is refused: who asks patiently gets an answer, as on a line that is only bad.
const IN_A_ROW: u8 = 2;

/// How late answers are, and how many fail.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Trouble {
    /// How long each answer is held back.
    pub latency: Duration,
    /// How many of a hundred thousand requests are refused before anything is done.
    pub fail_per_100_000: u32,
}

impl Trouble {
    /// Waits, and refuses what is to fail; signing in always works, and so does what is read a third time.
    pub(crate) async fn before(&self, request: &Request) -> Option<Response> {
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
        let is_sign_in = ["/services/auth", "/JSESSION", "/auth"]
            .iter()
            .any(|path| request.path.ends_with(path));
        let is_chosen = !is_sign_in && dice() < self.fail_per_100_000;
        let fails = if request.method.is_safe() && self.fail_per_100_000 > 0 {
            refused_reading(request, is_chosen)
        } else {
            is_chosen
        };
        fails.then(|| {
            status_page(
                StatusCode::SERVICE_UNAVAILABLE,
                "This request was chosen to fail (--fail-rate); nothing was done",
            )
        })
    }
}

/// True if a reading that the dice chose is refused; what was refused too often in a row is answered.
fn refused_reading(request: &Request, is_chosen: bool) -> bool {
    static REFUSED: Mutex<Option<HashMap<u64, u8>>> = Mutex::new(None);
    let mut hasher = DefaultHasher::new();
    (&request.path, &request.query).hash(&mut hasher);
    let asked = hasher.finish();
    let mut refused = REFUSED.lock().unwrap_or_else(PoisonError::into_inner);
    let refused = refused.get_or_insert_default();
    let times = refused.get(&asked).copied().unwrap_or_default();
    if is_chosen && times < IN_A_ROW {
        refused.insert(asked, times + 1);
        return true;
    }
    refused.remove(&asked);
    false
}

/// A number below 100,000, another each time, and the same numbers from each start.
fn dice() -> u32 {
    static STATE: AtomicU64 = AtomicU64::new(0);
    // splitmix64: a well-mixed sequence from a counter.
    let mut z = STATE
        .fetch_add(1, Ordering::Relaxed)
        .wrapping_add(1)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    u32::try_from((z ^ (z >> 31)) % 100_000).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use prearchive_core::http::Method;

    use super::*;

    #[test]
    fn about_as_many_fail_as_are_to() {
        let failed = (0..20_000).filter(|_| dice() < 10_000).count();
        assert!((1_700..=2_300).contains(&failed), "{failed} of 20,000");
    }

    #[tokio::test]
    async fn what_is_read_a_third_time_is_answered_and_what_changes_something_is_not() {
        let always = Trouble {
            fail_per_100_000: 100_000,
            ..Trouble::default()
        };
        let refusals = async |method, target| {
            let request = Request::from_target(method, target);
            let mut refused = Vec::new();
            for _ in 0..4 {
                refused.push(always.before(&request).await.is_some());
            }
            refused
        };
        let read = "/data/prearchive?format=json";
        assert_eq!(
            refusals(Method::Get, read).await,
            [true, true, false, true],
            "each time anew"
        );
        let change = "/data/services/prearchive/delete";
        assert_eq!(refusals(Method::Post, change).await, [true; 4]);
        let sign_in = "/data/services/auth";
        assert_eq!(refusals(Method::Post, sign_in).await, [false; 4]);
    }
}
