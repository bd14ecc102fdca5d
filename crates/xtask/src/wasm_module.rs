//! What a built module must be: importing nothing but its own glue, and naming no folder of the machine that built it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::checkout::Checkout;
use crate::counts::Counts;
use crate::published;
use crate::run;

/// Prints the number of a module's imports, and the names of the modules they come from, each on a line.
const REPORT: &str = "\
import { readFileSync } from 'node:fs';
const bytes = readFileSync(process.env.WASM_MODULE);
const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
console.log(imports.length);
for (const name of new Set(imports.map(({ module }) => module))) console.log(name);
";

/// Checks every module in a folder; no module at all is a failure.
pub(crate) fn check(checkout: &Checkout, folder: &Path) -> Result<Counts, String> {
    let mut counts = Counts::default();
    for file in modules(folder)? {
        let mut node = checkout.command("node");
        node.args(["--input-type=module", "--eval", REPORT])
            .env("WASM_MODULE", &file);
        let outcome = run::output(&mut node).and_then(|lines| {
            Report::read(&lines).ok_or_else(|| format!("{}: not understood", lines.join("\n")))
        });
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        match outcome {
            Err(reason) => {
                println!("{name}: {reason}");
                counts.failed += 1;
            }
            Ok(report) => {
                let foreign: Vec<_> = report.foreign().collect();
                if !foreign.is_empty() {
                    println!(
                        "{name}: imports {}, which no browser provides",
                        foreign.join(", ")
                    );
                }
                let bytes = fs::read(&file).map_err(|error| format!("{name}: {error}"))?;
                let names_folders = published::names_folders(&bytes)?;
                if names_folders {
                    println!("{name}: names folders of the machine that built it");
                }
                counts += Counts::one(foreign.is_empty() && !names_folders);
            }
        }
    }
    Ok(counts.agreeing_with(true))
}

/// What [`REPORT`] printed: the modules that are imported.
struct Report(Vec<String>);

impl Report {
    fn read(lines: &[String]) -> Option<Self> {
        let (count, imports) = lines.split_first()?;
        count.parse::<usize>().ok()?;
        Some(Self(imports.to_vec()))
    }

    /// Imported modules that wasm-bindgen's glue does not provide.
    fn foreign(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str).filter(|name| {
            let glue = *name == "wbg"
                || name.starts_with("__wbindgen")
                || (name.starts_with("./") && name.ends_with("_bg.js"))
                // Between the two parts of the page: what loads the later one, and what the first one gives to it.
                || matches!(*name, "./__wasm_split.js" | "__wasm_split");
            !glue
        })
    }
}

fn modules(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<_> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|file| {
            file.extension()
                .is_some_and(|extension| extension == "wasm")
        })
        .collect();
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(text: &str) -> Option<Report> {
        Report::read(&text.lines().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn imports_other_than_glue_are_foreign() {
        for (imports, expected) in [
            ("", ""),
            ("wbg", ""),
            ("./prearchive-app_bg.js\n__wbindgen_placeholder__", ""),
            ("./__wasm_split.js\n__wasm_split", ""),
            ("wbg\nenv", "env"),
            (
                "./other.js\nwasi_snapshot_preview1",
                "./other.js wasi_snapshot_preview1",
            ),
        ] {
            let report = report(&format!("7\n{imports}")).expect("a report");
            assert_eq!(
                report.foreign().collect::<Vec<_>>().join(" "),
                expected,
                "{imports}"
            );
        }
    }

    #[test]
    fn what_is_no_report_is_none() {
        assert!(report("0").is_some());
        assert!(report("").is_none());
        assert!(report("SyntaxError\n1").is_none());
    }
}
