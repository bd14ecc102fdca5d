//! The rows made anew from what is on disk: sessions, and what is archived.

use std::collections::HashSet;

use prearchive_core::address::Address;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::stamp;
use prearchive_core::status::Status;
use time::OffsetDateTime;

use crate::Engine;
use crate::document::Document;
use crate::refusal::Refusal;
use crate::store::change::RowChange;
use crate::store::records::{Experiment, ProjectRecord};
use crate::tree::{TreePath, document_beside, session_folder};
use crate::turns::Thing;

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Refreshed {
    /// Sessions that had no row.
    pub added: usize,
    /// Rows whose session is not there any more.
    pub removed: usize,
    /// Archived sessions that had no row.
    pub archived: usize,
    /// Projects that had no row; nobody but administrators may do anything in them.
    pub projects: usize,
}

impl Engine {
    /// Writes the rows anew from what is on disk; a session that is being worked on is left alone.
    ///
    /// # Errors
    ///
    /// [`Refusal`] of the store; what was written until then stays.
    pub fn refresh(&self, now: OffsetDateTime) -> Result<Refreshed, Refusal> {
        let _turn = self.turns.take(Thing::Rows);
        let mut found = Refreshed::default();
        let addresses = self.session_folders()?;
        let there: HashSet<&Address> = addresses.iter().collect();
        for row in self.store.sessions()? {
            let is_gone = !there.contains(&row.address)
                && !row.status.is_locked()
                && !self.store.exists(&session_folder(&row.address)?)?;
            if is_gone {
                let gone = RowChange::Remove(row.address);
                self.store.commit(None, &[gone])?;
                found.removed += 1;
            } else if row.status.is_at_rest() {
                self.reset(&row.address, None, now)?;
            }
        }
        for address in &addresses {
            if self.store.session(address)?.is_none() {
                found.projects += self.adopt_project(address.project.id())?;
                self.adopt(address, now)?;
                found.added += 1;
            }
        }
        found.archived = self.adopt_experiments(&mut found.projects)?;
        Ok(found)
    }

    /// Gives a session that is on disk a row, from its document.
    pub(crate) fn adopt(&self, address: &Address, now: OffsetDateTime) -> Result<(), Refusal> {
        let mut row = Session::new(address.clone(), Status::RECEIVING);
        // Whoever restores a session decides what becomes of it.
        row.autoarchive = PrearchiveCode::MANUAL.name().unwrap_or_default().into();
        row.prevent_anon = Some(false);
        row.prevent_auto_commit = Some(false);
        self.follow(&mut row, &self.document(address), now);
        Ok(self.store.insert(&row)?)
    }

    /// The sessions that have a folder: `prearchive/T/S`, or `prearchive/P/T/S`.
    fn session_folders(&self) -> Result<Vec<Address>, Refusal> {
        let room = TreePath::room("prearchive");
        let is_timestamp = |name: &str| stamp::read_folder(name).is_some();
        let mut found = Vec::new();
        for first in self.store.folders(&room)? {
            let below = room.join(&first)?;
            if is_timestamp(&first) {
                for folder in self.store.folders(&below)? {
                    found.extend(Address::new(Project::Unassigned, first.as_str(), folder));
                }
                continue;
            }
            for timestamp in self.store.folders(&below)? {
                if !is_timestamp(&timestamp) {
                    continue;
                }
                for folder in self.store.folders(&below.join(&timestamp)?)? {
                    let project = Project::Named(first.clone());
                    found.extend(Address::new(project, timestamp.as_str(), folder));
                }
            }
        }
        Ok(found)
    }

    fn adopt_project(&self, id: Option<&str>) -> Result<usize, Refusal> {
        match id {
            Some(id) if self.store.project(id)?.is_none() => {
                self.store.put_project(&ProjectRecord::new(id))?;
                Ok(1)
            }
            _ => Ok(0),
        }
    }

    /// Gives archived sessions a row from the documents beside their folders.
    fn adopt_experiments(&self, projects: &mut usize) -> Result<usize, Refusal> {
        let room = TreePath::room("archive");
        let mut adopted = 0;
        for project in self.store.folders(&room)? {
            let below = room.join(&project)?;
            for arc in self.store.folders(&below)? {
                let below = below.join(&arc)?;
                for label in self.store.folders(&below)? {
                    let path = document_beside(&below.join(&label)?)?;
                    let known = self.store.experiment(&project, &label)?.is_some();
                    if known || !self.store.exists(&path)? {
                        continue;
                    }
                    let text = String::from_utf8_lossy(&self.store.read(&path)?).into_owned();
                    let Ok(document) = Document::read(&text) else {
                        continue;
                    };
                    *projects += self.adopt_project(Some(&project))?;
                    let experiment = Experiment {
                        id: document.id,
                        project: project.clone(),
                        subject: document.subject,
                        label,
                        arc: arc.clone(),
                        quarantine: document.quarantine,
                        document: text,
                    };
                    self.store
                        .commit(None, &[RowChange::PutExperiment(experiment)])?;
                    adopted += 1;
                }
            }
        }
        Ok(adopted)
    }
}
