//! The plan of an action: which session will go, which one somebody should look at, and which one is left out.

use std::rc::Rc;

use prearchive_client::Names;
use prearchive_core::address::Address;
use prearchive_core::archiving::Overwrite;
use prearchive_core::inside::Finding;
use prearchive_core::plan::{Action, Reason, Verdict, verdict};
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::sorted::{Map, Set};
use prearchive_core::status::Status;

use super::checks::{Check, Checks};
use super::naming::{Naming, Trouble, clean};
use super::{EXISTS, MANY, NO_SUBJECT};
use crate::store::message::{Archiving, Work};
use crate::store::{Effect, Load};

/// A bulk action that somebody is deciding on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PlanSheet {
    pub(crate) action: Action,
    pub(super) sources: Vec<Address>,
    pub(crate) target: Option<Project>,
    /// Every session with what will become of it.
    pub(crate) lines: Rc<Vec<Line>>,
    /// Sessions that need a look and got one.
    pub(crate) agreed: Set<Address>,
    pub(crate) overwrite: Overwrite,
    /// What happens to archived files has been decided, if it has to be: after a conflict keeping them fails again.
    pub(crate) decided: bool,
    /// It has to be, or had to be: the choice stays in sight.
    pub(super) decides: bool,
    /// What was typed to confirm.
    pub(crate) typed: String,
    /// What the server says that archiving would meet.
    pub(crate) checks: Checks,
    pub(crate) naming: Naming,
    /// The lines of the pasted table that name no session of the plan: their numbers, and what they name.
    pub(crate) strangers: Vec<(usize, String)>,
    /// What is to be replaced in the names stands in none of them.
    pub(crate) replaces_nothing: bool,
    /// How many of the sessions the filter hides.
    pub(crate) hidden: usize,
}

/// A session of the plan.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) address: Address,
    pub(crate) label: String,
    pub(crate) subject: String,
    pub(crate) status: Status,
    pub(crate) pile: Pile,
    pub(crate) why: Option<Why>,
    /// What it is called in the archive.
    pub(crate) names: Names,
    /// It has no subject unless somebody names one.
    pub(crate) needs_subject: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pile {
    Will,
    Look,
    Wont,
}

/// Why a session is not simply done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    Status(Reason),
    /// Another run has it.
    InRun,
    /// The server says that it cannot work.
    Fails,
    /// The server says that it clashes with what is archived.
    Clashes,
    NoSubject,
    /// The other subject that it gets is not a new one.
    SubjectExists,
    Name(Trouble),
}

impl Line {
    /// The other subject than its own that it goes into, with its project, however the archive spells its own.
    fn joins(&self) -> Option<(&Project, &str)> {
        let other = self.names.subject.as_deref();
        let other = other.filter(|name| !name.is_empty() && *name != clean(&self.subject));
        Some((&self.address.project, other?))
    }
}

impl PlanSheet {
    pub(super) fn new(action: Action, sources: Vec<Address>, sessions: &[Session]) -> Self {
        // A single session that needs a look was looked at: it is what the sheet is about.
        let agreed = match &sources[..] {
            [one] => Set::from([one.clone()]),
            _ => Set::new(),
        };
        let conflicts = matches!(sessions, [one] if one.status == Status::CONFLICT);
        Self {
            action,
            decided: action != Action::Archive || !conflicts,
            decides: action == Action::Archive && conflicts,
            sources,
            target: None,
            lines: Rc::default(),
            agreed,
            overwrite: Overwrite::None,
            typed: String::new(),
            checks: Checks::default(),
            naming: Naming::of(sessions),
            strangers: Vec::new(),
            replaces_nothing: false,
            hidden: 0,
        }
    }

    /// The sessions that will be acted on.
    pub(crate) fn going(&self) -> Vec<Address> {
        self.lines_going()
            .map(|line| line.address.clone())
            .collect()
    }

