//! The panel beside the list: one session and what is inside it.

use prearchive_core::address::Address;
use prearchive_core::inside::{File, LogEntry, Resource, Scan};
use prearchive_core::session::Session;
use prearchive_core::sorted::{Map, Set};
use prearchive_core::status::Status;

use super::problem::Problem;
use super::route::Opened;
use super::triage::Triage;
use super::{Effect, Load, State, zone};

/// A tab of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tab {
    #[default]
    Scans,
    Files,
    History,
}

impl Tab {
    pub(crate) const ALL: [Self; 3] = [Self::Scans, Self::Files, Self::History];
}

/// A scan's resource: the scan's ID and the label.
pub(crate) type Place = (String, String);

/// The panel.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Panel {
    pub(crate) address: Address,
    /// The session that the URL names: the same, once the cursor rests on it.
    pub(crate) linked: Opened,
    /// The cursor may only be passing: nothing is asked for yet.
    pub(crate) passing: bool,
    /// The session as it was last seen.
    pub(crate) session: Option<Session>,
    /// It is in the list no more.
    pub(crate) gone: bool,
    pub(crate) tab: Tab,
    pub(crate) scans: Load<Vec<Scan>>,
    pub(crate) resources: Load<Vec<Resource>>,
    pub(crate) logs: Load<Vec<LogEntry>>,
    /// Scans that are unfolded.
    pub(crate) open: Set<String>,
    pub(crate) files: Map<Place, Load<Vec<File>>>,
}

/// What can happen to the panel. Answers name the session they are about, for it may have changed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    Open(Address),
    Close,
    /// The cursor has rested a moment on that session.
    Rested(Address),
    Tab(Tab),
    /// Load again what could not be had.
    Retry,
    Scans(Address, Result<Vec<Scan>, Problem>),
    Resources(Address, Result<Vec<Resource>, Problem>),
    Logs(Address, Result<Vec<LogEntry>, Problem>),
    /// Fold or unfold a scan.
    Fold(String),
    /// Ask for the files of a scan's resource.
    AskFiles(Place),
    Files(Address, Place, Result<Vec<File>, Problem>),
}

impl Panel {
    pub(super) fn new(address: Address, session: Option<Session>) -> Self {
        Self {
            linked: Opened::of(&address),
            address,
            passing: false,
            session,
            gone: false,
            tab: Tab::default(),
            scans: Load::Idle,
            resources: Load::Idle,
            logs: Load::Idle,
            open: Set::new(),
            files: Map::new(),
        }
    }

    /// Asks for what the tab shows, unless it is here.
    pub(crate) fn ask(&mut self) -> Vec<Effect> {
        fn start<T>(load: &mut Load<T>, effect: Effect, effects: &mut Vec<Effect>) {
            if matches!(load, Load::Idle | Load::Failed(_)) {
                *load = Load::Busy;
                effects.push(effect);
            }
        }
        let mut effects = Vec::new();
        let address = &self.address;
        if self.gone {
            return effects;
        }
        if self.tab == Tab::History {
            start(&mut self.logs, Effect::Logs(address.clone()), &mut effects);
        } else {
            start(
                &mut self.scans,
                Effect::Scans(address.clone()),
                &mut effects,
            );
            start(
                &mut self.resources,
                Effect::Resources(address.clone()),
                &mut effects,
            );
        }
        effects
    }

    /// Throws away what was loaded and asks again; what is shown stays until the answer is here.
    fn ask_afresh(&mut self) -> Vec<Effect> {
        let address = self.address.clone();
        if self.gone {
            return Vec::new();
        }
        if self.tab == Tab::History {
            self.scans = Load::Idle;
            self.resources = Load::Idle;
            return vec![Effect::Logs(address)];
        }
        self.logs = Load::Idle;
        vec![Effect::Scans(address.clone()), Effect::Resources(address)]
    }

    /// Follows the list: the session may have changed or gone.
    pub(crate) fn follow(&mut self, now: Option<&Session>) -> Vec<Effect> {
        match now {
            None => {
                self.gone = true;
                Vec::new()
            }
            Some(now) => {
                let changed = self.session.as_ref() != Some(now);
                let came_back = std::mem::take(&mut self.gone);
                self.session = Some(now.clone());
                if (changed || came_back) && !self.passing {
                    self.ask_afresh()
                } else {
                    Vec::new()
                }
            }
        }
    }

    /// A scan was taken out.
    pub(crate) fn scan_deleted(&mut self, scan: &str) -> Vec<Effect> {
        if let Load::Have(scans) = &mut self.scans {
            scans.retain(|other| other.id != scan);
        }
        if let Load::Have(resources) = &mut self.resources {
            resources.retain(|r| r.category != "scans" || r.category_id != scan);
        }
        self.files.retain(|(other, _), _| other != scan);
        self.ask_afresh()
    }

    /// The session's status as it was last seen.
    pub(crate) fn status(&self) -> Option<&Status> {
        self.session.as_ref().map(|session| &session.status)
    }

    /// The resources of a scan, as far as they are known.
    pub(crate) fn resources_of<'a>(&'a self, scan: &'a str) -> impl Iterator<Item = &'a Resource> {
        self.resources
            .value()
            .into_iter()
            .flatten()
            .filter(move |r| r.category == "scans" && r.category_id == scan)
    }
}

/// Files and bytes of some resources; `None` where the server gave no number.
pub(crate) fn totals<'a>(
    resources: impl Iterator<Item = &'a Resource>,
) -> (Option<u64>, Option<u64>) {
    resources.fold((Some(0), Some(0)), |(files, bytes), resource| {
        let add = |sum: Option<u64>, more: Option<u64>| sum?.checked_add(more?);
        (
            add(files, resource.file_count),
            add(bytes, resource.file_size),
        )
    })
}

