//! A session's own resources: files beside its scans, such as notes and protocols.

use prearchive_core::address::Address;
use prearchive_core::inside::{File, ResourceFile};
use time::OffsetDateTime;

use super::inside::{file_rows, no_part};
use super::unpack::Upload;
use crate::Engine;
use crate::refusal::Refusal;
use crate::store::Opened;
use crate::store::change::Change;
use crate::tree::{TreePath, session_folder};
use crate::turns::Thing;

impl Engine {
    /// The files of a resource; `base` is the path of the listing.
    pub(crate) fn resource_files(
        &self,
        address: &Address,
        resource: &str,
        base: &str,
    ) -> Result<Vec<File>, Refusal> {
        let folder = self.resource(address, resource)?;
        Ok(file_rows(self.store.list(&folder)?, base))
    }

    /// A file of a resource, open for reading, and its size.
    pub(crate) fn resource_file(&self, file: &ResourceFile) -> Result<Opened, Refusal> {
        let folder = self.resource(&file.address, &file.resource)?;
        self.file_in(&folder, &file.path, &file.address)
    }

    /// Adds a file; the resource is made if it is new.
    ///
    /// What is there already is refused, unless it may be replaced: then it goes to the cache.
    pub(crate) fn put_resource_file(
        &self,
        file: &ResourceFile,
        body: &mut dyn Upload,
        replace: bool,
        user: &str,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        self.document_text(&file.address)?;
        let staging = self.staging()?;
        let staged = staging.folder.join("file")?;
        if self.store.stage(&staged, body)? == 0 {
            return Err(Refusal::Unreadable("nothing was sent to keep".into()));
        }
        self.store.keep(&staging.folder)?;
        let place = folder(&file.address, &file.resource)?.descend(&file.path)?;
        let (path, resource) = (&file.path, &file.resource);
        let detail = format!("{path} was added to the resource {resource} by {user}.");
        self.change_inside(&file.address, &detail, now, || {
            let mut renames = Vec::new();
            if self.store.exists(&place)? {
                if !replace {
                    return Err(Refusal::TakenUnless {
                        what: format!("{} of {}", file.path, file.address),
                        way_out: "say overwrite=true to replace it; the old one goes to the cache"
                            .into(),
                    });
                }
                renames.push((place.clone(), self.cached(&place, now)?));
            }
            renames.push((staged.clone(), place.clone()));
            Ok(renames)
        })?;
        self.remember(user, "add file", &file.address, &detail, now);
        Ok(())
    }

    /// Takes a resource away, to the cache.
    pub(crate) fn delete_resource(
        &self,
        address: &Address,
        resource: &str,
        user: &str,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        let detail = format!("The resource {resource} was deleted by {user}.");
        self.change_inside(address, &detail, now, || {
            let folder = self.resource(address, resource)?;
            let place = self.cached(&folder, now)?;
            Ok(vec![(folder, place)])
        })?;
        self.remember(user, "delete resource", address, &detail, now);
        Ok(())
    }

    /// Takes a file of a resource away, to the cache; the last one takes the resource with it.
    pub(crate) fn delete_resource_file(
        &self,
        file: &ResourceFile,
        user: &str,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        let address = &file.address;
        let (path, resource) = (&file.path, &file.resource);
        let detail = format!("{path} of the resource {resource} was deleted by {user}.");
        self.change_inside(address, &detail, now, || {
            let missing = || no_part(address, format!("file {}", file.path));
            let folder = self.resource(address, &file.resource)?;
            let path = folder.descend(&file.path).map_err(|_| missing())?;
            if !self.store.exists(&path)? {
                return Err(missing());
            }
            let place = self.cached(&path, now)?;
            Ok(vec![(path, place)])
        })?;
        self.remember(user, "delete file", address, &detail, now);
        Ok(())
    }

    /// The folder of a resource that is there.
    pub(crate) fn resource(&self, address: &Address, resource: &str) -> Result<TreePath, Refusal> {
        self.document_text(address)?;
        let folder = folder(address, resource)?;
        if self.store.exists(&folder)? {
            Ok(folder)
        } else {
            Err(no_part(address, format!("resource {resource}")))
        }
    }

    /// Moves files inside a session that stays where it is meanwhile, and says so in its log.
    fn change_inside(
        &self,
        address: &Address,
        detail: &str,
        now: OffsetDateTime,
        renames: impl FnOnce() -> Result<Vec<(TreePath, TreePath)>, Refusal>,
    ) -> Result<(), Refusal> {
        let _inside = self.turns.take(Thing::Inside(address.clone()));
        let _place = self.turns.share(Thing::Place(address.clone()));
        // It may have gone while we waited.
        self.document_text(address)?;
        let staging = self.staging()?;
        let mut all = renames()?;
        all.insert(
            0,
            self.staged_log(address, address, &staging.folder, now, detail)?,
        );
        self.carry_out(&Change {
            renames: all,
            rows: Vec::new(),
        })
    }
}

fn folder(address: &Address, resource: &str) -> Result<TreePath, Refusal> {
    session_folder(address)?.join("RESOURCES")?.join(resource)
}
