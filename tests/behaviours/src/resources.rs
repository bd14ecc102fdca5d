//! A session's own resources: files that are added beside its scans, read, and deleted.

use std::io::Cursor;

use prearchive_core::address::Address;
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::http::Method::{Delete, Get, Put};
use prearchive_core::http::{Request, Response};

use crate::World;
use crate::files::BRAIN;
use crate::raw::{ask, column, send};

fn put(world: &World, address: &Address, path: &str, text: &str) -> Response {
    let target = format!("/data{address}/resources/{path}");
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let request = Request::from_target(Put, &format!("{path}?inbody=true&{query}"))
        .with_body("application/octet-stream", text.as_bytes().to_vec());
    send(world, "member", request)
}

fn names(world: &World, address: &Address, resource: &str) -> Vec<String> {
    let path = format!("/data{address}/resources/{resource}/files");
    column(world, "member", &path, "Name")
}

/// Holds if files are added to a session, listed, and read back; the resource is made with its first file.
pub async fn files_are_added_and_read_back(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN[..1]).await;
    for (path, text) in [
        ("notes/files/readme.txt", "Claustrophobic."),
        ("notes/files/day%201/a%20b.txt", "Second."),
    ] {
        assert_eq!(put(&world, &address, path, text).status, 200, "{path}");
        let target = format!("/data{address}/resources/{path}");
        let read = ask(&world, "member", Get, &target);
        assert_eq!((read.status, read.text().as_ref()), (200, text), "{path}");
        assert_eq!(read.media_type(), "text/plain", "{path}");
    }
    let listed = format!("/data{address}/resources");
    let all = |name| column(&world, "member", &listed, name);
    assert_eq!(all("category"), ["scans", "resources"]);
    assert_eq!(all("label"), ["DICOM", "notes"]);
    assert_eq!(all("file_count"), ["1", "2"]);
    assert_eq!(names(&world, &address, "notes"), ["a b.txt", "readme.txt"]);
    let zip = ask(&world, "member", Get, &format!("{listed}/notes?format=zip"));
    assert_eq!(zip.status, 200);
    let zip = zip::ZipArchive::new(Cursor::new(zip.body)).unwrap();
    let mut inside: Vec<String> = zip.file_names().map(|n| n.unwrap().to_string()).collect();
    inside.sort();
    assert_eq!(inside, ["notes/day 1/a b.txt", "notes/readme.txt"]);
    let log = column(&world, "member", &format!("/data{address}/logs"), "entry");
    assert_eq!(
        log[0],
        "readme.txt was added to the resource notes by member."
    );
}

/// Holds if a file takes the place of another only if that is said, and if what is no file is refused.
pub async fn a_file_is_replaced_only_if_that_is_said(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN[..1]).await;
    let path = "notes/files/readme.txt";
    for (query, text, status, after) in [
        ("", "", 400, None),
        ("", "First.", 200, Some("First.")),
        ("", "Second.", 409, Some("First.")),
        ("?overwrite=true", "Third.", 200, Some("Third.")),
    ] {
        let sent = put(&world, &address, &format!("{path}{query}"), text);
        assert_eq!(sent.status, status, "{text}: {}", sent.text());
        let is_told = sent.text().contains("overwrite=true");
        assert_eq!(is_told, status == 409, "{}", sent.text());
        let target = format!("/data{address}/resources/{path}");
        let read = ask(&world, "member", Get, &target);
        let text = (read.status == 200).then(|| read.text());
        assert_eq!(text.as_deref(), after);
    }
    let outside = put(&world, &address, "notes/files/%2e%2e/x.txt", "x");
    assert_eq!(outside.status, 400);
}

/// Holds if files and resources are deleted; the last file takes its resource with it.
pub async fn files_and_resources_are_deleted(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN[..1]).await;
    for path in [
        "a/files/1.txt",
        "a/files/2.txt",
        "b/files/1.txt",
        "c/files/1.txt",
    ] {
        assert_eq!(put(&world, &address, path, "x").status, 200, "{path}");
    }
    let labels = || {
        column(
            &world,
            "member",
            &format!("/data{address}/resources"),
            "label",
        )
    };
    for (path, status, left) in [
        ("a/files", 400, &["DICOM", "a", "b", "c"][..]),
        ("a/files/3.txt", 404, &["DICOM", "a", "b", "c"]),
        ("a/files/1.txt", 200, &["DICOM", "a", "b", "c"]),
        ("a/files/2.txt", 200, &["DICOM", "b", "c"]),
        ("a/files/2.txt", 404, &["DICOM", "b", "c"]),
        ("b", 200, &["DICOM", "c"]),
        ("b", 404, &["DICOM", "c"]),
    ] {
        let target = format!("/data{address}/resources/{path}");
        let answer = ask(&world, "member", Delete, &target);
        assert_eq!(answer.status, status, "{path}: {}", answer.text());
        assert_eq!(labels(), left, "{path}");
    }
    assert_eq!(names(&world, &address, "c"), ["1.txt"]);
}

/// Holds if what was added goes into the archive with the session.
pub async fn what_was_added_is_archived_with_the_session(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN[..1]).await;
    assert_eq!(
        put(&world, &address, "notes/files/readme.txt", "x").status,
        200
    );
    let owner = world.client("owner").await;
    owner.build(&address).await.unwrap();
    assert_eq!(names(&world, &address, "notes"), ["readme.txt"]);
    owner.archive(&ArchiveRequest::of(address)).await.unwrap();
    let archived = prearchive_engine::tree::experiment_folder("ALPHA", "arc001", "S1").unwrap();
    let file = archived.descend("RESOURCES/notes/readme.txt").unwrap();
    assert_eq!(world.store().read(&file).unwrap(), b"x");
}
