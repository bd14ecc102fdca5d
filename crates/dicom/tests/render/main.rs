//! Frames of files as pictures.

#![expect(
    clippy::unwrap_used,
    reason = "a fixture that is not there must fail the test"
)]

mod bad_input;
mod fixtures;
mod made;
mod maker;

use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/dicom")
}

fn bytes(path: impl AsRef<Path>) -> Vec<u8> {
    let path = folder().join(path);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