    fn lines_going(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| match line.pile {
            Pile::Will => true,
            Pile::Look => line.why != Some(Why::NoSubject) && self.agreed.contains(&line.address),
            Pile::Wont => false,
        })
    }

    /// True if it is about one session only.
    pub(crate) fn is_single(&self) -> bool {
        self.lines.len() == 1
    }

    /// True if the number has to be typed first.
    pub(crate) fn needs_typing(&self, going: usize) -> bool {
        self.action == Action::Delete && going > MANY
    }

    /// True if the button can be pressed.
    pub(crate) fn may_go(&self, going: usize) -> bool {
        let target = self.action != Action::Move || self.target.is_some();
        let typed = !self.needs_typing(going) || self.typed.trim() == going.to_string();
        going > 0 && target && typed && self.decided && !self.awaits_subjects()
    }

    /// True while the server has not said whether other subjects that are given are new ones.
    pub(crate) fn awaits_subjects(&self) -> bool {
        let typing = self.naming.typed.is_some();
        let subjects = self.checks.subjects();
        self.lines_going()
            .filter_map(Line::joins)
            .any(|subject| typing || subjects.get(&subject) == Some(&None))
    }

    /// How many sessions get another subject that is not a new one.
    pub(crate) fn joining(&self) -> usize {
        let joins = |line: &&Line| line.why == Some(Why::SubjectExists);
        self.lines.iter().filter(joins).count()
    }

    /// How many of those that will work the server has checked.
    pub(crate) fn checked(&self) -> usize {
        let checked = |line: &&Line| {
            line.pile == Pile::Will && self.checks.found(&line.address, &line.names).is_some()
        };
        self.lines.iter().filter(checked).count()
    }

    /// What has to be typed or chosen first, or else the button, if a key pressed too often does no harm there: the element
    /// that gets the focus.
    pub(crate) fn focus(&self) -> Option<&'static str> {
        let going = self.going().len();
        if self.may_go(going) {
            (self.action != Action::Delete).then_some("plan-go")
        } else if !self.decided {
            Some("overwrite-none")
        } else if self.action == Action::Move && self.target.is_none() {
            Some("target")
        } else if self.needs_typing(going) {
            Some("typed")
        } else {
            None
        }
    }

    /// True unless the server has said that nothing is archived under the label of a single session.
    pub(crate) fn may_meet_archived(&self) -> bool {
        // A choice that was made stays in sight.
        let chosen = self.overwrite != Overwrite::None || self.decides;
        let unknown = match &self.lines[..] {
            [one] => !matches!(self.checks.of(&one.address), Load::Have(_)),
            _ => true,
        };
        chosen || unknown || self.checks.any(EXISTS)
    }

    /// True if archived files may be replaced.
    pub(crate) fn replaces(&self) -> bool {
        self.action == Action::Archive && self.overwrite == Overwrite::Delete
    }

    pub(super) fn work(&self) -> Option<Work> {
        Some(match self.action {
            Action::Archive => Work::Archive(Archiving {
                overwrite: self.overwrite,
                names: self
                    .lines_going()
                    .filter(|line| line.names != Names::default())
                    .map(|line| (line.address.clone(), line.names.clone()))
                    .collect(),
            }),
            Action::Move => Work::Move(self.target.clone()?),
            Action::Rebuild => Work::Rebuild,
            Action::Delete => Work::Delete,
        })
    }

    /// Works out what becomes of each session.
    pub(super) fn plan(&mut self, sessions: &[Session], in_run: impl Fn(&Address) -> bool) {
        let archives = self.action == Action::Archive;
        let mut names = Vec::new();
        if archives {
            names = self.naming.names(sessions);
            self.strangers = self.naming.strangers(sessions);
            self.replaces_nothing = self.naming.replaces_nothing(sessions);
        }
        let mut names = names.into_iter();
        let subjects = self.checks.subjects();
        let lines = sessions.iter().map(|session| {
            let name = names.next().unwrap_or(Ok(Names::default()));
            let mut line = Line {
                address: session.address.clone(),
                label: session.name.clone(),
                subject: session.subject.clone(),
                status: session.status.clone(),
                pile: Pile::Will,
                why: None,
                names: name.clone().unwrap_or_default(),
                needs_subject: archives && session.subject.trim().is_empty(),
            };
            (line.pile, line.why) = match verdict(self.action, session, self.target.as_ref()) {
                Verdict::Will => (Pile::Will, None),
                Verdict::NeedsALook(reason) => (Pile::Look, Some(Why::Status(reason))),
                Verdict::WillNot(reason) => (Pile::Wont, Some(Why::Status(reason))),
            };
            if line.pile == Pile::Wont {
                line.needs_subject = false;
            } else if in_run(&line.address) {
                (line.pile, line.why) = (Pile::Wont, Some(Why::InRun));
                line.needs_subject = false;
            } else if archives {
                self.judge(&mut line, name.err(), &subjects);
            }
            line
        });
        let lines = lines.collect();
        self.lines = Rc::new(lines);
    }

    /// What the names and the server's findings make of a session that could be archived.
    fn judge(
        &self,
        line: &mut Line,
        trouble: Option<Trouble>,
        subjects: &Map<(&Project, &str), Option<bool>>,
    ) {
        let found = self.checks.of(&line.address);
        let findings: &[Finding] = match found {
            Load::Have(findings) => findings,
            _ => &[],
        };
        let is = |kind: &str| findings.iter().any(|finding| finding.kind == kind);
        line.needs_subject |= findings
            .iter()
            .any(|f| f.code == NO_SUBJECT && f.kind == "FAIL");
        let named = line
            .names
            .subject
            .as_ref()
            .is_some_and(|name| !name.is_empty());
        let fails = findings
            .iter()
            .any(|f| f.kind == "FAIL" && !(named && f.code == NO_SUBJECT));
        let clashes = is("CONFLICT") && self.overwrite == Overwrite::None;
        if matches!(found, Load::Have(_)) && line.why == Some(Why::Status(Reason::Conflicts)) {
            // The server has looked again: its word counts, and not what it said the last time.
            (line.pile, line.why) = (Pile::Will, None);
        }
        let exists = line
            .joins()
            .is_some_and(|subject| subjects.get(&subject) == Some(&Some(true)));
        (line.pile, line.why) = match trouble {
            Some(trouble) => (Pile::Wont, Some(Why::Name(trouble))),
            None if line.needs_subject && !named => (Pile::Look, Some(Why::NoSubject)),
            None if fails => (Pile::Wont, Some(Why::Fails)),
            // Adding and replacing are answers to a clash.
            None if line.pile == Pile::Will && clashes => (Pile::Look, Some(Why::Clashes)),
            None if line.pile == Pile::Will && exists => (Pile::Look, Some(Why::SubjectExists)),
            None => return,
        };
    }

    /// Asks the server about the sessions that could be archived: about one for each other subject first, because what is
    /// said of that holds for all that go into it.
    pub(super) fn check(&mut self) -> Vec<Effect> {
        self.naming.typed = None;
        if self.action != Action::Archive {
            return Vec::new();
        }
        let possible =
            |line: &&Line| line.pile != Pile::Wont || matches!(line.why, Some(Why::Fails));
        let mut subjects = Set::new();
        let (mut first, mut others) = (Vec::new(), Vec::new());
        for line in self.lines.iter().filter(possible) {
            let check = Check {
                address: line.address.clone(),
                overwrite: self.overwrite,
                names: line.names.clone(),
            };
            // Where nothing was learnt about the subject, that is kept, and the next session is asked about.
            let is_first = line.joins().is_some_and(|subject| {
                self.checks.says_nothing(&check) || subjects.insert(subject)
            });
            if is_first { &mut first } else { &mut others }.push(check);
        }
        first.append(&mut others);
        self.checks.ask(first)
    }
}
