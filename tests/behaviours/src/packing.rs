//! What sessions come packed in, and how what is downloaded is packed.

use std::io::{Cursor, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use prearchive_core::http::Method::Get;
use prearchive_core::http::Response;
use zip::CompressionMethod;

use crate::World;
use crate::files::{BRAIN, TOSHIBA, zip};
use crate::raw::{ask, assert_file, column, import_body, uri};

const GZIP: &str = "application/gzip";
const TAR: &str = "application/x-tar";

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        // Written as it is: the builder's own way refuses the names that we want to be refused by others.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        tar.append(&header, *bytes).unwrap();
    }
    tar.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn sent(world: &World, session: &str, kind: &str, body: Vec<u8>) -> Response {
    let query = [
        ("dest", "/prearchive/projects/ALPHA"),
        ("subject", "P"),
        ("session", session),
    ];
    import_body(world, &query, kind, body)
}

/// Holds if a tar, packed or not, is taken as a zip is, whatever content type it is sent with.
pub async fn a_tar_is_taken_like_a_zip(world: World) {
    let plain = tar(&BRAIN);
    for (session, kind, body) in [
        ("TAR", TAR, plain.clone()),
        ("TGZ", GZIP, gzip(&plain)),
        ("ODD", "application/zip", gzip(&plain)),
    ] {
        let uri = uri(&sent(&world, session, kind, body), 200);
        let scans = column(&world, "owner", &format!("{uri}/scans"), "ID");
        assert_eq!(scans, ["1", "2", "700"], "{session}");
        for (scan, file) in [("1", BRAIN[0]), ("2", BRAIN[2]), ("700", BRAIN[3])] {
            assert_file(&world, &uri, scan, file);
        }
    }
}

/// Holds if links and folders in a tar are passed over.
pub async fn only_files_of_a_tar_are_taken(world: World) {
    let mut builder = tar::Builder::new(Vec::new());
    let mut link = tar::Header::new_ustar();
    link.set_entry_type(tar::EntryType::Symlink);
    link.set_size(0);
    builder
        .append_link(&mut link, "link.dcm", "/etc/passwd")
        .unwrap();
    let mut folder = tar::Header::new_ustar();
    folder.set_entry_type(tar::EntryType::Directory);
    folder.set_size(0);
    builder
        .append_data(&mut folder, "folder/", &[][..])
        .unwrap();
    let mut file = tar::Header::new_ustar();
    file.set_size(TOSHIBA[0].1.len() as u64);
    file.set_mode(0o644);
    builder
        .append_data(&mut file, "./folder/mr.dcm", TOSHIBA[0].1)
        .unwrap();
    let body = builder.into_inner().unwrap();
    let uri = uri(&sent(&world, "S1", TAR, body), 200);
    let count = column(&world, "owner", &format!("{uri}/resources"), "file_count");
    assert_eq!(count, ["1"]);
}

/// Holds if paths that lead out of where they are unpacked, or too deep, refuse the whole.
pub async fn paths_that_lead_out_or_too_deep_are_refused(world: World) {
    let deep = format!("{}mr.dcm", "d/".repeat(40));
    let deep_enough = format!("{}mr.dcm", "d/".repeat(31));
    let file = TOSHIBA[0].1;
    for (name, status) in [
        ("../mr.dcm", 400),
        ("a/../../mr.dcm", 400),
        ("/etc/mr.dcm", 400),
        (deep.as_str(), 413),
    ] {
        for (kind, body) in [
            ("application/zip", zip(&[("good.dcm", file), (name, file)])),
            (TAR, tar(&[("good.dcm", file), (name, file)])),
            (GZIP, gzip(&tar(&[("good.dcm", file), (name, file)]))),
        ] {
            let refused = sent(&world, "S1", kind, body);
            assert_eq!(refused.status, status, "{kind} {name}: {}", refused.text());
        }
    }
    assert_eq!(column(&world, "owner", "/data/prearchive", "url").len(), 0);
    let taken = sent(&world, "S1", TAR, tar(&[(&deep_enough, file)]));
    assert_eq!(taken.status, 200, "{}", taken.text());
}

/// Holds if what is damaged or cut off refuses the whole.
pub async fn what_is_damaged_is_refused(world: World) {
    let (tar, zip) = (tar(&BRAIN), zip(&BRAIN));
    let packed = gzip(&tar);
    for (what, kind, body) in [
        ("tar cut off", TAR, tar[..3000].to_vec()),
        ("gzip cut off", GZIP, packed[..packed.len() / 2].to_vec()),
        ("gzip of text", GZIP, gzip(b"no tar at all")),
        (
            "zip cut off",
            "application/zip",
            zip[..zip.len() / 2].to_vec(),
        ),
    ] {
        let refused = sent(&world, "S1", kind, body);
        assert_eq!(refused.status, 400, "{what}: {}", refused.text());
    }
    assert_eq!(column(&world, "owner", "/data/prearchive", "url").len(), 0);
}

/// Holds if zips are stored unless `compression` says otherwise, and hold the same either way.
pub async fn a_download_is_packed_as_it_is_asked_to_be(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN[..1]).await;
    for below in ["", "/scans/1"] {
        for (compression, method) in [
            ("", CompressionMethod::Stored),
            ("&compression=0", CompressionMethod::Stored),
            ("&compression=9", CompressionMethod::Deflated),
        ] {
            let target = format!("/data{address}{below}?format=zip{compression}");
            let answer = ask(&world, "owner", Get, &target);
            assert_eq!(answer.status, 200, "{target}");
            assert_eq!(answer.media_type(), "application/zip", "{target}");
            let mut zip = zip::ZipArchive::new(Cursor::new(answer.body)).unwrap();
            let mut file = zip.by_index(0).unwrap();
            assert_eq!(file.compression(), method, "{target}");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            assert_eq!(bytes, BRAIN[0].1, "{target}");
        }
        for compression in ["10", "-1", "best"] {
            let target = format!("/data{address}{below}?format=zip&compression={compression}");
            assert_eq!(ask(&world, "owner", Get, &target).status, 400, "{target}");
        }
    }
}
