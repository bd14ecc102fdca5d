//! What the server adds to the engine: which paths it answers, and how bodies arrive.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use common::{LISTING, Site, agent, basic, exchange, header, text};
use prearchive_server::Trouble;

#[test]
fn the_page_never_answers_for_the_api() {
    let site = Site::demo();
    for path in [
        "/data",
        "/data/nothing/of/the/kind",
        "/REST/nothing",
        "/xapi/nothing",
        "/app/nothing",
    ] {
        let response = site.get_as("owner", path);
        assert_eq!(header(&response, "cache-control"), "no-store", "{path}");
        assert!(response.status() != 200, "{path}");
        assert!(!text(response).contains("the page"), "{path}");
    }
    let rows = site.get_as("owner", LISTING);
    assert_eq!(rows.status(), 200);
    assert!(header(&rows, "content-type").starts_with("application/json"));
    assert!(text(rows).contains("NEURO_001_MR1"));
}

/// Who guesses passwords waits for each answer; who has the right one does not wait for them.
#[test]
fn a_wrong_password_is_answered_late() {
    let site = Site::demo();
    let url = site.url("/data/auth");
    let wrong = "Basic b3duZXI6d3Jvbmc=";
    let begun = Instant::now();
    let answer = agent().get(&url).header("Authorization", wrong).call();
    assert_eq!(answer.unwrap().status(), 401);
    assert!(begun.elapsed() >= Duration::from_millis(500));
    let right = agent().get(&url).header("Authorization", basic("owner"));
    assert_eq!(right.call().unwrap().status(), 200);
}

