//! The stable codes of the package's errors, and what each failure of a call becomes.

use prearchive_client::{ClientError, TransportError};
use prearchive_core::calls::RouteId;
use prearchive_core::failure::{Failure, FailureKind};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// What went wrong, for programs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ErrorCode { $($(#[$doc])* $name),* }

        impl ErrorCode {
            /// Every code that the core gives; `errors.js` adds those of its own.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// A text that stays the same from version to version.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),* }
            }
        }
    };
}

codes! {
    /// The server cannot be reached.
    Network = "network",
    /// No answer in time.
    Timeout = "timeout",
    /// The caller gave up.
    Aborted = "aborted",
    /// Nobody is signed in, or the login has expired.
    AuthRequired = "auth-required",
    /// Name or password, or a token, is wrong.
    AuthRefused = "auth-refused",
    /// The server has no room for another login.
    LoginLimit = "login-limit",
    /// The user may not do this.
    Forbidden = "forbidden",
    /// It is not there.
    NotFound = "not-found",
    /// The server is working on the session.
    Locked = "locked",
    /// Something else is in the way.
    Conflict = "conflict",
    /// The server does not know the status, or does not set it.
    InvalidStatus = "invalid-status",
    /// The request cannot be sent, or the server does not take it as it is.
    InvalidArgument = "invalid-argument",
    /// It is larger than the server takes.
    TooLarge = "too-large",
    /// This server does not offer it.
    Unsupported = "unsupported",
    /// The answer is none of an XNAT server.
    BadResponse = "bad-response",
    /// The server failed.
    Server = "server",
}

impl ErrorCode {
    /// What a failed call means; the route tells apart what the status alone does not.
    #[must_use]
    pub fn of(error: &ClientError, route: Option<RouteId>) -> Self {
        match error {
            ClientError::Transport(error) => Self::of_transport(error),
            ClientError::Server(failure) => Self::of_failure(failure, route),
            ClientError::BadName { .. } => Self::InvalidArgument,
        }
    }

    fn of_transport(error: &TransportError) -> Self {
        match error {
            TransportError::Unreachable(_) => Self::Network,
            TransportError::TimedOut { .. } => Self::Timeout,
            TransportError::Cancelled => Self::Aborted,
        }
    }

    fn of_failure(failure: &Failure, route: Option<RouteId>) -> Self {
        match failure.kind {
            FailureKind::SignedOut => Self::AuthRequired,
            FailureKind::WrongPassword => Self::AuthRefused,
            FailureKind::Forbidden => Self::Forbidden,
            FailureKind::NotFound if route.is_some_and(is_optional) => Self::Unsupported,
            FailureKind::NotFound => Self::NotFound,
            // RFC 4918, section 11.3.
            FailureKind::Conflict if failure.status == 423 => Self::Locked,
            FailureKind::Conflict => Self::Conflict,
            FailureKind::Refused if failure.status == 405 => Self::Unsupported,
            FailureKind::Refused if failure.status == 429 => Self::busy(route),
            FailureKind::Refused if route == Some(RouteId::SetStatus) => Self::InvalidStatus,
            FailureKind::Refused => Self::InvalidArgument,
            FailureKind::TooLarge => Self::TooLarge,
            FailureKind::ServerError if failure.status == 501 => Self::Unsupported,
            FailureKind::ServerError if failure.status == 503 => Self::busy(route),
            FailureKind::ServerError => Self::Server,
            FailureKind::UnexpectedAnswer => Self::BadResponse,
        }
    }

    fn busy(route: Option<RouteId>) -> Self {
        match route {
            Some(RouteId::SignIn) => Self::LoginLimit,
            _ => Self::Server,
        }
    }
}

/// Services that older servers lack: 404 from them says nothing of a session.
fn is_optional(route: RouteId) -> bool {
    matches!(
        route,
        RouteId::ValidateArchive
            | RouteId::DicomDump
            | RouteId::IssueToken
            | RouteId::InvalidateToken
            | RouteId::BuildInfo
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(kind: FailureKind, status: u16) -> ClientError {
        let words = String::new();
        ClientError::Server(Failure {
            kind,
            status,
            words,
        })
    }

    #[test]
    fn every_failure_has_its_code() {
        use FailureKind as K;
        let timed_out = TransportError::TimedOut { after_ms: 1 };
        let bad_name = ClientError::BadName { path: "/".into() };
        for (error, route, code) in [
            (
                TransportError::Unreachable("no".into()).into(),
                None,
                "network",
            ),
            (timed_out.into(), None, "timeout"),
            (TransportError::Cancelled.into(), None, "aborted"),
            (bad_name, None, "invalid-argument"),
            (server(K::SignedOut, 401), None, "auth-required"),
            (server(K::WrongPassword, 401), None, "auth-refused"),
            (server(K::Forbidden, 403), None, "forbidden"),
            (server(K::NotFound, 404), None, "not-found"),
            (
                server(K::NotFound, 404),
                Some(RouteId::ValidateArchive),
                "unsupported",
            ),
            (server(K::Conflict, 409), None, "conflict"),
            (server(K::Conflict, 423), None, "locked"),
            (server(K::Refused, 400), None, "invalid-argument"),
            (server(K::Refused, 405), None, "unsupported"),
            (
                server(K::Refused, 400),
                Some(RouteId::SetStatus),
                "invalid-status",
            ),
            (
                server(K::Refused, 429),
                Some(RouteId::SignIn),
                "login-limit",
            ),
            (server(K::TooLarge, 413), None, "too-large"),
            (server(K::ServerError, 500), None, "server"),
            (server(K::ServerError, 501), None, "unsupported"),
            (server(K::ServerError, 503), None, "server"),
            (
                server(K::ServerError, 503),
                Some(RouteId::SignIn),
                "login-limit",
            ),
            (server(K::UnexpectedAnswer, 200), None, "bad-response"),
        ] {
            assert_eq!(ErrorCode::of(&error, route).as_str(), code, "{error:?}");
        }
    }

    #[test]
    fn codes_are_all_different() {
        let codes: std::collections::HashSet<_> =
            ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), ErrorCode::ALL.len());
    }
}
