//! The grid: rows of a fixed height, of which only those in sight are drawn.

use std::rc::Rc;

use prearchive_core::address::Address;
use prearchive_core::table::{Order, RowId, Rows};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::GRID_ID;
use super::row::{Row, row_id};
use super::toolbar::COLUMNS;
use super::window::{reveal, step, window};
use crate::browser;
use crate::store::list::{Event as List, Sessions};
use crate::store::panel::Event as Panel;
use crate::view::icon::Icon;
use crate::view::link::{Link, use_link};
use crate::view::panel::PANEL_ID;
use crate::words;

/// The height of a row in pixels, as in the style sheet: in a table, and as two lines where there is no room.
const ROW: f64 = 32.0;
const TALL_ROW: f64 = 56.0;
/// Narrower than this, rows have two lines and no headers.
const NARROW: f64 = 620.0;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct GridProps {
    pub(super) sessions: Sessions,
    pub(super) shown: Rc<Vec<RowId>>,
    pub(super) selected: Rc<Rows>,
    pub(super) all_ticked: bool,
    pub(super) cursor: Option<usize>,
    /// The session in the panel.
    pub(super) open: Option<Address>,
    pub(super) order: Order,
    /// Changes when the view should start at the top.
    pub(super) fresh: usize,
    pub(super) busy: bool,
    /// The time on the wall, by the minute, for ages.
    pub(super) wall: i64,
}

/// What can be seen, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Sight {
    scrolled: f64,
    width: f64,
    height: f64,
}

impl Sight {
    fn of(element: &Element) -> Self {
        Self {
            scrolled: f64::from(element.scroll_top()),
            width: f64::from(element.client_width()),
            height: f64::from(element.client_height()),
        }
    }

    fn is_narrow(self) -> bool {
        self.width < NARROW
    }

    fn row(self) -> f64 {
        if self.is_narrow() { TALL_ROW } else { ROW }
    }

    fn header(self) -> f64 {
        if self.is_narrow() { 0.0 } else { ROW }
    }
}

#[function_component]
pub(super) fn Grid(props: &GridProps) -> Html {
    let link = use_link();
    let (grid, body, block) = (use_node_ref(), use_node_ref(), use_node_ref());
    let sight = use_state(Sight::default);
    let rows = props.shown.len();
    let range = window(sight.scrolled, sight.height, sight.row(), rows);

    // The size can change with every drawing: the panel opens, a bar wraps.
    let look = {
        let (grid, sight) = (grid.clone(), sight.clone());
        move || {
            if let Some(element) = grid.cast::<Element>() {
                let now = Sight::of(&element);
                if now != *sight {
                    sight.set(now);
                }
            }
        }
    };
    use_effect(look.clone());
    {
        let look = use_callback(sight.clone(), {
            let grid = grid.clone();
            move |(), sight: &UseStateHandle<Sight>| {
                if let Some(element) = grid.cast::<Element>() {
                    sight.set(Sight::of(&element));
                }
            }
        });
        use_effect_with((), move |()| browser::on_resize(move || look.emit(())));
    }
    {
        let grid = grid.clone();
        use_effect_with(props.fresh, move |_| {
            if let Some(element) = grid.cast::<Element>() {
                element.set_scroll_top(0);
            }
        });
    }
    // After signing in, what had the focus is gone.
    use_effect_with((), |()| browser::focus_if_lost(GRID_ID));
    // Offsets are set on the elements themselves: a strict policy forbids style attributes.
    {
        let (body, block) = (body.clone(), block.clone());
        let (height, offset) = (rows as f64 * sight.row(), range.start as f64 * sight.row());
        use_effect(move || {
            for (element, name, value) in [
                (body, "height", format!("{height}px")),
                (block, "transform", format!("translateY({offset}px)")),
            ] {
                if let Some(element) = element.cast::<HtmlElement>() {
                    // Refused only for properties that do not exist.
                    let _ = element.style().set_property(name, &value);
                }
            }
        });
    }

    let onkeydown = {
        let (link, grid, sight) = (link.clone(), grid.clone(), *sight);
        let (cursor, all, panel) = (props.cursor, props.all_ticked, props.open.is_some());
        let at = cursor
            .and_then(|row| props.shown.get(row))
            .and_then(|&id| props.sessions.address(id));
        move |event: KeyboardEvent| {
            let target = event.target().map(wasm_bindgen::JsValue::from);
            if target != grid.cast::<Element>().map(wasm_bindgen::JsValue::from) {
                return;
            }
            let command = event.ctrl_key() || event.meta_key();
            match (event.key().as_str(), cursor, &at) {
                ("a", ..) if command => {
                    if !all {
                        link.send(List::TickAll);
                    }
                }
                (" ", Some(row), _) => link.send(List::Tick {
                    row,
                    range: event.shift_key(),
                }),
                ("Enter", _, Some(address)) => {
                    link.send(Panel::Open(address.clone()));
                    browser::focus_soon(PANEL_ID);
                }
                ("Escape", ..) if panel => link.send(Panel::Close),
                ("Escape", ..) => link.send(List::Untick),
                (key, ..) => {
                    let page = ((sight.height - sight.header()) / sight.row()) as usize;
                    let Some(row) = step(key, cursor, page, rows) else {
                        return;
                    };
                    link.send(List::Cursor {
                        row,
                        extend: event.shift_key(),
                    });
                    show(&grid, row, sight);
                }
            }
            event.prevent_default();
        }
    };
    let onscroll = {
        let look = look.clone();
        move |_: Event| look()
    };

    let number = |index: usize| (index + 2).to_string();
    let active = props.cursor.filter(|row| range.contains(row)).map(row_id);
    html! {
        <div ref={grid.clone()} id={GRID_ID} class={classes!("grid", sight.is_narrow().then_some("narrow"))}
            role="grid" tabindex="0" aria-label={words::SESSIONS} aria-multiselectable="true"
            aria-rowcount={(rows + 1).to_string()} aria-colcount={(COLUMNS.len() + 1).to_string()}
            aria-activedescendant={active} aria-busy={props.busy.to_string()} {onkeydown} {onscroll}>
            <Head order={props.order.clone()} all_ticked={props.all_ticked} some={!props.selected.is_empty()} />
            <div ref={body} class="grid-body" role="rowgroup">
                <div ref={block} class="grid-block" role="presentation">
                    { for range.filter_map(|row| {
                        let id = props.shown[row];
                        let session = props.sessions.session(id)?;
                        Some(html! {
                            <Row
                                key={format!("{id:?}")}
                                ticked={props.selected.contains(id)}
                                current={props.cursor == Some(row)}
                                open={props.open.as_ref() == Some(&session.address)}
                                {session}
                                {row}
                                number={number(row)}
                                narrow={sight.is_narrow()}
                                wall={props.wall}
                            />
                        })
                    }) }
                </div>
            </div>
        </div>
    }
}

