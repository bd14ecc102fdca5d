//! The menu of the view: row height and columns.

use prearchive_table::SortKey;
use yew::prelude::*;

use super::columns::name;
use crate::store::layout::{Column, Density, Event as Layout, Layout as Shape};
use crate::view::Props;
use crate::view::icon::Icon;
use crate::view::later::{Later, Part};
use crate::view::link::{Link, use_language};
use crate::words;

const MENU_ID: &str = "view-menu";
/// How much a button changes a width, in pixels, and what a column without a chosen width starts from.
const STEP: u16 = 24;
const START: u16 = 160;

/// The button, and the menu once it was asked for.
#[function_component]
pub(super) fn ViewMenu(props: &Props) -> Html {
    use_language();
    let open = use_state_eq(|| false);
    let onclick = {
        let open = open.clone();
        move |_: MouseEvent| open.set(true)
    };
    html! {
        <>
            <button type="button" class="view-button" popovertarget={MENU_ID} aria-haspopup="dialog" {onclick}>
                { Icon::Columns.draw() }<span>{ words::VIEW }</span>
            </button>
            <div id={MENU_ID} class="menu" popover="auto" role="dialog" aria-label={words::VIEW_MENU}>
                if *open {
                    <Later part={Part::Menu} state={props.state.clone()} />
                }
            </div>
        </>
    }
}

/// What is in the menu.
pub(crate) fn menu(link: &Link, layout: &Shape) -> Html {
    let density = |density: Density| {
        let onchange = link.on(Layout::Density(density));
        html! {
            <label key={density.code()}>
                <input type="radio" name="density" checked={layout.density == density} {onchange} />
                { words::density(density) }
            </label>
        }
    };
    html! {
        <>
            <fieldset class="density">
                <legend>{ words::ROW_HEIGHT }</legend>
                { for Density::ALL.into_iter().map(density) }
            </fieldset>
            <h2>{ words::COLUMNS }</h2>
            <ul class="columns">
                { for layout.all().into_iter().map(|key| entry(link, layout, key)) }
            </ul>
            <button type="button" class="plain" onclick={link.on(Layout::Reset)}>{ words::RESET_VIEW }</button>
        </>
    }
}

fn entry(link: &Link, layout: &Shape, key: SortKey) -> Html {
    let columns = &layout.columns;
    let at = columns.iter().position(|column| column.key == key);
    let button = |icon: Icon, label: String, event: Layout, off: bool| {
        html! {
            <button type="button" class="plain square" aria-label={label.clone()} title={label} disabled={off} onclick={link.on(event)}>
                { icon.draw() }
            </button>
        }
    };
    let named = name(key).to_string();
    let tools = at.map(|at| {
        let Column { width, .. } = columns[at];
        let now = width.unwrap_or(START);
        html! {
            <span class="tools-of-column">
                { button(Icon::Up, words::earlier(&named), Layout::Shift { key, later: false }, at == 0) }
                { button(Icon::Down, words::later(&named), Layout::Shift { key, later: true }, at + 1 == columns.len()) }
                { button(Icon::Minus, words::narrower(&named), Layout::Width(key, Some(now.saturating_sub(STEP))), false) }
                { button(Icon::Plus, words::wider(&named), Layout::Width(key, Some(now.saturating_add(STEP))), false) }
            </span>
        }
    });
    html! {
        <li key={key.code()}>
            <label>
                <input type="checkbox" checked={at.is_some()} disabled={at.is_some() && columns.len() == 1}
                    onchange={link.on(Layout::Toggle(key))} />
                { &named }
            </label>
            { for tools }
        </li>
    }
}
