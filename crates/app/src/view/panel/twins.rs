//! The same study waiting more than once: which sessions, what they have in common, and what can be done.

use prearchive_core::address::Address;
use prearchive_core::plan::Action;
use prearchive_core::session::Session;
use yew::prelude::*;

use crate::browser;
use crate::store::State;
use crate::store::list::Event as List;
use crate::store::panel::Event as PanelEvent;
use crate::store::sheet::Event as Sheet;
use crate::store::twins::query;
use crate::view::icon::{self, Icon};
use crate::view::link::Link;
use crate::view::panel::PANEL_ID;
use crate::view::parts::{button, part, say, tag, text};
use crate::words;

/// More of them are not listed one by one; the list shows them together.
const FEW: usize = 8;

const TITLE_ID: &str = "twins-title";

/// The sessions that are the same study as this one, if there are any.
pub(super) fn twins_card(link: &Link, state: &State, session: &Session) -> Html {
    let twins = &state.twins;
    if twins.sessions.is_empty() {
        return Html::default();
    }
    let all: Vec<Address> = std::iter::once(session)
        .chain(&twins.sessions)
        .map(|session| session.address.clone())
        .collect();
    let same_project = all
        .iter()
        .all(|twin| twin.project == session.address.project);
    let own = state.panel.as_ref().and_then(|panel| panel.scans.value());
    let line = |twin: &Session| {
        let open = {
            let (link, address) = (link.clone(), twin.address.clone());
            move |_: MouseEvent| {
                link.send(PanelEvent::Open(address.clone()));
                browser::focus_soon(PANEL_ID);
            }
        };
        let kinship = words::kinship(twins.kinship(own, &twin.address));
        let name = button("plain link", words::twin(twin), Callback::from(open));
        let line = part("div", "", vec![name, icon::status(&twin.status)]);
        let kinship = kinship.map(|kinship| say("p", "quiet", kinship));
        html! { <li key={twin.address.to_string()}>{ line }{ kinship.unwrap_or_default() }</li> }
    };
    let together = link.on(List::Ask(query(session)));
    let (name, action) = if same_project {
        (words::TWIN_APPEND, Action::Archive)
    } else {
        (words::TWIN_MOVE, Action::Move)
    };
    let title = vec![Icon::Copy.draw(), text(words::twins(twins.sessions.len()))];
    let few = twins.sessions.iter().take(FEW).map(line);
    let ways = vec![
        button("", words::TWIN_SHOW, together),
        button("", name, link.on(Sheet::Open(action, all))),
    ];
    let attributes = vec![
        ("class", "doctor twins".into()),
        ("aria-labelledby", TITLE_ID.into()),
    ];
    let compared = words::compared(&twins.compared(own));
    let inside = vec![
        tag("h3", vec![("id", TITLE_ID.into())], title),
        say("p", "quiet", compared),
        part("ul", "", few.collect()),
        part("div", "remedies", ways),
    ];
    tag("section", attributes, inside)
}
