//! Moving a session to another project: same timestamp, same folder name.

use prearchive_core::address::Address;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::status::{Kind, Status};
use time::OffsetDateTime;

use crate::Engine;
use crate::access::{Caller, Right};
use crate::refusal::Refusal;
use crate::store::change::{Change, RowChange};
use crate::tree::{TreePath, session_document, session_folder};

impl Engine {
    /// The project that a session is to go to, if the caller may put it there.
    pub(crate) fn target(
        &self,
        caller: &Caller,
        new_project: Option<&Project>,
    ) -> Result<Project, Refusal> {
        let project = new_project.ok_or(Refusal::Missing("newProject"))?;
        match project {
            Project::Unassigned => Err(Refusal::NoProject(project.to_string())),
            Project::Named(_) => {
                self.require(caller, Right::Edit, project, "put a session")?;
                Ok(project.clone())
            }
        }
    }

    /// Moves a session, and returns its row in the new project.
    ///
    /// Onto its own project nothing is moved, and the session is `READY` again.
    pub(crate) fn relocate(
        &self,
        address: &Address,
        project: &Project,
        user: &str,
        now: OffsetDateTime,
    ) -> Result<Session, Refusal> {
        let place = address.in_project(project.clone());
        let detail = format!("Moved from {} to {project}.", address.project);
        let moved = self.locked(address, Kind::Moving, now, |row| {
            let mut moved = row.clone();
            moved.address = place.clone();
            self.set_status(&mut moved, Status::READY, now);
            let rows = vec![RowChange::Replace(address.clone(), moved.clone())];
            if place == *address {
                self.store.commit(None, &rows)?;
                return Ok(moved);
            }
            if self.store.session(&place)?.is_some() {
                return Err(Refusal::Taken(place.to_string()));
            }
            let staging = self.staging()?;
            let mut renames = self.relocated(address, &place, &staging.folder)?;
            renames.push(self.staged_log(address, &place, &staging.folder, now, &detail)?);
            self.carry_out(&Change { renames, rows })?;
            Ok(moved)
        })?;
        if place != *address {
            self.remember(user, "move", address, &detail, now);
        }
        Ok(moved)
    }

    /// What gets which place when a session moves; its document is written anew, with the new project.
    fn relocated(
        &self,
        from: &Address,
        to: &Address,
        staging: &TreePath,
    ) -> Result<Vec<(TreePath, TreePath)>, Refusal> {
        let mut renames = vec![(session_folder(from)?, session_folder(to)?)];
        let (old, new) = (session_document(from)?, session_document(to)?);
        match self.document(from) {
            Ok(mut document) => {
                document.project = to.project.id().unwrap_or_default().into();
                let written = staging.join("new.xml")?;
                self.store.write(&written, document.write().as_bytes())?;
                renames.push((written, new));
                renames.push((old, staging.join("old.xml")?));
            }
            Err(Refusal::NoDocument(_)) => {}
            // An unreadable document stays as it is; a rebuild makes a new one.
            Err(_) => renames.push((old, new)),
        }
        Ok(renames)
    }
}
