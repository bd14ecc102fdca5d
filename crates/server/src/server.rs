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
use prearchive_engine::store::{Files, Rows, StoreError};
use prearchive_engine::tree::TreePath;
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
use crate::options::{Before, Options, StartError};
use crate::page::{self, Page};
use crate::pass::PassThrough;
use crate::signals::Signals;
use crate::store::{Disk, OpenError};
use crate::worker::{Bell, Workers};

/// How long requests that are under way may take to end when the server stops.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// A server that is running; dropping it stops it.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    behind: Behind,
    handle: Handle,
    parts: Option<Parts>,
}

/// What answers.
#[derive(Debug)]
enum Behind {
    /// The engine, over this folder.
    Data(PathBuf),
    /// An XNAT.
    Xnat(PassThrough),
}

/// What is taken apart when it stops.
#[derive(Debug)]
struct Parts {
    stop: oneshot::Sender<()>,
    runtime: Runtime,
    served: JoinHandle<()>,
    workers: Option<Workers>,
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
        if let Some(workers) = self.workers {
            workers.stop();
        }
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

    /// How many users could sign in; none here where an XNAT has them.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database fails.
    pub fn user_count(&self) -> Result<u64, StoreError> {
        self.disk()?.map_or(Ok(0), |disk| disk.user_count())
    }

    /// True if files of sessions are there and no row: the database was lost, or the folder comes from elsewhere.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the data cannot be read.
    pub fn has_only_files(&self) -> Result<bool, StoreError> {
        let Some(disk) = self.disk()? else {
            return Ok(false);
        };
        let is_listed = !disk.scan()?.next()?.is_empty();
        Ok(!is_listed && !disk.folders(&TreePath::room("prearchive"))?.is_empty())
    }

    fn disk(&self) -> Result<Option<Disk>, StoreError> {
        let Behind::Data(data) = &self.behind else {
            return Ok(None);
        };
        let disk = Disk::beside(data).map_err(|error| StoreError::Failed(error.to_string()))?;
        Ok(Some(disk))
    }

    /// Asks the XNAT behind once, and tells in a sentence what is there; does not wait for it.
    pub fn look_at_xnat(&self, told: impl FnOnce(&str) + Send + 'static) {
        if let Behind::Xnat(pass) = &self.behind {
            let pass = pass.clone();
            self.handle.spawn(async move { told(&pass.look().await) });
        }
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
    behind: Answers,
    page: Page,
}

/// What answers everything that is no file of the page.
#[derive(Clone)]
enum Answers {
    Api(Api),
    Xnat(PassThrough),
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
    // Before the data is touched.
    let socket = bind(listen)?;
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
    let behind = Answers::Api(api);
    let site = Site {
        context,
        behind,
        page,
    };
    serve(socket, site, Behind::Data(data), Some(workers))
}

/// Starts a pass-through: the page before an XNAT; it serves until it is stopped, whether or not the XNAT is there.
///
/// # Errors
///
/// [`StartError`].
pub fn start_before(options: Before) -> Result<Running, StartError> {
    if !is_context(&options.context) {
        return Err(StartError::Context(options.context));
    }
    let page = Page::open(options.page.as_deref())?;
    let pass = PassThrough::new(options.xnat, options.authority.as_deref())?;
    let socket = bind(options.listen)?;
    let site = Site {
        context: options.context,
        behind: Answers::Xnat(pass.clone()),
        page,
    };
    serve(socket, site, Behind::Xnat(pass), None)
}

fn bind(listen: SocketAddr) -> Result<TcpListener, StartError> {
    let failed = |error| StartError::Listen { listen, error };
    let socket = TcpListener::bind(listen).map_err(failed)?;
    socket.set_nonblocking(true).map_err(failed)?;
    Ok(socket)
}

fn serve(
    socket: TcpListener,
    site: Site,
    behind: Behind,
    workers: Option<Workers>,
) -> Result<Running, StartError> {
    let address = socket.local_addr().map_err(StartError::Threads)?;
    let runtime = Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(StartError::Threads)?;
    let socket = {
        let _inside = runtime.enter();
        AsyncListener::from_std(socket).map_err(StartError::Threads)?
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let router = router(site).into_make_service_with_connect_info::<SocketAddr>();
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
        behind,
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
    match &site.behind {
        // The engine knows the context: it writes it into addresses and cookies.
        Answers::Api(api) if api::owns(path) => api.answer(request, &whole).await,
        Answers::Api(_) => site.page.answer(request, path).await,
        Answers::Xnat(pass) => {
            // XNAT's own pages, and what they load, have all addresses that the page leaves.
            if !api::owns(path)
                && let Some(file) = site.page.find(&request, path).await
            {
                return file;
            }
            pass.answer(request, target, &site.context).await
        }
    }
}
