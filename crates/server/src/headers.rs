//! The header fields that keep a browser from doing what nobody asked for.

use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::response::Response;

use crate::pass::IsForeign;

/// Sets a header field unless the response has it.
pub(crate) fn set_default(response: &mut Response, name: HeaderName, value: HeaderValue) {
    response.headers_mut().entry(name).or_insert(value);
}

/// Adds what every response carries.
///
/// What is no page of ours, such as an uploaded file that somebody opens, runs no scripts in our origin.
pub(crate) async fn secure(mut response: Response) -> Response {
    // What an XNAT sends is its own, and so is what it lets a browser do with it.
    if response.extensions().get::<IsForeign>().is_some() {
        return response;
    }
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "SAMEORIGIN"),
        (REFERRER_POLICY, "same-origin"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'self'",
        ),
    ] {
        set_default(&mut response, name, HeaderValue::from_static(value));
    }
    response
}

/// A short text as a small page in the style of XNAT's status pages.
pub(crate) fn status_page(status: axum::http::StatusCode, text: &str) -> Response {
    use axum::response::{Html, IntoResponse};
    let text = text
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let number = status.as_u16();
    let page = format!(
        "<html>\n<head>\n<title>Status page</title>\n</head>\n<body>\n<h3>{text}</h3>\n<p>HTTP status {number}<br>\n</p>\n</body>\n</html>\n"
    );
    (status, Html(page)).into_response()
}