#[test]
fn methods() {
    let site = Site::demo();
    let (url, owner) = (site.url(LISTING), basic("owner"));
    let get = agent()
        .get(&url)
        .header("Authorization", &owner)
        .call()
        .unwrap();
    let head = agent()
        .head(&url)
        .header("Authorization", &owner)
        .call()
        .unwrap();
    assert_eq!(head.status(), 200);
    assert_eq!(
        header(&head, "content-length"),
        header(&get, "content-length")
    );
    assert_eq!(text(head), "");
    for method in ["OPTIONS", "PATCH", "TRACE", "PROPFIND"] {
        let answer = exchange(
            &site,
            &format!("{method} {LISTING} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
        );
        assert!(answer.starts_with("HTTP/1.1 405 "), "{method}: {answer}");
        assert!(
            answer.contains("allow: GET, HEAD, POST, PUT, DELETE"),
            "{method}: {answer}"
        );
        assert!(answer.contains("<h3>"), "{method}: {answer}");
    }
}

#[test]
fn bodies_that_are_too_large_are_refused_in_words() {
    let site = Site::with(|options| {
        options.demo = true;
        options.config.max_upload = 1 << 20;
    });
    let body = vec![0; 5 << 20];
    let answer = site.post_as("owner", "/data/services/import", "application/zip", &body);
    assert_eq!(answer.status(), 413);
    let page = text(answer);
    assert!(page.contains("<h3>") && page.contains("1048576"), "{page}");

    // curl calls a file a form unless it is told otherwise.
    let form = "application/x-www-form-urlencoded";
    let answer = site.post_as("owner", "/data/services/import", form, &vec![0; 17 << 20]);
    assert_eq!(answer.status(), 413);
    let page = text(answer);
    assert!(page.contains("Content-Type: application/zip"), "{page}");

    // Nobody has to be told who he is before he sends a gigabyte.
    let stranger = agent()
        .post(site.url("/data/services/import"))
        .header("Content-Type", "application/zip")
        .send(&body[..])
        .unwrap();
    assert_eq!(stranger.status(), 401);

    // Who asks first is told before he sends anything.
    let answer = exchange(
        &site,
        &format!(
            "POST /data/services/import HTTP/1.1\r\nHost: x\r\nAuthorization: {}\r\nContent-Length: 99999999\r\n\
             Expect: 100-continue\r\nConnection: close\r\n\r\n",
            basic("owner")
        ),
    );
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[test]
fn files_arrive_raw_chunked_and_in_the_parts_of_a_form() {
    let site = Site::demo();
    let file = fs::read(fixtures().join("ct-ge-head/series-002-17106.dcm")).unwrap();
    let part = |head: &str, body: &[u8]| {
        [
            b"--frontier\r\n",
            head.as_bytes(),
            b"\r\n\r\n",
            body,
            b"\r\n",
        ]
        .concat()
    };
    let upload = part(
        "Content-Disposition: form-data; name=\"image\"; filename=\"Bild 1 & 2.dcm\"\r\nContent-Type: application/dicom",
        &file,
    );
    let word = |name: &str, value: &str| {
        part(
            &format!("Content-Disposition: form-data; name=\"{name}\""),
            value.as_bytes(),
        )
    };
    let end = b"--frontier--\r\n".to_vec();
    let form = "multipart/form-data; boundary=frontier";
    let cases: [(&str, &str, Vec<u8>, &str); 3] = [
        (
            "?dest=/prearchive/projects/NEURO&session=RAW&subject=S",
            "application/dicom",
            file.clone(),
            "RAW",
        ),
        (
            "",
            form,
            [
                word("dest", "/prearchive/projects/NEURO"),
                word("session", "PARTS"),
                word("subject", "S"),
                upload.clone(),
                end.clone(),
            ]
            .concat(),
            "PARTS",
        ),
        (
            "?dest=/prearchive/projects/NEURO&session=QUERY",
            form,
            [
                upload.clone(),
                word("session", "not this"),
                word("subject", "S"),
                end.clone(),
            ]
            .concat(),
            "QUERY",
        ),
    ];
    for (query, kind, body, label) in cases {
        let answer = site.post_as(
            "owner",
            &format!("/data/services/import{query}"),
            kind,
            &body,
        );
        let status = answer.status();
        let said = text(answer);
        assert_eq!(status, 200, "{label}: {said}");
        assert!(
            said.trim().ends_with(&format!("/{label}")),
            "{label}: {said}"
        );
        assert!(
            said.contains("/prearchive/projects/NEURO/"),
            "{label}: {said}"
        );
    }

    let url = site.url("/data/services/import?dest=/prearchive/projects/NEURO&session=CHUNKS");
    let chunked = agent()
        .post(url)
        .header("Authorization", basic("owner"))
        .header("Content-Type", "application/dicom")
        .send(ureq::SendBody::from_reader(&mut &file[..]))
        .unwrap();
    assert_eq!(chunked.status(), 200, "{}", text(chunked));

    for (what, body) in [
        (
            "two files",
            [upload.clone(), upload.clone(), end.clone()].concat(),
        ),
        ("no end", upload.clone()),
        ("no parts", b"nothing of the kind".to_vec()),
    ] {
        let answer = site.post_as(
            "owner",
            "/data/services/import?dest=/prearchive/projects/NEURO",
            form,
            &body,
        );
        assert_eq!(answer.status(), 400, "{what}");
        assert!(text(answer).contains("<h3>"), "{what}");
    }
}

#[test]
fn queued_work_is_done_without_being_asked_for_again() {
    let site = Site::demo();
    let from = "/prearchive/projects/NEURO/20260914_101955204/NEURO_002_MR1";
    let to = "/prearchive/projects/PHANTOM/20260914_101955204/NEURO_002_MR1";
    let form = format!("src={from}&newProject=PHANTOM&async=true");
    let kind = "application/x-www-form-urlencoded";
    let answer = site.post_as(
        "owner",
        "/data/services/prearchive/move",
        kind,
        form.as_bytes(),
    );
    assert_eq!(answer.status(), 200, "{}", text(answer));
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let rows = text(site.get_as("owner", LISTING));
        if rows.contains(to) && !rows.contains(from) {
            break;
        }
        assert!(Instant::now() < deadline, "{rows}");
    }
}

#[test]
fn below_a_context_path() {
    let site = Site::with(|options| {
        options.demo = true;
        options.config.context = "/xnat".into();
    });
    for (path, status) in [
        ("/xnat/", 200),
        ("/xnat/icon.svg", 200),
        ("/xnat/nothing", 404),
        ("/xnat", 308),
        ("/", 404),
        ("/xnatother/", 404),
        (LISTING, 404),
    ] {
        assert_eq!(site.get_as("owner", path).status(), status, "{path}");
    }
    assert_eq!(header(&site.get("/xnat"), "location"), "/xnat/");
    let rows = text(site.get_as("owner", &format!("/xnat{LISTING}")));
    assert!(rows.contains("NEURO_001_MR1"), "{rows}");
}

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/dicom")
}

#[test]
fn trouble_comes_when_it_is_asked_for() {
    let site = Site::with(|options| {
        options.demo = true;
        options.trouble = Trouble {
            latency: Duration::from_millis(30),
            fail_per_100_000: 100_000,
        };
    });
    let begun = Instant::now();
    assert_eq!(site.get_as("owner", "/data/JSESSION").status(), 200);
    assert!(begun.elapsed() >= Duration::from_millis(30));
    let refused = site.get_as("owner", "/data/prearchive/projects");
    assert_eq!(refused.status(), 503);
    assert!(text(refused).contains("chosen to fail"));
}
