//! The report of a run, to be kept: one line per session, as CSV (RFC 4180) or JSON.

use prearchive_core::address::Address;
use time::OffsetDateTime;

use super::{Item, Run, Step};

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Csv,
    Json,
}

/// A file for the browser to save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) name: String,
    /// Its media type.
    pub(crate) kind: &'static str,
    pub(crate) text: String,
}

/// The names of the columns, also of the members in JSON; programs read them, so they are not translated.
const COLUMNS: [&str; WIDTH] = [
    "session",
    "label",
    "action",
    "target",
    "outcome",
    "code",
    "sentence",
    "server",
    "when",
    "new_project",
    "new_subject",
    "new_session",
    "archive",
];
/// How many there are.
const WIDTH: usize = 13;

/// Writes the report; its name says what was done and when, and names no session.
pub(super) fn write(run: &Run, format: Format) -> File {
    let last = run.items.iter().map(|item| item.when).fold(0.0, f64::max);
    let day: String = moment(last).chars().take(10).collect();
    let (ending, kind) = match format {
        Format::Csv => ("csv", "text/csv;charset=utf-8"),
        Format::Json => ("json", "application/json"),
    };
    let lines = run.items.iter().map(|item| cells(run, item));
    let text = match format {
        // A spreadsheet takes a file without the mark for one in the system's old character set.
        Format::Csv => std::iter::once(COLUMNS.map(str::to_owned))
            .chain(lines)
            .fold("\u{feff}".to_owned(), |text, cells| {
                text + &cells.map(|cell| field(&cell)).join(",") + "\r\n"
            }),
        Format::Json => {
            let lines: Vec<String> = lines.map(|cells| object(&cells)).collect();
            format!("[\n{}\n]\n", lines.join(",\n"))
        }
    };
    let dash = if day.is_empty() { "" } else { "-" };
    File {
        name: format!("{}{dash}{day}.{ending}", run.action().name()),
        kind,
        text,
    }
}

fn cells(run: &Run, item: &Item) -> [String; WIDTH] {
    let Became {
        project,
        subject,
        session,
        archive,
    } = Became::of(run, &item.address, &item.step, &item.archive);
    let (code, sentence, server) = match &item.step {
        Step::Failed(problem) | Step::AfterAll(problem) => {
            (problem.code, problem.sentence(), problem.words.clone())
        }
        _ => ("", String::new(), String::new()),
    };
    [
        item.address.to_string(),
        item.label.clone(),
        run.action().name().to_owned(),
        run.target().map(ToString::to_string).unwrap_or_default(),
        outcome(&item.step).to_owned(),
        code.to_owned(),
        sentence,
        server,
        moment(item.when),
        project,
        subject,
        session,
        archive,
    ]
}

/// What a session is called where it went, as far as that is not what it was called; empty otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Became {
    pub(crate) project: String,
    pub(crate) subject: String,
    pub(crate) session: String,
    /// Its address in the archive, as the server said.
    pub(crate) archive: String,
}

impl Became {
    /// What became of a session; nothing if the server has not taken it.
    pub(crate) fn of(run: &Run, address: &Address, step: &Step, archive: &str) -> Self {
        if !step.is_done() && *step != Step::Unconfirmed {
            return Self::default();
        }
        let names = run.names(address).cloned().unwrap_or_default();
        Self {
            project: run.target().map(ToString::to_string).unwrap_or_default(),
            subject: names.subject.unwrap_or_default(),
            session: names.session.unwrap_or_default(),
            archive: archive.to_owned(),
        }
    }
}

/// The stable word for how a session ended, or how far it is.
fn outcome(step: &Step) -> &'static str {
    match step {
        Step::NotStarted => "not-started",
        Step::Sent => "sent",
        Step::Working(_) => "working",
        Step::Held => "held",
        Step::Done | Step::AfterAll(_) => "done",
        Step::Failed(_) => "failed",
        Step::Unconfirmed => "unconfirmed",
        Step::Skipped => "skipped",
    }
}

