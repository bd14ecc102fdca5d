//! Any bytes are imported or refused: a refusal leaves nothing behind, and what was accepted is there.
//!
//! The first byte chooses the options of the import.
//! The second says how the rest is sent: as it is, or as a zip of the files that it lists, which gets the fuzzer past checksums.
#![no_main]

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use prearchive_core::address::Address;
use prearchive_core::http::{Method, Request};
use prearchive_dicom::is_dicom;
use prearchive_engine::store::Store;
use prearchive_engine::store::memory::Memory;
use prearchive_engine::store::records::{ProjectRecord, SiteRole, UserRecord};
use prearchive_engine::tree::{TreePath, session_document, session_folder};
use prearchive_engine::{Config, Engine};
use time::OffsetDateTime;
use time::macros::datetime;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const NOW: OffsetDateTime = datetime!(2026-11-20 09:00:00 UTC);
/// `admin:admin`.
const CREDENTIALS: &str = "Basic YWRtaW46YWRtaW4=";
/// The password `admin` at the least cost there is: the hash is not what is tried here.
const HASH: &str =
    "$argon2id$v=19$m=8,t=1,p=1$bm8gc2FsdCBhdCBhbGw$4bpyvuC+x0f9M96ld5d/qbDygmwQmOqaZsNTuotsz3M";

fuzz_target!(|input: &[u8]| {
    let [options, packing, rest @ ..] = input else {
        return;
    };
    let packed = (packing % 2 == 1).then(|| zip_of(rest)).flatten();
    let body = packed.as_deref().unwrap_or(rest);
    let engine = engine();
    let request = request(*options, body);
    let first = send(&engine, &request);
    check(engine.store(), *options, &first);
    if first.status < 300 && is_dicom(body) {
        let stored = files(engine.store());
        assert!(stored.values().any(|bytes| bytes == body));
    }
    let before = files(engine.store());
    // Once more: refused, joined to the first, or a session of its own.
    let second = send(&engine, &request);
    let after = files(engine.store());
    for (path, bytes) in before.iter().filter(|(path, _)| is_image(path)) {
        let kept = after.values().any(|stored| stored == bytes);
        assert!(kept, "{path} is gone: {}", second.text);
    }
    check_rows(engine.store());
});

struct Answer {
    status: u16,
    text: String,
}

fn send(engine: &Engine, request: &Request) -> Answer {
    let response = engine.handle(request, NOW);
    Answer {
        status: response.status,
        text: response.text().into_owned(),
    }
}

/// What stands before each file in a list of files: after it come a name, a line feed, and the bytes.
const FILE: &[u8] = b"--FILE--";

/// A zip of listed files; `None` if a zip cannot hold them.
fn zip_of(list: &[u8]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut rest = list;
    while !rest.is_empty() {
        let end = rest.windows(FILE.len()).position(|window| window == FILE);
        let (file, more) = rest.split_at(end.unwrap_or(rest.len()));
        rest = more.get(FILE.len()..).unwrap_or_default();
        let mut parts = file.splitn(2, |byte| *byte == b'\n');
        let name = String::from_utf8_lossy(parts.next()?);
        zip.start_file(name, options).ok()?;
        zip.write_all(parts.next().unwrap_or_default()).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

/// Handler, content type, destination and the rest, each from bits of their own.
fn request(options: u8, body: &[u8]) -> Request {
    let mut request = Request::new(Method::Post, ["data", "services", "import"])
        .with_header("Authorization", CREDENTIALS);
    match options & 0b11 {
        1 => request = request.with_query("import-handler", "SI"),
        2 => request = request.with_query("import-handler", "DICOM-zip"),
        3 => request = request.with_query("import-handler", "gradual-DICOM"),
        _ => {}
    }
    match options >> 2 & 0b11 {
        1 => request = request.with_query("dest", "/prearchive/projects/P"),
        2 => request = request.with_query("dest", "/prearchive/projects/P/20261120_090000/S"),
        3 => request = request.with_query("dest", "/archive/projects/P/subjects/A"),
        _ => {}
    }
    if options & 1 << 4 != 0 {
        request = request.with_query("Ignore-Unparsable", "true");
    }
    if options & 1 << 5 != 0 {
        request = request.with_query("action", "commit");
    }
    if options & 1 << 6 != 0 {
        request = request.with_query("overwrite", "append");
    }
    let content_type = match options >> 7 {
        0 => "application/zip",
        _ => "application/dicom",
    };
    request.with_body(content_type, body.to_vec())
}

fn engine() -> Engine {
    let config = Config {
        max_upload: 1 << 20,
        max_unpacked: 8 << 20,
        max_entries: 200,
        ..Config::default()
    };
    let engine = Engine::new(Box::new(Memory::default()), config);
    let admin = UserRecord {
        name: "admin".into(),
        password_hash: HASH.into(),
        site: SiteRole::Admin,
    };
    let project = ProjectRecord::new("P");
    engine.store().put_project(&project).expect("memory");
    engine.store().put_user(&admin).expect("memory");
    engine
}

/// Every file of the store by its path.
fn files(store: &dyn Store) -> BTreeMap<String, Vec<u8>> {
    let root = TreePath::default();
    let entries = store.list(&root).expect("memory");
    let read = entries.into_iter().map(|entry| {
        let path = root.descend(&entry.path).expect("a path of the store");
        (entry.path, store.read(&path).expect("memory"))
    });
    read.collect()
}

fn is_image(path: &str) -> bool {
    path.contains("/SCANS/")
}

/// What an answer promises of the store that was empty before.
fn check(store: &dyn Store, options: u8, answer: &Answer) {
    check_rows(store);
    let left = files(store);
    let images = left.keys().filter(|path| is_image(path)).count();
    let to_archive = options >> 2 & 0b11 == 3;
    match answer.status {
        200..300 => {
            assert!(images > 0, "{}", answer.text);
            let uris: Vec<&str> = answer.text.lines().map(str::trim).collect();
            assert!(!uris.is_empty());
            for uri in uris
                .iter()
                .filter(|uri| uri.starts_with("/data/prearchive/"))
            {
                let address: Address = uri.parse().expect("the URI of a session");
                assert!(store.session(&address).expect("memory").is_some(), "{uri}");
            }
        }
        // What has arrived and cannot be archived stays in the prearchive, and says so.
        400..600 if to_archive && images > 0 => {
            for row in store.sessions().expect("memory") {
                let status = row.status.to_string();
                assert!(
                    ["CONFLICT", "ERROR", "READY"].contains(&status.as_str()),
                    "{status}"
                );
            }
        }
        400..500 => {
            assert!(left.is_empty(), "{}: {:?}", answer.text, left.keys());
            assert!(store.sessions().expect("memory").is_empty());
        }
        status => panic!("{status}: {}", answer.text),
    }
}

/// Every row has its files, and every file its row.
fn check_rows(store: &dyn Store) {
    let mut known = vec![String::from("archive/"), String::from("cache/")];
    for row in store.sessions().expect("memory") {
        assert!(!row.status.is_locked(), "{} is {}", row.address, row.status);
        let folder = session_folder(&row.address).expect("a session's folder");
        let images = store.list(&folder).expect("memory");
        assert!(!images.is_empty(), "{} has no files", row.address);
        known.push(format!("{folder}/"));
        let document = session_document(&row.address).expect("a session's document");
        known.push(document.to_string());
    }
    for path in files(store).keys() {
        assert!(
            known.iter().any(|place| path.starts_with(place)),
            "{path} belongs to nothing"
        );
    }
}
