//! Which action a session allows, and the plan of a bulk action.
//!
//! XNAT itself insists on little more than "not locked".
//! The rest is advice: what a person should look at before the request is sent.

use crate::address::Address;
use crate::project::Project;
use crate::session::Session;
use crate::status::{Kind, Phase, Status};

/// What can be done to a session as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Take it into the archive of its project.
    Archive,
    /// Give it to another project, where it waits in the prearchive again.
    Move,
    /// Make the session document again from the files.
    Rebuild,
    /// Remove it from the prearchive.
    Delete,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 4] = [Self::Archive, Self::Move, Self::Rebuild, Self::Delete];

    /// XNAT's word for it, as in the names of its services.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Archive => "archive",
            Self::Move => "move",
            Self::Rebuild => "rebuild",
            Self::Delete => "delete",
        }
    }
}

/// Why an action is not possible, or what to look at before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// The server is working on the session: the status starts with an underscore.
    Locked,
    /// Other work was asked for and has not started yet.
    Queued,
    /// Files may still arrive.
    Receiving,
    /// Something failed before; the log says what.
    Failed,
    /// Archiving again needs a decision what to do with the session that is archived already.
    Conflicts,
    /// The session has no project, or the target is none; only sessions of a project can be archived.
    Unassigned,
    /// The session is in the target project already.
    AlreadyThere,
    /// The row lacks a part of its identity, so that no request can name the session.
    NoIdentity,
    /// The status is none of XNAT's known ones.
    UnknownStatus,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::Locked,
        Self::Queued,
        Self::Receiving,
        Self::Failed,
        Self::Conflicts,
        Self::Unassigned,
        Self::AlreadyThere,
        Self::NoIdentity,
        Self::UnknownStatus,
    ];

    /// A text that stays the same from version to version.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Locked => "locked",
            Self::Queued => "queued",
            Self::Receiving => "receiving",
            Self::Failed => "failed",
            Self::Conflicts => "conflicts",
            Self::Unassigned => "unassigned",
            Self::AlreadyThere => "already-there",
            Self::NoIdentity => "no-identity",
            Self::UnknownStatus => "unknown-status",
        }
    }
}

/// What will become of a session in a bulk action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The request will be sent.
    Will,
    /// The request can be sent, but somebody should decide it.
    NeedsALook(Reason),
    /// The request will not be sent: the server would refuse it, or silently do nothing.
    WillNot(Reason),
}

impl Verdict {
    /// Why, unless nothing stands in the way.
    #[must_use]
    pub fn reason(self) -> Option<Reason> {
        match self {
            Self::Will => None,
            Self::NeedsALook(reason) | Self::WillNot(reason) => Some(reason),
        }
    }
}

/// Judges one action on one session; `target` is where [`Action::Move`] goes, `None` while nothing is chosen.
#[must_use]
pub fn verdict(action: Action, session: &Session, target: Option<&Project>) -> Verdict {
    if let Some(reason) = obstacle(action, session, target) {
        return Verdict::WillNot(reason);
    }
    let reason = match &session.status {
        Status::Other(_) => Reason::UnknownStatus,
        Status::Known(kind, _) => match (kind, action) {
            (Kind::Ready, _) => return Verdict::Will,
            (Kind::Receiving | Kind::ReceivingInterrupt, _) => Reason::Receiving,
            (Kind::Error, Action::Archive) => Reason::Failed,
            // A rebuilt session is ready again, although it still clashes.
            (Kind::Conflict, Action::Archive | Action::Rebuild) => Reason::Conflicts,
            // Moving and deleting are the ways out of these two, and rebuilding out of an error.
            (Kind::Error | Kind::Conflict, _) => return Verdict::Will,
            // Marked, but not locked: the work is about to run, or was stranded by a restart. XNAT
            // lets the new request win.
            (
                Kind::Building | Kind::Archiving | Kind::Moving | Kind::Deleting | Kind::Separating,
                _,
            ) => Reason::Queued,
        },
    };
    Verdict::NeedsALook(reason)
}

/// What makes an action impossible, the most lasting obstacle first.
fn obstacle(action: Action, session: &Session, target: Option<&Project>) -> Option<Reason> {
    let project = &session.address.project;
    let deleting = Status::Known(Kind::Deleting, Phase::Plain);
    if !session.has_identity() {
        Some(Reason::NoIdentity)
    } else if session.status.is_locked() {
        Some(Reason::Locked)
    } else if session.status.is_queued() || (action == Action::Delete && session.status == deleting)
    {
        Some(Reason::Queued)
    } else if action == Action::Archive && *project == Project::Unassigned {
        Some(Reason::Unassigned)
    } else if action == Action::Move && target == Some(project) {
        Some(Reason::AlreadyThere)
    } else if action == Action::Move && target == Some(&Project::Unassigned) {
        Some(Reason::Unassigned)
    } else {
        None
    }
}

/// A bulk action before anybody agreed to it: every session with its verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What is to be done.
    pub action: Action,
    /// Where [`Action::Move`] goes.
    pub target: Option<Project>,
    /// The sessions in the order given.
    pub items: Vec<(Address, Verdict)>,
}

impl Plan {
    /// Judges every session.
    #[must_use]
    pub fn new<'a>(
        action: Action,
        target: Option<Project>,
        sessions: impl Iterator<Item = &'a Session>,
    ) -> Self {
        let items = sessions
            .map(|session| {
                let verdict = verdict(action, session, target.as_ref());
                (session.address.clone(), verdict)
            })
            .collect();
        Self {
            action,
            target,
            items,
        }
    }

    /// The sessions with which nothing is in the way.
    pub fn will(&self) -> impl Iterator<Item = &Address> {
        self.items
            .iter()
            .filter(|(_, verdict)| *verdict == Verdict::Will)
            .map(|(address, _)| address)
    }

    /// The sessions that somebody should decide on, and why.
    pub fn look(&self) -> impl Iterator<Item = (&Address, Reason)> {
        self.items.iter().filter_map(|item| match item {
            (address, Verdict::NeedsALook(reason)) => Some((address, *reason)),
            _ => None,
        })
    }

    /// The sessions that are left out, and why.
    pub fn wont(&self) -> impl Iterator<Item = (&Address, Reason)> {
        self.items.iter().filter_map(|item| match item {
            (address, Verdict::WillNot(reason)) => Some((address, *reason)),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests;
