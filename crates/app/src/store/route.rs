//! What is looked at, as the fragment of the URL; nothing that could name a person goes in there.

use std::collections::BTreeSet;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use prearchive_core::project::Project;
use prearchive_core::query::{Sort, SortKey, StatusGroup};

use super::State;
use super::list::List;

/// A view of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum View {
    #[default]
    Inbox,
    Projects,
}

impl View {
    fn path(self) -> &'static str {
        match self {
            Self::Inbox => "#/inbox",
            Self::Projects => "#/projects",
        }
    }
}

/// What a URL says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Route {
    pub(crate) view: View,
    pub(crate) project: Option<Project>,
    pub(crate) statuses: BTreeSet<StatusGroup>,
    pub(crate) sort: Sort,
    /// A session is open beside the list.
    pub(crate) open: bool,
}

impl Route {
    /// What the state shows; words of the filter and the open session's name stay out, for they can name a patient.
    pub(crate) fn of(state: &State) -> Self {
        Self::to(state.view, state)
    }

    /// The same in another view.
    pub(crate) fn to(view: View, state: &State) -> Self {
        Self {
            view,
            open: view == View::Inbox && state.panel.is_some(),
            project: state.list.filter.project.clone(),
            statuses: state.list.filter.statuses.clone(),
            sort: state.list.sort,
        }
    }

    /// Writes the fragment with its `#`; what is as usual is left out.
    pub(crate) fn hash(&self) -> String {
        let mut parts = Vec::new();
        if let Some(project) = &self.project {
            parts.push(format!("project={}", encode(project.as_str())));
        }
        if !self.statuses.is_empty() {
            let codes: Vec<&str> = self.statuses.iter().map(|group| group.code()).collect();
            parts.push(format!("status={}", codes.join(",")));
        }
        if self.sort != List::default().sort {
            let sign = if self.sort.descending { "-" } else { "" };
            parts.push(format!("sort={sign}{}", self.sort.key.code()));
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
            view: if path == View::Projects.path() {
                View::Projects
            } else {
                View::Inbox
            },
            project: None,
            statuses: BTreeSet::new(),
            sort: List::default().sort,
            open: false,
        };
        for part in query.split('&') {
            if part == "open" {
                route.open = route.view == View::Inbox;
            }
            match part.split_once('=') {
                Some(("project", id)) if !id.is_empty() => {
                    route.project = Some(Project::from(decode(id).as_str()));
                }
                Some(("status", codes)) => {
                    route.statuses = codes
                        .split(',')
                        .filter_map(StatusGroup::from_code)
                        .collect();
                }
                Some(("sort", code)) => {
                    let descending = code.starts_with('-');
                    if let Some(key) = SortKey::from_code(code.trim_start_matches('-')) {
                        route.sort = Sort { key, descending };
                    }
                }
                _ => {}
            }
        }
        route
    }
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_written_and_read() {
        let usual = List::default().sort;
        let by_name = Sort {
            key: SortKey::Session,
            descending: false,
        };
        let by_date = Sort {
            key: SortKey::ScanDate,
            descending: true,
        };
        for (view, project, statuses, sort, open, hash) in [
            (View::Inbox, None, &[][..], usual, false, "#/inbox"),
            (View::Inbox, None, &[], usual, true, "#/inbox?open"),
            (View::Projects, None, &[], usual, false, "#/projects"),
            (
                View::Inbox,
                Some("Hirn Ö&1"),
                &[StatusGroup::Ready, StatusGroup::Conflict],
                by_name,
                false,
                "#/inbox?project=Hirn%20%C3%96%261&status=ready,conflict&sort=session",
            ),
            (
                View::Inbox,
                Some("Unassigned"),
                &[],
                by_date,
                true,
                "#/inbox?project=Unassigned&sort=-scan-date&open",
            ),
        ] {
            let route = Route {
                view,
                project: project.map(Project::from),
                statuses: statuses.iter().copied().collect(),
                sort,
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
            "#/nowhere?status=soon&sort=-mood&x",
            "#/inbox?project=",
            "#/inbox?opened&open=1",
        ] {
            assert_eq!(Route::read(hash).hash(), "#/inbox", "{hash:?}");
        }
        assert_eq!(decode("100%"), "100%");
    }
}
