//! The board: what the list shows, in a column for each status.

use prearchive_core::query::StatusGroup;
use prearchive_core::session::Session;
use prearchive_table::RowId;
use yew::prelude::*;

use super::Props;
use super::icon::Icon;
use super::link::{Link, use_link};
use super::list::GRID_ID;
use super::marks::Marks;
use super::panel::PANEL_ID;
use super::parts::{button, say};
use crate::browser;
use crate::format::{age, count};
use crate::store::list::Event as List;
use crate::store::panel::Event as Panel;
use crate::store::route::View;
use crate::store::{Message, Shared};
use crate::words;

/// No column draws more cards; the list shows all of them.
const MOST: usize = 50;

/// A column: how many sessions it has, and the first ones as places in the list.
#[derive(Clone, PartialEq)]
struct Column {
    group: StatusGroup,
    all: usize,
    first: Vec<usize>,
}

#[function_component]
pub(crate) fn Board(props: &Props) -> Html {
    let link = use_link();
    let state = &props.state;
    let list = &state.list;
    // Going through a hundred thousand sessions takes longer than a second's tick may.
    let columns = use_memo(
        (list.sessions.clone(), list.shown.clone()),
        |(sessions, shown)| {
            let table = sessions.read();
            let mut columns = StatusGroup::ALL.map(|group| Column {
                group,
                all: 0,
                first: Vec::new(),
            });
            let group = |id: &RowId| Some(StatusGroup::of(&table.row(*id)?.status()));
            for (place, group) in shown.iter().map(group).enumerate() {
                let column = columns
                    .iter_mut()
                    .find(|column| Some(column.group) == group);
                if let Some(column) = column {
                    column.all += 1;
                    if column.first.len() < MOST {
                        column.first.push(place);
                    }
                }
            }
            columns
        },
    );
    let marks = Marks::of(state);
    // What this version does not know has a column only where there is any.
    let drawn = columns
        .iter()
        .filter(|column| column.all > 0 || column.group != StatusGroup::Other);
    html! {
        <div id={GRID_ID} class="board" part="grid" tabindex="-1">
            { for drawn.map(|drawn| column(&link, state, &marks, drawn)) }
        </div>
    }
}

fn column(link: &Link, state: &Shared, marks: &Marks, column: &Column) -> Html {
    let name = words::group(column.group);
    let id = format!("board-{}", column.group.code());
    let cards = column.first.iter().filter_map(|place| {
        let row = *state.list.shown.get(*place)?;
        let session = state.list.sessions.session(row)?;
        Some(card(link, state, marks, *place, row, &session))
    });
    let rest = column.all.saturating_sub(column.first.len());
    let group = column.group;
    let more = {
        let link = link.clone();
        Callback::from(move |_: MouseEvent| {
            link.send(Message::GoTo(View::Inbox));
            link.send(List::Status(Some(group)));
        })
    };
    html! {
        <section key={column.group.code()} class="board-column" aria-labelledby={id.clone()}>
            <h2 {id} class={classes!("status", column.group.code())}>
                { Icon::of_group(column.group).draw() }
                { say("span", "word", name) }
                { say("span", "number", count(column.all)) }
            </h2>
            <ul>{ for cards }</ul>
            if column.all == 0 {
                <p class="quiet">{ words::BOARD_NONE }</p>
            }
            if rest > 0 {
                { button("plain", words::board_more(rest), more) }
            }
        </section>
    }
}

fn card(
    link: &Link,
    state: &Shared,
    marks: &Marks,
    place: usize,
    row: RowId,
    session: &Session,
) -> Html {
    let address = session.address.clone();
    let open = state
        .panel
        .as_ref()
        .is_some_and(|panel| panel.address == address);
    let ticked = state.list.selected.contains(row);
    let wall = state.clock.wall();
    let arrived = age(&session.uploaded, wall, state.clock.sure);
    let name = words::session_name(&session.name);
    let onclick = {
        let link = link.clone();
        move |event: MouseEvent| {
            if event.shift_key() || event.ctrl_key() || event.meta_key() {
                let range = event.shift_key();
                link.send(List::Tick { row: place, range });
                return;
            }
            let (row, extend) = (place, false);
            link.send(List::Cursor { row, extend });
            link.send(Panel::Open(address.clone()));
            browser::focus_soon(PANEL_ID);
        }
    };
    let ontick = {
        let link = link.clone();
        move |event: MouseEvent| {
            let range = event.shift_key();
            link.send(List::Tick { row: place, range });
        }
    };
    let (mark, group) = (marks.at(row, session), StatusGroup::of(&session.status));
    let chosen = state.list.cursor == Some(row);
    html! {
        <li key={session.address.to_string()} class={classes!("board-card", open.then_some("open"), ticked.then_some("ticked"), chosen.then_some("current"))}>
            <input type="checkbox" aria-label={words::select_row(&name)} checked={ticked} onclick={ontick} />
            <button type="button" class="board-open" aria-pressed={open.to_string()} {onclick}>
                <bdi class="board-name">{ name.clone() }</bdi>
                <span class="quiet"><bdi>{ session.address.project.to_string() }</bdi>{ " · " }<bdi>{ words::subject_name(&session.subject) }</bdi></span>
                if let Some(arrived) = arrived {
                    { say("span", "quiet", arrived) }
                }
            </button>
            // What the column does not say.
            if mark.stuck || matches!(group, StatusGroup::Working | StatusGroup::Other) {
                { mark.status(session, wall) }
            }
        </li>
    }
}
