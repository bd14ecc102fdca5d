//! The tools a checkout needs, each pinned to one version, and where they are installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::checkout::Checkout;
use crate::run;

/// One tool: a row of [`TOOLS`].
pub(crate) struct Tool {
    /// The name of its crate or npm package.
    pub(crate) name: &'static str,
    /// The program that shows that it is there.
    pub(crate) program: &'static str,
    version: Version,
    /// Where it comes from.
    pub(crate) source: Source,
    /// What to tell somebody who waits for it.
    pub(crate) duration: &'static str,
    /// About how many crates are compiled for it, to say how far it is.
    pub(crate) crates: usize,
}

enum Version {
    Pinned(&'static str),
    /// The version of this package in the workspace's Cargo.lock.
    Locked(&'static str),
}

/// Where a tool comes from.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Source {
    /// crates.io, compiled here.
    CratesIo {
        /// With the dependencies its author locked.
        locked: bool,
        /// What of it is compiled besides its default.
        features: Option<&'static str>,
    },
    /// The npm registry.
    Npm,
}

pub(crate) const TRUNK: &Tool = &TOOLS[0];
pub(crate) const WASM_BINDGEN: &Tool = &TOOLS[1];
pub(crate) const BINARYEN: &Tool = &TOOLS[2];
pub(crate) const WASM_PACK: &Tool = &TOOLS[3];
pub(crate) const CARGO_DENY: &Tool = &TOOLS[4];
pub(crate) const CARGO_FUZZ: &Tool = &TOOLS[5];
pub(crate) const WASM_SPLIT: &Tool = &TOOLS[6];

/// Every tool that set-up installs.
pub(crate) const TOOLS: &[Tool] = &[
    Tool {
        name: "trunk",
        program: "trunk",
        version: Version::Pinned("0.21.14"),
        source: Source::CratesIo {
            locked: true,
            features: None,
        },
        duration: "about 5 minutes on two cores, once",
        crates: 383,
    },
    Tool {
        name: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        // trunk and wasm-pack refuse any version but that of the library in the module.
        version: Version::Locked("wasm-bindgen"),
        // Its own lock file names releases that some mirrors do not carry yet.
        source: Source::CratesIo {
            locked: false,
            features: None,
        },
        duration: "about 2 minutes on two cores, once",
        crates: 161,
    },
    Tool {
        name: "binaryen",
        program: "wasm-opt",
        version: Version::Pinned("132.0.0"),
        source: Source::Npm,
        duration: "seconds, once",
        crates: 0,
    },
    Tool {
        name: "wasm-pack",
        program: "wasm-pack",
        version: Version::Pinned("0.15.1"),
        source: Source::CratesIo {
            locked: false,
            features: None,
        },
        duration: "about 2 minutes on two cores, once",
        crates: 128,
    },
    Tool {
        name: "cargo-deny",
        program: "cargo-deny",
        version: Version::Pinned("0.20.2"),
        source: Source::CratesIo {
            locked: true,
            features: None,
        },
        duration: "about 4 minutes on two cores, once",
        crates: 260,
    },
    Tool {
        name: "cargo-fuzz",
        program: "cargo-fuzz",
        version: Version::Pinned("0.13.2"),
        source: Source::CratesIo {
            locked: true,
            features: None,
        },
        duration: "about 1 minute on two cores, once",
        crates: 60,
    },
    Tool {
        name: "wasm_split_cli_support",
        program: "wasm-split-cli",
        version: Version::Pinned("0.2.4"),
        source: Source::CratesIo {
            locked: true,
            features: Some("build-binary"),
        },
        duration: "about 2 minutes on two cores, once",
        crates: 60,
    },
];

impl Tool {
    /// The one version that is used.
    pub(crate) fn version(&self, checkout: &Checkout) -> Result<String, String> {
        match self.version {
            Version::Pinned(version) => Ok(version.to_owned()),
            Version::Locked(package) => {
                let file = checkout.root.join("Cargo.lock");
                let lock = fs::read_to_string(&file)
                    .map_err(|error| format!("{}: {error}", file.display()))?;
                locked_version(&lock, package)
                    .map(str::to_owned)
                    .ok_or_else(|| format!("Cargo.lock names no version of {package}"))
            }
        }
    }

