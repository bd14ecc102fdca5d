//! Records to and from rows of the database; parameters are always bound, never written into the SQL.

use std::collections::BTreeMap;

use prearchive_core::address::Address;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_engine::store::StoreError;
use prearchive_engine::store::change::RowChange;
use prearchive_engine::store::records::{
    Experiment, ProjectRecord, Role, SiteRole, TokenRecord, UserRecord,
};
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

/// Reads a row of [`SESSION`], by position.
pub(super) fn read_session(row: &Row<'_>) -> rusqlite::Result<Session> {
    let text = |at: usize| row.get::<_, String>(at);
    let project = text(0)?;
    let address = Address {
        project: match project.as_str() {
            "" => Project::Unassigned,
            _ => Project::Named(project),
        },
        timestamp: text(1)?,
        folder: text(2)?,
    };
    let more = row.get_ref(18)?.as_str()?;
    Ok(Session {
        lastmod: text(3)?.into(),
        uploaded: text(4)?.into(),
        scan_date: text(5)?.into(),
        scan_time: text(6)?,
        subject: text(7)?,
        name: text(8)?,
        tag: text(9)?,
        status: row.get_ref(10)?.as_str()?.into(),
        autoarchive: text(11)?,
        prevent_anon: row.get(12)?,
        prevent_auto_commit: row.get(13)?,
        source: text(14)?,
        visit: text(15)?,
        protocol: text(16)?,
        timezone: text(17)?,
        more: match more {
            "[]" => Vec::new(),
            more => serde_json::from_str(more).map_err(|error| {
                let kind = rusqlite::types::Type::Text;
                rusqlite::Error::FromSqlConversionFailure(18, kind, Box::new(error))
            })?,
        },
        address,
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

/// Changes one row; what would take an address that is taken is refused.
pub(super) fn apply(rows: &Connection, change: &RowChange) -> Result<(), StoreError> {
    let free = |address: &Address| match find_session(rows, address)? {
        None => Ok(()),
        Some(_) => Err(StoreError::AlreadyExists(address.to_string())),
    };
    match change {
        RowChange::Insert(session) => {
            free(&session.address)?;
            write_session(rows, &session.address, session)
        }
        RowChange::Replace(old, new) => {
            if *old != new.address {
                free(&new.address)?;
            }
            remove_session(rows, old)?;
            write_session(rows, &new.address, new)
        }
        RowChange::Remove(address) => remove_session(rows, address).map(drop),
        RowChange::PutExperiment(experiment) => {
            let Experiment {
                id,
                project,
                subject,
                label,
                arc,
                quarantine,
                document,
            } = experiment;
            run(
                rows,
                "INSERT OR REPLACE INTO experiments
                     (id, project, subject, label, arc, quarantine, document)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![id, project, subject, label, arc, quarantine, document],
            )
            .map(drop)
        }
    }
}

pub(super) fn read_project(row: &Row<'_>) -> rusqlite::Result<ProjectRecord> {
    Ok(ProjectRecord {
        id: row.get("id")?,
        name: row.get("name")?,
        description: row.get("description")?,
        code: PrearchiveCode(row.get("code")?),
        quarantine: PrearchiveCode(row.get("quarantine")?),
        arc: row.get("arc")?,
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

/// A site role that this version does not know gives no rights.
pub(super) fn read_user(row: &Row<'_>) -> rusqlite::Result<UserRecord> {
    let site: String = row.get("site")?;
    Ok(UserRecord {
        name: row.get("name")?,
        password_hash: row.get("password_hash")?,
        site: SiteRole::from_name(&site).unwrap_or_default(),
    })
}

pub(super) fn read_token(row: &Row<'_>) -> rusqlite::Result<TokenRecord> {
    Ok(TokenRecord {
        alias: row.get("alias")?,
        secret_hash: row.get("secret_hash")?,
        user: row.get("user")?,
        expires: row.get("expires")?,
    })
}

pub(super) fn read_experiment(row: &Row<'_>) -> rusqlite::Result<Experiment> {
    Ok(Experiment {
        id: row.get("id")?,
        project: row.get("project")?,
        subject: row.get("subject")?,
        label: row.get("label")?,
        arc: row.get("arc")?,
        quarantine: row.get("quarantine")?,
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
