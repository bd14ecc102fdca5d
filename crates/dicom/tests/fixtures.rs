//! Every fixture is read as pydicom reads it.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that is not there must fail the test"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use prearchive_dicom::{DicomError, Header, check_complete, dump, is_dicom, read_header};
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/dicom")
}

fn expected() -> BTreeMap<String, Value> {
    serde_json::from_slice(&fs::read(folder().join("expected.json")).unwrap()).unwrap()
}

fn bytes(path: &str) -> Vec<u8> {
    fs::read(folder().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The fields of a header under the names that the expectations use.
fn fields(header: &Header) -> Vec<(&'static str, Value)> {
    let h = header.clone();
    vec![
        ("patient_id", h.patient_id.into()),
        ("patient_name", h.patient_name.into()),
        ("patient_birth_date", h.patient_birth_date.into()),
        ("patient_sex", h.patient_sex.into()),
        ("patient_comments", h.patient_comments.into()),
        ("study_instance_uid", h.study_instance_uid.into()),
        ("study_id", h.study_id.into()),
        ("accession_number", h.accession_number.into()),
        ("study_description", h.study_description.into()),
        ("study_comments", h.study_comments.into()),
        ("study_date", h.study_date.into()),
        ("study_time", h.study_time.into()),
        ("series_instance_uid", h.series_instance_uid.into()),
        ("series_number", h.series_number.into()),
        ("series_description", h.series_description.into()),
        ("protocol_name", h.protocol_name.into()),
        ("modality", h.modality.into()),
        ("manufacturer", h.manufacturer.into()),
        ("manufacturer_model_name", h.manufacturer_model_name.into()),
        ("station_name", h.station_name.into()),
        ("institution_name", h.institution_name.into()),
        ("sop_class_uid", h.sop_class_uid.into()),
        ("sop_instance_uid", h.sop_instance_uid.into()),
        ("instance_number", h.instance_number.into()),
        ("image_type", h.image_type.into()),
        ("magnetic_field_strength", h.magnetic_field_strength.into()),
        ("rows", h.rows.into()),
        ("columns", h.columns.into()),
        ("number_of_frames", h.number_of_frames.into()),
        ("transfer_syntax_uid", h.transfer_syntax_uid.into()),
    ]
}

#[test]
fn headers_say_what_pydicom_says() {
    let expected = expected();
    assert!(expected.len() >= 25);
    let mut wrong = Vec::new();
    for (path, expected) in &expected {
        let data = bytes(path);
        assert!(is_dicom(&data), "{path}");
        let header = match read_header(&data) {
            Ok(header) => header,
            // Cut before the pixel data begins: there is no header to compare.
            Err(DicomError::Truncated { .. }) if path == "broken/rtplan-truncated.dcm" => continue,
            Err(error) => panic!("{path}: {error}"),
        };
        for (name, value) in fields(&header) {
            if value != expected[name] {
                wrong.push(format!("{path} {name}: {value} is not {}", expected[name]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_cut_files_are_incomplete() {
    for (path, expected) in expected() {
        match check_complete(&bytes(&path)) {
            Ok(()) => assert_eq!(expected["complete"], true, "{path} is cut"),
            Err(DicomError::Truncated { .. }) => {
                assert_eq!(expected["complete"], false, "{path} is whole");
            }
            Err(error) => panic!("{path}: {error}"),
        }
    }
}

#[test]
fn a_cut_file_says_where_and_how_much() {
    let error = check_complete(&bytes("broken/mr-truncated.dcm")).unwrap_err();
    let expected = DicomError::Truncated {
        place: "element (7FE0,0010)".to_owned(),
        declared: 8192,
        present: 8130,
    };
    assert_eq!(error, expected);
    assert_eq!(error.code(), "truncated");
}

#[test]
fn a_file_that_is_no_dicom_is_told_apart() {
    let data = bytes("broken/not-dicom.dcm");
    assert!(!is_dicom(&data));
    for error in [
        read_header(&data).unwrap_err(),
        check_complete(&data).unwrap_err(),
        dump(&data).unwrap_err(),
    ] {
        assert_eq!(error, DicomError::NotDicom);
    }
}

#[test]
fn a_data_set_alone_is_read_like_the_file_it_came_from() {
    // (fixture, where its data set begins)
    for path in [
        "mr-toshiba/mr-explicit.dcm",
        "mr-toshiba/mr-implicit.dcm",
        "mr-toshiba/mr-big-endian.dcm",
    ] {
        let data = bytes(path);
        let whole = read_header(&data).unwrap();
        // (0002,0000) Group Length, the first element after the prefix, counts the rest of its group.
        let length = u32::from_le_bytes(*data[140..].first_chunk().unwrap());
        let bare = &data[144 + length as usize..];
        assert!(is_dicom(bare), "{path}");
        assert_eq!(read_header(bare).unwrap(), whole, "{path}");
        assert_eq!(check_complete(bare), Ok(()), "{path}");
        // Some writers keep the prefix and leave only the preamble out.
        assert_eq!(read_header(&data[128..]).unwrap(), whole, "{path}");
    }
}

#[test]
fn dumps_have_the_columns_of_xnat() {
    let rows = dump(&bytes("mr-toshiba/mr-explicit.dcm")).unwrap();
    let text = |tag1: &str| {
        let row = rows.iter().find(|row| row.tag1 == tag1).unwrap();
        format!("{}|{}|{}|{}", row.tag2, row.vr, row.value, row.desc)
    };
    assert_eq!(
        text("(0002,0010)"),
        "|UI|1.2.840.10008.1.2.1|Transfer Syntax UID"
    );
    assert_eq!(text("(0008,0060)"), "|CS|MR|Modality");
    assert_eq!(
        text("(0010,0010)"),
        "|PN|CompressedSamples^MR1|Patient Name"
    );
    assert_eq!(text("(0028,0010)"), "|US|64|Rows");
    assert!(rows.iter().all(|row| row.tag1 != "(7FE0,0010)"));
}

#[test]
fn dumps_show_nested_elements_under_their_sequence() {
    let rows = dump(&bytes("sr/sr-offis.dcm")).unwrap();
    let at = rows
        .iter()
        .position(|row| row.tag1 == "(0040,A043)" && row.tag2.is_empty())
        .unwrap();
    assert_eq!((rows[at].vr.as_str(), rows[at].value.as_str()), ("SQ", ""));
    assert_eq!(rows[at + 1].tag1, "(0040,A043)");
    assert_eq!(rows[at + 1].tag2, "(0008,0100)");
    assert_eq!(rows[at + 1].desc, "Code Value");
}

#[test]
fn numbers_are_read_in_the_byte_order_of_the_file() {
    let pick = |path: &str| {
        let rows = dump(&bytes(path)).unwrap();
        let image = rows
            .into_iter()
            .filter(|row| row.tag1.starts_with("(0028,"));
        image.map(|row| (row.tag1, row.value)).collect::<Vec<_>>()
    };
    let little = pick("mr-toshiba/mr-explicit.dcm");
    assert!(!little.is_empty());
    assert_eq!(little, pick("mr-toshiba/mr-big-endian.dcm"));
    assert_eq!(little, pick("mr-toshiba/mr-implicit.dcm"));
}
