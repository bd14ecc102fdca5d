//! A server from start to stop: data, engine, worker, page and socket.

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, Request, StatusCode};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use prearchive_engine::Engine;
use prearchive_engine::store::StoreError;
use tokio::net::TcpListener as AsyncListener;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};

use crate::api::{self, Api};
use crate::clock::Clock;
use crate::demo;
use crate::headers::secure;
use crate::log::tell;
use crate::options::{Options, StartError};
use crate::page::{self, Page};
use crate::signals::Signals;
use crate::store::{Disk, OpenError};
use crate::worker::{Bell, Workers};

/// How long requests that are under way may take to end when the server stops.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// A server that is running; dropping it stops it.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    data: PathBuf,
    handle: Handle,
    parts: Option<Parts>,
}

/// What is taken apart when it stops.
#[derive(Debug)]
struct Parts {
    stop: oneshot::Sender<()>,
    runtime: Runtime,
    served: JoinHandle<()>,
    workers: Workers,
}

impl Parts {
    fn stop(self) {
        // The other end is gone if the socket failed.
        let _ = self.stop.send(());
        let last = async { tokio::time::timeout(LAST_REQUESTS, self.served).await };
        if self.runtime.block_on(last).is_err() {
            tell("some requests took too long and were cut off");
        }
        self.runtime.shutdown_timeout(LAST_REQUESTS);
        self.workers.stop();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(parts) = self.parts.take() {
            parts.stop();
        }
    }
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
        let _inside = self.handle.enter();
        Signals::new()
    }

    /// Waits for a signal.
    pub fn wait_for(&self, signals: Signals) {
        self.handle.block_on(signals.wait());
    }

    /// Waits for requests and work that are under way, and lets go of the data.
    pub fn stop(self) {
        drop(self);
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
        demo_sessions,
        workers,
        trouble,
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
        demo::fill(&engine, demo_sessions, clock.now())?;
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
    let workers = Workers::start(workers, &engine, &bell, clock).map_err(StartError::Threads)?;
    let aside = aside(&data)?;
    let api = Api {
        engine,
        bell,
        clock,
        max_upload,
        aside,
        trouble,
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
            tell(&format!("the socket failed: {error}"));
        }
    });
    Ok(Running {
        address,
        data,
        handle: runtime.handle().clone(),
        parts: Some(Parts {
            stop,
            runtime,
            served,
            workers,
        }),
    })
}

/// The folder for bodies that are too large for memory: on the same disk as the data, which they become.
fn aside(data: &Path) -> Result<Arc<Path>, StartError> {
    let folder = data.join("incoming");
    std::fs::create_dir_all(&folder).map_err(|error| {
        StartError::Data(OpenError::Folder {
            folder: folder.clone(),
            error,
        })
    })?;
    Ok(folder.into())
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
