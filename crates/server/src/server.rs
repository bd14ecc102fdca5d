//! A server from start to stop: data, engine, worker, page and socket.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, Request, StatusCode};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use prearchive_engine::refusal::Refusal;
use prearchive_engine::store::StoreError;
use prearchive_engine::{Config, Engine};
use time::{OffsetDateTime, UtcOffset};
use tokio::net::TcpListener as AsyncListener;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};

use crate::api::{self, Api};
use crate::demo;
use crate::headers::secure;
use crate::page::{self, Page, PageError};
use crate::signals::Signals;
use crate::store::{Disk, OpenError};
use crate::worker::{Bell, Worker};

/// How long requests that are under way may take to end when the server stops.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// What a server is started with.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where it listens; port 0 means any free one.
    pub listen: SocketAddr,
    /// The data folder; made if it is not there.
    pub data: PathBuf,
    /// The folder of the built page, if there is to be one.
    pub page: Option<PathBuf>,
    /// Whether the data folder, which must be empty then, is filled with sample data first.
    pub demo: bool,
    /// Whether each change request is told on standard error.
    pub log: bool,
    /// What the engine is told; its `zone` is set to the machine's when it is UTC.
    pub config: Config,
}

impl Options {
    /// A quiet server without a page on a free port of this machine.
    #[must_use]
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            listen: ([127, 0, 0, 1], 0).into(),
            data: data.into(),
            page: None,
            demo: false,
            log: false,
            config: Config::default(),
        }
    }
}

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// `--demo` beyond this machine.
    #[error(
        "--demo makes users whose passwords everybody knows, so it listens on this machine only: leave out --listen {0}, or leave out --demo"
    )]
    DemoBeyondLoopback(SocketAddr),
    /// `--demo` into a folder that holds something.
    #[error(
        "--demo fills an empty folder, and {} is not empty: name another with --data, or leave out --demo to go on with what is there",
        .0.display()
    )]
    DemoNotEmpty(PathBuf),
    /// Users whose passwords everybody knows, beyond this machine.
    #[error(
        "the demo user {user} still has a password that everybody knows, so {listen} is refused: set others with `prearchive-server user add NAME`, or listen on 127.0.0.1"
    )]
    DemoUsers {
        /// One of them.
        user: &'static str,
        /// The address that was asked for.
        listen: SocketAddr,
    },
    /// The context path is malformed.
    #[error(
        "“{0}” is no context path: it begins with a slash, does not end with one, and has no other than letters, digits, `-`, `_` and `.` between"
    )]
    Context(String),
    /// The data folder cannot be opened.
    #[error(transparent)]
    Data(#[from] OpenError),
    /// The page cannot be read.
    #[error(transparent)]
    Page(#[from] PageError),
    /// The engine refuses its data.
    #[error("the data cannot be used: {0}")]
    Engine(#[from] Refusal),
    /// The address cannot be listened on.
    #[error("{listen} cannot be listened on ({error}): choose another with --listen")]
    Listen {
        /// The address that was asked for.
        listen: SocketAddr,
        /// What the operating system says.
        error: io::Error,
    },
    /// No threads are to be had.
    #[error("no threads are to be had: {0}")]
    Threads(io::Error),
}

impl StartError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::DemoBeyondLoopback(_) => "demo-beyond-loopback",
            Self::DemoNotEmpty(_) => "demo-not-empty",
            Self::DemoUsers { .. } => "demo-users",
            Self::Context(_) => "context",
            Self::Data(error) => error.code(),
            Self::Page(_) => "page",
            Self::Engine(_) => "engine",
            Self::Listen { .. } => "listen",
            Self::Threads(_) => "threads",
        }
    }
}

/// The time as the server tells it: at one distance from UTC as long as it runs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock(UtcOffset);

impl Clock {
    /// The machine's own, where it can be known; this is asked before there are threads.
    fn local() -> Self {
        Self(UtcOffset::current_local_offset().unwrap_or(UtcOffset::UTC))
    }

    pub(crate) fn now(self) -> OffsetDateTime {
        OffsetDateTime::now_utc().to_offset(self.0)
    }

    /// The time for a line of a log.
    pub(crate) fn text(self) -> String {
        let now = self.now();
        let (hour, minute, second) = now.to_hms();
        format!("{} {hour:02}:{minute:02}:{second:02}", now.date())
    }

    /// Java's short name of a zone of which only the distance is known.
    fn zone(self) -> String {
        let (hours, minutes, _) = self.0.as_hms();
        if (hours, minutes) == (0, 0) {
            return "UTC".into();
        }
        let sign = if self.0.is_negative() { '-' } else { '+' };
        format!("GMT{sign}{:02}:{:02}", hours.abs(), minutes.abs())
    }
}

/// A server that is running.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    data: PathBuf,
    stop: oneshot::Sender<()>,
    runtime: Runtime,
    served: tokio::task::JoinHandle<()>,
    worker: Worker,
}

