//! A transport that answers from a script, and notes what was asked of it.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::rc::Rc;
use std::task::Poll;

use futures::future::LocalBoxFuture;
use prearchive_client::{Client, Outcome, SendOptions, Transport, TransportError};
use prearchive_core::address::Address;
use prearchive_core::format::Format;
use prearchive_core::http::{Request, Response};
use prearchive_core::inside::{LogEntry, Tabular};
use prearchive_core::session::Session;

/// What the other side does.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// Answers.
    Say(Response),
    /// Breaks down.
    Fail(TransportError),
    /// Never answers; only cancelling ends it.
    Hang,
}

/// One exchange: the request as `METHOD target`, and what comes back.
pub(crate) type Step = (&'static str, Answer);

type Handle = Box<dyn FnMut(&Request) -> Answer>;

/// The transport.
pub(crate) struct Wire {
    handle: RefCell<Handle>,
    left: Rc<Cell<usize>>,
    /// The requests that were sent.
    pub(crate) sent: RefCell<Vec<Request>>,
    /// The pauses that were taken, in milliseconds.
    pub(crate) pauses: RefCell<Vec<u32>>,
    flying: Cell<usize>,
    /// How many requests were under way at the same time, at most.
    pub(crate) most: Cell<usize>,
}

impl Wire {
    /// Answers by calling a function.
    pub(crate) fn new(handle: impl FnMut(&Request) -> Answer + 'static) -> Rc<Self> {
        Rc::new(Self {
            handle: RefCell::new(Box::new(handle)),
            left: Rc::default(),
            sent: RefCell::default(),
            pauses: RefCell::default(),
            flying: Cell::default(),
            most: Cell::default(),
        })
    }

    /// Answers these requests in this order, and fails the test at any other.
    pub(crate) fn script(steps: Vec<Step>) -> Rc<Self> {
        let left = Rc::new(Cell::new(steps.len()));
        let count = left.clone();
        let mut steps = VecDeque::from(steps);
        let mut wire = Self::new(move |request| {
            let asked = line(request);
            let (wanted, answer) = steps
                .pop_front()
                .unwrap_or_else(|| panic!("one request too many: {asked}"));
            assert_eq!(asked, wanted);
            count.set(steps.len());
            answer
        });
        if let Some(wire) = Rc::get_mut(&mut wire) {
            wire.left = left;
        }
        wire
    }

    /// Fails the test if the script has not been played to its end.
    pub(crate) fn assert_played(&self) {
        let left = self.left.get();
        assert_eq!(
            left,
            0,
            "requests that were not sent after {:?}",
            self.lines()
        );
    }

    /// A client on this wire.
    pub(crate) fn client(self: &Rc<Self>) -> Client {
        Client::new(self.clone())
    }

    /// The requests as `METHOD target`.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.sent.borrow().iter().map(line).collect()
    }
}

impl Transport for Wire {
    fn send(
        &self,
        request: Request,
        options: SendOptions,
    ) -> LocalBoxFuture<'_, Result<Response, TransportError>> {
        Box::pin(async move {
            self.flying.set(self.flying.get() + 1);
            self.most.set(self.most.get().max(self.flying.get()));
            others_first().await;
            let answer = (self.handle.borrow_mut())(&request);
            self.sent.borrow_mut().push(request);
            let answer = match answer {
                Answer::Say(response) => Ok(response),
                Answer::Fail(error) => Err(error),
                Answer::Hang => {
                    options.cancel.cancelled().await;
                    Err(TransportError::Cancelled)
                }
            };
            self.flying.set(self.flying.get() - 1);
            answer
        })
    }

    fn address(&self, request: &Request) -> Option<String> {
        Some(format!("https://xnat.example.org{}", request.target()))
    }

    fn pause(&self, ms: u32) -> LocalBoxFuture<'_, ()> {
        self.pauses.borrow_mut().push(ms);
        Box::pin(others_first())
    }
}

