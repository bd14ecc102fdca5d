//! The invariants: what must hold after every crash, whatever was going on.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::{Effect, Label, Ledger, Outcome, Place};
use super::plan::AUTOMATIC;
use super::rest::{Found, Rest, is_at_rest};
use crate::http::Client;

/// Something that must not be.
#[derive(Debug)]
pub(crate) struct Violation {
    /// Which invariant.
    pub(crate) rule: &'static str,
    /// What was found, for people.
    pub(crate) found: String,
    /// The file that it is about.
    pub(crate) file: Option<usize>,
    /// The places that it is about.
    pub(crate) places: Vec<Place>,
}

/// What a round left behind, and what is wrong with it.
#[derive(Default)]
pub(crate) struct Verdict {
    pub(crate) violations: Vec<Violation>,
    /// Where each known file is.
    pub(crate) spots: BTreeMap<usize, (Place, Option<String>)>,
    /// Files of refused imports that were kept all the same: a client who tries again has them twice.
    pub(crate) refused_but_kept: usize,
}

impl Verdict {
    fn add(&mut self, rule: &'static str, found: String, file: Option<usize>, places: Vec<Place>) {
        self.violations.push(Violation {
            rule,
            found,
            file,
            places,
        });
    }
}

/// Holds what is on disk and in the rows against what was answered.
pub(crate) fn check(ledger: &Ledger, rest: &Rest) -> Verdict {
    let mut verdict = Verdict::default();
    check_copies(ledger, rest, &mut verdict);
    check_files(ledger, &mut verdict);
    check_imports(ledger, &mut verdict);
    check_rows(rest, &mut verdict);
    verdict
}

/// No file twice, and none that nobody sent.
fn check_copies(ledger: &Ledger, rest: &Rest, verdict: &mut Verdict) {
    let mut copies: BTreeMap<usize, Vec<&Found>> = BTreeMap::new();
    for found in &rest.files {
        match ledger.by_hash.get(&found.hash) {
            Some(file) => copies.entry(*file).or_default().push(found),
            None if found.scan.is_some() => verdict.add(
                "what is stored is what was sent",
                format!("{} has bytes that nobody sent", found.path),
                None,
                vec![found.place.clone()],
            ),
            None => {}
        }
    }
    for (file, copies) in copies {
        if copies.len() > 1 {
            let paths: Vec<&str> = copies.iter().map(|found| found.path.as_str()).collect();
            verdict.add(
                "no file is there twice",
                format!("the same bytes are at {}", paths.join(" and at ")),
                Some(file),
                copies.iter().map(|found| found.place.clone()).collect(),
            );
        }
        let first = copies[0];
        verdict
            .spots
            .insert(file, (first.place.clone(), first.scan.clone()));
    }
}

/// Every accepted file is there, and where the answers say.
fn check_files(ledger: &Ledger, verdict: &mut Verdict) {
    for (number, file) in ledger.files.iter().enumerate() {
        if file.forgotten {
            continue;
        }
        let start = file.rest.as_ref().map(|(place, _)| place);
        let start = start.or(file.accepted.as_ref());
        let Some(start) = start else { continue };
        let scan = file.rest.as_ref().and_then(|(_, scan)| scan.as_deref());
        let possible = possible(ledger, number, start, scan);
        match verdict.spots.get(&number) {
            None => verdict.add(
                "an accepted file is never lost",
                format!("it is nowhere; it was last known in {start}"),
                Some(number),
                vec![start.clone()],
            ),
            Some((place, _)) if !possible.contains(place) => {
                let place = place.clone();
                let allowed: Vec<String> = possible.iter().map(Place::to_string).collect();
                verdict.add(
                    "what was answered stays done, and nothing else is done",
                    format!(
                        "it is in {place}; it was in {start}, and by the answers it can be in: {}",
                        allowed.join(", ")
                    ),
                    Some(number),
                    vec![start.clone(), place],
                );
            }
            Some(_) => {}
        }
    }
}

