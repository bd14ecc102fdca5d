//! Why a call failed, for programs and for people.

use prearchive_core::failure::{Failure, FailureKind};

use crate::transport::TransportError;

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// There is no answer.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The server refused, or answered something that cannot be read.
    #[error(transparent)]
    Server(#[from] Failure),
    /// A name is empty, `.` or `..`, so that the request would reach something else. Nothing was sent.
    #[error("A name is empty or would lead to another place: {path}")]
    BadName {
        /// The path that was not asked for.
        path: String,
    },
}

impl ClientError {
    /// A stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Transport(error) => error.code(),
            Self::Server(failure) => failure.kind.code(),
            Self::BadName { .. } => "bad-name",
        }
    }

    /// A sentence for a person, without the server's words.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::Server(failure) => failure.kind.sentence().to_owned(),
            other => other.to_string(),
        }
    }

    /// The server's own words; empty if there are none.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Server(failure) => &failure.words,
            Self::Transport(_) | Self::BadName { .. } => "",
        }
    }

    /// The HTTP status, if there was an answer.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Server(failure) => Some(failure.status),
            Self::Transport(_) | Self::BadName { .. } => None,
        }
    }

    /// True if the same call may well succeed later, with nothing changed.
    #[must_use]
    pub fn may_retry(&self) -> bool {
        match self {
            Self::Transport(error) => *error != TransportError::Cancelled,
            Self::Server(failure) => {
                matches!(
                    failure.kind,
                    FailureKind::ServerError | FailureKind::Conflict
                )
            }
            Self::BadName { .. } => false,
        }
    }

    /// True if somebody has to sign in before the call can succeed.
    #[must_use]
    pub fn is_signed_out(&self) -> bool {
        self.kind() == Some(FailureKind::SignedOut)
    }

    pub(crate) fn kind(&self) -> Option<FailureKind> {
        match self {
            Self::Server(failure) => Some(failure.kind),
            Self::Transport(_) | Self::BadName { .. } => None,
        }
    }
}
