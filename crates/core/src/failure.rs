//! What a server's refusal means: told by status and content type, never by its words.

use crate::calls::{Call, RouteId};
use crate::format::Format;
use crate::http::Response;

/// What kind of refusal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureKind {
    /// Nobody is signed in, or the login has expired.
    SignedOut,
    /// Name or password is wrong.
    WrongPassword,
    /// The user may not do this, or the CSRF token was not accepted.
    Forbidden,
    /// It is not there, or no longer.
    NotFound,
    /// Something is in the way: a lock, or data that is there already.
    Conflict,
    /// The server does not take the request as it is.
    Refused,
    /// The request or its body is larger than the server takes.
    TooLarge,
    /// The server failed.
    ServerError,
    /// The answer is not what an XNAT server says.
    UnexpectedAnswer,
}

impl FailureKind {
    /// A stable code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SignedOut => "signed-out",
            Self::WrongPassword => "wrong-password",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::Conflict => "conflict",
            Self::Refused => "refused",
            Self::TooLarge => "too-large",
            Self::ServerError => "server-error",
            Self::UnexpectedAnswer => "unexpected-answer",
        }
    }

    /// A sentence for a person.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::SignedOut => "You are not signed in, or your login has expired.",
            Self::WrongPassword => "The user name or the password is wrong.",
            Self::Forbidden => "You are not allowed to do this.",
            Self::NotFound => "It is not there, or no longer.",
            Self::Conflict => "Something is in the way on the server.",
            Self::Refused => "The server did not take the request.",
            Self::TooLarge => "The file is larger than the server takes.",
            Self::ServerError => "The server failed.",
            Self::UnexpectedAnswer => "The answer does not come from an XNAT server.",
        }
    }
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{}", kind.sentence(), quoted(words))]
pub struct Failure {
    /// What kind it is.
    pub kind: FailureKind,
    /// The HTTP status.
    pub status: u16,
    /// The server's own words; empty if it said nothing.
    pub words: String,
}

fn quoted(words: &str) -> String {
    if words.is_empty() {
        String::new()
    } else {
        format!(" The server says: {words}")
    }
}

impl Failure {
    /// A refusal told by a response.
    #[must_use]
    pub fn new(kind: FailureKind, response: &Response) -> Self {
        Self {
            kind,
            status: response.status,
            words: words(response),
        }
    }

    /// An answer that cannot be read, with the reader's reason.
    #[must_use]
    pub fn unreadable(response: &Response, reason: &dyn std::fmt::Display) -> Self {
        Self {
            kind: FailureKind::UnexpectedAnswer,
            status: response.status,
            words: reason.to_string(),
        }
    }
}

/// Tells whether an answer is a success, and what it means if not.
///
/// XNAT answers 301 without `Location` to a move and to a commit that archived; both are successes.
/// A browser whose login has expired is redirected to the login page, which is a 200 in HTML.
pub fn check(call: &Call, response: &Response) -> Result<(), Failure> {
    let fail = |kind| Err(Failure::new(kind, response));
    let html = response.media_type() == "text/html";
    let asks_for_html_free = crate::calls::route(call.id())
        .asks
        .is_some_and(|format| matches!(format, Format::Json | Format::Zip));
    match (call.id(), response.status) {
        (RouteId::SignIn, 401 | 403) => fail(FailureKind::WrongPassword),
        (_, 401) => fail(FailureKind::SignedOut),
        // A session whose project archives by itself is answered with a redirect to the experiment.
        (RouteId::Archive, 200..=299) if archived_elsewhere(response) => Ok(()),
        (RouteId::SignIn | RouteId::Session | RouteId::WhoAmI, 200..=299) if html => {
            fail(FailureKind::UnexpectedAnswer)
        }
        (RouteId::PrearchiveCode | RouteId::File, 200..=299)
            if response.redirected_to.is_none() =>
        {
            Ok(())
        }
        (_, 200..=299) if html && (asks_for_html_free || response.redirected_to.is_some()) => {
            fail(FailureKind::SignedOut)
        }
        (_, 200..=299) | (RouteId::MoveOne | RouteId::Commit, 301) => Ok(()),
        (_, 403) => fail(FailureKind::Forbidden),
        (_, 404 | 410) => fail(FailureKind::NotFound),
        (_, 409 | 423) => fail(FailureKind::Conflict),
        (_, 413) => fail(FailureKind::TooLarge),
        (_, 400..=499) => fail(FailureKind::Refused),
        (_, 500..=599) => fail(FailureKind::ServerError),
        _ => fail(FailureKind::UnexpectedAnswer),
    }
}

