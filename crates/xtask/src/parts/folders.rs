//! The folders that have npm packages of their own.

use std::path::PathBuf;

use crate::checkout::Checkout;

/// The folder of the browser journeys.
pub(crate) fn journeys_folder(checkout: &Checkout) -> PathBuf {
    checkout.root.join("tests/journeys")
}

/// The folder of the page's benchmark.
pub(crate) fn bench_folder(checkout: &Checkout) -> PathBuf {
    checkout.root.join("tests/bench-page")
}

/// The folder of what Lighthouse says.
pub(crate) fn lighthouse_folder(checkout: &Checkout) -> PathBuf {
    checkout.root.join("tests/lighthouse")
}

/// The folder of the package's portals.
pub(crate) fn portals_folder(checkout: &Checkout) -> PathBuf {
    checkout.root.join("tests/portals")
}

/// The folder of the docs, which has what builds their site, too.
pub(crate) fn docs_folder(checkout: &Checkout) -> PathBuf {
    checkout.root.join("docs")
}

/// The folder of what runs the samples of the docs.
pub(crate) fn samples_folder(checkout: &Checkout) -> PathBuf {
    checkout.root.join("tests/samples")
}
