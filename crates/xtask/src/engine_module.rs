//! The embedded prearchive as a module for browsers and Node, and the hand-written JavaScript around it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::checkout::Checkout;
use crate::published;
use crate::run;

/// The crate.
const PACKAGE: &str = "prearchive-testing";
/// As cargo names its module.
const MODULE: &str = "prearchive_testing.wasm";
/// What its bindings and the module are called where they are used.
const NAME: &str = "engine";
/// About how many crates are compiled for it.
const CRATES: usize = 120;
/// What the page's demonstration consists of besides the module, below `web`.
const DEMO: [&str; 7] = [
    "demo/demo.js",
    "demo/demo.css",
    "package/element/links.js",
    "package/errors.js",
    "package/module.js",
    "package/testing.js",
    "package/testing",
];

/// Puts `engine.js` and `engine_bg.wasm` into a folder, which is made if need be; without `release` they are quickly
/// built and large.
pub(crate) fn build(checkout: &Checkout, folder: &Path, release: bool) -> Result<(), String> {
    let mut cargo = if release {
        published::command(checkout, "cargo")?
    } else {
        checkout.command("cargo")
    };
    cargo.args([
        "build",
        "--target",
        "wasm32-unknown-unknown",
        "--package",
        PACKAGE,
    ]);
    if release {
        // The page's profile, so that both share what they compiled.
        cargo.args(["--profile", "wasm-release"]);
    }
    run::quietly(&mut cargo, CRATES)?;
    let profile = if release { "wasm-release" } else { "debug" };
    let built = checkout.target.join("wasm32-unknown-unknown").join(profile);
    let (compiled, finished) = (built.join(MODULE), built.join(NAME));
    // Optimising takes half a minute, and most edits are not of the engine.
    if !is_newer(&finished.join(format!("{NAME}.js")), &compiled) {
        finish(checkout, &compiled, &finished, release)?;
    }
    copy(&finished, folder)
}

/// Puts together the folder from which the page's demonstration is loaded.
pub(crate) fn demo(checkout: &Checkout, folder: &Path, release: bool) -> Result<(), String> {
    for path in DEMO {
        let from = checkout.root.join("web").join(path);
        copy(&from, &folder.join(from.file_name().unwrap_or_default()))?;
    }
    build(checkout, &folder.join("wasm"), release)
}

/// Makes the bindings, last of all, and makes the module small.
fn finish(
    checkout: &Checkout,
    compiled: &Path,
    folder: &Path,
    release: bool,
) -> Result<(), String> {
    let work = folder.with_extension("work");
    match fs::remove_dir_all(&work) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(told(&work, &error)),
        _ => {}
    }
    let mut bindgen = checkout.command("wasm-bindgen");
    bindgen
        .arg(compiled)
        .args([
            "--target=web",
            "--no-typescript",
            // Whoever loads it says where it is, so that bundlers see one place and not two.
            "--omit-default-module-path",
            "--out-name",
            NAME,
            "--out-dir",
        ])
        .arg(&work);
    run::quietly(&mut bindgen, 0)?;
    let module = format!("{NAME}_bg.wasm");
    if release {
        let mut opt = checkout.command("wasm-opt");
        opt.args(["-Oz", "--low-memory-unused"])
            .arg(work.join(&module))
            .arg("-o")
            .arg(work.join(&module));
        run::quietly(&mut opt, 0)?;
    }
    for name in [module, format!("{NAME}.js")] {
        copy(&work.join(&name), &folder.join(&name))?;
    }
    fs::remove_dir_all(&work).map_err(|error| told(&work, &error))
}

/// True if the first file is there and was written after the second.
fn is_newer(first: &Path, second: &Path) -> bool {
    let written = |file: &Path| fs::metadata(file).and_then(|data| data.modified());
    matches!((written(first), written(second)), (Ok(first), Ok(second)) if first > second)
}

/// Copies a file, or a folder with all that is in it; the folders on the way are made.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let made = |folder: Option<&Path>| match folder {
        Some(folder) => fs::create_dir_all(folder).map_err(|error| told(folder, &error)),
        None => Ok(()),
    };
    if !from.is_dir() {
        made(to.parent())?;
        fs::copy(from, to).map_err(|error| told(from, &error))?;
        return Ok(());
    }
    let entries = fs::read_dir(from).map_err(|error| told(from, &error))?;
    let names: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.file_name().into()))
        .collect::<Result<_, _>>()
        .map_err(|error| told(from, &error))?;
    names
        .iter()
        .try_for_each(|name| copy(&from.join(name), &to.join(name)))
}

fn told(path: &Path, error: &io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_copied_with_all_that_is_in_them() -> Result<(), Box<dyn std::error::Error>> {
        let folder = std::env::temp_dir().join(format!("xtask-copy-{}", std::process::id()));
        let (from, to) = (folder.join("from"), folder.join("a/b/to"));
        fs::create_dir_all(from.join("inner"))?;
        fs::write(from.join("inner/file"), "text")?;
        copy(&from, &to)?;
        let copied = fs::read_to_string(to.join("inner/file"))?;
        assert!(copy(&folder.join("nothing"), &to).is_err());
        fs::remove_dir_all(&folder)?;
        assert_eq!(copied, "text");
        Ok(())
    }
}
