//! What is given to others must not name the folders of the machine that built it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::checkout::Checkout;

/// Of the browser's part alone: other flags would have cargo build everything else anew, xtask too.
const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

/// A command in the checkout that builds modules for browsers to be given to others.
///
/// Messages of panics name source files; they do so without where this machine keeps them.
pub(crate) fn command(checkout: &Checkout, program: &str) -> Result<Command, String> {
    let mut command = checkout.command(program);
    // A hook of trunk does as trunk's own cargo was told to, so that both share what they compile.
    if env::var_os("TRUNK_STAGING_DIR").is_none() {
        command.env(FLAGS, without_folders(&cargo_home()?)?.join(" "));
    }
    Ok(command)
}

/// True if a built module names the folder in which cargo keeps sources.
pub(crate) fn names_folders(module: &[u8]) -> Result<bool, String> {
    let home = cargo_home()?;
    let home = home.as_os_str().as_encoded_bytes();
    Ok(module.windows(home.len()).any(|bytes| bytes == home))
}

/// Flags that take the folders in which cargo keeps sources out of what is compiled.
fn without_folders(home: &Path) -> Result<Vec<String>, String> {
    let flag = |folder: &Path, end| format!("--remap-path-prefix={}{end}=", folder.display());
    let sources = home.join("registry/src");
    let told = |error| format!("{}: {error}", sources.display());
    let mut flags = vec![flag(home, "")];
    // One folder for each registry; of several prefixes that fit, the compiler takes the last.
    for entry in fs::read_dir(&sources).map_err(told)? {
        flags.push(flag(&entry.map_err(told)?.path(), "/"));
    }
    // cargo takes blanks for the ends of flags.
    flags.retain(|flag| !flag.contains(char::is_whitespace));
    Ok(flags)
}

fn cargo_home() -> Result<PathBuf, String> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty());
    set("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| set("HOME").map(|home| Path::new(&home).join(".cargo")))
        .ok_or_else(|| "neither CARGO_HOME nor HOME is set".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_registry_s_folder_is_taken_out() -> Result<(), Box<dyn std::error::Error>> {
        let home = env::temp_dir().join(format!("xtask-home-{}", std::process::id()));
        fs::create_dir_all(home.join("registry/src/index-1"))?;
        let flags = without_folders(&home);
        fs::remove_dir_all(&home)?;
        let home = home.display();
        assert_eq!(
            flags?,
            [
                format!("--remap-path-prefix={home}="),
                format!("--remap-path-prefix={home}/registry/src/index-1/="),
            ]
        );
        Ok(())
    }
}
