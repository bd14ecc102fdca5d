//! The parts that set-up looks after: how each is recognised, and what mends it when it is missing.

mod folders;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::checkout::Checkout;
use crate::clients;
use crate::package;
use crate::recipes;
use crate::run;
use crate::tools::{self, Tool};

pub(crate) use folders::{
    bench_folder, docs_folder, journeys_folder, lighthouse_folder, portals_folder, samples_folder,
};

/// The oldest Node.js that Playwright and the package tests run on.
const NODE_MAJOR: u32 = 20;

/// Something that building, serving or testing needs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Part {
    /// A C compiler, for SQLite.
    CCompiler,
    /// Node.js with npm: wasm-opt runs on it, and the tests of the package.
    Node,
    /// Rust's standard library for the browser.
    WasmTarget,
    /// `cargo fmt`.
    Rustfmt,
    /// `cargo clippy`.
    Clippy,
    /// Builds the page.
    Trunk,
    /// Joins module and JavaScript, and runs tests in the browser.
    WasmBindgen,
    /// wasm-opt: makes modules small.
    Binaryen,
    /// wasm-split-cli: cuts the page's module in two.
    WasmSplit,
    /// Builds the npm package.
    WasmPack,
    /// Looks at the licences and sources of dependencies.
    CargoDeny,
    /// A C++ compiler, for the fuzzer's library.
    CppCompiler,
    /// Builds what is fuzzed.
    CargoFuzz,
    /// Python with venv and pip: other people's clients are written in it.
    Python,
    /// Other people's clients, in an environment of their own.
    RealClients,
    /// The web servers of docs/recipes.md.
    WebServers,
    /// Chromium and its driver.
    Browser,
    /// Playwright's test runner.
    JourneyPackages,
    /// What the page is measured with, and side by side with.
    BenchPackages,
    /// Lighthouse, and what drives the browser for it.
    LighthousePackages,
    /// What puts the npm package together, and judges it.
    PackagePackages,
    /// The bundlers that the npm package is tried with.
    PortalPackages,
    /// What builds the docs site.
    DocsPackages,
    /// The frameworks that the docs have samples of.
    SamplePackages,
}

/// What the page needs, and whatever comes on top.
macro_rules! page {
    ($($more:ident),*) => {
        &[
            Part::CCompiler,
            Part::Node,
            Part::WasmTarget,
            Part::Trunk,
            Part::WasmBindgen,
            Part::WasmSplit,
            Part::Binaryen,
            Part::PackagePackages,
            $(Part::$more),*
        ]
    };
}

/// What `serve` needs.
pub(crate) const SERVE: &[Part] = page![];

/// What the journeys need.
pub(crate) const JOURNEYS: &[Part] = page![Browser, JourneyPackages];

/// What the suite `offline` needs.
pub(crate) const OFFLINE: &[Part] = page![Browser, JourneyPackages, WasmPack];

/// What `bench package` needs; it takes the browser's driver from the page's benchmark.
pub(crate) const BENCH_PACKAGE: &[Part] = page![WasmPack, Browser, BenchPackages];

/// What `bench page` needs.
pub(crate) const BENCH_PAGE: &[Part] = page![Browser, BenchPackages];

/// What the suite `lighthouse` and `bench lighthouse` need.
pub(crate) const LIGHTHOUSE: &[Part] = page![Browser, LighthousePackages];

/// What `package` needs.
pub(crate) const PACKAGE: &[Part] = &[
    Part::Node,
    Part::WasmTarget,
    Part::WasmBindgen,
    Part::WasmSplit,
    Part::Binaryen,
    Part::WasmPack,
    Part::PackagePackages,
];

/// What the suite `portals` needs.
pub(crate) const PORTALS: &[Part] = page![WasmPack, Browser, PortalPackages];

/// What `docs` needs.
pub(crate) const DOCS: &[Part] = page![WasmPack, DocsPackages];

/// What the suite `samples` needs.
pub(crate) const SAMPLES: &[Part] = page![WasmPack, Browser, DocsPackages, SamplePackages];

/// What `fuzz` needs.
pub(crate) const FUZZ: &[Part] = &[Part::CppCompiler, Part::CargoFuzz];

/// Everything, in the order in which it is set up: what can only be named first, what takes long last.
pub(crate) const ALL: &[Part] = &[
    Part::CCompiler,
    Part::CppCompiler,
    Part::Node,
    Part::WasmTarget,
    Part::Rustfmt,
    Part::Clippy,
    Part::Browser,
    Part::JourneyPackages,
    Part::BenchPackages,
    Part::LighthousePackages,
    Part::PackagePackages,
    Part::PortalPackages,
    Part::DocsPackages,
    Part::SamplePackages,
    Part::Python,
    Part::RealClients,
    Part::WebServers,
    Part::Binaryen,
    Part::WasmSplit,
    Part::WasmBindgen,
    Part::Trunk,
    Part::WasmPack,
    Part::CargoDeny,
    Part::CargoFuzz,
];

