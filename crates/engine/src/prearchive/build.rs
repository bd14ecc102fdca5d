//! Building: a session's document is made from the headers of its files.

use std::collections::BTreeMap;

use prearchive_core::address::Address;
use prearchive_core::session::Session;
use prearchive_core::stamp::{self, DateText};
use prearchive_core::status::{Kind, Status};
use prearchive_dicom::{Header, check_complete, read_header, scan_xsi_type, session_xsi_type};
use time::{OffsetDateTime, PrimitiveDateTime, Time};

use crate::Engine;
use crate::document::{Document, ScanEntry};
use crate::refusal::Refusal;
use crate::tree::{TreePath, session_document, session_folder};

impl Engine {
    /// Builds a session from what is in its folder: the document is written, and the row is `READY`.
    ///
    /// A file that cannot be read, or ends too early, makes the row `ERROR`, and the log names the file.
    pub fn build_session(
        &self,
        address: &Address,
        now: OffsetDateTime,
    ) -> Result<Session, Refusal> {
        self.build(address, "system", now)
    }

    pub(crate) fn build(
        &self,
        address: &Address,
        user: &str,
        now: OffsetDateTime,
    ) -> Result<Session, Refusal> {
        let built = self.locked(address, Kind::Building, now, |row| {
            let document = self.describe(row)?;
            self.store
                .write(&session_document(address)?, document.write().as_bytes())?;
            let mut built = row.clone();
            fill(&mut built, &document);
            self.set_status(&mut built, Status::READY, now);
            self.store.replace(address, &built)?;
            Ok(built)
        })?;
        self.remember(user, "build", address, "built", now);
        Ok(built)
    }

    /// Reads all headers of a session and says what they tell.
    ///
    /// Label and subject are kept where a document or the arrival has fixed them; else the headers give them.
    fn describe(&self, row: &Session) -> Result<Document, Refusal> {
        let address = &row.address;
        let failed = |reason: String| Refusal::BuildFailed {
            address: address.clone(),
            reason,
        };
        let scans = session_folder(address)?.join("SCANS")?;
        let mut headers: BTreeMap<ScanKey, Vec<(Header, u64)>> = BTreeMap::new();
        for file in self.store.list(&scans)? {
            let Some((scan, rest)) = file.path.split_once('/') else {
                continue;
            };
            if !rest.starts_with("DICOM/") {
                continue;
            }
            let header = self
                .whole_header(&scans.descend(&file.path)?)
                .map_err(|reason| failed(format!("SCANS/{}: {reason}", file.path)))?;
            headers
                .entry(ScanKey::new(scan))
                .or_default()
                .push((header, file.size));
        }
        let Some((first, _)) = headers.values().flatten().next() else {
            return Err(failed("there is no DICOM file in it".into()));
        };
        let before = self.document(address).ok();
        let fixed = |of_document: fn(&Document) -> &String, of_row: &String, of_header: &String| {
            let kept = before.as_ref().map(of_document).filter(|t| !t.is_empty());
            let kept = kept.or(Some(of_row).filter(|text| !text.is_empty()));
            kept.unwrap_or(of_header).clone()
        };
        let entries: Vec<ScanEntry> = headers
            .iter()
            .map(|(key, files)| scan_entry(&key.id, files))
            .collect();
        let modalities: Vec<&str> = entries.iter().map(|scan| scan.modality.as_str()).collect();
        Ok(Document {
            xsi_type: session_xsi_type(&modalities).into(),
            id: String::new(),
            project: address.project.id().unwrap_or_default().into(),
            label: fixed(|d| &d.label, &row.name, &first.patient_id),
            subject: fixed(|d| &d.subject, &row.subject, &first.patient_name),
            uid: first.study_instance_uid.clone(),
            date: dashed_date(&first.study_date),
            time: colon_time(&first.study_time),
            patient_name: first.patient_name.clone(),
            patient_id: first.patient_id.clone(),
            accession: first.accession_number.clone(),
            manufacturer: first.manufacturer.clone(),
            model: first.manufacturer_model_name.clone(),
            scans: entries,
        })
    }

