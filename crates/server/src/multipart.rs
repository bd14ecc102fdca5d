//! Bodies in parts, as forms with a file send them: the file becomes the body, the texts become parameters.

use std::path::Path;

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart};
use axum::http;
use prearchive_core::http::{Method, Request, encode_segment};

use crate::body::{BodyError, Growing, Limit, Received};

/// The longest text of a form with a file, in bytes.
const TEXT: u64 = 64 << 10;

/// Why a body in parts is refused; always the client's doing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PartsError {
    #[error("the parts of the body cannot be read: {0}")]
    Unreadable(String),
    #[error("one file at a time, please: the body has more")]
    OneOnly,
    #[error(transparent)]
    Body(#[from] BodyError),
}

/// True if the body comes in parts.
pub(crate) fn has_parts(request: &Request) -> bool {
    request.media_type() == "multipart/form-data"
}

/// Makes the only file the body, and puts the texts among the parameters that are not there yet.
///
/// A file that is put into a folder is named as it was on the sender's disk.
pub(crate) async fn read(
    request: &mut Request,
    body: Body,
    limit: Limit,
    folder: &Path,
) -> Result<Received, PartsError> {
    let unreadable = |error: &dyn std::fmt::Display| PartsError::Unreadable(error.to_string());
    let content_type = request.header("Content-Type").unwrap_or_default();
    let mut message = http::Request::builder()
        .header(http::header::CONTENT_TYPE, content_type)
        .body(body)
        .map_err(|e| unreadable(&e))?;
    // Our own limit counts.
    DefaultBodyLimit::disable().apply(&mut message);
    let mut parts = Multipart::from_request(message, &())
        .await
        .map_err(|e| unreadable(&e))?;
    let given: Vec<String> = request.query.iter().map(|(name, _)| name.clone()).collect();
    let mut file: Option<(Received, String)> = None;
    while let Some(mut part) = parts.next_field().await.map_err(|e| unreadable(&e))? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let kind = part.content_type().map(str::to_owned);
        if file_name.is_some() && file.is_some() {
            return Err(PartsError::OneOnly);
        }
        let most = if file_name.is_some() {
            limit.bytes
        } else {
            TEXT
        };
        let mut growing = Growing::new(folder);
        while let Some(data) = part.chunk().await.map_err(|e| unreadable(&e))? {
            if growing.length() + data.len() as u64 > most {
                // The rest is read, so that the client reads the answer.
                while let Ok(Some(_)) = part.chunk().await {}
                return Err(BodyError::TooLarge(most).into());
            }
            growing.add(&data).map_err(BodyError::from)?;
        }
        let received = growing.end().map_err(BodyError::from)?;
        match file_name {
            Some(file_name) => {
                name_file(request, &file_name);
                let kind = kind.unwrap_or_else(|| "application/octet-stream".into());
                file = Some((received, kind));
            }
            // What the query says counts, as with forms of the other kind.
            None if !given.contains(&name) => {
                let value = String::from_utf8_lossy(&received.bytes).into_owned();
                request.query.push((name, value));
            }
            None => {}
        }
    }
    request
        .headers
        .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
    let Some((received, kind)) = file else {
        return Ok(Received::default());
    };
    request.headers.push(("Content-Type".into(), kind));
    Ok(received)
}

/// The path of a file that is put into a folder ends with the file's own name.
fn name_file(request: &mut Request, file_name: &str) {
    let path = request.path.trim_end_matches('/');
    if request.method == Method::Put && path.ends_with("/files") {
        let own = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
        request.path = format!("{path}/{}", encode_segment(own));
    }
}
