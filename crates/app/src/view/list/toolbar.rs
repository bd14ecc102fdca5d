//! What stands above the list: views, the box of the query, facets, and the order.

use prearchive_table::{Order, SortKey};
use yew::prelude::*;

use super::menu::ViewMenu;
use crate::store::Shared;
use crate::store::list::Event as List;
use crate::view::find::{QueryBox, date_select, project_select, view_tabs};
use crate::view::icon::Icon;
use crate::view::link::Link;
use crate::view::select::Select;
use crate::words::{self, Text};

/// The columns in their order, with their names.
pub(super) const COLUMNS: [(SortKey, &str, Text); 7] = [
    (SortKey::Project, "project", words::PROJECT),
    (SortKey::Subject, "subject", words::SUBJECT),
    (SortKey::Session, "session", words::SESSION),
    (SortKey::ScanDate, "scan-date", words::SCAN_DATE),
    (SortKey::Uploaded, "uploaded", words::UPLOADED),
    (SortKey::Status, "state", words::STATUS),
    (SortKey::Lastmod, "lastmod", words::LAST_CHANGE),
];

pub(super) fn toolbar(link: &Link, state: &Shared) -> Html {
    html! {
        <div role="search" class="finding" part="filter">
            { view_tabs(link, state) }
            <div class="tools">
                <QueryBox state={state.clone()} />
                { project_select(link, state) }
                { date_select(link, state) }
                { sort_select(link, &state.list.order) }
                <ViewMenu state={state.clone()} />
            </div>
        </div>
    }
}

/// Sorting where there is no room for headers.
fn sort_select(link: &Link, order: &Order) -> Html {
    let options: Vec<(AttrValue, AttrValue)> = COLUMNS
        .iter()
        .map(|(key, _, name)| (key.code().into(), (*name).into()))
        .collect();
    let first = order.0.first().copied();
    let (key, descending) = first.unwrap_or((SortKey::Lastmod, true));
    let (icon, name) = if descending {
        (Icon::Down, words::DESCENDING)
    } else {
        (Icon::Up, words::ASCENDING)
    };
    html! {
        <div class="sort-select">
            <Select label={words::SORT_BY} {options} value={key.code()} on_choose={link.with(move |code: String| {
                List::SortBy { key: SortKey::from_code(&code).unwrap_or(key), also: false }
            })} />
            <button type="button" class="square" aria-label={name} title={name} onclick={link.on(List::SortBy { key, also: false })}>
                { icon.draw() }
            </button>
        </div>
    }
}
