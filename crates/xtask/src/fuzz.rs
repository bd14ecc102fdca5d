//! `cargo xtask fuzz`: builds the targets in `fuzz/`, gives them something to begin with, and lets them run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::checkout::Checkout;
use crate::counts::Counts;
use crate::parts;
use crate::run;
use crate::setup;

/// How long a target runs where nothing is said: what a release asks of each, in seconds.
pub(crate) const SECONDS: u64 = 600;
/// How long each target runs among the tests, in seconds.
const SECONDS_OF_A_TEST: u64 = 5;
/// About how many crates are compiled, for the targets and their seeds.
const CRATES: usize = 120;
/// How much of a failed run is shown, in lines.
const SHOWN: usize = 30;

/// The longest input, in bytes: longer ones vary no more, and are slower to try.
const LONGEST: usize = 16 << 10;

/// One target: a row of [`TARGETS`].
struct Target {
    name: &'static str,
    /// The most that may be allocated at once for one input, in MB.
    allocation: u32,
    /// The most that the process may hold, in MB; the sanitizer itself takes about 80.
    memory: u32,
}

/// Every target, in the order in which they run.
///
/// A text of 16 KB may allocate 32 MB at once, 2 KB for each of its bytes.
/// What is compressed may take more: deflate makes at most 1032 bytes of one, and a buffer that grows is twice as large.
const TARGETS: &[Target] = &[
    text("router"),
    text("form"),
    text("resultset"),
    packed("dicom"),
    packed("intake"),
];

const fn text(name: &'static str) -> Target {
    Target {
        name,
        allocation: 32,
        memory: 512,
    }
}

const fn packed(name: &'static str) -> Target {
    Target {
        name,
        allocation: 64,
        memory: 1024,
    }
}

/// Where a run reads and writes.
struct Places {
    /// What every run begins with; made anew each time.
    seeds: PathBuf,
    /// What runs have found worth keeping.
    corpora: PathBuf,
    /// Inputs that failed.
    failures: PathBuf,
    /// The programs.
    programs: PathBuf,
}

/// Runs the targets named, or all; `true` when none failed.
pub(crate) fn fuzz(checkout: &Checkout, seconds: u64, names: &[String]) -> Result<bool, String> {
    let targets = chosen(names)?;
    setup::complete(checkout, parts::FUZZ)?;
    let kept = checkout.cache.join("fuzz");
    let places = prepare(checkout, kept.join("corpus"))?;
    let mut all = true;
    for target in targets {
        all &= run(checkout, &places, target, seconds)?;
    }
    Ok(all)
}

/// The short run among the tests: each target from its seeds alone, so that every run is alike.
pub(crate) fn suite(checkout: &Checkout) -> Result<Counts, String> {
    let corpora = folder(checkout).join("short");
    if corpora.exists() {
        fs::remove_dir_all(&corpora).map_err(|error| format!("{}: {error}", corpora.display()))?;
    }
    let mut format = checkout.command("cargo");
    // Not `--all`, which would look at the other workspace, too.
    format.args([
        "fmt",
        "--check",
        "--manifest-path",
        "fuzz/Cargo.toml",
        "--package",
        "fuzz",
        "--package",
        "seeds",
    ]);
    let mut counts = Counts::one(run::loudly(&mut format)?.success);
    let places = prepare(checkout, corpora)?;
    for target in TARGETS {
        counts += Counts::one(run(checkout, &places, target, SECONDS_OF_A_TEST)?);
    }
    Ok(counts)
}

/// The targets of these names, all if there are none, in the table's order.
fn chosen(names: &[String]) -> Result<Vec<&'static Target>, String> {
    if let Some(unknown) = names
        .iter()
        .find(|name| TARGETS.iter().all(|target| target.name != **name))
    {
        let known: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
        return Err(format!(
            "there is no target {unknown:?}; there are {}",
            known.join(", ")
        ));
    }
    let wanted =
        |target: &&Target| names.is_empty() || names.iter().any(|name| name == target.name);
    Ok(TARGETS.iter().filter(wanted).collect())
}

/// Where everything is built: apart from the rest, as every crate is compiled with other flags.
fn folder(checkout: &Checkout) -> PathBuf {
    checkout.target.join("fuzz")
}

/// Builds the targets and writes the seeds.
fn prepare(checkout: &Checkout, corpora: PathBuf) -> Result<Places, String> {
    let built = folder(checkout);
    let host = run::first_line(checkout.command("rustc").args(["--print", "host-tuple"]))
        .ok_or("rustc does not say what it compiles for")?;
    println!("building the targets (about 5 minutes on two cores, once)");
    let mut build = checkout.command("cargo");
    build
        .args(["fuzz", "build", "--fuzz-dir", "fuzz", "--target", &host])
        .arg("--target-dir")
        .arg(&built)
        // The sanitizer's flags are not stable yet; the toolchain is, and stays the pinned one.
        .env("RUSTC_BOOTSTRAP", "1");
    run::quietly(&mut build, CRATES)?;
    let kept = checkout.cache.join("fuzz");
    let places = Places {
        seeds: kept.join("seeds"),
        corpora,
        failures: kept.join("failures"),
        programs: built.join(host).join("release"),
    };
    let mut seeds = checkout.command("cargo");
    seeds
        .args(["run", "--manifest-path", "fuzz/seeds/Cargo.toml", "--"])
        .arg(&places.seeds)
        .env("CARGO_TARGET_DIR", &built);
    run::quietly(&mut seeds, CRATES)?;
    Ok(places)
}

