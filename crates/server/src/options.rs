//! What a server is started with, and why it does not start.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use prearchive_engine::Config;
use prearchive_engine::refusal::Refusal;

use crate::page::PageError;
use crate::pass::{LineError, XnatAddress};
use crate::store::OpenError;
use crate::trouble::Trouble;

/// How many threads work through the queue unless told otherwise.
pub(crate) const WORKERS: usize = 2;

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
    /// How many made-up sessions are added to the sample data.
    pub demo_sessions: usize,
    /// How many threads work through the queue.
    pub workers: usize,
    /// What goes wrong on purpose.
    pub trouble: Trouble,
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
            demo_sessions: 0,
            workers: WORKERS,
            trouble: Trouble::default(),
            log: false,
            config: Config::default(),
        }
    }
}

/// What a pass-through to an XNAT is started with.
#[derive(Debug, Clone)]
pub struct Before {
    /// Where it listens; port 0 means any free one.
    pub listen: SocketAddr,
    /// The XNAT.
    pub xnat: XnatAddress,
    /// A PEM file with certificates that are trusted besides those of the system.
    pub authority: Option<PathBuf>,
    /// The folder of the built page, if there is to be one.
    pub page: Option<PathBuf>,
    /// The path before everything here, such as `/xnat`; it need not be the XNAT's.
    pub context: String,
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
    /// There is no line to the XNAT.
    #[error(transparent)]
    Line(#[from] LineError),
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
            Self::Line(_) => "line",
            Self::Threads(_) => "threads",
        }
    }
}
