//! The names that XNAT and the standard give: data types by modality, tags by keyword, texts by character set.

use prearchive_dicom::{read_header, scan_xsi_type, session_xsi_type, tag_text};

#[test]
fn modalities_have_xnat_types() {
    // (modalities, type of the first one's scan, type of the session)
    let table: &[(&[&str], &str, &str)] = &[
        (&["MR"], "xnat:mrScanData", "xnat:mrSessionData"),
        (&["CT"], "xnat:ctScanData", "xnat:ctSessionData"),
        (&["PT", "CT"], "xnat:petScanData", "xnat:petSessionData"),
        (&["CT", "PT"], "xnat:ctScanData", "xnat:petSessionData"),
        (&["MR", "PT"], "xnat:mrScanData", "xnat:petmrSessionData"),
        (&["US", "MR"], "xnat:usScanData", "xnat:mrSessionData"),
        (&["CR", "DX"], "xnat:crScanData", "xnat:crSessionData"),
        (&["NM"], "xnat:nmScanData", "xnat:nmSessionData"),
        (&["SC", "US"], "xnat:scScanData", "xnat:usSessionData"),
        (&["SEG"], "xnat:segScanData", "xnat:otherDicomSessionData"),
        (&["SR"], "xnat:srScanData", "xnat:srSessionData"),
        (&["ECG"], "xnat:ecgScanData", "xnat:ecgSessionData"),
        (&["RTDOSE"], "xnat:rtImageScanData", "xnat:rtSessionData"),
        (
            &["OT"],
            "xnat:otherDicomScanData",
            "xnat:otherDicomSessionData",
        ),
        (
            &["??"],
            "xnat:otherDicomScanData",
            "xnat:otherDicomSessionData",
        ),
        (&["mr "], "xnat:mrScanData", "xnat:mrSessionData"),
    ];
    for (modalities, scan, session) in table {
        assert_eq!(scan_xsi_type(modalities[0]), *scan, "{modalities:?}");
        assert_eq!(session_xsi_type(modalities), *session, "{modalities:?}");
    }
    assert_eq!(session_xsi_type::<&str>(&[]), "xnat:otherDicomSessionData");
}

#[test]
fn tags_are_named_by_keyword_or_number() {
    let table = [
        ("PatientName", Some("(0010,0010)")),
        ("0020000d", Some("(0020,000D)")),
        ("7FE00010", Some("(7FE0,0010)")),
        ("NoSuchKeyword", None),
        ("0020000", None),
        ("", None),
    ];
    for (name, tag) in table {
        assert_eq!(tag_text(name).as_deref(), tag, "{name}");
    }
}

/// A bare explicit little endian data set with a character set, a SOP Class UID and a Patient's Name.
fn named(character_set: &str, name: &[u8]) -> Vec<u8> {
    let mut data = Vec::new();
    let elements: [(&[u8], &[u8]); 3] = [
        (b"\x08\x00\x05\x00CS", character_set.as_bytes()),
        (b"\x08\x00\x16\x00UI", b"1.2\0"),
        (b"\x10\x00\x10\x00PN", name),
    ];
    for (start, value) in elements {
        data.extend_from_slice(start);
        data.extend_from_slice(&u16::try_from(value.len()).unwrap_or(u16::MAX).to_le_bytes());
        data.extend_from_slice(value);
    }
    data
}

#[test]
fn texts_are_decoded_by_their_character_set() {
    // The standard's own examples of PS3.5 annexes H, I and J, and of everyday sets.
    let table: &[(&str, &[u8], &str)] = &[
        ("", b"Doe^Jane ", "Doe^Jane"),
        ("ISO_IR 100", b"Buc^J\xE9r\xF4me", "Buc^Jérôme"),
        ("ISO_IR 144", b"\xBB\xEEce\xDC\xD1yp\xD3", "Люceмбypг"),
        (
            "ISO_IR 192",
            "Wang^XiaoDong=王^小東".as_bytes(),
            "Wang^XiaoDong=王^小東",
        ),
        (
            "GB18030",
            b"Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB",
            "Wang^XiaoDong=王^小东",
        ),
        (
            "\\ISO 2022 IR 87",
            b"Yamada^Tarou=\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B",
            "Yamada^Tarou=山田^太郎",
        ),
        (
            "\\ISO 2022 IR 149",
            b"Hong^Gildong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7",
            "Hong^Gildong=洪^吉洞",
        ),
        ("no such set", b"Doe^Jane", "Doe^Jane"),
    ];
    for (set, name, text) in table {
        let mut set = (*set).to_owned();
        if set.len() % 2 == 1 {
            set.push(' ');
        }
        let read = read_header(&named(&set, name)).map(|header| header.patient_name);
        assert_eq!(read.as_deref(), Ok(*text), "{set}");
    }
}
