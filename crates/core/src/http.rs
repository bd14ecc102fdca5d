//! HTTP messages as plain values: what the client sends and the engine answers.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Content type of a form body.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// A request method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "RFC 9110 documents them")]
pub enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    /// The method's name on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// The method with that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Get, Self::Post, Self::Put, Self::Delete]
            .into_iter()
            .find(|method| method.as_str() == name)
    }

    /// True if a call changes nothing and may be sent again.
    #[must_use]
    pub fn is_safe(self) -> bool {
        self == Self::Get
    }
}

/// Names and values in the order in which they came; names repeat.
pub type Pairs = Vec<(String, String)>;

/// A request, relative to the server's base address.
///
/// Written for people it is its line without the query: what else it holds may be secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path below the base address, percent-encoded, with a leading slash.
    pub path: String,
    /// The query's parameters, decoded.
    pub query: Pairs,
    /// Header fields; names are compared without regard to case.
    pub headers: Pairs,
    /// The body, empty if there is none.
    pub body: Vec<u8>,
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, path, .. } = self;
        let length = self.body.len();
        write!(f, "{} {path} ({length} bytes)", method.as_str())
    }
}

impl Request {
    /// A request without query, headers or body; each segment is encoded.
    pub fn new<'a>(method: Method, segments: impl IntoIterator<Item = &'a str>) -> Self {
        let path = segments
            .into_iter()
            .map(|segment| format!("/{}", encode_segment(segment)))
            .collect();
        Self {
            method,
            path,
            query: Pairs::new(),
            headers: Pairs::new(),
            body: Vec::new(),
        }
    }

    /// Adds a query parameter.
    #[must_use]
    pub fn with_query(mut self, name: &str, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// Adds a header field.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets a form body.
    #[must_use]
    pub fn with_form(mut self, pairs: &[(String, String)]) -> Self {
        self.body = encode_pairs(pairs).into_bytes();
        self.with_header("Content-Type", FORM)
    }

    /// Sets a body of the given content type.
    #[must_use]
    pub fn with_body(mut self, content_type: &str, body: Vec<u8>) -> Self {
        self.body = body;
        self.with_header("Content-Type", content_type)
    }

    /// The path and the query as they go on the request line.
    #[must_use]
    pub fn target(&self) -> String {
        if self.query.is_empty() {
            self.path.clone()
        } else {
            format!("{}?{}", self.path, encode_pairs(&self.query))
        }
    }

    /// Reads a target as it came on a request line.
    #[must_use]
    pub fn from_target(method: Method, target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            method,
            path: path.into(),
            query: decode_pairs(query),
            headers: Pairs::new(),
            body: Vec::new(),
        }
    }

    /// The path's segments, decoded, without empty ones at the end.
    #[must_use]
    pub fn segments(&self) -> Vec<String> {
        let mut segments: Vec<String> = self
            .path
            .trim_start_matches('/')
            .split('/')
            .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
            .collect();
        while segments.last().is_some_and(String::is_empty) {
            segments.pop();
        }
        segments
    }

    /// The first header field of that name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// The body's content type without its parameters, in lower case.
    #[must_use]
    pub fn media_type(&self) -> String {
        media_type(&self.headers)
    }

    /// The parameters: those of a form body first, then those of the query.
    #[must_use]
    pub fn parameters(&self) -> Parameters {
        let mut pairs = if self.media_type() == FORM {
            decode_pairs(&String::from_utf8_lossy(&self.body))
        } else {
            Pairs::new()
        };
        pairs.extend(self.query.iter().cloned());
        Parameters(pairs)
    }
}

/// The parameters of a request, from form body and query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameters(pub Pairs);

impl Parameters {
    /// The value of a parameter given once; where body and query both give one, the query wins, as in XNAT.
    /// An empty value counts as absent.
    #[must_use]
    pub fn one(&self, name: &str) -> Option<&str> {
        let pair = self.0.iter().rev().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The first of several names that has a value.
    #[must_use]
    pub fn any(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.one(name))
    }

    /// Every value of a parameter that may repeat, body and query together.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// True if the value is `true` in any case.
    #[must_use]
    pub fn is_true(&self, name: &str) -> bool {
        self.flag(name) == Some(true)
    }

    /// `true` or `false` in any case; anything else is absent.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.one(name)?.to_ascii_lowercase().as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Header fields.
    pub headers: Pairs,
    /// The body.
    pub body: Vec<u8>,
    /// Where the answer comes from, if the transport was redirected on the way.
    pub redirected_to: Option<String>,
}

impl Response {
    /// An answer without a body.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Pairs::new(),
            body: Vec::new(),
            redirected_to: None,
        }
    }

    /// An answer with a body.
    #[must_use]
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut response = Self::empty(status).with_header("Content-Type", content_type);
        response.body = body.into();
        response
    }

    /// Adds a header field.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The first header field of that name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    /// The content type without its parameters, in lower case.
    #[must_use]
    pub fn media_type(&self) -> String {
        media_type(&self.headers)
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }
}

fn header<'a>(headers: &'a Pairs, name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

fn media_type(headers: &Pairs) -> String {
    header(headers, "Content-Type")
        .and_then(|value| value.split(';').next())
        .map(|value| value.trim().to_ascii_lowercase())
        .unwrap_or_default()
}

/// Percent-encodes one path segment; `.` and `..` are encoded too, lest they be taken for steps.
#[must_use]
pub fn encode_segment(segment: &str) -> String {
    match segment {
        "." => "%2E".into(),
        ".." => "%2E%2E".into(),
        other => utf8_percent_encode(other, ENCODED).to_string(),
    }
}

/// Writes a query or a form body (WHATWG URL, `application/x-www-form-urlencoded`).
fn encode_pairs(pairs: &[(String, String)]) -> String {
    let encode = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    pairs.join("&")
}

/// Reads a query or a form body.
fn decode_pairs(text: &str) -> Pairs {
    let decode = |text: &str| {
        percent_decode_str(&text.replace('+', " "))
            .decode_utf8_lossy()
            .into_owned()
    };
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn awkward_names_survive_the_request_line() {
        for name in ["a b", "50%", "a&b=c", "Grüße", "a+b", "#?;", "..", "日本"] {
            let sent = Request::new(Method::Get, ["data", name]).with_query(name, name);
            let read = Request::from_target(Method::Get, &sent.target());
            assert_eq!(read.segments(), ["data", name]);
            assert_eq!(read.query, [(name.to_owned(), name.to_owned())]);
        }
    }

    #[test]
    fn query_wins_over_form_and_lists_add_up() {
        let pair = |n: &str, v: &str| (n.to_owned(), v.to_owned());
        let request = Request::new(Method::Post, ["x"])
            .with_form(&[pair("src", "1"), pair("async", "true"), pair("dest", "")])
            .with_query("src", "2")
            .with_query("async", "false");
        let parameters = request.parameters();
        assert_eq!(parameters.all("src").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(parameters.flag("async"), Some(false));
        assert_eq!(parameters.one("dest"), None);
    }
}
