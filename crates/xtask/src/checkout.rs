//! Where things are: the checkout, the cache folder, the build folder, and the search path of what xtask starts.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tools;

/// The checkout that xtask works on, and its surroundings.
pub(crate) struct Checkout {
    /// The workspace's folder.
    pub(crate) root: PathBuf,
    /// What outlives the checkout: tools, and in CI the build folder.
    pub(crate) cache: PathBuf,
    /// Where cargo builds.
    pub(crate) target: PathBuf,
    /// Nobody edits what is built, so there is no use in building piece by piece.
    ci: bool,
}

impl Checkout {
    /// Finds the checkout this xtask was started in.
    pub(crate) fn find() -> Result<Self, String> {
        // At run time first: a shared build folder may hold an xtask that another checkout compiled.
        let manifest =
            env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest)
            .ancestors()
            .nth(2)
            .filter(|root| root.join("Cargo.lock").is_file())
            .ok_or("run this inside a checkout, as `cargo xtask ...`")?
            .to_owned();
        let set = |name| env::var_os(name).filter(|value| !value.is_empty());
        let cache = set("XDG_CACHE_HOME")
            .map(PathBuf::from)
            .filter(|folder| folder.is_absolute())
            .or_else(|| set("HOME").map(|home| Path::new(&home).join(".cache")))
            .ok_or("neither XDG_CACHE_HOME nor HOME is set: there is no place for the tools")?
            .join("xnat-prearchive");
        let ci = env::var_os("CI").is_some_and(|value| value == "true");
        let target = set("XNAT_PREARCHIVE_TARGET")
            .or_else(|| set("CARGO_TARGET_DIR"))
            .map(|folder| root.join(folder))
            .unwrap_or_else(|| {
                if ci {
                    cache.join("target")
                } else {
                    root.join("target")
                }
            });
        Ok(Self {
            root,
            cache,
            target,
            ci,
        })
    }

    /// Where the tools are installed, one folder per tool and version.
    pub(crate) fn tools_folder(&self) -> PathBuf {
        self.cache.join("tools")
    }

    /// The page as trunk builds it.
    pub(crate) fn page_folder(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// A command in the checkout, with the tools on its search path and nothing of this xtask's own build in its environment.
    pub(crate) fn command(&self, program: &str) -> Command {
        let path = self.search_path();
        // Found here because `Command` would search the path of this process, not the child's.
        let found = find_program(program, &path);
        let mut command = Command::new(
            found
                .as_deref()
                .map_or(OsStr::new(program), Path::as_os_str),
        );
        command
            .current_dir(&self.root)
            .env("PATH", path)
            .env("CARGO_TARGET_DIR", &self.target);
        if self.ci {
            command.env("CARGO_INCREMENTAL", "0");
        }
        for (name, _) in env::vars_os() {
            // `cargo run` says what it runs; left in place this would make other cargos build anew.
            let ours = [
                "CARGO_PKG_",
                "CARGO_MANIFEST_",
                "CARGO_BIN_",
                "CARGO_CRATE_",
            ];
            if name
                .to_str()
                .is_some_and(|name| ours.iter().any(|prefix| name.starts_with(prefix)))
            {
                command.env_remove(name);
            }
        }
        command
    }

    /// The program that [`Self::command`] would start.
    pub(crate) fn program(&self, name: &str) -> Option<PathBuf> {
        find_program(name, &self.search_path())
    }

    fn search_path(&self) -> OsString {
        let own = tools::TOOLS
            .iter()
            .filter_map(|tool| tool.bin_folder(self).ok());
        let inherited = env::var_os("PATH").unwrap_or_default();
        env::join_paths(own.chain(env::split_paths(&inherited))).unwrap_or(inherited)
    }
}

/// The first program of this name on a search path.
fn find_program(name: &str, path: &OsStr) -> Option<PathBuf> {
    env::split_paths(path)
        .map(|folder| folder.join(name))
        .find(|file| is_program(file))
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(file).is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    fs::metadata(file.with_extension(env::consts::EXE_EXTENSION)).is_ok_and(|data| data.is_file())
}
