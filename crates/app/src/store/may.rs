//! What may be done here: everything on the page; in an element what its attribute `actions` names, and else nothing.

use prearchive_core::plan::Action;

use super::{Message, State, cure, projects, run, sheet};

/// What may be done, whatever the server would allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct May {
    /// In the order of [`Action::ALL`].
    actions: [bool; Action::ALL.len()],
    settings: bool,
}

impl Default for May {
    fn default() -> Self {
        Self {
            actions: [true; Action::ALL.len()],
            settings: true,
        }
    }
}

/// Something that somebody wants to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    To(Action),
    /// Change the setting of a project.
    Set,
}

impl May {
    /// Reads the names of actions, with blanks or commas between; `all` is all of them. Others mean nothing.
    pub(crate) fn read(text: &str) -> Self {
        let names: Vec<&str> = text.split([' ', ',', '\n', '\t']).collect();
        let has = |name: &str| names.iter().any(|other| *other == name || *other == "all");
        Self {
            actions: Action::ALL.map(|action| has(action.name())),
            settings: has("settings"),
        }
    }

    /// True if it may be done.
    pub(crate) fn do_it(self, deed: Deed) -> bool {
        match deed {
            Deed::Set => self.settings,
            Deed::To(action) => {
                let mut all = Action::ALL.into_iter().zip(self.actions);
                all.any(|(other, may)| other == action && may)
            }
        }
    }

    /// The actions that may be done to sessions.
    pub(crate) fn actions(self) -> impl Iterator<Item = Action> {
        let all = Action::ALL.into_iter().zip(self.actions);
        all.filter_map(|(action, may)| may.then_some(action))
    }
}

impl State {
    /// What a message would begin, or go on with; `None` if it does nothing to any session or project.
    pub(super) fn deed(&self, message: &Message) -> Option<Deed> {
        let action = match message {
            Message::Sheet(sheet::Event::Open(action, _)) => *action,
            Message::Sheet(sheet::Event::Choose(_)) => Action::Archive,
            Message::Sheet(sheet::Event::AskDeleteScan { .. }) => Action::Delete,
            Message::Sheet(sheet::Event::Go) => match &self.sheet {
                Some(sheet::Sheet::Plan(sheet)) => sheet.action,
                Some(sheet::Sheet::DeleteScan { .. }) => Action::Delete,
                None => return None,
            },
            Message::Run(run::Event::Retry(id) | run::Event::Now(id) | run::Event::GoOn(id)) => {
                self.runs.iter().find(|run| run.id == *id)?.action()
            }
            Message::Run(run::Event::Resume(key)) => {
                self.cuts.iter().find(|cut| cut.key == *key)?.work.action()
            }
            // A doctor's cure is a rebuild or less.
            Message::Cure(cure::Event::Ask(..) | cure::Event::Go) => Action::Rebuild,
            Message::Projects(projects::Event::Edit(_) | projects::Event::Save) => {
                return Some(Deed::Set);
            }
            _ => return None,
        };
        Some(Deed::To(action))
    }
}
