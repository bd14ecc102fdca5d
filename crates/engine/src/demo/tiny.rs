//! The smallest DICOM file that is an image: for sessions that are made up (DICOM PS3.10, section 7; PS3.5, section 7.1).

use time::PrimitiveDateTime;

/// What is said of an image.
pub(super) struct Instance<'a> {
    pub(super) study: usize,
    pub(super) series: usize,
    pub(super) modality: &'a str,
    pub(super) description: &'a str,
    pub(super) patient: &'a str,
    pub(super) family: &'a str,
    pub(super) at: PrimitiveDateTime,
}

/// The root of UIDs that are made from UUIDs (DICOM PS3.5, annex B.2), with a number that no UUID has.
const ROOT: &str = "2.25.9";
/// Secondary Capture Image Storage.
const CLASS: &str = "1.2.840.10008.5.1.4.1.1.7";
const EXPLICIT_LITTLE: &str = "1.2.840.10008.1.2.1";
/// Rows and columns.
const EDGE: u16 = 8;

/// The bytes of the file.
pub(super) fn dicom(instance: &Instance<'_>) -> Vec<u8> {
    let Instance { study, series, .. } = instance;
    let study_uid = format!("{ROOT}.{study}");
    let series_uid = format!("{study_uid}.{series}");
    let uid = format!("{series_uid}.1");
    let mut meta = Vec::new();
    text(&mut meta, (0x0002, 0x0002), b"UI", CLASS);
    text(&mut meta, (0x0002, 0x0003), b"UI", &uid);
    text(&mut meta, (0x0002, 0x0010), b"UI", EXPLICIT_LITTLE);
    text(&mut meta, (0x0002, 0x0012), b"UI", "2.25.9.0");
    let mut file = vec![0; 128];
    file.extend(b"DICM");
    let length = u32::try_from(meta.len()).unwrap_or_default();
    element(&mut file, (0x0002, 0x0000), b"UL", &length.to_le_bytes());
    file.extend(meta);
    let at = instance.at;
    let (year, month, day) = at.to_calendar_date();
    let (hour, minute, second) = at.as_hms();
    let date = format!("{year:04}{:02}{day:02}", u8::from(month));
    let time = format!("{hour:02}{minute:02}{second:02}");
    text(&mut file, (0x0008, 0x0016), b"UI", CLASS);
    text(&mut file, (0x0008, 0x0018), b"UI", &uid);
    text(&mut file, (0x0008, 0x0020), b"DA", &date);
    text(&mut file, (0x0008, 0x0030), b"TM", &time);
    text(&mut file, (0x0008, 0x0060), b"CS", instance.modality);
    text(&mut file, (0x0008, 0x103e), b"LO", instance.description);
    let name = format!("{}^{}", instance.family, instance.patient);
    text(&mut file, (0x0010, 0x0010), b"PN", &name);
    text(&mut file, (0x0010, 0x0020), b"LO", instance.patient);
    text(&mut file, (0x0020, 0x000d), b"UI", &study_uid);
    text(&mut file, (0x0020, 0x000e), b"UI", &series_uid);
    text(&mut file, (0x0020, 0x0011), b"IS", &series.to_string());
    text(&mut file, (0x0020, 0x0013), b"IS", "1");
    number(&mut file, (0x0028, 0x0002), 1);
    text(&mut file, (0x0028, 0x0004), b"CS", "MONOCHROME2");
    for (tag, value) in [
        (0x0010, EDGE),
        (0x0011, EDGE),
        (0x0100, 8),
        (0x0101, 8),
        (0x0102, 7),
    ] {
        number(&mut file, (0x0028, tag), value);
    }
    number(&mut file, (0x0028, 0x0103), 0);
    let pixels: Vec<u8> = (0..EDGE * EDGE).map(|at| (at * 4) as u8).collect();
    // OW has a length of 32 bits behind two that are reserved.
    tag(&mut file, (0x7fe0, 0x0010));
    file.extend(b"OB\0\0");
    file.extend(
        u32::try_from(pixels.len())
            .unwrap_or_default()
            .to_le_bytes(),
    );
    file.extend(pixels);
    file
}

fn tag(file: &mut Vec<u8>, (group, element): (u16, u16)) {
    file.extend(group.to_le_bytes());
    file.extend(element.to_le_bytes());
}

fn element(file: &mut Vec<u8>, at: (u16, u16), vr: &[u8; 2], value: &[u8]) {
    tag(file, at);
    file.extend(vr);
    file.extend(u16::try_from(value.len()).unwrap_or_default().to_le_bytes());
    file.extend(value);
}

fn number(file: &mut Vec<u8>, at: (u16, u16), value: u16) {
    element(file, at, b"US", &value.to_le_bytes());
}

/// A text of even length: UIDs are filled up with a null, others with a blank.
fn text(file: &mut Vec<u8>, at: (u16, u16), vr: &[u8; 2], value: &str) {
    let mut bytes = value.as_bytes().to_vec();
    if bytes.len() % 2 == 1 {
        bytes.push(if vr == b"UI" { 0 } else { b' ' });
    }
    element(file, at, vr, &bytes);
}
