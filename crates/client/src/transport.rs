//! What carries a request to a server and its answer back.

use futures::future::LocalBoxFuture;
use prearchive_core::http::{Request, Response};

use crate::timer;

pub use crate::cancel::Cancel;
pub use crate::direct::Direct;
#[cfg(target_arch = "wasm32")]
pub use crate::fetch::Fetch;

/// Carries HTTP exchanges; also the only source of passing time.
pub trait Transport {
    /// One exchange: an answer of any status is `Ok`.
    ///
    /// Dropping the future gives the exchange up.
    fn send(
        &self,
        request: Request,
        options: SendOptions,
    ) -> LocalBoxFuture<'_, Result<Response, TransportError>>;

    /// One exchange whose body is handed over while it arrives, if the sink wants that of an answer with such a head.
    ///
    /// The answer that is returned has no body then.
    /// The time limit is for each piece.
    fn stream<'a>(
        &'a self,
        request: Request,
        options: SendOptions,
        sink: &'a mut dyn Sink,
    ) -> LocalBoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            let mut response = self.send(request, options).await?;
            let body = std::mem::take(&mut response.body);
            if sink.wants(&response) {
                sink.piece(&body);
            } else {
                response.body = body;
            }
            Ok(response)
        })
    }

    /// The address of a request for a link (`<a href>`); `None` if there is none.
    fn address(&self, request: &Request) -> Option<String>;

    /// Waits between two requests; tests answer at once.
    fn pause(&self, ms: u32) -> LocalBoxFuture<'_, ()> {
        Box::pin(timer::sleep(ms))
    }
}

/// Takes an answer while it arrives.
pub trait Sink {
    /// True if the body of an answer with this head is wanted piece by piece.
    fn wants(&mut self, head: &Response) -> bool;

    /// Takes the next piece.
    fn piece(&mut self, bytes: &[u8]);

    /// Hands on what it has kept back: the next piece keeps it waiting, or some time has passed.
    fn flush(&mut self);
}

/// How long an exchange may last.
#[derive(Debug, Clone, Default)]
pub struct SendOptions {
    /// Gives up after so many milliseconds, the answer's body included; never if absent.
    pub timeout_ms: Option<u32>,
    /// Gives up when this is cancelled.
    pub cancel: Cancel,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No connection, or it broke; with the reason as the browser words it.
    #[error("The server could not be reached: {0}")]
    Unreachable(String),
    /// No whole answer in time. Whether the server did what it was asked is not known.
    #[error("The server did not answer within {} seconds.", after_ms.div_ceil(1000))]
    TimedOut {
        /// How long the wait was, in milliseconds.
        after_ms: u32,
    },
    /// The caller gave up. Whether the server did what it was asked is not known.
    #[error("The request was cancelled.")]
    Cancelled,
}

impl TransportError {
    /// A stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreachable(_) => "unreachable",
            Self::TimedOut { .. } => "timed-out",
            Self::Cancelled => "cancelled",
        }
    }
}