fn archived_elsewhere(response: &Response) -> bool {
    response
        .redirected_to
        .as_deref()
        .is_some_and(|url| url.contains("/archive/") || url.contains("/experiments/"))
}

/// The longest text of a server that is shown, in characters.
const LONGEST: usize = 400;

/// The server's words: the `h3` of a status page, else a plain text body.
fn words(response: &Response) -> String {
    let text = response.text();
    let kind = response.media_type();
    let is_page =
        kind == "text/html" || (kind != "text/plain" && text.trim_start().starts_with('<'));
    let said = if is_page {
        between(&text, "<h3>", "</h3>")
            .map(unescape)
            .unwrap_or_default()
    } else {
        text.trim().to_owned()
    };
    said.chars().take(LONGEST).collect()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(inside, _)| inside.trim())
}

fn unescape(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn status_and_content_type_tell_the_kind() {
        let list = Call::List { projects: vec![] };
        let sign_in = Call::SignIn {
            username: "a".into(),
            password: "b".into(),
        };
        let login = |status| Response::new(status, "text/html", "<html><h3>Log in</h3></html>");
        for (call, response, wanted) in [
            (&list, Response::new(200, "application/json", "{}"), None),
            (&list, login(200), Some(FailureKind::SignedOut)),
            (&list, Response::empty(401), Some(FailureKind::SignedOut)),
            (
                &sign_in,
                Response::empty(401),
                Some(FailureKind::WrongPassword),
            ),
            (&sign_in, login(200), Some(FailureKind::UnexpectedAnswer)),
            (&list, Response::empty(403), Some(FailureKind::Forbidden)),
            (&list, Response::empty(404), Some(FailureKind::NotFound)),
            (&list, Response::empty(409), Some(FailureKind::Conflict)),
            (&list, Response::empty(406), Some(FailureKind::Refused)),
            (&list, Response::empty(500), Some(FailureKind::ServerError)),
            (
                &list,
                Response::empty(301),
                Some(FailureKind::UnexpectedAnswer),
            ),
        ] {
            let kind = check(call, &response).err().map(|failure| failure.kind);
            assert_eq!(kind, wanted, "{call:?} {}", response.status);
        }
    }

    #[test]
    fn moves_and_commits_succeed_with_301() {
        let address = crate::address::Address {
            project: "P".into(),
            timestamp: "t".into(),
            folder: "s".into(),
        };
        let response = Response::new(301, "text/uri-list", "/data/prearchive/projects/Q/t/s");
        for call in [
            Call::MoveOne {
                address: address.clone(),
                new_project: Some("Q".into()),
            },
            Call::Commit {
                address,
                auto_archive: None,
                upload: Default::default(),
                listener: None,
            },
        ] {
            assert_eq!(check(&call, &response), Ok(()));
        }
    }

    #[test]
    fn the_words_of_a_status_page_are_its_h3() {
        let page = "<html><title>Status page</title><h3>no such &lt;session&gt;</h3></html>";
        let response = Response::new(404, "text/html;charset=UTF-8", page);
        let failure = Failure::new(FailureKind::NotFound, &response);
        assert_eq!(failure.words, "no such <session>");
    }
}
