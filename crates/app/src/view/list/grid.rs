//! The grid: rows of a fixed height, of which only those in sight are drawn.

use std::rc::Rc;

use prearchive_core::address::Address;
use prearchive_table::{Order, RowId, Rows, SortKey};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::GRID_ID;
use super::columns::{fitting, tracks};
use super::head::head;
use super::row::{Row, row_id};
use super::window::{Length, OVERSCAN, step};
use crate::browser;
use crate::store::layout::{Density, Layout};
use crate::store::list::{Event as List, Sessions};
use crate::store::panel::Event as Panel;
use crate::store::run::Waits;
use crate::view::later;
use crate::view::link::use_link;
use crate::view::marks::Marks;
use crate::view::panel::PANEL_ID;
use crate::words;

/// The height of the headers in pixels, as in the style sheet, and that of a row of two lines.
const HEADER: f64 = 32.0;
const TALL_ROW: f64 = 56.0;
/// Narrower than this, rows have two lines, and of the headers only the tick is left.
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
    pub(super) layout: Rc<Layout>,
    /// More rows are on their way.
    pub(super) arriving: bool,
    /// Changes when the view should start at the top.
    pub(super) fresh: usize,
    /// Changes when the cursor was moved from outside, and must be seen.
    pub(super) reveal: usize,
    pub(super) busy: bool,
    /// The time on the wall, by the minute, for ages.
    pub(super) wall: i64,
    /// The server's zone is known.
    pub(super) sure: bool,
    /// What its dates are told in.
    pub(super) zone: AttrValue,
    pub(super) waits: Waits,
    pub(super) marks: Marks,
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

    fn row(self, density: Density) -> f64 {
        if self.is_narrow() {
            TALL_ROW
        } else {
            density.height()
        }
    }
}

