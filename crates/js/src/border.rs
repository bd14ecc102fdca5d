//! What JavaScript sees: a core for one server, tables, runs, and signals that end calls.
//!
//! Nothing here is borrowed while it waits, so that everything can be freed at any time.

use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;

use futures::TryFutureExt;
use futures::future::LocalBoxFuture;
use js_sys::{Date, Function, Promise};
use prearchive_client::{Cancel, Client, Fetch, Pace, RunOptions, Transport, run};
use prearchive_core::calls::Call;
use prearchive_core::failure::check;
use prearchive_core::format::Format;
use prearchive_core::http::Response;
use prearchive_table::{Batch, Reading};
use time::{Duration, OffsetDateTime, PrimitiveDateTime, Time};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use crate::answer;
use crate::ask;
use crate::data::Status;
use crate::json::{Args, write};
use crate::listing::Pages;
use crate::reading::View;
use crate::running;
use crate::trouble::{Result, Trouble};

/// The pauses before bytes are asked for again, in milliseconds.
const BACK_OFF_MS: [u32; 2] = [300, 900];

/// JSON that says nothing.
const NOTHING: &str = "null";

/// A thrown failure.
fn thrown(trouble: &Trouble) -> JsValue {
    write(trouble).into()
}

/// One kind of future for all: each kind that is made a promise adds some kilobytes to the download.
fn promise(work: impl Future<Output = Result<JsValue>> + 'static) -> Promise {
    let work: LocalBoxFuture<'static, Result<JsValue>> = Box::pin(work);
    future_to_promise(work.map_err(|trouble| thrown(&trouble)))
}

fn crossing(made: Result<String>) -> std::result::Result<String, JsValue> {
    made.map_err(|trouble| thrown(&trouble))
}

/// The time on the clock here, which stands for the server's: it does not tell its own.
fn now() -> PrimitiveDateTime {
    let date = Date::new_0();
    let local = date.get_time() - date.get_timezone_offset() * 60_000.0;
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
    let local = Duration::milliseconds(local as i64);
    PrimitiveDateTime::new(OffsetDateTime::UNIX_EPOCH.date(), Time::MIDNIGHT).saturating_add(local)
}

/// Calls a function of JavaScript; what it throws is lost here, which is why `wire.js` has it throw nothing.
fn call(function: &Function, value: &JsValue) {
    let _ = function.call1(&JsValue::UNDEFINED, value);
}

/// What a status means, as JSON.
#[wasm_bindgen]
pub fn status(raw: &str) -> String {
    write(&Status::from(raw))
}

/// What would become of each session, as JSON.
#[wasm_bindgen]
pub fn plan(json: &str) -> std::result::Result<String, JsValue> {
    crossing(Args::read(json).and_then(|args| running::plan(&args)))
}

/// Ends a call.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Control {
    cancel: Cancel,
}

#[wasm_bindgen]
impl Control {
    /// One that has not been given.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self {
            cancel: Cancel::new(),
        }
    }

    /// Ends it.
    pub fn cancel(&self) {
        self.cancel.cancel();
    }
}

/// The sessions of a listing, in this module's memory.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Table {
    view: Rc<RefCell<View>>,
}

#[wasm_bindgen]
impl Table {
    /// One without sessions.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self {
            view: Rc::default(),
        }
    }

    /// How many are shown.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> usize {
        self.view.borrow().len()
    }

    /// How many there are.
    #[wasm_bindgen(getter)]
    pub fn total(&self) -> usize {
        self.view.borrow().total()
    }

    /// Shows what a query finds.
    pub fn filter(&self, query: &str) -> std::result::Result<(), JsValue> {
        let filtered = self.view.borrow_mut().filter(query, now());
        filtered.map_err(|trouble| thrown(&trouble))
    }

    /// Shows in another order.
    #[expect(clippy::needless_pass_by_value, reason = "what JavaScript gives")]
    pub fn sort(&self, keys: Vec<String>) -> std::result::Result<(), JsValue> {
        let sorted = self.view.borrow_mut().sort(&keys);
        sorted.map_err(|trouble| thrown(&trouble))
    }

    /// How many there would be of each status and project.
    pub fn counts(&self) -> String {
        self.view.borrow().counts()
    }

    /// Some of the shown sessions.
    pub fn rows(&self, from: usize, to: usize) -> String {
        self.view.borrow().rows(from, to)
    }

    /// Their ids.
    pub fn ids(&self, from: usize, to: usize) -> String {
        self.view.borrow().ids(from, to)
    }

    /// One column of them.
    pub fn column(
        &self,
        name: &str,
        from: usize,
        to: usize,
    ) -> std::result::Result<String, JsValue> {
        crossing(self.view.borrow().column(name, from, to))
    }

    /// One session, shown or not.
    pub fn get(&self, id: &str) -> std::result::Result<String, JsValue> {
        crossing(self.view.borrow().get(id))
    }
}