/// What to do about a part that is missing.
pub(crate) enum Mend {
    /// Only its user can: the sentence names the command.
    Tell(String),
    /// Run these, one after the other.
    Run(Vec<Command>),
    /// Install this tool.
    Install(&'static Tool),
}

impl Part {
    /// The tool this part is, when it is one.
    fn tool(self) -> Option<&'static Tool> {
        match self {
            Part::Trunk => Some(tools::TRUNK),
            Part::WasmBindgen => Some(tools::WASM_BINDGEN),
            Part::Binaryen => Some(tools::BINARYEN),
            Part::WasmSplit => Some(tools::WASM_SPLIT),
            Part::WasmPack => Some(tools::WASM_PACK),
            Part::CargoDeny => Some(tools::CARGO_DENY),
            Part::CargoFuzz => Some(tools::CARGO_FUZZ),
            _ => None,
        }
    }

    /// Its name for people.
    pub(crate) fn name(self, checkout: &Checkout) -> Result<String, String> {
        if let Some(tool) = self.tool() {
            return Ok(format!("{} {}", tool.name, tool.version(checkout)?));
        }
        Ok(match self {
            Part::CCompiler => "a C compiler",
            Part::CppCompiler => "a C++ compiler",
            Part::Node => "Node.js with npm",
            Part::WasmTarget => "Rust's wasm32-unknown-unknown target",
            Part::Rustfmt => "rustfmt",
            Part::Clippy => "clippy",
            Part::Browser => "Chromium and chromedriver",
            Part::Python => "Python with venv",
            Part::RealClients => "the clients of tests/real-clients",
            Part::WebServers => "nginx, Apache, Caddy and Tomcat",
            Part::BenchPackages => "the grids of tests/bench-page",
            Part::LighthousePackages => "Lighthouse in tests/lighthouse",
            Part::PackagePackages => {
                "esbuild, TypeScript and the judges of packages in tests/package"
            }
            Part::PortalPackages => "Vite, webpack and esbuild in tests/portals",
            Part::DocsPackages => "VitePress and TypeDoc in docs",
            Part::SamplePackages => "React, Vue and Angular in tests/samples",
            _ => "Playwright in tests/journeys",
        }
        .to_owned())
    }

    /// Whether it is there, and of the right version.
    pub(crate) fn is_present(self, checkout: &Checkout) -> Result<bool, String> {
        if let Some(tool) = self.tool() {
            return tool.is_present(checkout);
        }
        Ok(match self {
            Part::CCompiler => checkout.program("cc").is_some(),
            Part::CppCompiler => checkout.program("c++").is_some(),
            Part::Node => {
                let version = run::first_line(checkout.command("node").arg("--version"));
                let major = version.as_deref().and_then(node_major);
                major.is_some_and(|major| major >= NODE_MAJOR) && checkout.program("npm").is_some()
            }
            Part::WasmTarget => {
                let mut rustc = checkout.command("rustc");
                rustc.args([
                    "--print",
                    "target-libdir",
                    "--target",
                    "wasm32-unknown-unknown",
                ]);
                run::first_line(&mut rustc).is_some_and(|folder| Path::new(&folder).is_dir())
            }
            Part::Rustfmt => {
                run::output(checkout.command("cargo").args(["fmt", "--version"])).is_ok()
            }
            Part::Clippy => {
                run::output(checkout.command("cargo").args(["clippy", "--version"])).is_ok()
            }
            Part::Browser => {
                browser(checkout).is_some() && checkout.program("chromedriver").is_some()
            }
            Part::Python => clients::has_python(checkout),
            Part::RealClients => clients::are_installed(checkout)?,
            Part::WebServers => recipes::are_installed(),
            _ => {
                let folder = self.npm_folder(checkout);
                let filled_for = fs::read(stamp(&folder)).ok();
                filled_for.is_some() && filled_for == fs::read(lock(&folder)).ok()
            }
        })
    }

