//! Sessions, projects, users, experiments and history in SQLite.

use std::collections::BTreeMap;

use prearchive_core::address::Address;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_engine::store::records::{
    Experiment, HistoryEntry, ProjectRecord, Role, UserRecord,
};
use prearchive_engine::store::{Rows, StoreError};
use rusqlite::{
    Connection, ErrorCode, OptionalExtension, Params, Row, Transaction, TransactionBehavior, params,
};

use super::{Disk, lock};

const SESSION: &str = "SELECT project, timestamp, folder, lastmod, uploaded, scan_date, scan_time, subject, name, tag,
    status, autoarchive, prevent_anon, prevent_auto_commit, source, visit, protocol, timezone, more FROM sessions";

const KEY: &str = "project = ?1 AND timestamp = ?2 AND folder = ?3";

#[expect(
    clippy::needless_pass_by_value,
    reason = "it is what map_err hands over"
)]
fn failed(error: rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full(error.to_string()),
        _ => StoreError::Failed(error.to_string()),
    }
}

/// The empty text stands for no project: no project can have it as its ID.
fn key(address: &Address) -> (&str, &str, &str) {
    (
        address.project.id().unwrap_or_default(),
        &address.timestamp,
        &address.folder,
    )
}

fn read_session(row: &Row<'_>) -> rusqlite::Result<Session> {
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
fn write_session(
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

fn find_session(rows: &Connection, address: &Address) -> Result<Option<Session>, StoreError> {
    one(
        rows,
        &format!("{SESSION} WHERE {KEY}"),
        key(address),
        read_session,
    )
}

fn remove_session(rows: &Connection, address: &Address) -> Result<bool, StoreError> {
    run(
        rows,
        &format!("DELETE FROM sessions WHERE {KEY}"),
        key(address),
    )
    .map(|count| count > 0)
}

fn read_project(row: &Row<'_>) -> rusqlite::Result<ProjectRecord> {
    Ok(ProjectRecord {
        id: row.get("id")?,
        name: row.get("name")?,
        description: row.get("description")?,
        code: PrearchiveCode(row.get("code")?),
        open: row.get("open")?,
        roles: BTreeMap::new(),
    })
}

fn add_roles(rows: &Connection, project: &mut ProjectRecord) -> Result<(), StoreError> {
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

fn read_experiment(row: &Row<'_>) -> rusqlite::Result<Experiment> {
    Ok(Experiment {
        id: row.get("id")?,
        project: row.get("project")?,
        subject: row.get("subject")?,
        label: row.get("label")?,
        document: row.get("document")?,
    })
}

fn run(rows: &Connection, sql: &str, parameters: impl Params) -> Result<usize, StoreError> {
    let mut statement = rows.prepare_cached(sql).map_err(failed)?;
    statement.execute(parameters).map_err(failed)
}

fn one<T>(
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

fn all<T>(
    rows: &Connection,
    sql: &str,
    parameters: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = rows.prepare_cached(sql).map_err(failed)?;
    let found = statement.query_map(parameters, read).map_err(failed)?;
    found.collect::<Result<_, _>>().map_err(failed)
}

impl Disk {
    /// Does several things in one step; none of them if one fails.
    fn together<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut rows = lock(&self.rows);
        let transaction = rows
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed)?;
        let done = work(&transaction)?;
        transaction.commit().map_err(failed)?;
        Ok(done)
    }

    /// How many users there are.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database fails.
    pub fn user_count(&self) -> Result<u64, StoreError> {
        let count = one(&lock(&self.rows), "SELECT count(*) FROM users", [], |row| {
            row.get::<_, i64>(0)
        })?;
        Ok(count.and_then(|count| count.try_into().ok()).unwrap_or(0))
    }
}

impl Rows for Disk {
    fn sessions(&self) -> Result<Vec<Session>, StoreError> {
        let sql = format!("{SESSION} ORDER BY project, timestamp, folder");
        all(&lock(&self.rows), &sql, [], read_session)
    }

    fn session(&self, address: &Address) -> Result<Option<Session>, StoreError> {
        find_session(&lock(&self.rows), address)
    }

    fn insert(&self, session: &Session) -> Result<(), StoreError> {
        self.together(|rows| {
            if find_session(rows, &session.address)?.is_some() {
                return Err(StoreError::AlreadyExists(session.address.to_string()));
            }
            write_session(rows, &session.address, session)
        })
    }

    fn update(
        &self,
        address: &Address,
        change: &mut dyn FnMut(&mut Session) -> bool,
    ) -> Result<Option<Session>, StoreError> {
        self.together(|rows| {
            let Some(row) = find_session(rows, address)? else {
                return Ok(None);
            };
            let mut changed = row.clone();
            if !change(&mut changed) {
                return Ok(Some(row));
            }
            changed.address = address.clone();
            write_session(rows, address, &changed)?;
            Ok(Some(changed))
        })
    }

    fn replace(&self, old: &Address, new: &Session) -> Result<(), StoreError> {
        self.together(|rows| {
            if *old != new.address && find_session(rows, &new.address)?.is_some() {
                return Err(StoreError::AlreadyExists(new.address.to_string()));
            }
            remove_session(rows, old)?;
            write_session(rows, &new.address, new)
        })
    }

    fn remove(&self, address: &Address) -> Result<bool, StoreError> {
        remove_session(&lock(&self.rows), address)
    }

    fn projects(&self) -> Result<Vec<ProjectRecord>, StoreError> {
        self.together(|rows| {
            let mut projects = all(rows, "SELECT * FROM projects ORDER BY id", [], read_project)?;
            for project in &mut projects {
                add_roles(rows, project)?;
            }
            Ok(projects)
        })
    }

    fn project(&self, id: &str) -> Result<Option<ProjectRecord>, StoreError> {
        self.together(|rows| {
            let sql = "SELECT * FROM projects WHERE id = ?1";
            let mut project = one(rows, sql, [id], read_project)?;
            if let Some(project) = &mut project {
                add_roles(rows, project)?;
            }
            Ok(project)
        })
    }

    fn put_project(&self, project: &ProjectRecord) -> Result<(), StoreError> {
        self.together(|rows| {
            run(
                rows,
                "INSERT OR REPLACE INTO projects (id, name, description, code, open)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    project.id,
                    project.name,
                    project.description,
                    project.code.0,
                    project.open
                ],
            )?;
            run(rows, "DELETE FROM roles WHERE project = ?1", [&project.id])?;
            for (user, role) in &project.roles {
                let sql = "INSERT INTO roles (project, user, role) VALUES (?1, ?2, ?3)";
                run(rows, sql, params![project.id, user, role.group()])?;
            }
            Ok(())
        })
    }

    fn user(&self, name: &str) -> Result<Option<UserRecord>, StoreError> {
        let sql = "SELECT * FROM users WHERE name = ?1";
        one(&lock(&self.rows), sql, [name], |row| {
            Ok(UserRecord {
                name: row.get("name")?,
                password_hash: row.get("password_hash")?,
                admin: row.get("admin")?,
            })
        })
    }

    fn put_user(&self, user: &UserRecord) -> Result<(), StoreError> {
        run(
            &lock(&self.rows),
            "INSERT OR REPLACE INTO users (name, password_hash, admin) VALUES (?1, ?2, ?3)",
            params![user.name, user.password_hash, user.admin],
        )
        .map(drop)
    }

    fn experiment(&self, project: &str, label: &str) -> Result<Option<Experiment>, StoreError> {
        let sql = "SELECT * FROM experiments WHERE project = ?1 AND label = ?2";
        one(&lock(&self.rows), sql, [project, label], read_experiment)
    }

    fn experiments(&self, project: &str) -> Result<Vec<Experiment>, StoreError> {
        let sql = "SELECT * FROM experiments WHERE project = ?1 ORDER BY label";
        all(&lock(&self.rows), sql, [project], read_experiment)
    }

    fn put_experiment(&self, experiment: &Experiment) -> Result<(), StoreError> {
        let Experiment {
            id,
            project,
            subject,
            label,
            document,
        } = experiment;
        run(
            &lock(&self.rows),
            "INSERT OR REPLACE INTO experiments (id, project, subject, label, document)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            [id, project, subject, label, document],
        )
        .map(drop)
    }

    fn record(&self, entry: &HistoryEntry) -> Result<(), StoreError> {
        run(
            &lock(&self.rows),
            "INSERT INTO history (at, user, action, subject, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                entry.at,
                entry.user,
                entry.action,
                entry.subject,
                entry.detail
            ],
        )
        .map(drop)
    }

    fn history(&self) -> Result<Vec<HistoryEntry>, StoreError> {
        let sql = "SELECT at, user, action, subject, detail FROM history ORDER BY number";
        all(&lock(&self.rows), sql, [], |row| {
            Ok(HistoryEntry {
                at: row.get(0)?,
                user: row.get(1)?,
                action: row.get(2)?,
                subject: row.get(3)?,
                detail: row.get(4)?,
            })
        })
    }
}