/// A moment as RFC 3339 writes it, in UTC; empty for 0.
pub(crate) fn moment(ms: f64) -> String {
    if ms == 0.0 {
        return String::new();
    }
    let at = OffsetDateTime::from_unix_timestamp((ms / 1000.0) as i64)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// A field of CSV. What a spreadsheet would take for a formula gets an apostrophe before it.
pub(crate) fn field(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

fn object(cells: &[String; WIDTH]) -> String {
    let members = COLUMNS.iter().zip(cells);
    let members: Vec<String> = members
        .map(|(name, value)| format!("\"{name}\":{}", quoted(value)))
        .collect();
    format!("{{{}}}", members.join(","))
}

/// A JSON string (RFC 8259, section 7).
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            control if u32::from(control) < 0x20 => {
                out.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::message::{Archiving, Work};
    use crate::store::problem::Problem;
    use crate::store::testing::address;
    use prearchive_client::Names;

    fn ended() -> Run {
        let failed = Step::Failed(Problem {
            code: "conflict",
            words: "a \"clash\",\nin two lines".into(),
            ..Problem::default()
        });
        let items = [("=1+1", Step::Done), ("B", failed), ("C", Step::Skipped)];
        let items = items
            .into_iter()
            .enumerate()
            .map(|(n, (label, step))| Item {
                address: address(n),
                label: label.into(),
                step,
                when: 1_789_000_000_000.0,
                seen: None,
                archive: String::new(),
            });
        Run::new(0, Work::Move("BRAIN".into()), items.collect(), 4)
    }

    #[test]
    fn the_report_says_what_a_session_became() {
        let names = |subject: &str| Names {
            subject: Some(subject.into()),
            session: None,
        };
        let archiving = Archiving {
            names: (0..2).map(|n| (address(n), names("N001"))).collect(),
            ..Archiving::default()
        };
        let mut run = ended();
        run.work = Work::Archive(archiving);
        let there = "/data/archive/projects/DEMO/subjects/N001/experiments/=1";
        run.archived(&address(0), there.into());
        let text = write(&run, Format::Csv).text;
        let last = |line: &str| line.rsplit(',').take(4).map(str::to_owned).collect();
        let told: Vec<Vec<String>> = text.split("\r\n").skip(1).map(last).collect();
        assert_eq!(told[0], [there, "", "N001", ""]);
        assert_eq!(told[1][..3], ["", "", ""], "it failed");
        let json = write(&run, Format::Json).text;
        assert!(json.contains("\"new_subject\":\"N001\""), "{json}");
    }

    #[test]
    fn a_report_is_written_for_spreadsheets_and_for_programs() {
        let sentence = crate::words::problem("conflict", "");
        let at = "/prearchive/projects/DEMO/20140411_140005287/S0";
        let when = "2026-09-10T00:26:40Z";
        let csv = write(&ended(), Format::Csv);
        assert_eq!(csv.name, "move-2026-09-10.csv");
        assert_eq!(
            csv.text,
            format!(
                "\u{feff}session,label,action,target,outcome,code,sentence,server,when,new_project,new_subject,new_session,archive\r\n\
                 {at}0_MR1,'=1+1,move,BRAIN,done,,,,{when},BRAIN,,,\r\n\
                 {at}1_MR1,B,move,BRAIN,failed,conflict,{},\"a \"\"clash\"\",\nin two lines\",{when},,,,\r\n\
                 {at}2_MR1,C,move,BRAIN,skipped,,,,{when},,,,\r\n",
                field(&sentence)
            )
        );
        let json = write(&ended(), Format::Json).text;
        let second = json.lines().nth(2).unwrap_or_default();
        assert_eq!(
            second,
            format!(
                "{{\"session\":\"{at}1_MR1\",\"label\":\"B\",\"action\":\"move\",\"target\":\"BRAIN\",\
                 \"outcome\":\"failed\",\"code\":\"conflict\",\"sentence\":{},\
                 \"server\":\"a \\\"clash\\\",\\u000ain two lines\",\"when\":\"{when}\",\
                 \"new_project\":\"\",\"new_subject\":\"\",\"new_session\":\"\",\"archive\":\"\"}},",
                quoted(&sentence)
            )
        );
    }
}
