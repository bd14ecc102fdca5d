//! The packed npm package in other people's programs: the suite `portals`.

use crate::build::{self, Profile};
use crate::checkout::Checkout;
use crate::counts::{self, Counts};
use crate::package;
use crate::parts;
use crate::run;

/// Runs every portal of `tests/portals` against a server of its own; the package is built.
pub(crate) fn suite(checkout: &Checkout) -> Result<Counts, String> {
    let program = build::server(checkout, Profile::Dev)?;
    let mut node = checkout.command("node");
    node.args(["--test", "--test-reporter=spec", "portals.test.mjs"])
        .current_dir(parts::portals_folder(checkout))
        .env("CHROMIUM", parts::browser(checkout).unwrap_or_default())
        .env("PREARCHIVE_PACKED", package::packed(checkout))
        .env("PREARCHIVE_SERVER", program);
    let outcome = run::loudly(&mut node)?;
    Ok(counts::node(&outcome.lines).agreeing_with(outcome.success))
}