    /// The header of a file that is all there; the reason, for a person, if it is not.
    fn whole_header(&self, path: &TreePath) -> Result<Header, String> {
        let bytes = self.store.read(path).map_err(|e| e.to_string())?;
        let header = read_header(&bytes).map_err(|e| e.to_string())?;
        check_complete(&bytes).map_err(|e| e.to_string())?;
        Ok(header)
    }
}

/// Orders scans by number where they have one: 2 before 10, `1-MR1` after 1.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ScanKey {
    number: u64,
    id: String,
}

impl ScanKey {
    fn new(id: &str) -> Self {
        let digits: String = id.chars().take_while(char::is_ascii_digit).collect();
        Self {
            number: digits.parse().unwrap_or(u64::MAX),
            id: id.into(),
        }
    }
}

fn scan_entry(id: &str, files: &[(Header, u64)]) -> ScanEntry {
    let mut entry = ScanEntry {
        id: id.into(),
        files: files.len() as u64,
        size: files.iter().map(|(_, size)| size).sum(),
        frames: files
            .iter()
            .map(|(header, _)| u64::from(header.number_of_frames.unwrap_or(1)))
            .sum(),
        ..ScanEntry::default()
    };
    if let Some((header, _)) = files.first() {
        entry.xsi_type = scan_xsi_type(&header.modality).into();
        entry.uid.clone_from(&header.series_instance_uid);
        entry.modality.clone_from(&header.modality);
        entry.description.clone_from(&header.series_description);
    }
    entry
}

/// Fills a row from its document, as a build does; `uploaded` is told by the timestamp folder.
fn fill(row: &mut Session, document: &Document) {
    row.name.clone_from(&document.label);
    row.subject.clone_from(&document.subject);
    row.tag.clone_from(&document.uid);
    row.scan_time.clone_from(&document.time);
    row.scan_date = stamp::read(&document.date)
        .map(|at| DateText::sql(PrimitiveDateTime::new(at.date(), Time::MIDNIGHT)))
        .unwrap_or_default();
    row.uploaded = stamp::read_folder(&row.address.timestamp)
        .map(DateText::sql)
        .unwrap_or_default();
}

/// `DA` (DICOM PS3.5, section 6.2) with dashes; empty if it is no date.
fn dashed_date(da: &str) -> String {
    let digits: String = da.chars().filter(char::is_ascii_digit).collect();
    match (digits.get(0..4), digits.get(4..6), digits.get(6..8)) {
        (Some(year), Some(month), Some(day)) => format!("{year}-{month}-{day}"),
        _ => String::new(),
    }
}

/// `TM` (DICOM PS3.5, section 6.2) with colons and without the fraction; empty if it is no time.
fn colon_time(tm: &str) -> String {
    let whole = tm.split('.').next().unwrap_or_default();
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    match (digits.get(0..2), digits.get(2..4), digits.get(4..6)) {
        (Some(h), Some(m), Some(s)) => format!("{h}:{m}:{s}"),
        (Some(h), Some(m), None) => format!("{h}:{m}:00"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dicom_dates_and_times() {
        for (da, tm, date, time) in [
            ("20040119", "072730", "2004-01-19", "07:27:30"),
            ("2004.01.19", "072730.123", "2004-01-19", "07:27:30"),
            ("", "0727", "", "07:27:00"),
            ("2004", "7", "", ""),
        ] {
            assert_eq!(
                (dashed_date(da).as_str(), colon_time(tm).as_str()),
                (date, time)
            );
        }
    }

    #[test]
    fn scans_are_ordered_by_number() {
        let mut ids = ["10", "OT1", "2", "1-MR1", "1"].map(ScanKey::new);
        ids.sort();
        assert_eq!(ids.map(|key| key.id), ["1", "1-MR1", "2", "10", "OT1"]);
    }
}
