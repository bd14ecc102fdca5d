//! Bringing back what was taken away: everything that is deleted or replaced waits in the cache, by date.

use prearchive_core::address::Address;
use prearchive_core::project::Project;
use time::OffsetDateTime;

use super::changes::CACHE;
use crate::Engine;
use crate::refusal::Refusal;
use crate::store::Entry;
use crate::store::change::Change;
use crate::tree::{TreePath, session_document};

/// Something that was taken away in one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removed {
    /// When, as the name of its folder in the cache: `yyyyMMdd_HHmmssSSS`, and a number if several went at once.
    pub stamp: String,
    /// Where its files were, below the data folder: the first names that they all share.
    pub place: String,
    /// The session that they belong to, if they were in the prearchive.
    pub session: Option<Address>,
    /// How many files.
    pub files: usize,
    /// How many bytes.
    pub bytes: u64,
    /// True if something is there by now where one of its files was.
    pub replaced: bool,
}

impl Engine {
    /// What can be brought back, oldest first.
    ///
    /// # Errors
    ///
    /// [`Refusal`] of the store.
    pub fn removed(&self) -> Result<Vec<Removed>, Refusal> {
        let cache = TreePath::room(CACHE);
        let mut all = Vec::new();
        for stamp in self.store.folders(&cache)? {
            let files = self.store.list(&cache.join(&stamp)?)?;
            let Some(first) = files.first() else { continue };
            let mut shared: Vec<&str> = first.path.split('/').collect();
            for file in &files {
                let same = shared.iter().zip(file.path.split('/'));
                let length = same.take_while(|(a, b)| **a == *b).count();
                shared.truncate(length);
            }
            all.push(Removed {
                place: shared.join("/"),
                session: files.iter().find_map(|file| session_of(&file.path)),
                files: files.len(),
                bytes: files.iter().map(|file| file.size).sum(),
                replaced: self.is_replaced(&files)?,
                stamp,
            });
        }
        Ok(all)
    }

    fn is_replaced(&self, files: &[Entry]) -> Result<bool, Refusal> {
        for file in files {
            let place = TreePath::read(&file.path)?;
            // A document is written anew with every change inside.
            let is_document = match session_of(&file.path) {
                Some(session) => place == session_document(&session)?,
                None => false,
            };
            if !is_document && self.store.exists(&place)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Puts everything that was taken away under that stamp back where it was.
    ///
    /// A session that is not listed any more gets its row back, from its document.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotFound`] if there is nothing under that stamp; [`Refusal::TakenUnless`] if something is there by now where
    /// it was: nothing has been changed then.
    pub fn restore(&self, stamp: &str, now: OffsetDateTime) -> Result<Removed, Refusal> {
        let found = self.removed()?.into_iter().find(|r| r.stamp == stamp);
        let removed =
            found.ok_or_else(|| Refusal::NotFound(format!("cached change of {stamp}")))?;
        let folder = TreePath::room(CACHE).join(stamp)?;
        let mut renames = Vec::new();
        for file in self.store.list(&folder)? {
            let place = TreePath::read(&file.path)?;
            // A document is made anew by the session's next build; one that is there by now is newer.
            let is_document = match &removed.session {
                Some(session) => place == session_document(session)?,
                None => false,
            };
            if self.store.exists(&place)? {
                if is_document {
                    continue;
                }
                return Err(Refusal::TakenUnless {
                    what: file.path,
                    way_out: format!(
                        "it is the newer one; take what you need from {folder} in the data folder, \
                         or delete the newer one first, which can be brought back too"
                    ),
                });
            }
            renames.push((folder.descend(&file.path)?, place));
        }
        self.carry_out(&Change {
            renames,
            rows: Vec::new(),
        })?;
        if let Some(session) = &removed.session {
            if self.store.session(session)?.is_none() {
                self.adopt(session, now)?;
            }
            // What came back must be in the document again; a failure is told by the row.
            let _ = self.build_session(session, now);
            self.remember("system", "restore", session, "brought back", now);
        }
        Ok(removed)
    }
}

/// The session to which a path below `prearchive` belongs.
fn session_of(path: &str) -> Option<Address> {
    let names: Vec<&str> = path.strip_prefix("prearchive/")?.split('/').collect();
    let is_timestamp = |name: &str| prearchive_core::stamp::read_folder(name).is_some();
    let (project, timestamp, folder) = match names[..] {
        [timestamp, folder, ..] if is_timestamp(timestamp) => {
            (Project::Unassigned, timestamp, folder)
        }
        [project, timestamp, folder, ..] => (Project::from(project), timestamp, folder),
        _ => return None,
    };
    let folder = match names.len() {
        // The document beside the folder.
        2 | 3 => folder.strip_suffix(".xml").unwrap_or(folder),
        _ => folder,
    };
    Address::new(project, timestamp, folder).ok()
}
