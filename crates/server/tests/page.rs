//! The static page: its files, their headers, and what a browser may load for it.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use common::{LISTING, Site, agent, basic, exchange, header, text};

#[test]
fn files_of_the_page() {
    let site = Site::demo();
    for (path, status, kind, cache) in [
        ("/", 200, "text/html; charset=utf-8", "no-cache"),
        (
            "/?project=NEURO",
            200,
            "text/html; charset=utf-8",
            "no-cache",
        ),
        ("/index.html", 200, "text/html; charset=utf-8", "no-cache"),
        (
            "/app-0123456789abcdef_bg.wasm",
            200,
            "application/wasm",
            "public, max-age=31536000, immutable",
        ),
        (
            "/app-0123456789abcdef.js",
            200,
            "text/javascript",
            "public, max-age=31536000, immutable",
        ),
        (
            "/main-0123456789abcdef.css",
            200,
            "text/css",
            "public, max-age=31536000, immutable",
        ),
        ("/icon.svg", 200, "image/svg+xml", "no-cache"),
        ("/nothing", 404, "text/plain; charset=utf-8", ""),
        ("/projects/NEURO", 404, "text/plain; charset=utf-8", ""),
        ("/snippets/", 404, "text/plain; charset=utf-8", ""),
        (
            "/..%2f..%2fetc/passwd",
            404,
            "text/plain; charset=utf-8",
            "",
        ),
        ("/database", 404, "text/plain; charset=utf-8", ""),
    ] {
        let response = site.get(path);
        assert_eq!(response.status(), status, "{path}");
        assert_eq!(header(&response, "content-type"), kind, "{path}");
        assert_eq!(header(&response, "cache-control"), cache, "{path}");
        assert_eq!(
            header(&response, "x-content-type-options"),
            "nosniff",
            "{path}"
        );
        assert_eq!(header(&response, "x-frame-options"), "SAMEORIGIN", "{path}");
        assert_eq!(
            header(&response, "referrer-policy"),
            "same-origin",
            "{path}"
        );
        assert!(
            !header(&response, "content-security-policy").is_empty(),
            "{path}"
        );
    }
}

#[test]
fn the_page_runs_its_own_scripts_and_no_others() {
    let site = Site::demo();
    let policy = header(&site.get("/"), "content-security-policy");
    for part in [
        "default-src 'self';",
        "script-src 'self' 'wasm-unsafe-eval';",
        "style-src 'self';",
        "img-src 'self' data: blob:;",
        "frame-ancestors 'self';",
        "base-uri 'self';",
        "form-action 'self';",
        "require-trusted-types-for 'script';",
        "trusted-types 'none'",
    ] {
        assert!(policy.contains(part), "{part} in {policy}");
    }
    let policy = header(&site.get(LISTING), "content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{policy}");
}

#[test]
fn the_page_is_asked_for_once_and_sent_compressed() {
    let site = Site::demo();
    let first = site.get("/icon.svg");
    assert!(!header(&first, "last-modified").is_empty());
    let again = agent()
        .get(site.url("/icon.svg"))
        .header("If-None-Match", header(&first, "etag"))
        .call()
        .unwrap();
    assert_eq!(again.status(), 304);

    let packed = exchange(
        &site,
        "GET /app-0123456789abcdef.js HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n",
    );
    assert!(packed.contains("content-encoding: gzip"), "{packed}");
    let api = exchange(
        &site,
        &format!(
            "GET {LISTING} HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n",
            basic("owner")
        ),
    );
    assert!(!api.contains("content-encoding"), "{api}");
    assert!(api.contains("content-length: "), "{api}");
}

#[test]
fn without_a_page_it_is_said_where_the_api_is() {
    let site = Site::with(|options| options.page = None);
    let response = site.get("/");
    assert_eq!(response.status(), 200);
    assert!(text(response).contains("data/prearchive/projects"));
    assert_eq!(site.get("/index.html").status(), 404);
}
