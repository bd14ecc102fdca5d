//! What is told: each violation with everything that touched its session, in order, and the closing counts.

use std::collections::{BTreeMap, BTreeSet};

use super::check::Violation;
use super::ledger::{Ledger, Operation, Outcome, Place};

/// The most violations that are told in full.
const MOST: usize = 12;
/// The most operations that are told of one violation.
const MOST_OPERATIONS: usize = 40;

/// Tells violations; `wreck` is what was on disk when the server had been killed, before it started again.
pub(crate) fn violations(ledger: &Ledger, violations: &[Violation], wreck: &[String]) {
    for violation in violations.iter().take(MOST) {
        println!("\nVIOLATION in round {}: {}", ledger.round, violation.rule);
        println!("  {}", violation.found);
        if let Some(number) = violation.file {
            let file = &ledger.files[number];
            let sha: String = file.hash[..8].iter().map(|b| format!("{b:02x}")).collect();
            let was = match &file.rest {
                Some((place, scan)) => format!(
                    "at the last rest in {place}, scan {}",
                    scan.as_deref().unwrap_or("-")
                ),
                None => "sent in this round".into(),
            };
            println!(
                "  file {} (sha256 {sha}…), sent by #{}, {was}",
                file.name, file.operation
            );
        }
        let places = related(ledger, violation);
        println!("  what touched it:");
        for line in history(ledger, violation, &places) {
            println!("    {line}");
        }
        println!("  on disk right after the kill:");
        let names: Vec<String> = places.iter().filter_map(on_disk).collect();
        for path in wreck {
            if names.iter().any(|name| path.contains(name.as_str())) {
                println!("    {path}");
            }
        }
    }
    if violations.len() > MOST {
        println!("\n... and {} violations more", violations.len() - MOST);
    }
}

/// What paths of a place have in common.
fn on_disk(place: &Place) -> Option<String> {
    match place {
        Place::Prearchive(address) => Some(address.trim_start_matches("Unassigned/").to_owned()),
        Place::Archive(label) => label
            .split_once('/')
            .map(|(project, label)| format!("{project}/arc001/{label}/")),
        Place::Cache => None,
    }
}

/// The places that operations lead to from those of a violation, or from which they lead there.
fn related(ledger: &Ledger, violation: &Violation) -> BTreeSet<Place> {
    let mut places: BTreeSet<Place> = violation.places.iter().cloned().collect();
    if let Some(file) = violation.file {
        let operation = &ledger.operations[ledger.files[file].operation];
        places.extend(operation.touches.iter().cloned());
    }
    places.remove(&Place::Cache);
    for _ in 0..4 {
        let effects = ledger.operations.iter().flat_map(|o| &o.effects);
        let mut more = BTreeSet::new();
        for effect in effects.filter(|effect| effect.to != Place::Cache) {
            if places.contains(&effect.from) {
                more.insert(effect.to.clone());
            }
            // A label can have many sessions; only those of the violation itself are of interest.
            if places.contains(&effect.to) && matches!(effect.to, Place::Prearchive(_)) {
                more.insert(effect.from.clone());
            }
        }
        places.extend(more);
    }
    places
}

fn history(ledger: &Ledger, violation: &Violation, places: &BTreeSet<Place>) -> Vec<String> {
    let sent = violation.file.map(|file| ledger.files[file].operation);
    let touching = ledger.operations.iter().enumerate().filter(|(number, o)| {
        Some(*number) == sent
            || o.touches.iter().any(|place| places.contains(place))
            || o.effects.iter().any(|effect| places.contains(&effect.from))
    });
    let mut lines: Vec<String> = touching.map(|(number, o)| line(number, o)).collect();
    let left_out = lines.len().saturating_sub(MOST_OPERATIONS);
    if left_out > 0 {
        lines.drain(..left_out);
        lines.insert(0, format!("... {left_out} earlier"));
    }
    lines
}

fn line(number: usize, operation: &Operation) -> String {
    let answer = match &operation.outcome {
        Outcome::Unanswered => "no answer".to_owned(),
        Outcome::Answered(status, body) => {
            let body: String = body.split_whitespace().collect::<Vec<_>>().join(" ");
            format!("{status} {}", body.chars().take(160).collect::<String>())
        }
    };
    let ended = match operation.ended {
        Some(at) => format!("{:.3}", seconds(at)),
        None => "?".into(),
    };
    format!(
        "#{number} round {} thread {} {:.3}–{ended} s {} [{} files] -> {answer}",
        operation.round,
        operation.thread,
        seconds(operation.began),
        operation.text,
        operation.files.len(),
    )
}

fn seconds(micros: u128) -> f64 {
    f64::from(u32::try_from(micros / 1000).unwrap_or(u32::MAX)) / 1000.0
}

/// Operations by kind and answer.
#[derive(Default)]
pub(crate) struct Counts(BTreeMap<&'static str, BTreeMap<String, usize>>);

impl Counts {
    /// Adds the operations of a round.
    pub(crate) fn add(&mut self, ledger: &Ledger) {
        let round = ledger.operations.iter().rev();
        for operation in round.take_while(|o| o.round == ledger.round) {
            let answer = match operation.outcome {
                Outcome::Unanswered => "no answer".to_owned(),
                Outcome::Answered(status, _) => status.to_string(),
            };
            *self
                .0
                .entry(operation.kind)
                .or_default()
                .entry(answer)
                .or_default() += 1;
        }
    }

    /// Prints a line for each kind.
    pub(crate) fn print(&self) {
        println!("  {:<14} {:>6}  by answer", "request", "sent");
        for (kind, answers) in &self.0 {
            let sum: usize = answers.values().sum();
            let answers: Vec<String> = answers
                .iter()
                .map(|(answer, count)| format!("{answer}: {count}"))
                .collect();
            println!("  {kind:<14} {sum:>6}  {}", answers.join(", "));
        }
    }
}