/// Where a file can be after this round, by what was asked and answered.
fn possible(ledger: &Ledger, number: usize, start: &Place, scan: Option<&str>) -> BTreeSet<Place> {
    let round = || {
        let all = ledger.operations.iter().rev();
        all.take_while(|operation| operation.round == ledger.round)
    };
    let applies = |effect: &Effect| match (&effect.scan, scan) {
        (Some(of), Some(scan)) => of == scan,
        _ => true,
    };
    let mut possible = BTreeSet::from([start.clone()]);
    let mut open = vec![start.clone()];
    while let Some(place) = open.pop() {
        // Here nobody needs to ask: what is built is archived, be it after a quiet time.
        let archived = by_itself(&place).filter(|archived| possible.insert(archived.clone()));
        open.extend(archived);
        for effect in round().flat_map(|operation| &operation.effects) {
            if effect.from == place && applies(effect) && possible.insert(effect.to.clone()) {
                open.push(effect.to.clone());
            }
        }
    }
    // Where it was known to be when something was done there that takes it away, it cannot be any more.
    let file = &ledger.files[number];
    let since = match &file.rest {
        Some(_) => 0,
        None => ledger.operations[file.operation].ended.unwrap_or(u128::MAX),
    };
    let taken_away = round().any(|operation| {
        operation.certain
            && operation.began > since
            && operation.effects.iter().any(|effect| {
                let whole =
                    effect.scan.is_none() || (scan.is_some() && effect.scan.as_deref() == scan);
                matches!(effect.from, Place::Prearchive(_))
                    && effect.from == *start
                    && effect.to != *start
                    && whole
            })
    });
    let brought_back = round()
        .flat_map(|operation| &operation.effects)
        .any(|effect| effect.to == *start);
    if taken_away && !brought_back {
        possible.remove(start);
    }
    possible
}

/// Where a session of the project that archives by itself goes.
fn by_itself(place: &Place) -> Option<Place> {
    let Place::Prearchive(address) = place else {
        return None;
    };
    let (project, rest) = address.split_once('/')?;
    let (_, label) = rest.split_once('/')?;
    (project == AUTOMATIC).then(|| Place::Archive(format!("{project}/{label}")))
}

/// An import that was not accepted is there as a whole or not at all.
fn check_imports(ledger: &Ledger, verdict: &mut Verdict) {
    let round = ledger.operations.iter().enumerate().rev();
    for (number, operation) in round.take_while(|(_, o)| o.round == ledger.round) {
        let accepted = |file: &usize| ledger.files[*file].accepted.is_some();
        if operation.files.is_empty() || operation.files.iter().any(accepted) {
            continue;
        }
        let there = operation
            .files
            .iter()
            .filter(|file| verdict.spots.contains_key(*file));
        let there: Vec<usize> = there.copied().collect();
        if matches!(operation.outcome, Outcome::Answered(..)) {
            verdict.refused_but_kept += there.len();
        }
        if !there.is_empty() && there.len() < operation.files.len() {
            let places = there.iter().map(|file| verdict.spots[file].0.clone());
            let places = places.collect();
            verdict.add(
                "an import is there as a whole or not at all",
                format!(
                    "{} of {} files are there of the unaccepted import #{number}",
                    there.len(),
                    operation.files.len()
                ),
                there.first().copied(),
                places,
            );
        }
    }
}

/// Rows and folders agree, and nothing is stuck.
fn check_rows(rest: &Rest, verdict: &mut Verdict) {
    for (address, status) in &rest.rows {
        let place = || vec![Place::Prearchive(address.clone())];
        if !is_at_rest(status) {
            let found = format!("{address} is {status}, and nobody works on it");
            verdict.add("nothing is stuck", found, None, place());
        }
        if !rest.folders.contains(address) {
            let found = format!("{address} ({status}) has no folder with files");
            verdict.add("every row has its folder", found, None, place());
        }
    }
    for (what, addresses) in [("folder", &rest.folders), ("document", &rest.documents)] {
        for address in addresses {
            if !rest.rows.contains_key(address) {
                let place = vec![Place::Prearchive(address.clone())];
                let found = format!("the {what} of {address} has no row");
                verdict.add("every folder has its row", found, None, place);
            }
        }
    }
    for path in &rest.staging {
        let found = format!("{path} is still there");
        verdict.add(
            "the staging folder is empty at rest",
            found,
            None,
            Vec::new(),
        );
    }
    for path in &rest.unfinished {
        let found = format!("{path} is still there");
        verdict.add("no unfinished file stays behind", found, None, Vec::new());
    }
}

/// Asks the server itself whether archived sessions answer.
pub(crate) fn ask(client: &Client, rest: &Rest, verdict: &mut Verdict) -> Result<(), String> {
    for archived in &rest.archived {
        let Some((project, label)) = archived.split_once('/') else {
            continue;
        };
        let subject = Label::subject(label);
        let path = format!(
            "/data/archive/projects/{project}/subjects/{subject}/experiments/{label}?format=json"
        );
        let status = client.get(&path)?.status;
        if status != 200 {
            verdict.add(
                "every archived session answers at its URI",
                format!("{path} is answered {status}"),
                None,
                vec![Place::Archive(archived.clone())],
            );
        }
    }
    Ok(())
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
