//! Where an XNAT is: scheme, host, port and context path.

use std::fmt;
use std::str::FromStr;

use axum::http::Uri;
use axum::http::uri::{Authority, PathAndQuery, Scheme};

/// The address of an XNAT, such as `https://xnat.example.org/xnat`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XnatAddress {
    scheme: Scheme,
    authority: Authority,
    /// The path before everything, such as `/xnat`; empty if there is none.
    context: String,
}

/// What was given is no address of an XNAT.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is no address of an XNAT: expected one such as https://xnat.example.org or https://example.org/xnat, \
     without a user name or a question mark"
)]
pub struct NoAddress(String);

impl FromStr for XnatAddress {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, NoAddress> {
        let read = || {
            let parts = text.trim().parse::<Uri>().ok()?.into_parts();
            let path = parts.path_and_query?;
            let (scheme, authority) = (parts.scheme?, parts.authority?);
            let is_http = scheme == Scheme::HTTP || scheme == Scheme::HTTPS;
            let is_plain = path.query().is_none() && !authority.as_str().contains('@');
            (is_http && is_plain && !authority.host().is_empty()).then(|| Self {
                scheme,
                authority,
                context: path.path().trim_end_matches('/').to_owned(),
            })
        };
        read().ok_or_else(|| NoAddress(text.into()))
    }
}

impl fmt::Display for XnatAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.context)
    }
}

impl XnatAddress {
    /// Scheme, host and port, as a browser writes an origin (RFC 6454).
    #[must_use]
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.authority)
    }

    /// Host and port.
    #[must_use]
    pub fn authority(&self) -> &str {
        self.authority.as_str()
    }

    /// The path before everything; empty if there is none.
    #[must_use]
    pub fn context(&self) -> &str {
        &self.context
    }

    /// The address of a path with its query below the context.
    pub(crate) fn uri(&self, target: &str) -> Result<Uri, axum::http::Error> {
        let path = PathAndQuery::from_maybe_shared(format!("{}{target}", self.context))?;
        Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(path)
            .build()
    }

    /// The path below the context, with a slash before it, of an address that is this XNAT's: whole, or from `/` on.
    ///
    /// An XNAT behind a front that speaks TLS may take itself for plain `http`.
    pub(crate) fn below<'a>(&self, address: &'a str) -> Option<&'a str> {
        let path = match address.split_once("://") {
            Some(("http" | "https", rest)) => {
                let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
                let (authority, path) = rest.split_at(end);
                if !self.is_same_host(authority) {
                    return None;
                }
                path
            }
            _ if address.starts_with("//") || !address.starts_with('/') => return None,
            _ => address,
        };
        match path.strip_prefix(self.context.as_str())? {
            "" => Some("/"),
            rest if rest.starts_with('/') => Some(rest),
            _ => None,
        }
    }

    fn is_same_host(&self, authority: &str) -> bool {
        let bare = |text: &'_ str| {
            let text = text.to_ascii_lowercase();
            let bare = text.strip_suffix(":443").or(text.strip_suffix(":80"));
            bare.map_or(text.clone(), str::to_owned)
        };
        bare(authority) == bare(self.authority.as_str())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn what_is_an_address() {
        for (text, shown) in [
            ("https://xnat.example.org", Some("https://xnat.example.org")),
            (
                "https://example.org/xnat/",
                Some("https://example.org/xnat"),
            ),
            (
                "http://127.0.0.1:8080/a/b",
                Some("http://127.0.0.1:8080/a/b"),
            ),
            ("http://[::1]:8080", Some("http://[::1]:8080")),
            ("xnat.example.org", None),
            ("/xnat", None),
            ("ftp://example.org", None),
            ("https://me:secret@example.org", None),
            ("https://example.org/?x=1", None),
            ("https:///xnat", None),
            ("", None),
        ] {
            let read = text.parse::<XnatAddress>().ok();
            let read = read.map(|address| address.to_string());
            assert_eq!(read.as_deref(), shown, "{text}");
        }
    }

    #[test]
    fn what_is_below_it() {
        let xnat: XnatAddress = "https://example.org/xnat".parse().unwrap();
        for (address, below) in [
            ("https://example.org/xnat/app/x?y#z", Some("/app/x?y#z")),
            ("http://Example.org:80/xnat/app", Some("/app")),
            ("https://example.org:443/xnat", Some("/")),
            ("/xnat/data", Some("/data")),
            ("/xnatdata", None),
            ("/other", None),
            ("data", None),
            ("//example.org/xnat", None),
            ("https://login.example.org/xnat", None),
            ("https://example.org:8443/xnat", None),
        ] {
            assert_eq!(xnat.below(address), below, "{address}");
        }
    }
}
