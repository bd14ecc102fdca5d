//! What a built module must be: importing nothing but its own glue, and within a budget if it has one.

use std::fs;
use std::path::{Path, PathBuf};

use crate::checkout::Checkout;
use crate::counts::Counts;
use crate::run;

/// What the module of the npm package may weigh, compressed as servers send it.
pub(crate) const PACKAGE_BUDGET: usize = 400 * 1024;

/// Prints a module's size, its compressed size, and the names of the modules it imports, each on a line.
const REPORT: &str = "\
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
const bytes = readFileSync(process.env.WASM_MODULE);
console.log(bytes.length);
console.log(gzipSync(bytes, { level: 9 }).length);
const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
for (const name of new Set(imports.map(({ module }) => module))) console.log(name);
";

/// Checks every module in a folder: one check for its imports, one for its size if there is a budget;
/// no module at all is a failure.
pub(crate) fn check(
    checkout: &Checkout,
    folder: &Path,
    budget: Option<usize>,
) -> Result<Counts, String> {
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
                if let Some(budget) = budget {
                    println!("{name}: {}", report.summary(budget));
                    counts += Counts::one(report.gzip <= budget);
                }
                let foreign: Vec<_> = report.foreign().collect();
                if !foreign.is_empty() {
                    println!(
                        "{name}: imports {}, which no browser provides",
                        foreign.join(", ")
                    );
                }
                counts += Counts::one(foreign.is_empty());
            }
        }
    }
    Ok(counts.agreeing_with(true))
}

/// What [`REPORT`] printed.
struct Report {
    raw: usize,
    gzip: usize,
    imports: Vec<String>,
}

impl Report {
    fn read(lines: &[String]) -> Option<Self> {
        let [raw, gzip, imports @ ..] = lines else {
            return None;
        };
        Some(Self {
            raw: raw.parse().ok()?,
            gzip: gzip.parse().ok()?,
            imports: imports.to_vec(),
        })
    }

    fn summary(&self, budget: usize) -> String {
        let verdict = if self.gzip <= budget {
            "within"
        } else {
            "OVER"
        };
        format!(
            "{} KB, {} KB compressed, {verdict} the budget of {} KB",
            self.raw.div_ceil(1024),
            self.gzip.div_ceil(1024),
            budget / 1024
        )
    }

    /// Imported modules that wasm-bindgen's glue does not provide.
    fn foreign(&self) -> impl Iterator<Item = &str> {
        self.imports.iter().map(String::as_str).filter(|name| {
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
            let report = report(&format!("2048\n1024\n{imports}")).expect("a report");
            assert_eq!(
                report.foreign().collect::<Vec<_>>().join(" "),
                expected,
                "{imports}"
            );
        }
    }

    #[test]
    fn sizes_are_read_and_judged() {
        let small = report("800000\n409600").expect("a report");
        assert_eq!(
            small.summary(PACKAGE_BUDGET),
            "782 KB, 400 KB compressed, within the budget of 400 KB"
        );
        let big = report("800000\n409601").expect("a report");
        assert_eq!(
            big.summary(PACKAGE_BUDGET),
            "782 KB, 401 KB compressed, OVER the budget of 400 KB"
        );
        assert!(report("800000").is_none());
        assert!(report("SyntaxError\n1").is_none());
    }
}
