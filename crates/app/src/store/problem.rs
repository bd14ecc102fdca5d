//! What went wrong, ready to be shown.

use prearchive_client::{ClientError, TransportError};

use crate::words;

/// A failed call: what it was, the server's own words, and what a log would want.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Problem {
    /// A stable code.
    pub(crate) code: &'static str,
    /// The one thing that its sentence names, or empty.
    pub(crate) detail: String,
    /// The server's words, or empty.
    pub(crate) words: String,
    /// The HTTP status, if there was an answer.
    pub(crate) status: Option<u16>,
}

impl Problem {
    /// A part of the page itself could not be downloaded.
    pub(crate) fn no_part() -> Self {
        Self {
            code: "no-part",
            ..Self::default()
        }
    }

    /// True if somebody has to sign in first.
    pub(crate) fn is_signed_out(&self) -> bool {
        self.code == "signed-out"
    }

    /// True if the user may not do it.
    pub(crate) fn is_forbidden(&self) -> bool {
        self.code == "forbidden"
    }

    /// True if nothing answers, or only what stands before the server (RFC 9110, 15.6.3 to 15.6.5).
    pub(crate) fn is_away(&self) -> bool {
        matches!(self.code, "unreachable" | "timed-out") || matches!(self.status, Some(502..=504))
    }

    /// True if the server may have done all the same what it was asked for.
    pub(crate) fn is_in_doubt(&self) -> bool {
        const CODES: [&str; 4] = [
            "timed-out",
            "unreachable",
            "unexpected-answer",
            "server-error",
        ];
        CODES.contains(&self.code)
    }

    /// True if it is not there.
    pub(crate) fn is_not_found(&self) -> bool {
        self.code == "not-found"
    }

    /// True if user name or password are wrong.
    pub(crate) fn is_wrong_password(&self) -> bool {
        self.code == "wrong-password"
    }

    /// A sentence for a person, in the present language.
    pub(crate) fn sentence(&self) -> String {
        words::problem(self.code, &self.detail)
    }

    /// The line for a log: `forbidden, HTTP 403`.
    pub(crate) fn technical(&self) -> String {
        match self.status {
            Some(status) => format!("{}, HTTP {status}", self.code),
            None => self.code.to_owned(),
        }
    }
}

impl From<ClientError> for Problem {
    fn from(error: ClientError) -> Self {
        Self {
            code: error.code(),
            detail: detail(&error),
            words: error.words().to_string(),
            status: error.status(),
        }
    }
}

/// What cannot be said in general: the browser's reason, the seconds waited, the path.
fn detail(error: &ClientError) -> String {
    match error {
        ClientError::Transport(TransportError::Unreachable(reason)) => reason.clone(),
        ClientError::Transport(TransportError::TimedOut { after_ms }) => {
            after_ms.div_ceil(1000).to_string()
        }
        ClientError::BadName { path } => path.clone(),
        ClientError::Transport(TransportError::Cancelled) | ClientError::Server(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;
    use prearchive_core::failure::{Failure, FailureKind};

    #[test]
    fn the_technical_line_names_code_and_status() {
        let problem = Problem {
            code: "forbidden",
            status: Some(403),
            ..Problem::default()
        };
        assert_eq!(problem.technical(), "forbidden, HTTP 403");
        assert!(problem.is_forbidden() && !problem.is_signed_out());
        assert_eq!(
            Problem {
                status: None,
                ..problem
            }
            .technical(),
            "forbidden"
        );
    }

    #[test]
    fn every_error_of_the_client_has_its_sentence_in_every_language() {
        let refusals = [
            FailureKind::SignedOut,
            FailureKind::WrongPassword,
            FailureKind::Forbidden,
            FailureKind::NotFound,
            FailureKind::Conflict,
            FailureKind::Refused,
            FailureKind::TooLarge,
            FailureKind::ServerError,
            FailureKind::UnexpectedAnswer,
        ]
        .map(|kind| {
            ClientError::Server(Failure {
                kind,
                status: 400,
                words: String::new(),
            })
        });
        let others = [
            TransportError::Unreachable("Failed to fetch".into()).into(),
            TransportError::TimedOut { after_ms: 29_001 }.into(),
            TransportError::Cancelled.into(),
            ClientError::BadName {
                path: "/data/../x".into(),
            },
        ];
        for error in refusals.into_iter().chain(others) {
            let english = error.sentence();
            let problem = Problem::from(error);
            assert_eq!(problem.sentence(), english);
            Language::German.set();
            let german = problem.sentence();
            assert_ne!(german, english);
            assert!(german.contains(&problem.detail), "{german}");
            Language::English.set();
        }
    }
}
