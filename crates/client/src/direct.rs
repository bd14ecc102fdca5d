//! The transport within the process: a function that answers requests, such as an engine.

use futures::future::{LocalBoxFuture, ready};
use prearchive_core::http::{Method, Request, Response};

use crate::jar::Jar;
use crate::transport::{SendOptions, Transport, TransportError};

/// Servers ask browsers, and only them, for a CSRF token; this one wants to be asked.
const USER_AGENT: &str = "Mozilla/5.0 (in-process)";

/// As many redirects as a browser follows (WHATWG Fetch, section 4.4).
const REDIRECTS: usize = 20;

/// Answers requests by calling a function; keeps cookies and follows redirects as a browser does.
#[derive(Debug)]
pub struct Direct<F> {
    handle: F,
    jar: Jar,
}

impl<F: Fn(Request) -> Response> Direct<F> {
    /// A transport to the function, without cookies yet.
    pub fn new(handle: F) -> Self {
        Self {
            handle,
            jar: Jar::default(),
        }
    }

    fn once(&self, request: Request) -> Response {
        let mut request = request.with_header("User-Agent", USER_AGENT);
        if let Some(cookies) = self.jar.header() {
            request = request.with_header("Cookie", cookies);
        }
        let response = (self.handle)(request);
        for (name, value) in &response.headers {
            if name.eq_ignore_ascii_case("Set-Cookie") {
                self.jar.keep(value);
            }
        }
        response
    }

    fn follow(&self, request: Request) -> Result<Response, TransportError> {
        let mut method = request.method;
        let mut response = self.once(request);
        let mut from = None;
        for _ in 0..REDIRECTS {
            let location = response.header("Location").map(str::to_owned);
            let (300..=399, Some(location)) = (response.status, location) else {
                response.redirected_to = from;
                return Ok(response);
            };
            // 307 and 308 keep method and body; no call is answered with either.
            if response.status == 303 || method == Method::Post {
                method = Method::Get;
            }
            response = self.once(Request::from_target(method, target(&location)));
            from = Some(location);
        }
        Err(TransportError::Unreachable("too many redirects".into()))
    }
}

/// The path and query of a location, which may be a whole URL.
fn target(location: &str) -> &str {
    match location.split_once("://") {
        None => location,
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
    }
}

impl<F: Fn(Request) -> Response> Transport for Direct<F> {
    fn send(
        &self,
        request: Request,
        options: SendOptions,
    ) -> LocalBoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(ready(if options.cancel.is_cancelled() {
            Err(TransportError::Cancelled)
        } else {
            self.follow(request)
        }))
    }

    fn address(&self, _: &Request) -> Option<String> {
        None
    }
}
