//! The pass-through before an XNAT, which an embedded server below `/xnat` plays, and before what is none.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "../common/mod.rs"]
mod common;
mod program;
mod trouble;

use std::fs;
use std::io::Read;

use common::{Site, agent, basic, header, text};
use program::Pass;
use ureq::SendBody;
use ureq::http::Response;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
/// A large body, in bytes.
const LARGE: u64 = 500 << 20;
/// What the process may need beyond what it needs at rest, in KiB.
const GROWTH: u64 = 24 << 10;

/// An embedded server that plays XNAT below `/xnat`.
fn xnat() -> Site {
    Site::with(|options| {
        options.demo = true;
        options.config.context = "/xnat".into();
    })
}

fn cookies(response: &Response<ureq::Body>) -> Vec<String> {
    let values = response.headers().get_all("set-cookie").into_iter();
    values
        .map(|value| value.to_str().unwrap().to_owned())
        .collect()
}

/// Signs in as a browser does; the cookie, and the token for changes.
fn sign_in(pass: &Pass, user: &str) -> (String, String) {
    let origin = pass
        .address
        .split('/')
        .take(3)
        .collect::<Vec<_>>()
        .join("/");
    let answer = agent()
        .post(pass.url("/data/services/auth"))
        .header("User-Agent", FIREFOX)
        .header("Origin", origin)
        .send_form([("username", user), ("password", user)])
        .unwrap();
    assert_eq!(answer.status(), 200);
    let cookies = cookies(&answer);
    let login = cookies
        .iter()
        .find(|cookie| cookie.starts_with("JSESSIONID="));
    let cookie = login.unwrap().split(';').next().unwrap().to_owned();
    let answer = agent()
        .get(pass.url("/data/JSESSION?CSRF=true"))
        .header("User-Agent", FIREFOX)
        .header("Cookie", &cookie)
        .call()
        .unwrap();
    let told = text(answer);
    let token = told.split("XNAT_CSRF=").nth(1).unwrap().trim().to_owned();
    (cookie, token)
}

#[test]
fn a_browser_signs_in_lists_and_changes() {
    let xnat = xnat();
    let mut pass = Pass::before(&xnat.url("/xnat"), &["--context", "/here"]);
    let found = pass.finding();
    assert!(found.contains("wants a login, as an XNAT does"), "{found}");

    let (cookie, token) = sign_in(&pass, "owner");
    let listing = "/data/prearchive/projects?format=csv";
    let get = |target: &str| {
        let request = agent().get(pass.url(target)).header("User-Agent", FIREFOX);
        request.header("Cookie", &cookie).call().unwrap()
    };
    let rows = text(get(listing));
    let row = rows.lines().find(|row| row.contains(",READY,")).unwrap();
    let url = row
        .split(',')
        .find(|cell| cell.starts_with("/prearchive/"))
        .unwrap();
    let delete = |query: &str| {
        let request = agent().delete(pass.url(&format!("/data{url}{query}")));
        let request = request
            .header("User-Agent", FIREFOX)
            .header("Cookie", &cookie);
        request.call().unwrap().status()
    };
    assert_eq!(delete(""), 403, "no token");
    assert_eq!(delete(&format!("?XNAT_CSRF={token}")), 200);
    assert!(!text(get(listing)).contains(url));
}

#[test]
fn cookies_and_redirects_stay_here() {
    let xnat = xnat();
    for context in ["", "/here"] {
        let pass = Pass::before(&xnat.url("/xnat"), &["--context", context]);
        let answer = agent()
            .get(pass.url("/data/JSESSION"))
            .header("Authorization", basic("owner"))
            .call()
            .unwrap();
        let path = if context.is_empty() { "/" } else { context };
        let path = format!("Path={path}");
        let cookies = cookies(&answer);
        assert_eq!(cookies.len(), 2, "{cookies:?}");
        for cookie in cookies {
            assert!(cookie.split("; ").any(|part| part == path), "{cookie}");
        }
        // An expired login.
        let answer = agent()
            .get(pass.url("/data/prearchive/projects"))
            .header("User-Agent", FIREFOX)
            .call()
            .unwrap();
        assert_eq!(answer.status(), 302);
        let place = header(&answer, "location");
        assert!(place.starts_with(&format!("{context}/app/")), "{place}");
        let origin = pass.address.strip_suffix(context).unwrap();
        let login = agent().get(format!("{origin}{place}")).call().unwrap();
        assert_eq!(
            header(&login, "content-type").split(';').next(),
            Some("text/html")
        );
    }
}

