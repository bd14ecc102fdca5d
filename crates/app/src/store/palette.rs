//! The palette: commands, actions, views, statuses, projects and sessions, found by some of their words.

use std::rc::Rc;

use prearchive_core::address::Address;
use prearchive_core::plan::Action;
use prearchive_core::project::Project;
use prearchive_core::query::{Query, StatusGroup, Term, Test, lowercase};

use super::keys::{self, Command, Focus, SHORTCUTS, focused};
use super::may::Deed;
use super::route::View;
use super::views::{self, Choice};
use super::{Effect, Message, State, journal, list, login, panel};
use crate::words;

/// So many sessions and projects are listed.
const MOST: usize = 8;
/// Sessions are looked for from so many characters on.
const FROM: usize = 2;

/// The palette while it is open.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Palette {
    pub(crate) text: String,
    /// What was found; the best at the top.
    pub(crate) found: Rc<Vec<Entry>>,
    /// So many more sessions were found than are listed.
    pub(crate) more: usize,
    /// The one that Enter takes.
    pub(crate) active: usize,
}

/// Something to choose.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    /// How many sessions it is about or would show.
    pub(crate) count: Option<usize>,
}

/// What it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Command(Command),
    Extra(Extra),
    View(Choice),
    Status(StatusGroup),
    Project(Project),
    Session(Address),
}

/// Something that has no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extra {
    Projects,
    Activity,
    SaveView,
    SignOut,
}

impl Extra {
    const ALL: [Self; 4] = [
        Self::Projects,
        Self::Activity,
        Self::SaveView,
        Self::SignOut,
    ];
}

/// What can happen to the palette.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    Text(String),
    /// Another one is the active one.
    Active(usize),
    /// Take one.
    Take(usize),
    Close,
}

impl Palette {
    fn of(state: &State, text: String) -> Self {
        let (found, more) = find(state, &text);
        Self {
            text,
            found: Rc::new(found),
            more,
            active: 0,
        }
    }

    pub(crate) fn new(state: &State) -> Self {
        Self::of(state, String::new())
    }
}

pub(crate) fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    let Some(keys::Overlay::Palette(mut palette)) = state.overlay.take() else {
        return Vec::new();
    };
    match event {
        Event::Close => return Vec::new(),
        Event::Take(at) => {
            let kind = palette.found.get(at).map(|entry| entry.kind.clone());
            return kind.map_or_else(Vec::new, |kind| take(state, kind));
        }
        Event::Active(at) => palette.active = at.min(palette.found.len().saturating_sub(1)),
        Event::Text(text) => {
            palette = Palette::of(state, text);
            state.announcement = words::palette_found(palette.found.len(), palette.more);
        }
    }
    state.overlay = Some(keys::Overlay::Palette(palette));
    Vec::new()
}

fn take(state: &mut State, kind: Kind) -> Vec<Effect> {
    let there = Message::GoTo(View::Inbox);
    match kind {
        Kind::Command(command) => keys::perform(state, command),
        Kind::Extra(extra) => state.apply(match extra {
            Extra::Projects => Message::GoTo(View::Projects),
            Extra::Activity => journal::Event::Open.into(),
            Extra::SaveView => views::Event::Dialog(true).into(),
            Extra::SignOut => login::Event::SignOut.into(),
        }),
        Kind::View(choice) => {
            let chosen = views::Event::Choose(choice).into();
            focused(state, [there, chosen], Focus::List)
        }
        Kind::Status(group) => {
            let asked = list::Event::Ask(of_status(group)).into();
            focused(state, [there, asked], Focus::List)
        }
        Kind::Project(project) => {
            let asked = list::Event::Ask(Query::default().with_project(Some(&project))).into();
            focused(state, [there, asked], Focus::List)
        }
        Kind::Session(address) => {
            let opened = panel::Event::Open(address).into();
            focused(state, [there, opened], Focus::Panel)
        }
    }
}

fn of_status(group: StatusGroup) -> Query {
    Query {
        terms: vec![Term {
            negated: false,
            test: Test::Status([group].into()),
        }],
    }
}

