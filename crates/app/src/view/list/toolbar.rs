//! The filter: words, project, and chips for the status.

use prearchive_core::project::Project;
use prearchive_core::query::StatusGroup;
use prearchive_core::table::{Order, SortKey};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::FILTER_ID;
use crate::format::count;
use crate::store::list::Event as List;
use crate::view::Props;
use crate::view::icon::Icon;
use crate::view::link::use_link;
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

#[function_component]
pub(super) fn Toolbar(props: &Props) -> Html {
    let link = use_link();
    let list = &props.state.list;
    let chosen = list.query().project().map(|project| project.to_string());
    let mut known = (*list.projects).clone();
    if let Some(chosen) = &chosen {
        known.entry(chosen.clone()).or_insert(0);
    }
    // An empty value is no project's ID.
    let mut projects = vec![("".into(), words::ALL_PROJECTS.into())];
    projects.extend(known.iter().map(|(project, number)| {
        let id = AttrValue::from(project.clone());
        let text = words::project_with(&id, *number);
        (id, text.into())
    }));
    let value = chosen.unwrap_or_default();
    let oninput = link.with(|event: InputEvent| {
        List::Text(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    let clear = link.clone();
    let onkeydown = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            clear.send(List::Text(String::new()));
        }
    };
    html! {
        <div class="tools" role="search">
            <div class="search">
                { Icon::Search.draw() }
                <input id={FILTER_ID} type="search" aria-label={words::FILTER_SESSIONS} placeholder={words::FILTER_HINT}
                    title={words::FILTER_KEY} aria-keyshortcuts="/" autocomplete="off" spellcheck="false"
                    value={list.text.clone()} {oninput} {onkeydown} />
                <kbd aria-hidden="true">{ "/" }</kbd>
            </div>
            <Select label={words::PROJECT} options={projects} {value} on_choose={link.with(|id: String| {
                List::Project((!id.is_empty()).then(|| Project::from(id.as_str())))
            })} />
            <SortSelect order={list.order.clone()} />
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct SortProps {
    order: Order,
}

/// Sorting where there is no room for headers.
#[function_component]
fn SortSelect(props: &SortProps) -> Html {
    let link = use_link();
    let options: Vec<(AttrValue, AttrValue)> = COLUMNS
        .iter()
        .map(|(key, _, name)| (key.code().into(), words::sort_by(name).into()))
        .collect();
    let (key, descending) = props
        .order
        .0
        .first()
        .copied()
        .unwrap_or((SortKey::Lastmod, true));
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

/// The chips with their counts.
#[function_component]
pub(super) fn Chips(props: &Props) -> Html {
    let link = use_link();
    let list = &props.state.list;
    let chosen = list.query().statuses();
    let all: usize = list.counts.values().sum();
    let chip = |group: Option<StatusGroup>, name: Text, number: usize, pressed: bool| {
        let kind = group.map_or("all", StatusGroup::code);
        html! {
            <button type="button" key={kind} class={classes!("chip", kind)} aria-pressed={pressed.to_string()}
                onclick={link.on(List::Status(group))}>
                { name }
                if list.loaded.is_some() {
                    { " " }<span class="number">{ count(number) }</span>
                }
            </button>
        }
    };
    let groups = StatusGroup::ALL.into_iter().filter_map(|group| {
        let number = list.counts.get(&group).copied().unwrap_or(0);
        let pressed = chosen.contains(&group);
        (group != StatusGroup::Other || number > 0 || pressed)
            .then(|| chip(Some(group), words::group(group), number, pressed))
    });
    html! {
        <div class="chips" role="group" aria-label={words::STATUS_FILTER}>
            { chip(None, words::ALL, all, chosen.is_empty()) }
            { for groups }
            if !list.text.trim().is_empty() {
                <button type="button" class="plain" onclick={link.on(List::ClearFilter)}>{ words::CLEAR_FILTER }</button>
            }
        </div>
    }
}