    /// The folder this version is installed in.
    pub(crate) fn folder(&self, checkout: &Checkout) -> Result<PathBuf, String> {
        let version = self.version(checkout)?;
        Ok(checkout
            .tools_folder()
            .join(format!("{}-{version}", self.name)))
    }

    /// The folder of its programs, once it is installed.
    pub(crate) fn bin_folder(&self, checkout: &Checkout) -> Result<PathBuf, String> {
        let inside = match self.source {
            Source::CratesIo { .. } => "bin",
            Source::Npm => "node_modules/.bin",
        };
        Ok(self.folder(checkout)?.join(inside))
    }

    /// Whether this version can be started: ours, or one on the user's own search path.
    pub(crate) fn is_present(&self, checkout: &Checkout) -> Result<bool, String> {
        if self.bin_folder(checkout)?.join(self.program).is_file() {
            return Ok(true);
        }
        if checkout.program(self.program).is_none() {
            return Ok(false);
        }
        let version = self.version(checkout)?;
        // trunk refuses to start with the usual NO_COLOR=1.
        let mut ask = checkout.command(self.program);
        let said = run::first_line(ask.arg("--version").env_remove("NO_COLOR"));
        Ok(said.is_some_and(|said| is_version(&said, &version)))
    }

    /// The command that installs it into `folder`, which does not exist yet.
    pub(crate) fn installer(
        &self,
        checkout: &Checkout,
        folder: &Path,
        build: &Path,
    ) -> Result<Command, String> {
        let version = self.version(checkout)?;
        match self.source {
            Source::CratesIo { locked, features } => {
                let mut command = checkout.command("cargo");
                command
                    .args(["install", self.name, "--version", &version, "--root"])
                    .arg(folder);
                if locked {
                    command.arg("--locked");
                }
                if let Some(features) = features {
                    command.args(["--features", features]);
                }
                // A tool that runs for seconds does not pay back ten minutes of optimisation.
                command
                    .env("CARGO_TARGET_DIR", build)
                    .env("CARGO_PROFILE_RELEASE_LTO", "off")
                    .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                    .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
                Ok(command)
            }
            Source::Npm => {
                let mut command = checkout.command("npm");
                command
                    .args(["install", "--no-audit", "--no-fund", "--prefix"])
                    .arg(folder);
                command.arg(format!("{}@{version}", self.name));
                Ok(command)
            }
        }
    }
}

/// The version of a package in the text of a Cargo.lock.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

/// Whether what a program says of itself means this version; a program may leave out zeros at the end.
fn is_version(said: &str, version: &str) -> bool {
    let short = version.trim_end_matches(".0");
    said.split_whitespace().any(|word| {
        let word = word.strip_prefix('v').unwrap_or(word);
        word == version || word == short
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_tells_the_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-test\"\nversion = \"0.3.80\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }

    #[test]
    fn what_programs_say_of_themselves() {
        for (said, version, expected) in [
            ("trunk 0.21.14", "0.21.14", true),
            ("trunk 0.21.1", "0.21.14", false),
            ("trunk 0.21.145", "0.21.14", false),
            ("wasm-bindgen 0.2.130", "0.2.130", true),
            ("wasm-bindgen 0.2.13", "0.2.130", false),
            ("wasm-opt version 132 (version_132)", "132.0.0", true),
            ("wasm-opt version 108", "132.0.0", false),
            ("v20.1.0", "20.1.0", true),
            ("", "0.21.14", false),
        ] {
            assert_eq!(is_version(said, version), expected, "{said} as {version}");
        }
    }

    #[test]
    fn the_named_tools_are_the_rows_they_name() {
        let named = [
            TRUNK,
            WASM_BINDGEN,
            BINARYEN,
            WASM_PACK,
            CARGO_DENY,
            CARGO_FUZZ,
            WASM_SPLIT,
        ]
        .map(|tool| tool.name);
        assert_eq!(
            named,
            [
                "trunk",
                "wasm-bindgen-cli",
                "binaryen",
                "wasm-pack",
                "cargo-deny",
                "cargo-fuzz",
                "wasm_split_cli_support"
            ]
        );
    }
}
