//! Files below the data folder, written whole or not at all.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use prearchive_engine::store::{Entry, Files, Opened, StoreError};
use prearchive_engine::tree::TreePath;
use time::OffsetDateTime;

use super::{Disk, lock};

/// The room of what is not part of anything yet; the engine clears it when it starts.
const STAGING: &str = "staging";
/// How the names of files that are still being written begin.
const UNFINISHED: &str = ".tmp-";
/// How they end, lest a file that somebody uploads is taken for one.
const UNFINISHED_END: &str = ".prearchive-part";

fn is_unfinished(name: &str) -> bool {
    name.starts_with(UNFINISHED) && name.ends_with(UNFINISHED_END)
}

/// A name in a folder that nothing has yet.
fn unfinished_in(folder: &Path) -> PathBuf {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    folder.join(format!(
        "{UNFINISHED}{}-{count}{UNFINISHED_END}",
        process::id()
    ))
}

fn failed(path: &dyn std::fmt::Display, error: &io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::NotFound => StoreError::NotFound(path.to_string()),
        ErrorKind::AlreadyExists | ErrorKind::DirectoryNotEmpty => {
            StoreError::AlreadyExists(path.to_string())
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            StoreError::Full(format!("{path}: {error}"))
        }
        _ => StoreError::Failed(format!("{path}: {error}")),
    }
}

/// Makes sure that the names in a folder survive a power failure.
fn sync_folder(folder: &Path) -> io::Result<()> {
    // Windows opens no folders, and keeps names without being asked.
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Makes a folder and those above it, each kept on disk.
fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let Some(parent) = folder.parent() else {
        return fs::create_dir(folder);
    };
    make_folder(parent)?;
    match fs::create_dir(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => sync_folder(parent),
    }
}

/// Makes sure that everything below a folder survives a power failure.
///
/// Linux can be asked for all of a file system at once, which is many times faster than file by file.
fn sync_tree(folder: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        rustix::fs::syncfs(File::open(folder)?)?;
        Ok(())
    }
    #[cfg(not(target_os = "linux"))]
    {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                sync_tree(&entry.path())?;
            } else {
                File::open(entry.path())?.sync_all()?;
            }
        }
        sync_folder(folder)
    }
}

/// Copies a file or a folder to a place that nothing has, kept on disk.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let kind = fs::symlink_metadata(from)?.file_type();
    if kind.is_dir() {
        fs::create_dir(to)?;
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return sync_folder(to);
    }
    if !kind.is_file() {
        return Err(io::Error::other(format!(
            "{} is neither a file nor a folder",
            from.display()
        )));
    }
    fs::copy(from, to)?;
    File::open(to)?.sync_all()?;
    if fs::read(from)? == fs::read(to)? {
        Ok(())
    } else {
        Err(io::Error::other(format!(
            "the copy of {} differs",
            from.display()
        )))
    }
}

fn remove(path: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.is_dir() {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    }
}

/// Moves by copying, for places on different file systems; the original goes when the copy is whole and in its place.
fn move_by_copy(from: &Path, to: &Path) -> io::Result<()> {
    let unfinished = unfinished_in(to.parent().unwrap_or(to));
    let copied = copy(from, &unfinished).and_then(|()| fs::rename(&unfinished, to));
    if let Err(error) = copied {
        let _ = remove(&unfinished);
        return Err(error);
    }
    to.parent().map_or(Ok(()), sync_folder)?;
    // The original goes in one step too: half of it must never look like the whole.
    let gone = unfinished_in(from.parent().unwrap_or(from));
    fs::rename(from, &gone)?;
    remove(&gone)
}