impl Running {
    /// Where it listens, with the port that it got.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many users could sign in.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database fails.
    pub fn user_count(&self) -> Result<u64, StoreError> {
        Disk::beside(&self.data)
            .map_err(|error| StoreError::Failed(error.to_string()))?
            .user_count()
    }

    /// From here on, Ctrl-C and SIGTERM no longer end the process, but [`Running::wait_for`].
    ///
    /// # Errors
    ///
    /// The operating system's, if it tells no signals.
    pub fn signals(&self) -> io::Result<Signals> {
        let _inside = self.runtime.enter();
        Signals::new()
    }

    /// Waits for a signal.
    pub fn wait_for(&self, signals: Signals) {
        self.runtime.block_on(signals.wait());
    }

    /// Waits for requests and work that are under way, and lets go of the data.
    pub fn stop(self) {
        // The other end is gone if the socket failed.
        let _ = self.stop.send(());
        let last = async { tokio::time::timeout(LAST_REQUESTS, self.served).await };
        if self.runtime.block_on(last).is_err() {
            eprintln!("some requests took too long and were cut off");
        }
        self.runtime.shutdown_timeout(LAST_REQUESTS);
        self.worker.stop();
    }
}

#[derive(Clone)]
struct Site {
    context: String,
    api: Api,
    page: Page,
}

/// Starts a server; it serves until it is stopped.
///
/// # Errors
///
/// [`StartError`]; nothing was changed, but an empty data folder may have been made, and its sample data begun.
pub fn start(options: Options) -> Result<Running, StartError> {
    let Options {
        listen,
        data,
        page,
        demo,
        log,
        mut config,
    } = options;
    if !is_context(&config.context) {
        return Err(StartError::Context(config.context));
    }
    if demo {
        demo::check(listen, &data)?;
    }
    let page = Page::open(page.as_deref())?;
    let listen_failed = |error| StartError::Listen { listen, error };
    // Before the data is touched.
    let socket = TcpListener::bind(listen).map_err(listen_failed)?;
    socket.set_nonblocking(true).map_err(listen_failed)?;
    let address = socket.local_addr().map_err(listen_failed)?;
    let clock = Clock::local();
    if config.zone == "UTC" {
        config.zone = clock.zone();
    }
    let (context, max_upload) = (config.context.clone(), config.max_upload);
    let engine = Engine::new(Box::new(Disk::open(&data)?), config);
    if demo {
        demo::fill(&engine, clock.now())?;
    }
    if let Some(user) = demo::beyond_loopback(engine.store(), listen)? {
        return Err(StartError::DemoUsers { user, listen });
    }
    engine.recover(clock.now())?;

    let engine = Arc::new(engine);
    let bell = Arc::new(Bell::default());
    let runtime = Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(StartError::Threads)?;
    let socket = {
        let _inside = runtime.enter();
        AsyncListener::from_std(socket).map_err(listen_failed)?
    };
    let worker = Worker::start(Arc::clone(&engine), Arc::clone(&bell), clock)
        .map_err(StartError::Threads)?;
    let api = Api {
        engine,
        bell,
        clock,
        max_upload,
        log,
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let router = router(Site { context, api, page });
    let served = runtime.spawn(async move {
        let until = async {
            // A sender that is dropped stops it too.
            let _ = stopped.await;
        };
        let serving = axum::serve(socket, router).with_graceful_shutdown(until);
        if let Err(error) = serving.await {
            eprintln!("the socket failed: {error}");
        }
    });
    Ok(Running {
        address,
        data,
        stop,
        runtime,
        served,
        worker,
    })
}

fn is_context(text: &str) -> bool {
    let name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
    };
    text.is_empty()
        || text
            .strip_prefix('/')
            .is_some_and(|rest| rest.split('/').all(name))
}

fn router(site: Site) -> Router {
    Router::new()
        .fallback(dispatch)
        .with_state(Arc::new(site))
        .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(page::is_file)))
        .layer(middleware::map_response(secure))
}

/// The API answers its own paths; the page has all others.
async fn dispatch(State(site): State<Arc<Site>>, request: Request<Body>) -> Response {
    let uri = request.uri().path_and_query();
    let whole = uri.map_or("/", |target| target.as_str()).to_owned();
    let target = match whole.strip_prefix(site.context.as_str()) {
        Some(target) if target.starts_with('/') => target,
        // Relative addresses on the page need the slash.
        Some("") => {
            let Ok(place) = HeaderValue::try_from(format!("{}/", site.context)) else {
                return StatusCode::NOT_FOUND.into_response();
            };
            return (StatusCode::PERMANENT_REDIRECT, [(LOCATION, place)]).into_response();
        }
        _ => {
            let text = format!("everything here is below {}/\n", site.context);
            return (StatusCode::NOT_FOUND, text).into_response();
        }
    };
    let path = target.split('?').next().unwrap_or_default();
    if api::owns(path) {
        // The engine knows the context: it writes it into addresses and cookies.
        return site.api.answer(request, &whole).await;
    }
    site.page.answer(request, path).await
}
