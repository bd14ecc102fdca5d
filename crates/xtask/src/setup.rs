//! Set-up: finds what is missing, says so, and mends it step by step.

use std::fs;
use std::path::Path;
use std::process;
use std::time::Instant;

use crate::checkout::Checkout;
use crate::parts::{ALL, Mend, Part};
use crate::run;
use crate::tools::{Source, Tool};

/// A part that is still missing, and why.
pub(crate) struct Missing {
    /// The part.
    pub(crate) part: Part,
    /// What went wrong, with the command that mends it where there is one.
    pub(crate) reason: String,
}

/// Sets up all of these parts; an error names every one that is still missing.
pub(crate) fn complete(checkout: &Checkout, wanted: &[Part]) -> Result<(), String> {
    let missing = set_up(checkout, wanted)?;
    if missing.is_empty() {
        return Ok(());
    }
    let reasons: Vec<_> = missing.into_iter().map(|missing| missing.reason).collect();
    Err(reasons.join("\nerror: "))
}

/// Sets up what it can of these parts and returns the rest.
pub(crate) fn set_up(checkout: &Checkout, wanted: &[Part]) -> Result<Vec<Missing>, String> {
    let (mut there, mut steps) = (Vec::new(), Vec::new());
    for part in ALL.iter().filter(|part| wanted.contains(part)) {
        match part.is_present(checkout)? {
            true => there.push(part.name(checkout)?),
            false => steps.push(*part),
        }
    }
    if !there.is_empty() {
        println!("set-up: found {}", there.join(", "));
    }
    let mut missing: Vec<Missing> = Vec::new();
    // One build folder for all tools, as they share many dependencies.
    let build = checkout
        .cache
        .join(format!("build-of-tools-{}", process::id()));
    for (number, part) in steps.iter().enumerate() {
        let started = Instant::now();
        let count = format!("step {} of {}", number + 1, steps.len());
        // npm installs nothing without Node.js: one missing part is enough to name.
        let result = match missing.iter().find(|missing| missing.part == Part::Node) {
            Some(node) if part.needs_node() => Err(node.reason.clone()),
            _ => step(checkout, *part, &count, &build),
        };
        match result {
            Ok(()) => println!("{count}: done in {}", run::duration(started.elapsed())),
            Err(reason) => {
                println!("{count}: {reason}");
                missing.push(Missing {
                    part: *part,
                    reason,
                });
            }
        }
    }
    // It may never have been made.
    let _ = fs::remove_dir_all(&build);
    Ok(missing)
}

impl Part {
    fn needs_node(self) -> bool {
        matches!(
            self,
            Part::Binaryen
                | Part::JourneyPackages
                | Part::BenchPackages
                | Part::LighthousePackages
                | Part::PackagePackages
                | Part::PortalPackages
                | Part::DocsPackages
                | Part::SamplePackages
        )
    }
}

fn step(checkout: &Checkout, part: Part, count: &str, build: &Path) -> Result<(), String> {
    let name = part.name(checkout)?;
    match part.mend(checkout) {
        Mend::Tell(sentence) => return Err(sentence),
        Mend::Run(commands) => {
            for mut command in commands {
                println!("{count}: installing {name}: {}", run::shown(&command));
                run::quietly(&mut command, 0)?;
            }
            part.mended(checkout)?;
        }
        Mend::Install(tool) => {
            let verb = if tool.source == Source::Npm {
                "installing"
            } else {
                "building"
            };
            println!("{count}: {verb} {name} ({})", tool.duration);
            install(checkout, tool, build)?;
        }
    }
    match part.is_present(checkout)? {
        true => Ok(()),
        false => Err(format!(
            "{name} is still not there, though its installation ended well"
        )),
    }
}

/// Installs a tool beside its final place and moves it there when it is whole.
fn install(checkout: &Checkout, tool: &Tool, build: &Path) -> Result<(), String> {
    let folder = tool.folder(checkout)?;
    let partial = folder.with_file_name(format!(
        "{}.partial-{}",
        folder.file_name().unwrap_or_default().to_string_lossy(),
        process::id()
    ));
    let failed = |error: std::io::Error| format!("{}: {error}", partial.display());
    fs::create_dir_all(&partial).map_err(failed)?;
    let installed = tool
        .installer(checkout, &partial, build)
        .and_then(|mut command| run::quietly(&mut command, tool.crates));
    if let Err(reason) = installed {
        let _ = fs::remove_dir_all(&partial);
        return Err(reason);
    }
    if fs::rename(&partial, &folder).is_err() {
        // Somebody else was quicker, or left half of it behind.
        if !tool.is_present(checkout)? {
            fs::remove_dir_all(&folder).map_err(failed)?;
            return fs::rename(&partial, &folder).map_err(failed);
        }
        fs::remove_dir_all(&partial).map_err(failed)?;
    }
    Ok(())
}
