//! Chips: the statuses with their counts, and each term of the query, to be taken away again.

use prearchive_core::query::StatusGroup;
use yew::prelude::*;

use super::views::save_view;
use crate::format::count;
use crate::store::list::{Event as List, List as Sessions};
use crate::store::notes::Note;
use crate::store::{Message, State};
use crate::view::icon::Icon;
use crate::view::link::Link;
use crate::view::marks::mark_chips;
use crate::words::{self, Text};

pub(crate) fn chips(link: &Link, state: &State) -> Html {
    let list = &state.list;
    let chosen = list.query().statuses();
    let all: usize = list.counts.values().sum();
    let chip = |group: Option<StatusGroup>, name: Text, number: usize, pressed: bool| {
        let kind = group.map_or("all", StatusGroup::code);
        html! {
            <button type="button" key={kind} class={classes!("chip", kind, (number == 0 && !pressed).then_some("none"))} aria-pressed={pressed.to_string()}
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
        <div key="chips" class="chips">
            <div class="facets" role="group" aria-label={words::STATUS_FILTER}>
                { chip(None, words::ALL, all, chosen.is_empty()) }
                { for groups }
                { mark_chips(link, list) }
            </div>
            { terms(link, state) }
            if !list.dropped.is_empty() {
                <div class="terms">
                    <span class="quiet">{ words::dropped(list.dropped.len()) }</span>
                    <button type="button" class="plain" onclick={link.on(List::Restore)}>{ words::UNDO }</button>
                </div>
            }
            { for state.notes.shown().map(|note| sentence(link, note)) }
        </div>
    }
}

/// What the URL could not bring back, until somebody has read it.
fn sentence(link: &Link, note: Note) -> Html {
    let text = match note {
        Note::NamesLost => words::NAMES_NOT_KEPT,
        Note::SessionGone => words::LINKED_IS_GONE,
    };
    html! {
        <p class="note" role="status">
            { text }
            <button type="button" class="plain square" aria-label={words::CLOSE} title={words::CLOSE} onclick={link.on(Message::Dismiss(note))}>
                { Icon::Close.draw() }
            </button>
        </p>
    }
}

/// What is asked for besides free words, which stand in the box alone.
fn terms(link: &Link, state: &State) -> Html {
    let list = &state.list;
    let (asks, ordered) = (
        !list.text.trim().is_empty(),
        list.order != Sessions::default().order,
    );
    // With the tabs there is a button for it already.
    let saves = (asks || ordered) && state.views.own.is_empty();
    if !(asks || saves) {
        return Html::default();
    }
    let terms = list.query().terms.iter().enumerate();
    let chips = terms.filter(|(_, term)| term.test.key().is_some()).map(|(at, term)| {
        let text = words::term(term);
        let name = words::remove_term(&text);
        html! {
            <button type="button" key={at} class="chip term" aria-label={name.clone()} title={name} onclick={link.on(List::Drop(at))}>
                <bdi>{ text }</bdi>{ Icon::Close.draw() }
            </button>
        }
    });
    html! {
        <div class="terms" role="group" aria-label={words::TERMS}>
            { for chips }
            if asks {
                <button type="button" class="plain" onclick={link.on(List::ClearFilter)}>{ words::CLEAR_ALL }</button>
            }
            if saves {
                { save_view(link) }
            }
        </div>
    }
}
