//! Sample data: three projects, five users, and sessions of real DICOM in every state that a person meets.

pub mod many;
pub mod named;
mod tiny;

use std::collections::BTreeMap;
use std::time::Duration;

use prearchive_core::address::Address;
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::stamp::{self, DateText};
use prearchive_core::status::Status;
use prearchive_dicom::read_header;
use serde_json::Value;
use time::{OffsetDateTime, PrimitiveDateTime};

use crate::prearchive::merging::Merging;
use crate::refusal::Refusal;
use crate::store::records::{ProjectRecord, Role, SiteRole, UserRecord};
use crate::tree::session_folder;
use crate::{Engine, civil, passwords};

include!(concat!(env!("OUT_DIR"), "/demo_files.rs"));

/// The users, each with the password that is its name, and what they are.
pub const USERS: [(&str, &str); 5] = [
    ("admin", "site administrator: may do everything"),
    ("owner", "owner of NEURO, CARDIO and PHANTOM"),
    (
        "member",
        "member of the three: may archive, not change their settings",
    ),
    (
        "collaborator",
        "collaborator in the three: may read what is archived",
    ),
    ("stranger", "in no project"),
];

/// Who belongs to each of the projects.
const ROLES: [(&str, Role); 3] = [
    ("owner", Role::Owner),
    ("member", Role::Member),
    ("collaborator", Role::Collaborator),
];

/// When what is archived already arrived: before everything else.
const ARCHIVED: &str = "20260901_080000000";
/// How long after its last file a session was built.
const UNTIL_BUILT: Duration = Duration::from_secs(7 * 60);

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// How many projects.
    pub projects: usize,
    /// How many sessions wait in the prearchive.
    pub sessions: usize,
    /// How many sessions are archived.
    pub archived: usize,
}

/// Fills a fresh engine.
///
/// # Errors
///
/// [`Refusal`] of the store, or of a plan that does not come out as it says; what was made until then stays.
pub fn seed(engine: &Engine, now: OffsetDateTime) -> Result<Summary, Refusal> {
    seed_with(engine, &passwords::hash, now)
}

/// Fills a fresh engine, with passwords that are hashed by `hash`: quickly, where there is nobody to guess them.
///
/// # Errors
///
/// As [`seed`].
pub fn seed_with(
    engine: &Engine,
    hash: &dyn Fn(&str) -> Result<String, Refusal>,
    now: OffsetDateTime,
) -> Result<Summary, Refusal> {
    let plan: Value = serde_json::from_str(PLAN).map_err(|e| wrong(&e.to_string()))?;
    let mut summary = Summary::default();
    for (name, _) in USERS {
        engine.store().put_user(&UserRecord {
            name: name.into(),
            password_hash: hash(name)?,
            site: match name {
                "admin" => SiteRole::Admin,
                _ => SiteRole::User,
            },
        })?;
    }
    for project in list(&plan, "projects") {
        engine.store().put_project(&ProjectRecord {
            name: text(project, "name").into(),
            code: PrearchiveCode(project["code"].as_i64().unwrap_or_default()),
            roles: BTreeMap::from(ROLES.map(|(name, role)| (name.into(), role))),
            ..ProjectRecord::new(text(project, "id"))
        })?;
        summary.projects += 1;
    }
    for experiment in list(&plan, "archive") {
        archived(engine, experiment, now)?;
        summary.archived += 1;
    }
    // As they arrived, so that the history is in order.
    let mut sessions: Vec<&Value> = list(&plan, "sessions").iter().collect();
    sessions.sort_by_key(|session| text(session, "timestamp"));
    for session in sessions {
        waiting(engine, session, now)?;
        summary.sessions += 1;
    }
    Ok(summary)
}

/// Puts a session into the archive, by the way that all take.
fn archived(engine: &Engine, plan: &Value, now: OffsetDateTime) -> Result<(), Refusal> {
    let at = instant(ARCHIVED, now)?;
    let address = arrive(engine, plan, ARCHIVED, text(plan, "label"), at)?;
    engine.build_session(&address, at)?;
    let request = ArchiveRequest::of(address.clone());
    engine.archive(&address, &request, Merging::default(), "owner", at)?;
    Ok(())
}

/// Puts a session into the prearchive, in the state that the plan says.
fn waiting(engine: &Engine, plan: &Value, now: OffsetDateTime) -> Result<(), Refusal> {
    let timestamp = text(plan, "timestamp");
    let arrived = instant(timestamp, now)?;
    let built = arrived + UNTIL_BUILT;
    let address = arrive(engine, plan, timestamp, text(plan, "session"), arrived)?;
    let status = Status::from(text(plan, "status"));
    if status == Status::RECEIVING {
        return Ok(());
    }
    match engine.build_session(&address, built) {
        // It is built and nothing more, or could not be, as it should: the engine has written the log.
        Ok(_) if status == Status::READY => return Ok(()),
        Err(Refusal::BuildFailed { .. }) if status == Status::ERROR => return Ok(()),
        Ok(_) if status == Status::CONFLICT => {}
        Ok(_) => {
            return Err(wrong(&format!(
                "{address} should be {status} and can be built"
            )));
        }
        Err(refusal) => return Err(refusal),
    }
    let tried = built + UNTIL_BUILT;
    engine.store().update(&address, &mut |row| {
        engine.set_status(row, status.clone(), tried);
        true
    })?;
    engine.record_log(&address, tried, text(plan, "log"))
}

