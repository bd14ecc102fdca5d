//! What `TestImport` asserts of the prearchive (NrgXnat/xnat-rest-tests).

use prearchive_core::http::Method::{Get, Post, Put};
use prearchive_core::http::{Request, Response};

use crate::World;
use crate::files::{BRAIN, HEAD, TOSHIBA, zip};
use crate::raw::{ask, assert_file, column, import, send, uri};

const PLACE: &str = "/prearchive/projects/ALPHA/20000101_050505/S1";
const TEXT: (&str, &[u8]) = ("notes/readme.txt", b"This is no image.");

/// `TestImport.testPrearcMergeNewScan`: a second upload to an address adds its scan to what is there.
pub async fn a_new_scan_joins_the_session_at_its_address(world: World) {
    for files in [&BRAIN[..1], &BRAIN[1..2]] {
        let query = [
            ("import-handler", "SI"),
            ("dest", PLACE),
            ("overwrite", "append"),
        ];
        let sent = uri(&import(&world, &query, files), 200);
        assert_eq!(sent, format!("/data{PLACE}"));
    }
    assert_file(&world, &format!("/data{PLACE}"), "1", BRAIN[0]);
    assert_file(&world, &format!("/data{PLACE}"), "2", BRAIN[1]);
}

/// `TestImport.testPrearcMergeDiffUidSi` and `testPrearcMergeDiffUidDicomZip`: another study is taken into a session by
/// the session importer, and refused by DICOM-zip.
pub async fn another_study_joins_by_the_session_importer_only(world: World) {
    for (session, handler, status, scans) in [
        ("S1", "SI", 200, &["1", "2"][..]),
        ("S2", "DICOM-zip", 400, &["1"]),
    ] {
        let place = format!("/prearchive/projects/ALPHA/20000101_050505/{session}");
        let query = [
            ("import-handler", handler),
            ("dest", &place),
            ("overwrite", "append"),
        ];
        assert_eq!(import(&world, &query, &BRAIN[..1]).status, 200, "{handler}");
        let second = import(&world, &query, &HEAD);
        assert_eq!(second.status, status, "{handler}: {}", second.text());
        let listed = column(&world, "owner", &format!("/data{place}/scans"), "ID");
        assert_eq!(listed, scans, "{handler}");
    }
}

/// Sends the scans of one study one after the other by DICOM-zip, and returns the URI that all of them answer.
fn sent_in_parts(world: &World, to: (&str, &str)) -> String {
    let query = [
        ("import-handler", "DICOM-zip"),
        ("subject", "P"),
        ("session", "S1"),
        to,
    ];
    let first = uri(&import(world, &query, &BRAIN[..1]), 200);
    let second = uri(&import(world, &query, &BRAIN[1..2]), 200);
    assert_eq!(first, second);
    first
}

/// `TestImport.testPrearcGradualImport`: two uploads of a study answer one URI, and so does the commit.
pub async fn two_uploads_of_a_study_are_one_session(world: World) {
    for to in [("project", "ALPHA"), ("dest", "/prearchive/projects/BETA")] {
        let sent = sent_in_parts(&world, to);
        let committed = ask(&world, "owner", Post, &format!("{sent}?action=commit"));
        assert_eq!(uri(&committed, 200), sent);
        assert_file(&world, &sent, "1", BRAIN[0]);
        assert_file(&world, &sent, "2", BRAIN[1]);
    }
}

/// `TestImport.testUnassignedManualArchiveGradualImport`: an ordinary user builds what is Unassigned, moves it into a
/// project of theirs, and archives it there.
pub async fn an_unassigned_session_is_built_moved_and_archived(world: World) {
    let sent = sent_in_parts(&world, ("dest", "/prearchive"));
    assert!(sent.contains("/projects/Unassigned/"), "{sent}");
    let built = ask(&world, "owner", Post, &format!("{sent}?action=build"));
    assert_eq!(built.status, 200);
    let target = format!("{sent}?action=move&newProject=ALPHA");
    let moved = uri(&ask(&world, "owner", Post, &target), 301);
    assert_eq!(moved, sent.replace("/Unassigned/", "/ALPHA/"));
    committed_into_the_archive(&world, &moved);
}

/// `TestImport.testManualArchiveGradualImport`: a commit archives if it is told to, whatever the project's code says.
pub async fn a_commit_archives_when_it_is_told_to(world: World) {
    let sent = sent_in_parts(&world, ("project", "ALPHA"));
    committed_into_the_archive(&world, &sent);
}

