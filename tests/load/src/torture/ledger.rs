//! What was asked of the server and what it answered: the truth that its data is held against.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::time::Instant;

use sha2::{Digest, Sha256};

/// The SHA-256 of a file.
pub(crate) type Hash = [u8; 32];

/// The SHA-256 of some bytes.
pub(crate) fn hash(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// Where a file can be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Place {
    /// In the session `PROJECT/TIMESTAMP/FOLDER`.
    Prearchive(String),
    /// In the archived session `PROJECT/LABEL`.
    Archive(String),
    /// Among what was deleted.
    Cache,
}

impl Place {
    /// The place that a URI of the server names, with or without `/data`.
    pub(crate) fn of_uri(uri: &str) -> Option<Self> {
        let path = uri.trim().trim_start_matches("/data");
        let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
        match parts[..] {
            ["prearchive", "projects", p, t, s] => Some(Self::Prearchive(format!("{p}/{t}/{s}"))),
            ["archive", "projects", p, "subjects", _, "experiments", l] => {
                Some(Self::Archive(format!("{p}/{l}")))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Prearchive(address) => write!(f, "prearchive {address}"),
            Self::Archive(label) => write!(f, "archive {label}"),
            Self::Cache => f.write_str("cache"),
        }
    }
}

/// What an operation may do to files: take them from one place to another.
#[derive(Debug, Clone)]
pub(crate) struct Effect {
    pub(crate) from: Place,
    pub(crate) to: Place,
    /// Only the files of this scan.
    pub(crate) scan: Option<String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// Nothing: the server was killed meanwhile, or before.
    Unanswered,
    /// A status, and the beginning of the body.
    Answered(u16, String),
}

/// One request, with what it is about.
#[derive(Debug)]
pub(crate) struct Operation {
    /// Its kind, as the closing counts name it.
    pub(crate) kind: &'static str,
    /// The request for people.
    pub(crate) text: String,
    pub(crate) round: usize,
    pub(crate) thread: usize,
    /// Microseconds since the torture began.
    pub(crate) began: u128,
    /// The same; `None` while it runs.
    pub(crate) ended: Option<u128>,
    pub(crate) outcome: Outcome,
    /// What it may have done.
    pub(crate) effects: Vec<Effect>,
    /// True once it was answered as done at once, not as queued.
    pub(crate) certain: bool,
    /// The places that it names.
    pub(crate) touches: Vec<Place>,
    /// The files that it sent.
    pub(crate) files: Vec<usize>,
}

impl Operation {
    /// Nothing asked for.
    pub(crate) fn none() -> Self {
        Self {
            kind: "",
            text: String::new(),
            round: 0,
            thread: 0,
            began: 0,
            ended: None,
            outcome: Outcome::Unanswered,
            effects: Vec::new(),
            certain: false,
            touches: Vec::new(),
            files: Vec::new(),
        }
    }
}

/// A file that was sent.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) name: String,
    pub(crate) hash: Hash,
    /// The operation that sent it.
    pub(crate) operation: usize,
    /// Where it must be by the answers: known once its import was answered 200.
    pub(crate) accepted: Option<Place>,
    /// Where it was when the server last was at rest, and in which scan.
    pub(crate) rest: Option<(Place, Option<String>)>,
    /// It is not looked for any more: never accepted and nowhere, or thrown away by the torture itself.
    pub(crate) forgotten: bool,
}

/// What the sessions of a label have in common.
#[derive(Debug, Clone)]
pub(crate) struct Label {
    pub(crate) group: String,
    pub(crate) study: u64,
}

impl Label {
    /// Labels begin with their subject.
    pub(crate) fn subject(label: &str) -> &str {
        label.split('-').next().unwrap_or_default()
    }
}

