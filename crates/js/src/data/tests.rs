use super::*;
use crate::json::write;
use prearchive_core::plan::Reason;
use prearchive_core::query::{Fault, StatusGroup};
use prearchive_table::SortKey;

#[test]
fn every_code_is_in_the_types() {
    let statuses = status::ALL
        .iter()
        .map(|(text, ..)| Status::from(*text).kind);
    let codes = statuses
        .chain(StatusGroup::ALL.map(StatusGroup::code))
        .chain(Reason::ALL.map(Reason::code))
        .chain(Fault::ALL.map(Fault::code))
        .chain(SortKey::ALL.map(SortKey::code));
    for code in codes {
        assert!(TYPES.contains(&format!("\"{code}\"")), "{code}");
    }
}

#[test]
fn every_member_is_in_the_types() {
    let mut row = session::Session::new(
        "/prearchive/projects/P/20260102_030405678/S"
            .parse()
            .expect("an address"),
        "_MOVING".into(),
    );
    let date = || DateText::from("2026-01-02 03:04:05.6".to_owned());
    (row.lastmod, row.uploaded, row.scan_date) = (date(), date(), date());
    for text in [
        &mut row.scan_time,
        &mut row.tag,
        &mut row.autoarchive,
        &mut row.source,
        &mut row.visit,
        &mut row.protocol,
        &mut row.timezone,
    ] {
        *text = "x".into();
    }
    (row.prevent_anon, row.prevent_auto_commit) = (Some(true), Some(false));
    row.more = vec![("odd".into(), "1".into())];
    let read = |text: String| -> serde_json::Value { serde_json::from_str(&text).expect("JSON") };
    let session = read(write(&Session::from(row)));
    assert_eq!(session["uploadedAt"], "2026-01-02T03:04:05.6");
    assert_eq!(session["scanDate"], "2026-01-02");
    let status = read(write(&Status::from("_MOVING")));
    for value in [session, status] {
        for member in value.as_object().expect("an object").keys() {
            let named = [
                format!("readonly {member}:"),
                format!("readonly {member}?:"),
            ];
            assert!(named.iter().any(|named| TYPES.contains(named)), "{member}");
        }
    }
}

#[test]
fn what_is_unknown_is_kept() {
    for (raw, kind, phase, group) in [
        ("READY", "ready", "idle", "ready"),
        ("QUEUED_MOVING", "moving", "queued", "working"),
        ("_SOMETHING", "unknown", "running", "working"),
        ("QUEUED_SOMETHING", "unknown", "queued", "working"),
        ("SOMETHING", "unknown", "idle", "other"),
    ] {
        let status = Status::from(raw);
        assert_eq!(
            (status.raw.as_str(), status.kind, status.phase, status.group),
            (raw, kind, phase, group)
        );
    }
}
