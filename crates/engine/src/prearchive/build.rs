//! Building: a session's document is made from the headers of its files.

use std::collections::BTreeMap;

use prearchive_core::address::Address;
use prearchive_core::calls::UploadLabels;
use prearchive_core::session::Session;
use prearchive_core::stamp::{self, DateText};
use prearchive_core::status::{Kind, Status};
use prearchive_dicom::{Header, check_complete, read_header, scan_xsi_type, session_xsi_type};
use time::{OffsetDateTime, PrimitiveDateTime, Time};

use crate::Engine;
use crate::document::{Document, ScanEntry};
use crate::refusal::Refusal;
use crate::tree::{TreePath, session_document, session_folder};
use crate::turns::Thing;

/// What the headers of a session say, by scan; each with the size of its file.
pub(crate) type Headers = BTreeMap<ScanKey, Vec<(Header, u64)>>;

impl Engine {
    /// Builds a session from what is in its folder: the document is written, and the row is `READY`.
    ///
    /// A file that cannot be read, or ends too early, makes the row `ERROR`, and the log names the file.
    pub fn build_session(
        &self,
        address: &Address,
        now: OffsetDateTime,
    ) -> Result<Session, Refusal> {
        self.build(address, &UploadLabels::default(), "system", now)
    }

    /// Builds a session that nobody works on; 409 if somebody does.
    pub(crate) fn build(
        &self,
        address: &Address,
        upload: &UploadLabels,
        user: &str,
        now: OffsetDateTime,
    ) -> Result<Session, Refusal> {
        self.free_row(address)?;
        self.build_after_others(address, upload, user, now)
    }

    /// Builds a session when the builds that are under way are over.
    ///
    /// Files that arrive meanwhile leave it `RECEIVING`: it is built again later.
    pub(crate) fn build_after_others(
        &self,
        address: &Address,
        upload: &UploadLabels,
        user: &str,
        now: OffsetDateTime,
    ) -> Result<Session, Refusal> {
        let _turn = self.turns.take(Thing::Build(address.clone()));
        let built = self.locked(address, Kind::Building, now, |row| {
            let document = self.describe(row, &self.headers(address)?)?;
            self.store
                .write(&session_document(address)?, document.write().as_bytes())?;
            let built = self.store.update(address, &mut |row| {
                let status = match row.status.kind() {
                    Some(Kind::Building) => Status::READY,
                    Some(Kind::ReceivingInterrupt) => Status::RECEIVING,
                    // Somebody has decided otherwise meanwhile.
                    _ => row.status.clone(),
                };
                fill(row, &document);
                label(row, upload);
                self.set_status(row, status, now);
                true
            })?;
            built.ok_or_else(|| Refusal::NoSession(address.clone()))
        })?;
        self.remember(user, "build", address, "built", now);
        Ok(built)
    }

    /// Reads all headers of a session.
    pub(crate) fn headers(&self, address: &Address) -> Result<Headers, Refusal> {
        let scans = session_folder(address)?.join("SCANS")?;
        let mut headers = Headers::new();
        for file in self.store.list(&scans)? {
            let Some((scan, rest)) = file.path.split_once('/') else {
                continue;
            };
            if !rest.starts_with("DICOM/") {
                continue;
            }
            let header = self
                .whole_header(&scans.descend(&file.path)?)
                .map_err(|reason| Refusal::BuildFailed {
                    address: address.clone(),
                    reason: format!("SCANS/{}: {reason}", file.path),
                })?;
            headers
                .entry(ScanKey::new(scan))
                .or_default()
                .push((header, file.size));
        }
        Ok(headers)
    }

    /// Says what the headers of a session tell.
    ///
    /// Label and subject are kept where a document or the arrival has fixed them; else the headers give them.
    pub(crate) fn describe(&self, row: &Session, headers: &Headers) -> Result<Document, Refusal> {
        let address = &row.address;
        let Some((first, _)) = headers.values().flatten().next() else {
            return Err(Refusal::BuildFailed {
                address: address.clone(),
                reason: "there is no DICOM file in it".into(),
            });
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
            note: before.map(|document| document.note).unwrap_or_default(),
            quarantine: false,
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

/// Writes what is said of an upload into its row.
pub(crate) fn label(row: &mut Session, upload: &UploadLabels) {
    for (cell, said) in [
        (&mut row.visit, &upload.visit),
        (&mut row.protocol, &upload.protocol),
        (&mut row.timezone, &upload.timezone),
        (&mut row.source, &upload.source),
    ] {
        if let Some(said) = said {
            cell.clone_from(said);
        }
    }
}

/// Orders scans by number where they have one: 2 before 10, `1-MR1` after 1.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ScanKey {
    number: u64,
    id: String,
}

impl ScanKey {
    pub(crate) fn new(id: &str) -> Self {
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
        entry.kind.clone_from(&header.series_description);
        entry.quality = "usable".into();
    }
    entry
}

/// Fills a row from its document, as a build does; `uploaded` is told by the timestamp folder.
pub(crate) fn fill(row: &mut Session, document: &Document) {
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
