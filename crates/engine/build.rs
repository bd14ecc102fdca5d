//! With the feature `demo`: makes the table of the sample files, so that the demonstration needs no folder of its own.
#![allow(
    clippy::disallowed_methods,
    reason = "this runs where the crate is built, which is never a browser"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_DEMO").is_none() {
        return Ok(());
    }
    let fixtures = folder("CARGO_MANIFEST_DIR")?.join("../../tests/fixtures");
    let plan = fixtures.join("demo.json");
    println!("cargo:rerun-if-changed={}", plan.display());
    let text = fs::read_to_string(&plan)?;
    let mut table = format!(
        "const PLAN: &str = include_str!({plan:?});\n\
         fn bytes(path: &str) -> Option<&'static [u8]> {{\n    Some(match path {{\n"
    );
    let dicom = fixtures.join("dicom");
    println!("cargo:rerun-if-changed={}", dicom.display());
    for path in files(&dicom, "")? {
        // Only what the plan names is carried along.
        if text.contains(&format!("\"{path}\"")) {
            let file = dicom.join(&path);
            writeln!(table, "        {path:?} => include_bytes!({file:?}),")
                .map_err(io::Error::other)?;
        }
    }
    table.push_str("        _ => return None,\n    })\n}\n");
    fs::write(folder("OUT_DIR")?.join("demo_files.rs"), table)
}

fn folder(variable: &str) -> io::Result<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .ok_or_else(|| io::Error::other(format!("{variable} is not set: this runs under cargo")))
}

/// The paths of all files below a folder, with `/` between names, sorted.
fn files(folder: &Path, prefix: &str) -> io::Result<Vec<String>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            paths.extend(files(&entry.path(), &format!("{path}/"))?);
        } else {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
