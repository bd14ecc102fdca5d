//! The static page: its files, what a browser may load for it, and how long it may keep them.

use std::path::{Path, PathBuf};
use std::{fs, io};

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{Extensions, HeaderMap, HeaderValue, Method, Request, StatusCode, Uri, Version};
use axum::response::{Html, IntoResponse, Response};
use tower_http::services::ServeDir;

use crate::headers::set_default;
use crate::log::tell;

/// What the page may do: load its own files, compile its own module, and make scripts and HTML of no text.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; frame-ancestors 'self'; base-uri 'self'; \
    form-action 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The files of a page, or a text in their place.
#[derive(Debug, Clone)]
pub(crate) enum Page {
    /// A built page.
    Folder(ServeDir),
    /// No page was given.
    None,
}

/// Why the page cannot be served.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be read ({error}): --page names the folder of the built page", .file.display())]
pub struct PageError {
    /// The page's `index.html`.
    pub file: PathBuf,
    /// What the operating system says.
    pub error: io::Error,
}

impl Page {
    /// Opens the folder of a built page.
    pub(crate) fn open(folder: Option<&Path>) -> Result<Self, PageError> {
        let Some(folder) = folder else {
            return Ok(Self::None);
        };
        let file = folder.join("index.html");
        match fs::File::open(&file) {
            Ok(_) => Ok(Self::Folder(
                ServeDir::new(folder).append_index_html_on_directories(false),
            )),
            Err(error) => Err(PageError { file, error }),
        }
    }

    /// The page's file at that path, if the request reads and there is one; its body is left to somebody else.
    pub(crate) fn find<'a>(
        &'a self,
        request: &Request<Body>,
        path: &'a str,
    ) -> impl Future<Output = Option<Response>> + Send + use<'a> {
        let mut head = Request::new(Body::empty());
        *head.method_mut() = request.method().clone();
        *head.headers_mut() = request.headers().clone();
        async move {
            if !matches!(*head.method(), Method::GET | Method::HEAD) {
                return None;
            }
            let answer = self.answer(head, path).await;
            (answer.status() != StatusCode::NOT_FOUND).then_some(answer)
        }
    }

    /// Answers a request for a path below the page's own address, which is `/`.
    pub(crate) async fn answer(&self, mut request: Request<Body>, path: &str) -> Response {
        match self {
            Self::None if path == "/" => Html(NO_PAGE).into_response(),
            Self::None => not_found(path),
            Self::Folder(files) => {
                let file = if path == "/" { "/index.html" } else { path };
                let Ok(uri) = file.parse::<Uri>() else {
                    return not_found(path);
                };
                *request.uri_mut() = uri;
                match files.clone().try_call(request).await {
                    Ok(response) if response.status() == StatusCode::NOT_FOUND => not_found(path),
                    Ok(response) => finished(response.map(Body::new), file),
                    Err(error) if is_no_file(&error) => not_found(path),
                    Err(error) => {
                        tell(&format!("{path}: {error}"));
                        StatusCode::INTERNAL_SERVER_ERROR.into_response()
                    }
                }
            }
        }
    }
}

/// Marks the responses that are files of the page.
#[derive(Debug, Clone, Copy)]
struct IsFile;

/// True for the page's files: what the engine answers goes out as it is, with its length.
pub(crate) fn is_file(_: StatusCode, _: Version, _: &HeaderMap, extensions: &Extensions) -> bool {
    extensions.get::<IsFile>().is_some()
}

const NO_PAGE: &str = "<!doctype html>
<html lang=\"en\">
<head><meta charset=\"utf-8\"><title>XNAT prearchive</title></head>
<body>
<h1>XNAT prearchive</h1>
<p>This server was started without a page (<code>--page DIR</code>).</p>
<p>The API is below <code>data</code>, such as <a href=\"data/prearchive/projects\">data/prearchive/projects</a>.</p>
</body>
</html>
";

fn is_no_file(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidFilename, InvalidInput, IsADirectory, NotADirectory, NotFound};
    matches!(
        error.kind(),
        NotFound | NotADirectory | IsADirectory | InvalidFilename | InvalidInput
    )
}

fn not_found(path: &str) -> Response {
    (StatusCode::NOT_FOUND, format!("there is no {path} here\n")).into_response()
}

fn finished(mut response: Response, file: &str) -> Response {
    let cache = if is_hashed(file) {
        "public, max-age=31536000, immutable"
    } else {
        // Kept, but asked for with its ETag each time.
        "no-cache"
    };
    set_default(
        &mut response,
        CACHE_CONTROL,
        HeaderValue::from_static(cache),
    );
    let policy = HeaderValue::from_static(POLICY);
    set_default(&mut response, CONTENT_SECURITY_POLICY, policy);
    response.extensions_mut().insert(IsFile);
    if file.ends_with("/index.html") {
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        response.headers_mut().insert(CONTENT_TYPE, html);
    }
    response
}

/// True if the name of a file changes with its content: the builder puts a hash before the extension.
fn is_hashed(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    let stem = stem.strip_suffix("_later").unwrap_or(stem);
    let hash = stem.rsplit('-').next().unwrap_or_default();
    stem.contains('-') && hash.len() >= 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for (file, hashed) in [
            ("/prearchive-app-1a2b3c4d5e6f7a8b_bg.wasm", true),
            ("/prearchive-app-1a2b3c4d5e6f7a8b_later.wasm", true),
            ("/prearchive-app-1a2b3c4d5e6f7a8b.js", true),
            ("/snippets/dicom-1a2b3c4d5e6f7a8b/inline0.js", false),
            ("/main-1a2b3c4d5e6f7a8b.css", true),
            ("/index.html", false),
            ("/worker.js", false),
            ("/prearchive-decoder.js", false),
            ("/deadbeefdeadbeef.js", false),
        ] {
            assert_eq!(is_hashed(file), hashed, "{file}");
        }
    }
}