/// Writes the files and the row of a session that has just arrived.
fn arrive(
    engine: &Engine,
    plan: &Value,
    timestamp: &str,
    label: &str,
    at: OffsetDateTime,
) -> Result<Address, Refusal> {
    let project = Project::from(text(plan, "project"));
    let address =
        Address::new(project, timestamp, label).map_err(|error| wrong(&error.to_string()))?;
    let scans = session_folder(&address)?.join("SCANS")?;
    for file in list(plan, "files") {
        let path = text(file, "path");
        let bytes = bytes(path).ok_or_else(|| wrong(&format!("there is no file {path}")))?;
        let scan = match text(file, "scan") {
            "" => read_header(bytes)
                .map(|header| header.series_number)
                .map_err(|error| wrong(&format!("{path}: {error}")))?,
            scan => scan.to_owned(),
        };
        let name = path.rsplit('/').next().unwrap_or_default();
        let ending = if name.contains('.') { "" } else { ".dcm" };
        let place = scans.join(&scan)?.join("DICOM")?;
        engine
            .store()
            .write(&place.join(&format!("{name}{ending}"))?, bytes)?;
    }
    let mut row = Session::new(address.clone(), Status::RECEIVING);
    row.subject = text(plan, "subject").into();
    row.lastmod = DateText::sql(civil(at));
    // What the projects do by themselves came later: these have been waiting.
    row.autoarchive = PrearchiveCode::MANUAL.name().unwrap_or_default().into();
    row.prevent_anon = Some(false);
    row.prevent_auto_commit = Some(plan["prevent_auto_commit"].as_bool().unwrap_or(false));
    engine.store().insert(&row)?;
    engine.remember("system", "import", &address, "arrived", at);
    Ok(address)
}

/// When a session of that timestamp folder arrived, told in the zone of `now`.
fn instant(timestamp: &str, now: OffsetDateTime) -> Result<OffsetDateTime, Refusal> {
    stamp::read_folder(timestamp)
        .map(|at: PrimitiveDateTime| at.assume_offset(now.offset()))
        .ok_or_else(|| wrong(&format!("“{timestamp}” is no timestamp")))
}

/// The plan is ours: a fault in it is told as what it is.
fn wrong(reason: &str) -> Refusal {
    Refusal::Unreadable(format!("the plan of the sample data is wrong: {reason}"))
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;
    use crate::Config;
    use crate::store::memory::Memory;

    #[test]
    fn every_session_comes_out_as_the_plan_says() {
        let engine = Engine::new(Box::new(Memory::default()), Config::default());
        let now = OffsetDateTime::from_unix_timestamp(1_795_000_000).unwrap();
        let summary = seed(&engine, now).unwrap();
        let plan: Value = serde_json::from_str(PLAN).unwrap();
        let sessions = list(&plan, "sessions");
        assert_eq!(summary.sessions, sessions.len());
        for session in sessions {
            let address = Address::new(
                text(session, "project").into(),
                text(session, "timestamp"),
                text(session, "session"),
            )
            .unwrap();
            let row = engine.store().session(&address).unwrap().unwrap();
            assert_eq!(row.status.as_str(), text(session, "status"), "{address}");
            assert_eq!(row.subject, text(session, "subject"), "{address}");
            assert_eq!(row.name, text(session, "session"), "{address}");
            let built = ["READY", "CONFLICT"].contains(&row.status.as_str());
            assert_eq!(engine.document(&address).is_ok(), built, "{address}");
            assert_eq!(row.uploaded.at().is_some(), built, "{address}");
            let told = ["ERROR", "CONFLICT"].contains(&row.status.as_str());
            let log = engine.log_text(&address, "last", now).unwrap();
            assert_eq!(!log.is_empty(), told, "{address}: {log}");
            let files = engine
                .store()
                .list(&session_folder(&address).unwrap())
                .unwrap();
            let scans = files.iter().filter(|file| file.path.starts_with("SCANS/"));
            assert_eq!(scans.count(), list(session, "files").len(), "{address}");
        }
        for experiment in list(&plan, "archive") {
            let (project, label) = (text(experiment, "project"), text(experiment, "label"));
            let found = engine.store().experiment(project, label).unwrap().unwrap();
            assert_eq!(found.subject, text(experiment, "subject"));
        }
        assert_eq!(engine.work(now), 0, "nothing changes by itself");
    }

    /// A conflict that the engine would not find is no example of one.
    #[test]
    fn conflicts_are_what_archiving_finds() {
        let engine = Engine::new(Box::new(Memory::default()), Config::default());
        let now = OffsetDateTime::from_unix_timestamp(1_795_000_000).unwrap();
        seed(&engine, now).unwrap();
        let rows = engine.store().sessions().unwrap();
        let conflicts = rows.iter().filter(|row| row.status == Status::CONFLICT);
        let mut count = 0;
        for row in conflicts {
            let request = ArchiveRequest::of(row.address.clone());
            let merging = Merging::of_one(&request, PrearchiveCode::MANUAL);
            let refusal = engine.archive(&row.address, &request, merging, "owner", now);
            assert!(matches!(refusal, Err(Refusal::Conflict(_))), "{refusal:?}");
            count += 1;
        }
        assert!(count >= 2, "{count}");
    }
}
