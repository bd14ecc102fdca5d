//! Sessions, projects, users, experiments and history in SQLite.

use prearchive_core::address::Address;
use prearchive_core::session::Session;
use prearchive_engine::store::records::{Experiment, HistoryEntry, ProjectRecord, UserRecord};
use prearchive_engine::store::{Rows, StoreError};
use rusqlite::{Transaction, TransactionBehavior, params};

use super::records::{
    SESSION, add_roles, all, failed, find_session, one, read_experiment, read_project,
    read_session, remove_session, run, write_session,
};
use super::{Disk, lock};

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
