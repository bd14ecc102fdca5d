//! The table of XNAT's tests and ours names what is there, and all of it.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

const TABLE: &str = include_str!("../../../docs/conformance.md");
/// The counterparts that need to move the clock, which only whoever holds the engine can.
const TIMED: &str = include_str!("../../../crates/engine/tests/time.rs");
const TITLE: &str = "Test of the suite";

/// The second cells of the table: our names, `module::name`.
fn named() -> Vec<&'static str> {
    let rows = TABLE.lines().filter(|line| line.starts_with("| "));
    rows.map(|row| row.split(" | ").collect::<Vec<_>>())
        .filter(|cells| !cells[0].ends_with(TITLE) && !cells[0].contains("---"))
        .map(|cells| cells[1].trim_matches('`'))
        .collect()
}

fn behaviours() -> BTreeSet<&'static str> {
    let mut all = BTreeSet::new();
    macro_rules! know {
        ($subject:ident, $name:ident) => {
            all.insert(concat!(stringify!($subject), "::", stringify!($name)));
        };
    }
    behaviours::for_each!(know);
    all
}

#[test]
fn every_counterpart_that_is_named_is_there() {
    let behaviours = behaviours();
    for name in named() {
        let is_there = match name.strip_prefix("time::") {
            Some(timed) => TIMED.contains(&format!("#[test]\nfn {timed}() {{")),
            None => behaviours.contains(name),
        };
        assert!(is_there, "{name}");
    }
}

#[test]
fn every_counterpart_that_is_there_is_named_once() {
    let named = named();
    let counterparts = behaviours().into_iter();
    for name in counterparts.filter(|name| name.starts_with("rest_")) {
        let count = named.iter().filter(|other| **other == name).count();
        assert_eq!(count, 1, "{name}");
    }
}
