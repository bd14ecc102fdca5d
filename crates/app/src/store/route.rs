//! What is looked at, as the fragment of the URL; nothing that could name a person goes in there.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use prearchive_core::address::Address;
use prearchive_core::project::Project;
use prearchive_core::query::Query;
use prearchive_table::{Order, SortKey};

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
    /// The same sessions in a column for each status.
    Board,
    /// One session after the other.
    Triage,
    Projects,
}

impl View {
    /// The view that an element's attribute `view` names; a session alone is the list with all but its panel hidden.
    pub(crate) fn of_element(name: &str) -> Option<Self> {
        match name {
            "list" | "session" => Some(Self::Inbox),
            "board" => Some(Self::Board),
            "triage" => Some(Self::Triage),
            "projects" => Some(Self::Projects),
            _ => None,
        }
    }

    /// True if it shows the list's sessions, with one of them beside it.
    pub(crate) fn is_list(self) -> bool {
        matches!(self, Self::Inbox | Self::Board)
    }

    fn path(self) -> &'static str {
        match self {
            Self::Inbox => "#/inbox",
            Self::Board => "#/board",
            Self::Triage => "#/triage",
            Self::Projects => "#/projects",
        }
    }
}

/// A session as a URL names it: neither label nor folder, which can name a patient.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Opened {
    pub(crate) project: Project,
    /// When it arrived, as in its address; sessions that came together share it.
    pub(crate) timestamp: String,
}

impl Opened {
    pub(crate) fn of(address: &Address) -> Self {
        Self {
            project: address.project.clone(),
            timestamp: address.timestamp.clone(),
        }
    }

    /// True if the URL can mean that session.
    pub(crate) fn is(&self, address: &Address) -> bool {
        self.project == address.project && self.timestamp == address.timestamp
    }

    fn write(&self) -> String {
        let project = encode(self.project.as_str());
        format!("open={project}/{}", encode(&self.timestamp))
    }

    fn read(text: &str) -> Option<Self> {
        let (project, timestamp) = text.split_once('/')?;
        (!project.is_empty() && !timestamp.is_empty()).then(|| Self {
            project: decode(project).as_str().into(),
            timestamp: decode(timestamp),
        })
    }

    /// The fragment that opens the session, whatever else is looked at.
    pub(crate) fn hash(&self) -> String {
        format!("{}?{}", View::Inbox.path(), self.write())
    }
}

/// What a URL says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Route {
    pub(crate) view: View,
    /// The part of the query that names nobody.
    pub(crate) query: Query,
    pub(crate) order: Order,
    /// The query has parts that could name somebody: that is all a URL says of them.
    pub(crate) names: bool,
    /// The session that is open beside the list.
    pub(crate) open: Option<Opened>,
}

impl Route {
    /// What the state shows; words of the query and the open session's label stay out, for they can name a patient.
    pub(crate) fn of(state: &State) -> Self {
        Self::to(state.view, state)
    }

    /// The same in another view.
    pub(crate) fn to(view: View, state: &State) -> Self {
        let (query, wanted) = (state.list.query(), &state.notes.wanted);
        let open = state.panel.as_ref().map(|panel| &panel.linked);
        let open = open.or(wanted.as_ref().map(|wanted| &wanted.session));
        let shareable = query.shareable();
        Self {
            view,
            open: open.filter(|_| view.is_list()).cloned(),
            names: state.notes.names_lost || shareable != *query,
            query: shareable,
            order: state.list.order.clone(),
        }
    }

    /// A list, with no session open beside it.
    pub(crate) fn list(query: Query, order: Order) -> Self {
        Self {
            view: View::Inbox,
            query,
            order,
            names: false,
            open: None,
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
        if self.names {
            parts.push("names".into());
        }
        parts.extend(self.open.as_ref().map(Opened::write));
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
                "#/board" => View::Board,
                _ => View::Inbox,
            },
            query: Query::default(),
            order: List::default().order,
            names: false,
            open: None,
        };
        for part in query.split('&') {
            route.names |= part == "names";
            match part.split_once('=') {
                Some(("open", text)) if route.view.is_list() => {
                    route.open = Opened::read(text);
                }
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
        let opened = |project: &str, timestamp: &str| {
            Some(Opened {
                project: project.into(),
                timestamp: timestamp.into(),
            })
        };
        for (view, query, order, names, open, hash) in [
            (View::Inbox, "", usual(), false, None, "#/inbox"),
            (View::Inbox, "", usual(), true, None, "#/inbox?names"),
            (
                View::Inbox,
                "",
                usual(),
                false,
                opened("A/B &1", "20140411_140005287"),
                "#/inbox?open=A%2FB%20%261/20140411_140005287",
            ),
            (View::Projects, "", usual(), false, None, "#/projects"),
            (
                View::Board,
                "",
                usual(),
                false,
                opened("A", "20140411_140005287"),
                "#/board?open=A/20140411_140005287",
            ),
            (
                View::Triage,
                "status:error",
                usual(),
                false,
                None,
                "#/triage?q=status:error",
            ),
            (
                View::Inbox,
                "project:\"Hirn Ö&1\" status:ready,conflict",
                Order(vec![(SortKey::Session, false)]),
                false,
                None,
                "#/inbox?q=project:%22Hirn%20%C3%96%261%22%20status:ready,conflict&sort=session",
            ),
            (
                View::Inbox,
                "older:7d",
                Order(vec![(SortKey::Project, false), (SortKey::ScanDate, true)]),
                true,
                opened("Unassigned", "20140411_1"),
                "#/inbox?q=older:7d&sort=project,-scan-date&names&open=Unassigned/20140411_1",
            ),
        ] {
            let query = Query::parse(query).query;
            let route = Route {
                view,
                query,
                order,
                names,
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
            "#/inbox?opened&open=1&open=/2&open=A/&named",
        ] {
            assert_eq!(Route::read(hash).hash(), "#/inbox", "{hash:?}");
        }
        assert_eq!(decode("100%"), "100%");
    }
}
