//! The headers of the grid: they sort, and their edges can be dragged.

use prearchive_table::{Order, SortKey};
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::columns::name;
use crate::browser;
use crate::format::count;
use crate::store::layout::{Column, Event as Layout};
use crate::store::list::Event as List;
use crate::view::icon::Icon;
use crate::view::link::{Link, use_link};
use crate::words;

/// `zone`: what dates are told in; the pair: whether all rows are ticked, and whether some are.
pub(super) fn head(
    link: &Link,
    columns: &[Column],
    order: &Order,
    zone: &str,
    (all_ticked, some): (bool, bool),
) -> Html {
    let some = (some && !all_ticked).then_some("some");
    html! {
        <div class="grid-head" role="rowgroup">
            <div class="row" role="row" aria-rowindex="1">
                <div class="cell tick" role="columnheader" aria-colindex="1">
                    <input type="checkbox" tabindex="-1" class={classes!(some)} aria-label={words::SELECT_ALL} title={words::SELECT_ALL}
                        checked={all_ticked} onclick={link.on(List::TickAll)} />
                    <span class="only-narrow" aria-hidden="true">{ words::SELECT_ALL }</span>
                </div>
                { for columns.iter().enumerate().map(|(at, column)| header(link, at, column.key, order, zone)) }
            </div>
        </div>
    }
}

fn header(link: &Link, at: usize, key: SortKey, order: &Order, zone: &str) -> Html {
    let keys = &order.0;
    let place = keys.iter().position(|(other, _)| *other == key);
    let descending = place.is_some_and(|at| keys[at].1);
    let icon = place.map(|_| if descending { Icon::Down } else { Icon::Up });
    // Only one column can be told as the one that is sorted by.
    let sorted = (place == Some(0)).then_some(if descending {
        "descending"
    } else {
        "ascending"
    });
    let number = place.filter(|_| keys.len() > 1).map(|at| count(at + 1));
    let title = match key {
        SortKey::Uploaded | SortKey::Lastmod => format!("{zone}\n{}", words::SORT_HELP),
        _ => words::SORT_HELP.into(),
    };
    let onclick = link.with(move |event: MouseEvent| List::SortBy {
        key,
        also: event.shift_key(),
    });
    html! {
        <div key={key.code()} class={classes!("cell", key.code())} role="columnheader" aria-colindex={(at + 2).to_string()} aria-sort={sorted}>
            <button type="button" tabindex="-1" {title} {onclick}>
                <span>{ name(key) }</span>{ for icon.map(Icon::draw) }
                if let Some(number) = number { <span class="place">{ number }</span> }
            </button>
            <Edge key_={key} />
        </div>
    }
}

/// How wide each column is that is drawn beside a header; a header's class is the code of its column.
fn widths(cell: &Element) -> Vec<(SortKey, u16)> {
    let mut widths = Vec::new();
    let mut next = cell
        .parent_element()
        .and_then(|row| row.first_element_child());
    while let Some(header) = next {
        let classes = header.class_list();
        let of = SortKey::ALL
            .into_iter()
            .find(|key| classes.contains(key.code()));
        let width = u16::try_from(header.client_width()).unwrap_or(u16::MAX);
        widths.extend(of.map(|key| (key, width)));
        next = header.next_element_sibling();
    }
    widths
}

#[derive(Clone, PartialEq, Properties)]
struct EdgeProps {
    key_: SortKey,
}

/// The edge of a column; the menu of the view does the same with keys.
#[function_component]
fn Edge(props: &EdgeProps) -> Html {
    let link = use_link();
    let key = props.key_;
    // Where the pointer was when it took the edge, and how wide the column was.
    let held = use_mut_ref(|| None::<(i32, i32)>);
    let onpointerdown = {
        let (held, link) = (held.clone(), link.clone());
        move |event: PointerEvent| {
            let edge = event.target_unchecked_into::<HtmlElement>();
            let Some(cell) = edge.parent_element() else {
                return;
            };
            // Moves are told here until the pointer is let go; without that the edge only follows less well.
            let _ = edge.set_pointer_capture(event.pointer_id());
            *held.borrow_mut() = Some((event.client_x(), cell.client_width()));
            link.send(Layout::Hold(widths(&cell)));
            event.prevent_default();
        }
    };
    let onpointermove = {
        let (held, link) = (held.clone(), link.clone());
        move |event: PointerEvent| {
            if let Some((from, width)) = *held.borrow() {
                let edge = event.target_unchecked_into::<Element>();
                let sign = if browser::is_rtl(&edge) { -1 } else { 1 };
                let width = width + sign * (event.client_x() - from);
                let width = u16::try_from(width.max(0)).unwrap_or(u16::MAX);
                link.send(Layout::Width(key, Some(width)));
            }
        }
    };
    let onpointerup = move |_: PointerEvent| *held.borrow_mut() = None;
    let ondblclick = link.on(Layout::Width(key, None));
    html! {
        <span class="edge" aria-hidden="true" title={words::EDGE_HELP}
            {onpointerdown} {onpointermove} onpointercancel={onpointerup.clone()} {onpointerup} {ondblclick}></span>
    }
}