fn list_into(folder: &Path, prefix: &str, entries: &mut Vec<Entry>) -> io::Result<()> {
    let found = match fs::read_dir(folder) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(());
        }
        found => found?,
    };
    for entry in found {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            // No path of the engine can name it.
            continue;
        };
        let path = format!("{prefix}{name}");
        // Neither kind holds for a symbolic link.
        let kind = entry.file_type()?;
        if is_unfinished(&name) {
            continue;
        }
        if kind.is_dir() {
            list_into(&entry.path(), &format!("{path}/"), entries)?;
        } else if kind.is_file() {
            match entry.metadata() {
                Ok(metadata) => entries.push(Entry {
                    path,
                    size: metadata.len(),
                }),
                // Somebody took it away meanwhile.
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

impl Disk {
    fn place(&self, path: &TreePath) -> PathBuf {
        let mut place = self.root.clone();
        place.extend(path.names());
        place
    }

    /// Makes a folder inside the data folder; a symbolic link that leads out is found before anything is made.
    fn make_inside(&self, folder: &Path) -> io::Result<()> {
        if let Some(there) = folder.ancestors().find(|ancestor| ancestor.exists()) {
            self.inside(there)?;
        }
        make_folder(folder)
    }

    /// Makes the room of a path, and refuses one that a symbolic link takes out of the data folder.
    fn inside_room(&self, path: &TreePath) -> io::Result<()> {
        let room = self.root.join(&path.names()[0]);
        make_folder(&room)?;
        self.inside(&room)
    }

    /// Refuses a place that a symbolic link takes out of the data folder.
    fn inside(&self, place: &Path) -> io::Result<()> {
        if place.canonicalize()?.starts_with(&self.root) {
            Ok(())
        } else {
            Err(io::Error::other(
                "a symbolic link leads out of the data folder",
            ))
        }
    }

    /// Writes a file where nobody sees it, and gives it its place when it is on disk.
    ///
    /// What a crash leaves is in the room of what is not part of anything, which is cleared at the start.
    fn write_whole(&self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        let staging = self.root.join(STAGING);
        make_folder(&staging)?;
        let unfinished = unfinished_in(&staging);
        let mut file = File::options()
            .write(true)
            .create_new(true)
            .open(&unfinished)?;
        let written = file
            .write_all(bytes)
            .and_then(|()| file.sync_all())
            .and_then(|()| self.take_place(&unfinished, place));
        if written.is_err() {
            // The first error is the one to tell.
            let _ = fs::remove_file(&unfinished);
        }
        written
    }

    fn take_place(&self, unfinished: &Path, place: &Path) -> io::Result<()> {
        let folder = place.parent().unwrap_or(&self.root);
        // A folder that is made for it must not be taken away as empty before it is there.
        let _names = lock(&self.names);
        self.make_inside(folder)?;
        match fs::rename(unfinished, place) {
            Err(error) if error.kind() == ErrorKind::CrossesDevices => {
                move_by_copy(unfinished, place)
            }
            renamed => renamed.and_then(|()| sync_folder(folder)),
        }
    }

    /// Removes folders that hold nothing any more, from `folder` up to below its room.
    fn remove_emptied(&self, folder: Option<TreePath>) {
        let mut folder = folder;
        while let Some(path) = folder.filter(|path| path.parent().is_some()) {
            // Fails for a folder that still holds something, which is what stops it.
            if fs::remove_dir(self.place(&path)).is_err() {
                return;
            }
            folder = path.parent();
        }
    }
}

impl Files for Disk {
    fn open(&self, path: &TreePath) -> Result<Opened, StoreError> {
        let place = self.place(path);
        let opened = self.inside(&place).and_then(|()| {
            let file = File::open(&place)?;
            let metadata = file.metadata()?;
            if metadata.is_dir() {
                return Err(ErrorKind::NotFound.into());
            }
            Ok(Opened {
                size: metadata.len(),
                modified: metadata.modified().ok().map(OffsetDateTime::from),
                file: Box::new(file),
            })
        });
        match opened {
            Ok(opened) => Ok(opened),
            Err(error) if error.kind() == ErrorKind::NotADirectory => {
                Err(StoreError::NotFound(path.to_string()))
            }
            Err(error) => Err(failed(path, &error)),
        }
    }

    fn write(&self, path: &TreePath, bytes: &[u8]) -> Result<(), StoreError> {
        if is_unfinished(path.name()) {
            return Err(StoreError::Failed(format!(
                "{path}: names of this kind are for files that are being written"
            )));
        }
        let place = self.place(path);
        self.write_whole(&place, bytes)
            .map_err(|error| failed(path, &error))
    }

    fn stage(&self, path: &TreePath, source: &mut dyn Read) -> Result<u64, StoreError> {
        let place = self.place(path);
        let folder = place.parent().unwrap_or(&self.root);
        let create = || File::options().write(true).create_new(true).open(&place);
        let file = match create() {
            // Only the first file of a folder has to make it.
            Err(error) if error.kind() == ErrorKind::NotFound => self
                .inside_room(path)
                .and_then(|()| fs::create_dir_all(folder))
                .and_then(|()| create()),
            opened => opened,
        };
        file.and_then(|mut file| io::copy(source, &mut file))
            .map_err(|error| failed(path, &error))
    }

    fn keep(&self, folder: &TreePath) -> Result<(), StoreError> {
        sync_tree(&self.place(folder)).map_err(|error| failed(folder, &error))
    }

    fn folders(&self, folder: &TreePath) -> Result<Vec<String>, StoreError> {
        let found = match fs::read_dir(self.place(folder)) {
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Ok(Vec::new());
            }
            found => found.map_err(|error| failed(folder, &error))?,
        };
        let mut names = Vec::new();
        for entry in found {
            let entry = entry.map_err(|error| failed(folder, &error))?;
            let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if let Ok(name) = entry.file_name().into_string()
                && is_dir
                && !is_unfinished(&name)
            {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    fn list(&self, folder: &TreePath) -> Result<Vec<Entry>, StoreError> {
        let place = self.place(folder);
        let mut entries = Vec::new();
        let listed = match self.inside(&place) {
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                Ok(())
            }
            Err(error) => Err(error),
            Ok(()) => list_into(&place, "", &mut entries),
        };
        listed.map_err(|error| failed(folder, &error))?;
        entries.sort();
        Ok(entries)
    }

    fn exists(&self, path: &TreePath) -> Result<bool, StoreError> {
        let place = self.place(path);
        let found = fs::symlink_metadata(&place).and_then(|metadata| {
            // An empty folder is what a crash left of a write.
            Ok(!metadata.is_dir() || fs::read_dir(&place)?.next().is_some())
        });
        match found {
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                Ok(false)
            }
            found => found.map_err(|error| failed(path, &error)),
        }
    }

    fn rename(&self, from: &TreePath, to: &TreePath) -> Result<(), StoreError> {
        let _names = lock(&self.names);
        if !self.exists(from)? {
            return Err(StoreError::NotFound(from.to_string()));
        }
        if self.exists(to)? {
            return Err(StoreError::AlreadyExists(to.to_string()));
        }
        let (old, new) = (self.place(from), self.place(to));
        let folder = new.parent().unwrap_or(&self.root);
        let renamed = self
            .inside(old.parent().unwrap_or(&self.root))
            .and_then(|()| self.make_inside(folder))
            .and_then(|()| match fs::remove_dir(&new) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            })
            .and_then(|()| match fs::rename(&old, &new) {
                Err(error) if error.kind() == ErrorKind::CrossesDevices => move_by_copy(&old, &new),
                renamed => renamed,
            })
            .and_then(|()| sync_folder(folder))
            .map_err(|error| failed(to, &error));
        match renamed {
            Ok(()) => {
                if let Some(parent) = old.parent().filter(|parent| parent.is_dir()) {
                    sync_folder(parent).map_err(|error| failed(from, &error))?;
                }
                self.remove_emptied(from.parent());
            }
            // The folders that were made on the way.
            Err(_) => self.remove_emptied(to.parent()),
        }
        renamed
    }

    fn erase(&self, path: &TreePath) -> Result<(), StoreError> {
        let _names = lock(&self.names);
        let place = self.place(path);
        let parent = place.parent().unwrap_or(&self.root);
        let erased = if parent.exists() {
            self.inside(parent).and_then(|()| remove(&place))
        } else {
            Ok(())
        };
        match erased {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(path, &error)),
            _ => {
                self.remove_emptied(path.parent());
                Ok(())
            }
        }
    }
}

#[cfg(test)]
#[path = "files_tests.rs"]
mod tests;