/// The panel that an event is about: an answer can be about the session that comes next in triage.
fn meant<'a>(state: &'a mut State, event: &Event) -> Option<&'a mut Panel> {
    let of = match event {
        Event::Scans(of, _) | Event::Resources(of, _) | Event::Logs(of, _) => Some(of),
        Event::Files(of, ..) => Some(of),
        _ => None,
    };
    let ahead = state.triage.as_mut().and_then(Triage::ahead);
    let ahead = ahead.filter(|panel| Some(&panel.address) == of);
    ahead.or(state.panel.as_mut())
}

/// Shows the session that the cursor has come to; what is inside of it is asked for once the cursor rests.
pub(crate) fn go_along(state: &mut State) -> Vec<Effect> {
    let Some(old) = state.panel.as_ref().filter(|_| state.view.is_list()) else {
        return Vec::new();
    };
    let address = state.list.cursor_row();
    let address = address.and_then(|row| state.list.sessions.address(state.list.shown[row]));
    let Some(address) = address.filter(|address| *address != old.address) else {
        return Vec::new();
    };
    let session = state.list.sessions.find(&address);
    let panel = Panel {
        tab: old.tab,
        passing: true,
        linked: old.linked.clone(),
        ..Panel::new(address.clone(), session)
    };
    state.panel = Some(panel);
    vec![Effect::Rest(address)]
}

pub(crate) fn apply(state: &mut State, event: Event) -> Vec<Effect> {
    let mut effects = Vec::new();
    if let Event::Open(address) | Event::Rested(address) = &event
        && let Some(panel) = &mut state.panel
        && panel.address == *address
    {
        panel.linked = Opened::of(address);
        panel.passing = false;
        return panel.ask();
    }
    if let Event::Open(address) = event {
        state.notes.wanted = None;
        state.notes.session_gone = false;
        let session = state.list.sessions.find(&address);
        let mut panel = Panel::new(address.clone(), session);
        if let Some(old) = &state.panel {
            panel.tab = old.tab;
        }
        state.list.cursor = state.list.row(&address);
        let effects = panel.ask();
        state.panel = Some(panel);
        return effects;
    }
    if let Event::Logs(_, Ok(log)) = &event {
        effects = zone::learn(state, log);
    }
    let asks_zone = matches!(event, Event::Resources(..)) && state.zone.asks(&state.clock);
    let Some(panel) = meant(state, &event) else {
        return effects;
    };
    match event {
        Event::Open(_) | Event::Rested(_) => {}
        Event::Close => {
            state.panel = None;
            state.notes.wanted = None;
        }
        Event::Tab(tab) => {
            panel.tab = tab;
            return panel.ask();
        }
        Event::Retry => return panel.ask(),
        Event::Fold(scan) => {
            if panel.open.remove(&scan) {
                return Vec::new();
            }
            let places: Vec<Place> = panel
                .resources_of(&scan)
                .map(|resource| (scan.clone(), resource.label.clone()))
                .collect();
            panel.open.insert(scan);
            return places
                .into_iter()
                .flat_map(|place| ask_files(panel, place))
                .collect();
        }
        Event::AskFiles(place) => {
            panel.files.remove(&place);
            return ask_files(panel, place).into_iter().collect();
        }
        Event::Scans(address, answer) if address == panel.address => panel.scans = answer.into(),
        Event::Resources(address, answer) if address == panel.address => {
            panel.resources = answer.into();
            // The log tells the server's zone, and is at hand when somebody wants to read it.
            if asks_zone && panel.logs == Load::Idle {
                panel.logs = Load::Busy;
                effects.push(Effect::Logs(panel.address.clone()));
            }
            let open: Vec<Place> = panel
                .open
                .iter()
                .flat_map(|scan| panel.resources_of(scan))
                .map(|r| (r.category_id.clone(), r.label.clone()))
                .collect();
            let files = open.into_iter();
            effects.extend(files.flat_map(|place| ask_files(panel, place)));
        }
        Event::Logs(address, answer) if address == panel.address => panel.logs = answer.into(),
        Event::Files(address, place, answer) if address == panel.address => {
            panel.files.insert(place, answer.into());
        }
        Event::Scans(..) | Event::Resources(..) | Event::Logs(..) | Event::Files(..) => {}
    }
    effects
}

/// Asks again for what was refused because nobody was signed in.
pub(crate) fn ask_again(state: &mut State) -> Vec<Effect> {
    let Some(panel) = &mut state.panel else {
        return Vec::new();
    };
    let mut effects = panel.ask();
    let refused = |load: &Load<_>| matches!(load, Load::Failed(problem) if problem.is_signed_out());
    let files = panel.files.iter().filter(|(_, load)| refused(load));
    let places: Vec<Place> = files.map(|(place, _)| place.clone()).collect();
    let asked = places
        .into_iter()
        .filter_map(|place| ask_files(panel, place));
    effects.extend(asked);
    effects
}

fn ask_files(panel: &mut Panel, place: Place) -> Option<Effect> {
    let asked = panel.files.get_or_default(place.clone());
    if !matches!(asked, Load::Idle | Load::Failed(_)) {
        return None;
    }
    *asked = Load::Busy;
    let (scan, resource) = place;
    Some(Effect::Files {
        address: panel.address.clone(),
        scan,
        resource,
    })
}

#[cfg(test)]
mod tests;
