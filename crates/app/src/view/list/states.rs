//! What is drawn where there are no rows: loading, nothing there, nothing that matches.

use yew::prelude::*;

use crate::store::Message;
use crate::store::list::Event as List;
use crate::store::route::View;
use crate::view::icon::Icon;
use crate::view::link::Link;
use crate::words;

/// Rows before the first answer.
pub(super) fn skeleton() -> Html {
    html! {
        <div key="skeleton" class="skeleton" aria-busy="true">
            <p class="unseen" role="status">{ words::LOADING_SESSIONS }</p>
            { for (0..14).map(|row: usize| html! {
                <div class="ghost" key={row} aria-hidden="true"><i></i><i></i><i></i><i></i></div>
            }) }
        </div>
    }
}

/// Nothing waits.
pub(super) fn empty(link: &Link) -> Html {
    html! {
        <div key="empty" class="blank">
            { Icon::Tray.draw() }
            <h2>{ words::EMPTY_TITLE }</h2>
            <p>{ words::EMPTY_TEXT }</p>
            <button type="button" onclick={link.on(Message::GoTo(View::Projects))}>{ words::LOOK_AT_PROJECTS }</button>
        </div>
    }
}

/// The filter hides all of so many sessions.
pub(super) fn no_match(link: &Link, all: usize) -> Html {
    html! {
        <div key="no-match" class="blank">
            { Icon::Search.draw() }
            <h2>{ words::NO_MATCH_TITLE }</h2>
            <p>{ words::no_match(all) }</p>
            <button type="button" onclick={link.on(List::ClearFilter)}>{ words::CLEAR_FILTER }</button>
        </div>
    }
}
