//! Running commands: loudly, or quietly with a sign of life, and always keeping what they said.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// How often a quiet command shows that it is alive.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// How long to read on when a command is over but a child of it holds on to its output.
const LINGER: Duration = Duration::from_secs(5);
/// How much of a quiet command's output is shown when it fails.
const TAIL: usize = 40;

/// What became of a command.
pub(crate) struct Outcome {
    /// It ended well.
    pub(crate) success: bool,
    /// Everything it wrote, both streams, line by line.
    pub(crate) lines: Vec<String>,
}

/// Runs a command and shows what it writes as it comes.
pub(crate) fn loudly(command: &mut Command) -> Result<Outcome, String> {
    let mut silent = false;
    watch(command, |event| match event {
        Event::Line(line) => {
            silent = false;
            println!("{line}");
        }
        Event::Alive(time) => {
            if std::mem::replace(&mut silent, true) {
                println!("    ... {}", duration(time));
            }
        }
    })
}

/// Runs a command and shows every half minute how far it is; `crates` is about how many it will compile, 0 when it compiles none.
pub(crate) fn quietly(command: &mut Command, crates: usize) -> Result<(), String> {
    let outcome = quiet(command, crates)?;
    if outcome.success {
        return Ok(());
    }
    let tail = &outcome.lines[outcome.lines.len().saturating_sub(TAIL)..];
    Err(format!("{} failed:\n{}", shown(command), tail.join("\n")))
}

/// Runs a command and shows every half minute its last line; the caller looks at what became of it.
pub(crate) fn watched(command: &mut Command) -> Result<Outcome, String> {
    quiet(command, 0)
}

fn quiet(command: &mut Command, crates: usize) -> Result<Outcome, String> {
    let mut compiled = 0;
    let mut last = String::new();
    watch(command, |event| match event {
        Event::Line(line) => {
            compiled += usize::from(is_compiling(line));
            line.trim().clone_into(&mut last);
        }
        Event::Alive(time) => {
            println!(
                "    {}: {}{last}",
                duration(time),
                progress(compiled, crates)
            );
        }
    })
}

/// The lines a command writes to its standard output, without a word; an error has what it wrote to the other.
pub(crate) fn output(command: &mut Command) -> Result<Vec<String>, String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{} could not be started: {error}", shown(command)))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{} failed:\n{}", shown(command), said.trim_end()));
    }
    Ok(String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(str::to_owned)
        .collect())
}

/// The first line a command writes; none when it fails.
pub(crate) fn first_line(command: &mut Command) -> Option<String> {
    output(command).ok()?.into_iter().next()
}

/// The command as somebody would type it.
pub(crate) fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A length of time for people: `12.3 s`, `4 min 05 s`.
pub(crate) fn duration(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// What can be told of a command that runs.
enum Event<'a> {
    /// It wrote a line.
    Line(&'a str),
    /// Half a minute more is over; it has run this long.
    Alive(Duration),
}

/// Runs a command and tells what happens.
fn watch(command: &mut Command, mut tell: impl FnMut(Event<'_>)) -> Result<Outcome, String> {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{} could not be started: {error}", shown(command)))?;
    let (sender, receiver) = mpsc::channel();
    if let Some(stream) = child.stdout.take() {
        read_lines(stream, sender.clone());
    }
    if let Some(stream) = child.stderr.take() {
        read_lines(stream, sender.clone());
    }
    drop(sender);
    let mut lines = Vec::new();
    let mut next = started + HEARTBEAT;
    let mut ended: Option<Instant> = None;
    loop {
        match receiver.recv_timeout(Duration::from_millis(500)) {
            Ok(line) => {
                tell(Event::Line(&line));
                lines.push(line);
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                if ended.is_none() && child.try_wait().is_ok_and(|status| status.is_some()) {
                    ended = Some(Instant::now());
                }
                if ended.is_some_and(|ended| ended.elapsed() > LINGER) {
                    break;
                }
            }
        }
        if Instant::now() >= next {
            tell(Event::Alive(started.elapsed()));
            next += HEARTBEAT;
        }
    }
    let status = child
        .wait()
        .map_err(|error| format!("{}: {error}", shown(command)))?;
    Ok(Outcome {
        success: status.success(),
        lines,
    })
}

fn read_lines(stream: impl Read + Send + 'static, lines: Sender<String>) {
    thread::spawn(move || {
        let mut stream = BufReader::new(stream);
        let mut line = Vec::new();
        // As bytes: a tool that writes something other than UTF-8 must not end the reading.
        while stream
            .read_until(b'\n', &mut line)
            .is_ok_and(|read| read > 0)
        {
            let text = String::from_utf8_lossy(&line);
            if lines
                .send(text.trim_end_matches(['\n', '\r']).to_owned())
                .is_err()
            {
                return;
            }
            line.clear();
        }
    });
}

fn is_compiling(line: &str) -> bool {
    line.trim_start().starts_with("Compiling ")
}

fn progress(compiled: usize, crates: usize) -> String {
    match (compiled, crates) {
        (0, _) => String::new(),
        (_, 0) => format!("{compiled} crates, "),
        _ => format!("{compiled} of about {} crates, ", crates.max(compiled)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_for_people() {
        for (milliseconds, expected) in [
            (340, "0.3 s"),
            (59_900, "59.9 s"),
            (60_000, "1 min 00 s"),
            (245_000, "4 min 05 s"),
        ] {
            assert_eq!(duration(Duration::from_millis(milliseconds)), expected);
        }
    }

    #[test]
    fn how_far_a_build_is() {
        assert_eq!(progress(0, 200), "");
        assert_eq!(progress(12, 200), "12 of about 200 crates, ");
        assert_eq!(progress(201, 200), "201 of about 201 crates, ");
        assert_eq!(progress(3, 0), "3 crates, ");
        assert!(is_compiling("   Compiling syn v2.0.1"));
        assert!(!is_compiling("    Finished `release` profile"));
    }
}
