//! The API over HTTP: requests and responses translated between the wire and the engine.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, EXPECT, HeaderName};
use axum::http::{HeaderValue, Method as WireMethod, Request as WireRequest, StatusCode};
use axum::response::Response as WireResponse;
use futures::stream::{self, Stream};
use prearchive_core::http::{Method, Request};
use prearchive_engine::store::StoreError;
use prearchive_engine::{Chunks, Engine, Reply, Upload};
use tokio::task::JoinHandle;

use crate::body::{self, BodyError, Limit, Received};
use crate::clock::Clock;
use crate::headers::{set_default, status_page};
use crate::log::tell;
use crate::multipart::{self, PartsError};
use crate::trouble::Trouble;
use crate::worker::Bell;

/// The first segments of the paths that the engine answers, whatever files a page has.
const ROOMS: [&str; 4] = ["data", "REST", "xapi", "app"];

/// How late a wrong password is answered, so that guessing takes long and holds no thread.
const AFTER_A_WRONG_PASSWORD: Duration = Duration::from_millis(500);

/// The engine and what it needs from outside.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) engine: Arc<Engine>,
    pub(crate) bell: Arc<Bell>,
    pub(crate) clock: Clock,
    pub(crate) max_upload: u64,
    /// Where large bodies are put aside.
    pub(crate) aside: Arc<Path>,
    /// What goes wrong on purpose.
    pub(crate) trouble: Trouble,
    /// Whether each change is told on standard error.
    pub(crate) log: bool,
}

/// True if a path below the context belongs to the API.
pub(crate) fn owns(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next();
    first.is_some_and(|first| ROOMS.contains(&first))
}

impl Api {
    /// Answers a request for `target`, the path with the context and the query.
    pub(crate) async fn answer(&self, request: WireRequest<Body>, target: &str) -> WireResponse {
        let start = Instant::now();
        let method = request.method().clone();
        let mut response = self.reply(request, target).await;
        set_default(
            &mut response,
            CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        );
        if self.log && !matches!(method, WireMethod::GET | WireMethod::HEAD) {
            // The query may hold what nobody else should read; some clients put a session's id into the path.
            let path = target.split('?').next().unwrap_or_default();
            let path = path.split_inclusive("/JSESSION").next().unwrap_or_default();
            let (status, took) = (response.status().as_u16(), start.elapsed().as_millis());
            tell(&format!(
                "{} {method} {path} {status} {took} ms",
                self.clock.text()
            ));
        }
        response
    }

