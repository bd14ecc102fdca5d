//! Other names for sessions while they are archived: two fields for one, a pattern or a table for many.

use prearchive_client::Names;
use prearchive_core::address::Address;
use prearchive_core::query::lowercase;
use prearchive_core::session::Session;
use prearchive_core::sorted::{Map, Set};

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
    /// The number that `{n}` begins with.
    pub(crate) start: usize,
    /// What is replaced in subject and label, letter by letter, before they are filled into a pattern; nothing if it is empty.
    pub(crate) replace: String,
    /// What stands there instead.
    pub(crate) with: String,
    /// Lines of label, subject and session, with tabs, semicolons or commas between.
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
    Start(usize),
    /// What is replaced.
    Replace(String),
    /// What stands there instead.
    With(String),
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
                start: 1,
                subject: one.subject.clone(),
                session: one.name.clone(),
                ..Self::default()
            },
            _ => Self {
                start: 1,
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
            Event::Start(number) => self.start = number,
            Event::Replace(text) => self.replace = text,
            Event::With(text) => self.with = text,
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
        // A subject has one number, whatever the number of its sessions.
        let (mut numbers, mut next): (Map<_, usize>, _) = (Map::new(), self.start);
        let wanted: Vec<_> = sessions
            .iter()
            .enumerate()
            .map(|(at, session)| {
                let own = self.own(session);
                let key = (session.address.project.clone(), own.clone());
                let known = numbers.get(&key).copied().filter(|_| !own.is_empty());
                let of_subject = known.unwrap_or(next);
                if known.is_none() {
                    numbers.insert(key, next);
                    next = next.saturating_add(1);
                }
                let of_session = self.start.saturating_add(at);
                self.wanted((of_subject, of_session), session, &own, &table)
            })
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

    /// The subject of a session, or the one that was given to it because it has none.
    fn own(&self, session: &Session) -> String {
        let given = self.given.get(&session.address).map(|text| clean(text));
        given.unwrap_or_else(|| session.subject.clone())
    }

    /// Subject and label of a session in the archive, by the numbers of the two.
    fn wanted(
        &self,
        (of_subject, of_session): (usize, usize),
        session: &Session,
        own: &str,
        table: &Map<&str, (&str, &str)>,
    ) -> Result<(String, String), Trouble> {
        if !self.open {
            return Ok((own.to_owned(), session.name.clone()));
        }
        let (subject, label) = match (self.single, self.by) {
            (true, _) => (
                self.subject.trim().to_owned(),
                self.session.trim().to_owned(),
            ),
            (false, By::Pattern) => {
                let (own, label) = (self.replaced(own), self.replaced(&session.name));
                (
                    fill(&self.subject, of_subject, &own, &label, session)?,
                    fill(&self.session, of_session, &own, &label, session)?,
                )
            }
            (false, By::Table) => match table.get(session.name.as_str()) {
                None => (own.to_owned(), session.name.clone()),
                Some((subject, label)) => (or(subject, own), or(label, &session.name)),
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

    /// A subject or a label with what is replaced in it.
    fn replaced(&self, text: &str) -> String {
        if self.replace.is_empty() {
            text.to_owned()
        } else {
            text.replace(&self.replace, &self.with)
        }
    }

    /// True if something is to be replaced that stands in none of these sessions.
    pub(super) fn replaces_nothing(&self, sessions: &[Session]) -> bool {
        let stands = |text: &str| text.contains(&*self.replace);
        self.uses_patterns()
            && !self.replace.is_empty()
            && !sessions
                .iter()
                .any(|session| stands(&session.name) || stands(&self.own(session)))
    }

    fn uses_patterns(&self) -> bool {
        self.open && !self.single && self.by == By::Pattern
    }

    /// The table that was pasted, by label.
    fn rows(&self) -> Map<&str, (&str, &str)> {
        let lines = self.table.lines().filter(|line| !line.trim().is_empty());
        lines.map(cells).collect()
    }

    /// The lines of the table that name none of these sessions: their numbers, and what they name.
    pub(super) fn strangers(&self, sessions: &[Session]) -> Vec<(usize, String)> {
        if !self.open || self.single || self.by != By::Table {
            return Vec::new();
        }
        let known: Set<&str> = sessions.iter().map(|session| &*session.name).collect();
        let lines = self.table.lines().enumerate();
        lines
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(at, line)| (at + 1, cells(line).0))
            .filter(|(_, label)| !known.contains(label))
            .map(|(at, label)| (at, label.to_owned()))
            .collect()
    }

    /// What a pattern has between braces and is not known, with its braces; nothing unless patterns are used.
    pub(crate) fn unknown_place<'a>(&self, pattern: &'a str) -> Option<&'a str> {
        if !self.uses_patterns() {
            return None;
        }
        let mut rest = pattern;
        while let Some(at) = rest.find('{') {
            rest = &rest[at..];
            let Some(end) = rest.find('}') else {
                return Some(rest);
            };
            if !is_place(&rest[1..end]) {
                return Some(&rest[..=end]);
            }
            rest = &rest[end + 1..];
        }
        None
    }
}

/// The cells of a line: between tabs if there is one, else between semicolons, else between commas.
fn cells(line: &str) -> (&str, (&str, &str)) {
    let between = ['\t', ';'].into_iter().find(|c| line.contains(*c));
    let mut cells = line.split(between.unwrap_or(',')).map(str::trim);
    let mut next = || cells.next().unwrap_or_default();
    (next(), (next(), next()))
}

fn or(text: &str, own: &str) -> String {
    if text.is_empty() { own } else { text }.to_owned()
}

/// Where a label has to be the only one; servers do not tell upper and lower case apart.
fn place(session: &Session, label: &str) -> (String, String) {
    (session.address.project.to_string(), lowercase(label))
}

/// A label as the server writes it: other characters than letters, digits, `-` and `_` become underscores.
pub(crate) fn clean(text: &str) -> String {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let clean: String = text
        .trim()
        .chars()
        .map(|c| if allowed(c) { c } else { '_' })
        .collect();
    clean.trim_matches('_').to_owned()
}

/// Fills the places of a pattern.
fn fill(
    pattern: &str,
    number: usize,
    subject: &str,
    label: &str,
    session: &Session,
) -> Result<String, Trouble> {
    let mut parts = pattern.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (place, rest) = part.split_once('}').ok_or(Trouble::Pattern)?;
        match place {
            "subject" => out.push_str(subject),
            "session" => out.push_str(label),
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
                let width = width(place).ok_or(Trouble::Pattern)?;
                out.push_str(&format!("{number:0width$}"));
            }
        }
        out.push_str(rest);
    }
    Ok(out)
}

/// How many digits a place like `n:3` asks for.
fn width(place: &str) -> Option<usize> {
    let width = place.strip_prefix("n:")?.parse().ok()?;
    (1..=9).contains(&width).then_some(width)
}

/// True if a pattern can have this between its braces.
fn is_place(place: &str) -> bool {
    matches!(place, "subject" | "session" | "project" | "date" | "n") || width(place).is_some()
}

#[cfg(test)]
mod tests;
