//! A server of a test's own, and plain HTTP to it.
#![allow(dead_code, reason = "each test takes what it needs")]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;

use prearchive_server::{Options, Running, start};
use tempfile::TempDir;
use ureq::http::Response;
use ureq::{Agent, Body};

/// A running server with a page and sample data; stopped when dropped.
pub(crate) struct Site {
    pub(crate) data: TempDir,
    pub(crate) page: TempDir,
    running: Option<Running>,
    address: String,
}

impl Site {
    pub(crate) fn demo() -> Self {
        Self::with(|options| options.demo = true)
    }

    pub(crate) fn with(change: impl FnOnce(&mut Options)) -> Self {
        let (data, page) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        write_page(page.path());
        let mut options = Options::new(data.path());
        options.page = Some(page.path().into());
        change(&mut options);
        let running = start(options).unwrap();
        let address = format!("http://{}", running.address());
        Self {
            data,
            page,
            running: Some(running),
            address,
        }
    }

    pub(crate) fn url(&self, target: &str) -> String {
        format!("{}{target}", self.address)
    }

    pub(crate) fn get(&self, target: &str) -> Response<Body> {
        agent().get(self.url(target)).call().unwrap()
    }

    /// A GET as a user of the sample data.
    pub(crate) fn get_as(&self, user: &str, target: &str) -> Response<Body> {
        agent()
            .get(self.url(target))
            .header("Authorization", basic(user))
            .call()
            .unwrap()
    }

    /// A POST as a user of the sample data.
    pub(crate) fn post_as(
        &self,
        user: &str,
        target: &str,
        kind: &str,
        body: &[u8],
    ) -> Response<Body> {
        agent()
            .post(self.url(target))
            .header("Authorization", basic(user))
            .header("Content-Type", kind)
            .send(body)
            .unwrap()
    }

    pub(crate) fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop();
        }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Takes every status as an answer, and follows no redirect.
pub(crate) fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into()
}

/// `Authorization` of a user whose password is its name.
pub(crate) fn basic(user: &str) -> String {
    use base64::Engine as _;
    let pair = format!("{user}:{user}");
    format!(
        "Basic {}",
        base64::engine::general_purpose::STANDARD.encode(pair)
    )
}

pub(crate) fn header(response: &Response<Body>, name: &str) -> String {
    let value = response.headers().get(name);
    value.map_or(String::new(), |value| value.to_str().unwrap().into())
}

pub(crate) fn text(mut response: Response<Body>) -> String {
    response.body_mut().read_to_string().unwrap()
}

fn write_page(folder: &Path) {
    let html =
        "<!doctype html><title>the page</title><script type=\"module\" src=\"start.js\"></script>";
    for (name, bytes) in [
        ("index.html", html.as_bytes()),
        ("app-0123456789abcdef_bg.wasm", b"\0asm\x01\0\0\0"),
        (
            "app-0123456789abcdef.js",
            "export default 1;\n".repeat(200).as_bytes(),
        ),
        ("main-0123456789abcdef.css", b"body{}"),
        ("icon.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        // What a page may not take over.
        ("data", b"from the page"),
    ] {
        fs::write(folder.join(name), bytes).unwrap();
    }
    fs::create_dir(folder.join("snippets")).unwrap();
}

/// The listing of all sessions.
pub(crate) const LISTING: &str = "/data/prearchive/projects?format=json";

/// Sends bytes as they are, and reads until the server closes.
pub(crate) fn exchange(site: &Site, request: &str) -> String {
    let mut stream = TcpStream::connect(&site.url("")["http://".len()..]).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}
