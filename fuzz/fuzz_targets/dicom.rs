//! Any bytes are read as a DICOM file or refused, and a picture of them is made or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use prearchive_dicom::render::{self, RenderError};
use prearchive_dicom::{
    DicomError, Extent, Fields, Header, Summary, check_complete, dump, header_extent, is_dicom,
    read_header, scan_xsi_type, session_xsi_type, tag_text,
};

/// Larger pictures are decoded only: to encode them takes long, and shows no more.
const SMALL: usize = 1 << 16;
/// Deflated Explicit VR Little Endian (PS3.5, annex A.5).
const DEFLATED: &str = "1.2.840.10008.1.2.1.99";

fuzz_target!(|bytes: &[u8]| {
    let header = read_header(bytes);
    let rows = dump(bytes);
    let complete = check_complete(bytes);
    if !is_dicom(bytes) {
        assert!(header.is_err() && rows.is_err() && complete.is_err());
    }
    if let Ok(header) = &header {
        // Whoever can be told what a file is can be shown what is in it.
        assert!(rows.is_ok(), "{rows:?}");
        let _ = header.require_uids();
        assert!(scan_xsi_type(&header.modality).ends_with("ScanData"));
        assert!(session_xsi_type(&[header.modality.as_str()]).ends_with("SessionData"));
    }
    if let Ok(rows) = rows {
        for row in &rows {
            let digits = row.tag1.replace(['(', ',', ')'], "");
            assert_eq!(tag_text(&digits).as_ref(), Some(&row.tag1));
        }
        let mut summary = Summary::new(Fields::all());
        assert_eq!(summary.add(bytes), Ok(()));
        assert!(summary.rows().len() <= rows.len());
        assert!(summary.rows_by_value().len() <= rows.len());
    }
    extent(bytes);
    for frame in [0, 1] {
        draw(bytes, frame);
    }
});

/// What the first part of a file says about the length of its header holds for the whole.
fn extent(bytes: &[u8]) {
    let first = &bytes[..bytes.len() / 2];
    match header_extent(first) {
        Ok(Extent::Enough) => {
            let header = read_header(first);
            assert!(!matches!(header, Err(DicomError::Truncated { .. })));
            // What is deflated may turn out to be damaged further on.
            let deflated = |header: &Header| header.transfer_syntax_uid == DEFLATED;
            if !header.as_ref().is_ok_and(deflated) {
                assert_eq!(header, read_header(bytes));
            }
        }
        Ok(Extent::NeedMore(length)) => assert!(length > first.len()),
        Err(_) => {}
    }
}

fn draw(bytes: &[u8], frame: u32) {
    match render::decode(bytes, frame) {
        Ok(frame) => {
            let pixels = frame.rows * frame.columns;
            assert_eq!(frame.samples.len(), pixels * frame.color.samples());
            if pixels <= SMALL {
                let jpeg = render::encode(&render::display(&frame, None)).expect("a picture");
                assert!(jpeg.starts_with(&[0xff, 0xd8]));
            }
        }
        Err(RenderError::NotAnImage) => {}
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}
