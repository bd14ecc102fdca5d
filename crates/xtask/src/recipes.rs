//! The recipes of docs/recipes.md, run: the page beside an XNAT in the web servers that Debian has.

use std::path::Path;

use crate::build::{self, Profile};
use crate::checkout::Checkout;
use crate::counts::{self, Counts};
use crate::run;

/// Debian's packages: the programs alone where there is such a package, without the service.
pub(crate) const PACKAGES: &[&str] = &[
    "nginx",
    "apache2-bin",
    "caddy",
    "tomcat10-user",
    "default-jre-headless",
];

/// What the tests start and read, where those packages put it.
const FILES: [&str; 5] = [
    "/usr/sbin/nginx",
    "/usr/sbin/apache2",
    "/usr/bin/caddy",
    "/usr/bin/java",
    "/usr/share/tomcat10/skel/conf/web.xml",
];

/// Whether all of them are there.
pub(crate) fn are_installed() -> bool {
    FILES.iter().all(|file| Path::new(file).exists())
}

/// Runs the tests: each server below a folder of its own, before a server that plays XNAT.
pub(crate) fn suite(checkout: &Checkout) -> Result<Counts, String> {
    let program = build::server(checkout, Profile::Dev)?;
    let folder = checkout.root.join("tests/recipes");
    let mut node = checkout.command("node");
    node.args(["--test", "--test-reporter=spec"])
        .args(["base.test.mjs", "recipes.test.mjs"].map(|file| folder.join(file)))
        .env("PREARCHIVE_SERVER", program);
    let outcome = run::loudly(&mut node)?;
    Ok(counts::node(&outcome.lines).agreeing_with(outcome.success))
}
