//! The static page: its files, what a browser may load for it, and how long it may keep them.

use std::path::{Path, PathBuf};
use std::{fs, io};

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{Extensions, HeaderMap, HeaderValue, Request, StatusCode, Uri, Version};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use tower_http::services::ServeDir;

use crate::headers::set_default;
use crate::log::tell;

/// The files of a page, or a text in their place.
#[derive(Debug, Clone)]
pub(crate) enum Page {
    /// A built page.
    Folder {
        /// Its files.
        files: ServeDir,
        /// What it may load.
        policy: HeaderValue,
    },
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
    /// Opens the folder of a built page, and reads which inline scripts and styles it has.
    pub(crate) fn open(folder: Option<&Path>) -> Result<Self, PageError> {
        let Some(folder) = folder else {
            return Ok(Self::None);
        };
        let file = folder.join("index.html");
        let read = fs::read_to_string(&file)
            .and_then(|html| HeaderValue::from_str(&policy(&html)).map_err(io::Error::other));
        match read {
            Ok(policy) => Ok(Self::Folder {
                files: ServeDir::new(folder).append_index_html_on_directories(false),
                policy,
            }),
            Err(error) => Err(PageError { file, error }),
        }
    }

    /// Answers a request for a path below the page's own address, which is `/`.
    pub(crate) async fn answer(&self, mut request: Request<Body>, path: &str) -> Response {
        match self {
            Self::None if path == "/" => Html(NO_PAGE).into_response(),
            Self::None => not_found(path),
            Self::Folder { files, policy } => {
                let file = if path == "/" { "/index.html" } else { path };
                let Ok(uri) = file.parse::<Uri>() else {
                    return not_found(path);
                };
                *request.uri_mut() = uri;
                match files.clone().try_call(request).await {
                    Ok(response) if response.status() == StatusCode::NOT_FOUND => not_found(path),
                    Ok(response) => finished(response.map(Body::new), file, policy),
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

fn finished(mut response: Response, file: &str, policy: &HeaderValue) -> Response {
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
    set_default(&mut response, CONTENT_SECURITY_POLICY, policy.clone());
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
    let hash = stem.rsplit('-').next().unwrap_or_default();
    stem.contains('-') && hash.len() >= 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What the page may load: its own files, and the scripts and styles that stand in its `index.html`.
fn policy(html: &str) -> String {
    // What a browser hashes has the line ends of its parser (HTML, section 13.2.3.5).
    let html = &html.replace("\r\n", "\n").replace('\r', "\n");
    let hashes = |tag| -> String {
        let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
        inline(html, tag)
            .iter()
            .map(|text| format!(" 'sha256-{}'", hash(text)))
            .collect()
    };
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{}; style-src 'self'{}; \
         img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; frame-ancestors 'self'; \
         base-uri 'self'; form-action 'self'",
        hashes("script"),
        hashes("style")
    )
}

/// The texts of the elements of that name that load nothing by `src`.
fn inline<'a>(html: &'a str, tag: &str) -> Vec<&'a str> {
    let lower = html.to_ascii_lowercase();
    let (open, close) = (format!("<{tag}"), format!("</{tag}"));
    let mut texts = Vec::new();
    let mut at = 0;
    while let Some(found) = lower[at..].find(&open) {
        let start = at + found + open.len();
        let Some(end_of_tag) = lower[start..].find('>') else {
            break;
        };
        let attributes = &lower[start..start + end_of_tag];
        let body = start + end_of_tag + 1;
        let Some(length) = lower[body..].find(&close) else {
            break;
        };
        let is_this_tag = attributes
            .chars()
            .next()
            .is_none_or(|c| c.is_ascii_whitespace());
        let loads = attributes
            .split_ascii_whitespace()
            .any(|attribute| attribute == "src" || attribute.starts_with("src="));
        if is_this_tag && !loads {
            texts.push(&html[body..body + length]);
        }
        at = body + length;
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_texts_are_found_as_a_browser_hashes_them() {
        let html = "<head><STYLE>a{}</STYLE><script src=\"x.js\"></script><script type=\"module\">\nimport 1;\n</script>\
                    <scripted>no</scripted><noscript><style media=all>b{}</style></noscript><script nonce=src-1>é</script>";
        assert_eq!(inline(html, "script"), ["\nimport 1;\n", "é"]);
        assert_eq!(inline(html, "style"), ["a{}", "b{}"]);
        // The value is openssl's: printf 'a{}' | openssl dgst -sha256 -binary | base64
        assert_eq!(
            policy("<style>a\r\nb</style>"),
            policy("<style>a\nb</style>")
        );
        let policy = policy("<style>a{}</style>");
        assert!(
            policy.contains(
                "style-src 'self' 'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk=';"
            ),
            "{policy}"
        );
        assert!(
            policy.contains("script-src 'self' 'wasm-unsafe-eval';"),
            "{policy}"
        );
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for (file, hashed) in [
            ("/prearchive-app-1a2b3c4d5e6f7a8b_bg.wasm", true),
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