#[function_component]
pub(super) fn Grid(props: &GridProps) -> Html {
    let link = use_link();
    let (grid, body, block) = (use_node_ref(), use_node_ref(), use_node_ref());
    let sight = use_state(Sight::default);
    // Who scrolls while the list arrives sees no gaps; else they are for later.
    let beyond = use_beyond(&props.shown, !props.arriving || sight.scrolled > 0.0);
    let rows = props.shown.len();
    let length = Length::of(rows, sight.row(props.layout.density));
    // Nothing is drawn before it is known how much can be seen: it would be in the wrong place.
    let range = if sight.height > 0.0 {
        length.window(sight.scrolled, sight.height, OVERSCAN)
    } else {
        0..0
    };
    let seen = length.window(sight.scrolled, sight.height, 0);
    let columns = fitting(&props.layout, sight.width, &props.order);
    // A row that scrolls out of sight is drawn again as one that comes in: far cheaper than a new one.
    let slots = range.len().next_multiple_of(64).max(1);

    // Measures are set on the elements themselves: a strict policy forbids style attributes.
    // They are set as soon as somebody scrolls, for what is done after drawing can be a frame late.
    let dress = {
        let (grid, body, block) = (grid.clone(), body.clone(), block.clone());
        let (layout, order) = (props.layout.clone(), props.order.clone());
        move |sight: Sight| {
            let columns = fitting(&layout, sight.width, &order);
            let length = Length::of(rows, sight.row(layout.density));
            let first = length.window(sight.scrolled, sight.height, OVERSCAN).start;
            let offset = px(length.offset(sight.scrolled, first));
            for (element, name, value) in [
                (&body, "height", px(length.height())),
                (&block, "transform", format!("translateY({offset})")),
                (&grid, "--row", px(length.row)),
                (&grid, "--tracks", tracks(&columns, sight.width)),
            ] {
                if let Some(element) = element.cast::<HtmlElement>() {
                    // Refused only for properties that do not exist.
                    let _ = element.style().set_property(name, &value);
                }
            }
        }
    };
    // The size can change with every drawing: the panel opens, a bar wraps.
    let look = {
        let (grid, sight) = (grid.clone(), sight.clone());
        move || {
            if let Some(element) = grid.cast::<Element>() {
                let now = Sight::of(&element);
                dress(now);
                if now != *sight {
                    sight.set(now);
                }
            }
        }
    };
    use_effect(look.clone());
    {
        let (grid, sight) = (grid.clone(), sight.setter());
        use_effect_with((), move |()| {
            let watching = grid.cast::<Element>().map(|element| {
                let grid = element.clone();
                browser::on_resize(&element, move || sight.set(Sight::of(&grid)))
            });
            move || {
                if let Some(end) = watching {
                    end();
                }
            }
        });
    }
    {
        let grid = grid.clone();
        use_effect_with(props.fresh, move |_| {
            if let Some(element) = grid.cast::<Element>() {
                element.set_scroll_top(0);
            }
        });
    }
    {
        let (grid, row, sight) = (grid.clone(), props.cursor, *sight);
        use_effect_with(props.reveal, move |_| {
            if let Some(row) = row {
                show(&grid, row, length, sight);
            }
        });
    }
    // After signing in, what had the focus is gone.
    use_effect_with((), |()| browser::focus_if_lost(GRID_ID));

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
            later::fetch_ahead();
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
                    let page = ((sight.height - HEADER) / length.row) as usize;
                    let Some(row) = step(key, cursor, page, rows) else {
                        return;
                    };
                    link.send(List::Cursor {
                        row,
                        extend: event.shift_key(),
                    });
                    show(&grid, row, length, sight);
                }
            }
            event.prevent_default();
        }
    };
    let onscroll = {
        let look = look.clone();
        move |_: Event| look()
    };

    // Where a row has two lines, the date that it is sorted by is the one for which there is room.
    let dated = props.order.0.first().and_then(|(key, _)| match key {
        SortKey::ScanDate => Some("by-scan-date"),
        SortKey::Uploaded => Some("by-uploaded"),
        SortKey::Lastmod => Some("by-lastmod"),
        _ => None,
    });
    let number = |index: usize| (index + 2).to_string();
    let active = props.cursor.filter(|row| range.contains(row)).map(row_id);
    html! {
        <div ref={grid.clone()} id={GRID_ID} part="grid" class={classes!("grid", sight.is_narrow().then_some("narrow"), dated)}
            role="grid" tabindex="0" aria-label={words::SESSIONS} aria-multiselectable="true"
            aria-rowcount={if props.arriving { "-1".to_owned() } else { (rows + 1).to_string() }}
            aria-colcount={(columns.len() + 1).to_string()}
            aria-activedescendant={active} aria-busy={props.busy.to_string()} {onkeydown} {onscroll}
            onpointerover={|event: PointerEvent| ahead(&event)}>
            { head(&link, &columns, &props.order, &props.zone, (props.all_ticked, !props.selected.is_empty())) }
            <div ref={body} class="grid-body" role="rowgroup">
                <div ref={block} class="grid-block" role="presentation">
                    { for range.filter_map(|row| {
                        let list = if seen.contains(&row) { &props.shown } else { &beyond };
                        let id = *list.get(row)?;
                        let session = props.sessions.session(id)?;
                        Some(html! {
                            <Row
                                key={row % slots}
                                ticked={props.selected.contains(id)}
                                current={props.cursor == Some(row)}
                                waits={props.waits.find(&session.address)}
                                mark={props.marks.at(id, &session)}
                                open={props.open.as_ref() == Some(&session.address)}
                                {session}
                                columns={columns.clone()}
                                {row}
                                number={number(row)}
                                narrow={sight.is_narrow()}
                                wall={props.wall}
                                sure={props.sure}
                            />
                        })
                    }) }
                </div>
            </div>
        </div>
    }
}

/// The list that the rows out of sight are drawn of: another one only when it is wanted, and what can be seen of it is painted.
#[hook]
fn use_beyond(shown: &Rc<Vec<RowId>>, wanted: bool) -> Rc<Vec<RowId>> {
    let beyond = use_state(Rc::<Vec<RowId>>::default);
    let set = beyond.setter();
    use_effect_with((shown.clone(), wanted), move |(shown, wanted)| {
        if *wanted {
            let shown = shown.clone();
            browser::after_paint(move || set.set(shown));
        }
    });
    (*beyond).clone()
}

/// Somebody moves over the rows, and may open one; rows that come to lie under the pointer say nothing.
fn ahead(event: &PointerEvent) {
    if (event.movement_x(), event.movement_y()) != (0, 0) {
        later::fetch_ahead();
    }
}

fn show(grid: &NodeRef, row: usize, length: Length, sight: Sight) {
    let Some(element) = grid.cast::<Element>() else {
        return;
    };
    let seen = sight.height - HEADER;
    if let Some(top) = length.reveal(row, f64::from(element.scroll_top()), seen) {
        element.set_scroll_top(top.round() as i32);
    }
}

/// Whole pixels, which is what a row's height is made of.
fn px(length: f64) -> String {
    format!("{}px", length.round() as i64)
}
