//! The suites of `cargo xtask test`: one table, and how each row is run.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::build;
use crate::checkout::Checkout;
use crate::clients;
use crate::counts::{self, Counts};
use crate::fuzz;
use crate::journeys;
use crate::lighthouse;
use crate::load;
use crate::package;
use crate::parts::{self, Part};
use crate::portals;
use crate::recipes;
use crate::run;
use crate::samples;
use crate::split;
use crate::wasm_module;

/// One suite: a row of [`SUITES`].
pub(crate) struct Suite {
    /// What it is called by `--only` and in the closing lines.
    pub(crate) name: &'static str,
    /// What it shows when it passes.
    pub(crate) what: &'static str,
    /// What set-up must have brought.
    pub(crate) needs: &'static [Part],
    /// Runs it; an error is one failure more.
    pub(crate) run: fn(&Checkout, &mut Products) -> Result<Counts, String>,
}

/// Every suite, in the order in which they run: the quick and telling ones first.
pub(crate) const SUITES: &[Suite] = &[
    Suite {
        name: "format",
        what: "the Rust code is formatted",
        needs: &[Part::Rustfmt],
        run: |checkout, _| check(checkout.command("cargo").args(["fmt", "--all", "--check"])),
    },
    Suite {
        name: "clippy",
        what: "no lint fires in native builds",
        needs: &[Part::Clippy, Part::CCompiler],
        run: |checkout, _| {
            let mut cargo = checkout.command("cargo");
            cargo.args([
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]);
            check(&mut cargo)
        },
    },
    Suite {
        name: "clippy-wasm",
        what: "no lint fires in what the browser runs, and nothing there blocks, reads files or asks the native clock",
        needs: &[Part::Clippy, Part::WasmTarget],
        run: clippy_wasm,
    },
    Suite {
        name: "dependencies",
        what: "every dependency comes from crates.io and under a licence that may be used",
        needs: &[Part::CargoDeny],
        run: |checkout, _| {
            let mut deny = checkout.command("cargo-deny");
            // The database of advisories is fetched from elsewhere, and has no place in a test run.
            deny.args(["--offline", "check", "licenses", "bans", "sources"]);
            check(&mut deny)
        },
    },
    Suite {
        name: "native",
        what: "unit, integration and documentation tests",
        needs: &[Part::CCompiler],
        run: |checkout, _| {
            let mut cargo = checkout.command("cargo");
            cargo.args(["test", "--workspace", "--no-fail-fast"]);
            counted(&mut cargo, counts::rust)
        },
    },
    Suite {
        name: "torture",
        what: "nothing is lost, doubled, undone or stuck when the server is killed while it works (a short run)",
        needs: &[Part::CCompiler],
        run: |checkout, _| load::short_torture(checkout).map(Counts::one),
    },
    Suite {
        name: "fuzz",
        what: "what reads foreign bytes withstands a short attack",
        needs: &[Part::CppCompiler, Part::CargoFuzz, Part::Rustfmt],
        run: |checkout, _| fuzz::suite(checkout),
    },
    Suite {
        name: "wasm",
        what: "tests that run inside a browser",
        needs: &[Part::WasmTarget, Part::WasmBindgen, Part::Browser],
        run: wasm,
    },
    Suite {
        name: "package",
        what: "the npm package can be built, is small, and does what it promises in Node.js",
        needs: parts::PACKAGE,
        run: package,
    },
    Suite {
        name: "page",
        what: "the page can be built and is small",
        needs: parts::SERVE,
        run: |checkout, products| {
            products.page(checkout)?;
            let mut counts = Counts::one(true);
            let page = checkout.page_folder();
            for folder in [page.join(split::DEMO).join("wasm"), page] {
                counts += wasm_module::check(checkout, &folder)?;
            }
            Ok(counts)
        },
    },
    Suite {
        name: "journeys",
        what: "what people do with the page, in a browser, against the server: with its demo data, and with 10,000 sessions, slow and failing",
        needs: parts::JOURNEYS,
        run: |checkout, products| {
            products.page(checkout)?;
            journeys::suite(checkout)
        },
    },
    Suite {
        name: "offline",
        what: "the demonstration and the package's elements, in a browser whose network is cut off",
        needs: parts::OFFLINE,
        run: |checkout, products| {
            products.page(checkout)?;
            products.package(checkout)?;
            journeys::offline(checkout)
        },
    },
    Suite {
        name: "portals",
        what: "the packed npm package in plain HTML, a worker, Vite, webpack, esbuild, server rendering and Node.js: each lists and moves sessions on the server",
        needs: parts::PORTALS,
        run: |checkout, products| {
            products.package(checkout)?;
            portals::suite(checkout)
        },
    },
    Suite {
        name: "samples",
        what: "the docs site can be built without a dead link, and every sample in docs and READMEs is run or checked",
        needs: parts::SAMPLES,
        run: |checkout, products| {
            products.page(checkout)?;
            products.package(checkout)?;
            samples::suite(checkout)
        },
    },
    Suite {
        name: "lighthouse",
        what: "Lighthouse gives 100 for accessibility and best practices, signed out and in, desktop and mobile",
        needs: parts::LIGHTHOUSE,
        run: |checkout, products| {
            products.page(checkout)?;
            lighthouse::suite(checkout)
        },
    },
    Suite {
        name: "real-clients",
        what: "xnatpy, pyxnat and xnatctl as their authors published them, against the server",
        needs: &[Part::CCompiler, Part::Python, Part::RealClients],
        run: |checkout, _| clients::suite(checkout),
    },
    Suite {
        name: "recipes",
        what: "the recipes of docs/recipes.md in real nginx, Apache, Caddy and Tomcat, and the pass-through: page, sign-in, listing, and 500 MB both ways",
        needs: &[Part::CCompiler, Part::Node, Part::WebServers],
        run: |checkout, _| recipes::suite(checkout),
    },
];