fn committed_into_the_archive(world: &World, session: &str) {
    let target = format!("{session}?action=commit&AA=true");
    let archived = uri(&ask(world, "owner", Post, &target), 301);
    assert!(archived.starts_with("/data/archive/"), "{archived}");
    assert_file(world, &archived, "1", BRAIN[0]);
    assert_file(world, &archived, "2", BRAIN[1]);
    assert_eq!(column(world, "owner", "/data/prearchive", "url").len(), 0);
}

/// `TestImport.testUploadIgnoreUnparsable…`: a text file among the images refuses the upload and is named, unless it is
/// to be skipped.
pub async fn a_text_file_among_images_is_named_or_skipped(world: World) {
    for handler in ["DICOM-zip", "SI"] {
        let session = format!("S_{}", handler.replace('-', "_"));
        let mut query = vec![
            ("import-handler", handler),
            ("project", "ALPHA"),
            ("subject", "P"),
            ("session", session.as_str()),
        ];
        let files = [BRAIN[0], TEXT, BRAIN[1]];
        let refused = import(&world, &query, &files);
        assert_eq!(refused.status, 400, "{handler}");
        for told in ["readme.txt", "Ignore-Unparsable=true"] {
            assert!(refused.text().contains(told), "{}", refused.text());
        }
        assert_eq!(column(&world, "owner", "/data/prearchive", "url").len(), 0);
        query.push(("Ignore-Unparsable", "true"));
        let sent = uri(&import(&world, &query, &files), 200);
        committed_into_the_archive(&world, &sent);
    }
}

/// `TestImport.testNonPathBasedImport`: project, subject and session are parameters, and so is the way to the archive.
pub async fn an_import_is_told_by_parameters_where_to_go(world: World) {
    let sent = import(
        &world,
        &[
            ("project", "ALPHA"),
            ("subject_ID", "P"),
            ("session", "S1"),
            ("prearchive_code", "1"),
        ],
        &TOSHIBA,
    );
    let archived = "/data/archive/projects/ALPHA/subjects/P/experiments/S1";
    assert_eq!(uri(&sent, 200), archived);
}

/// `TestImport.testUserCacheUploadAndImport…`: a file that was kept before is imported by its name, and followed to its
/// end under a key that is nobody else's.
pub async fn a_kept_file_is_imported_and_followed(world: World) {
    let kept = "/user/cache/resources/upload/files/brain.zip";
    let body = Request::from_target(Put, &format!("/data{kept}?inbody=true"))
        .with_body("application/zip", zip(&BRAIN));
    assert_eq!(send(&world, "owner", body).status, 200);

    let mut request = Request::from_target(Post, "/data/services/import");
    for (name, value) in [
        ("src", kept),
        ("http-session-listener", "import-1"),
        ("dest", "/archive/projects/ALPHA/subjects/P/experiments/S1"),
    ] {
        request = request.with_query(name, value);
    }
    assert_eq!(send(&world, "owner", request.clone()).status, 200);
    let status = |user| ask(&world, user, Get, "/data/status/import-1?format=json");
    let last = world
        .until("the end of the import", async || {
            let answer = status("owner");
            assert_eq!(answer.status, 200);
            let text = answer.text().into_owned();
            text.contains("\"terminal\":true").then_some(text)
        })
        .await;
    let archived = "/data/archive/projects/ALPHA/subjects/P/experiments/S1";
    let end = format!(
        "{{\"msg\":\"Archive:{archived}\",\"status\":\"COMPLETED\",\"terminal\":true}}]]}}"
    );
    assert!(last.ends_with(&end), "{last}");

    let tracking = |user| ask(&world, user, Get, "/xapi/event_tracking/import-1");
    let told = tracking("owner");
    assert_eq!(told.status, 200);
    let text = told.text();
    assert!(text.contains("\"succeeded\":true"), "{text}");
    assert!(
        text.contains(&format!("\"finalMessage\":\"Archive:{archived}\"")),
        "{text}"
    );
    assert_eq!(tracking("member").status, 404);
    assert_eq!(status("member").status, 404);
    assert_file(&world, archived, "1", BRAIN[0]);

    // Another user has kept no such file.
    let foreign: Response = send(&world, "member", request);
    assert_eq!(foreign.status, 404);
}
