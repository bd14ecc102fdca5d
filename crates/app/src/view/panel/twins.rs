//! The same study waiting more than once: which sessions, what they have in common, and what can be done.

use prearchive_core::address::Address;
use prearchive_core::plan::Action;
use prearchive_core::session::Session;
use yew::prelude::*;

use crate::browser;
use crate::store::Shared;
use crate::store::list::Event as List;
use crate::store::panel::Event as PanelEvent;
use crate::store::sheet::Event as Sheet;
use crate::store::twins::query;
use crate::view::icon::{self, Icon};
use crate::view::link::use_link;
use crate::view::panel::PANEL_ID;
use crate::words;

/// More of them are not listed one by one; the list shows them together.
const FEW: usize = 8;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct TwinsProps {
    pub(super) state: Shared,
    pub(super) session: Session,
}

#[function_component]
pub(super) fn TwinsCard(props: &TwinsProps) -> Html {
    let link = use_link();
    let (state, session) = (&props.state, &props.session);
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
        html! {
            <li key={twin.address.to_string()}>
                <div><button type="button" class="plain link" onclick={open}>{ words::twin(twin) }</button>{ icon::status(&twin.status) }</div>
                if let Some(kinship) = kinship {
                    <p class="quiet">{ kinship }</p>
                }
            </li>
        }
    };
    let together = {
        let (link, query) = (link.clone(), query(session));
        move |_: MouseEvent| link.send(List::Ask(query.clone()))
    };
    html! {
        <section class="doctor twins" aria-labelledby="twins-title">
            <h3 id="twins-title">{ Icon::Copy.draw() }{ words::twins(twins.sessions.len()) }</h3>
            <ul>{ for twins.sessions.iter().take(FEW).map(line) }</ul>
            <div class="remedies">
                <button type="button" onclick={together}>{ words::TWIN_SHOW }</button>
                if same_project {
                    <button type="button" onclick={link.on(Sheet::Open(Action::Archive, all))}>{ words::TWIN_APPEND }</button>
                } else {
                    <button type="button" onclick={link.on(Sheet::Open(Action::Move, all))}>{ words::TWIN_MOVE }</button>
                }
            </div>
        </section>
    }
}
