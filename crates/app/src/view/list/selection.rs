//! What can be done with the ticked sessions.

use prearchive_core::address::Address;
use prearchive_core::plan::{Action, Verdict, verdict};
use prearchive_core::status::{Kind, Status};
use yew::prelude::*;

use super::GRID_ID;
use crate::store::State;
use crate::store::keys::Command;
use crate::store::list::Event as List;
use crate::store::route::View;
use crate::store::sheet::Event as Sheet;
use crate::view::dialog::FocusHeir;
use crate::view::icon::Icon;
use crate::view::keys::{aria_key, key_of};
use crate::view::link::Link;
use crate::words::{self, Text};

pub(crate) fn selection_bar(link: &Link, state: &State) -> Html {
    let list = &state.list;
    let hidden = list.hidden();
    html! {
        <div key="selection" class="selection" role="toolbar" aria-label={words::SELECTION}>
            <FocusHeir id={GRID_ID} />
            <span class="selected">
                <strong>{ words::selected(list.selected.len()) }</strong>
                if hidden > 0 {
                    <span class="hidden-note">
                        { words::hidden(hidden) }
                        <button type="button" class="plain" onclick={link.on(List::OnlySelected(true))}>{ words::SHOW_HIDDEN }</button>
                    </span>
                }
                if list.only_selected {
                    <span class="hidden-note">
                        { words::ONLY_SELECTED }
                        <button type="button" class="plain" onclick={link.on(List::OnlySelected(false))}>{ words::SHOW_ALL }</button>
                    </span>
                }
            </span>
            { actions(link, state, "ticked", &list.chosen()) }
            <button type="button" class="plain square" aria-label={words::CLEAR_SELECTION} title={words::CLEAR_SELECTION}
                onclick={link.on(List::Untick)}>
                { Icon::Close.draw() }
            </button>
        </div>
    }
}

/// A button for each action; one that is impossible for all says why, in a text whose id begins with `place`.
pub(crate) fn actions(
    link: &Link,
    state: &State,
    place: &'static str,
    sources: &[Address],
) -> Html {
    let main = main_action(state, sources);
    let mut reasons: Vec<Text> = Vec::new();
    let mut button = |action: Action| {
        let obstacle = obstacle(state, action, sources);
        let described = obstacle.map(|reason| {
            let known = reasons.iter().position(|other| *other == reason);
            let at = known.unwrap_or_else(|| {
                reasons.push(reason);
                reasons.len() - 1
            });
            why_id(place, at)
        });
        let command = Command::Act(action);
        let icon = match action {
            Action::Archive => Icon::Archive,
            Action::Move => Icon::Move,
            Action::Rebuild => Icon::Rebuild,
            Action::Delete => Icon::Delete,
        };
        let class = match action {
            Action::Delete => "danger",
            _ if action == main => "primary",
            _ => "",
        };
        html! {
            <button type="button" class={class} disabled={obstacle.is_some()} aria-keyshortcuts={aria_key(state, command)}
                title={obstacle.unwrap_or(words::action_help(action))} aria-describedby={described}
                onclick={link.on(Sheet::Open(action, sources.to_vec()))}>
                { icon.draw() }<span>{ words::action(action) }</span>
                if state.view == View::Triage {
                    { key_of(state, command) }
                }
            </button>
        }
    };
    let buttons: Vec<Html> = state.may.actions().map(&mut button).collect();
    let why = reasons.iter().enumerate();
    let why =
        why.map(|(at, reason)| html! { <p id={why_id(place, at)} class="why">{ *reason }</p> });
    html! { <div class="actions">{ for buttons }{ for why }</div> }
}

fn why_id(place: &str, at: usize) -> String {
    format!("{place}-why-{at}")
}

/// What one would mostly do: what has failed is built anew before it can be archived.
fn main_action(state: &State, sources: &[Address]) -> Action {
    let failed = |source: &Address| {
        let session = state.list.sessions.find(source);
        session.is_some_and(|session| matches!(session.status, Status::Known(Kind::Error, _)))
    };
    if !sources.is_empty() && sources.iter().all(failed) {
        Action::Rebuild
    } else {
        Action::Archive
    }
}

/// Why an action is possible for none of the sessions.
fn obstacle(state: &State, action: Action, sources: &[Address]) -> Option<Text> {
    let mut first = None;
    for source in sources {
        let Some(session) = state.list.sessions.find(source) else {
            continue;
        };
        match verdict(action, &session, None) {
            Verdict::WillNot(reason) => first = first.or(Some(reason)),
            Verdict::Will | Verdict::NeedsALook(_) => return None,
        }
    }
    let reason = first?;
    Some(words::reason(reason, action))
}
