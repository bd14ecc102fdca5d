//! The pass-through: the page and an XNAT's API on one origin, so that a browser takes them for one site.

mod address;
mod headers;
mod line;
mod look;

use std::net::SocketAddr;
use std::path::Path;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode, Version};
use axum::response::{IntoResponse, Response};

pub use address::{NoAddress, XnatAddress};
use headers::Front;
pub use line::LineError;
use line::{Failure, Line};

use crate::headers::status_page;
use crate::log::tell;

/// What passes requests on to an XNAT.
#[derive(Debug, Clone)]
pub(crate) struct PassThrough {
    xnat: XnatAddress,
    line: Line,
}

/// Marks the responses that come from an XNAT: they are what it makes them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IsForeign;

impl PassThrough {
    /// A pass-through to that address; with `authority` the certificates in it are trusted too.
    pub(crate) fn new(xnat: XnatAddress, authority: Option<&Path>) -> Result<Self, LineError> {
        let line = line::line(xnat.origin().starts_with("https:"), authority)?;
        Ok(Self { xnat, line })
    }

    /// Passes a request for a path and its query on, and the answer back, both while they come.
    ///
    /// Whoever goes away while the answer comes ends the request at the XNAT too.
    pub(crate) async fn answer(
        &self,
        mut request: Request<Body>,
        target: &str,
        context: &str,
    ) -> Response {
        if matches!(*request.method(), Method::CONNECT | Method::TRACE) {
            return StatusCode::METHOD_NOT_ALLOWED.into_response();
        }
        let Ok(address) = self.xnat.uri(target) else {
            return status_page(StatusCode::BAD_REQUEST, "that is no address");
        };
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map(|ConnectInfo(peer)| peer.ip());
        let front = Front::of(request.headers(), context, peer);
        headers::outwards(request.headers_mut(), &self.xnat, &front);
        *request.uri_mut() = address;
        *request.version_mut() = Version::HTTP_11;
        match self.line.request(request).await {
            Ok(response) => {
                let mut response = response.map(Body::new);
                headers::inwards(response.headers_mut(), &self.xnat, &front);
                *response.version_mut() = Version::HTTP_11;
                response.extensions_mut().insert(IsForeign);
                response
            }
            Err(error) => {
                let failure = Failure::of(&error, self.xnat.authority());
                tell(&failure.to_string());
                status_page(failure.status(), &failure.to_string())
            }
        }
    }
}
