//! The client: every call of the prearchive API as a method.

mod actions;
mod inside;
mod listing;
mod settings;
mod sign_in;

use std::fmt;
use std::rc::Rc;

use futures::FutureExt;
use prearchive_core::calls::answer::rows;
use prearchive_core::calls::{Call, RouteId};
use prearchive_core::csrf::{self, SessionText};
use prearchive_core::failure::{Failure, FailureKind, check};
use prearchive_core::format::Format;
use prearchive_core::http::{Request, Response};
use prearchive_core::inside::Tabular;

use crate::cancel::Cancel;
use crate::error::ClientError;
use crate::token::Tokens;
use crate::transport::{SendOptions, Sink, Transport, TransportError};

/// How long a listing or a small answer may take, in milliseconds.
const READING_MS: u32 = 30_000;
/// How long work on a whole session, or a download, may take: as long as XNAT waits for archiving.
const WORKING_MS: u32 = 600_000;
/// The pauses before a safe call is sent again, in milliseconds.
const BACK_OFF_MS: [u32; 2] = [300, 900];

/// Speaks with one server as one user; clones share the login.
#[derive(Clone)]
pub struct Client {
    shared: Rc<Shared>,
    cancel: Cancel,
    timeout_ms: Option<u32>,
}

struct Shared {
    transport: Rc<dyn Transport>,
    tokens: Tokens,
}

impl Client {
    /// A client that sends through the transport.
    #[must_use]
    pub fn new(transport: Rc<dyn Transport>) -> Self {
        Self {
            shared: Rc::new(Shared {
                transport,
                tokens: Tokens::default(),
            }),
            cancel: Cancel::default(),
            timeout_ms: None,
        }
    }

    /// A clone whose requests are given up after so many milliseconds, instead of
    /// 30 seconds for reading and 10 minutes for work on a session, imports and downloads.
    #[must_use]
    pub fn with_timeout(&self, timeout_ms: u32) -> Self {
        Self {
            timeout_ms: Some(timeout_ms),
            ..self.clone()
        }
    }

    /// A clone whose calls end with [`TransportError::Cancelled`] when the signal is given.
    #[must_use]
    pub fn with_cancel(&self, cancel: Cancel) -> Self {
        Self {
            cancel,
            ..self.clone()
        }
    }

    /// The link under which a browser finds a call's answer; `None` in-process.
    #[must_use]
    pub fn address_of(&self, call: &Call, format: Option<Format>) -> Option<String> {
        let request = render(call, format).ok()?;
        self.shared.transport.address(&request)
    }

    /// Refuses a call whose names a URL cannot carry, see [`ClientError::BadName`]; for who sends it in another way.
    pub fn check_names(&self, call: &Call, format: Option<Format>) -> Result<(), ClientError> {
        render(call, format).map(drop)
    }

    /// Sends any call, with what the server asks of a browser, and tells success from refusal.
    pub async fn call(&self, call: &Call) -> Result<Response, ClientError> {
        let response = self.exchange(call, None).await?;
        self.checked(call, response).await
    }

    /// Sends a call for another rendering than its reader's, such as a session's zip.
    pub async fn call_as(&self, call: &Call, format: Format) -> Result<Response, ClientError> {
        let response = self.exchange(call, Some(format)).await?;
        self.checked(call, response).await
    }

    async fn rows<T: Tabular>(&self, call: &Call) -> Result<Vec<T>, ClientError> {
        Ok(rows(&self.call(call).await?)?)
    }

    async fn checked(&self, call: &Call, response: Response) -> Result<Response, ClientError> {
        match check(call, &response) {
            Ok(()) => Ok(response),
            Err(failure) => {
                if failure.kind == FailureKind::SignedOut {
                    self.shared.tokens.forget().await;
                }
                Err(failure.into())
            }
        }
    }

    /// An exchange whose answer has not been judged.
    async fn exchange(&self, call: &Call, format: Option<Format>) -> Result<Response, ClientError> {
        let request = render(call, format)?;
        let timeout_ms = self.timeout_ms.unwrap_or(patience(call, format));
        if request.method.is_safe() {
            return Ok(self.send_safe(&request, timeout_ms).await?);
        }
        if call.id() == RouteId::SignIn {
            return Ok(self.send(request, timeout_ms).await?);
        }
        let token = self
            .shared
            .tokens
            .get(async || self.ask_token().await)
            .await?;
        let response = self
            .send(with_token(request, token.as_deref()), timeout_ms)
            .await?;
        if !matches!(response.status, 403 | 500) {
            return Ok(response);
        }
        // Either status may mean a lost token. If the server has another one by now, it did nothing but refuse.
        match self
            .shared
            .tokens
            .other(&token, async || self.ask_token().await)
            .await
        {
            Ok(Some(other)) => {
                let request = with_token(render(call, format)?, Some(&other));
                Ok(self.send(request, timeout_ms).await?)
            }
            Ok(None) | Err(_) => Ok(response),
        }
    }

