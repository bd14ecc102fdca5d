//! The transport of browsers, workers and Node: the global `fetch`, or a function that is shaped like it.

mod pieces;

use std::future::Future;

use futures::future::{self, Either, LocalBoxFuture};
use gloo_net::http::{Method as HttpMethod, RequestBuilder};
use prearchive_core::http::{Method, Request, Response};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use self::pieces::{Pieces, Turn};
use crate::jar::Jar;
use crate::timer;
use crate::transport::{SendOptions, Sink, Transport, TransportError};

#[wasm_bindgen]
extern "C" {
    /// The global one: a window's, a worker's or Node's.
    /// `gloo_net`'s own `send` would panic when a wrapped `fetch` rejects with something that is no `Error`.
    #[wasm_bindgen(js_name = fetch, catch)]
    fn fetch(request: &web_sys::Request) -> Result<js_sys::Promise, JsValue>;
}

/// Sends with `fetch` to one server.
#[derive(Debug)]
pub struct Fetch {
    /// The base, absolute and with a slash at the end; or why there is none.
    base: Result<String, String>,
    credentials: web_sys::RequestCredentials,
    /// Takes a `Request` and promises a `Response`; the global `fetch` if there is none.
    instead: Option<js_sys::Function>,
    /// Node keeps no cookies; browsers do, and do not show them.
    jar: Jar,
}

impl Fetch {
    /// A transport to the server whose `/data` is below `base`.
    ///
    /// An empty base is the folder of the page itself, so that a server's context path works.
    /// A relative base is read from there; outside a browser it has to be absolute.
    /// A base that is no address shows at the first request, as unreachable.
    #[must_use]
    pub fn new(base: &str) -> Self {
        let page = page_address();
        let resolved = match (base.trim(), page) {
            ("", Some(page)) => web_sys::Url::new_with_base(".", &page),
            (base, Some(page)) => web_sys::Url::new_with_base(&with_slash(base), &page),
            (base, None) => web_sys::Url::new(&with_slash(base)),
        };
        Self {
            base: resolved
                .map(|url| url.href())
                .map_err(|_| format!("“{base}” is no address of a server")),
            credentials: if base.trim().is_empty() {
                web_sys::RequestCredentials::SameOrigin
            } else {
                web_sys::RequestCredentials::Include
            },
            instead: None,
            jar: Jar::default(),
        }
    }

    /// The same with a function in place of the global `fetch`: it takes a `Request` and promises a `Response`.
    #[must_use]
    pub fn with(self, fetch: js_sys::Function) -> Self {
        Self {
            instead: Some(fetch),
            ..self
        }
    }

    /// The base address, absolute; `None` if what was given is no address.
    #[must_use]
    pub fn base(&self) -> Option<&str> {
        self.base.as_deref().ok()
    }

    fn url(&self, request: &Request) -> Result<String, TransportError> {
        let base = self.base.as_ref().map_err(unreachable)?;
        let target = request.target();
        Ok(format!("{base}{}", target.trim_start_matches('/')))
    }

    /// Sends, and answers when the head is there: whoever asked reads the body as it comes, and breaks it off with the
    /// signal.
    pub async fn open(
        &self,
        request: &Request,
        signal: &web_sys::AbortSignal,
    ) -> Result<web_sys::Response, TransportError> {
        let request = self.build(request, signal)?;
        let promise = match &self.instead {
            None => fetch(&request),
            // Whatever it answers, also what is no promise.
            Some(instead) => instead
                .call1(&JsValue::UNDEFINED, &request)
                .map(|answer| js_sys::Promise::resolve(&answer)),
        };
        let answer: web_sys::Response = JsFuture::from(promise.map_err(told)?)
            .await
            .and_then(JsCast::dyn_into)
            .map_err(told)?;
        for cookie in set_cookies(&answer.headers()) {
            self.jar.keep(&cookie);
        }
        Ok(answer)
    }

    /// Waits for something of an exchange, for as long as the options say.
    async fn within<T>(
        options: &SendOptions,
        exchange: impl Future<Output = Result<T, TransportError>>,
    ) -> Result<T, TransportError> {
        let cancelled = Box::pin(options.cancel.cancelled());
        let time_up = Box::pin(async {
            match options.timeout_ms {
                Some(ms) => {
                    timer::sleep(ms).await;
                    ms
                }
                None => future::pending().await,
            }
        });
        match future::select(Box::pin(exchange), future::select(cancelled, time_up)).await {
            Either::Left((answer, _)) => answer,
            Either::Right((Either::Left(_), _)) => Err(TransportError::Cancelled),
            Either::Right((Either::Right((after_ms, _)), _)) => {
                Err(TransportError::TimedOut { after_ms })
            }
        }
    }

