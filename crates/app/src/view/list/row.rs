//! One row of the grid.

use prearchive_core::session::Session;
use yew::prelude::*;

use super::GRID_ID;
use crate::browser;
use crate::format::{age, date_time, scan_date};
use crate::store::list::Event as List;
use crate::store::panel::Event as Panel;
use crate::view::icon;
use crate::view::link::use_link;
use crate::view::panel::PANEL_ID;
use crate::words;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct RowProps {
    pub(super) session: Session,
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
}

/// The id of a row that is drawn.
pub(super) fn row_id(row: usize) -> String {
    format!("row-{row}")
}

#[function_component]
pub(super) fn Row(props: &RowProps) -> Html {
    let link = use_link();
    let session = &props.session;
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
        browser::focus(GRID_ID);
    };
    let text = |column: usize, class: &'static str, text: String, title: Option<String>| {
        html! {
            <div class={classes!("cell", class)} role="gridcell" aria-colindex={column.to_string()} {title}>{ text }</div>
        }
    };
    let aged = |date| age(date, props.wall);
    let whole = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    html! {
        <div id={row_id(row)} class={classes!("row", props.current.then_some("current"), props.open.then_some("open"), props.ticked.then_some("ticked"))}
            role="row" aria-rowindex={props.number.clone()} aria-selected={props.ticked.to_string()} {onclick} {onmousedown}>
            <div class="cell tick" role="gridcell" aria-colindex="1" onclick={ontick} onmousedown={ontickdown}>
                <input type="checkbox" tabindex="-1" aria-label={words::select_row(&session.name)} checked={props.ticked} />
            </div>
            { text(2, "project", session.address.project.to_string(), whole(session.address.project.as_str())) }
            { text(3, "subject", session.subject.clone(), whole(&session.subject)) }
            { text(4, "session", session.name.clone(), whole(&session.name)) }
            { text(5, "scan-date", scan_date(session), aged(&session.scan_date)) }
            { text(6, "uploaded", date_time(&session.uploaded), aged(&session.uploaded)) }
            <div class="cell state" role="gridcell" aria-colindex="7">{ icon::status(&session.status) }</div>
            { text(8, "lastmod", date_time(&session.lastmod), aged(&session.lastmod)) }
        </div>
    }
}
