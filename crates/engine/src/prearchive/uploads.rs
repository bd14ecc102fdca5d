//! Files that users keep for a later import: XNAT's user cache.

use crate::Engine;
use crate::refusal::Refusal;
use crate::store::change::Change;
use crate::store::{Opened, StoreError};
use crate::tree::TreePath;

use super::unpack::Upload;

impl Engine {
    /// Keeps a file; an earlier one of that name gives way.
    pub(crate) fn put_cache_file(
        &self,
        user: &str,
        resource: &str,
        path: &str,
        body: &mut dyn Upload,
    ) -> Result<(), Refusal> {
        let place = place(user, resource, path)?;
        let staging = self.staging()?;
        let staged = staging.folder.join("file")?;
        if self.store.stage(&staged, body)? == 0 {
            return Err(Refusal::Unreadable("nothing was sent to keep".into()));
        }
        self.store.keep(&staging.folder)?;
        let mut renames = Vec::new();
        if self.store.exists(&place)? {
            renames.push((place.clone(), staging.folder.join("old")?));
        }
        renames.push((staged, place));
        self.carry_out(&Change {
            renames,
            rows: Vec::new(),
        })
    }

    /// A file that a user has kept.
    pub(crate) fn cache_file(
        &self,
        user: &str,
        resource: &str,
        path: &str,
    ) -> Result<Opened, Refusal> {
        match self.store.open(&place(user, resource, path)?) {
            Err(StoreError::NotFound(_)) => {
                Err(Refusal::NotFound(format!("kept file {resource}/{path}")))
            }
            opened => Ok(opened?),
        }
    }
}

fn place(user: &str, resource: &str, path: &str) -> Result<TreePath, Refusal> {
    TreePath::room("users")
        .join(user)?
        .join(resource)?
        .descend(path)
}
