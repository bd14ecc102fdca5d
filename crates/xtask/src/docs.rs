//! `cargo xtask docs`: the site made of `docs/`, with the demonstration and the package's files beside its pages.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::build;
use crate::checkout::Checkout;
use crate::parts;
use crate::run;
use crate::setup;

/// Builds page, package and site; `base` is the path that the site will be served at.
pub(crate) fn docs(checkout: &Checkout, base: &str) -> Result<(), String> {
    setup::complete(checkout, parts::DOCS)?;
    build::page(checkout)?;
    build::package(checkout)?;
    let folder = checkout.root.join("site");
    site(checkout, base, &folder)?;
    println!(
        "the site is in {}, to be served at {base}",
        folder.display()
    );
    Ok(())
}

/// Builds the site into a folder; page and package are built. A link that leads nowhere is an error.
pub(crate) fn site(checkout: &Checkout, base: &str, folder: &Path) -> Result<(), String> {
    let docs = parts::docs_folder(checkout);
    // What was made of other pages, and of a package of another shape.
    remove(folder)?;
    remove(&docs.join("api"))?;
    for (script, arguments) in [
        (
            "typedoc/bin/typedoc",
            vec![OsStr::new("--logLevel"), OsStr::new("Warn")],
        ),
        (
            "vitepress/bin/vitepress.js",
            vec![
                OsStr::new("build"),
                OsStr::new("--base"),
                OsStr::new(base),
                OsStr::new("--outDir"),
                folder.as_os_str(),
            ],
        ),
    ] {
        let mut node = checkout.command("node");
        node.arg(docs.join("node_modules").join(script))
            .args(arguments)
            .current_dir(&docs);
        run::quietly(&mut node, 0)?;
    }
    copy(&checkout.page_folder(), &folder.join("demo"))?;
    copy(&build::package_folder(checkout), &folder.join("package"))
}

/// Copies a folder, without what `npm pack` left in it.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let told = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    fs::create_dir_all(to).map_err(|error| told(to, error))?;
    for entry in fs::read_dir(from).map_err(|error| told(from, error))? {
        let path: PathBuf = entry.map_err(|error| told(from, error))?.path();
        let Some(name) = path.file_name() else {
            continue;
        };
        if path.is_dir() {
            copy(&path, &to.join(name))?;
        } else if path.extension() != Some(OsStr::new("tgz")) {
            fs::copy(&path, to.join(name)).map_err(|error| told(&path, error))?;
        }
    }
    Ok(())
}

fn remove(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("{}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}