/// Everything that is known.
pub(crate) struct Ledger {
    started: Instant,
    pub(crate) round: usize,
    pub(crate) operations: Vec<Operation>,
    pub(crate) files: Vec<Sent>,
    pub(crate) by_hash: HashMap<Hash, usize>,
    /// Sessions that were seen or named by answers, latest last; they may be gone.
    pub(crate) sessions: Vec<String>,
    /// Archived sessions, `PROJECT/LABEL`.
    pub(crate) archived: Vec<String>,
    pub(crate) labels: BTreeMap<String, Label>,
    /// Studies that scanners are sending right now: project and label.
    pub(crate) pushes: Vec<(String, String)>,
    next: u64,
}

/// A file that is about to be sent: its name and bytes.
pub(crate) type Fresh = (String, Vec<u8>);

impl Ledger {
    pub(crate) fn new() -> Self {
        Self {
            started: Instant::now(),
            round: 0,
            operations: Vec::new(),
            files: Vec::new(),
            by_hash: HashMap::new(),
            sessions: Vec::new(),
            archived: Vec::new(),
            labels: BTreeMap::new(),
            pushes: Vec::new(),
            next: 0,
        }
    }

    /// A ledger for a new data folder, whose numbers go on after those of another.
    pub(crate) fn after(next: u64) -> Self {
        Self {
            next,
            ..Self::new()
        }
    }

    /// A number that was never given before.
    pub(crate) fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// Microseconds since the beginning.
    pub(crate) fn now(&self) -> u128 {
        self.started.elapsed().as_micros()
    }

    /// Writes down that an operation begins, and returns its number.
    pub(crate) fn begin(&mut self, mut operation: Operation, files: &[Fresh]) -> usize {
        let number = self.operations.len();
        operation.began = self.now();
        operation.round = self.round;
        for (name, bytes) in files {
            let hash = hash(bytes);
            self.by_hash.insert(hash, self.files.len());
            operation.files.push(self.files.len());
            self.files.push(Sent {
                name: name.clone(),
                hash,
                operation: number,
                accepted: None,
                rest: None,
                forgotten: false,
            });
        }
        self.operations.push(operation);
        number
    }

    /// Writes down what came back.
    pub(crate) fn end(&mut self, number: usize, outcome: Outcome) {
        let now = self.now();
        let operation = &mut self.operations[number];
        operation.ended = Some(now);
        if let Outcome::Answered(status, body) = &outcome {
            let imports = !operation.files.is_empty();
            match status {
                200 if imports => {
                    let place = body.lines().next().and_then(Place::of_uri);
                    operation.touches.extend(place.clone());
                    if let Some(Place::Prearchive(address)) = &place {
                        self.sessions.push(address.clone());
                    }
                    if let Some(Place::Archive(label)) = &place {
                        self.archived.push(label.clone());
                    }
                    for file in &operation.files {
                        self.files[*file].accepted.clone_from(&place);
                    }
                }
                200 if matches!(operation.kind, "delete" | "archive" | "delete scan") => {
                    operation.certain = true;
                }
                301 => operation.certain = true,
                // A refusal of a change says that nothing was changed; an import may have come further.
                400..500 if !imports => operation.effects.clear(),
                _ => {}
            }
            if operation.certain {
                for effect in operation.effects.iter().filter(|e| e.scan.is_none()) {
                    if let Place::Prearchive(address) = &effect.from {
                        self.sessions.retain(|known| known != address);
                    }
                    match &effect.to {
                        Place::Prearchive(address) => self.sessions.push(address.clone()),
                        Place::Archive(label) => self.archived.push(label.clone()),
                        Place::Cache => {}
                    }
                }
            }
        }
        operation.outcome = outcome;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_by_uri() {
        for (uri, place) in [
            (
                "/data/prearchive/projects/P/T/S\r\n",
                Some(Place::Prearchive("P/T/S".into())),
            ),
            (
                "/prearchive/projects/Unassigned/T/S",
                Some(Place::Prearchive("Unassigned/T/S".into())),
            ),
            (
                "/data/archive/projects/P/subjects/S/experiments/L",
                Some(Place::Archive("P/L".into())),
            ),
            ("/data/projects/P", None),
            ("", None),
        ] {
            assert_eq!(Place::of_uri(uri), place, "{uri}");
        }
    }
}