/// The pace of a run.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Run {
    pace: Pace,
    stop: Cancel,
    cancel: Cancel,
}

#[wasm_bindgen]
impl Run {
    /// A run of so many sessions at once.
    #[wasm_bindgen(constructor)]
    pub fn new(parallel: usize) -> Self {
        Self {
            pace: Pace::new(parallel),
            stop: Cancel::new(),
            cancel: Cancel::new(),
        }
    }

    /// Begins no further session.
    pub fn pause(&self) {
        self.pace.pause();
    }

    /// Begins sessions again.
    pub fn resume(&self) {
        self.pace.go_on();
    }

    /// Begins no further session, and waits for none; requests under way are not broken off.
    pub fn stop(&self) {
        self.stop.cancel();
    }

    /// The same, and breaks off requests under way, which the server may carry out all the same.
    pub fn abort(&self) {
        self.stop.cancel();
        self.cancel.cancel();
    }

    /// Goes on with so many at once.
    pub fn parallel(&self, parallel: usize) {
        self.pace.set_parallel(parallel);
    }
}

/// A connection to one server.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Core {
    fetch: Rc<Fetch>,
    client: Client,
}

#[wasm_bindgen]
impl Core {
    /// A connection to the server whose API is at `base` + "/data"; nothing is sent yet.
    #[wasm_bindgen(constructor)]
    pub fn new(base: &str, fetch: &Function) -> std::result::Result<Core, JsValue> {
        let fetch = Rc::new(Fetch::new(base).with(fetch.clone()));
        if fetch.base().is_none() {
            let reason = format!("“{base}” is no address of a server");
            return Err(thrown(&Trouble::argument(&reason)));
        }
        let client = Client::new(fetch.clone());
        Ok(Self { fetch, client })
    }

    /// The base, absolute.
    #[wasm_bindgen(getter)]
    pub fn base(&self) -> Option<String> {
        self.fetch.base().map(str::to_owned)
    }

    fn with(&self, control: &Control, timeout_ms: Option<u32>) -> Client {
        let client = self.client.with_cancel(control.cancel.clone());
        match timeout_ms {
            Some(timeout_ms) => client.with_timeout(timeout_ms),
            None => client,
        }
    }

    /// Asks for one thing; promises JSON.
    pub fn ask(
        &self,
        name: String,
        args: &str,
        body: Option<Vec<u8>>,
        control: &Control,
        timeout_ms: Option<u32>,
    ) -> Promise {
        let (client, args) = (self.with(control, timeout_ms), Args::read(args));
        promise(async move {
            let body = body.unwrap_or_default();
            Ok(answer::answer(&client, &name, &args?, body).await?.into())
        })
    }

    /// Lists sessions; each page is handed over as JSON.
    pub fn pages(
        &self,
        args: &str,
        control: &Control,
        timeout_ms: Option<u32>,
        on_page: Function,
    ) -> Promise {
        let (client, args) = (self.with(control, timeout_ms), Args::read(args));
        promise(async move {
            let args = args?;
            let pages = Pages::new(&args.text("query").unwrap_or_default(), now())?;
            let take = &mut |batch: Batch| call(&on_page, &pages.page(batch).into());
            list(&client, &args, take).await?;
            Ok(NOTHING.into())
        })
    }

