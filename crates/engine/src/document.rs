//! The session document: XNAT's image session XML, written from DICOM headers and read back.

mod fields;
mod read;
mod write;

use prearchive_core::inside::Scan;

/// What a session document says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// XNAT's type, such as `xnat:mrSessionData`.
    pub xsi_type: String,
    /// The accession ID; empty before the session is archived.
    pub id: String,
    /// The project's ID; empty if there is none.
    pub project: String,
    /// The session's label.
    pub label: String,
    /// The subject's label.
    pub subject: String,
    /// The Study Instance UID.
    pub uid: String,
    /// The day of the study, `yyyy-MM-dd`, or empty.
    pub date: String,
    /// The time of the study, `HH:mm:ss`, or empty.
    pub time: String,
    /// The DICOM patient's name.
    pub patient_name: String,
    /// The DICOM patient's ID.
    pub patient_id: String,
    /// The accession number.
    pub accession: String,
    /// Who made the scanner.
    pub manufacturer: String,
    /// The scanner's model.
    pub model: String,
    /// What people note about the session.
    pub note: String,
    /// Whether the archived session is kept in quarantine: written down so that it outlives the rows.
    pub quarantine: bool,
    /// The scans, in the order of their numbers.
    pub scans: Vec<ScanEntry>,
}

/// What a session document says of a scan.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScanEntry {
    /// The scan's ID.
    pub id: String,
    /// XNAT's type, such as `xnat:mrScanData`.
    pub xsi_type: String,
    /// The Series Instance UID.
    pub uid: String,
    /// The DICOM modality.
    pub modality: String,
    /// The series description.
    pub description: String,
    /// What people call this kind of scan (`type`); the series description until somebody says otherwise.
    pub kind: String,
    /// What people think of it, such as `usable`.
    pub quality: String,
    /// What people note about it.
    pub note: String,
    /// How many frames its files hold.
    pub frames: u64,
    /// How many files it has.
    pub files: u64,
    /// Their size in bytes.
    pub size: u64,
}

/// The name of the field for it: XNAT keeps in fields what its schema has no element for.
const QUARANTINE: &str = "quarantine";

/// A text that is no session document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the session document cannot be read: {0}")]
pub struct DocumentError(String);

impl Document {
    /// The rows of the scans listing.
    #[must_use]
    pub fn scan_rows(&self) -> Vec<Scan> {
        self.scans
            .iter()
            .map(|scan| Scan {
                id: scan.id.clone(),
                xsi_type: scan.xsi_type.clone(),
                series_description: scan.description.clone(),
            })
            .collect()
    }

    /// The scan of that ID.
    #[must_use]
    pub fn scan(&self, id: &str) -> Option<&ScanEntry> {
        self.scans.iter().find(|scan| scan.id == id)
    }
}

/// The element of a session type: `xnat:mrSessionData` is written as `xnat:MRSession`.
fn element(xsi_type: &str) -> String {
    let name = xsi_type
        .trim_start_matches("xnat:")
        .trim_end_matches("SessionData");
    match name {
        "otherDicom" => "xnat:OtherDicomSession".into(),
        "petmr" => "xnat:PETMRSession".into(),
        other => format!("xnat:{}Session", other.to_uppercase()),
    }
}

/// The session type of an element, back again.
fn session_type(element: &str) -> String {
    let name = element.trim_end_matches("Session");
    match name {
        "OtherDicom" => "xnat:otherDicomSessionData".into(),
        other => format!("xnat:{}SessionData", other.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_as_it_was_written() -> Result<(), DocumentError> {
        for kind in ["mr", "ct", "pet", "petmr", "us", "otherDicom", "ecg"] {
            let document = Document {
                xsi_type: format!("xnat:{kind}SessionData"),
                label: "S 1 & <2>".into(),
                project: "P".into(),
                subject: "\"Grüße\"".into(),
                uid: "1.2.3".into(),
                date: "2004-01-19".into(),
                time: "07:27:30".into(),
                patient_name: "A^B".into(),
                note: "<good>".into(),
                quarantine: kind == "mr",
                scans: vec![
                    ScanEntry {
                        id: "1".into(),
                        xsi_type: "xnat:mrScanData".into(),
                        uid: "1.2.3.4".into(),
                        modality: "MR".into(),
                        description: "t1 & t2".into(),
                        kind: "T1".into(),
                        quality: "usable".into(),
                        note: "moved\nthen not".into(),
                        frames: 3,
                        files: 3,
                        size: 1234,
                    },
                    ScanEntry {
                        id: "1-MR1".into(),
                        ..ScanEntry::default()
                    },
                ],
                ..Document::default()
            };
            assert_eq!(Document::read(&document.write())?, document, "{kind}");
        }
        Ok(())
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for text in ["", "no xml", "<a>", "<html/>", "<xnat:MRSession/>"] {
            assert!(Document::read(text).is_err(), "{text:?}");
        }
    }
}
