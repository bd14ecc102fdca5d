//! Any number of made-up sessions, so that size can be shown and measured.

use prearchive_core::address::Address;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::stamp::{self, DateText};
use prearchive_core::status::Status;
use prearchive_dicom::read_header;
use time::{Duration, OffsetDateTime};

use super::tiny;
use crate::prearchive::build::{Headers, ScanKey, fill};
use crate::refusal::Refusal;
use crate::store::change::RowChange;
use crate::tree::{TreePath, session_document, session_folder};
use crate::{Engine, civil};

/// How many rows are written in one step.
const ROWS: usize = 1000;
/// Up to how many each session has all its scans; of more, each has one, or the disk would be full of folders.
const WITH_ALL_SCANS: usize = 2000;
/// So many sessions, the newest, have files; of more, the rest are rows alone, or the disk would be full of them.
const WITH_FILES: usize = 20_000;
/// How many come at the same moment, as from one night's push.
const TOGETHER: usize = 8;
/// Over how long they have come.
const SPREAD: Duration = Duration::days(120);

/// Modality, label, and the scans of each kind of session.
const KINDS: [(&str, &str, &[&str]); 6] = [
    ("MR", "MR", &["localizer", "t1_mprage_sag", "t2_flair_tra"]),
    ("MR", "MR", &["scout", "ep2d_bold_rest"]),
    ("CT", "CT", &["Topogram", "Thorax 1.0 Br40"]),
    ("PT", "PET", &["PET AC", "PET NAC"]),
    ("US", "US", &["Abdomen"]),
    ("DX", "DX", &["PA", "LAT"]),
];

const FAMILIES: [&str; 12] = [
    "Adams", "Baker", "Chen", "Diaz", "Evans", "Fischer", "Garcia", "Haddad", "Ito", "Jensen",
    "Kowalski", "Larsen",
];

/// Adds so many sessions to the projects that are there, spread over the last months.
///
/// Each of the newest 20,000 has a file for each scan; older ones are rows alone, enough to see what a list does with them.
///
/// # Errors
///
/// [`Refusal`] of the store; what was made until then stays.
pub fn seed(engine: &Engine, count: usize, now: OffsetDateTime) -> Result<(), Refusal> {
    let projects = engine.store().projects()?;
    let mut rows = Vec::new();
    for number in 0..count {
        let project = match (mix(number, 1) % 20, projects.as_slice()) {
            (0, _) | (_, []) => Project::Unassigned,
            (n, some) => Project::Named(some[n % some.len()].id.clone()),
        };
        rows.push(RowChange::Insert(session(
            engine, number, count, project, now,
        )?));
        if rows.len() == ROWS {
            engine.store().commit(None, &rows)?;
            rows.clear();
        }
    }
    engine.store().commit(None, &rows)?;
    if count > 0 {
        engine.store().keep(&TreePath::room("prearchive"))?;
    }
    Ok(())
}

