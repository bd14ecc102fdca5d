//! The npm package: built, put together, packed and weighed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::checkout::Checkout;
use crate::engine_module;
use crate::published;
use crate::run;
use crate::split;

/// What `connect()` loads may weigh in all, compressed as servers send it.
const CLIENT_BUDGET: usize = 180 * 1024;

/// Brings something into the package's folder.
type Part = fn(&Checkout, &Path) -> Result<(), String>;

/// What each part of the package brings into its folder, besides what is written by hand in `web/package`.
const PARTS: &[Part] = &[client, engine, element];

/// Where the package is put together.
pub(crate) fn folder(checkout: &Checkout) -> PathBuf {
    checkout.root.join("pkg")
}

/// The folder of the package's tests, which has the tools that put it together, too.
pub(crate) fn tests_folder(checkout: &Checkout) -> PathBuf {
    checkout.root.join("tests/package")
}

/// Builds the package into its folder, and packs it there.
pub(crate) fn build(checkout: &Checkout) -> Result<(), String> {
    let folder = folder(checkout);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| told(&folder, &error))?;
    }
    let wasm = folder.join("wasm");
    fs::create_dir_all(&wasm).map_err(|error| told(&wasm, &error))?;
    for part in PARTS {
        part(checkout, &folder)?;
    }
    let weight = assemble(checkout, &folder)?;
    println!("{weight}");
    pack(checkout, &folder)?;
    if weight.gzip() <= CLIENT_BUDGET {
        Ok(())
    } else {
        Err("the package's client is over its budget".into())
    }
}

/// `wasm/client.js` and `wasm/client_bg.wasm`: the core of the entries `.` and `./slim`.
fn client(checkout: &Checkout, folder: &Path) -> Result<(), String> {
    let out = checkout.target.join("package-client");
    let mut wasm_pack = published::command(checkout, "wasm-pack")?;
    wasm_pack
        .args([
            "build",
            "crates/js",
            "--target",
            "web",
            "--mode",
            "no-install",
        ])
        .args(["--no-pack", "--no-typescript", "--out-name", "client"])
        .args(["--profile", "package-release", "--out-dir"])
        .arg(&out);
    if !run::loudly(&mut wasm_pack)?.success {
        return Err("the package's client could not be built".into());
    }
    for name in ["client.js", "client_bg.wasm"] {
        let made = out.join(name);
        fs::copy(&made, folder.join("wasm").join(name)).map_err(|error| told(&made, &error))?;
    }
    Ok(())
}

/// `wasm/engine.js` and `wasm/engine_bg.wasm`: the server of the entry `./testing`.
fn engine(checkout: &Checkout, folder: &Path) -> Result<(), String> {
    engine_module::build(checkout, &folder.join("wasm"), true)
}

/// `wasm/app.js` and what belongs to it: the app of the entry `./element`, and its styles as a module.
fn element(checkout: &Checkout, folder: &Path) -> Result<(), String> {
    split::element(checkout, &folder.join("wasm"))
}

/// Adds what is written by hand, its counterparts for `require`, and the types.
fn assemble(checkout: &Checkout, folder: &Path) -> Result<Weight, String> {
    let mut node = checkout.command("node");
    node.arg(checkout.root.join("web/assemble-package.mjs"))
        .env("PACKAGE_FOLDER", folder)
        .env("PACKAGE_VERSION", env!("CARGO_PKG_VERSION"));
    let lines = run::output(&mut node)?;
    Weight::read(&lines).ok_or_else(|| format!("not understood:\n{}", lines.join("\n")))
}

/// Leaves `xnat-prearchive-VERSION.tgz` in the folder.
fn pack(checkout: &Checkout, folder: &Path) -> Result<(), String> {
    let mut npm = checkout.command("npm");
    npm.args(["pack", "--silent"]).current_dir(folder);
    let lines = run::output(&mut npm)?;
    let name = lines.last().ok_or("npm pack said nothing")?;
    let file = folder.join(name);
    let size = fs::metadata(&file)
        .map_err(|error| told(&file, &error))?
        .len();
    println!("{}: {} KB packed", file.display(), size.div_ceil(1024));
    Ok(())
}

/// What `npm pack` left in the folder.
pub(crate) fn packed(checkout: &Checkout) -> PathBuf {
    folder(checkout).join(concat!(
        "xnat-prearchive-",
        env!("CARGO_PKG_VERSION"),
        ".tgz"
    ))
}

fn told(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

/// The files of the entry `.`, each with its size compressed and its name.
struct Weight(Vec<(usize, String)>);

impl Weight {
    fn read(lines: &[String]) -> Option<Self> {
        let file = |line: &String| {
            let mut words = line.splitn(3, ' ').skip(1);
            Some((words.next()?.parse().ok()?, words.next()?.to_owned()))
        };
        let files: Vec<_> = lines.iter().map(file).collect::<Option<_>>()?;
        let has_module = files
            .iter()
            .any(|(_, name): &(usize, String)| name.ends_with(".wasm"));
        has_module.then_some(Self(files))
    }

    fn gzip(&self) -> usize {
        self.0.iter().map(|(gzip, _)| gzip).sum()
    }
}

impl std::fmt::Display for Weight {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let is_script = |name: &String| !name.ends_with(".wasm");
        let sum = |scripts: bool| -> usize {
            let files = self.0.iter().filter(|(_, name)| is_script(name) == scripts);
            files.map(|(gzip, _)| gzip).sum()
        };
        let (total, kb) = (self.gzip(), |bytes: usize| bytes.div_ceil(1024));
        let verdict = if total <= CLIENT_BUDGET {
            "within"
        } else {
            "OVER"
        };
        write!(
            f,
            "The package's client: {} KB compressed ({} KB WebAssembly, {} KB scripts), {verdict} the budget of {} KB",
            kb(total),
            kb(sum(false)),
            kb(sum(true)),
            kb(CLIENT_BUDGET)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_judged_together() {
        for (module, verdict) in [
            (
                183_320,
                "180 KB compressed (180 KB WebAssembly, 1 KB scripts), within the budget of 180 KB",
            ),
            (
                183_321,
                "181 KB compressed (180 KB WebAssembly, 1 KB scripts), OVER the budget of 180 KB",
            ),
        ] {
            let lines = [
                "2000 1000 index.js".to_owned(),
                format!("400000 {module} wasm/client_bg.wasm"),
            ];
            let weight = Weight::read(&lines).expect("a weight");
            assert!(weight.to_string().ends_with(verdict), "{weight}");
        }
        assert!(Weight::read(&["2000 1000 index.js".to_owned()]).is_none());
        assert!(Weight::read(&["Error: ENOENT".to_owned()]).is_none());
    }
}
