//! The command line of `bench`: what is measured, and how much of it.

use super::{Arguments, Command, flag, unknown};

/// The options of `bench page`.
#[derive(Debug, PartialEq)]
pub(crate) struct BenchPage {
    /// How many sessions the server has where the limits are held.
    pub(crate) sessions: u64,
    /// How often each contender is measured.
    pub(crate) rounds: u64,
    /// Only this number of sessions, not a tenth and ten times as many.
    pub(crate) alone: bool,
    /// A limit that is missed is no failure.
    pub(crate) report_only: bool,
}

impl Default for BenchPage {
    fn default() -> Self {
        Self {
            sessions: 100_000,
            rounds: 7,
            alone: false,
            report_only: false,
        }
    }
}

/// The fewest sessions of which a tenth is still a list.
const FEWEST: u64 = 1000;

/// Reads what comes after `bench`: named, because there is more than one thing to measure.
pub(super) fn parse<'a>(
    rest: &mut Arguments<impl Iterator<Item = &'a str>>,
) -> Result<Command, String> {
    match rest.rest.next() {
        Some("server") => match rest.next_option()? {
            Some((name, _)) => Err(unknown("bench server", name)),
            None => Ok(Command::BenchServer),
        },
        Some("page") => page(rest).map(Command::BenchPage),
        Some("package") => package(rest),
        Some("lighthouse") => lighthouse(rest),
        Some(other) => Err(format!(
            "bench measures server, page, package or lighthouse, not {other:?}"
        )),
        None => Err("say what to measure: bench server, page, package or lighthouse".into()),
    }
}

fn page<'a>(rest: &mut Arguments<impl Iterator<Item = &'a str>>) -> Result<BenchPage, String> {
    let mut bench = BenchPage::default();
    while let Some((name, value)) = rest.next_option()? {
        match name {
            "--sessions" => bench.sessions = at_least(FEWEST, name, rest.number(name, value)?)?,
            "--rounds" => bench.rounds = at_least(1, name, rest.number(name, value)?)?,
            "--alone" => bench.alone = flag(name, value)?,
            "--report-only" => bench.report_only = flag(name, value)?,
            _ => return Err(unknown("bench page", name)),
        }
    }
    Ok(bench)
}

fn package<'a>(rest: &mut Arguments<impl Iterator<Item = &'a str>>) -> Result<Command, String> {
    let rounds = rounds(rest, "bench package", 7)?;
    Ok(Command::BenchPackage { rounds })
}

fn lighthouse<'a>(rest: &mut Arguments<impl Iterator<Item = &'a str>>) -> Result<Command, String> {
    let rounds = rounds(rest, "bench lighthouse", 3)?;
    Ok(Command::BenchLighthouse { rounds })
}

/// The only option there is: how often it is measured.
fn rounds<'a>(
    rest: &mut Arguments<impl Iterator<Item = &'a str>>,
    command: &str,
    usual: u64,
) -> Result<u64, String> {
    let mut rounds = usual;
    while let Some((name, value)) = rest.next_option()? {
        match name {
            "--rounds" => rounds = at_least(1, name, rest.number(name, value)?)?,
            _ => return Err(unknown(command, name)),
        }
    }
    Ok(rounds)
}

fn at_least(least: u64, name: &str, number: u64) -> Result<u64, String> {
    if number < least {
        return Err(format!("{name} takes a number from {least}, not {number}"));
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn read(line: &str) -> Result<Command, String> {
        let words: Vec<_> = line.split_whitespace().map(str::to_owned).collect();
        parse(&words)
    }

    #[test]
    fn what_can_be_measured() {
        for (line, expected) in [
            ("bench server", Command::BenchServer),
            ("bench page", Command::BenchPage(BenchPage::default())),
            ("bench package", Command::BenchPackage { rounds: 7 }),
            (
                "bench lighthouse --rounds 5",
                Command::BenchLighthouse { rounds: 5 },
            ),
            (
                "bench page --sessions 5000 --rounds=3 --alone --report-only",
                Command::BenchPage(BenchPage {
                    sessions: 5000,
                    rounds: 3,
                    alone: true,
                    report_only: true,
                }),
            ),
        ] {
            assert_eq!(read(line), Ok(expected), "{line}");
        }
    }

    #[test]
    fn what_cannot() {
        for (line, expected) in [
            (
                "bench",
                "say what to measure: bench server, page, package or lighthouse",
            ),
            (
                "bench disk",
                "bench measures server, page, package or lighthouse, not \"disk\"",
            ),
            ("bench package --fast", "bench package knows no --fast"),
            ("bench server --fast", "bench server knows no --fast"),
            ("bench page --fast", "bench page knows no --fast"),
            (
                "bench page --sessions 10",
                "--sessions takes a number from 1000, not 10",
            ),
            (
                "bench page --rounds 0",
                "--rounds takes a number from 1, not 0",
            ),
        ] {
            assert_eq!(read(line), Err(expected.to_owned()), "{line}");
        }
    }
}