/// What a text finds: all words of it are in the name or in what kind of thing it is. With it, how many sessions are
/// left out.
fn find(state: &State, text: &str) -> (Vec<Entry>, usize) {
    let wanted = lowercase(text);
    let fits = |entry: &Entry| {
        let name = lowercase(&format!(
            "{} {}",
            entry.name,
            words::palette_kind(&entry.kind)
        ));
        wanted.split_whitespace().all(|word| name.contains(word))
    };
    let mut found: Vec<Entry> = commands(state).into_iter().filter(fits).collect();
    found.extend(extras(state).filter(fits));
    found.extend(listed(state).into_iter().filter(fits));
    let projects = state.list.waiting().into_iter().map(|(project, n)| Entry {
        name: project.clone(),
        kind: Kind::Project(project.as_str().into()),
        count: Some(n),
    });
    let mut projects: Vec<Entry> = projects.filter(fits).collect();
    prearchive_core::sorted::sort_by(&mut projects, |a, b| b.count.cmp(&a.count));
    found.extend(projects.into_iter().take(MOST));
    let (sessions, more) = sessions(state, text.trim());
    found.extend(sessions);
    (found, more)
}

/// The commands that are valid here, those on sessions with how many they are about.
fn commands(state: &State) -> Vec<Entry> {
    let place = state.place();
    let about = keys::sources(state).len();
    let here = SHORTCUTS
        .iter()
        .filter(|shortcut| shortcut.group.is_in(place));
    here.filter_map(|shortcut| {
        let command = shortcut.command;
        let (name, count) = match command {
            Command::Palette => return None,
            Command::Close if state.view.is_list() && state.panel.is_none() => return None,
            Command::Act(action) if about == 0 || !state.may.do_it(Deed::To(action)) => {
                return None;
            }
            Command::Act(action) => (of_action(action, about), Some(about)),
            _ => (words::command(command).into(), None),
        };
        Some(Entry {
            kind: Kind::Command(command),
            name,
            count,
        })
    })
    .collect()
}

/// What the page can do besides.
fn extras(state: &State) -> impl Iterator<Item = Entry> {
    let view = state.view;
    let here = move |extra: &Extra| match extra {
        Extra::Projects => view != View::Projects,
        // What is saved is what the list shows.
        Extra::SaveView => view.is_list(),
        Extra::Activity | Extra::SignOut => true,
    };
    Extra::ALL.into_iter().filter(here).map(|extra| Entry {
        kind: Kind::Extra(extra),
        name: words::extra(extra).into(),
        count: None,
    })
}

fn of_action(action: Action, about: usize) -> String {
    words::go(action, about, None)
}

/// Saved views and statuses.
fn listed(state: &State) -> Vec<Entry> {
    let own = state.views.own.iter().enumerate().map(|(at, view)| Entry {
        kind: Kind::View(Choice::Own(at)),
        name: view.name.clone(),
        count: state.views.count(Choice::Own(at)),
    });
    let statuses = StatusGroup::ALL.into_iter().map(|group| Entry {
        kind: Kind::Status(group),
        name: words::group(group).into(),
        count: state.views.count(Choice::Status(group)),
    });
    own.chain(statuses).collect()
}

/// The first sessions that a text finds: an address from a link or a script, else words, labels and UIDs.
fn sessions(state: &State, text: &str) -> (Vec<Entry>, usize) {
    let entry = |address: Address, name: String| Entry {
        kind: Kind::Session(address),
        name,
        count: None,
    };
    let pasted = text.find("/prearchive/projects/").and_then(|at| {
        let path = text[at..].split(['?', '#']).next()?;
        let address: Address = path.parse().ok()?;
        let found = state.list.sessions.find(&address);
        // In a link its parts are percent-encoded.
        found.or_else(|| state.list.sessions.find(&address.unescaped()?))
    });
    if let Some(session) = pasted {
        return (vec![entry(session.address, session.name)], 0);
    }
    if text.chars().count() < FROM {
        return (Vec::new(), 0);
    }
    let query = Query::parse_spoken(text, words::means).query;
    if query.is_empty() {
        return (Vec::new(), 0);
    }
    let found = state.list.search(&query, &state.clock).rows;
    let sessions = found.iter().take(MOST);
    let sessions = sessions.filter_map(|id| state.list.sessions.session(id));
    let listed = sessions.map(|session| entry(session.address, session.name));
    (listed.collect(), found.len().saturating_sub(MOST))
}

#[cfg(test)]
mod tests;