fn show(grid: &NodeRef, row: usize, sight: Sight) {
    let Some(element) = grid.cast::<Element>() else {
        return;
    };
    if let Some(top) = reveal(
        row,
        sight.scrolled,
        sight.height,
        sight.row(),
        sight.header(),
    ) {
        element.set_scroll_top(top.round() as i32);
    }
}

#[derive(Clone, PartialEq, Properties)]
struct HeadProps {
    order: Order,
    all_ticked: bool,
    some: bool,
}

#[function_component]
fn Head(props: &HeadProps) -> Html {
    let link: Link = use_link();
    let column = |column: usize| {
        let (key, class, name) = COLUMNS[column];
        let place = props.order.0.iter().position(|(other, _)| *other == key);
        let descending = place.is_some_and(|at| props.order.0[at].1);
        let icon = place.map(|_| if descending { Icon::Down } else { Icon::Up });
        // Only one column can be told as the one that is sorted by.
        let order = (place == Some(0)).then_some(if descending {
            "descending"
        } else {
            "ascending"
        });
        let onclick = link.with(move |event: MouseEvent| List::SortBy {
            key,
            also: event.shift_key(),
        });
        html! {
            <div key={class} class={classes!("cell", class)} role="columnheader" aria-colindex={(column + 2).to_string()} aria-sort={order}>
                <button type="button" tabindex="-1" {onclick}>
                    { name }{ for icon.map(Icon::draw) }
                </button>
            </div>
        }
    };
    let some = (props.some && !props.all_ticked).then_some("some");
    html! {
        <div class="grid-head" role="rowgroup">
            <div class="row" role="row" aria-rowindex="1">
                <div class="cell tick" role="columnheader" aria-colindex="1">
                    <input type="checkbox" tabindex="-1" class={classes!(some)} aria-label={words::SELECT_ALL} title={words::SELECT_ALL}
                        checked={props.all_ticked} onclick={link.on(List::TickAll)} />
                </div>
                { for (0..COLUMNS.len()).map(column) }
            </div>
        </div>
    }
}
