//! Sessions, projects, users, tokens, experiments and history in SQLite.

use std::sync::Arc;

use prearchive_core::address::Address;
use prearchive_core::session::Session;
use prearchive_engine::store::change::{Change, RowChange};
use prearchive_engine::store::records::{
    Experiment, HistoryEntry, ProjectRecord, TokenRecord, UserRecord,
};
use prearchive_engine::store::{Cursor, Rows, StoreError};
use rusqlite::{Transaction, TransactionBehavior, params};

use super::records::{
    SESSION, add_roles, all, apply, failed, find_session, one, read_experiment, read_project,
    read_session, read_token, read_user, run, write_session,
};
use super::snapshot::Snapshot;
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

    /// All users, by name.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database fails.
    pub fn users(&self) -> Result<Vec<UserRecord>, StoreError> {
        let sql = "SELECT * FROM users ORDER BY name";
        all(&lock(&self.rows), sql, [], read_user)
    }

    /// Removes a user with its tokens and its parts in projects; false if there is none of that name.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database fails; nothing was removed then.
    pub fn remove_user(&self, name: &str) -> Result<bool, StoreError> {
        self.together(|rows| {
            run(rows, "DELETE FROM tokens WHERE user = ?1", [name])?;
            run(rows, "DELETE FROM roles WHERE user = ?1", [name])?;
            Ok(run(rows, "DELETE FROM users WHERE name = ?1", [name])? > 0)
        })
    }
}

impl Rows for Disk {
    fn scan(&self) -> Result<Box<dyn Cursor>, StoreError> {
        Ok(Box::new(Snapshot::new(Arc::clone(&self.readers))?))
    }

    fn with_tag(&self, tag: &str) -> Result<Vec<Session>, StoreError> {
        let sql = format!("{SESSION} WHERE tag = ?1");
        all(&lock(&self.rows), &sql, [tag], read_session)
    }

    fn with_status(&self, statuses: &[&str]) -> Result<Vec<Session>, StoreError> {
        let sql = format!("{SESSION} WHERE status = ?1");
        let rows = lock(&self.rows);
        let mut found = Vec::new();
        for status in statuses {
            found.extend(all(&rows, &sql, [status], read_session)?);
        }
        Ok(found)
    }

    fn session(&self, address: &Address) -> Result<Option<Session>, StoreError> {
        find_session(&lock(&self.rows), address)
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

    fn begin(&self, change: &Change) -> Result<i64, StoreError> {
        let rows = lock(&self.rows);
        run(
            &rows,
            "INSERT INTO journal (change) VALUES (?1)",
            [change.write()],
        )?;
        Ok(rows.last_insert_rowid())
    }

    fn commit(&self, journal: Option<i64>, changes: &[RowChange]) -> Result<(), StoreError> {
        self.together(|rows| {
            for change in changes {
                apply(rows, change)?;
            }
            if let Some(number) = journal {
                run(rows, "DELETE FROM journal WHERE number = ?1", [number])?;
            }
            Ok(())
        })
    }

    fn journal(&self) -> Result<Vec<(i64, Change)>, StoreError> {
        let sql = "SELECT number, change FROM journal ORDER BY number";
        let written = all(&lock(&self.rows), sql, [], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?))
        })?;
        written
            .into_iter()
            .map(|(number, change)| Ok((number, Change::read(&change)?)))
            .collect()
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
                "INSERT OR REPLACE INTO projects (id, name, description, code, quarantine, arc, open)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    project.id,
                    project.name,
                    project.description,
                    project.code.0,
                    project.quarantine.0,
                    project.arc,
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
        one(&lock(&self.rows), sql, [name], read_user)
    }

    fn put_user(&self, user: &UserRecord) -> Result<(), StoreError> {
        run(
            &lock(&self.rows),
            "INSERT OR REPLACE INTO users (name, password_hash, site) VALUES (?1, ?2, ?3)",
            params![user.name, user.password_hash, user.site.name()],
        )
        .map(drop)
    }

    fn token(&self, alias: &str) -> Result<Option<TokenRecord>, StoreError> {
        let sql = "SELECT * FROM tokens WHERE alias = ?1";
        one(&lock(&self.rows), sql, [alias], read_token)
    }

    fn tokens(&self, user: &str) -> Result<Vec<TokenRecord>, StoreError> {
        let sql = "SELECT * FROM tokens WHERE user = ?1 ORDER BY expires, alias";
        all(&lock(&self.rows), sql, [user], read_token)
    }

    fn put_token(&self, token: &TokenRecord) -> Result<(), StoreError> {
        run(
            &lock(&self.rows),
            "INSERT OR REPLACE INTO tokens (alias, secret_hash, user, expires) VALUES (?1, ?2, ?3, ?4)",
            params![token.alias, token.secret_hash, token.user, token.expires],
        )
        .map(drop)
    }

    fn remove_token(&self, alias: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM tokens WHERE alias = ?1";
        run(&lock(&self.rows), sql, [alias]).map(drop)
    }

    fn remove_ended_tokens(&self, now: i64) -> Result<(), StoreError> {
        let sql = "DELETE FROM tokens WHERE expires <= ?1";
        run(&lock(&self.rows), sql, [now]).map(drop)
    }

    fn experiment(&self, project: &str, label: &str) -> Result<Option<Experiment>, StoreError> {
        let sql = "SELECT * FROM experiments WHERE project = ?1 AND label = ?2";
        one(&lock(&self.rows), sql, [project, label], read_experiment)
    }

    fn experiments(&self, project: &str) -> Result<Vec<Experiment>, StoreError> {
        let sql = "SELECT * FROM experiments WHERE project = ?1 ORDER BY label";
        all(&lock(&self.rows), sql, [project], read_experiment)
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
