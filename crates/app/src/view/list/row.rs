//! One row of the grid.

use prearchive_core::plan::Action;
use prearchive_core::session::Session;
use prearchive_table::SortKey;
use yew::prelude::*;

use super::GRID_ID;
use super::columns::cell;
use crate::browser;
use crate::store::layout::Column;
use crate::store::list::Event as List;
use crate::store::panel::Event as Panel;
use crate::view::link::use_link;
use crate::view::marks::Mark;
use crate::view::panel::PANEL_ID;
use crate::words;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct RowProps {
    pub(super) session: Session,
    pub(super) columns: Vec<Column>,
    /// Its place among the rows that are shown.
    pub(super) row: usize,
    pub(super) number: String,
    pub(super) ticked: bool,
    /// The keyboard is on it.
    pub(super) current: bool,
    /// It is in the panel.
    pub(super) open: bool,
    pub(super) narrow: bool,
    pub(super) wall: i64,
    /// The server's zone is known.
    pub(super) sure: bool,
    /// It will be taken away in so many seconds.
    pub(super) waits: Option<(Action, usize)>,
    pub(super) mark: Mark,
}

/// The id of a row that is drawn.
pub(super) fn row_id(row: usize) -> String {
    format!("row-{row}")
}

#[function_component]
pub(super) fn Row(props: &RowProps) -> Html {
    let link = use_link();
    let session = &props.session;
    let flashes = use_flashes(session);
    let row = props.row;
    let ontick = {
        let link = link.clone();
        move |event: MouseEvent| {
            event.stop_propagation();
            link.send(List::Tick {
                row,
                range: event.shift_key(),
            });
        }
    };
    let onclick = {
        let (address, narrow) = (session.address.clone(), props.narrow);
        move |event: MouseEvent| {
            if event.shift_key() || event.ctrl_key() || event.meta_key() {
                link.send(List::Tick {
                    row,
                    range: event.shift_key(),
                });
                return;
            }
            link.send(List::Cursor { row, extend: false });
            link.send(Panel::Open(address.clone()));
            if narrow {
                browser::focus_soon(PANEL_ID);
            }
        }
    };
    // A click with Shift would mark text, and the tick itself must not take the focus from the grid.
    let onmousedown = |event: MouseEvent| {
        if event.shift_key() {
            event.prevent_default();
        }
    };
    let ontickdown = |event: MouseEvent| {
        event.prevent_default();
        event.stop_propagation();
        browser::focus_still(GRID_ID);
    };
    let cells = props.columns.iter().enumerate().map(|(at, column)| {
        let key = column.key;
        let (text, title) = cell(key, session, props.wall, props.sure);
        let (content, title) = match key {
            SortKey::Status => match props.waits {
                Some((action, seconds)) => {
                    (words::row_waits(action, seconds).into(), None)
                }
                None => (props.mark.status(session, props.wall), None),
            },
            _ => (html! { <bdi>{ text }</bdi> }, title),
        };
        html! {
            <div key={key.code()} class={classes!("cell", key.code(), flashes.of(key))} role="gridcell" aria-colindex={(at + 2).to_string()} {title}>
                { content }
            </div>
        }
    });
    html! {
        <div id={row_id(row)} class={classes!("row", props.current.then_some("current"), props.open.then_some("open"), props.ticked.then_some("ticked"), props.waits.map(|_| "waits"))}
            role="row" aria-rowindex={props.number.clone()} aria-selected={props.ticked.to_string()} {onclick} {onmousedown}>
            <div class="cell tick" role="gridcell" aria-colindex="1" onclick={ontick} onmousedown={ontickdown}>
                <input type="checkbox" tabindex="-1" aria-label={words::select_row(&words::session_name(&session.name))} checked={props.ticked} />
            </div>
            { for cells }
        </div>
    }
}

/// Which cells have changed since the row was first drawn, and how often: a cell flashes once for each change.
#[derive(Clone, Copy, PartialEq, Default)]
struct Flashes {
    changes: [u8; SortKey::ALL.len()],
}

impl Flashes {
    /// Two classes with the same animation take turns, for it starts anew only with another class.
    fn of(self, key: SortKey) -> Option<&'static str> {
        match self.changes[key as usize] {
            0 => None,
            odd if odd % 2 == 1 => Some("flash"),
            _ => Some("flash again"),
        }
    }
}

#[hook]
fn use_flashes(session: &Session) -> Flashes {
    let seen = use_mut_ref(|| (session.clone(), Flashes::default()));
    let (before, flashes) = &mut *seen.borrow_mut();
    if before.address != session.address {
        // The row has been given to another session, as the list was scrolled.
        (*before, *flashes) = (session.clone(), Flashes::default());
    } else if before != session {
        for key in SortKey::ALL {
            let changed = cell(key, before, 0, false).0 != cell(key, session, 0, false).0;
            let count = &mut flashes.changes[key as usize];
            // Never back to zero, which is a cell that has not changed.
            *count = if changed { *count % 254 + 1 } else { *count };
        }
        *before = session.clone();
    }
    *flashes
}
