//! What went wrong, ready to be shown.

use prearchive_client::ClientError;

/// A failed call: a sentence, the server's own words, and what a log would want.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Problem {
    /// A stable code.
    pub(crate) code: &'static str,
    /// A sentence for a person.
    pub(crate) sentence: String,
    /// The server's words, or empty.
    pub(crate) words: String,
    /// The HTTP status, if there was an answer.
    pub(crate) status: Option<u16>,
}

impl Problem {
    /// True if somebody has to sign in first.
    pub(crate) fn is_signed_out(&self) -> bool {
        self.code == "signed-out"
    }

    /// True if the user may not do it.
    pub(crate) fn is_forbidden(&self) -> bool {
        self.code == "forbidden"
    }

    /// True if it is not there.
    pub(crate) fn is_not_found(&self) -> bool {
        self.code == "not-found"
    }

    /// True if user name or password are wrong.
    pub(crate) fn is_wrong_password(&self) -> bool {
        self.code == "wrong-password"
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
            sentence: error.sentence().to_string(),
            words: error.words().to_string(),
            status: error.status(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