/// What several suites need built: each is built once, by the suite that needs it first.
#[derive(Default)]
pub(crate) struct Products {
    page: Option<Result<(), String>>,
    package: Option<Result<(), String>>,
}

impl Products {
    fn page(&mut self, checkout: &Checkout) -> Result<(), String> {
        self.page
            .get_or_insert_with(|| build::page(checkout))
            .clone()
    }

    fn package(&mut self, checkout: &Checkout) -> Result<(), String> {
        self.package
            .get_or_insert_with(|| build::package(checkout))
            .clone()
    }
}

/// A command that is one check.
fn check(command: &mut Command) -> Result<Counts, String> {
    Ok(Counts::one(run::loudly(command)?.success))
}

/// A command that tells how many tests passed.
fn counted(command: &mut Command, read: fn(&[String]) -> Counts) -> Result<Counts, String> {
    let outcome = run::loudly(command)?;
    Ok(read(&outcome.lines).agreeing_with(outcome.success))
}

fn clippy_wasm(checkout: &Checkout, _: &mut Products) -> Result<Counts, String> {
    let mut cargo = checkout.command("cargo");
    cargo.args(["clippy", "--target", "wasm32-unknown-unknown"]);
    for package in [
        "core", "table", "client", "dicom", "engine", "testing", "app",
    ] {
        cargo.arg("--package").arg(format!("prearchive-{package}"));
    }
    cargo.args(["--package", "xnat-prearchive", "--", "-D", "warnings"]);
    cargo.env("CLIPPY_CONF_DIR", checkout.root.join(".config/clippy-wasm"));
    check(&mut cargo)
}

fn wasm(checkout: &Checkout, _: &mut Products) -> Result<Counts, String> {
    let packages = packages_with_browser_tests(&checkout.root)?;
    if packages.is_empty() {
        return Err("no crate has wasm-bindgen-test among its dependencies".into());
    }
    let mut cargo = checkout.command("cargo");
    cargo.args([
        "test",
        "--target",
        "wasm32-unknown-unknown",
        "--no-fail-fast",
        "--tests",
    ]);
    for package in packages {
        cargo.arg("--package").arg(package);
    }
    cargo
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            "wasm-bindgen-test-runner",
        )
        .env(
            "CHROMEDRIVER",
            checkout.program("chromedriver").unwrap_or_default(),
        )
        .env(
            "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
            write_webdriver_settings(checkout)?,
        )
        // Per test binary, in seconds: the first start of a browser on a busy machine is slow.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "180");
    counted(&mut cargo, counts::rust)
}

/// The names of the crates whose manifest has wasm-bindgen-test.
fn packages_with_browser_tests(root: &Path) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    let mut folders = entries(&root.join("crates"))?;
    folders.extend(entries(&root.join("tests"))?);
    for folder in folders {
        let Ok(manifest) = fs::read_to_string(folder.join("Cargo.toml")) else {
            continue;
        };
        let name = manifest
            .lines()
            .find_map(|line| line.strip_prefix("name = "));
        if manifest.contains("\nwasm-bindgen-test") {
            names.extend(name.map(|name| name.trim_matches('"').to_owned()));
        }
    }
    Ok(names)
}

/// Tells the driver which browser to start, and how to start it without a screen and without calling home.
fn write_webdriver_settings(checkout: &Checkout) -> Result<PathBuf, String> {
    let browser = parts::browser(checkout).unwrap_or_default();
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];
    let settings = format!(
        "{{\"goog:chromeOptions\": {{\"binary\": {:?}, \"args\": {arguments:?}}}}}\n",
        browser.to_string_lossy()
    );
    let file = checkout.target.join("webdriver.json");
    fs::create_dir_all(&checkout.target)
        .and_then(|()| fs::write(&file, settings))
        .map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(file)
}

fn package(checkout: &Checkout, products: &mut Products) -> Result<Counts, String> {
    products.package(checkout)?;
    let mut counts = Counts::one(true);
    let wasm = build::package_folder(checkout).join("wasm");
    counts += wasm_module::check(checkout, &wasm)?;
    let mut files = entries(&package::tests_folder(checkout))?;
    // What the tests share is none.
    files.retain(|file| {
        file.extension() == Some(OsStr::new("mjs")) && !file.ends_with("support.mjs")
    });
    let mut node = checkout.command("node");
    node.args(["--test", "--test-reporter=spec"]).args(files);
    counts += counted(&mut node, counts::node)?;
    Ok(counts)
}

/// What is in a folder, by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suite_has_a_name_of_its_own() {
        for (index, suite) in SUITES.iter().enumerate() {
            assert!(
                SUITES[..index].iter().all(|other| other.name != suite.name),
                "{}",
                suite.name
            );
        }
    }

    #[test]
    fn the_client_is_tested_in_a_browser() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let packages = packages_with_browser_tests(&root).expect("the crates folder");
        assert!(
            packages.contains(&"prearchive-client".to_owned()),
            "{packages:?}"
        );
        assert!(!packages.contains(&"xtask".to_owned()), "{packages:?}");
    }
}
