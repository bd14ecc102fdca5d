//! One made-up session of a given name and status, for tests of others' programs.

use prearchive_core::address::Address;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::session::Session;
use prearchive_core::stamp::DateText;
use prearchive_core::status::Status;
use time::OffsetDateTime;

use super::tiny;
use crate::refusal::Refusal;
use crate::tree::session_folder;
use crate::{Engine, civil};

/// Keeps the UIDs apart from those of [`super::many`], which count from 0.
const STUDIES: usize = 1_000_000_000;

/// What the session is to be.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// Where it waits, and its label.
    pub address: &'a Address,
    /// Its subject.
    pub subject: &'a str,
    /// Its status; it is built unless it is still receiving.
    pub status: Status,
    /// The description of each scan, in order.
    pub scans: &'a [String],
}

/// Adds the session, with one small MR image a scan.
///
/// # Errors
///
/// [`Refusal`] of the store, also if the address is taken.
pub fn add(engine: &Engine, wanted: &Wanted<'_>, now: OffsetDateTime) -> Result<(), Refusal> {
    let address = wanted.address;
    let mut row = Session::new(address.clone(), Status::RECEIVING);
    row.subject = wanted.subject.into();
    row.lastmod = DateText::sql(civil(now));
    row.autoarchive = PrearchiveCode::MANUAL.name().unwrap_or_default().into();
    row.prevent_anon = Some(false);
    // Nothing that was made up changes by itself.
    row.prevent_auto_commit = Some(true);
    let study = STUDIES + engine.store().sessions()?.len();
    engine.store().insert(&row)?;
    let folder = session_folder(address)?.join("SCANS")?;
    for (at, description) in wanted.scans.iter().enumerate() {
        let series = at + 1;
        let bytes = tiny::dicom(&tiny::Instance {
            study,
            series,
            modality: "MR",
            description,
            patient: wanted.subject,
            family: "Doe",
            at: civil(now),
        });
        let place = folder.join(&series.to_string())?.join("DICOM")?;
        engine.store().write(&place.join("000001.dcm")?, &bytes)?;
    }
    engine.remember("system", "import", address, "arrived", now);
    if wanted.status == Status::RECEIVING {
        return Ok(());
    }
    engine.build_session(address, now)?;
    engine.store().update(address, &mut |row| {
        engine.set_status(row, wanted.status.clone(), now);
        true
    })?;
    Ok(())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use crate::Config;
    use crate::store::memory::Memory;

    #[test]
    fn a_session_is_as_it_was_wanted() {
        let engine = Engine::new(Box::new(Memory::default()), Config::default());
        let now = OffsetDateTime::from_unix_timestamp(1_795_000_000).unwrap();
        for (label, status) in [
            ("A_1", Status::READY),
            ("A_2", Status::CONFLICT),
            ("A_3", Status::RECEIVING),
        ] {
            let address = Address::new("A".into(), "20260901_080000000", label).unwrap();
            let scans = ["localizer".to_owned(), "t1".to_owned()];
            let wanted = Wanted {
                address: &address,
                subject: "S1",
                status: status.clone(),
                scans: &scans,
            };
            add(&engine, &wanted, now).unwrap();
            let row = engine.row(&address).unwrap();
            assert_eq!((row.status.clone(), row.subject.as_str()), (status, "S1"));
            if row.status != Status::RECEIVING {
                assert_eq!(engine.document(&address).unwrap().scans.len(), 2);
            }
        }
        let uids: Vec<_> = engine.store().sessions().unwrap();
        let uids: std::collections::BTreeSet<_> = uids.iter().map(|row| &row.tag).collect();
        assert_eq!(uids.len(), 3, "each is a study of its own");
    }
}
