//! The log of a session, newest first.

use yew::prelude::*;

use super::tab::loaded;
use crate::view::Props;
use crate::view::link::use_link;
use crate::words;

#[function_component]
pub(super) fn HistoryTab(props: &Props) -> Html {
    let link = use_link();
    let Some(panel) = &props.state.panel else {
        return Html::default();
    };
    loaded(
        &link,
        &panel.logs,
        words::NO_HISTORY,
        words::NO_HISTORY,
        |entries| {
            html! {
                <ol class="log" reversed=true>
                    { for entries.iter().rev().map(|entry| html! {
                        <li key={entry.id.clone()}>
                            <span class="quiet" title={entry.date.clone()}>{ crate::format::date_time(&entry.date.clone().into()) }</span>
                            <p>{ &entry.entry }</p>
                        </li>
                    }) }
                </ol>
            }
        },
    )
}
