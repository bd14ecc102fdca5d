//! Archives as clients and attackers send them.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::{Result, Seed};

/// Archives of some of these files: ordinary ones, and some that must be refused.
pub(crate) fn of(files: &[Seed]) -> Result<Vec<Seed>> {
    let pick = |at: usize| {
        files
            .get(at % files.len().max(1))
            .cloned()
            .unwrap_or_default()
    };
    let small = [("a/1.dcm", pick(0)), ("a/2.dcm", pick(3))];
    let studies = [
        ("1.dcm", pick(0)),
        ("2.dcm", pick(11)),
        ("x/3.dcm", pick(23)),
    ];
    let clutter = [
        ("__MACOSX/._1.dcm", b"x".to_vec()),
        (".DS_Store", b"x".to_vec()),
        ("1.dcm", pick(1)),
        ("notes.txt", b"no image".to_vec()),
    ];
    let climbing = [("../../1.dcm", pick(2))];
    let twice = [("a/1.dcm", pick(4)), ("b/1.dcm", pick(5))];
    let bomb = [("zeros.dcm", vec![0; 9 << 20])];
    let mut archives = Vec::new();
    for (files, method) in [
        (&small[..], CompressionMethod::Deflated),
        (&studies, CompressionMethod::Stored),
        (&studies, CompressionMethod::Deflated),
        (&clutter, CompressionMethod::Deflated),
        (&climbing, CompressionMethod::Stored),
        (&twice, CompressionMethod::Deflated),
        (&bomb, CompressionMethod::Deflated),
        (&[], CompressionMethod::Stored),
    ] {
        archives.push(zip(files, method)?);
    }
    for files in [&small[..], &studies, &climbing] {
        let tar = tar(files)?;
        let mut gz = GzEncoder::new(Vec::new(), Compression::best());
        gz.write_all(&tar)?;
        archives.push(gz.finish()?);
        archives.push(tar);
    }
    Ok(archives)
}

fn zip(files: &[(&str, Seed)], method: CompressionMethod) -> Result<Seed> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in files {
        zip.start_file(*name, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// A tar of regular files (POSIX ustar); written here because libraries refuse names that climb.
fn tar(files: &[(&str, Seed)]) -> Result<Seed> {
    let mut tar = Vec::new();
    for (name, bytes) in files {
        let mut header = [0; 512];
        let fields: [(usize, String); 6] = [
            (0, (*name).to_owned()),
            (100, "0000644\0".to_owned()),
            (124, format!("{:011o}\0", bytes.len())),
            (136, "00000000000\0".to_owned()),
            (156, "0".to_owned()),
            (257, "ustar\x0000".to_owned()),
        ];
        for (at, text) in fields {
            header[at..at + text.len()].copy_from_slice(text.as_bytes());
        }
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        tar.extend(header);
        tar.extend(bytes);
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar.resize(tar.len() + 1024, 0);
    Ok(tar)
}