fn session(
    engine: &Engine,
    number: usize,
    count: usize,
    project: Project,
    now: OffsetDateTime,
) -> Result<Session, Refusal> {
    let (modality, suffix, scans) = KINDS[mix(number, 2) % KINDS.len()];
    let prefix = project.id().unwrap_or("NEW").to_owned();
    let patient = format!("{prefix}_{:05}", mix(number, 3) % (count / 2 + 1));
    // The number within the moment keeps two of one patient apart.
    let label = format!("{patient}_{suffix}{}", 1 + number % TOGETHER);
    let scans = if count > WITH_ALL_SCANS {
        &scans[..1]
    } else {
        scans
    };
    let moments = i32::try_from(count / TOGETHER + 1).unwrap_or(i32::MAX);
    let moment = i32::try_from(number / TOGETHER).unwrap_or(i32::MAX);
    let arrived = now - (SPREAD / moments) * (moments - moment);
    let timestamp = stamp::write_folder(civil(arrived));
    let address = Address::new(project, timestamp, label.as_str())
        .map_err(|_| Refusal::BadName(label.clone()))?;
    let study = arrived - Duration::hours(i64::try_from(mix(number, 5) % 72).unwrap_or_default());
    let with_files = number + WITH_FILES >= count;
    let mut headers = Headers::new();
    let folder = session_folder(&address)?.join("SCANS")?;
    for (at, description) in scans.iter().enumerate() {
        let series = at + 1;
        let bytes = tiny::dicom(&tiny::Instance {
            study: number,
            series,
            modality,
            description,
            patient: &patient,
            family: FAMILIES[mix(number, 6) % FAMILIES.len()],
            at: civil(study),
        });
        let header = read_header(&bytes).map_err(|e| super::wrong(&e.to_string()))?;
        let id = series.to_string();
        let path = folder.join(&id)?.join("DICOM")?.join("000001.dcm")?;
        let size = if with_files {
            engine.store().stage(&path, &mut bytes.as_slice())?
        } else {
            bytes.len() as u64
        };
        headers
            .entry(ScanKey::new(&id))
            .or_default()
            .push((header, size));
    }
    let lot = mix(number, 7) % 100;
    row(engine, &address, &headers, lot, with_files, arrived)
}

/// The row of a session: most are ready, some are arriving, some need a look.
fn row(
    engine: &Engine,
    address: &Address,
    headers: &Headers,
    lot: usize,
    with_files: bool,
    arrived: OffsetDateTime,
) -> Result<Session, Refusal> {
    let mut row = Session::new(address.clone(), Status::RECEIVING);
    row.autoarchive = PrearchiveCode::MANUAL.name().unwrap_or_default().into();
    row.prevent_anon = Some(false);
    // Those that are arriving stay so: nobody waits for the last file of a made-up session.
    row.prevent_auto_commit = Some(lot >= 97);
    row.lastmod = DateText::sql(civil(arrived));
    let document = engine.describe(&row, headers)?;
    if lot >= 97 {
        row.tag.clone_from(&document.uid);
        row.subject.clone_from(&document.subject);
        return Ok(row);
    }
    let place = session_document(address)?;
    if with_files {
        engine
            .store()
            .stage(&place, &mut document.write().as_bytes())?;
    }
    fill(&mut row, &document);
    row.status = match lot {
        0..=87 => Status::READY,
        88..=92 => Status::CONFLICT,
        _ => Status::ERROR,
    };
    Ok(row)
}

/// A number that looks chosen at random, and is the same each time.
pub(super) fn mix(number: usize, salt: u64) -> usize {
    let mut z = (number as u64)
        .wrapping_add(salt << 40)
        .wrapping_add(1)
        .wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    usize::try_from((z ^ (z >> 31)) >> 33).unwrap_or_default()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use crate::Config;
    use crate::store::memory::Memory;

    #[test]
    fn made_up_sessions_can_be_worked_with() {
        let engine = Engine::new(Box::new(Memory::default()), Config::default());
        let now = OffsetDateTime::from_unix_timestamp(1_795_000_000).unwrap();
        crate::demo::seed(&engine, now).unwrap();
        let before = engine.store().sessions().unwrap().len();
        seed(&engine, 300, now).unwrap();
        let rows = engine.store().sessions().unwrap();
        assert_eq!(rows.len(), before + 300);
        for row in &rows {
            if row.status == Status::READY {
                let scans = engine.document(&row.address).unwrap().scans;
                assert!(!scans.is_empty(), "{}", row.address);
                engine.build_session(&row.address, now).unwrap();
            }
        }
        let of = |status: Status| rows.iter().filter(|row| row.status == status).count();
        assert!(of(Status::READY) > 200 && of(Status::ERROR) > 3 && of(Status::CONFLICT) > 3);
        assert_eq!(engine.work(now), 0, "nothing changes by itself");
    }
}
