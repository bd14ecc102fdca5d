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

use super::Props;
use super::problem::ProblemBox;
use crate::store::list::Event as List;
use crate::store::run::Waits;
use crate::view::find::Chips;
use crate::view::icon::Icon;
use crate::view::link::use_link;
use crate::view::marks::Marks;
use crate::words;
use footer::Footer;
use grid::Grid;
pub(crate) use selection::Actions;
use selection::SelectionBar;
use states::{Empty, NoMatch, Skeleton};
use toolbar::Toolbar;

/// The id of the grid, to which the focus comes back.
pub(crate) const GRID_ID: &str = "sessions";

#[function_component]
pub(crate) fn Inbox(props: &Props) -> Html {
    let link = use_link();
    let state = &props.state;
    let list = &state.list;
    let body = match (&list.problem, list.loaded) {
        (Some(problem), None) => html! {
            <div class="blank">
                <ProblemBox title={words::LIST_FAILED} problem={problem.clone()} retry={link.on::<()>(List::Refresh)} />
            </div>
        },
        (None, None) if list.sessions.is_empty() => html! { <Skeleton /> },
        _ if list.sessions.is_empty() => html! { <Empty /> },
        _ if list.shown.is_empty() => html! { <NoMatch all={list.len()} /> },
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
                waits={Waits::of(state)}
                marks={Marks::of(state)}
            />
        },
    };
    html! {
        <section class="inbox" aria-labelledby="inbox-title">
            <h1 id="inbox-title" class="unseen">{ words::SESSIONS }</h1>
            <Toolbar state={state.clone()} />
            if list.selected.is_empty() {
                <Chips state={state.clone()} />
            } else {
                <SelectionBar state={state.clone()} />
            }
            <div class="list">
                { body }
                if !list.news.is_empty() {
                    <button type="button" class="news" onclick={link.on(List::ShowNews)}>
                        { Icon::Up.draw() }{ words::news(list.news.len()) }
                    </button>
                }
            </div>
            <Footer state={state.clone()} />
        </section>
    }
}
