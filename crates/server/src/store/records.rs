//! Records to and from rows of the database; parameters are always bound, never written into the SQL.

use std::collections::BTreeMap;

use prearchive_core::address::Address;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_engine::store::StoreError;
use prearchive_engine::store::records::{Experiment, ProjectRecord, Role};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Params, Row, params};

pub(super) const SESSION: &str = "SELECT project, timestamp, folder, lastmod, uploaded, scan_date, scan_time, subject, name, tag,
    status, autoarchive, prevent_anon, prevent_auto_commit, source, visit, protocol, timezone, more FROM sessions";

pub(super) const KEY: &str = "project = ?1 AND timestamp = ?2 AND folder = ?3";

#[expect(
    clippy::needless_pass_by_value,
    reason = "it is what map_err hands over"
)]
pub(super) fn failed(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full(error.to_string()),
        _ => StoreError::Failed(error.to_string()),
    }
}

/// The empty text stands for no project: no project can have it as its ID.
pub(super) fn key(address: &Address) -> (&str, &str, &str) {
    (
        address.project.id().unwrap_or_default(),
        &address.timestamp,
        &address.folder,
    )
}

pub(super) fn read_session(row: &Row<'_>) -> rusqlite::Result<Session> {
    let project: String = row.get("project")?;
    let address = Address {
        project: match project.as_str() {
            "" => Project::Unassigned,
            _ => Project::Named(project),
        },
        timestamp: row.get("timestamp")?,
        folder: row.get("folder")?,
    };
    let text = |name: &str| row.get::<_, String>(name);
    let more = text("more")?;
    Ok(Session {
        lastmod: text("lastmod")?.into(),
        uploaded: text("uploaded")?.into(),
        scan_date: text("scan_date")?.into(),
        scan_time: text("scan_time")?,
        subject: text("subject")?,
        name: text("name")?,
        tag: text("tag")?,
        autoarchive: text("autoarchive")?,
        prevent_anon: row.get("prevent_anon")?,
        prevent_auto_commit: row.get("prevent_auto_commit")?,
        source: text("source")?,
        visit: text("visit")?,
        protocol: text("protocol")?,
        timezone: text("timezone")?,
        more: serde_json::from_str(&more).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(
                18,
                rusqlite::types::Type::Text,
                Box::new(error),
            )
        })?,
        ..Session::new(address, text("status")?.as_str().into())
    })
}

/// Writes a session, in place of one with the same address if there is one.
pub(super) fn write_session(
    rows: &Connection,
    address: &Address,
    session: &Session,
) -> Result<(), StoreError> {
    let more =
        serde_json::to_string(&session.more).map_err(|e| StoreError::Failed(e.to_string()))?;
    let (project, timestamp, folder) = key(address);
    run(
        rows,
        "INSERT OR REPLACE INTO sessions VALUES
         (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
        params![
            project,
            timestamp,
            folder,
            session.lastmod.as_str(),
            session.uploaded.as_str(),
            session.scan_date.as_str(),
            session.scan_time,
            session.subject,
            session.name,
            session.tag,
            session.status.as_str(),
            session.autoarchive,
            session.prevent_anon,
            session.prevent_auto_commit,
            session.source,
            session.visit,
            session.protocol,
            session.timezone,
            more,
        ],
    )
    .map(drop)
}

pub(super) fn find_session(
    rows: &Connection,
    address: &Address,
) -> Result<Option<Session>, StoreError> {
    one(
        rows,
        &format!("{SESSION} WHERE {KEY}"),
        key(address),
        read_session,
    )
}

pub(super) fn remove_session(rows: &Connection, address: &Address) -> Result<bool, StoreError> {
    run(
        rows,
        &format!("DELETE FROM sessions WHERE {KEY}"),
        key(address),
    )
    .map(|count| count > 0)
}

pub(super) fn read_project(row: &Row<'_>) -> rusqlite::Result<ProjectRecord> {
    Ok(ProjectRecord {
        id: row.get("id")?,
        name: row.get("name")?,
        description: row.get("description")?,
        code: PrearchiveCode(row.get("code")?),
        open: row.get("open")?,
        roles: BTreeMap::new(),
    })
}

pub(super) fn add_roles(rows: &Connection, project: &mut ProjectRecord) -> Result<(), StoreError> {
    let roles = all(
        rows,
        "SELECT user, role FROM roles WHERE project = ?1",
        [&project.id],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)),
    )?;
    for (user, group) in roles {
        let role = Role::from_group(&group)
            .ok_or_else(|| StoreError::Failed(format!("“{group}” is no role")))?;
        project.roles.insert(user, role);
    }
    Ok(())
}

pub(super) fn read_experiment(row: &Row<'_>) -> rusqlite::Result<Experiment> {
    Ok(Experiment {
        id: row.get("id")?,
        project: row.get("project")?,
        subject: row.get("subject")?,
        label: row.get("label")?,
        document: row.get("document")?,
    })
}

pub(super) fn run(
    rows: &Connection,
    sql: &str,
    parameters: impl Params,
) -> Result<usize, StoreError> {
    let mut statement = rows.prepare_cached(sql).map_err(failed)?;
    statement.execute(parameters).map_err(failed)
}

pub(super) fn one<T>(
    rows: &Connection,
    sql: &str,
    parameters: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>, StoreError> {
    let mut statement = rows.prepare_cached(sql).map_err(failed)?;
    statement
        .query_row(parameters, read)
        .optional()
        .map_err(failed)
}

pub(super) fn all<T>(
    rows: &Connection,
    sql: &str,
    parameters: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = rows.prepare_cached(sql).map_err(failed)?;
    let found = statement.query_map(parameters, read).map_err(failed)?;
    found.collect::<Result<_, _>>().map_err(failed)
}
