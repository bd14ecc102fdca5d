//! The list of sessions: tool bar or selection bar, grid, footer.

mod columns;
mod footer;
mod grid;
mod head;
mod menu;
mod row;
mod selection;
mod states;
mod toolbar;
mod window;

use yew::prelude::*;

use super::problem::problem_of;
use crate::store::Shared;
use crate::store::list::Event as List;
use crate::store::route::View;
use crate::store::run::Waits;
use crate::view::find::chips;
use crate::view::icon::Icon;
use crate::view::later::{Later, Part};
use crate::view::link::Link;
use crate::view::marks::Marks;
use crate::words;
use footer::footer;
use grid::Grid;
pub(crate) use menu::menu;
pub(crate) use selection::{actions, selection_bar};
use states::{empty, no_match, skeleton};
use toolbar::toolbar;

/// The id of the grid, to which the focus comes back.
pub(crate) const GRID_ID: &str = "sessions";

pub(crate) fn inbox(link: &Link, state: &Shared) -> Html {
    let list = &state.list;
    let body = match (&list.problem, list.loaded) {
        (Some(problem), None) => html! {
            <div key="failed" class="blank">
                { problem_of(words::LIST_FAILED, problem, Some(link.on(List::Refresh))) }
            </div>
        },
        (None, None) if list.sessions.is_empty() => skeleton(),
        _ if list.sessions.is_empty() => empty(link),
        _ if list.shown.is_empty() => no_match(link, list.len()),
        _ if state.view == View::Board => {
            html! { <Later key="board" part={Part::Board} state={state.clone()} /> }
        }
        _ => html! {
            <Grid
                sessions={list.sessions.clone()}
                shown={list.shown.clone()}
                selected={list.selected.clone()}
                all_ticked={list.all_ticked()}
                cursor={list.cursor_row()}
                open={state.panel.as_ref().map(|panel| panel.address.clone())}
                order={list.order.clone()}
                layout={state.layout.clone()}
                arriving={list.is_arriving()}
                fresh={list.fresh}
                reveal={state.reveal}
                busy={list.busy}
                wall={state.clock.wall() / 60 * 60}
                sure={state.clock.sure}
                zone={words::server_time(state.zone.name())}
                waits={Waits::of(state)}
                marks={Marks::of(state)}
            />
        },
    };
    html! {
        <section key="inbox" class="inbox" aria-labelledby="inbox-title">
            <h1 id="inbox-title" class="unseen">{ words::SESSIONS }</h1>
            { toolbar(link, state) }
            if list.selected.is_empty() {
                { chips(link, state) }
            } else {
                <Later key="selection" part={Part::Selection} state={state.clone()} />
            }
            <div class="list">
                { body }
                if !list.news.is_empty() {
                    <button type="button" class="news" onclick={link.on(List::ShowNews)}>
                        { Icon::Up.draw() }{ words::news(list.news.len()) }
                    </button>
                }
            </div>
            { footer(link, state) }
        </section>
    }
}
