//! What is looked at, as the fragment of the URL; nothing that could name a person goes in there.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use prearchive_core::query::Query;
use prearchive_core::table::{Order, SortKey};

use super::State;
use super::list::List;

/// What of a query need not be encoded in a fragment.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b':')
    .remove(b',')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.');

/// A view of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum View {
    #[default]
    Inbox,
    /// One session after the other.
    Triage,
    Projects,
}

impl View {
    fn path(self) -> &'static str {
        match self {
            Self::Inbox => "#/inbox",
            Self::Triage => "#/triage",
            Self::Projects => "#/projects",
        }
    }
}

/// What a URL says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Route {
    pub(crate) view: View,
    /// The part of the query that names nobody.
    pub(crate) query: Query,
    pub(crate) order: Order,
    /// A session is open beside the list.
    pub(crate) open: bool,
}

impl Route {
    /// What the state shows; words of the query and the open session's name stay out, for they can name a patient.
    pub(crate) fn of(state: &State) -> Self {
        Self::to(state.view, state)
    }

    /// The same in another view.
    pub(crate) fn to(view: View, state: &State) -> Self {
        Self {
            view,
            open: view == View::Inbox && state.panel.is_some(),
            query: state.list.query().shareable(),
            order: state.list.order.clone(),
        }
    }

    /// The text for the box: what the URL says, and what is in the box that no URL may say.
    pub(crate) fn joined(&self, list: &List) -> String {
        let shareable = list.query().shareable();
        let private = list
            .query()
            .terms
            .iter()
            .filter(|term| !shareable.terms.contains(term));
        let terms = self.query.terms.iter().chain(private).cloned().collect();
        Query { terms }.to_string()
    }

    /// Writes the fragment with its `#`; what is as usual is left out.
    pub(crate) fn hash(&self) -> String {
        let mut parts = Vec::new();
        if !self.query.is_empty() {
            parts.push(format!("q={}", encode(&self.query.to_string())));
        }
        if self.order != List::default().order {
            let key = |(key, descending): &(SortKey, bool)| {
                let sign = if *descending { "-" } else { "" };
                format!("{sign}{}", key.code())
            };
            let keys: Vec<String> = self.order.0.iter().map(key).collect();
            parts.push(format!("sort={}", keys.join(",")));
        }
        if self.open {
            parts.push("open".into());
        }
        let path = self.view.path();
        if parts.is_empty() {
            path.into()
        } else {
            format!("{path}?{}", parts.join("&"))
        }
    }

    /// Reads a fragment; what it does not understand is as usual.
    pub(crate) fn read(hash: &str) -> Self {
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let mut route = Self {
            view: match path {
                "#/projects" => View::Projects,
                "#/triage" => View::Triage,
                _ => View::Inbox,
            },
            query: Query::default(),
            order: List::default().order,
            open: false,
        };
        for part in query.split('&') {
            if part == "open" {
                route.open = route.view == View::Inbox;
            }
            match part.split_once('=') {
                Some(("q", text)) => route.query = Query::parse(&decode(text)).query.shareable(),
                Some(("sort", codes)) => {
                    let key = |code: &str| {
                        let key = SortKey::from_code(code.trim_start_matches('-'))?;
                        Some((key, code.starts_with('-')))
                    };
                    let keys: Vec<_> = codes.split(',').filter_map(key).collect();
                    if !keys.is_empty() {
                        route.order = Order(keys);
                    }
                }
                _ => {}
            }
        }
        route
    }
}

/// Writes a text as it may stand in a fragment.
pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// Reads it.
pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_written_and_read() {
        let usual = || List::default().order;
        for (view, query, order, open, hash) in [
            (View::Inbox, "", usual(), false, "#/inbox"),
            (View::Inbox, "", usual(), true, "#/inbox?open"),
            (View::Projects, "", usual(), false, "#/projects"),
            (
                View::Triage,
                "status:error",
                usual(),
                false,
                "#/triage?q=status:error",
            ),
            (
                View::Inbox,
                "project:\"Hirn Ö&1\" status:ready,conflict",
                Order(vec![(SortKey::Session, false)]),
                false,
                "#/inbox?q=project:%22Hirn%20%C3%96%261%22%20status:ready,conflict&sort=session",
            ),
            (
                View::Inbox,
                "older:7d",
                Order(vec![(SortKey::Project, false), (SortKey::ScanDate, true)]),
                true,
                "#/inbox?q=older:7d&sort=project,-scan-date&open",
            ),
        ] {
            let query = Query::parse(query).query;
            let route = Route {
                view,
                query,
                order,
                open,
            };
            assert_eq!(route.hash(), hash);
            assert_eq!(Route::read(hash), route);
        }
    }

    #[test]
    fn nonsense_is_as_usual() {
        for hash in [
            "",
            "#",
            "#/nowhere?q=status:soon&sort=-mood&x",
            "#/inbox?q=",
            "#/inbox?q=subject:Doe%20jane",
            "#/inbox?opened&open=1",
        ] {
            assert_eq!(Route::read(hash).hash(), "#/inbox", "{hash:?}");
        }
        assert_eq!(decode("100%"), "100%");
    }
}
