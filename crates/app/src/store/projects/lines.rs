//! The projects as a table: what waits in each by status, since when, and in which order.

use std::cmp::Reverse;

use prearchive_core::project::{Project, ProjectRow};
use prearchive_core::query::{StatusGroup, lowercase};
use prearchive_core::sorted::{Map, sort_by_key};

use super::Projects;
use crate::store::list::Sessions;
use crate::words;

/// What waits in a project.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Waits {
    pub(crate) all: usize,
    pub(crate) by_status: Map<StatusGroup, usize>,
    /// When the oldest arrived, in seconds since 1970 of the server's local time.
    pub(crate) oldest: Option<i64>,
}

/// What waits in each project, by its ID.
pub(crate) fn waits(sessions: &Sessions) -> Map<String, Waits> {
    let table = sessions.read();
    let mut all: Map<String, Waits> = Map::new();
    for row in table.ids().filter_map(|id| table.row(id)) {
        if !all.contains_key(row.project()) {
            all.insert(row.project().to_owned(), Waits::default());
        }
        let Some(waits) = all.get_mut(row.project()) else {
            continue;
        };
        waits.all += 1;
        *waits
            .by_status
            .get_or_default(StatusGroup::of(&row.status())) += 1;
        waits.oldest = match (waits.oldest, row.arrived()) {
            (Some(oldest), Some(arrived)) => Some(oldest.min(arrived)),
            (oldest, arrived) => oldest.or(arrived),
        };
    }
    all
}

/// What the projects can be ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Column {
    #[default]
    Project,
    Role,
    /// The fullest first.
    Waiting,
    /// The oldest first.
    Oldest,
    Setting,
}

impl Column {
    pub(crate) const ALL: [Self; 5] = [
        Self::Project,
        Self::Role,
        Self::Waiting,
        Self::Oldest,
        Self::Setting,
    ];
}

/// What the user is in a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    /// In the server's word.
    Named(String),
    /// Nothing, and may change it all the same: an administrator of the site.
    Administrator,
    None,
}

/// A project of the table.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line<'a> {
    pub(crate) row: &'a ProjectRow,
    pub(crate) role: Role,
    pub(crate) may_change: bool,
    /// `None` if the server does not tell the user.
    pub(crate) waits: Option<Waits>,
}

impl Line<'_> {
    /// What people call the project.
    pub(crate) fn name(&self) -> &str {
        if self.row.name.is_empty() {
            &self.row.id
        } else {
            &self.row.name
        }
    }

    /// True if it stands for what belongs to no project.
    pub(crate) fn is_unassigned(&self) -> bool {
        is_unassigned(self.row)
    }

    /// What it does on arrival, in words.
    pub(crate) fn setting(&self) -> String {
        match self.row.prearchive_code {
            _ if self.is_unassigned() => words::NO_SETTING.into(),
            Some(code) => words::code(code.0).0,
            None => words::NOT_GIVEN.into(),
        }
    }
}

fn is_unassigned(row: &ProjectRow) -> bool {
    row.id == Project::Unassigned.as_str()
}

/// The projects, and what belongs to none if the server lists it to the user.
pub(crate) fn with_unassigned(
    mut rows: Vec<ProjectRow>,
    waits: &Map<String, Waits>,
) -> Vec<ProjectRow> {
    let id = Project::Unassigned.as_str();
    if waits.contains_key(id) && !rows.iter().any(is_unassigned) {
        rows.push(ProjectRow {
            id: id.into(),
            name: String::new(),
            secondary_id: String::new(),
            description: String::new(),
            role: String::new(),
            prearchive_code: None,
        });
    }
    rows
}