/// Runs one target and prints what came of it; `true` when it stayed clean.
fn run(
    checkout: &Checkout,
    places: &Places,
    target: &Target,
    seconds: u64,
) -> Result<bool, String> {
    let name = target.name;
    let (corpus, failures) = (places.corpora.join(name), places.failures.join(name));
    for folder in [&corpus, &failures] {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    let started = Instant::now();
    let mut command = command(checkout, places, target, &corpus, &failures);
    command.arg(format!("-max_total_time={seconds}"));
    let outcome = run::watched(&mut command)?;
    let executions = number_of_executions(&outcome.lines).unwrap_or(0);
    let time = run::duration(started.elapsed());
    // A run without a single execution shows nothing.
    let clean = outcome.success && executions > 0;
    if clean {
        println!("fuzz {name}: {executions} executions in {time}, clean");
        return Ok(true);
    }
    for line in reason(&outcome.lines) {
        println!("{line}");
    }
    let input = kept_input(&outcome.lines).unwrap_or("no input that could be kept");
    println!("fuzz {name}: FAILED after {executions} executions in {time}; the input: {input}");
    println!(
        "    again: {} {input}",
        places.programs.join(name).display()
    );
    Ok(false)
}

fn command(
    checkout: &Checkout,
    places: &Places,
    target: &Target,
    corpus: &Path,
    failures: &Path,
) -> Command {
    let program = places.programs.join(target.name);
    let mut command = checkout.command(&program.to_string_lossy());
    command
        .arg(corpus)
        .arg(places.seeds.join("corpus").join(target.name))
        .arg(format!(
            "-dict={}",
            places.seeds.join(format!("{}.dict", target.name)).display()
        ))
        .arg(format!("-artifact_prefix={}/", failures.display()))
        .arg(format!("-max_len={LONGEST}"))
        .arg(format!("-malloc_limit_mb={}", target.allocation))
        .arg(format!("-rss_limit_mb={}", target.memory))
        .args(["-timeout=10", "-print_final_stats=1"])
        // What was freed is held back to find its use; a quarter of a gigabyte of it would hide what inputs take.
        .env("ASAN_OPTIONS", "quarantine_size_mb=16");
    command
}

/// `stat::number_of_executed_units: 137625`
fn number_of_executions(lines: &[String]) -> Option<u64> {
    let found = lines
        .iter()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    found?.trim().parse().ok()
}

/// What is worth showing of a run that failed: from the panic or the sanitizer's report on; else the end.
fn reason(lines: &[String]) -> &[String] {
    let begins = |line: &String| line.contains("panicked at") || line.contains("ERROR: ");
    let start = lines.iter().position(begins);
    let lines = &lines[start.unwrap_or(lines.len().saturating_sub(SHOWN))..];
    &lines[..lines.len().min(SHOWN)]
}

/// `artifact_prefix='...'; Test unit written to .../crash-0123`
fn kept_input(lines: &[String]) -> Option<&str> {
    lines
        .iter()
        .find_map(|line| line.split_once("Test unit written to "))
        .map(|(_, path)| path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_chosen_by_name() {
        let names = |names: &[&str]| {
            let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
            let targets = chosen(&names)?;
            Ok::<_, String>(targets.iter().map(|target| target.name).collect::<Vec<_>>())
        };
        assert_eq!(names(&[]).map(|all| all.len()), Ok(TARGETS.len()));
        assert_eq!(names(&["dicom", "form"]), Ok(vec!["form", "dicom"]));
        let refused = names(&["forms"]).expect_err("no such target");
        assert!(refused.starts_with("there is no target \"forms\"; there are router, "));
    }

    /// A target that is not in the table would never run.
    #[test]
    fn every_target_is_in_the_table() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/fuzz_targets");
        let mut files: Vec<String> = fs::read_dir(folder)
            .expect("the targets' folder")
            .filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.to_owned()))
            .collect();
        files.sort();
        let mut names: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
        names.sort_unstable();
        assert_eq!(files, names);
    }

    #[test]
    fn what_the_fuzzer_prints() {
        let lines = [
            "#2 INITED cov: 5",
            "artifact_prefix='/c/'; Test unit written to /c/crash-01",
            "stat::number_of_executed_units: 137625",
            "stat::average_exec_per_sec:     8601",
        ]
        .map(str::to_owned);
        assert_eq!(reason(&lines), lines);
        let panicked = [&lines[..1], &["thread panicked at a.rs:1:1".to_owned()]].concat();
        assert_eq!(reason(&panicked), &panicked[1..]);
        assert_eq!(number_of_executions(&lines), Some(137_625));
        assert_eq!(kept_input(&lines), Some("/c/crash-01"));
        assert_eq!(number_of_executions(&lines[..2]), None);
        assert_eq!(kept_input(&lines[2..]), None);
    }
}
