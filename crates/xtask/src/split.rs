//! Cuts the page's module in two: what is needed for signing in and finding, and what is downloaded when it is first asked for.
//!
//! trunk runs this as a hook when it has built the page; the module is built again here, because it must be cut before wasm-bindgen.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::checkout::Checkout;
use crate::engine_module;
use crate::published;
use crate::run;

/// The name of the page's crate, and so of its module.
const PAGE: &str = "prearchive-app";
/// How the part that is loaded later ends, as the page names it (`wasm_split(later)`).
pub(crate) const LATER: &str = "_later";
/// The folder of the page's demonstration.
pub(crate) const DEMO: &str = "demo";
/// What the splitter writes: the script that loads the later part, and that part.
const LOADER: &str = "__wasm_split.js";
const SPLIT: &str = "split_later.wasm";

/// What trunk tells its hooks.
struct Built {
    /// Where the page is put together.
    staging: PathBuf,
    release: bool,
    /// The module as the compiler left it.
    module: PathBuf,
}

impl Built {
    fn find(checkout: &Checkout) -> Result<Self, String> {
        let staging =
            env::var_os("TRUNK_STAGING_DIR").ok_or("trunk runs this when it builds the page")?;
        let release = env::var_os("TRUNK_PROFILE").is_some_and(|profile| profile == "release");
        // As for the cargo that trunk has started, which knows nothing of xtask's own folder.
        let target = env::var_os("CARGO_TARGET_DIR").filter(|folder| !folder.is_empty());
        let target = checkout
            .root
            .join(target.unwrap_or_else(|| "target".into()));
        let profile = if release { "wasm-release" } else { "debug" };
        Ok(Self {
            staging: staging.into(),
            release,
            module: target
                .join("wasm32-unknown-unknown")
                .join(profile)
                .join(format!("{PAGE}.wasm")),
        })
    }
}

/// Replaces the page's module by the two that it is cut into.
pub(crate) fn split(checkout: &Checkout) -> Result<(), String> {
    let built = Built::find(checkout)?;
    let stem = stem(&built.staging)?;
    cut(
        checkout,
        &built.module,
        &stem,
        &built.staging,
        built.release,
    )?;
    if built.release {
        let mut node = checkout.command("node");
        node.arg(checkout.root.join("web/finish-page.mjs"));
        run::quietly(node.env("PAGE_FOLDER", &built.staging), 0)?;
    }
    // What `?demo` loads, and nobody else.
    engine_module::demo(checkout, &built.staging.join(DEMO), built.release)
}

/// The element's module, `app.js` and what belongs to it: the page's, under names that stay the same.
pub(crate) fn element(checkout: &Checkout, folder: &Path) -> Result<(), String> {
    let mut cargo = published::command(checkout, "cargo")?;
    cargo.args([
        "build",
        "--target",
        "wasm32-unknown-unknown",
        "--package",
        PAGE,
    ]);
    // The page's profile, so that both share what they compiled.
    cargo.args(["--profile", "wasm-release"]);
    run::quietly(&mut cargo, 0)?;
    let built = checkout.target.join("wasm32-unknown-unknown/wasm-release");
    cut(
        checkout,
        &built.join(format!("{PAGE}.wasm")),
        "app",
        folder,
        true,
    )
}

