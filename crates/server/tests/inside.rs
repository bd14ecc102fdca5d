//! Inside a session, where only a server can show it: files in the parts of a form, and pictures of images.
#![expect(clippy::unwrap_used, reason = "a test ends in a panic")]

mod common;

use std::fs;
use std::io::Read;
use std::path::PathBuf;

use common::{Site, agent, basic, header, text};
use ureq::Body;
use ureq::http::Response;

const SESSION: &str = "/data/prearchive/projects/NEURO/20260914_101955204/NEURO_002_MR1";

/// Puts a form with one file, called `file_name`.
fn put_form(site: &Site, target: &str, file_name: &str, bytes: &[u8]) -> Response<Body> {
    let head = format!(
        "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{file_name}\"\r\n\
         Content-Type: text/plain\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, b"\r\n--frontier--\r\n"].concat();
    agent()
        .put(site.url(target))
        .header("Authorization", basic("owner"))
        .header("Content-Type", "multipart/form-data; boundary=frontier")
        .send(&body[..])
        .unwrap()
}

fn bytes(mut response: Response<Body>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut reader = response.body_mut().as_reader();
    reader.read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_file_in_a_form_keeps_its_name_unless_the_path_gives_it_one() {
    let site = Site::demo();
    let files = format!("{SESSION}/resources/notes/files");
    for (path, file_name, kept) in [
        (files.clone(), "Befund 1.txt", "Befund%201.txt"),
        (files.clone(), "C:\\\\notes\\\\second.txt", "second.txt"),
        (format!("{files}/third.txt"), "other.txt", "third.txt"),
    ] {
        let said = b"nothing unusual\r\n--not the end";
        let answer = put_form(&site, &path, file_name, said);
        let status = answer.status();
        assert_eq!(status, 200, "{file_name}: {}", text(answer));
        let read = site.get_as("owner", &format!("{files}/{kept}"));
        assert_eq!(read.status(), 200, "{kept}");
        assert_eq!(header(&read, "content-type"), "text/plain", "{kept}");
        assert_eq!(bytes(read), said, "{kept}");
    }
    let again = put_form(&site, &files, "second.txt", b"other words");
    assert_eq!(again.status(), 409);
    let empty = put_form(&site, &files, "empty.txt", b"");
    assert_eq!(empty.status(), 400);
    let listed = text(site.get_as("owner", &format!("{files}?format=csv&sortBy=Name")));
    let names: Vec<&str> = listed
        .lines()
        .skip(1)
        .filter_map(|row| row.split(',').next())
        .collect();
    assert_eq!(names, ["Befund 1.txt", "second.txt", "third.txt"]);
}

#[test]
fn a_file_in_a_form_is_kept_and_imported_by_its_name() {
    let site = Site::demo();
    let file = fs::read(fixtures().join("ct-ge-head/series-002-17106.dcm")).unwrap();
    let kept = put_form(
        &site,
        "/data/user/cache/resources/up/files",
        "head.dcm",
        &file,
    );
    assert_eq!(kept.status(), 200, "{}", text(kept));
    let query = "src=/user/cache/resources/up/files/head.dcm&project=NEURO&session=KEPT&subject=S";
    let target = format!("/data/services/import?{query}&prevent_auto_commit=true");
    let sent = site.post_as("owner", &target, "application/x-www-form-urlencoded", b"");
    let status = sent.status();
    let said = text(sent);
    assert_eq!(status, 200, "{said}");
    assert!(said.trim().ends_with("/KEPT"), "{said}");
    let scans = text(site.get_as("owner", &format!("{}/scans?format=csv", said.trim())));
    assert_eq!(scans.lines().count(), 2, "{scans}");
}

#[test]
fn a_dicom_file_is_shown_as_a_picture() {
    let site = Site::demo();
    let listed = text(site.get_as("owner", &format!("{SESSION}/scans?format=csv")));
    let scan = listed.lines().nth(1).unwrap().split(',').next().unwrap();
    let files = format!("{SESSION}/scans/{scan}/resources/DICOM/files");
    let listed = text(site.get_as("owner", &format!("{files}?format=csv")));
    let name = listed.lines().nth(1).unwrap().split(',').next().unwrap();
    let target = format!("{files}/{name}");

    let picture = site.get_as("owner", &format!("{target}?format=image/jpeg"));
    assert_eq!(picture.status(), 200);
    assert_eq!(header(&picture, "content-type"), "image/jpeg");
    // SOI and EOI, the first and last markers of every JPEG (ITU-T T.81, annex B).
    let picture = bytes(picture);
    assert!(
        picture.starts_with(&[0xff, 0xd8, 0xff]),
        "{:x?}",
        &picture[..4]
    );
    assert!(picture.ends_with(&[0xff, 0xd9]));

    let whole = site.get_as("owner", &target);
    assert_eq!(header(&whole, "content-type"), "application/octet-stream");
    assert_eq!(&bytes(whole)[128..132], b"DICM");

    // A text beside the scans is no image, and stays what it is.
    let note = format!("{SESSION}/resources/notes/files/a.txt");
    assert_eq!(put_form(&site, &note, "a.txt", b"words").status(), 200);
    let note = site.get_as("owner", &format!("{note}?format=image/jpeg"));
    assert_eq!(
        (note.status().as_u16(), bytes(note)),
        (200, b"words".to_vec())
    );
}

fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/dicom")
}
