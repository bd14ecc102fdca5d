//! Texts that must not be seen in a log.

use std::fmt;
use std::ops::Deref;

/// A password or the like: a text that is not written when the value that holds it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Deref for Secret {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

#[cfg(test)]
mod tests {
    use crate::calls::Call;
    use crate::http::{Method, Request};

    #[test]
    fn what_is_secret_is_not_written() {
        let call = Call::SignIn {
            username: "owner".into(),
            password: "correct horse".into(),
        };
        let token = Call::ValidateToken {
            alias: "a".into(),
            secret: "battery staple".into(),
        };
        let request = Request::new(Method::Get, ["data", "auth"])
            .with_header("Authorization", "Basic correct horse")
            .with_header("Cookie", "JSESSIONID=correct horse")
            .with_query("XNAT_CSRF", "correct horse");
        let written = format!("{call:?} {token:?} {request:?} {:?}", call.request());
        assert!(written.contains("owner"), "{written}");
        for secret in ["horse", "staple"] {
            assert!(!written.contains(secret), "{written}");
        }
    }
}
