//! What breaks, what is not there, what is no XNAT, and what does not go together.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;

use crate::common::{agent, text};
use crate::program::{Pass, upstream};
use crate::xnat;

#[test]
fn a_body_that_breaks_off_is_broken_here_too() {
    for head in ["Content-Length: 1000", "Transfer-Encoding: chunked"] {
        let xnat = upstream(move |_, mut stream| {
            let half = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n5\r\nhello\r\n");
            let _ = stream.write_all(half.as_bytes());
        });
        let pass = Pass::before(&xnat, &[]);
        let mut answer = agent().get(pass.url("/data/x")).call().unwrap();
        assert_eq!(answer.status(), 200, "{head}");
        let read = answer.body_mut().read_to_vec();
        assert!(
            read.is_err(),
            "{head}: not a short body that looks whole: {read:?}"
        );
    }
}

#[test]
fn who_goes_away_ends_the_request_at_the_xnat_too() {
    let (gone, is_gone) = mpsc::channel();
    let xnat = upstream(move |head, mut stream| {
        if !head.contains("/data/endless") {
            return;
        }
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");
        while stream.write_all(&[0; 1 << 16]).is_ok() {}
        gone.send(()).unwrap();
    });
    let pass = Pass::before(&xnat, &[]);
    let mut answer = agent().get(pass.url("/data/endless")).call().unwrap();
    answer
        .body_mut()
        .as_reader()
        .read_exact(&mut [0; 100])
        .unwrap();
    drop(answer);
    is_gone.recv().unwrap();
}

#[test]
fn an_xnat_that_is_not_there_is_told_with_what_to_do() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let silent = upstream(|_, stream| drop(stream));
    let plain = xnat();
    let tls = plain.url("").replace("http://", "https://");
    for (xnat, status, told) in [
        (format!("http://{free}"), 502, "is XNAT running"),
        (
            "http://no-such-host.invalid".into(),
            502,
            "no server called no-such-host.invalid",
        ),
        (silent, 502, "before you make it again"),
        (tls, 502, "http:// instead of https://"),
    ] {
        let mut pass = Pass::before(&xnat, &[]);
        let found = pass.finding();
        assert!(
            found.starts_with("warning: ") && found.contains(told),
            "{found}"
        );
        let answer = agent()
            .get(pass.url("/data/prearchive/projects"))
            .call()
            .unwrap();
        assert_eq!(answer.status(), status, "{xnat}");
        let page = text(answer);
        let page = page.replace("&amp;", "&");
        assert!(page.contains("<h3>") && page.contains(told), "{page}");
    }
}

#[test]
fn what_is_no_xnat_is_told_and_served_all_the_same() {
    let html = |status: &'static str, more: &'static str| {
        upstream(move |_, mut stream| {
            let answer = format!(
                "HTTP/1.1 {status}\r\n{more}Content-Type: text/html\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"
            );
            let _ = stream.write_all(answer.as_bytes());
        })
    };
    let xnat = xnat();
    for (address, told) in [
        (
            html("200 OK", ""),
            "does not answer as an XNAT does (200, text/html)",
        ),
        (
            html("404 Not Found", ""),
            "is the context path missing or wrong",
        ),
        (xnat.url(""), "/xnat?"),
        (
            html(
                "301 Moved",
                "Location: https://xnat.example.org/xapi/siteConfig/buildInfo\r\n",
            ),
            "start again with --xnat https://xnat.example.org",
        ),
        (html("503 Busy", ""), "may still be starting"),
    ] {
        let mut pass = Pass::before(&address, &[]);
        let found = pass.finding();
        assert!(
            found.starts_with("warning: ") && found.contains(told),
            "{found}"
        );
        assert!(agent().get(pass.url("/data/x")).call().is_ok());
    }
    let open = upstream(|_, mut stream| {
        let body = r#"{"version":"1.9.2"}"#;
        let length = body.len();
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}");
        let _ = stream.write_all(answer.as_bytes());
    });
    assert_eq!(
        Pass::before(&open, &[]).finding(),
        format!("XNAT 1.9.2 answers at {open}")
    );
}

#[test]
fn what_does_not_go_together_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    let no_pem = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    for (arguments, told) in [
        (
            &["--xnat", "https://x.example", "--data", folder][..],
            "leave out --data",
        ),
        (&["--xnat", "https://x.example", "--demo"], "--demo"),
        (
            &["--xnat", "https://x.example", "--workers", "3"],
            "--workers",
        ),
        (&["--xnat", "https://x.example", "history"], "--data DIR"),
        (&["--xnat", "xnat.example.org"], "no address of an XNAT"),
        (
            &["--xnat", "https://me:pw@x.example"],
            "no address of an XNAT",
        ),
        (&["--xnat-ca", "ca.pem", "--data", folder], "--xnat"),
        (
            &[
                "--xnat",
                "https://x.example",
                "--xnat-ca",
                no_pem.to_str().unwrap(),
            ],
            "--xnat-ca names a PEM file",
        ),
        (
            &["--xnat", "https://x.example", "--page", "/not/there"],
            "--page",
        ),
        (
            &["--xnat", "https://x.example", "--context", "x"],
            "no context path",
        ),
    ] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_prearchive-server"));
        let output = program
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(told), "{arguments:?}: {said}");
    }
    assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
}

/// Whoever asks whether it may send is told so here, and the XNAT gets the body without the question.
#[test]
fn who_asks_before_sending_is_answered() {
    let (heard, hears) = mpsc::channel();
    let xnat = upstream(move |head, mut stream| {
        let mut body = vec![0; 5];
        let is_body = head.contains("content-length: 5") && stream.read_exact(&mut body).is_ok();
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        if is_body {
            heard.send((head, body)).unwrap();
        }
    });
    let pass = Pass::before(&xnat, &[]);
    let mut stream = TcpStream::connect(&pass.address["http://".len()..]).unwrap();
    let head =
        "POST /data/x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let mut told = vec![0; "HTTP/1.1 100 Continue\r\n".len()];
    stream.read_exact(&mut told).unwrap();
    assert_eq!(told, b"HTTP/1.1 100 Continue\r\n");
    stream.write_all(b"hello").unwrap();
    let (head, body) = hears.recv().unwrap();
    assert_eq!(body, b"hello");
    assert!(!head.to_ascii_lowercase().contains("expect"), "{head}");
}
