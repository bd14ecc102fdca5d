//! A request that a client sends, with what it may do to files.

use super::ledger::{Effect, Fresh, Operation, Place};
use crate::zips::zip;

/// A request that is ready to be sent.
pub(crate) struct Plan {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) kind: &'static str,
    pub(crate) body: Vec<u8>,
    pub(crate) files: Vec<Fresh>,
    pub(crate) operation: Operation,
}

/// The address that a session has in another project.
pub(super) fn moved(address: &str, project: &str) -> String {
    let rest = address.split_once('/').map_or("", |(_, rest)| rest);
    format!("{project}/{rest}")
}

/// Where a session is archived; under the name of its folder unless told otherwise.
pub(super) fn archive_place(address: &str, label: Option<&str>) -> Place {
    let project = address.split('/').next().unwrap_or_default();
    let label = label.or(address.rsplit('/').next()).unwrap_or_default();
    Place::Archive(format!("{project}/{label}"))
}

pub(super) fn effect(address: &str, to: Place) -> Effect {
    Effect {
        from: Place::Prearchive(address.into()),
        to,
        scan: None,
    }
}

/// The session goes into the archive; archived files of the same name may go to the cache.
pub(super) fn archiving(address: &str, place: Place, overwrite: &str) -> Vec<Effect> {
    let mut effects = vec![effect(address, place.clone())];
    if !overwrite.is_empty() {
        effects.push(Effect {
            from: place,
            to: Place::Cache,
            scan: None,
        });
    }
    effects
}

pub(super) fn change(
    kind: &'static str,
    method: &'static str,
    path: String,
    effects: Vec<Effect>,
) -> Plan {
    let touches = effects.iter().map(|effect| effect.from.clone()).collect();
    Plan {
        method,
        kind: "application/x-www-form-urlencoded",
        body: Vec::new(),
        files: Vec::new(),
        operation: Operation {
            kind,
            text: format!("{method} {path}"),
            effects,
            touches,
            ..Operation::none()
        },
        path,
    }
}

pub(super) fn import(kind: &'static str, path: String, files: Vec<Fresh>) -> Option<Plan> {
    let mut plan = change(kind, "POST", path, Vec::new());
    plan.kind = "application/zip";
    plan.body = zip(files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice())))
    .ok()?;
    plan.files = files;
    Some(plan)
}
