//! The API over HTTP: requests and responses translated between the wire and the engine.

use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, EXPECT, HeaderName};
use axum::http::{HeaderValue, Method as WireMethod, Request as WireRequest, StatusCode};
use axum::response::Response as WireResponse;
use prearchive_core::http::{Method, Request, Response};
use prearchive_engine::Engine;

use crate::clock::Clock;
use crate::headers::{set_default, status_page};
use crate::log::tell;
use crate::multipart;
use crate::worker::Bell;

/// The first segments of the paths that the engine answers, whatever files a page has.
const ROOMS: [&str; 4] = ["data", "REST", "xapi", "app"];
/// How much longer than a file a body may be: what a form puts round it.
const SLACK: u64 = 1 << 20;
/// How much of a body that is too long is read at least, lest the client sees a broken connection in place of the answer.
const SWALLOW: u64 = 64 << 20;
/// The longest body of somebody who does not even claim to be signed in: a sign-in form.
const STRANGERS: u64 = 64 << 10;

/// The engine and what it needs from outside.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) engine: Arc<Engine>,
    pub(crate) bell: Arc<Bell>,
    pub(crate) clock: Clock,
    pub(crate) max_upload: u64,
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
            // The query may hold what nobody else should read.
            let path = target.split('?').next().unwrap_or_default();
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
        let call = match self.with_body(call, request).await {
            Ok(call) => call,
            Err(refusal) => return refusal,
        };
        let (engine, now) = (Arc::clone(&self.engine), self.clock.now());
        let answer = tokio::task::spawn_blocking(move || engine.handle(&call, now)).await;
        self.bell.poke();
        match answer {
            Ok(answer) => wire(answer, head),
            Err(_) => status_page(
                StatusCode::INTERNAL_SERVER_ERROR,
                "The server failed at this request; its own log says where",
            ),
        }
    }

    async fn with_body(
        &self,
        mut call: Request,
        request: WireRequest<Body>,
    ) -> Result<Request, WireResponse> {
        let limit = self.max_upload.saturating_add(SLACK);
        let stranger = call.header("Authorization").is_none() && call.header("Cookie").is_none();
        let limit_now = if stranger { STRANGERS } else { limit };
        match read_body(request, limit_now, limit.max(SWALLOW)).await {
            Ok(Some(body)) if multipart::has_parts(&call) => multipart::read(call, body)
                .await
                .map_err(|error| status_page(StatusCode::BAD_REQUEST, &error.to_string())),
            Ok(Some(body)) => {
                call.body = body.into();
                Ok(call)
            }
            // The engine says that one must sign in.
            Ok(None) if stranger => Ok(call),
            Ok(None) => Err(status_page(
                StatusCode::PAYLOAD_TOO_LARGE,
                &format!("The body is larger than {} bytes", self.max_upload),
            )),
            Err(error) => Err(status_page(
                StatusCode::BAD_REQUEST,
                &format!("The body did not arrive whole: {error}"),
            )),
        }
    }
}

/// Reads a body; `None` if it is longer than `keep`.
///
/// What is too long is read and thrown away, up to `swallow` bytes, because most clients read no answer before they
/// have sent everything; not so those that ask first.
async fn read_body(
    request: WireRequest<Body>,
    keep: u64,
    swallow: u64,
) -> Result<Option<Bytes>, axum::Error> {
    use axum::body::HttpBody as _;
    let declared = request
        .headers()
        .get(CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > keep) && request.headers().contains_key(EXPECT) {
        return Ok(None);
    }
    let mut body = std::pin::pin!(request.into_body());
    let mut kept = Vec::new();
    let mut length = 0;
    while let Some(frame) = std::future::poll_fn(|task| body.as_mut().poll_frame(task)).await {
        let Ok(data) = frame?.into_data() else {
            continue;
        };
        length += data.len() as u64;
        if length <= keep {
            kept.extend_from_slice(&data);
        } else {
            kept = Vec::new();
            if length > keep.saturating_add(swallow) {
                break;
            }
        }
    }
    Ok((length <= keep).then(|| kept.into()))
}

/// The engine's answer as it goes on the wire.
fn wire(answer: Response, head: bool) -> WireResponse {
    let length = answer.body.len();
    let body = if head {
        Body::empty()
    } else {
        Body::from(answer.body)
    };
    let mut response = WireResponse::new(body);
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in &answer.headers {
        let pair = (HeaderName::try_from(name), HeaderValue::try_from(value));
        let (Ok(name), Ok(value)) = pair else {
            // A file's name can hold what no header can.
            tell(&format!(
                "a header {name} was left out: it cannot be written"
            ));
            continue;
        };
        response.headers_mut().append(name, value);
    }
    if head {
        set_default(&mut response, CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}
