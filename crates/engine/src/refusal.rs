//! Why the engine does not do what it is asked, with the HTTP status that says so.

use prearchive_core::address::Address;
use prearchive_core::archiving::Archived;
use prearchive_core::calls::ReadError;
use prearchive_core::format::NotAcceptable;
use prearchive_core::http::Method;

use crate::store::StoreError;

/// A refusal; its text is what the status page says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody is signed in.
    #[error("sign in first")]
    SignedOut,
    /// Name or password is wrong.
    #[error("the user name or the password is wrong")]
    WrongPassword,
    /// There is no such way to sign in.
    #[error("there is no authenticator {0}: localdb is the only one")]
    NoProvider(String),
    /// Too many passwords are being checked.
    #[error("too many people are signing in at this moment: try again in a second")]
    Busy,
    /// The CSRF token is missing or is not the session's.
    #[error("the XNAT_CSRF token is missing or does not belong to this login")]
    Csrf,
    /// The user may not do this.
    #[error("{user} may not {what}")]
    Forbidden {
        /// The user's name.
        user: String,
        /// What was asked, as a verb phrase.
        what: String,
    },
    /// There is no such project.
    #[error("there is no project {0}")]
    NoProject(String),
    /// There is no such user.
    #[error("there is no user {0}")]
    NoUser(String),
    /// There is no such alias token, or it is somebody else's.
    #[error("there is no such token of yours")]
    NoToken,
    /// Nothing is followed under that key, or by somebody else.
    #[error("you follow no work under the key {0}")]
    NoTrack(String),
    /// There is no such session.
    #[error("there is no session {0} in the prearchive")]
    NoSession(Address),
    /// The session has not been built yet, so that nothing is known of its inside.
    #[error("the session {0} has no document yet: it is still arriving, or must be rebuilt")]
    NoDocument(Address),
    /// Something inside a session is not there.
    #[error("there is no {what} in the session {address}")]
    NoSuchPart {
        /// What was asked for.
        what: String,
        /// The session.
        address: Address,
    },
    /// Something that is not part of a session is not there.
    #[error("there is no {0}")]
    NotFound(String),
    /// A status that cannot be set: unknown, or a lock.
    #[error("“{0}” is no status that can be set: expected one such as READY, RECEIVING or ERROR")]
    NoStatus(String),
    /// A number outside its range.
    #[error("{0} must be a number from {1}")]
    BadNumber(&'static str, &'static str),
    /// There is no such archived session.
    #[error("there is no archived session {} of the subject {} in the project {}", .0.label, .0.subject, .0.project)]
    NoExperiment(Archived),
    /// The session is locked by other work.
    #[error("the session {address} is locked: {status}")]
    Locked {
        /// The session.
        address: Address,
        /// Its status.
        status: String,
    },
    /// Archiving is refused with a lock: XNAT answers 403.
    #[error("the session {address} cannot be archived while it is locked: {status}")]
    LockedForArchive {
        /// The session.
        address: Address,
        /// Its status.
        status: String,
    },
    /// Something of that name is there already.
    #[error("{0} is there already")]
    Taken(String),
    /// The same, where the request can say what is to become of it.
    #[error("{what} is there already: {way_out}")]
    TakenUnless {
        /// What is there.
        what: String,
        /// What to do about it.
        way_out: String,
    },
    /// Archiving met what is archived already; the row says `CONFLICT`.
    #[error("FAILED: {0}")]
    Conflict(String),
    /// Archiving could not be done; the row says `ERROR`.
    #[error("FAILED: {0}")]
    ArchiveFailed(String),
    /// Building could not be done; the row says `ERROR`.
    #[error("the session {address} could not be built: {reason}")]
    BuildFailed {
        /// The session.
        address: Address,
        /// Why.
        reason: String,
    },
    /// A session without a project cannot be archived.
    #[error("the session {0} is in no project: move it into one before it is archived")]
    Unassigned(Address),
    /// A parameter is missing.
    #[error("the parameter {0} is missing")]
    Missing(&'static str),
    /// One session only.
    #[error("one session at a time, please: {0} were named")]
    OneOnly(usize),
    /// A body cannot be imported.
    #[error("{0}")]
    Unreadable(String),
    /// A body, or what it unpacks to, is too large.
    #[error("{0}")]
    TooLarge(String),
    /// A name that cannot be a folder or a file.
    #[error("“{0}” cannot be the name of a folder or a file")]
    BadName(String),
    /// The rendering is not to be had.
    #[error("the answer cannot be given as {0}")]
    NoFormat(&'static str),
    /// The request is no call.
    #[error(transparent)]
    NoCall(#[from] ReadError),
    /// `Accept` matches nothing.
    #[error(transparent)]
    NotAcceptable(#[from] NotAcceptable),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Refusal {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::SignedOut | Self::WrongPassword => 401,
            Self::Csrf | Self::Forbidden { .. } | Self::LockedForArchive { .. } => 403,
            Self::NoProject(_)
            | Self::NoUser(_)
            | Self::NoToken
            | Self::NoTrack(_)
            | Self::NoSession(_)
            | Self::NoDocument(_)
            | Self::NoSuchPart { .. }
            | Self::NotFound(_)
            | Self::NoExperiment(_) => 404,
            Self::NotAcceptable(_) => 406,
            Self::Locked { .. } | Self::Taken(_) | Self::TakenUnless { .. } | Self::Conflict(_) => {
                409
            }
            Self::TooLarge(_) => 413,
            Self::Busy => 503,
            Self::Unassigned(_)
            | Self::NoProvider(_)
            | Self::Missing(_)
            | Self::OneOnly(_)
            | Self::Unreadable(_)
            | Self::BadName(_)
            | Self::NoStatus(_)
            | Self::BadNumber(..)
            | Self::NoFormat(_) => 400,
            Self::ArchiveFailed(_) | Self::BuildFailed { .. } => 500,
            Self::NoCall(error) => error.status(),
            Self::Store(StoreError::NotFound(_)) => 404,
            Self::Store(StoreError::AlreadyExists(_)) => 409,
            Self::Store(StoreError::Full(_)) => 507,
            Self::Store(StoreError::Failed(_)) => 500,
        }
    }

    /// The methods for an `Allow` header, if the method was wrong.
    #[must_use]
    pub fn allowed(&self) -> Option<&[Method]> {
        match self {
            Self::NoCall(ReadError::Method { allowed, .. }) => Some(allowed),
            _ => None,
        }
    }
}