#[test]
fn the_page_is_ours_and_everything_else_is_the_xnats() {
    let xnat = xnat();
    let page = xnat.page.path().to_str().unwrap().to_owned();
    fs::remove_file(xnat.page.path().join("icon.svg")).unwrap();
    let pass = Pass::before(&xnat.url("/xnat"), &["--page", &page]);
    let get = |target: &str| agent().get(pass.url(target)).call().unwrap();
    assert!(text(get("/")).contains("<title>the page</title>"));
    assert_eq!(
        header(&get("/app-0123456789abcdef_bg.wasm"), "content-type"),
        "application/wasm"
    );
    assert_eq!(
        get("/data").status(),
        401,
        "the API's own path, whatever files a page has"
    );
    let answer = get("/icon.svg");
    assert_eq!(answer.status(), 404);
    assert!(text(answer).contains("/icon.svg"), "asked of the XNAT");
}

/// Bodies go through while they come: the process needs no more for 500 MB than for a listing.
#[test]
fn large_bodies_go_through_in_little_memory() {
    let xnat = xnat();
    let mut pass = Pass::before(&xnat.url("/xnat"), &[]);
    pass.finding();
    let login = basic("owner");
    let listing = agent()
        .get(pass.url("/data/prearchive/projects?format=csv"))
        .header("Authorization", &login);
    let rows = text(listing.call().unwrap());
    let row = rows.lines().find(|row| row.contains(",READY,")).unwrap();
    let session = row
        .split(',')
        .find(|cell| cell.starts_with("/prearchive/"))
        .unwrap();
    let file = pass.url(&format!("/data{session}/resources/large/files/large.bin"));
    let before = pass.peak();

    let mut body = Pattern(0).take(LARGE);
    let sent = agent()
        .put(&file)
        .header("Authorization", &login)
        .header("Content-Type", "application/octet-stream")
        .send(SendBody::from_reader(&mut body))
        .unwrap();
    assert_eq!(sent.status(), 200, "{}", text(sent));
    let after_upload = pass.peak();

    let mut got = agent()
        .get(&file)
        .header("Authorization", &login)
        .call()
        .unwrap();
    assert_eq!(header(&got, "content-length"), LARGE.to_string());
    let mut body = got.body_mut().with_config().limit(u64::MAX).reader();
    let mut wanted = Pattern(0).take(LARGE);
    assert!(is_same(&mut body, &mut wanted));
    let after_download = pass.peak();
    println!(
        "KiB: {before} at rest, {after_upload} after the upload, {after_download} after the download"
    );
    assert!(
        after_download - before < GROWTH,
        "{before} KiB, then {after_download} KiB"
    );
}

/// Bytes that tell where they are.
struct Pattern(u64);

impl Read for Pattern {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        for byte in buffer.iter_mut() {
            *byte = (self.0 ^ (self.0 >> 8) ^ (self.0 >> 20)) as u8;
            self.0 += 1;
        }
        Ok(buffer.len())
    }
}

fn is_same(one: &mut impl Read, other: &mut impl Read) -> bool {
    let (mut left, mut right) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let length = one.read(&mut left).unwrap();
        if length == 0 {
            return other.read(&mut right).unwrap() == 0;
        }
        other.read_exact(&mut right[..length]).unwrap();
        if left[..length] != right[..length] {
            return false;
        }
    }
}
