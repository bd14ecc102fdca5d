//! The measurements: the server side by side with other programs in one run.

mod download;
mod import;
mod listing;
mod measure;

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::server::{self, USER};

/// The project of what is imported and downloaded.
const PROJECT: &str = "BENCH";

/// One thing that is measured and what it may be at most.
pub(crate) struct Row {
    what: String,
    ours: String,
    other: String,
    /// Ours divided by the limit's unit: a ratio, or mebibytes.
    value: f64,
    /// At most this; `None` for what is told only.
    limit: Option<f64>,
    unit: &'static str,
}

/// The table so far, and what is to be said below it.
#[derive(Default)]
pub(crate) struct Report {
    rows: Vec<Row>,
    notes: Vec<String>,
    problems: Vec<String>,
}

impl Report {
    /// A time against another program's.
    fn ratio(&mut self, what: &str, ours: Duration, other: (&str, Duration), limit: f64) {
        let (name, time) = other;
        self.rows.push(Row {
            what: what.into(),
            ours: seconds(ours),
            other: format!("{} ({name})", seconds(time)),
            value: ours.as_secs_f64() / time.as_secs_f64(),
            limit: Some(limit),
            unit: "x",
        });
    }

    /// The growth of the server's memory, in bytes, against a limit in mebibytes.
    fn growth(&mut self, what: &str, bytes: u64, limit: f64) {
        let value = measure::mebibytes(bytes);
        self.rows.push(Row {
            what: what.into(),
            ours: format!("{value:.1} MB"),
            other: "-".into(),
            value,
            limit: Some(limit),
            unit: " MB",
        });
    }

    fn note(&mut self, text: String) {
        println!("  {text}");
        self.notes.push(text);
    }

    /// Prints the table; true if every limit is kept and every answer was right.
    fn print(&self) -> bool {
        println!(
            "\n{:<44} {:>12} {:>22} {:>10} {:>10}  verdict",
            "", "server", "other", "value", "at most"
        );
        let mut kept = self.problems.is_empty();
        for row in &self.rows {
            let (limit, verdict) = match row.limit {
                Some(limit) => {
                    let passed = row.value <= limit;
                    kept &= passed;
                    let word = if passed { "pass" } else { "FAIL" };
                    (format!("{limit}{}", row.unit), word)
                }
                None => (String::new(), ""),
            };
            println!(
                "{:<44} {:>12} {:>22} {:>10} {limit:>10}  {verdict}",
                row.what,
                row.ours,
                row.other,
                format!("{:.2}{}", row.value, row.unit)
            );
        }
        println!("\nnotes");
        for note in &self.notes {
            println!("  {note}");
        }
        for problem in &self.problems {
            println!("FAIL: {problem}");
        }
        kept
    }
}

/// Measures everything; false if a limit is broken or an answer was wrong.
pub(crate) fn run(program: &Path, fixtures: &Path, folder: &Path) -> Result<bool, String> {
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let mut report = Report::default();
    println!("import");
    if let Err(problem) = import::measure(program, fixtures, folder, &mut report) {
        report.problems.push(format!("import: {problem}"));
    }
    println!("download");
    if let Err(problem) = download::measure(program, fixtures, folder, &mut report) {
        report.problems.push(format!("download: {problem}"));
    }
    println!("listing (making 100,000 sessions takes minutes)");
    if let Err(problem) = listing::measure(program, folder, &mut report) {
        report.problems.push(format!("listing: {problem}"));
    }
    let kept = report.print();
    println!("removing what was made");
    fs::remove_dir_all(folder).map_err(|error| error.to_string())?;
    Ok(kept)
}

/// A data folder with an administrator and a project.
fn prepare(program: &Path, data: &Path) -> Result<(), String> {
    server::command(program, data, &["user", "add", USER, "--admin"])?;
    server::command(program, data, &["project", "add", PROJECT])
}

fn seconds(time: Duration) -> String {
    format!("{:.3} s", time.as_secs_f64())
}