    /// What to do when it is missing.
    pub(crate) fn mend(self, checkout: &Checkout) -> Mend {
        if let Some(tool) = self.tool() {
            return Mend::Install(tool);
        }
        match self {
            Part::CCompiler => Mend::Tell(
                "a C compiler is missing (SQLite is compiled from source): \
                 on Debian, `sudo apt-get install -y gcc libc6-dev`"
                    .into(),
            ),
            Part::CppCompiler => Mend::Tell(
                "a C++ compiler is missing (the fuzzer's library is compiled from source): \
                 on Debian, `sudo apt-get install -y g++`"
                    .into(),
            ),
            Part::Node => Mend::Tell(format!(
                "Node.js {NODE_MAJOR} or later with npm is missing: \
                 where the distribution's is recent enough, `sudo apt-get install -y nodejs npm`; \
                 otherwise see https://nodejs.org/en/download"
            )),
            Part::WasmTarget => rustup(
                checkout,
                "rust-std",
                &["target", "add", "wasm32-unknown-unknown"],
            ),
            Part::Rustfmt => rustup(checkout, "rustfmt", &["component", "add", "rustfmt"]),
            Part::Clippy => rustup(checkout, "clippy", &["component", "add", "clippy"]),
            Part::Browser => apt(
                checkout,
                "chromium and chromedriver are not on PATH",
                &["chromium", "chromium-driver"],
            ),
            Part::Python => apt(
                checkout,
                "Python 3.11 or later with venv is missing",
                &["python3", "python3-venv"],
            ),
            Part::WebServers => apt(
                checkout,
                "nginx, Apache, Caddy or Tomcat 10 is missing",
                recipes::PACKAGES,
            ),
            Part::RealClients => match clients::installers(checkout) {
                Ok(commands) => Mend::Run(commands),
                Err(reason) => Mend::Tell(reason),
            },
            _ => {
                let mut install = checkout.command("npm");
                install
                    .args(["ci", "--no-audit", "--no-fund"])
                    .current_dir(self.npm_folder(checkout))
                    .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
                Mend::Run(vec![install])
            }
        }
    }

    /// What is left to do when the commands of [`Mend::Run`] have ended well.
    pub(crate) fn mended(self, checkout: &Checkout) -> Result<(), String> {
        if matches!(
            self,
            Part::JourneyPackages
                | Part::BenchPackages
                | Part::LighthousePackages
                | Part::PackagePackages
                | Part::PortalPackages
                | Part::DocsPackages
                | Part::SamplePackages
        ) {
            let folder = self.npm_folder(checkout);
            let stamp = stamp(&folder);
            fs::copy(lock(&folder), &stamp)
                .map_err(|error| format!("{}: {error}", stamp.display()))?;
        }
        if self == Part::RealClients {
            clients::installed(checkout)?;
        }
        Ok(())
    }

    /// The folder whose node_modules it is.
    fn npm_folder(self, checkout: &Checkout) -> PathBuf {
        match self {
            Part::BenchPackages => bench_folder(checkout),
            Part::LighthousePackages => lighthouse_folder(checkout),
            Part::PackagePackages => package::tests_folder(checkout),
            Part::PortalPackages => portals_folder(checkout),
            Part::DocsPackages => docs_folder(checkout),
            Part::SamplePackages => samples_folder(checkout),
            _ => journeys_folder(checkout),
        }
    }
}

/// The browser the tests drive.
pub(crate) fn browser(checkout: &Checkout) -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"]
        .iter()
        .find_map(|name| checkout.program(name))
}

/// What a folder's node_modules should be filled for.
fn lock(folder: &Path) -> PathBuf {
    folder.join("package-lock.json")
}

/// The lock file that node_modules was last filled for.
fn stamp(folder: &Path) -> PathBuf {
    folder.join("node_modules/.lock-stamp")
}

fn rustup(checkout: &Checkout, component: &str, arguments: &[&str]) -> Mend {
    if checkout.program("rustup").is_none() {
        return Mend::Tell(format!(
            "rustup is missing, and so is {component}: install rustup (https://rustup.rs), \
             then `rustup {}`",
            arguments.join(" ")
        ));
    }
    let mut command = checkout.command("rustup");
    command.args(arguments);
    Mend::Run(vec![command])
}

/// Debian's own packages: installed where that is possible, else named.
fn apt(checkout: &Checkout, problem: &str, packages: &[&str]) -> Mend {
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(packages);
    let root = run::first_line(checkout.command("id").arg("-u")).is_some_and(|id| id == "0");
    if root && checkout.program("apt-get").is_some() {
        let mut update = checkout.command("apt-get");
        update.arg("update");
        let mut packages = checkout.command("apt-get");
        packages
            .args(&install)
            .env("DEBIAN_FRONTEND", "noninteractive");
        return Mend::Run(vec![update, packages]);
    }
    Mend::Tell(format!(
        "{problem}: on Debian, \
         `sudo apt-get update && sudo apt-get {}`",
        install.join(" ")
    ))
}

/// The 20 of `v20.1.0`.
fn node_major(version: &str) -> Option<u32> {
    version
        .trim()
        .strip_prefix('v')?
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node() {
        for (said, expected) in [
            ("v20.20.2", Some(20)),
            ("v9.0.0", Some(9)),
            ("20.1.0", None),
            ("v", None),
        ] {
            assert_eq!(node_major(said), expected, "{said}");
        }
    }

    #[test]
    fn all_is_all() {
        for part in [
            SERVE, PACKAGE, PORTALS, DOCS, SAMPLES, FUZZ, BENCH_PAGE, LIGHTHOUSE,
        ]
        .into_iter()
        .flatten()
        {
            assert!(ALL.contains(part), "{part:?}");
        }
    }
}
