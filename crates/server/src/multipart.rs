//! Bodies in parts, as forms with a file send them: the file becomes the body, the texts become parameters.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart};
use axum::http;
use prearchive_core::http::Request;

/// Why a body in parts is refused; always the client's doing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PartsError {
    #[error("the parts of the body cannot be read: {0}")]
    Unreadable(String),
    #[error("one file at a time, please: the body has {0}")]
    OneOnly(usize),
}

/// True if the body comes in parts.
pub(crate) fn has_parts(request: &Request) -> bool {
    request.media_type() == "multipart/form-data"
}

/// Puts the only file of `body` in the request's body, and its texts among the parameters that are not there yet.
pub(crate) async fn read(mut request: Request, body: Bytes) -> Result<Request, PartsError> {
    let unreadable = |error: &dyn std::fmt::Display| PartsError::Unreadable(error.to_string());
    let content_type = request.header("Content-Type").unwrap_or_default();
    let message = http::Request::builder()
        .header(http::header::CONTENT_TYPE, content_type)
        .body(Body::from(body))
        .map_err(|e| unreadable(&e))?;
    let mut parts = Multipart::from_request(message, &())
        .await
        .map_err(|e| unreadable(&e))?;
    let given: Vec<String> = request.query.iter().map(|(name, _)| name.clone()).collect();
    let mut files = 0;
    let mut file_type = None;
    request.body.clear();
    while let Some(part) = parts.next_field().await.map_err(|e| unreadable(&e))? {
        if part.file_name().is_some() {
            files += 1;
            file_type = part.content_type().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|e| unreadable(&e))?;
            request.body = bytes.into();
        } else {
            let name = part.name().unwrap_or_default().to_owned();
            let value = part.text().await.map_err(|e| unreadable(&e))?;
            // What the query says counts, as with forms of the other kind.
            if !given.contains(&name) {
                request.query.push((name, value));
            }
        }
    }
    if files > 1 {
        return Err(PartsError::OneOnly(files));
    }
    request
        .headers
        .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
    if files == 1 {
        let file_type = file_type.unwrap_or_else(|| "application/octet-stream".into());
        request = request.with_header("Content-Type", file_type);
    }
    Ok(request)
}
