//! The header fields of what is passed through: of the line, not of the message, and those that name an origin.

use std::net::IpAddr;

use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ALT_SVC, CONNECTION, CONTENT_LOCATION, EXPECT, FORWARDED, HOST,
    HeaderMap, HeaderName, HeaderValue, LOCATION, ORIGIN, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION,
    REFERER, SET_COOKIE, STRICT_TRANSPORT_SECURITY, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};

use super::address::XnatAddress;

/// Fields of one connection, which go no further (RFC 9110, 7.6.1), besides those that `Connection` names.
const OF_THE_LINE: [HeaderName; 9] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// How a browser reaches us.
#[derive(Debug, Clone)]
pub(crate) struct Front {
    /// The path before everything here; empty if there is none.
    pub(crate) context: String,
    /// What the request names as its host, with the port.
    pub(crate) host: String,
    /// Whether somebody in front of us speaks TLS.
    pub(crate) is_https: bool,
    /// Who asks.
    pub(crate) peer: Option<IpAddr>,
}

impl Front {
    /// How this request reached us.
    pub(crate) fn of(headers: &HeaderMap, context: &str, peer: Option<IpAddr>) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let proto = text(X_FORWARDED_PROTO).unwrap_or_default();
        let proto = proto.split(',').next().unwrap_or_default();
        Self {
            context: context.into(),
            host: text(X_FORWARDED_HOST)
                .or(text(HOST))
                .unwrap_or_default()
                .into(),
            is_https: proto.trim().eq_ignore_ascii_case("https"),
            peer,
        }
    }

    fn origin(&self) -> String {
        let scheme = if self.is_https { "https" } else { "http" };
        format!("{scheme}://{}", self.host)
    }
}

/// Makes a request's fields those of one that a browser at the XNAT itself would send.
///
/// XNAT and what stands before it see their own host, origin and scheme; what a front says of ours would have them write
/// our addresses, or redirect to `https` for ever. Who asks is told when that is not this machine.
pub(crate) fn outwards(headers: &mut HeaderMap, xnat: &XnatAddress, front: &Front) {
    drop_line(headers);
    // Whoever waits for `100 Continue` has got it by then from us; the host is the address'.
    for name in [EXPECT, HOST, FORWARDED, X_FORWARDED_HOST, X_FORWARDED_PROTO] {
        headers.remove(name);
    }
    let ours = front.origin();
    replace(headers, &ORIGIN, |origin| {
        (origin == ours).then(|| xnat.origin())
    });
    replace(headers, &REFERER, |referer| {
        let path = referer.strip_prefix(ours.as_str())?;
        let below = path.strip_prefix(front.context.as_str())?;
        (below.is_empty() || below.starts_with('/')).then(|| format!("{xnat}{below}"))
    });
    match front.peer.filter(|peer| !peer.is_loopback()) {
        Some(peer) => {
            let before = headers.get(X_FORWARDED_FOR).and_then(|v| v.to_str().ok());
            let all = before.map_or(peer.to_string(), |before| format!("{before}, {peer}"));
            if let Ok(all) = HeaderValue::try_from(all) {
                headers.insert(X_FORWARDED_FOR, all);
            }
        }
        None if front.is_https => {}
        None => {
            headers.remove(X_FORWARDED_FOR);
        }
    }
}

/// Makes a response's fields those of one that comes from us.
pub(crate) fn inwards(headers: &mut HeaderMap, xnat: &XnatAddress, front: &Front) {
    drop_line(headers);
    // What holds for the XNAT's host holds not for ours.
    for name in [STRICT_TRANSPORT_SECURITY, ALT_SVC] {
        headers.remove(name);
    }
    for name in [LOCATION, CONTENT_LOCATION] {
        replace(headers, &name, |place| match xnat.below(place) {
            Some(below) => Some(format!("{}{below}", front.context)),
            // Beside the context there is something else, which we do not serve.
            None if place.starts_with('/') && !place.starts_with("//") => {
                Some(format!("{}{place}", xnat.origin()))
            }
            None => None,
        });
    }
    replace(headers, &ACCESS_CONTROL_ALLOW_ORIGIN, |origin| {
        (origin == xnat.origin()).then(|| front.origin())
    });
    let cookies: Vec<HeaderValue> = headers
        .get_all(SET_COOKIE)
        .iter()
        .map(|cookie| {
            match cookie.to_str() {
                Ok(text) => HeaderValue::try_from(self::cookie(text, xnat, front)).ok(),
                Err(_) => None,
            }
            .unwrap_or_else(|| cookie.clone())
        })
        .collect();
    headers.remove(SET_COOKIE);
    for cookie in cookies {
        headers.append(SET_COOKIE, cookie);
    }
}

fn drop_line(headers: &mut HeaderMap) {
    let named: Vec<HeaderName> = headers
        .get_all(CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| name.trim().parse().ok())
        .collect();
    for name in named.into_iter().chain(OF_THE_LINE) {
        headers.remove(name);
    }
}

fn replace(headers: &mut HeaderMap, name: &HeaderName, by: impl Fn(&str) -> Option<String>) {
    let new = headers
        .get(name)
        .and_then(|value| by(value.to_str().ok()?))
        .and_then(|text| HeaderValue::try_from(text).ok());
    if let Some(new) = new {
        headers.insert(name, new);
    }
}