    fn build(
        &self,
        request: &Request,
        signal: &web_sys::AbortSignal,
    ) -> Result<web_sys::Request, TransportError> {
        let headers = web_sys::Headers::new().map_err(told)?;
        for (name, value) in &request.headers {
            headers.append(name, value).map_err(told)?;
        }
        if let Some(cookies) = self.jar.header() {
            headers.set("Cookie", &cookies).map_err(told)?;
        }
        let builder = RequestBuilder::new(&self.url(request)?)
            .method(match request.method {
                Method::Get => HttpMethod::GET,
                Method::Post => HttpMethod::POST,
                Method::Put => HttpMethod::PUT,
                Method::Delete => HttpMethod::DELETE,
            })
            .headers(gloo_net::http::Headers::from_raw(headers))
            .credentials(self.credentials)
            .redirect(web_sys::RequestRedirect::Follow)
            // A row that is read again has to be the server's, not the browser's.
            .cache(web_sys::RequestCache::NoStore)
            .abort_signal(Some(signal));
        let built = if request.body.is_empty() {
            builder.build()
        } else {
            builder.body(js_sys::Uint8Array::from(request.body.as_slice()))
        };
        built.map(Into::into).map_err(|error| unreachable(&error))
    }
}

impl Transport for Fetch {
    fn send(
        &self,
        request: Request,
        options: SendOptions,
    ) -> LocalBoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            if options.cancel.is_cancelled() {
                return Err(TransportError::Cancelled);
            }
            let abort = AbortOnDrop(web_sys::AbortController::new().map_err(told)?);
            Self::within(&options, async {
                let answer = self.open(&request, &abort.0.signal()).await?;
                Ok(Response {
                    body: whole(&answer).await?,
                    ..head(&answer)
                })
            })
            .await
        })
    }

    fn stream<'a>(
        &'a self,
        request: Request,
        options: SendOptions,
        sink: &'a mut dyn Sink,
    ) -> LocalBoxFuture<'a, Result<Response, TransportError>> {
        Box::pin(async move {
            let abort = AbortOnDrop(web_sys::AbortController::new().map_err(told)?);
            let answer = Self::within(&options, self.open(&request, &abort.0.signal())).await?;
            let head = head(&answer);
            let pieces = answer.body().filter(|_| sink.wants(&head));
            let Some(pieces) = pieces else {
                let body = Self::within(&options, whole(&answer)).await?;
                return Ok(Response { body, ..head });
            };
            let mut pieces = Pieces::of(&pieces)?;
            let mut turn = Turn::default();
            while let Some(piece) = Self::within(&options, pieces.next(|| sink.flush())).await? {
                sink.piece(&piece);
                turn.end(sink).await;
            }
            Ok(head)
        })
    }

    fn address(&self, request: &Request) -> Option<String> {
        self.url(request).ok()
    }
}

/// What comes before the body.
fn head(answer: &web_sys::Response) -> Response {
    let headers = gloo_net::http::Headers::from_raw(answer.headers());
    Response {
        status: answer.status(),
        headers: headers.entries().collect(),
        body: Vec::new(),
        redirected_to: answer.redirected().then(|| answer.url()),
    }
}

async fn whole(answer: &web_sys::Response) -> Result<Vec<u8>, TransportError> {
    let body = JsFuture::from(answer.array_buffer().map_err(told)?);
    Ok(js_sys::Uint8Array::new(&body.await.map_err(told)?).to_vec())
}

/// Breaks the exchange off when nobody waits for it any more; after its end this does nothing.
struct AbortOnDrop(web_sys::AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        // Without a reason: then the promise is rejected with an `Error`, on which others rely.
        self.0.abort();
    }
}

/// Where the page says relative addresses start (`document.baseURI`), or a worker's own address.
fn page_address() -> Option<String> {
    let get = |object: &JsValue, name: &str| {
        js_sys::Reflect::get(object, &name.into())
            .ok()
            .filter(|value| !value.is_undefined() && !value.is_null())
    };
    let global = js_sys::global();
    let page = get(&global, "document").and_then(|document| get(&document, "baseURI"));
    page.or_else(|| get(&global, "location").and_then(|location| get(&location, "href")))?
        .as_string()
}

fn with_slash(base: &str) -> String {
    let base = base.trim_end_matches('/');
    format!("{base}/")
}

/// `Headers.getSetCookie()`, which gives something in Node only.
fn set_cookies(headers: &web_sys::Headers) -> Vec<String> {
    let method = js_sys::Reflect::get(headers, &"getSetCookie".into()).ok();
    let cookies = method
        .and_then(|method| method.dyn_into::<js_sys::Function>().ok())
        .and_then(|method| method.call0(headers).ok());
    let cookies = cookies.and_then(|cookies| cookies.dyn_into::<js_sys::Array>().ok());
    cookies
        .map(|cookies| {
            cookies
                .iter()
                .filter_map(|cookie| cookie.as_string())
                .collect()
        })
        .unwrap_or_default()
}

fn unreachable(reason: &impl ToString) -> TransportError {
    TransportError::Unreachable(reason.to_string())
}

/// What a rejection says; it may be anything, not only an `Error`.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that `map_err` takes"
)]
fn told(error: JsValue) -> TransportError {
    let text = match error.dyn_ref::<js_sys::Error>() {
        Some(error) => {
            let message = String::from(error.message());
            // Node keeps the reason in the cause.
            match js_sys::Reflect::get(error, &"cause".into()) {
                Ok(cause) if cause.is_instance_of::<js_sys::Error>() => {
                    let cause = cause.unchecked_into::<js_sys::Error>();
                    format!("{message}: {}", String::from(cause.message()))
                }
                _ => message,
            }
        }
        None => error.as_string().unwrap_or_else(|| format!("{error:?}")),
    };
    TransportError::Unreachable(text)
}
