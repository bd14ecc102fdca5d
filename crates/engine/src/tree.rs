//! Paths inside the store, checked once so that none can leave it.

use std::fmt;

use prearchive_core::address::{Address, is_folder_name};

use crate::refusal::Refusal;

/// A path below the store's root: names only, no steps up, no separators inside a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TreePath(Vec<String>);

impl TreePath {
    /// The folder of one of the store's rooms, such as `prearchive`.
    #[must_use]
    pub fn room(name: &'static str) -> Self {
        Self(vec![name.into()])
    }

    /// Reads what its `Display` wrote.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        Self::default().descend(text)
    }

    /// One step down.
    pub fn join(&self, name: &str) -> Result<Self, Refusal> {
        if !is_folder_name(name) {
            return Err(Refusal::BadName(name.into()));
        }
        let mut path = self.clone();
        path.0.push(name.into());
        Ok(path)
    }

    /// Several steps down, separated by `/`.
    pub fn descend(&self, path: &str) -> Result<Self, Refusal> {
        path.split('/')
            .try_fold(self.clone(), |path, name| path.join(name))
    }

    /// The folder that holds this path; `None` for a room.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        (self.0.len() > 1).then(|| Self(self.0[..self.0.len() - 1].to_vec()))
    }

    /// The last name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.last().map_or("", String::as_str)
    }

    /// The names from the root down.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// The names below `base`, joined by `/`; `None` if the path is not below it.
    #[must_use]
    pub fn below(&self, base: &Self) -> Option<String> {
        let rest = self.0.strip_prefix(base.0.as_slice())?;
        (!rest.is_empty()).then(|| rest.join("/"))
    }
}

impl fmt::Display for TreePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("/"))
    }
}

/// The folder of a session: `prearchive/P/T/S`, or `prearchive/T/S` without a project, as XNAT lays them out.
pub fn session_folder(address: &Address) -> Result<TreePath, Refusal> {
    let mut path = TreePath::room("prearchive");
    if let Some(project) = address.project.id() {
        path = path.join(project)?;
    }
    path.join(&address.timestamp)?.join(&address.folder)
}

/// The session's document, beside its folder.
pub fn session_document(address: &Address) -> Result<TreePath, Refusal> {
    document_beside(&session_folder(address)?)
}

/// The folder of an archived session: `archive/P/arc001/LABEL`.
pub fn experiment_folder(project: &str, arc: &str, label: &str) -> Result<TreePath, Refusal> {
    TreePath::room("archive")
        .join(project)?
        .join(arc)?
        .join(label)
}

/// The document of what lies in a folder: `NAME.xml` beside it.
pub fn document_beside(folder: &TreePath) -> Result<TreePath, Refusal> {
    let name = format!("{}.xml", folder.name());
    folder.parent().unwrap_or_default().join(&name)
}