/// A cookie (RFC 6265, 4.1) as ours: for our host, below our path, and kept by a browser over plain HTTP.
fn cookie(text: &str, xnat: &XnatAddress, front: &Front) -> String {
    let mut parts = text.split(';').map(str::trim);
    let mut cookie = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let new = match name.trim().to_ascii_lowercase().as_str() {
            "" | "domain" => continue,
            // Both need TLS.
            "secure" | "partitioned" if !front.is_https => continue,
            // A browser takes this with `Secure` only.
            "samesite" if !front.is_https && value.trim().eq_ignore_ascii_case("none") => {
                "SameSite=Lax".into()
            }
            "path" => {
                let below = xnat.below(value.trim()).unwrap_or("/");
                let path = match (front.context.as_str(), below) {
                    ("", below) => below.to_owned(),
                    (context, "/") => context.to_owned(),
                    (context, below) => format!("{context}{below}"),
                };
                format!("Path={path}")
            }
            _ => part.to_owned(),
        };
        cookie.push_str("; ");
        cookie.push_str(&new);
    }
    let is_secure = |part: &str| part.trim().eq_ignore_ascii_case("secure");
    // An XNAT that is reached over plain HTTP does not know that browsers reach us by TLS.
    if front.is_https && !text.split(';').skip(1).any(is_secure) {
        cookie.push_str("; Secure");
    }
    cookie
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use super::*;

    fn xnat() -> XnatAddress {
        "https://example.org/xnat".parse().unwrap()
    }

    fn front(context: &str, is_https: bool) -> Front {
        Front {
            context: context.into(),
            host: "127.0.0.1:8080".into(),
            is_https,
            peer: None,
        }
    }

    fn map(fields: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in fields {
            map.append(*name, value.parse().unwrap());
        }
        map
    }

    #[test]
    fn cookies_become_ours() {
        for (context, is_https, theirs, ours) in [
            (
                "",
                false,
                "JSESSIONID=ab=c; Path=/xnat; Secure; HttpOnly",
                "JSESSIONID=ab=c; Path=/; HttpOnly",
            ),
            (
                "/here",
                false,
                "a=1; path=/xnat/; domain=.example.org; SameSite=None; Secure",
                "a=1; Path=/here; SameSite=Lax",
            ),
            ("/here", false, "a=1; Path=/xnat/app", "a=1; Path=/here/app"),
            ("/here", false, "a=1; Path=/", "a=1; Path=/here"),
            (
                "",
                false,
                "a=1; SameSite=Strict; Max-Age=9",
                "a=1; SameSite=Strict; Max-Age=9",
            ),
            ("", true, "a=1; Path=/xnat", "a=1; Path=/; Secure"),
            (
                "",
                true,
                "a=1; Secure; SameSite=None; Partitioned",
                "a=1; Secure; SameSite=None; Partitioned",
            ),
            (
                "",
                false,
                "a=;;Expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            ),
        ] {
            assert_eq!(
                cookie(theirs, &xnat(), &front(context, is_https)),
                ours,
                "{theirs}"
            );
        }
    }

    #[test]
    fn places_become_ours_where_they_are_the_xnats() {
        for (theirs, ours) in [
            (
                "https://example.org/xnat/app/template/Login.vm",
                "/here/app/template/Login.vm",
            ),
            ("http://example.org/xnat/", "/here/"),
            ("/xnat/data/x?y=z", "/here/data/x?y=z"),
            ("/other", "https://example.org/other"),
            (
                "https://idp.example.org/sso?x",
                "https://idp.example.org/sso?x",
            ),
            ("data/relative", "data/relative"),
        ] {
            let mut headers = map(&[("location", theirs)]);
            inwards(&mut headers, &xnat(), &front("/here", false));
            assert_eq!(headers["location"], ours, "{theirs}");
        }
    }

    #[test]
    fn requests_come_from_the_xnats_own_origin() {
        let mut headers = map(&[
            ("host", "127.0.0.1:8080"),
            ("origin", "http://127.0.0.1:8080"),
            ("referer", "http://127.0.0.1:8080/here/?view=x"),
            ("user-agent", "Mozilla/5.0"),
            ("cookie", "JSESSIONID=x"),
            ("connection", "keep-alive, X-Odd"),
            ("x-odd", "1"),
            ("te", "trailers"),
            ("expect", "100-continue"),
            ("x-forwarded-proto", "http"),
            ("x-forwarded-for", "10.1.2.3"),
        ]);
        outwards(&mut headers, &xnat(), &front("/here", false));
        let wanted = map(&[
            ("origin", "https://example.org"),
            ("referer", "https://example.org/xnat/?view=x"),
            ("user-agent", "Mozilla/5.0"),
            ("cookie", "JSESSIONID=x"),
        ]);
        assert_eq!(headers, wanted);

        let foreign = [
            ("origin", "https://evil.example"),
            ("referer", "https://evil.example/here/"),
        ];
        let mut headers = map(&foreign);
        outwards(&mut headers, &xnat(), &front("/here", false));
        assert_eq!(headers, map(&foreign), "another site stays another site");

        let mut headers = HeaderMap::new();
        let peer = Some([10, 9, 8, 7].into());
        let far = Front {
            peer,
            ..front("", false)
        };
        outwards(&mut headers, &xnat(), &far);
        assert_eq!(headers, map(&[("x-forwarded-for", "10.9.8.7")]));
    }

    #[test]
    fn fields_of_the_line_and_of_the_host_stay_behind() {
        let mut headers = map(&[
            ("connection", "close"),
            ("transfer-encoding", "chunked"),
            ("strict-transport-security", "max-age=1"),
            ("content-encoding", "gzip"),
            ("www-authenticate", "Basic realm=\"XNAT\""),
            ("set-cookie", "a=1; Path=/xnat"),
            ("set-cookie", "b=2; Path=/xnat"),
        ]);
        inwards(&mut headers, &xnat(), &front("", false));
        let wanted = map(&[
            ("content-encoding", "gzip"),
            ("www-authenticate", "Basic realm=\"XNAT\""),
            ("set-cookie", "a=1; Path=/"),
            ("set-cookie", "b=2; Path=/"),
        ]);
        assert_eq!(headers, wanted);
    }
}
