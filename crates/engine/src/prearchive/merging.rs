//! How a session joins what is archived under its label: how far it may, and where its files go.

use std::collections::{BTreeMap, BTreeSet};

use prearchive_core::archiving::{ArchiveRequest, Overwrite};
use prearchive_core::code::PrearchiveCode;

use crate::document::{Document, ScanEntry};

/// How far a session may change what is archived under its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Merging {
    /// It may join it.
    pub(crate) allowed: bool,
    /// It may join it although studies and series differ.
    pub(crate) overrides: bool,
    /// It may take the place of files.
    pub(crate) replaces_files: bool,
}

impl Merging {
    /// What XNAT makes of a request to archive one session: `none` lets it join, `append` and `delete` are the same.
    pub(crate) fn of_one(request: &ArchiveRequest, code: PrearchiveCode) -> Self {
        let overrides = request.overwrite != Overwrite::None;
        Self {
            allowed: true,
            overrides,
            replaces_files: overrides || code.overwrites(),
        }
    }

    /// What XNAT makes of a request to archive several sessions, and of an import into the archive.
    pub(crate) fn of_several(overwrite: Overwrite, files: bool, code: PrearchiveCode) -> Self {
        let overrides = overwrite == Overwrite::Delete;
        Self {
            allowed: overwrite != Overwrite::None,
            overrides,
            replaces_files: overrides || files || code.overwrites(),
        }
    }
}

/// The ID of each scan in the archive, by its ID in the session.
///
/// A scan is renamed if another series has its ID there, as XNAT does (`1-MR1`); never to one that the archive, or
/// another scan of the session, has.
pub(crate) fn archive_ids(document: &Document, archived: &Document) -> BTreeMap<String, String> {
    let keeps = |scan: &&ScanEntry| {
        archived
            .scan(&scan.id)
            .is_none_or(|other| other.uid == scan.uid)
    };
    let mut ids: BTreeMap<String, String> = document
        .scans
        .iter()
        .filter(keeps)
        .map(|scan| (scan.id.clone(), scan.id.clone()))
        .collect();
    for scan in document.scans.iter().filter(|scan| !keeps(scan)) {
        let taken: BTreeSet<&String> = ids.values().collect();
        let free = |id: &String| {
            let other = archived.scan(id);
            !taken.contains(id) && other.is_none_or(|other| other.uid == scan.uid)
        };
        let id = (1..)
            .map(|n| format!("{}-{}{n}", scan.id, scan.modality))
            .find(free);
        ids.insert(scan.id.clone(), id.unwrap_or_else(|| scan.id.clone()));
    }
    ids
}

/// Where a file of the prearchive goes in the archive; `None` for the log, which stays behind.
pub(crate) fn archive_path(path: &str, ids: &BTreeMap<String, String>) -> Option<String> {
    if path.starts_with("logs/") {
        return None;
    }
    let Some((scan, rest)) = path
        .strip_prefix("SCANS/")
        .and_then(|rest| rest.split_once('/'))
    else {
        return Some(path.into());
    };
    let id = ids.get(scan).map_or(scan, String::as_str);
    Some(format!("SCANS/{id}/{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(scans: &[(&str, &str)]) -> Document {
        Document {
            scans: scans
                .iter()
                .map(|(id, uid)| ScanEntry {
                    id: (*id).into(),
                    uid: (*uid).into(),
                    modality: "MR".into(),
                    ..ScanEntry::default()
                })
                .collect(),
            ..Document::default()
        }
    }

    #[test]
    fn scans_are_renamed_to_what_nobody_has() {
        for (session, archived, wanted) in [
            (&[("1", "a")][..], &[][..], &["1"][..]),
            (&[("1", "a")], &[("1", "a")], &["1"]),
            (&[("1", "b")], &[("1", "a")], &["1-MR1"]),
            (&[("1", "c")], &[("1", "a"), ("1-MR1", "b")], &["1-MR2"]),
            (&[("1", "b")], &[("1", "a"), ("1-MR1", "b")], &["1-MR1"]),
            // One of the session's own has that name already.
            (
                &[("1", "b"), ("1-MR1", "c")],
                &[("1", "a")],
                &["1-MR2", "1-MR1"],
            ),
            (
                &[("1", "x"), ("1-MR2", "y")],
                &[("1", "a"), ("1-MR1", "b")],
                &["1-MR3", "1-MR2"],
            ),
            (
                &[("1", "x"), ("1-MR1", "y")],
                &[("1", "a"), ("1-MR1", "b")],
                &["1-MR2", "1-MR1-MR1"],
            ),
        ] {
            let ids = archive_ids(&document(session), &document(archived));
            let got: Vec<&str> = session.iter().map(|(id, _)| ids[*id].as_str()).collect();
            assert_eq!(got, wanted, "{session:?} into {archived:?}");
        }
    }
}
