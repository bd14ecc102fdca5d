//! Chosen fields, the summary of many files, and how much of a file it takes.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that is not there must fail the test"
)]

use std::fs;
use std::path::PathBuf;

use prearchive_dicom::{
    DumpRow, Extent, Fields, Summary, dump, dump_fields, header_extent, read_header,
};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/dicom")
}

fn bytes(path: &str) -> Vec<u8> {
    fs::read(folder().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files of a folder, in the order of their names.
fn session(path: &str) -> Vec<Vec<u8>> {
    let files = fs::read_dir(folder().join(path)).unwrap();
    let mut paths: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

fn summary(files: &[Vec<u8>], fields: &[&str]) -> Summary {
    let mut summary = Summary::new(Fields::named(fields));
    for file in files {
        summary.add(file).unwrap();
    }
    summary
}

fn texts(rows: &[DumpRow]) -> Vec<String> {
    (rows.iter())
        .map(|row| {
            format!(
                "{}|{}|{}|{}|{}",
                row.tag1, row.tag2, row.vr, row.value, row.desc
            )
        })
        .collect()
}

#[test]
fn fields_choose_rows_by_keyword_or_number() {
    // (file, names, the rows that are left)
    let cases: &[(&str, &[&str], &[&str])] = &[
        (
            "mr-toshiba/mr-explicit.dcm",
            &["Modality", "00100010", "0002,0010"],
            &[
                "(0008,0060)||CS|MR|Modality",
                "(0010,0010)||PN|CompressedSamples^MR1|Patient Name",
            ],
        ),
        (
            "mr-toshiba/mr-explicit.dcm",
            &["TransferSyntaxUID"],
            &["(0002,0010)||UI|1.2.840.10008.1.2.1|Transfer Syntax UID"],
        ),
        ("mr-toshiba/mr-explicit.dcm", &["Hairstyle"], &[]),
        ("mr-toshiba/mr-explicit.dcm", &["00091001"], &[]),
        ("mr-toshiba/mr-explicit.dcm", &["PixelData", ""], &[]),
        (
            "sr/sr-offis.dcm",
            &["ConceptNameCodeSequence"],
            &[
                "(0040,A043)||SQ||Concept Name Code Sequence",
                "(0040,A043)|(0008,0100)|SH|1111|Code Value",
                "(0040,A043)|(0008,0102)|SH|TEST|Coding Scheme Designator",
                "(0040,A043)|(0008,0104)|LO|Diagnosis|Code Meaning",
            ],
        ),
    ];
    for (path, names, expected) in cases {
        let rows = texts(&dump_fields(&bytes(path), &Fields::named(*names)).unwrap());
        assert_eq!(rows, *expected, "{path} {names:?}");
        let file_rows = texts(&dump(&bytes(path)).unwrap());
        assert!(rows.iter().all(|row| file_rows.contains(row)));
    }
    let none: [&str; 0] = [];
    let data = bytes("mr-toshiba/mr-explicit.dcm");
    assert_eq!(dump_fields(&data, &Fields::named(none)), dump(&data));
    let fields = Fields::named(["Modality", "Hairstyle", "0008"]);
    assert_eq!(fields.unknown(), ["Hairstyle", "0008"]);
}

#[test]
fn a_summary_has_each_value_once() {
    let files = session("ct-ge-cardiac");
    let summary = summary(
        &files,
        &[
            "InstanceNumber",
            "Modality",
            "SeriesNumber",
            "PatientComments",
        ],
    );
    assert_eq!((summary.files(), summary.is_cut()), (7, false));
    let headers: Vec<_> = files
        .iter()
        .map(|file| read_header(file).unwrap())
        .collect();
    let mut instances: Vec<&str> = headers
        .iter()
        .map(|header| header.instance_number.as_str())
        .collect();
    instances.dedup();
    assert_eq!(
        texts(&summary.rows()),
        [
            "(0008,0060)||CS|CT|Modality".to_owned(),
            "(0020,0011)||IS|4, 5|Series Number".to_owned(),
            format!("(0020,0013)||IS|{}|Instance Number", instances.join(", ")),
        ]
    );
    let by_value = texts(&summary.rows_by_value());
    assert_eq!(
        by_value[..3],
        [
            "(0008,0060)||CS|CT|Modality",
            "(0020,0011)||IS|4|Series Number",
            "(0020,0011)||IS|5|Series Number",
        ]
    );
    assert_eq!(by_value.len(), 3 + instances.len());
}

#[test]
fn a_summary_of_everything_has_every_row_of_every_file() {
    let files = session("mr-philips-brain");
    let none: [&str; 0] = [];
    let summary = summary(&files, &none).rows();
    let tags: Vec<_> = summary.iter().map(|row| (&row.tag1, &row.tag2)).collect();
    assert!(tags.is_sorted());
    for row in files.iter().flat_map(|file| dump(file).unwrap()) {
        let found = tags.binary_search(&(&row.tag1, &row.tag2)).unwrap();
        assert!(summary[found].value.contains(&row.value), "{row:?}");
    }
}

#[test]
fn a_file_that_cannot_be_read_changes_no_summary() {
    let mut summary = summary(&session("mr-philips-brain"), &["Modality"]);
    let before = summary.rows();
    for (path, code) in [
        ("broken/not-dicom.dcm", "not-dicom"),
        ("broken/rtplan-truncated.dcm", "truncated"),
    ] {
        assert_eq!(summary.add(&bytes(path)).unwrap_err().code(), code);
    }
    assert_eq!((summary.rows(), summary.files()), (before, 4));
}

/// A bare data set: SOP Class UID, then Patient Comments.
fn with_comments(comments: &str) -> Vec<u8> {
    let mut data = b"\x08\x00\x16\x00UI\x04\x001.2\0\x10\x00\x00\x40LT".to_vec();
    data.extend((comments.len() as u16).to_le_bytes());
    data.extend(comments.as_bytes());
    data
}

#[test]
fn a_summary_takes_ten_thousand_files_and_ten_megabytes() {
    let mut summary = Summary::new(Fields::named(["SOPClassUID", "PatientComments"]));
    let long = "x".repeat(1010);
    for file in 0..=Summary::MAX_FILES {
        assert_eq!(summary.is_full(), file == Summary::MAX_FILES);
        summary
            .add(&with_comments(&format!("{file:06}{long}")))
            .unwrap();
    }
    assert_eq!(summary.files(), Summary::MAX_FILES);
    assert!(summary.is_cut());
    let rows = summary.rows();
    assert_eq!(rows[0].value, "1.2");
    assert!(rows[1].value.ends_with(", …"));
    assert!(
        (9_000_000..10_500_000).contains(&rows[1].value.len()),
        "{}",
        rows[1].value.len()
    );
}

#[test]
fn the_first_bytes_of_a_file_are_enough_for_its_header() {
    for path in [
        "mr-toshiba/mr-explicit.dcm",
        "mr-toshiba/mr-implicit.dcm",
        "mr-toshiba/mr-big-endian.dcm",
        "mr-toshiba/mr-rle.dcm",
        "us/us-sonosite-jpeg.dcm",
        "sc/ot-deflated.dcm",
    ] {
        let data = bytes(path);
        let enough: Vec<usize> = (0..data.len())
            .step_by(61)
            .filter(|end| header_extent(&data[..*end]).unwrap() == Extent::Enough)
            .collect();
        let first = *enough
            .first()
            .unwrap_or_else(|| panic!("{path}: never enough"));
        assert!(first < data.len() * 9 / 10, "{path}: {first} bytes");
        // Once enough, enough for good.
        assert!(enough.is_sorted() && enough.windows(2).all(|pair| pair[1] - pair[0] == 61));
        let prefix = &data[..first];
        assert_eq!(dump(prefix), dump(&data), "{path}");
        assert_eq!(read_header(prefix), read_header(&data), "{path}");
    }
}

#[test]
fn a_long_header_is_asked_for_in_a_few_steps() {
    let mut data = b"\x08\x00\x16\x00UI\x04\x001.2\0".to_vec();
    for _ in 0..40 {
        data.extend(b"\x09\x00\x10\x10UT\0\0");
        data.extend(100_000_u32.to_le_bytes());
        data.extend([b'x'; 100_000]);
    }
    data.extend(b"\xE0\x7F\x10\x00OB\0\0\x02\0\0\0\0\0");
    let mut read = 0;
    let mut steps = 0;
    while let Extent::NeedMore(more) = header_extent(&data[..read]).unwrap() {
        assert!(more > read);
        read = more.min(data.len());
        steps += 1;
    }
    assert!(steps <= 8, "{steps} steps");
    assert_eq!(dump(&data[..read]).unwrap().len(), 41);

    // A file without pixel data is wanted whole, one that is no DICOM file not at all.
    let report = bytes("sr/sr-offis.dcm");
    let Extent::NeedMore(more) = header_extent(&report).unwrap() else {
        panic!("a report has no pixel data");
    };
    assert!(more > report.len());
    assert_eq!(header_extent(&[b'x'; 500]).unwrap_err().code(), "not-dicom");
}
