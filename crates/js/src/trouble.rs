//! What a call ends with when it fails, as it crosses the border.

use prearchive_client::{Client, ClientError};
use prearchive_core::calls::{Call, route};

use crate::code::ErrorCode;
use crate::json::{Json, object};

/// What a call of the core ends with.
pub type Result<T> = std::result::Result<T, Box<Trouble>>;

/// A failure as `errors.js` reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What went wrong.
    pub code: ErrorCode,
    /// A sentence for a person, without the server's words.
    pub message: String,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// The server's own words; empty if it said none.
    pub server_text: String,
    /// The request's method.
    pub method: Option<&'static str>,
    /// The request's address; no call that can fail has a secret in it.
    pub url: Option<String>,
}

impl Trouble {
    /// A failure of a call.
    #[must_use]
    pub fn of(client: &Client, call: &Call, error: &ClientError) -> Box<Self> {
        let method = route(call.id()).method;
        Box::new(Self {
            method: Some(method.as_str()),
            url: client.address_of(call, None),
            ..Self::new(ErrorCode::of(error, Some(call.id())), error)
        })
    }

    /// A failure of which the request is not known.
    #[must_use]
    pub fn new(code: ErrorCode, error: &ClientError) -> Self {
        Self {
            status: error.status(),
            server_text: error.words().to_owned(),
            ..Self::told(code, &error.sentence())
        }
    }

    /// An argument that cannot be used; nothing was sent.
    #[must_use]
    pub fn argument(reason: &str) -> Box<Self> {
        Box::new(Self::told(ErrorCode::InvalidArgument, reason))
    }

    fn told(code: ErrorCode, message: &str) -> Self {
        Self {
            code,
            message: message.to_owned(),
            status: None,
            server_text: String::new(),
            method: None,
            url: None,
        }
    }
}

impl Json for Trouble {
    fn json(&self, out: &mut String) {
        object(out, |object| {
            object
                .text("code", self.code.as_str())
                .text("message", &self.message)
                .maybe("status", self.status.map(u64::from).as_ref())
                .some("serverText", &self.server_text)
                .some("method", self.method.unwrap_or_default())
                .maybe("url", self.url.as_ref());
        });
    }
}
