//! The page around an element: what it sets and reads, and what it is told.
//!
//! Everything is text by name, as attributes are.

use std::rc::Rc;

use prearchive_core::address::Address;
use prearchive_core::project::Project;

use super::layout::Density;
use super::login::Login;
use super::may::{Deed, May};
use super::route::{Route, View};
use super::run::{self, Step};
use super::sheet::Sheet;
use super::{Effect, Message, State, Theme, list, panel};
use crate::words::{self, LanguageChoice};

/// What the page around is told: an event, and its detail.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct News {
    pub(crate) name: &'static str,
    pub(crate) detail: Vec<(&'static str, Detail)>,
}

/// A value in a detail.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Detail {
    Text(String),
    Texts(Vec<String>),
    Count(usize),
    Is(bool),
}

impl News {
    fn new<const N: usize>(name: &'static str, detail: [(&'static str, Detail); N]) -> Self {
        Self {
            name,
            detail: detail.into(),
        }
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "a reference to a text is one too"
)]
fn text(text: impl ToString) -> Detail {
    Detail::Text(text.to_string())
}

/// Sets or does something; a name that is not known does nothing.
///
/// A setting of the page around is not kept for the next visit: it says it again.
pub(crate) fn set(state: &mut State, name: &str, text: &str) -> Vec<Effect> {
    match name {
        "actions" => {
            state.may = May::read(text);
            Vec::new()
        }
        "theme" => {
            state.theme = Theme::from_code(text);
            vec![Effect::Theme(state.theme)]
        }
        "lang" => {
            state.language = LanguageChoice::from_code(text);
            vec![Effect::Language(state.language)]
        }
        "density" => {
            let known = Density::ALL
                .into_iter()
                .find(|density| density.code() == text);
            let mut layout = (*state.layout).clone();
            layout.density = known.unwrap_or_default();
            state.layout = Rc::new(layout);
            Vec::new()
        }
        "projects" => {
            let projects = words_of(text).map(Project::from).collect();
            let mut effects = vec![Effect::Only(projects)];
            effects.extend(state.apply(list::Event::Refresh.into()));
            effects
        }
        "query" if state.list.text != text => state.apply(list::Event::Text(text.into()).into()),
        "route" if Route::of(state).hash() != text => state.apply(Message::Navigated(text.into())),
        "view" => match View::of_element(text) {
            Some(view) if view != state.view => state.apply(Message::GoTo(view)),
            _ => Vec::new(),
        },
        "refresh" => state.apply(list::Event::Refresh.into()),
        "resume" if !state.login.is_in() => state.apply(super::login::Event::AskAgain.into()),
        "select" => {
            let wanted: Vec<Address> = addresses(text);
            let mut effects = state.apply(list::Event::Untick.into());
            state.list.tick_again(&wanted);
            effects.extend(super::later::follow_list(state));
            effects
        }
        "open" => match addresses(text).pop() {
            Some(address) => state.apply(panel::Event::Open(address).into()),
            None => state.apply(panel::Event::Close.into()),
        },
        "veto" => {
            state.announcement = words::VETOED.into();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// What is shown, by name.
pub(crate) fn read(state: &State, name: &str) -> String {
    match name {
        "query" => state.list.text.clone(),
        "route" => Route::of(state).hash(),
        "user" => state.login.user().unwrap_or_default().to_owned(),
        "selection" => lines(state.list.chosen().iter()),
        "open" => lines(state.panel.iter().map(|panel| &panel.address)),
        _ => String::new(),
    }
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split([' ', ',', '\n']).filter(|word| !word.is_empty())
}

/// Addresses, one a line; what is none is left out.
fn addresses(text: &str) -> Vec<Address> {
    text.lines().filter_map(|line| line.parse().ok()).collect()
}

fn lines<'a>(all: impl Iterator<Item = &'a Address>) -> String {
    all.map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// What is about to be done; the page around may refuse it. `None` if nothing is.
pub(crate) fn asks(state: &State, message: &Message) -> Option<News> {
    // What only opens a question does nothing yet.
    let goes = matches!(
        message,
        Message::Sheet(super::sheet::Event::Go)
            | Message::Run(run::Event::Retry(_) | run::Event::Resume(_))
            | Message::Cure(super::cure::Event::Go)
            | Message::Projects(super::projects::Event::Save)
    );
    let deed = state.deed(message).filter(|_| goes)?;
    let action = match deed {
        Deed::To(action) => action.name(),
        Deed::Set => "settings",
    };
    let mut detail = vec![("action", text(action))];
    let about = |sessions: &[Address]| {
        let urls = sessions.iter().map(ToString::to_string).collect();
        ("sessions", Detail::Texts(urls))
    };
    match message {
        Message::Sheet(_) => match &state.sheet {
            Some(Sheet::Plan(sheet)) => {
                detail.push(about(&sheet.going()));
                detail.extend(sheet.target.iter().map(|project| ("target", text(project))));
            }
            Some(Sheet::DeleteScan { address, scan, .. }) => {
                detail.push(about(std::slice::from_ref(address)));
                detail.push(("scan", text(scan)));
            }
            None => return None,
        },
        Message::Cure(_) => {
            let address = state.treatment.as_ref().map(|treatment| &treatment.address);
            detail.push(about(
                address.into_iter().cloned().collect::<Vec<_>>().as_slice(),
            ));
        }
        Message::Projects(_) => {
            detail.push(("projects", Detail::Texts(state.projects.changing())));
        }
        Message::Run(run::Event::Retry(id)) => {
            let run = state.runs.iter().find(|run| run.id == *id)?;
            let again = run.items.iter().filter(|item| item.step.is_failed());
            let again: Vec<_> = again.map(|item| item.address.clone()).collect();
            detail.push(about(&again));
        }
        Message::Run(run::Event::Resume(key)) => {
            let cut = state.cuts.iter().find(|cut| cut.key == *key)?;
            detail.push(about(&cut.next()));
        }
        _ => return None,
    }
    Some(News {
        name: "before-action",
        detail,
    })
}

/// What the page around is told after a message.
pub(crate) fn tell(before: &State, message: &Message, after: &State) -> Vec<News> {
    let mut news = Vec::new();
    let was_in = matches!(before.login, Login::In(_));
    match &after.login {
        Login::Nobody(_) if !matches!(before.login, Login::Nobody(_)) => {
            news.push(News::new("auth-required", [("expired", Detail::Is(false))]));
        }
        Login::Lost { .. } if was_in => {
            news.push(News::new("auth-required", [("expired", Detail::Is(true))]));
        }
        Login::In(user) if !was_in => {
            news.push(News::new("signed-in", [("user", text(user))]));
        }
        _ => {}
    }
    if after.list.loaded != before.list.loaded && after.list.loaded.is_some() {
        let count = ("count", Detail::Count(after.list.len()));
        let is_first = before.list.loaded.is_none();
        news.push(News::new(
            if is_first { "ready" } else { "refreshed" },
            [count],
        ));
    }
    if let (None, Some(problem)) = (&before.list.problem, &after.list.problem) {
        let message = words::sentence(problem);
        let detail = [("code", text(problem.code)), ("message", text(message))];
        news.push(News::new("error", detail));
    }
    if after.list.text != before.list.text {
        let shown = ("shown", Detail::Count(after.list.shown.len()));
        news.push(News::new(
            "query",
            [("query", text(&after.list.text)), shown],
        ));
    }
    if !Rc::ptr_eq(&after.list.selected, &before.list.selected)
        && after.list.selected != before.list.selected
    {
        let count = ("count", Detail::Count(after.list.selected.len()));
        news.push(News::new("selection", [count]));
    }
    let open = |state: &State| state.panel.as_ref().map(|panel| panel.address.clone());
    if open(after) != open(before) {
        let url = open(after).map(|address| address.to_string());
        let detail = [("session", text(url.unwrap_or_default()))];
        news.push(News::new("open", detail));
    }
    if Route::of(after) != Route::of(before) {
        let route = Route::of(after).hash();
        news.push(News::new("route", [("route", text(route))]));
    }
    if let Message::Run(event) = message {
        tell_run(&mut news, before, event, after);
    }
    news
}

fn tell_run(news: &mut Vec<News>, before: &State, event: &run::Event, after: &State) {
    let find = |state: &State, id: usize| -> Option<run::Run> {
        state.runs.iter().find(|run| run.id == id).cloned()
    };
    match event {
        run::Event::Many(id, told) => {
            let Some(run) = find(after, *id).or_else(|| find(before, *id)) else {
                return;
            };
            for told in told {
                let (outcome, problem) = match &told.step {
                    Step::Done | Step::AfterAll(_) => ("done", None),
                    Step::Failed(problem) => ("failed", Some(problem)),
                    Step::Unconfirmed => ("unconfirmed", None),
                    Step::Skipped => ("skipped", None),
                    Step::NotStarted | Step::Sent | Step::Working(_) | Step::Held => continue,
                };
                let mut detail = vec![
                    ("action", text(run.action().name())),
                    ("session", text(&told.address)),
                    ("outcome", text(outcome)),
                ];
                if let Some(problem) = problem {
                    detail.push(("code", text(problem.code)));
                    detail.push(("message", text(words::sentence(problem))));
                }
                news.push(News {
                    name: "item",
                    detail,
                });
            }
        }
        run::Event::Ended(id) => {
            if let Some(run) = find(after, *id) {
                let detail = [
                    ("action", text(run.action().name())),
                    ("done", Detail::Count(run.tally.done)),
                    ("failed", Detail::Count(run.tally.failed)),
                    ("skipped", Detail::Count(run.tally.skipped)),
                ];
                news.push(News::new("finished", detail));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
