//! What the browser keeps of a run while it is under way, so that a reload can go on with it.
//!
//! Sessions are kept as hashes with a salt of the run's own: nothing in it names a session, a label or a person.

use std::hash::{DefaultHasher, Hash, Hasher};

use prearchive_core::address::Address;
use prearchive_core::archiving::Overwrite;
use prearchive_core::project::Project;
use prearchive_core::sorted::Map;

use super::{Step, Told};
use crate::store::message::{Archiving, Work};
use crate::words;

/// The keys in the browser's local storage start with this.
pub(crate) const PREFIX: &str = "xnat-prearchive.run.";
/// The first line; another version of the page leaves what it does not know alone.
const VERSION: &str = "1";
/// A run that has written nothing for so long, in milliseconds, is taken for cut off.
/// Browsers let hidden tabs work once a minute only.
pub(crate) const LEASE: f64 = 150_000.0;
/// It writes at least so often, and at most so often, in milliseconds.
const SELDOM: f64 = 30_000.0;
const OFTEN: f64 = 1_000.0;

/// What is kept of a run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Journal {
    /// Somebody is at it until then, in milliseconds since 1970.
    pub(crate) until: f64,
    salt: u64,
    user: u64,
    pub(crate) work: Work,
    /// Sessions have been given other names, which are not kept.
    pub(crate) renamed: bool,
    /// Each session as a hash, and how far it is.
    pub(crate) entries: Vec<(u64, Mark)>,
    places: Map<Address, usize>,
    /// When it was last written, and whether it says something else now.
    written: f64,
    changed: bool,
}

/// How far a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Waiting,
    Sent,
    Done,
    /// It failed, with this stable code.
    Failed(&'static str),
    /// It ended in another way.
    Over,
}

impl Mark {
    fn of(step: &Step) -> Self {
        match step {
            Step::NotStarted => Self::Waiting,
            Step::Sent | Step::Working(_) | Step::Held => Self::Sent,
            Step::Done | Step::AfterAll(_) => Self::Done,
            Step::Failed(problem) => Self::Failed(problem.code),
            Step::Unconfirmed | Step::Skipped => Self::Over,
        }
    }

    /// The line of a session: a letter, the hash, and a failure's code.
    fn line(self, hash: u64) -> String {
        match self {
            Self::Waiting => format!("w{hash:x}"),
            Self::Sent => format!("s{hash:x}"),
            Self::Done => format!("d{hash:x}"),
            Self::Failed(code) => format!("f{hash:x} {code}"),
            Self::Over => format!("o{hash:x}"),
        }
    }

    /// Reads such a line.
    fn read(line: &str) -> Option<(u64, Self)> {
        let (hash, code) = line.split_once(' ').unwrap_or((line, ""));
        let mark = match hash.get(..1)? {
            "w" => Self::Waiting,
            "s" => Self::Sent,
            "d" => Self::Done,
            "f" => Self::Failed(words::known(code)),
            "o" => Self::Over,
            _ => return None,
        };
        Some((u64::from_str_radix(hash.get(1..)?, 16).ok()?, mark))
    }
}

impl Journal {
    /// The journal of a run that begins; `salt` is random.
    pub(crate) fn new(salt: u64, user: &str, work: &Work, sources: &[Address]) -> Self {
        let places = sources.iter().enumerate();
        Self {
            until: 0.0,
            salt,
            user: hash(salt, user),
            work: work.clone(),
            renamed: matches!(work, Work::Archive(archiving) if !archiving.names.is_empty()),
            entries: sources
                .iter()
                .map(|address| (hash(salt, address), Mark::Waiting))
                .collect(),
            places: places.map(|(at, address)| (address.clone(), at)).collect(),
            written: 0.0,
            changed: true,
        }
    }

    /// Its key in the browser's storage.
    pub(crate) fn key(&self) -> String {
        format!("{PREFIX}{:016x}", self.salt)
    }

    /// Notes what has happened.
    pub(crate) fn note(&mut self, told: &[Told]) {
        for Told { address, step, .. } in told {
            if let Some(at) = self.places.get(address) {
                self.entries[*at].1 = Mark::of(step);
                self.changed = true;
            }
        }
    }

    /// What to write now, if it is time to.
    pub(crate) fn due(&mut self, now: f64) -> Option<String> {
        let pause = if self.changed { OFTEN } else { SELDOM };
        if now - self.written < pause {
            return None;
        }
        (self.written, self.changed, self.until) = (now, false, now + LEASE);
        Some(self.text())
    }

    /// What to write when the page goes: nobody is at it any more.
    pub(crate) fn cut(&mut self) -> String {
        self.until = 0.0;
        self.text()
    }

    /// True if it is a run of this user.
    pub(crate) fn is_of(&self, user: &str) -> bool {
        self.user == hash(self.salt, user)
    }

    /// How this run would have kept a session.
    pub(crate) fn hash(&self, address: &Address) -> u64 {
        hash(self.salt, address)
    }

    fn text(&self) -> String {
        let (overwrite, target) = match &self.work {
            Work::Archive(archiving) => (archiving.overwrite.name(), ""),
            Work::Move(project) => ("", project.as_str()),
            Work::Rebuild | Work::Delete => ("", ""),
        };
        let mut text = format!(
            "{VERSION}\n{}\n{:x}\n{:x}\n{}\n{overwrite}\n{target}\n{}",
            self.until as u64,
            self.salt,
            self.user,
            self.work.action().name(),
            u8::from(self.renamed)
        );
        for (hash, mark) in &self.entries {
            text.push('\n');
            text.push_str(&mark.line(*hash));
        }
        text
    }

    /// Reads what was kept; `None` if another version wrote it, or somebody else.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        if lines.next()? != VERSION {
            return None;
        }
        // Whole milliseconds.
        let until = lines.next()?.parse::<u64>().ok()? as f64;
        let salt = u64::from_str_radix(lines.next()?, 16).ok()?;
        let user = u64::from_str_radix(lines.next()?, 16).ok()?;
        let (action, overwrite, target) = (lines.next()?, lines.next()?, lines.next()?);
        let work = match action {
            "archive" => Work::Archive(Archiving {
                overwrite: Overwrite::parse(overwrite),
                ..Archiving::default()
            }),
            "move" if !target.is_empty() => Work::Move(Project::from(target)),
            "rebuild" => Work::Rebuild,
            "delete" => Work::Delete,
            _ => return None,
        };
        let renamed = lines.next()? == "1";
        Some(Self {
            until,
            salt,
            user,
            work,
            renamed,
            entries: lines.map(Mark::read).collect::<Option<_>>()?,
            places: Map::new(),
            written: 0.0,
            changed: false,
        })
    }
}

fn hash(salt: u64, what: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    salt.hash(&mut hasher);
    what.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests;
