//! How many, how old, and what went wrong.

use yew::prelude::*;

use crate::store::State;
use crate::store::list::Event as List;
use crate::view::icon::Icon;
use crate::view::link::Link;
use crate::view::problem::server_quote;
use crate::words;

pub(super) fn footer(link: &Link, state: &State) -> Html {
    let (list, clock) = (&state.list, &state.clock);
    let mut facts = Vec::new();
    if let Some(loaded) = list.loaded {
        facts.push(words::shown(list.shown.len(), list.len()));
        facts.push(words::updated(clock.seconds_since(loaded)));
    } else if list.is_arriving() {
        facts.push(words::so_far(list.len()));
    }
    html! {
        <footer class="foot">
            <span class="facts">{ facts.join(" · ") }</span>
            <span class="zone">{ words::server_time(state.zone.name()) }</span>
            // What the banner says already is not said here too.
            if let (Some(problem), true) = (&list.problem, list.loaded.is_some() && state.login.is_in() && state.away.is_none()) {
                <span class="trouble">
                    { words::OLD_LIST }{ " " }{ words::sentence(problem) }
                    if !problem.words.is_empty() {
                        { " " }{ words::SERVER_SAYS }{ " " }{ server_quote(problem) }
                    }
                </span>
            }
            <button type="button" title={words::REFRESH} onclick={link.on(List::Refresh)} aria-disabled={list.busy.to_string()}>
                { Icon::Refresh.draw() }<span>{ words::REFRESH }</span>
            </button>
        </footer>
    }
}
