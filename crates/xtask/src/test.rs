//! `cargo xtask test`: runs the suites and counts.

use std::time::Instant;

use crate::checkout::Checkout;
use crate::counts::Counts;
use crate::parts::Part;
use crate::run;
use crate::setup::{self, Missing};
use crate::suites::{Products, SUITES, Suite};

/// Shows the suites.
pub(crate) fn list() {
    for suite in SUITES {
        println!("{:12} {}", suite.name, suite.what);
    }
}

/// Runs the suites named, or all; `true` when nothing failed.
pub(crate) fn test(checkout: &Checkout, only: &[String]) -> Result<bool, String> {
    let suites = chosen(only)?;
    let wanted: Vec<Part> = suites
        .iter()
        .flat_map(|suite| suite.needs)
        .copied()
        .collect();
    let missing = setup::set_up(checkout, &wanted)?;
    let mut products = Products::default();
    let mut total = Counts::default();
    let mut closing = Vec::new();
    for suite in suites {
        println!("\nsuite {}: {}", suite.name, suite.what);
        let started = Instant::now();
        let counts = run_one(checkout, suite, &missing, &mut products);
        let line = format!(
            "suite {}: {} passed, {} failed ({})",
            suite.name,
            counts.passed,
            counts.failed,
            run::duration(started.elapsed())
        );
        println!("{line}");
        closing.push(line);
        total += counts;
    }
    println!();
    for line in closing {
        println!("{line}");
    }
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(total.failed == 0)
}

/// The suites named, in the table's order.
fn chosen(only: &[String]) -> Result<Vec<&'static Suite>, String> {
    if let Some(unknown) = only
        .iter()
        .find(|name| SUITES.iter().all(|suite| suite.name != **name))
    {
        let names: Vec<_> = SUITES.iter().map(|suite| suite.name).collect();
        return Err(format!(
            "there is no suite {unknown:?}; there are {}",
            names.join(", ")
        ));
    }
    Ok(SUITES
        .iter()
        .filter(|suite| only.is_empty() || only.iter().any(|name| name == suite.name))
        .collect())
}

fn run_one(
    checkout: &Checkout,
    suite: &Suite,
    missing: &[Missing],
    products: &mut Products,
) -> Counts {
    let result = match missing
        .iter()
        .find(|missing| suite.needs.contains(&missing.part))
    {
        Some(missing) => Err(format!("not run: {}", missing.reason)),
        None => (suite.run)(checkout, products),
    };
    result.unwrap_or_else(|reason| {
        println!("{reason}");
        Counts::one(false)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(only: &[&str]) -> Result<Vec<&'static str>, String> {
        let only: Vec<_> = only.iter().map(|name| (*name).to_owned()).collect();
        Ok(chosen(&only)?.iter().map(|suite| suite.name).collect())
    }

    #[test]
    fn suites_are_chosen_by_name_and_run_in_order() {
        assert_eq!(names(&[]).map(|names| names.len()), Ok(SUITES.len()));
        assert_eq!(
            names(&["page", "format", "page"]),
            Ok(vec!["format", "page"])
        );
        let refused = names(&["format", "speed"]).expect_err("no such suite");
        assert!(
            refused.starts_with("there is no suite \"speed\"; there are format, "),
            "{refused}"
        );
    }
}
