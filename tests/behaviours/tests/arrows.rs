//! The direction of the arrows: which crate may know which.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, PackageId};

/// What no crate of the first column may reach, for any target.
const FORBIDDEN: [(&str, &[&str]); 7] = [
    (
        "prearchive-core",
        &[
            "web-sys",
            "js-sys",
            "wasm-bindgen",
            "yew",
            "gloo-net",
            "gloo-timers",
            "tokio",
            "axum",
            "futures",
            "rusqlite",
            "prearchive-table",
            "prearchive-client",
            "prearchive-engine",
            "prearchive-dicom",
        ],
    ),
    (
        "prearchive-table",
        &[
            "web-sys",
            "js-sys",
            "tokio",
            "futures",
            "prearchive-client",
            "prearchive-engine",
            "prearchive-dicom",
        ],
    ),
    (
        "prearchive-client",
        &[
            "yew",
            "tokio",
            "axum",
            "rusqlite",
            "prearchive-engine",
            "prearchive-dicom",
            "prearchive-app",
        ],
    ),
    (
        "prearchive-engine",
        &[
            "yew",
            "web-sys",
            "gloo-net",
            "tokio",
            "axum",
            "rusqlite",
            "prearchive-client",
            "prearchive-app",
        ],
    ),
    (
        "prearchive-dicom",
        &[
            "yew",
            "web-sys",
            "tokio",
            "prearchive-client",
            "prearchive-engine",
        ],
    ),
    (
        "prearchive-server",
        &[
            "yew",
            "web-sys",
            "gloo-net",
            "prearchive-client",
            "prearchive-app",
        ],
    ),
    (
        "prearchive-testing",
        &[
            "yew",
            "web-sys",
            "gloo-net",
            "tokio",
            "prearchive-table",
            "prearchive-client",
            "prearchive-app",
            "prearchive-server",
        ],
    ),
];

/// The two kinds of machine that the crates are built for.
const PLATFORMS: [&str; 2] = ["wasm32-unknown-unknown", "x86_64-unknown-linux-gnu"];

fn metadata(platform: &str) -> Metadata {
    MetadataCommand::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml"))
        .other_options(vec![
            "--locked".into(),
            "--filter-platform".into(),
            platform.into(),
        ])
        .exec()
        .expect("cargo metadata")
}

/// The names of all packages that a package reaches by ordinary dependencies.
fn reached(metadata: &Metadata, from: &str) -> BTreeSet<String> {
    let names: BTreeMap<&PackageId, &str> = metadata
        .packages
        .iter()
        .map(|package| (&package.id, package.name.as_str()))
        .collect();
    let resolve = metadata.resolve.as_ref().expect("a resolved graph");
    let edges: BTreeMap<&PackageId, Vec<&PackageId>> = resolve
        .nodes
        .iter()
        .map(|node| {
            let normal = node.deps.iter().filter(|dep| {
                dep.dep_kinds
                    .iter()
                    .any(|kind| kind.kind == DependencyKind::Normal)
            });
            (&node.id, normal.map(|dep| &dep.pkg).collect())
        })
        .collect();
    let start = names
        .iter()
        .find(|(_, name)| **name == from)
        .map(|(id, _)| *id)
        .expect("the package");
    let mut open = vec![start];
    let mut seen = BTreeSet::new();
    while let Some(id) = open.pop() {
        for next in edges.get(id).into_iter().flatten() {
            if seen.insert(*next) {
                open.push(next);
            }
        }
    }
    seen.into_iter().map(|id| names[id].to_owned()).collect()
}

#[test]
fn arrows_point_one_way() {
    for platform in PLATFORMS {
        let metadata = metadata(platform);
        for (package, forbidden) in FORBIDDEN {
            let reached = reached(&metadata, package);
            let met: Vec<&&str> = forbidden
                .iter()
                .filter(|name| reached.contains(**name))
                .collect();
            let none: Vec<&&str> = Vec::new();
            assert_eq!(met, none, "{package} must not reach these on {platform}");
        }
    }
}

#[test]
fn a_folder_is_named_like_its_crate() {
    for package in metadata(PLATFORMS[1]).workspace_packages() {
        let folder = package
            .manifest_path
            .parent()
            .and_then(|path| path.file_name());
        let folder = folder.expect("a folder");
        let named = match package.name.as_str() {
            "xnat-prearchive" => "js",
            name => name.trim_start_matches("prearchive-"),
        };
        assert_eq!(named, folder);
    }
}