    async fn ask_token(&self) -> Result<Option<String>, ClientError> {
        let call = Call::Session { csrf: true };
        let timeout_ms = self.timeout_ms.unwrap_or(READING_MS);
        let response = self.send_safe(&call.request(), timeout_ms).await?;
        check(&call, &response)?;
        Ok(SessionText::read(&response.text()).token)
    }

    /// Sends a request that changes nothing, up to three times.
    async fn send_safe(
        &self,
        request: &Request,
        timeout_ms: u32,
    ) -> Result<Response, TransportError> {
        for pause in BACK_OFF_MS {
            match self.send(request.clone(), timeout_ms).await {
                Ok(response) if matches!(response.status, 502..=504) => {}
                Err(TransportError::Unreachable(_)) => {}
                ended => return ended,
            }
            self.pause(pause).await?;
        }
        self.send(request.clone(), timeout_ms).await
    }

    /// Sends a safe call, up to three times, and has the answer's body handed over while it arrives.
    ///
    /// Once a body has begun the call is not repeated.
    async fn stream(&self, call: &Call, sink: &mut dyn Sink) -> Result<Response, ClientError> {
        let request = render(call, None)?;
        let options = SendOptions {
            timeout_ms: Some(self.timeout_ms.unwrap_or(patience(call, None))),
            cancel: self.cancel.clone(),
        };
        let mut first = First {
            sink,
            has_begun: false,
        };
        let mut pauses = BACK_OFF_MS.into_iter();
        loop {
            if self.cancel.is_cancelled() {
                return Err(TransportError::Cancelled.into());
            }
            let transport = &self.shared.transport;
            let answer = transport
                .stream(request.clone(), options.clone(), &mut first)
                .await;
            let is_worth_another_try = match &answer {
                Ok(response) => matches!(response.status, 502..=504),
                Err(error) => matches!(error, TransportError::Unreachable(_)),
            };
            match pauses.next() {
                Some(pause) if is_worth_another_try && !first.has_begun => {
                    self.pause(pause).await?;
                }
                _ => return Ok(answer?),
            }
        }
    }

    async fn send(&self, request: Request, timeout_ms: u32) -> Result<Response, TransportError> {
        if self.cancel.is_cancelled() {
            return Err(TransportError::Cancelled);
        }
        let options = SendOptions {
            timeout_ms: Some(timeout_ms),
            cancel: self.cancel.clone(),
        };
        self.shared.transport.send(request, options).await
    }

    /// Waits, unless it is cancelled.
    pub(crate) async fn pause(&self, ms: u32) -> Result<(), TransportError> {
        let wait = self.shared.transport.pause(ms);
        futures::select_biased! {
            () = Box::pin(self.cancel.cancelled()).fuse() => Err(TransportError::Cancelled),
            () = wait.fuse() => Ok(()),
        }
    }
}

/// Notes whether a body has begun.
struct First<'a> {
    sink: &'a mut dyn Sink,
    has_begun: bool,
}

impl Sink for First<'_> {
    fn wants(&mut self, head: &Response) -> bool {
        self.sink.wants(head)
    }

    fn piece(&mut self, bytes: &[u8]) {
        self.has_begun = true;
        self.sink.piece(bytes);
    }

    fn flush(&mut self) {
        self.sink.flush();
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The transport may hold cookies and the token is a secret.
        f.debug_struct("Client")
            .field("timeout_ms", &self.timeout_ms)
            .field("cancel", &self.cancel)
            .finish_non_exhaustive()
    }
}

/// Writes the request, and refuses names that a URL cannot carry.
///
/// Browsers take `%2E%2E` for a step upwards: deleting a scan of that name would delete the session.
fn render(call: &Call, format: Option<Format>) -> Result<Request, ClientError> {
    let request = match format {
        Some(format) => call.request_as(format),
        None => call.request(),
    };
    let mut names = request.path.split('/').skip(1);
    if names.any(|name| matches!(name, "" | "." | ".." | "%2E" | "%2E%2E")) {
        return Err(ClientError::BadName { path: request.path });
    }
    Ok(request)
}

fn with_token(request: Request, token: Option<&str>) -> Request {
    match token {
        Some(token) => request.with_query(csrf::PARAMETER, token),
        None => request,
    }
}

/// How long the server may take, in milliseconds.
fn patience(call: &Call, format: Option<Format>) -> u32 {
    match call.id() {
        RouteId::Archive
        | RouteId::Build
        | RouteId::Commit
        | RouteId::MoveOne
        | RouteId::DeleteOne
        | RouteId::Import
        | RouteId::ScanZip
        | RouteId::File => WORKING_MS,
        _ if format == Some(Format::Zip) => WORKING_MS,
        _ => READING_MS,
    }
}

/// An answer that cannot be read.
fn unreadable(response: &Response, reason: &dyn fmt::Display) -> ClientError {
    Failure::unreadable(response, reason).into()
}