    async fn reply(&self, request: WireRequest<Body>, target: &str) -> WireResponse {
        let head = request.method() == WireMethod::HEAD;
        let name = if head {
            "GET"
        } else {
            request.method().as_str()
        };
        let Some(method) = Method::from_name(name) else {
            let text = format!("The method {name} is not answered here");
            let mut response = status_page(StatusCode::METHOD_NOT_ALLOWED, &text);
            let allowed = HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE");
            set_default(&mut response, ALLOW, allowed);
            return response;
        };
        let mut call = Request::from_target(method, target);
        call.headers = request
            .headers()
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), value)
            })
            .collect();
        let (call, received) = match self.receive(call, request).await {
            Ok(received) => received,
            Err(refusal) => return refusal,
        };
        if let Some(refusal) = self.trouble.before(&call).await {
            return refusal;
        }
        let signs_in =
            call.header("Authorization").is_some() || call.path.ends_with("/services/auth");
        let (engine, now) = (Arc::clone(&self.engine), self.clock.now());
        let is_safe = call.method.is_safe();
        let answer = tokio::task::spawn_blocking(move || {
            let mut received = received;
            let upload = received.file.as_mut().map(|file| file as &mut dyn Upload);
            engine.answer(&call, upload, now)
        });
        let answer = answer.await;
        // Reading leaves nothing to be done.
        if !is_safe {
            self.bell.poke();
        }
        if signs_in && matches!(&answer, Ok(answer) if answer.response.status == 401) {
            tokio::time::sleep(AFTER_A_WRONG_PASSWORD).await;
        }
        match answer {
            Ok(answer) => wire(answer, head),
            Err(_) => status_page(
                StatusCode::INTERNAL_SERVER_ERROR,
                "The server failed at this request; its own log says where",
            ),
        }
    }

    async fn receive(
        &self,
        mut call: Request,
        request: WireRequest<Body>,
    ) -> Result<(Request, Received), WireResponse> {
        let limit = Limit::of(&call, self.max_upload);
        let declared = request
            .headers()
            .get(CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
        // Whoever asks first is told at once.
        let asks = request.headers().contains_key(EXPECT);
        let body = request.into_body();
        let received = if asks && declared.is_some_and(|length| length > limit.bytes) {
            Err(limit.exceeded())
        } else if multipart::has_parts(&call) {
            match multipart::read(&mut call, body, limit, &self.aside).await {
                Err(PartsError::Body(error)) => Err(error),
                Err(error) => return Err(status_page(StatusCode::BAD_REQUEST, &error.to_string())),
                Ok(received) => Ok(received),
            }
        } else {
            body::read(body, limit, &self.aside).await
        };
        match received {
            Ok(mut received) => {
                call.body = std::mem::take(&mut received.bytes);
                Ok((call, received))
            }
            // The engine says that one must sign in.
            Err(BodyError::TooLarge(_) | BodyError::NoForm(_)) if limit.is_stranger => {
                Ok((call, Received::default()))
            }
            Err(error) => {
                let status = match &error {
                    BodyError::TooLarge(_) | BodyError::NoForm(_) => StatusCode::PAYLOAD_TOO_LARGE,
                    BodyError::Broken(_) => StatusCode::BAD_REQUEST,
                    BodyError::NotKept(_) => StatusCode::INSUFFICIENT_STORAGE,
                };
                Err(status_page(status, &error.to_string()))
            }
        }
    }
}

/// The engine's answer as it goes on the wire.
fn wire(answer: Reply, head: bool) -> WireResponse {
    let Reply { response, rest } = answer;
    let length = response.body.len();
    let is_whole = rest.is_none();
    let body = match rest {
        None if head => Body::empty(),
        // Nothing, of a length that is not told: an empty body would be told as such.
        Some(_) if head => Body::from_stream(stream::empty::<io::Result<Vec<u8>>>()),
        None => Body::from(response.body),
        Some(rest) => Body::from_stream(stream(response.body, rest)),
    };
    let mut answer = WireResponse::new(body);
    *answer.status_mut() =
        StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in &response.headers {
        let pair = (HeaderName::try_from(name), HeaderValue::try_from(value));
        let (Ok(name), Ok(value)) = pair else {
            // A file's name can hold what no header can.
            tell(&format!(
                "a header {name} was left out: it cannot be written"
            ));
            continue;
        };
        answer.headers_mut().append(name, value);
    }
    if head && is_whole {
        set_default(&mut answer, CONTENT_LENGTH, HeaderValue::from(length));
    }
    answer
}

/// A body that is made piece by piece, one ahead of what the client has taken; no thread waits for a slow one.
///
/// What cannot be completed breaks the connection: the client must not take it for whole.
fn stream(first: Vec<u8>, rest: Chunks) -> impl Stream<Item = io::Result<Vec<u8>>> + Send {
    let first = Some(first).filter(|bytes| !bytes.is_empty());
    stream::unfold((first, Some(make(rest))), |(first, made)| async move {
        if let Some(first) = first {
            return Some((Ok(first), (None, made)));
        }
        match made?.await {
            Ok((None, _)) => None,
            Ok((Some(Ok(bytes)), rest)) => Some((Ok(bytes), (None, Some(make(rest))))),
            Ok((Some(Err(error)), _)) => {
                tell(&format!("an answer was cut off: {error}"));
                Some((Err(io::Error::other(error.to_string())), (None, None)))
            }
            Err(error) => Some((Err(io::Error::other(error)), (None, None))),
        }
    })
}

/// The next piece in the making, and what makes those after it.
type Made = JoinHandle<(Option<Result<Vec<u8>, StoreError>>, Chunks)>;

fn make(mut rest: Chunks) -> Made {
    tokio::task::spawn_blocking(move || (rest.next(), rest))
}
