//! `docs/rights.md` as data: its rows, and the routes that they are about.

use prearchive_core::calls::{Mount, ROUTES, Route};

/// The table that people read.
const TEXT: &str = include_str!("../../../../docs/rights.md");

/// The kinds of users, in the order of the columns.
pub(super) const KINDS: [&str; 8] = [
    "anonymous",
    "stranger",
    "collaborator",
    "member",
    "owner",
    "data access",
    "data admin",
    "site admin",
];

/// Where a call belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Place {
    Project,
    Unassigned,
    /// A project itself, or nothing smaller than the site.
    Elsewhere,
}

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Status(u16),
    Rows(usize),
}

/// A row of the table.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) call: &'static str,
    pub(super) route: &'static Route,
    pub(super) place: Place,
    pub(super) with: Vec<(&'static str, &'static str)>,
    pub(super) cells: Vec<Wanted>,
}

/// All rows; a line that cannot be understood is a fault of the table.
pub(super) fn rows() -> Vec<Row> {
    let lines = TEXT.lines().filter(|line| line.starts_with("| `"));
    lines.map(row).collect()
}

/// How the table writes a route's call.
pub(super) fn call(route: &Route) -> String {
    let mount = match route.mount {
        Mount::Data => "",
        Mount::Xapi => "/xapi",
    };
    let action = route.action.map(|action| format!("?action={action}"));
    let action = action.unwrap_or_default();
    format!("{} {mount}{}{action}", route.method.as_str(), route.path)
}

/// The column heads, as often as they come.
pub(super) fn heads() -> impl Iterator<Item = Vec<&'static str>> {
    let lines = TEXT.lines().filter(|line| line.starts_with("| Call |"));
    lines.map(|line| cells(line).skip(3).collect())
}

fn cells(line: &'static str) -> impl Iterator<Item = &'static str> {
    line.trim_matches('|').split('|').map(str::trim)
}

fn row(line: &'static str) -> Row {
    let mut cells = cells(line);
    let mut next = || cells.next().unwrap_or_default().trim_matches('`');
    let (called, place, with) = (next(), next(), next());
    let found = ROUTES.iter().find(|route| call(route) == called);
    Row {
        call: called,
        route: found.unwrap_or_else(|| panic!("there is no call {called}")),
        place: match place {
            "project session" => Place::Project,
            "Unassigned session" => Place::Unassigned,
            "project" | "site" => Place::Elsewhere,
            other => panic!("{called}: there is no place {other}"),
        },
        with: with
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .collect(),
        cells: cells
            .map(|cell| match cell.strip_prefix("rows ") {
                Some(count) => Wanted::Rows(count.parse().unwrap()),
                None => Wanted::Status(cell.parse().unwrap()),
            })
            .collect(),
    }
}
