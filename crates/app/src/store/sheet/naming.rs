//! Other names for sessions while they are archived: two fields for one, a pattern or a table for many.

use prearchive_client::Names;
use prearchive_core::address::Address;
use prearchive_core::query::lowercase;
use prearchive_core::session::Session;
use prearchive_core::sorted::Map;

/// How many get their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum By {
    #[default]
    Pattern,
    Table,
}

/// What was typed about names.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Naming {
    /// Names are given.
    pub(crate) open: bool,
    pub(crate) by: By,
    /// There is only one session: the texts are its names, and no patterns.
    single: bool,
    pub(crate) subject: String,
    pub(crate) session: String,
    /// Lines of label, subject and session, with tabs or commas between.
    pub(crate) table: String,
    /// Subjects for sessions whose own cannot be told.
    pub(crate) given: Map<Address, String>,
    /// When something was last typed that the server has not been asked about.
    pub(super) typed: Option<f64>,
}

/// What can happen to names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    Open(bool),
    By(By),
    Subject(String),
    Session(String),
    Table(String),
    /// A subject for a session whose own cannot be told.
    Given(Address, String),
}

/// Why a session cannot have the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nothing is left of it.
    Empty,
    /// Another session of the project would have the same.
    Taken,
    /// The pattern has a place that is not known.
    Pattern,
}

impl Naming {
    pub(super) fn of(sessions: &[Session]) -> Self {
        match sessions {
            [one] => Self {
                open: true,
                single: true,
                subject: one.subject.clone(),
                session: one.name.clone(),
                ..Self::default()
            },
            _ => Self {
                subject: "{subject}".into(),
                session: "{session}".into(),
                ..Self::default()
            },
        }
    }

    pub(super) fn apply(&mut self, event: Event, now: f64) {
        match event {
            Event::Open(open) => self.open = open,
            Event::By(by) => self.by = by,
            Event::Subject(text) => self.subject = text,
            Event::Session(text) => self.session = text,
            Event::Table(text) => self.table = text,
            Event::Given(address, text) => {
                self.given.insert(address, text);
            }
        }
        self.typed = Some(now);
    }

    /// The names of sessions: only what is not their own.
    pub(super) fn names(&self, sessions: &[Session]) -> Vec<Result<Names, Trouble>> {
        let table = self.rows();
        let wanted: Vec<_> = sessions
            .iter()
            .enumerate()
            .map(|(at, session)| self.wanted(at + 1, session, &table))
            .collect();
        let mut taken: Map<(String, String), usize> = Map::new();
        for (session, wanted) in sessions.iter().zip(&wanted) {
            if let Ok((_, label)) = wanted {
                *taken.get_or_default(place(session, label)) += 1;
            }
        }
        let all = sessions.iter().zip(wanted);
        all.map(|(session, wanted)| {
            let (subject, label) = wanted?;
            let is_new = label != session.name;
            if is_new && taken.get(&place(session, &label)) > Some(&1) {
                return Err(Trouble::Taken);
            }
            Ok(Names {
                subject: (subject != session.subject).then_some(subject),
                session: is_new.then_some(label),
            })
        })
        .collect()
    }

    /// Subject and label of a session in the archive.
    fn wanted(
        &self,
        number: usize,
        session: &Session,
        table: &Map<&str, (&str, &str)>,
    ) -> Result<(String, String), Trouble> {
        let given = self.given.get(&session.address).map(|text| clean(text));
        let own = given.unwrap_or_else(|| session.subject.clone());
        if !self.open {
            return Ok((own, session.name.clone()));
        }
        let (subject, label) = match (self.single, self.by) {
            (true, _) => (
                self.subject.trim().to_owned(),
                self.session.trim().to_owned(),
            ),
            (false, By::Pattern) => (
                fill(&self.subject, number, &own, session)?,
                fill(&self.session, number, &own, session)?,
            ),
            (false, By::Table) => match table.get(session.name.as_str()) {
                None => (own.clone(), session.name.clone()),
                Some((subject, label)) => (or(subject, &own), or(label, &session.name)),
            },
        };
        let unless = |text: String, same: &str| if text == same { text } else { clean(&text) };
        let subject = unless(subject, &session.subject);
        let label = unless(label, &session.name);
        // Whose subject was never known is asked for it, rather than told that it is empty.
        if label.is_empty() || subject.is_empty() && !session.subject.is_empty() {
            return Err(Trouble::Empty);
        }
        Ok((subject, label))
    }

    /// The table that was pasted, by label.
    fn rows(&self) -> Map<&str, (&str, &str)> {
        let lines = self.table.lines().filter(|line| !line.trim().is_empty());
        let row = |line| {
            let mut cells = str::split(line, ['\t', ',']).map(str::trim);
            let mut next = || cells.next().unwrap_or_default();
            (next(), (next(), next()))
        };
        lines.map(row).collect()
    }

    /// How many lines of the table name none of these sessions.
    pub(super) fn strangers(&self, sessions: &[Session]) -> usize {
        if !self.open || self.by != By::Table {
            return 0;
        }
        let mut rows = self.rows();
        for session in sessions {
            rows.remove(session.name.as_str());
        }
        rows.len()
    }
}

fn or(text: &str, own: &str) -> String {
    if text.is_empty() { own } else { text }.to_owned()
}

/// Where a label has to be the only one; servers do not tell upper and lower case apart.
fn place(session: &Session, label: &str) -> (String, String) {
    (session.address.project.to_string(), lowercase(label))
}

/// A label as the server writes it: other characters than letters, digits, `-` and `_` become underscores.
fn clean(text: &str) -> String {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let clean: String = text
        .trim()
        .chars()
        .map(|c| if allowed(c) { c } else { '_' })
        .collect();
    clean.trim_matches('_').to_owned()
}

/// Fills the places of a pattern.
fn fill(pattern: &str, number: usize, subject: &str, session: &Session) -> Result<String, Trouble> {
    let mut parts = pattern.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (place, rest) = part.split_once('}').ok_or(Trouble::Pattern)?;
        match place {
            "subject" => out.push_str(subject),
            "session" => out.push_str(&session.name),
            "project" => out.push_str(session.address.project.as_str()),
            // `2026-09-14` without the dashes.
            "date" => out.extend(
                session
                    .scan_date
                    .as_str()
                    .chars()
                    .take(10)
                    .filter(char::is_ascii_digit),
            ),
            "n" => out.push_str(&number.to_string()),
            _ => {
                let width: usize = place
                    .strip_prefix("n:")
                    .and_then(|width| width.parse().ok())
                    .filter(|width| (1..=9).contains(width))
                    .ok_or(Trouble::Pattern)?;
                out.push_str(&format!("{number:0width$}"));
            }
        }
        out.push_str(rest);
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
