//! Trouble on purpose: answers that come late, or not at all, so that it can be seen what a client makes of them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::Response;
use prearchive_core::http::Request;

use crate::headers::status_page;

/// How late answers are, and how many fail.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Trouble {
    /// How long each answer is held back.
    pub latency: Duration,
    /// How many of a hundred thousand requests are refused before anything is done.
    pub fail_per_100_000: u32,
}

impl Trouble {
    /// Waits, and refuses what is to fail; signing in always works.
    pub(crate) async fn before(&self, request: &Request) -> Option<Response> {
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
        let is_sign_in = ["/services/auth", "/JSESSION", "/auth"]
            .iter()
            .any(|path| request.path.ends_with(path));
        let fails = !is_sign_in && dice() < self.fail_per_100_000;
        fails.then(|| {
            status_page(
                StatusCode::SERVICE_UNAVAILABLE,
                "This request was chosen to fail (--fail-rate); nothing was done",
            )
        })
    }
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
    use super::*;

    #[test]
    fn about_as_many_fail_as_are_to() {
        let failed = (0..20_000).filter(|_| dice() < 10_000).count();
        assert!((1_700..=2_300).contains(&failed), "{failed} of 20,000");
    }
}
