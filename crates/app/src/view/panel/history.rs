//! The log of a session, newest first.

use yew::prelude::*;

use crate::store::Load;
use crate::store::panel::Event as PanelEvent;
use crate::view::Props;
use crate::view::link::use_link;
use crate::view::problem::ProblemBox;
use crate::words;

#[function_component]
pub(super) fn HistoryTab(props: &Props) -> Html {
    let link = use_link();
    let Some(panel) = &props.state.panel else {
        return Html::default();
    };
    match &panel.logs {
        Load::Idle | Load::Busy => html! { <p class="quiet">{ words::LOADING }</p> },
        Load::Failed(problem) if problem.is_not_found() => {
            html! { <p class="quiet">{ words::NO_HISTORY }</p> }
        }
        Load::Failed(problem) => html! {
            <ProblemBox problem={problem.clone()} retry={link.on::<()>(PanelEvent::Retry)} />
        },
        Load::Have(entries) if entries.is_empty() => {
            html! { <p class="quiet">{ words::NO_HISTORY }</p> }
        }
        Load::Have(entries) => html! {
            <ol class="log" reversed=true>
                { for entries.iter().rev().map(|entry| html! {
                    <li key={entry.id.clone()}>
                        <span class="quiet" title={entry.date.clone()}>{ crate::format::date_time(&entry.date.clone().into()) }</span>
                        <p>{ &entry.entry }</p>
                    </li>
                }) }
            </ol>
        },
    }
}
