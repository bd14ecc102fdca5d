//! Moving a session to another project: same timestamp, same folder name.

use prearchive_core::address::Address;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::status::{Kind, Status};
use time::OffsetDateTime;

use crate::Engine;
use crate::access::{Caller, Right};
use crate::document::Document;
use crate::refusal::Refusal;
use crate::tree::{session_document, session_folder};

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
        let moved = self.locked(address, Kind::Moving, now, |row| {
            let mut moved = row.clone();
            moved.address = place.clone();
            self.set_status(&mut moved, Status::READY, now);
            if place == *address {
                self.store.replace(address, &moved)?;
                return Ok(moved);
            }
            if self.store.session(&place)?.is_some() {
                return Err(Refusal::Taken(place.to_string()));
            }
            self.relocate_files(address, &place)?;
            self.store.replace(address, &moved)?;
            Ok(moved)
        })?;
        if place != *address {
            let origin = &address.project;
            let detail = format!("Moved from {origin} to {project}.");
            self.record_log(&place, now, &detail)?;
            self.remember(user, "move", address, &detail, now);
        }
        Ok(moved)
    }

    fn relocate_files(&self, from: &Address, to: &Address) -> Result<(), Refusal> {
        self.store
            .rename(&session_folder(from)?, &session_folder(to)?)?;
        let (old, new) = (session_document(from)?, session_document(to)?);
        if !self.store.exists(&old)? {
            return Ok(());
        }
        self.store.rename(&old, &new)?;
        let text = String::from_utf8_lossy(&self.store.read(&new)?).into_owned();
        // An unreadable document stays as it is; a rebuild makes a new one.
        if let Ok(mut document) = Document::read(&text) {
            document.project = to.project.id().unwrap_or_default().into();
            self.store.write(&new, document.write().as_bytes())?;
        }
        Ok(())
    }
}
