//! What a request says of who sends it: cookies, name and password, and what kind of program that is.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use prearchive_core::http::Request;

use crate::refusal::Refusal;

/// XNAT's name for the users that it keeps itself.
const PROVIDER: &str = "localdb";

/// Refuses an `authenticatorId` or a provider other than XNAT's own users: there are no others here.
pub(crate) fn check_provider(request: &Request) -> Result<(), Refusal> {
    let parameters = request.parameters();
    let own = |name: &str| name.eq_ignore_ascii_case(PROVIDER);
    match parameters.one("authenticatorId") {
        Some(id) if !own(id) => return Err(Refusal::NoProvider(id.into())),
        _ => {}
    }
    match parameters.any(&["provider", "login_method"]) {
        Some(name) if !own(name) => Err(Refusal::WrongPassword),
        _ => Ok(()),
    }
}

/// The user of `provider/user`, the form in which a client can choose a provider.
pub(super) fn without_provider(name: &str) -> Result<&str, Refusal> {
    match name.split_once('/') {
        None => Ok(name),
        Some((provider, user)) if provider.eq_ignore_ascii_case(PROVIDER) => Ok(user),
        Some(_) => Err(Refusal::WrongPassword),
    }
}

/// True if the request comes from a web browser, by its `User-Agent`.
pub(crate) fn is_browser(request: &Request) -> bool {
    let agent = request.header("User-Agent").unwrap_or_default();
    let named = ["Mozilla", "AppleWebKit", "Opera", "MSIE"];
    named.iter().any(|name| agent.contains(name))
        && !agent.contains("XNATDesktopClient")
        && !agent.to_ascii_lowercase().contains("java")
}

/// True if a front in between says that the client speaks HTTPS.
pub(super) fn is_https(request: &Request) -> bool {
    let first = request.header("X-Forwarded-Proto").unwrap_or_default();
    let first = first.split(',').next().unwrap_or_default();
    first.trim().eq_ignore_ascii_case("https")
}

/// The session ids of all copies of the cookie.
pub(super) fn cookies(request: &Request) -> impl Iterator<Item = &str> {
    request
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("Cookie"))
        .flat_map(|(_, value)| value.split(';'))
        .filter_map(|pair| pair.trim().strip_prefix("JSESSIONID="))
}

/// Name and password of an `Authorization: Basic` header (RFC 7617).
pub(super) fn basic(request: &Request) -> Result<Option<(String, String)>, Refusal> {
    let Some(value) = request.header("Authorization") else {
        return Ok(None);
    };
    let decoded = value
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
        .and_then(|(_, text)| BASE64_STANDARD.decode(text.trim()).ok())
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or(Refusal::WrongPassword)?;
    let (user, password) = decoded.split_once(':').ok_or(Refusal::WrongPassword)?;
    Ok(Some((user.into(), password.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_by_their_agent() {
        for (agent, wanted) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156",
                true,
            ),
            ("", false),
            ("xnatpy/0.8.1", false),
            ("curl/8.0", false),
            ("Mozilla/5.0 Java/17", false),
            ("Mozilla/5.0 XNATDesktopClient", false),
        ] {
            let request = Request::new(prearchive_core::http::Method::Get, ["data"])
                .with_header("User-Agent", agent);
            assert_eq!(is_browser(&request), wanted, "{agent}");
        }
    }
}