/// Cuts a module in two, and puts both into a folder with their scripts: `STEM.js`, `STEM_bg.wasm`, `STEM_later.js` and
/// `STEM_later.wasm`.
fn cut(
    checkout: &Checkout,
    module: &Path,
    stem: &str,
    folder: &Path,
    release: bool,
) -> Result<(), String> {
    let work = tempfolder(module)?;
    let (main, loader) = (work.join(format!("{stem}.wasm")), work.join(LOADER));
    tool(
        checkout,
        "wasm-split-cli",
        &[
            module.as_os_str(),
            work.as_os_str(),
            "--out-name".as_ref(),
            stem.as_ref(),
        ],
    )?;
    let out = work.join("out");
    tool(
        checkout,
        "wasm-bindgen",
        &[
            main.as_os_str(),
            "--target=web".as_ref(),
            "--no-typescript".as_ref(),
            // The later part works on the same stack.
            "--keep-lld-exports".as_ref(),
            // Whoever loads it says where it is, so that bundlers see one place and not two.
            "--omit-default-module-path".as_ref(),
            "--out-dir".as_ref(),
            out.as_os_str(),
        ],
    )?;
    let later = format!("{stem}{LATER}");
    let finish = |from: PathBuf, name: String| {
        let to = folder.join(name);
        if release {
            tool(
                checkout,
                "wasm-opt",
                &[
                    "-Oz".as_ref(),
                    // The stack ends below the first kilobyte, where nothing is kept: 2 KB less to download.
                    "--low-memory-unused".as_ref(),
                    from.as_os_str(),
                    "-o".as_ref(),
                    to.as_os_str(),
                ],
            )
        } else {
            fs::copy(&from, &to).map_err(|error| format!("{}: {error}", to.display()))?;
            Ok(())
        }
    };
    finish(
        out.join(format!("{stem}_bg.wasm")),
        format!("{stem}_bg.wasm"),
    )?;
    finish(work.join(SPLIT), format!("{later}.wasm"))?;
    // Under names of this very build, so that no cache mixes two.
    let glue = read(&out.join(format!("{stem}.js")))?;
    let glue = replace(
        &glue,
        &format!("from \"./{LOADER}\""),
        &format!("from \"./{later}.js\""),
    )?;
    write(&folder.join(format!("{stem}.js")), &glue)?;
    let loader = loader_of(&read(&loader)?, &later)?;
    write(&folder.join(format!("{later}.js")), &loader)?;
    fs::remove_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))
}

/// The loader as the splitter wrote it, with the name of this build and a way to say where the later part is;
/// and like wasm-bindgen's own it takes modules from servers that do not know their media type.
fn loader_of(written: &str, later: &str) -> Result<String, String> {
    let named = replace(
        written,
        &format!("new URL(\"./{SPLIT}\", import.meta.url)"),
        &format!("elsewhere.later ?? new URL(\"./{later}.wasm\", import.meta.url)"),
    )?;
    let named = format!("export const elsewhere = {{}};\n{named}");
    replace(
        &named,
        "WebAssembly.instantiateStreaming(src, imports)",
        "src.then((answer) => answer.arrayBuffer()).then((bytes) => WebAssembly.instantiate(bytes, imports))",
    )
}

/// The name of the page's module without `_bg.wasm`.
fn stem(staging: &Path) -> Result<String, String> {
    let files = fs::read_dir(staging).map_err(|error| format!("{}: {error}", staging.display()))?;
    files
        .flatten()
        .filter_map(|file| file.file_name().into_string().ok())
        .find_map(|name| name.strip_suffix("_bg.wasm").map(str::to_owned))
        .ok_or_else(|| format!("{}: there is no module", staging.display()))
}

/// An empty folder beside the module.
fn tempfolder(module: &Path) -> Result<PathBuf, String> {
    let folder = module.with_file_name(format!("{PAGE}-split"));
    let made = match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => fs::create_dir_all(&folder),
    };
    made.map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

fn tool(checkout: &Checkout, name: &str, arguments: &[&std::ffi::OsStr]) -> Result<(), String> {
    if checkout.program(name).is_none() {
        return Err(format!(
            "{name} is missing: `cargo xtask setup` installs it"
        ));
    }
    run::quietly(checkout.command(name).args(arguments), 0)
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
}

/// Replaces a text that must be there.
fn replace(whole: &str, old: &str, new: &str) -> Result<String, String> {
    if whole.contains(old) {
        Ok(whole.replace(old, new))
    } else {
        Err(format!("the splitter writes {old:?} no more"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_has_the_name_of_the_build() {
        let written = "fetch(new URL(\"./split_later.wasm\", import.meta.url));\n\
                       return WebAssembly.instantiateStreaming(src, imports);\n";
        let loader = loader_of(written, "app-1_later").expect("both are there");
        let address = "elsewhere.later ?? new URL(\"./app-1_later.wasm\", import.meta.url)";
        assert!(loader.contains(&format!("fetch({address});")), "{loader}");
        assert!(!loader.contains("Streaming"), "{loader}");
        for other in ["", "fetch(\"./split_later.wasm\")"] {
            assert!(loader_of(other, "app-1_later").is_err(), "{other}");
        }
    }
}
