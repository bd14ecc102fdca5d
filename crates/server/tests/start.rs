//! Starting, refusing to start, and starting again.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::fs;
use std::path::Path;

use common::{LISTING, Site, agent, basic, text};
use prearchive_server::{Options, start};

#[test]
fn a_restart_keeps_everything() {
    let mut site = Site::demo();
    let rows = text(site.get_as("owner", LISTING));
    site.stop();
    let running = start(Options::new(site.data.path())).unwrap();
    let again = agent()
        .get(format!("http://{}{LISTING}", running.address()))
        .header("Authorization", basic("owner"))
        .call()
        .unwrap();
    assert_eq!(text(again), rows);
    running.stop();
}

#[test]
fn what_keeps_a_server_from_starting() {
    let site = Site::demo();
    let empty = tempfile::tempdir().unwrap();
    let beyond = "0.0.0.0:0".parse().unwrap();
    let options = |data: &Path| Options::new(data);
    let mut stopped = Site::demo();
    stopped.stop();
    for (wanted, options) in [
        ("data-in-use", options(site.data.path())),
        (
            "demo-not-empty",
            Options {
                demo: true,
                ..options(stopped.data.path())
            },
        ),
        (
            "demo-beyond-loopback",
            Options {
                demo: true,
                listen: beyond,
                ..options(empty.path())
            },
        ),
        (
            "demo-users",
            Options {
                listen: beyond,
                ..options(stopped.data.path())
            },
        ),
        (
            "page",
            Options {
                page: Some(empty.path().into()),
                ..options(empty.path())
            },
        ),
        (
            "listen",
            Options {
                listen: site.url("")["http://".len()..].parse().unwrap(),
                ..options(empty.path())
            },
        ),
        (
            "context",
            Options {
                config: prearchive_engine::Config {
                    context: "xnat/".into(),
                    ..Default::default()
                },
                ..options(empty.path())
            },
        ),
        ("data-folder", options(&site.page.path().join("icon.svg"))),
    ] {
        let refusal = start(options).unwrap_err();
        assert_eq!(refusal.code(), wanted, "{refusal}");
        assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0, "{wanted}");
    }
    start(options(stopped.data.path())).unwrap().stop();
}