/// The projects to show, in their order.
pub(crate) fn lines<'a>(
    projects: &Projects,
    rows: &'a [ProjectRow],
    waits: &Map<String, Waits>,
) -> Vec<Line<'a>> {
    let line = |row: &'a ProjectRow| {
        let named = projects.editable.as_ref();
        let role = match row.role.as_str() {
            "" if is_unassigned(row) => Role::None,
            "" if named.is_some_and(|editable| editable.contains(&row.id)) => Role::Administrator,
            "" => Role::None,
            role => Role::Named(role.to_owned()),
        };
        let waits = waits.get(&row.id).cloned();
        // The server does not list to collaborators what waits.
        let told = row.role != "Collaborators";
        Line {
            row,
            role,
            may_change: !is_unassigned(row) && projects.may_change(&row.id),
            waits: waits.or_else(|| told.then(Waits::default)),
        }
    };
    let mut lines: Vec<Line<'a>> = rows.iter().map(line).collect();
    let wanted = lowercase(&projects.words);
    for word in wanted.split_whitespace() {
        lines.retain(|line| {
            let role = words::role(&line.role);
            let text = [&line.row.id, line.name(), role, &line.setting()].join("\n");
            lowercase(&text).contains(word)
        });
    }
    let name = |line: &Line<'_>| lowercase(line.name());
    let (column, reverse) = projects.order;
    sort_by_key(&mut lines, name);
    match column {
        Column::Project => {}
        Column::Role => sort_by_key(&mut lines, |line| words::role(&line.role).to_owned()),
        Column::Waiting => {
            sort_by_key(&mut lines, |line| {
                Reverse(line.waits.as_ref().map(|waits| waits.all))
            });
        }
        Column::Oldest => sort_by_key(&mut lines, |line| {
            let oldest = line.waits.as_ref().and_then(|waits| waits.oldest);
            oldest.unwrap_or(i64::MAX)
        }),
        Column::Setting => sort_by_key(&mut lines, |line| {
            line.row.prearchive_code.map(|code| code.0)
        }),
    }
    if reverse {
        lines.reverse();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::State;
    use crate::store::projects::Event;
    use crate::store::testing::{listed, project, sessions, signed_in_with};

    /// Three projects; five sessions wait in two of them.
    fn state() -> State {
        let mut state = signed_in_with(&[]);
        let mut rows = sessions(&["READY", "READY", "ERROR", "_MOVING", "CONFLICT"]);
        for (number, row) in rows.iter_mut().enumerate() {
            row.address.project = if number < 3 { "A" } else { "B" }.into();
            row.lastmod = format!("2026-09-{:02} 08:00:00.0", 20 - number).into();
        }
        listed(&mut state, &rows);
        let mut projects = [project("A", 0), project("B", 5), project("C", 4)];
        projects[0].name = "Zebra".into();
        projects[1].role = String::new();
        projects[2].role = "Collaborators".into();
        state.apply(Event::Loaded(Ok(projects.to_vec())).into());
        state
    }

    fn shown(state: &State) -> Vec<String> {
        let waits = waits(&state.list.sessions);
        let rows = state.projects.rows.value().cloned().unwrap_or_default();
        let lines = lines(&state.projects, &rows, &waits);
        lines.into_iter().map(|line| line.row.id.clone()).collect()
    }

    #[test]
    fn what_waits_is_counted_by_status_and_the_oldest_is_known() {
        let waits = waits(&state().list.sessions);
        assert_eq!(waits.len(), 2);
        let a = &waits["A"];
        assert_eq!(a.all, 3);
        assert_eq!(a.by_status[&StatusGroup::Ready], 2);
        assert_eq!(a.by_status[&StatusGroup::Error], 1);
        // 18 September 2026, 8 o'clock.
        assert_eq!(a.oldest, Some(1_789_718_400));
        assert_eq!(waits["B"].by_status[&StatusGroup::Working], 1);
    }

    #[test]
    fn projects_are_ordered_by_any_column_and_found_by_words() {
        use Column::{Oldest, Project, Setting, Waiting};
        for (order, words, wanted) in [
            ((Project, false), "", &["B", "C", "A"][..]),
            ((Project, true), "", &["A", "C", "B"]),
            ((Waiting, false), "", &["A", "B", "C"]),
            ((Oldest, false), "", &["B", "A", "C"]),
            ((Setting, false), "", &["A", "C", "B"]),
            ((Project, false), "ZEB", &["A"]),
            ((Project, false), "collab", &["C"]),
            ((Project, false), "automatically keep", &["C"]),
            ((Project, false), "nothing", &[]),
        ] {
            let mut state = state();
            state.projects.order = order;
            state.projects.words = words.into();
            assert_eq!(shown(&state), wanted, "{order:?} {words}");
        }
    }

    #[test]
    fn what_belongs_to_no_project_has_a_row_without_a_setting_if_it_is_listed() {
        for (waiting, wanted) in [
            ("A", &["B", "C", "A"][..]),
            ("Unassigned", &["B", "C", "Unassigned", "A"]),
        ] {
            let mut state = state();
            let mut rows = sessions(&["READY", "ERROR"]);
            rows[0].address.project = waiting.into();
            listed(&mut state, &rows);
            let waits = waits(&state.list.sessions);
            let rows = state.projects.rows.value().cloned().unwrap_or_default();
            let rows = with_unassigned(rows, &waits);
            let lines = lines(&state.projects, &rows, &waits);
            let ids: Vec<_> = lines.iter().map(|line| line.row.id.as_str()).collect();
            assert_eq!(ids, wanted);
            for line in lines.iter().filter(|line| line.is_unassigned()) {
                assert!(!line.may_change && line.role == Role::None);
                assert_eq!(line.waits.as_ref().map(|waits| waits.all), Some(1));
            }
        }
    }

    #[test]
    fn who_has_no_role_and_may_change_a_project_is_an_administrator() {
        for (editable, wanted) in [
            (None, Role::None),
            (Some(vec![project("B", 5)]), Role::Administrator),
            (Some(Vec::new()), Role::None),
        ] {
            let mut state = state();
            if let Some(editable) = editable {
                state.apply(Event::Editable(Ok(editable)).into());
            }
            let rows = state.projects.rows.value().cloned().unwrap_or_default();
            let lines = lines(&state.projects, &rows, &Map::new());
            let roles: Vec<_> = lines.iter().map(|line| line.role.clone()).collect();
            let named = |role: &str| Role::Named(role.into());
            assert_eq!(roles, [wanted, named("Collaborators"), named("Owners")]);
            let told: Vec<_> = lines.iter().map(|line| line.waits.is_some()).collect();
            assert_eq!(told, [true, false, true], "collaborators are not told");
        }
    }
}
