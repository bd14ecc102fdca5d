//! What is drawn where there are no rows: loading, nothing there, nothing that matches.

use yew::prelude::*;

use crate::store::Message;
use crate::store::list::Event as List;
use crate::store::route::View;
use crate::view::icon::Icon;
use crate::view::link::{use_language, use_link};
use crate::words;

/// Rows before the first answer.
#[function_component]
pub(super) fn Skeleton() -> Html {
    use_language();
    html! {
        <div class="skeleton" aria-busy="true">
            <p class="unseen" role="status">{ words::LOADING_SESSIONS }</p>
            { for (0..14).map(|row: usize| html! {
                <div class="ghost" key={row} aria-hidden="true"><i></i><i></i><i></i><i></i></div>
            }) }
        </div>
    }
}

/// Nothing waits.
#[function_component]
pub(super) fn Empty() -> Html {
    let link = use_link();
    html! {
        <div class="blank">
            { Icon::Tray.draw() }
            <h2>{ words::EMPTY_TITLE }</h2>
            <p>{ words::EMPTY_TEXT }</p>
            <button type="button" onclick={link.on(Message::GoTo(View::Projects))}>{ words::LOOK_AT_PROJECTS }</button>
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(super) struct NoMatchProps {
    /// How many sessions there are.
    pub(super) all: usize,
}

/// The filter hides everything.
#[function_component]
pub(super) fn NoMatch(props: &NoMatchProps) -> Html {
    let link = use_link();
    html! {
        <div class="blank">
            { Icon::Search.draw() }
            <h2>{ words::NO_MATCH_TITLE }</h2>
            <p>{ words::no_match(props.all) }</p>
            <button type="button" onclick={link.on(List::ClearFilter)}>{ words::CLEAR_FILTER }</button>
        </div>
    }
}
