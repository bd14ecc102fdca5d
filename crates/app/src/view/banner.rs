//! The banner that says that the server cannot be reached: what happened, since when, what still works, and what comes next.

use yew::prelude::*;

use super::icon::Icon;
use super::link::Link;
use super::parts::{button, list, say, text};
use super::problem::server_words;
use crate::format::clock_time;
use crate::store::State;
use crate::store::away::{Away, Why};
use crate::store::list::Event as List;
use crate::words;

/// The banner, if there is anything to say. It is announced when it comes, and not with every second that it counts.
pub(super) fn banner(link: &Link, state: &State) -> Html {
    let Some(Away { why, since }) = state.away else {
        return Html::default();
    };
    let (list_state, clock) = (&state.list, &state.clock);
    let at = |moment: f64| clock_time(clock.wall_of(moment));
    let next = match why {
        Why::Offline => words::AWAY_WAITS.into(),
        Why::Gone if list_state.busy => words::AWAY_TRIES.into(),
        Why::Gone => words::next_try(list_state.seconds_until_due(clock)),
    };
    let mut said = vec![
        say("strong", "", words::away_since(why, &at(since))),
        text(" "),
        text(words::away_works(&at(list_state.loaded.unwrap_or(since)))),
        text(" "),
        say("span", "figure", next),
    ];
    if let (Why::Gone, Some(problem)) = (why, &list_state.problem) {
        said.extend(server_words(problem));
    }
    html! {
        <section class="problem banner" aria-label={words::AWAY}>
            { Icon::Alert.draw() }
            <div class="problem-text">{ list(said) }</div>
            { button("", words::TRY_NOW, link.on(List::Refresh)) }
        </section>
    }
}
