//! The line to an XNAT: connections that are kept for a while, and why one does not come about.

use std::error::Error;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::http::{StatusCode, Uri};
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tower_service::Service;

/// How long it may take until a connection stands, its handshake included.
const CONNECT: Duration = Duration::from_secs(10);
/// How long an unused connection is kept: less than Tomcat (20 s) and most fronts keep it.
const IDLE: Duration = Duration::from_secs(10);
/// After how long without a byte it is asked whether the other end is still there; archiving may take hours.
const KEEP_ALIVE: Duration = Duration::from_secs(60);

/// What carries requests.
pub(crate) type Line = Client<Connector, Body>;

/// Why there is no line.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// The certificates of `--xnat-ca` cannot be read.
    #[error("{} holds no certificate that can be read ({reason}): --xnat-ca names a PEM file", .file.display())]
    Authority {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// Nothing is trusted.
    #[error(
        "this system has no certificates that it trusts ({0}): install ca-certificates, or name a PEM file with --xnat-ca"
    )]
    NothingTrusted(String),
    /// TLS cannot be set up.
    #[error("TLS cannot be set up: {0}")]
    Tls(#[from] rustls::Error),
}

/// Opens a line; with TLS what the system trusts is trusted, and the certificates in `authority`.
pub(crate) fn line(needs_tls: bool, authority: Option<&Path>) -> Result<Line, LineError> {
    let mut roots = RootCertStore::empty();
    if let Some(file) = authority {
        add(&mut roots, file)?;
    }
    if needs_tls {
        let system = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(system.certs);
        if roots.is_empty() {
            let reason = system.errors.first().map(ToString::to_string);
            let reason = reason.unwrap_or_else(|| "none were found".into());
            return Err(LineError::NothingTrusted(reason));
        }
    }
    let provider = rustls::crypto::ring::default_provider();
    let tls = ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let mut tcp = HttpConnector::new_with_resolver(Resolver);
    tcp.enforce_http(false);
    tcp.set_connect_timeout(Some(CONNECT));
    tcp.set_keepalive(Some(KEEP_ALIVE));
    tcp.set_nodelay(true);
    Ok(Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .build(Connector(HttpsConnector::from((tcp, tls)))))
}

fn add(roots: &mut RootCertStore, file: &Path) -> Result<(), LineError> {
    let unreadable = |reason: String| LineError::Authority {
        file: file.into(),
        reason,
    };
    let certificates = CertificateDer::pem_file_iter(file)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| unreadable(error.to_string()))?;
    if certificates.is_empty() {
        return Err(unreadable("there is none in it".into()));
    }
    for certificate in certificates {
        let added = roots.add(certificate);
        added.map_err(|error| unreadable(error.to_string()))?;
    }
    Ok(())
}

/// Makes connections, and gives up after a while.
#[derive(Debug, Clone)]
pub(crate) struct Connector(HttpsConnector<HttpConnector<Resolver>>);

/// Something that will be there later, or an error.
type Later<T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send>>;

impl Service<Uri> for Connector {
    type Response = MaybeHttpsStream<TokioIo<TcpStream>>;
    type Error = Box<dyn Error + Send + Sync>;
    type Future = Later<Self::Response, Self::Error>;

    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(task)
    }

    fn call(&mut self, address: Uri) -> Self::Future {
        let connecting = self.0.call(address);
        Box::pin(async move {
            let timed = tokio::time::timeout(CONNECT, connecting).await;
            timed.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
        })
    }
}

/// Asks the system for the addresses of a name, and says of a failure that it was this.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resolver;

/// A name stands for no address.
#[derive(Debug, thiserror::Error)]
#[error("no such host: {0}")]
pub(crate) struct NoSuchHost(io::Error);

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = NoSuchHost;
    type Future = Later<Self::Response, NoSuchHost>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), NoSuchHost>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let found: Vec<SocketAddr> = found.map_err(NoSuchHost)?.collect();
            Ok(found.into_iter())
        })
    }
}

/// Why an XNAT gave no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Failure {
    #[error(
        "there is no server called {0}: check the address after --xnat, and this machine's network or VPN"
    )]
    NoSuchHost(String),
    #[error("nothing listens at {0}: is XNAT running, and are host and port after --xnat right?")]
    Refused(String),
    #[error("{0} did not answer within {seconds} s: check this machine's network, VPN and firewall", seconds = CONNECT.as_secs())]
    TimedOut(String),
    #[error(
        "the certificate of {0} is not trusted ({1}): name the certificate of its authority with --xnat-ca FILE"
    )]
    Certificate(String, String),
    #[error(
        "{0} does not speak TLS as expected ({1}): is its address http:// instead of https://?"
    )]
    Tls(String, String),
    #[error("{0} cannot be reached ({1}): check this machine's network and VPN")]
    Unreachable(String, String),
    #[error(
        "{0} broke off before it answered ({1}): look whether a change was made before you make it again"
    )]
    Broken(String, String),
}

impl Failure {
    /// Why a request to that host got no answer.
    pub(crate) fn of(error: &hyper_util::client::legacy::Error, host: &str) -> Self {
        let host = || host.to_owned();
        let mut cause: Option<&(dyn Error + 'static)> = Some(error);
        let mut last = error.to_string();
        while let Some(error) = cause {
            if error.is::<NoSuchHost>() {
                return Self::NoSuchHost(host());
            }
            match error.downcast_ref::<rustls::Error>() {
                Some(rustls::Error::InvalidCertificate(reason)) => {
                    return Self::Certificate(host(), reason.to_string());
                }
                Some(reason) => return Self::Tls(host(), reason.to_string()),
                None => {}
            }
            let io = error.downcast_ref::<io::Error>();
            match io.map(io::Error::kind) {
                Some(io::ErrorKind::ConnectionRefused) => return Self::Refused(host()),
                Some(io::ErrorKind::TimedOut) => return Self::TimedOut(host()),
                _ => {}
            }
            last = error.to_string();
            // Such an error holds the other one inside, and does not tell it as its source.
            let inside = io.and_then(io::Error::get_ref);
            cause = inside.map_or_else(|| error.source(), |inside| Some(inside));
        }
        if error.is_connect() {
            Self::Unreachable(host(), last)
        } else {
            Self::Broken(host(), last)
        }
    }

    /// The status that a gateway gives it (RFC 9110, 15.6).
    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::TimedOut(_) => StatusCode::GATEWAY_TIMEOUT,
            _ => StatusCode::BAD_GATEWAY,
        }
    }
}
