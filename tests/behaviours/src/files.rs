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

/// The same file with another value in an element of its header: the last digit of a UID is another.
///
/// The file must be explicit little endian, and the element must have a short length (DICOM PS3.5, section 7.1.2).
#[must_use]
pub fn changed(bytes: &[u8], tag: (u16, u16)) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    let value = value_of(&mut changed, tag, *b"UI");
    let last = value.iter().rposition(u8::is_ascii_digit).unwrap();
    value[last] = if value[last] == b'9' { b'8' } else { b'9' };
    changed
}

/// The same file with nothing in an element of its header that a name can be made of; as for [`changed`].
#[must_use]
pub fn nameless(bytes: &[u8], tag: (u16, u16), vr: [u8; 2]) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    value_of(&mut changed, tag, vr).fill(b'^');
    changed
}

fn value_of(bytes: &mut [u8], (group, element): (u16, u16), vr: [u8; 2]) -> &mut [u8] {
    let head = [group.to_le_bytes(), element.to_le_bytes(), vr].concat();
    let at = bytes.windows(head.len()).position(|window| window == head);
    let at = at.unwrap() + head.len();
    let length = usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    &mut bytes[at + 2..at + 2 + length]
}
