//! Cut, flipped and crafted bytes give an answer or an error: never a panic, never memory by a claimed length.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that is not there must fail the test"
)]

use std::fs;
use std::path::PathBuf;

use prearchive_dicom::{
    DicomError, Extent, check_complete, dump, header_extent, is_dicom, read_header,
};

fn bytes(path: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/dicom");
    fs::read(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// One small file for each way of writing a data set, and how far apart the places are where it is cut.
///
/// Five shares no divisor with the even lengths of DICOM, so it meets every kind of place all the same.
/// Inflating takes long, and a deflated stream is the same to its reader wherever it is cut.
const SMALL: &[(&str, usize)] = &[
    ("mr-philips-brain/series-001-4919.dcm", 1),
    ("mr-toshiba/mr-rle.dcm", 5),
    ("nm/nm-jpeg2000.dcm", 5),
    ("rt/rtplan.dcm", 5),
    ("bare/rtplan-big-endian.dcm", 1),
    ("sr/sr-simple-image.dcm", 5),
    ("sc/ot-deflated.dcm", 61),
];

fn try_all(data: &[u8]) -> Result<(), DicomError> {
    let looks_right = is_dicom(data);
    // What the walk to the end accepts, the shorter walks accept too.
    let complete = check_complete(data);
    let rows = dump(data);
    let header = read_header(data);
    assert_eq!(looks_right, complete != Err(DicomError::NotDicom));
    if complete.is_ok() {
        assert!(rows.is_ok());
        assert!(matches!(header, Ok(_) | Err(DicomError::NotDicom)));
    }
    complete
}

#[test]
fn a_prefix_of_a_file_is_an_error_or_ends_between_two_elements() {
    for (path, step) in SMALL {
        let data = bytes(path);
        let mut whole = 0;
        for end in (0..data.len()).step_by(*step) {
            match try_all(&data[..end]) {
                Ok(()) => whole += 1,
                Err(DicomError::Truncated {
                    declared, present, ..
                }) => {
                    assert!(present < declared, "{path} cut at {end}");
                }
                Err(DicomError::NotDicom) => assert!(end < 132, "{path} cut at {end}"),
                Err(error) => panic!("{path} cut at {end}: {error}"),
            }
        }
        assert!(whole < data.len() / 8, "{path}: {whole} prefixes pass");
    }
}

/// Fuzzing found that the data set was taken to begin inside a sequence of the File Meta Information.
#[test]
fn a_sequence_in_the_file_meta_information_is_read_to_its_end() {
    let data = bytes("mr-philips-brain/series-001-4919.dcm");
    let open = [
        b"\x02\0\xf0\0SQ\0\0".as_slice(),
        &[0xff; 4],
        b"\xfe\xff\x00\xe0",
        &[0; 4],
    ]
    .concat();
    let closed = [&open, b"\xfe\xff\xdd\xe0".as_slice(), &[0; 4]].concat();
    let with = |sequence: &[u8]| [&data[..132], sequence, &data[132..]].concat();

    let damaged = with(&open);
    assert!(try_all(&damaged).is_err());
    assert!(read_header(&damaged).is_err());
    assert_eq!(read_header(&with(&closed)), read_header(&data));
    assert!(dump(&with(&closed)).is_ok());
}

/// Fuzzing found that a part of the preamble was taken for a whole header.
#[test]
fn a_preamble_that_looks_like_a_data_set_is_none() {
    let mut data = bytes("mr-philips-brain/series-001-4919.dcm");
    // (0008,0000) with an empty value, then (7FE0,0000), behind which no header goes on.
    data[..16].copy_from_slice(b"\x08\0\0\0UL\0\0\xe0\x7f\0\0UL\0\0");
    for length in [16, 100, 131] {
        let extent = header_extent(&data[..length]);
        assert!(matches!(extent, Ok(Extent::NeedMore(more)) if more > length));
    }
    assert!(read_header(&data).is_ok());
}

/// Fuzzing found that five bytes of a data set were enough, though six tell how it is written.
#[test]
fn a_header_is_not_whole_before_its_encoding_shows() {
    // A preamble, the prefix, and a data set of pixels alone, implicit little endian.
    let pixels = b"\xe0\x7f\x10\0\x04\0\0\0\x01\x02\x03\x04";
    let data = [[0; 128].as_slice(), b"DICM", pixels].concat();
    for length in 133..140 {
        let extent = header_extent(&data[..length]);
        assert!(matches!(extent, Ok(Extent::NeedMore(_))), "{length}");
    }
    assert_eq!(header_extent(&data[..140]), Ok(Extent::Enough));
    assert_eq!(read_header(&data[..140]), read_header(&data));
}

#[test]
fn flipped_bytes_never_panic() {
    // A linear congruential generator: the same bytes in every run.
    let mut state = 0x5DEE_CE66_u64;
    let mut random = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    let mut errors = 0;
    for (path, _) in SMALL {
        let data = bytes(path);
        for _ in 0..500 {
            let mut broken = data.clone();
            for _ in 0..=random(4) {
                let at = random(broken.len());
                broken[at] = random(256) as u8;
            }
            errors += usize::from(try_all(&broken).is_err());
        }
    }
    assert!(errors > 200, "{errors} errors: the bytes hardly matter");
}

/// A bare explicit little endian data set: SOP Class UID, then `rest`.
fn data_set(rest: &[u8]) -> Vec<u8> {
    let mut data = b"\x08\x00\x16\x00UI\x04\x001.2\0".to_vec();
    data.extend_from_slice(rest);
    data
}

#[test]
fn crafted_structures_are_refused() {
    const SEQUENCE: &[u8] = b"\x40\x00\x30\xA7SQ\0\0\xFF\xFF\xFF\xFF";
    const ITEM: &[u8] = b"\xFE\xFF\x00\xE0\xFF\xFF\xFF\xFF";
    const ITEM_END: &[u8] = b"\xFE\xFF\x0D\xE0\0\0\0\0";
    const SEQUENCE_END: &[u8] = b"\xFE\xFF\xDD\xE0\0\0\0\0";
    let deep = [SEQUENCE, ITEM].concat().repeat(100_000);
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("a hundred thousand levels", deep, "unreadable"),
        (
            "an item's end without an item",
            ITEM_END.to_vec(),
            "unreadable",
        ),
        (
            "a sequence's end without a sequence",
            SEQUENCE_END.to_vec(),
            "unreadable",
        ),
        (
            "an item's end in a sequence",
            [SEQUENCE, ITEM_END].concat(),
            "unreadable",
        ),
        (
            "two ends of one item",
            [SEQUENCE, ITEM, ITEM_END, ITEM_END].concat(),
            "unreadable",
        ),
        (
            "an element in a sequence",
            [SEQUENCE, b"\x08\x00\x60\x00CS\x02\0MR"].concat(),
            "unreadable",
        ),
        (
            "a sequence that never ends",
            [SEQUENCE, ITEM, ITEM_END].concat(),
            "truncated",
        ),
        (
            "four gigabytes of text",
            b"\x09\x00\x01\x10UT\0\0\xFE\xFF\xFF\xFF".to_vec(),
            "truncated",
        ),
        (
            "four gigabytes of numbers",
            b"\x09\x00\x01\x10OW\0\0\xFE\xFF\xFF\xFF".to_vec(),
            "truncated",
        ),
        (
            "a fragment of four gigabytes",
            b"\xE0\x7F\x10\x00OW\0\0\xFF\xFF\xFF\xFF\xFE\xFF\x00\xE0\xFE\xFF\xFF\xFF".to_vec(),
            "truncated",
        ),
        (
            "a fragment without a length",
            b"\xE0\x7F\x10\x00OW\0\0\xFF\xFF\xFF\xFF\xFE\xFF\x00\xE0\xFF\xFF\xFF\xFF".to_vec(),
            "unreadable",
        ),
        (
            "an item longer than its sequence",
            b"\x40\x00\x30\xA7SQ\0\0\x08\0\0\0\xFE\xFF\x00\xE0\x08\0\0\0\x08\x00\x60\x00CS\0\0"
                .to_vec(),
            "unreadable",
        ),
    ];
    for (name, rest, code) in cases {
        let error = try_all(&data_set(rest)).unwrap_err();
        assert_eq!(error.code(), *code, "{name}: {error}");
    }
    let closed = [SEQUENCE, ITEM, ITEM_END, SEQUENCE_END].concat();
    assert_eq!(try_all(&data_set(&closed)), Ok(()));
    assert_eq!(
        try_all(&data_set(&[0; 13])),
        Ok(()),
        "padding after the end"
    );
}

#[test]
fn a_deflated_bomb_is_not_inflated() {
    use std::io::Write;
    let mut head = bytes("sc/ot-deflated.dcm");
    let length = u32::from_le_bytes(*head[140..].first_chunk().unwrap());
    head.truncate(144 + length as usize);
    let mut encoder = flate2::write::DeflateEncoder::new(head, flate2::Compression::fast());
    let megabyte = vec![0; 1 << 20];
    for _ in 0..300 {
        encoder.write_all(&megabyte).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    assert!(bomb.len() < 4 << 20);
    assert_eq!(read_header(&bomb).unwrap_err().code(), "too-large");
}

#[test]
fn identifiers_that_are_missing_are_named() {
    let header = read_header(&data_set(b"")).unwrap();
    let error = header.require_uids().unwrap_err();
    assert_eq!(error, DicomError::MissingUid("StudyInstanceUID"));
    assert_eq!(error.to_string(), "StudyInstanceUID is missing");
    let whole = read_header(&bytes("mr-toshiba/mr-explicit.dcm")).unwrap();
    assert_eq!(whole.require_uids(), Ok(()));
}
