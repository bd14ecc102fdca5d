//! The projects: what waits in each, and what they do with sessions on arrival.

mod lines;

use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::ProjectRow;
use prearchive_core::sorted::{Map, Set};

use super::problem::Problem;
use super::{Effect, Load, State};
use crate::words;

pub(crate) use lines::{Column, Line, Role, Waits, lines, waits, with_unassigned};

/// So many settings are changed at once; the others wait.
const PARALLEL: usize = 4;

/// The projects.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Projects {
    pub(crate) rows: Load<Vec<ProjectRow>>,
    /// Whose setting the user may change; `None` while the server has not said.
    pub(crate) editable: Option<Set<String>>,
    /// Where sessions can be moved.
    pub(crate) targets: Load<Vec<ProjectRow>>,
    /// What the projects are ordered by; `true` is the other way round.
    pub(crate) order: (Column, bool),
    /// Only projects in which these words occur are shown.
    pub(crate) words: String,
    pub(crate) ticked: Set<String>,
    /// Settings that are being changed.
    pub(crate) edit: Option<Edit>,
    /// What became of changes.
    pub(crate) outcomes: Map<String, Outcome>,
}

/// The settings of some projects while somebody is at them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Edit {
    pub(crate) projects: Vec<String>,
    pub(crate) chosen: Option<PrearchiveCode>,
    /// Those that are still to be changed, and those that are being changed.
    pub(crate) left: Vec<String>,
    pub(crate) busy: Set<String>,
}

impl Edit {
    /// True while the server is at it.
    pub(crate) fn is_saving(&self) -> bool {
        !self.left.is_empty() || !self.busy.is_empty()
    }

    /// Sends some of what is left.
    fn go(&mut self) -> Vec<Effect> {
        let Some(code) = self.chosen else {
            return Vec::new();
        };
        let free = PARALLEL
            .saturating_sub(self.busy.len())
            .min(self.left.len());
        let now: Vec<String> = self.left.drain(..free).collect();
        self.busy.extend(now.iter().cloned());
        now.into_iter()
            .map(|project| Effect::SetCode { project, code })
            .collect()
    }
}

/// What became of a change.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    /// The server says the new code.
    Saved,
    /// The server took it, and says this code all the same.
    Differs(PrearchiveCode),
    Failed(Problem),
}

impl Outcome {
    /// What became of a change to the code, by what was read afterwards.
    pub(crate) fn of(code: PrearchiveCode, answer: &Result<PrearchiveCode, Problem>) -> Self {
        match answer {
            Ok(now) if *now == code => Self::Saved,
            Ok(now) => Self::Differs(*now),
            Err(problem) => Self::Failed(problem.clone()),
        }
    }
}

/// What can happen to the projects.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    Load,
    Loaded(Result<Vec<ProjectRow>, Problem>),
    Editable(Result<Vec<ProjectRow>, Problem>),
    Targets(Result<Vec<ProjectRow>, Problem>),
    /// Order by a column; by the same again, the other way round.
    SortBy(Column),
    Words(String),
    Tick(String),
    /// All of these, or none of them any more.
    TickAll(Vec<String>),
    Untick,
    /// Change the settings of these.
    Edit(Vec<String>),
    Cancel,
    Choose(PrearchiveCode),
    Save,
    Saved {
        project: String,
        /// What it was to be.
        code: PrearchiveCode,
        /// What the server said when it was read again.
        answer: Result<PrearchiveCode, Problem>,
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

    /// Which projects of an edit would get another code.
    pub(crate) fn changing(&self) -> Vec<String> {
        let Some(edit) = &self.edit else {
            return Vec::new();
        };
        let changes =
            |project: &&String| edit.chosen.is_some() && self.code(project) != edit.chosen;
        edit.projects.iter().filter(changes).cloned().collect()
    }

    fn saved(&mut self, project: &str, answer: &Result<PrearchiveCode, Problem>, outcome: Outcome) {
        let rows = match &mut self.rows {
            Load::Have(rows) => rows.as_mut_slice(),
            _ => &mut [],
        };
        if let (Ok(now), Some(row)) = (answer, rows.iter_mut().find(|row| row.id == project)) {
            row.prearchive_code = Some(*now);
        }
        self.outcomes.insert(project.to_owned(), outcome);
    }
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
        Event::SortBy(column) => {
            let (before, reverse) = projects.order;
            projects.order = (column, before == column && !reverse);
        }
        Event::Words(words) => projects.words = words,
        Event::Tick(project) => {
            if !projects.ticked.remove(&project) {
                projects.ticked.insert(project);
            }
        }
        Event::TickAll(all) => {
            if all.iter().all(|project| projects.ticked.contains(project)) {
                projects.ticked.retain(|project| !all.contains(project));
            } else {
                projects.ticked.extend(all);
            }
        }
        Event::Untick => projects.ticked.clear(),
        Event::Edit(some) => {
            let mut codes = some.iter().map(|project| projects.code(project));
            let first = codes.next().flatten();
            let chosen = first.filter(|first| codes.all(|code| code == Some(*first)));
            projects.outcomes.clear();
            projects.edit = Some(Edit {
                projects: some,
                chosen,
                left: Vec::new(),
                busy: Set::new(),
            });
        }
        Event::Cancel => {
            projects.edit.take_if(|edit| !edit.is_saving());
        }
        Event::Choose(code) => {
            if let Some(edit) = projects.edit.as_mut().filter(|edit| !edit.is_saving()) {
                edit.chosen = Some(code);
                projects.outcomes.clear();
            }
        }
        Event::Save => {
            let changing = projects.changing();
            if let Some(edit) = projects.edit.as_mut().filter(|edit| !edit.is_saving()) {
                edit.left = changing;
                return edit.go();
            }
        }
        Event::Saved {
            project,
            code,
            answer,
        } => {
            let outcome = Outcome::of(code, &answer);
            if outcome == Outcome::Saved {
                state.announcement = words::about(&project, &words::SAVED);
            }
            projects.saved(&project, &answer, outcome);
            let Some(edit) = &mut projects.edit else {
                return Vec::new();
            };
            edit.busy.remove(&project);
            let effects = edit.go();
            let all = &projects.outcomes;
            if !edit.is_saving() && all.values().all(|outcome| *outcome == Outcome::Saved) {
                projects.edit = None;
                projects.ticked.clear();
            }
            return effects;
        }
    }
    Vec::new()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests;
