//! The projects and what they do with sessions on arrival.

use std::collections::{BTreeMap, BTreeSet};

use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::ProjectRow;

use super::problem::Problem;
use super::{Effect, Load, State};

/// The projects.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Projects {
    pub(crate) rows: Load<Vec<ProjectRow>>,
    /// Whose setting the user may change; `None` while the server has not said.
    pub(crate) editable: Option<BTreeSet<String>>,
    /// Where sessions can be moved.
    pub(crate) targets: Load<Vec<ProjectRow>>,
    /// Settings that are being looked at or changed.
    pub(crate) edits: BTreeMap<String, Edit>,
}

/// A project's setting while somebody is at it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Edit {
    pub(crate) chosen: Option<PrearchiveCode>,
    pub(crate) saving: bool,
    pub(crate) saved: bool,
    pub(crate) problem: Option<Problem>,
}

/// What can happen to the projects.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    Load,
    Loaded(Result<Vec<ProjectRow>, Problem>),
    Editable(Result<Vec<ProjectRow>, Problem>),
    Targets(Result<Vec<ProjectRow>, Problem>),
    /// Open a project's setting, or close it.
    Edit(String),
    Choose {
        project: String,
        code: PrearchiveCode,
    },
    Save(String),
    Saved {
        project: String,
        code: PrearchiveCode,
        answer: Result<(), Problem>,
    },
}

impl Projects {
    /// Asks for the projects unless they are here or on their way.
    pub(crate) fn ask(&mut self) -> Vec<Effect> {
        if matches!(self.rows, Load::Idle | Load::Failed(_)) {
            self.rows = Load::Busy;
            vec![Effect::Projects]
        } else {
            Vec::new()
        }
    }

    /// False if the server has said that the user may not change the setting; without a word it is tried.
    pub(crate) fn may_change(&self, project: &str) -> bool {
        self.editable
            .as_ref()
            .is_none_or(|editable| editable.contains(project))
    }

    /// A project's code, as far as it is known.
    pub(crate) fn code(&self, project: &str) -> Option<PrearchiveCode> {
        let rows = self.rows.value()?;
        rows.iter().find(|row| row.id == project)?.prearchive_code
    }
}

/// False if the server does not list to this role what waits.
pub(crate) fn sees_waiting(row: &ProjectRow) -> bool {
    row.role != "Collaborators"
}

pub(crate) fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    let projects = &mut state.projects;
    match event {
        Event::Load => {
            projects.rows = Load::Busy;
            return vec![Effect::Projects];
        }
        Event::Loaded(answer) => projects.rows = answer.into(),
        Event::Editable(answer) => {
            projects.editable = answer
                .ok()
                .map(|rows| rows.into_iter().map(|row| row.id).collect());
        }
        Event::Targets(answer) => projects.targets = answer.into(),
        Event::Edit(project) => {
            if projects.edits.remove(&project).is_none() {
                let chosen = projects.code(&project);
                let edit = Edit {
                    chosen,
                    ..Edit::default()
                };
                projects.edits.insert(project, edit);
            }
        }
        Event::Choose { project, code } => {
            if let Some(edit) = projects.edits.get_mut(&project) {
                (edit.chosen, edit.saved) = (Some(code), false);
            }
        }
        Event::Save(project) => {
            if let Some(edit) = projects.edits.get_mut(&project)
                && let (Some(code), false) = (edit.chosen, edit.saving)
            {
                (edit.saving, edit.saved, edit.problem) = (true, false, None);
                return vec![Effect::SetCode { project, code }];
            }
        }
        Event::Saved {
            project,
            code,
            answer,
        } => {
            if let (Ok(()), Load::Have(rows)) = (&answer, &mut projects.rows)
                && let Some(row) = rows.iter_mut().find(|row| row.id == project)
            {
                row.prearchive_code = Some(code);
            }
            if answer.is_ok() {
                state.announcement = crate::words::about(&project, &crate::words::SAVED);
            }
            if let Some(edit) = projects.edits.get_mut(&project) {
                edit.saving = false;
                edit.saved = answer.is_ok();
                edit.problem = answer.err();
            }
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::{project, signed_in_with};

    #[test]
    fn a_setting_is_offered_where_the_server_lets_it_be_changed() {
        for (answer, wanted) in [
            (None, true),
            (Some(Ok(vec![project("DEMO", 0)])), true),
            (Some(Ok(vec![project("OTHER", 0)])), false),
            (Some(Err(Problem::default())), true),
        ] {
            let mut state = signed_in_with(&[]);
            if let Some(answer) = answer {
                state.apply(Event::Editable(answer).into());
            }
            assert_eq!(state.projects.may_change("DEMO"), wanted);
        }
    }

    #[test]
    fn only_collaborators_are_not_told_what_waits() {
        for (role, sees) in [
            ("Owners", true),
            ("Members", true),
            ("Collaborators", false),
            ("", true),
            ("Curators", true),
        ] {
            let row = ProjectRow {
                role: role.into(),
                ..project("DEMO", 0)
            };
            assert_eq!(sees_waiting(&row), sees, "{role}");
        }
    }

    #[test]
    fn a_setting_is_changed_when_the_server_has_taken_it() {
        for (answer, wanted, saved) in [
            (Ok(()), PrearchiveCode::AUTO_ARCHIVE, true),
            (Err(Problem::default()), PrearchiveCode::MANUAL, false),
        ] {
            let mut state = signed_in_with(&[]);
            state.apply(Event::Loaded(Ok(vec![project("DEMO", 0)])).into());
            state.apply(Event::Edit("DEMO".into()).into());
            assert_eq!(
                state.projects.edits["DEMO"].chosen,
                Some(PrearchiveCode::MANUAL)
            );
            let code = PrearchiveCode::AUTO_ARCHIVE;
            state.apply(
                Event::Choose {
                    project: "DEMO".into(),
                    code,
                }
                .into(),
            );
            assert_eq!(state.apply(Event::Save("DEMO".into()).into()).len(), 1);
            assert_eq!(
                state.apply(Event::Save("DEMO".into()).into()).len(),
                0,
                "once"
            );
            assert_eq!(
                state.projects.code("DEMO"),
                Some(PrearchiveCode::MANUAL),
                "not yet"
            );
            state.apply(
                Event::Saved {
                    project: "DEMO".into(),
                    code,
                    answer,
                }
                .into(),
            );
            assert_eq!(state.projects.code("DEMO"), Some(wanted));
            assert_eq!(state.projects.edits["DEMO"].saved, saved);
        }
    }
}
