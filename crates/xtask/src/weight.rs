//! What a browser downloads before a session is opened, and the budget for it.

use std::fmt;
use std::path::Path;

use crate::checkout::Checkout;
use crate::run;
use crate::split::{DEMO, LATER};

/// What the page's WebAssembly, JavaScript and CSS may weigh together, each compressed as servers send it.
const PAGE_BUDGET: usize = 300 * 1024;

/// Prints for each such file of a folder its size, its compressed size and its name, a line each.
const REPORT: &str = "\
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
const folder = process.env.PAGE_FOLDER;
for (const name of readdirSync(folder, { recursive: true }).sort()) {
  if (!/\\.(wasm|js|css)$/.test(name)) continue;
  const bytes = readFileSync(join(folder, name));
  console.log(bytes.length, gzipSync(bytes, { level: 9 }).length, name);
}
";

/// Weighs a built page, says what its parts weigh, and refuses it when it is too heavy.
pub(crate) fn check_page(checkout: &Checkout, folder: &Path) -> Result<(), String> {
    let mut node = checkout.command("node");
    node.args(["--input-type=module", "--eval", REPORT])
        .env("PAGE_FOLDER", folder);
    let lines = run::output(&mut node)?;
    let weight = Weight::read(&lines)
        .ok_or_else(|| format!("{}: no page was built there", folder.display()))?;
    println!("{weight}");
    if weight.gzip() <= PAGE_BUDGET {
        Ok(())
    } else {
        Err("the page is over its budget".into())
    }
}

impl File {
    /// It is downloaded when it is asked for: the module, not the script that asks for it; or the demonstration.
    fn is_later(&self) -> bool {
        let is_module = self
            .name
            .strip_suffix(".wasm")
            .is_some_and(|name| name.ends_with(LATER));
        let is_demo = Path::new(&self.name).starts_with(DEMO);
        is_module || is_demo
    }
}

/// The files that a browser downloads.
struct Weight(Vec<File>);

struct File {
    raw: usize,
    gzip: usize,
    name: String,
}

impl Weight {
    /// Reads what [`REPORT`] printed; without a module it is no page.
    fn read(lines: &[String]) -> Option<Self> {
        let files: Vec<File> = lines
            .iter()
            .map(|line| {
                let mut words = line.splitn(3, ' ');
                Some(File {
                    raw: words.next()?.parse().ok()?,
                    gzip: words.next()?.parse().ok()?,
                    name: words.next()?.to_owned(),
                })
            })
            .collect::<Option<_>>()?;
        let has_module = files.iter().any(|file| file.name.ends_with(".wasm"));
        has_module.then_some(Self(files))
    }

    /// What everybody downloads.
    fn gzip(&self) -> usize {
        let first = self.0.iter().filter(|file| !file.is_later());
        first.map(|file| file.gzip).sum()
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for file in &self.0 {
            let (raw, gzip) = (file.raw.div_ceil(1024), file.gzip.div_ceil(1024));
            let when = if file.is_later() { ", later" } else { "" };
            writeln!(f, "{}: {raw} KB, {gzip} KB compressed{when}", file.name)?;
        }
        let total = self.gzip();
        let verdict = if total <= PAGE_BUDGET {
            "within"
        } else {
            "OVER"
        };
        write!(
            f,
            "The page: {} KB compressed, {verdict} the budget of {} KB",
            total.div_ceil(1024),
            PAGE_BUDGET / 1024
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(text: &str) -> Option<Weight> {
        Weight::read(&text.lines().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn the_files_are_judged_together() {
        for (module, verdict) in [
            (300_000, "300 KB compressed, within the budget of 300 KB"),
            (300_001, "301 KB compressed, OVER the budget of 300 KB"),
        ] {
            let page = format!("2000 1200 app.css\n9000 6000 app.js\n700000 {module} app_bg.wasm");
            let page = weight(&page).expect("a page");
            let said = page.to_string();
            assert!(
                said.starts_with("app.css: 2 KB, 2 KB compressed\n"),
                "{said}"
            );
            assert!(said.ends_with(verdict), "{said}");
        }
    }

    #[test]
    fn what_comes_later_is_told_and_not_counted() {
        let page = "9000 6000 app.js\n700000 290000 app_bg.wasm\n900 600 app_later.js\n200000 90000 app_later.wasm\n\
                    900000 800000 demo/wasm/engine_bg.wasm";
        let page = weight(page).expect("a page");
        assert_eq!(page.gzip(), 296_600);
        let said = page.to_string();
        assert!(
            said.contains("app_later.wasm: 196 KB, 88 KB compressed, later\n"),
            "{said}"
        );
    }

    #[test]
    fn a_folder_without_a_module_is_no_page() {
        for report in ["", "9000 6000 app.js", "Error: ENOENT", "1 app.wasm"] {
            assert!(weight(report).is_none(), "{report}");
        }
        let with_blank = weight("3 2 my app.wasm").expect("a page");
        assert_eq!(with_blank.0[0].name, "my app.wasm");
    }
}
