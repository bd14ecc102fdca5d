//! The states of a session in the prearchive, and which action each allows.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// What a status is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Built, and waiting for somebody to decide.
    Ready,
    /// Something failed; the log says what.
    Error,
    /// Archiving met a session that is already archived.
    Conflict,
    /// Files are still arriving.
    Receiving,
    /// Files arrived while the session was being built.
    ReceivingInterrupt,
    /// The session document is being made from the files.
    Building,
    /// The session is on its way into the archive.
    Archiving,
    /// The session is on its way into another project.
    Moving,
    /// The session is being deleted.
    Deleting,
    /// A PET/MR session is being split.
    Separating,
}

/// How far the work is that a status names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// Nothing is under way (`READY`, `RECEIVING`), or the work was asked for and is about to run (`MOVING`).
    Plain,
    /// The work waits its turn (`QUEUED_MOVING`).
    Queued,
    /// The work is under way, and the session is locked (`_MOVING`).
    Running,
}

/// A session's status: one of XNAT's 23, or a text that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// One of XNAT's own.
    Known(Kind, Phase),
    /// Anything else, kept as it came.
    Other(String),
}

macro_rules! statuses {
    ($($text:literal => $kind:ident, $phase:ident;)*) => {
        /// All of XNAT's statuses with their texts.
        pub const ALL: [(&str, Kind, Phase); 23] = [$(($text, Kind::$kind, Phase::$phase)),*];
    };
}

statuses! {
    "READY" => Ready, Plain;
    "ERROR" => Error, Plain;
    "CONFLICT" => Conflict, Plain;
    "_CONFLICT" => Conflict, Running;
    "RECEIVING" => Receiving, Plain;
    "_RECEIVING" => Receiving, Running;
    "RECEIVING_INTERRUPT" => ReceivingInterrupt, Plain;
    "_RECEIVING_INTERRUPT" => ReceivingInterrupt, Running;
    "QUEUED_BUILDING" => Building, Queued;
    "BUILDING" => Building, Plain;
    "_BUILDING" => Building, Running;
    "QUEUED_ARCHIVING" => Archiving, Queued;
    "ARCHIVING" => Archiving, Plain;
    "_ARCHIVING" => Archiving, Running;
    "QUEUED_MOVING" => Moving, Queued;
    "MOVING" => Moving, Plain;
    "_MOVING" => Moving, Running;
    "QUEUED_DELETING" => Deleting, Queued;
    "DELETING" => Deleting, Plain;
    "_DELETING" => Deleting, Running;
    "QUEUED_SEPARATING" => Separating, Queued;
    "SEPARATING" => Separating, Plain;
    "_SEPARATING" => Separating, Running;
}

impl Status {
    /// Waiting for a decision.
    pub const READY: Self = Self::Known(Kind::Ready, Phase::Plain);
    /// Failed; see the log.
    pub const ERROR: Self = Self::Known(Kind::Error, Phase::Plain);
    /// Clashes with an archived session.
    pub const CONFLICT: Self = Self::Known(Kind::Conflict, Phase::Plain);
    /// Files are arriving.
    pub const RECEIVING: Self = Self::Known(Kind::Receiving, Phase::Plain);

    /// XNAT's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Known(kind, phase) => ALL
                .iter()
                .find(|(_, k, p)| (k, p) == (kind, phase))
                .map_or("", |(text, _, _)| text),
            Self::Other(text) => text,
        }
    }

    /// What the status is about, if it is known.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Self::Known(kind, _) => Some(*kind),
            Self::Other(_) => None,
        }
    }

    /// True while XNAT refuses other work on the session: the text starts with an underscore.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.as_str().starts_with('_')
    }

    /// True while work waits its turn; XNAT 1.10 and later do not queue such a session again.
    #[must_use]
    pub fn is_queued(&self) -> bool {
        self.as_str().starts_with("QUEUED_")
    }

    /// True if nothing is under way and nothing is arriving: `READY`, `CONFLICT` or `ERROR`.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        matches!(
            self,
            Self::Known(Kind::Ready | Kind::Error | Kind::Conflict, Phase::Plain)
        )
    }

    /// True while the server is working on the session, or is about to.
    #[must_use]
    pub fn is_moving(&self) -> bool {
        match self {
            Self::Known(Kind::Receiving | Kind::ReceivingInterrupt, phase) => {
                *phase == Phase::Running
            }
            Self::Known(..) => !self.is_at_rest(),
            Self::Other(text) => text.starts_with('_') || text.starts_with("QUEUED_"),
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<&str> for Status {
    fn from(text: &str) -> Self {
        ALL.iter().find(|(known, _, _)| *known == text).map_or_else(
            || Self::Other(text.into()),
            |(_, kind, phase)| Self::Known(*kind, *phase),
        )
    }
}

impl FromStr for Status {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_read_and_written_the_same() {
        for text in ALL
            .iter()
            .map(|(text, _, _)| *text)
            .chain(["", "QUEUED", "NEW_ONE"])
        {
            assert_eq!(Status::from(text).as_str(), text);
        }
    }

    #[test]
    fn locked_means_a_leading_underscore() {
        for (text, locked, queued, at_rest, moving) in [
            ("READY", false, false, true, false),
            ("CONFLICT", false, false, true, false),
            ("_CONFLICT", true, false, false, true),
            ("RECEIVING", false, false, false, false),
            ("_RECEIVING", true, false, false, true),
            ("QUEUED_MOVING", false, true, false, true),
            ("MOVING", false, false, false, true),
            ("_MOVING", true, false, false, true),
            ("_QUEUED", true, false, false, true),
            ("SOMETHING", false, false, false, false),
        ] {
            let status = Status::from(text);
            assert_eq!(status.is_locked(), locked, "{text} locked");
            assert_eq!(status.is_queued(), queued, "{text} queued");
            assert_eq!(status.is_at_rest(), at_rest, "{text} at rest");
            assert_eq!(status.is_moving(), moving, "{text} moving");
        }
    }
}
