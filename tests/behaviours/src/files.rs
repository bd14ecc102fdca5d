//! Real DICOM files to import, and zips of them.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

macro_rules! fixture {
    ($path:literal) => {
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../fixtures/dicom/",
            $path
        ))
    };
}

/// A brain angiography of a Philips scanner: scans 1, 2 and 700 of one study.
pub const BRAIN: [(&str, &[u8]); 4] = [
    (
        "001/5641.dcm",
        fixture!("mr-philips-brain-mra/series-001-5641.dcm"),
    ),
    (
        "002/6273.dcm",
        fixture!("mr-philips-brain-mra/series-002-6273.dcm"),
    ),
    (
        "002/6605.dcm",
        fixture!("mr-philips-brain-mra/series-002-6605.dcm"),
    ),
    (
        "700/4467.dcm",
        fixture!("mr-philips-brain-mra/series-700-4467.dcm"),
    ),
];

/// A head CT of a GE scanner.
pub const HEAD: [(&str, &[u8]); 2] = [
    ("17106.dcm", fixture!("ct-ge-head/series-002-17106.dcm")),
    ("17136.dcm", fixture!("ct-ge-head/series-002-17136.dcm")),
];

/// One image of a Toshiba scanner.
pub const TOSHIBA: [(&str, &[u8]); 1] = [("mr.dcm", fixture!("mr-toshiba/mr-explicit.dcm"))];

/// A file that ends in the middle of its pixels.
pub const TRUNCATED: &[u8] = fixture!("broken/mr-truncated.dcm");

/// Packs files into a zip.
#[must_use]
pub fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
