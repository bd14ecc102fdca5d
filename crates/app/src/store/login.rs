//! Who is signed in.

use super::notes::Notes;
use super::problem::Problem;
use super::{Effect, State, later, views};

/// Who is signed in, as far as the page knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Login {
    /// The server was asked and has not answered yet.
    #[default]
    Asking,
    /// The server could not be asked.
    Unknown(Problem),
    /// Nobody: the sign-in card is shown.
    Nobody(Attempt),
    In(String),
    /// Somebody was, and the login has ended: everything is kept.
    Lost {
        user: String,
        attempt: Attempt,
    },
}

/// An attempt to sign in.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Attempt {
    pub(crate) busy: bool,
    pub(crate) problem: Option<Problem>,
}

impl Login {
    /// The user whose data is on the page.
    pub(crate) fn user(&self) -> Option<&str> {
        match self {
            Self::In(user) | Self::Lost { user, .. } => Some(user),
            _ => None,
        }
    }

    /// True if calls can be made.
    pub(crate) fn is_in(&self) -> bool {
        matches!(self, Self::In(_))
    }

    fn attempt(&mut self) -> Option<&mut Attempt> {
        match self {
            Self::Nobody(attempt) | Self::Lost { attempt, .. } => Some(attempt),
            _ => None,
        }
    }
}

/// What can happen to the login.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    /// The server said who the browser's cookie belongs to, if anybody.
    Resumed(Result<Option<String>, Problem>),
    /// Ask again after that failed.
    AskAgain,
    Submitted {
        username: String,
        password: String,
    },
    Answered(Result<String, Problem>),
    SignOut,
    SignedOut(Result<(), Problem>),
}

pub(crate) fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Resumed(Ok(Some(user))) | Event::Answered(Ok(user)) => signed_in(state, user),
        Event::Resumed(Ok(None)) => {
            state.login = Login::Nobody(Attempt::default());
            Vec::new()
        }
        Event::Resumed(Err(problem)) => {
            state.login = if problem.is_signed_out() {
                Login::Nobody(Attempt::default())
            } else {
                Login::Unknown(problem)
            };
            Vec::new()
        }
        Event::AskAgain => {
            state.login = Login::Asking;
            vec![Effect::Resume]
        }
        Event::Submitted { username, password } => {
            let Some(attempt) = state.login.attempt() else {
                return Vec::new();
            };
            *attempt = Attempt {
                busy: true,
                problem: None,
            };
            vec![Effect::SignIn { username, password }]
        }
        Event::Answered(Err(mut problem)) => {
            // The sentence says it all; servers say the same in more words.
            if problem.is_wrong_password() {
                problem.words.clear();
            }
            if let Some(attempt) = state.login.attempt() {
                *attempt = Attempt {
                    busy: false,
                    problem: Some(problem),
                };
            }
            Vec::new()
        }
        Event::SignOut => {
            state.not_signed_out = None;
            vec![Effect::SignOut]
        }
        // The cookie is still good: whoever comes next would be this user.
        Event::SignedOut(Err(problem)) => {
            state.not_signed_out = Some(problem);
            Vec::new()
        }
        Event::SignedOut(Ok(())) => {
            let effects = forget(state);
            state.login = Login::Nobody(Attempt::default());
            effects
        }
    }
}

/// Somebody is in: go on where the same person was, or start afresh for another one.
fn signed_in(state: &mut State, user: String) -> Vec<Effect> {
    let same = state.login.user() == Some(&user);
    let mut effects = match same {
        true => Vec::new(),
        false => forget(state),
    };
    state.login = Login::In(user);
    if !same {
        effects.push(views::recall(state));
    }
    effects.extend(state.list.ask(&state.clock));
    effects.extend(state.projects.ask());
    if same {
        effects.extend(later::on_login(state));
    }
    effects
}

/// A call was refused because nobody is signed in.
pub(crate) fn lost(state: &mut State) {
    if let Login::In(user) = &state.login {
        state.login = Login::Lost {
            user: user.clone(),
            attempt: Attempt::default(),
        };
        state.announcement = crate::words::SIGNED_OUT_INTRO.into();
    }
}

/// Drops what belongs to the user, and keeps what belongs to the browser.
/// A run that is under way ends, and is offered to the same user next time.
fn forget(state: &mut State) -> Vec<Effect> {
    let leaves = (!state.runs.is_empty()).then_some(Effect::LeaveRuns);
    // A page that was just loaded does not know yet who is signed in.
    let is_new = state.login.user().is_none();
    let query = state.list.query();
    let notes = Notes {
        names_lost: state.notes.names_lost || query.shareable() != *query,
        wanted: state.notes.wanted.take().filter(|_| is_new),
        session_gone: false,
    };
    let mut list = super::list::List::default();
    list.set_text(state.list.query().shareable().to_string(), &state.clock);
    list.order = state.list.order.clone();
    *state = State {
        list,
        view: state.view,
        theme: state.theme,
        layout: state.layout.clone(),
        keys: state.keys.clone(),
        language: state.language,
        names_hidden: state.names_hidden,
        zone: state.zone.clone(),
        may: state.may,
        is_element: state.is_element,
        notes,
        server: std::mem::take(&mut state.server),
        clock: state.clock,
        ..State::default()
    };
    leaves.into_iter().collect()
}

#[cfg(test)]
mod tests;