/// Lets everything else go one step.
fn others_first() -> impl Future<Output = ()> {
    let mut been = false;
    std::future::poll_fn(move |context| {
        if been {
            return Poll::Ready(());
        }
        been = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
}

/// The request line without its version.
pub(crate) fn line(request: &Request) -> String {
    format!("{} {}", request.method.as_str(), request.target())
}

/// An answer in plain text.
pub(crate) fn text(status: u16, body: &str) -> Answer {
    Answer::Say(Response::new(status, "text/plain", body))
}

/// The answer that gives a CSRF token.
pub(crate) fn token(token: &str) -> Answer {
    text(200, &format!("SESSION; XNAT_CSRF={token}"))
}

/// An answer that lists URIs.
pub(crate) fn uris(status: u16, body: &str) -> Answer {
    Answer::Say(Response::new(status, "text/uri-list", body))
}

/// A page of XNAT's, as after an expired login or for an error.
pub(crate) fn page(status: u16, words: &str) -> Answer {
    let body = format!("<html><title>Status page</title><h3>{words}</h3></html>");
    Answer::Say(Response::new(status, "text/html;charset=UTF-8", body))
}

/// The login page, to which a browser was redirected.
pub(crate) fn login_page() -> Answer {
    let mut response = Response::new(200, "text/html", "<html><h3>Log in</h3></html>");
    response.redirected_to = Some("https://xnat.example.org/app/template/Login.vm".into());
    Answer::Say(response)
}

/// An answer without a body.
pub(crate) fn empty(status: u16) -> Answer {
    Answer::Say(Response::empty(status))
}

/// A table of sessions, each given as `P/t/s STATUS`.
pub(crate) fn rows(sessions: &[&str]) -> Answer {
    let rows: Vec<Session> = sessions.iter().map(|text| session(text)).collect();
    let body = Session::table(&rows).write(Format::Json);
    Answer::Say(Response::new(200, "application/json", body))
}

/// The table of a session's log, oldest first.
pub(crate) fn logs(entries: &[&str]) -> Answer {
    let entry = |text: &&str| LogEntry {
        id: "1".into(),
        date: String::new(),
        entry: (*text).into(),
    };
    let entries: Vec<LogEntry> = entries.iter().map(entry).collect();
    let body = LogEntry::table(&entries).write(Format::Json);
    Answer::Say(Response::new(200, "application/json", body))
}

/// A session given as `P/t/s STATUS`.
pub(crate) fn session(text: &str) -> Session {
    let (place, status) = text.split_once(' ').expect("a place and a status");
    Session::new(address(place), status.into())
}

/// An address given as `P/t/s`.
pub(crate) fn address(place: &str) -> Address {
    format!("/prearchive/projects/{place}")
        .parse()
        .expect("an address")
}

/// No connection.
pub(crate) fn unreachable() -> Answer {
    Answer::Fail(TransportError::Unreachable("Failed to fetch".into()))
}

/// No answer in time.
pub(crate) fn timed_out() -> Answer {
    Answer::Fail(TransportError::TimedOut { after_ms: 30_000 })
}

/// An outcome in a few words: what, error code or status of the row, URI.
pub(crate) fn words(outcome: &Outcome) -> String {
    let row = |now: &Option<Box<Session>>| {
        now.as_ref().map_or("no row".to_owned(), |row| {
            format!("{} {}", row.address.project, row.status)
        })
    };
    match outcome {
        Outcome::Done {
            now,
            despite: Some(error),
            ..
        } => format!("done despite {}, {}", error.code(), row(now)),
        Outcome::Done { now, uri: None, .. } => format!("done, {}", row(now)),
        Outcome::Done {
            now,
            uri: Some(uri),
            ..
        } => format!("done, {}, {uri}", row(now)),
        // After the server accepted, its words are those of the log.
        Outcome::Failed { error, now }
            if error.status() == Some(200) && !error.words().is_empty() =>
        {
            format!("failed {}, {}, {}", error.code(), row(now), error.words())
        }
        Outcome::Failed { error, now } => format!("failed {}, {}", error.code(), row(now)),
        Outcome::Unconfirmed { now } => format!("unconfirmed, {}", row(now)),
        Outcome::Skipped => "skipped".into(),
    }
}
