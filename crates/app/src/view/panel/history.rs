//! The log of a session, newest first.

use yew::prelude::*;

use super::tab::loaded;
use crate::store::panel::Panel;
use crate::view::link::Link;
use crate::words;

/// The log.
pub(super) fn history_tab(link: &Link, panel: &Panel) -> Html {
    let session = panel.session.as_ref();
    let names = [
        session.map_or("", |session| &session.name),
        session.map_or("", |session| &session.subject),
        &*panel.address.folder,
    ];
    loaded(
        link,
        &panel.logs,
        words::NO_HISTORY,
        words::NO_HISTORY,
        |entries| {
            html! {
                <ol class="log" reversed=true>
                    { for entries.iter().rev().map(|entry| html! {
                        <li key={entry.id.clone()}>
                            <span class="quiet" title={entry.date.clone()}>{ crate::format::date_time(&entry.date.clone().into()) }</span>
                            <p dir="auto">{ words::told_text(&entry.entry, &names) }</p>
                        </li>
                    }) }
                </ol>
            }
        },
    )
}
