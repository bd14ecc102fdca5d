//! The cookies of one server, for transports that have no browser to keep them.

use std::cell::RefCell;

/// Cookies, each name once. Domain, path and expiry dates are left out: it is one server, for one process's life.
#[derive(Debug, Default)]
pub(crate) struct Jar(RefCell<Vec<(String, String)>>);

impl Jar {
    /// Takes the value of one `Set-Cookie` field (RFC 6265, section 4.1).
    pub(crate) fn keep(&self, set_cookie: &str) {
        let mut parts = set_cookie.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let ends = parts
            .filter_map(|attribute| attribute.split_once('='))
            .filter(|(name, _)| name.eq_ignore_ascii_case("max-age"))
            .any(|(_, age)| age.parse::<i64>().is_ok_and(|age| age <= 0));
        let mut cookies = self.0.borrow_mut();
        cookies.retain(|(known, _)| known != name);
        if !ends && !value.is_empty() {
            cookies.push((name.to_owned(), value.to_owned()));
        }
    }

    /// The value of the `Cookie` field; `None` without cookies.
    pub(crate) fn header(&self) -> Option<String> {
        let cookies = self.0.borrow();
        let pairs: Vec<String> = cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_replaces_and_drops() {
        let jar = Jar::default();
        for (set, wanted) in [
            ("nonsense", None),
            ("JSESSIONID=A1; Path=/; HttpOnly", Some("JSESSIONID=A1")),
            ("JSESSIONID=B2", Some("JSESSIONID=B2")),
            ("other=x=y; Max-Age=60", Some("JSESSIONID=B2; other=x=y")),
            ("JSESSIONID=; Path=/", Some("other=x=y")),
            ("other=z; max-age=0", None),
        ] {
            jar.keep(set);
            assert_eq!(jar.header().as_deref(), wanted, "{set}");
        }
    }
}
