//! The demonstration's plan holds together: its files exist, its sessions are sessions, its clashes are clashes.

#![expect(
    clippy::unwrap_used,
    reason = "a plan that cannot be read must fail the test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use prearchive_dicom::{Header, read_header};
use serde_json::Value;

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures")
}

fn plan() -> Value {
    serde_json::from_slice(&fs::read(fixtures().join("demo.json")).unwrap()).unwrap()
}

/// The headers of the files that can be read.
fn headers(entry: &Value) -> Vec<Header> {
    let files = entry["files"].as_array().unwrap().iter();
    let bytes = files.map(|file| {
        fs::read(
            fixtures()
                .join("dicom")
                .join(file["path"].as_str().unwrap()),
        )
        .unwrap()
    });
    bytes.filter_map(|bytes| read_header(&bytes).ok()).collect()
}

fn studies(entry: &Value) -> BTreeSet<String> {
    let headers = headers(entry).into_iter();
    headers.map(|header| header.study_instance_uid).collect()
}

#[test]
fn every_state_is_shown_often_enough() {
    let plan = plan();
    let sessions = plan["sessions"].as_array().unwrap();
    let mut counts = BTreeMap::new();
    for session in sessions {
        *counts
            .entry(session["status"].as_str().unwrap())
            .or_insert(0) += 1;
    }
    for (status, least) in [
        ("READY", 7),
        ("CONFLICT", 2),
        ("ERROR", 2),
        ("RECEIVING", 2),
    ] {
        assert!(counts[status] >= least, "{status}: {}", counts[status]);
    }
    assert_eq!(counts.len(), 4);
    assert!(
        sessions
            .iter()
            .any(|session| session["project"] == "Unassigned")
    );
}

#[test]
fn sessions_hold_one_study_and_what_they_hold_can_be_read() {
    for session in plan()["sessions"].as_array().unwrap() {
        let name = session["session"].as_str().unwrap();
        let (headers, files) = (headers(session), session["files"].as_array().unwrap());
        if session["status"] == "ERROR" {
            assert!(session["log"].is_string(), "{name}");
            continue;
        }
        assert_eq!(headers.len(), files.len(), "{name}");
        assert_eq!(studies(session).len(), 1, "{name}");
        let instances: BTreeSet<_> = headers.iter().map(|h| &h.sop_instance_uid).collect();
        assert_eq!(instances.len(), files.len(), "{name}");
        for (header, file) in headers.iter().zip(files) {
            assert_eq!(header.require_uids(), Ok(()), "{name}");
            assert!(
                !header.series_number.is_empty() || file["scan"].is_string(),
                "{name}"
            );
        }
    }
}

#[test]
fn a_ready_session_has_several_scans() {
    let most = plan()["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|s| s["status"] == "READY")
        .map(|session| {
            let numbers: BTreeSet<_> = headers(session)
                .into_iter()
                .map(|h| h.series_number)
                .collect();
            numbers.len()
        })
        .max();
    assert!(most >= Some(3), "{most:?}");
}

#[test]
fn clashes_have_their_cause_in_the_archive() {
    let plan = plan();
    let archive = plan["archive"].as_array().unwrap();
    for session in plan["sessions"].as_array().unwrap() {
        let same = archive.iter().find(|archived| {
            archived["project"] == session["project"] && archived["label"] == session["session"]
        });
        assert_eq!(same.is_some(), session["status"] == "CONFLICT", "{session}");
        if let Some(archived) = same {
            let other_subject = archived["subject"] != session["subject"];
            let other_study = studies(archived) != studies(session);
            assert!(other_subject || other_study, "{}", session["session"]);
        }
    }
}

#[test]
fn names_and_times_are_as_xnat_writes_them() {
    let mut places = BTreeSet::new();
    for session in plan()["sessions"].as_array().unwrap() {
        let text = |key: &str| session[key].as_str().unwrap().to_owned();
        for label in [text("session"), text("subject"), text("project")] {
            assert!(
                label
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'_'),
                "{label}"
            );
        }
        let time = text("timestamp");
        assert_eq!((time.len(), time.find('_')), (18, Some(8)), "{time}");
        assert!(
            ("20260901_000000000".."20261120_000000000").contains(&time.as_str()),
            "{time}"
        );
        assert!(
            places.insert((text("project"), time, text("session"))),
            "twice"
        );
    }
}
