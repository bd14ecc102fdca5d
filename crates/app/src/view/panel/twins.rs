//! The same study waiting more than once: which sessions, what they have in common, and what can be done.

use prearchive_core::address::Address;
use prearchive_core::plan::Action;
use prearchive_core::session::Session;
use prearchive_core::stamp::DateText;
use yew::prelude::*;

use crate::browser;
use crate::store::State;
use crate::store::list::Event as List;
use crate::store::may::Deed;
use crate::store::panel::Event as PanelEvent;
use crate::store::sheet::Event as Sheet;
use crate::store::twins::{may_delete, query, spare};
use crate::view::icon::{self, Icon};
use crate::view::link::Link;
use crate::view::panel::PANEL_ID;
use crate::view::parts::{button, list, part, say, tag, text};
use crate::words;

/// More of them are not listed one by one; the list shows them together.
const FEW: usize = 8;

const TITLE_ID: &str = "twins-title";

/// The sessions that are the same study as this one, if there are any; `dated` writes a date as the card does.
pub(super) fn twins_card(
    link: &Link,
    state: &State,
    session: &Session,
    dated: &dyn Fn(&DateText) -> String,
) -> Html {
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
        let name = button("plain link", words::twin(twin), Callback::from(open));
        let uploaded = dated(&twin.uploaded);
        let uploaded =
            (!uploaded.is_empty()).then(|| say("p", "quiet", words::twin_uploaded(&uploaded)));
        let kinship = twins.kinship(own, &twin.address);
        let scans = words::twin_scans(kinship, twins.scans.get(&twin.address));
        let scans = scans.map(|scans| say("p", "quiet", scans));
        let delete = may_delete(state, twin).then(|| {
            let sheet = Sheet::Open(Action::Delete, vec![twin.address.clone()]);
            html! {
                <button type="button" class="danger" aria-label={words::twin_delete(twin)} onclick={link.on(sheet)}>
                    { words::action(Action::Delete) }
                </button>
            }
        });
        let head = vec![name, icon::status(&twin.status), delete.unwrap_or_default()];
        let what = list(vec![
            part("div", "", head),
            uploaded.unwrap_or_default(),
            scans.unwrap_or_default(),
        ]);
        html! { <li key={twin.address.to_string()}>{ what }</li> }
    };
    let compared = twins.compared(own);
    let same = spare(state, session);
    let mut ways = vec![button(
        "",
        words::TWIN_SHOW,
        link.on(List::Ask(query(session))),
    )];
    if !same.is_empty() {
        let keep = words::twin_keep(same.len(), same.len() == twins.sessions.len());
        let keep = button("danger", keep, link.on(Sheet::Open(Action::Delete, same)));
        ways.insert(0, keep);
    }
    // What is there twice through and through is not put together.
    if compared.sent_twice < twins.sessions.len() {
        let (name, action) = if same_project {
            (words::TWIN_APPEND, Action::Archive)
        } else {
            (words::TWIN_MOVE, Action::Move)
        };
        if state.may.do_it(Deed::To(action)) {
            ways.push(button("", name, link.on(Sheet::Open(action, all))));
        }
    }
    let title = vec![Icon::Copy.draw(), text(words::twins(twins.sessions.len()))];
    let few = twins.sessions.iter().take(FEW).map(line);
    let attributes = vec![
        ("class", "doctor twins".into()),
        ("aria-labelledby", TITLE_ID.into()),
    ];
    let inside = vec![
        tag("h3", vec![("id", TITLE_ID.into())], title),
        say("p", "quiet", words::compared(&compared)),
        part("ul", "", few.collect()),
        part("div", "remedies", ways),
    ];
    tag("section", attributes, inside)
}
