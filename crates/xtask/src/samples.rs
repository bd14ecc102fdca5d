//! The suite `samples`: the docs site is built, and everything that its pages and the READMEs show is run.

use crate::build::{self, Profile};
use crate::checkout::Checkout;
use crate::counts::{self, Counts};
use crate::docs;
use crate::parts;
use crate::run;

/// Builds the site, and runs the tests of `tests/samples`; page and package are built.
pub(crate) fn suite(checkout: &Checkout) -> Result<Counts, String> {
    let site = checkout.target.join("site");
    docs::site(checkout, "/docs/", &site)?;
    let mut counts = Counts::one(true);
    let program = build::server(checkout, Profile::Dev)?;
    let mut node = checkout.command("node");
    node.args(["--test", "--test-reporter=spec"])
        .args([
            "samples.test.mjs",
            "codes.test.mjs",
            "messages.test.mjs",
            "site.test.mjs",
        ])
        .current_dir(parts::samples_folder(checkout))
        .env("CHROMIUM", parts::browser(checkout).unwrap_or_default())
        .env("PACKAGE_FOLDER", build::package_folder(checkout))
        .env("PREARCHIVE_SERVER", program)
        .env("PREARCHIVE_SITE", site);
    let outcome = run::loudly(&mut node)?;
    counts += counts::node(&outcome.lines).agreeing_with(outcome.success);
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use crate::args;

    /// What people read about the commands.
    fn pages(root: &Path) -> Vec<PathBuf> {
        let mut pages: Vec<_> = fs::read_dir(root.join("docs"))
            .expect("the docs")
            .map(|entry| entry.expect("an entry").path())
            .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
            .collect();
        pages.extend(["README.md", "CONTRIBUTING.md"].map(|name| root.join(name)));
        pages
    }

    #[test]
    fn every_command_that_is_shown_is_understood() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut seen = 0;
        for page in pages(&root) {
            let text = fs::read_to_string(&page).expect("a page");
            for line in text.lines() {
                let Some(command) = line.trim_start().strip_prefix("cargo xtask ") else {
                    continue;
                };
                let (command, _) = command.split_once('#').unwrap_or((command, ""));
                let words: Vec<_> = command.split_whitespace().map(str::to_owned).collect();
                let read = args::parse(&words);
                assert!(read.is_ok(), "{}: {line}: {read:?}", page.display());
                seen += 1;
            }
        }
        assert!(seen > 5, "{seen} commands");
    }
}