    /// Lists sessions into a table; promises what has changed if that is wanted.
    pub fn read(
        &self,
        args: &str,
        table: &Table,
        control: &Control,
        timeout_ms: Option<u32>,
        tell: bool,
        on_progress: Function,
    ) -> Promise {
        let (client, args) = (self.with(control, timeout_ms), Args::read(args));
        let view = table.view.clone();
        promise(async move {
            let mut reading = Reading::default();
            let take = &mut |batch: Batch| {
                let count = view.borrow_mut().take(&mut reading, batch);
                call(&on_progress, &count.into());
            };
            list(&client, &args?, take).await?;
            Ok(view.borrow_mut().finish(reading, tell, now()).into())
        })
    }

    /// Opens a file or zip; promises the `Response`, of which nobody has read the body.
    pub fn open(&self, name: &str, args: &str, signal: &web_sys::AbortSignal) -> Promise {
        let (client, fetch) = (self.client.clone(), self.fetch.clone());
        let call = Args::read(args).and_then(|args| ask::bytes(name, &args));
        let signal = signal.clone();
        promise(async move { Ok(open(&client, &fetch, call, &signal).await?.into()) })
    }

    /// The address of a file or zip, for a link.
    pub fn address(&self, name: &str, args: &str) -> std::result::Result<String, JsValue> {
        let call = Args::read(args).and_then(|args| ask::bytes(name, &args));
        crossing(
            call.map(|(call, format)| self.client.address_of(&call, format).unwrap_or_default()),
        )
    }

    /// Does one thing to many sessions; each event is handed over as JSON.
    pub fn run(&self, args: &str, control: &Run, on_event: Function) -> Promise {
        let client = self.client.with_cancel(control.cancel.clone());
        let job = Args::read(args).and_then(|args| running::job(&args));
        let (pace, stop) = (control.pace.clone(), control.stop.clone());
        promise(async move {
            let (job, sources, options) = job?;
            let options = RunOptions {
                pace,
                stop,
                ..options
            };
            run(&client, &job, sources, options, |event| {
                call(&on_event, &running::tell(event, &job).into());
            })
            .await;
            Ok(NOTHING.into())
        })
    }
}

async fn list(client: &Client, args: &Args, take: &mut dyn FnMut(Batch)) -> Result<()> {
    let projects = ask::projects(args.list("projects")?);
    let listed = client.list(&projects, take).await;
    listed.map_err(|error| Trouble::of(client, &Call::List { projects }, &error))
}

async fn open(
    client: &Client,
    fetch: &Fetch,
    call: Result<(Call, Option<Format>)>,
    signal: &web_sys::AbortSignal,
) -> Result<web_sys::Response> {
    let (call, format) = call?;
    let failed = |error| Trouble::of(client, &call, &error);
    client.check_names(&call, format).map_err(failed)?;
    let request = match format {
        Some(format) => call.request_as(format),
        None => call.request(),
    };
    let mut pauses = BACK_OFF_MS.into_iter();
    loop {
        let answer = fetch.open(&request, signal).await;
        let again = match &answer {
            Ok(answer) => matches!(answer.status(), 502..=504),
            Err(_) => true,
        };
        match pauses.next() {
            Some(pause) if again && !signal.aborted() => fetch.pause(pause).await,
            _ => {
                let answer = answer.map_err(|error| failed(error.into()))?;
                judged(&call, &answer).await.map_err(failed)?;
                return Ok(answer);
            }
        }
    }
}

/// Tells success from refusal, of which the body is read: it says why.
async fn judged(
    call: &Call,
    answer: &web_sys::Response,
) -> std::result::Result<(), prearchive_client::ClientError> {
    let text = |name: &str| answer.headers().get(name).ok().flatten();
    let head = Response {
        headers: text("content-type")
            .map(|kind| ("content-type".to_owned(), kind))
            .into_iter()
            .collect(),
        redirected_to: answer.redirected().then(|| answer.url()),
        ..Response::empty(answer.status())
    };
    if check(call, &head).is_ok() {
        return Ok(());
    }
    let body = match answer.text() {
        Ok(body) => JsFuture::from(body).await.ok(),
        Err(_) => None,
    };
    let body = body.and_then(|body| body.as_string()).unwrap_or_default();
    Ok(check(
        call,
        &Response {
            body: body.into_bytes(),
            ..head
        },
    )?)
}
