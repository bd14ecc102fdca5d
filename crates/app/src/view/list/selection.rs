//! What can be done with the ticked sessions.

use prearchive_core::address::Address;
use prearchive_core::plan::{Action, Verdict, verdict};
use yew::prelude::*;

use crate::store::State;
use crate::store::keys::Command;
use crate::store::list::Event as List;
use crate::store::route::View;
use crate::store::sheet::Event as Sheet;
use crate::view::icon::Icon;
use crate::view::keys::{aria_key, key_of};
use crate::view::link::Link;
use crate::words::{self, Text};

pub(crate) fn selection_bar(link: &Link, state: &State) -> Html {
    let list = &state.list;
    let hidden = list.hidden();
    html! {
        <div key="selection" class="selection" role="toolbar" aria-label={words::SELECTION}>
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
            { actions(link, state, &list.chosen()) }
            <button type="button" class="plain square" aria-label={words::CLEAR_SELECTION} title={words::CLEAR_SELECTION}
                onclick={link.on(List::Untick)}>
                { Icon::Close.draw() }
            </button>
        </div>
    }
}

/// A button for each action; one that is impossible for all says why.
pub(crate) fn actions(link: &Link, state: &State, sources: &[Address]) -> Html {
    let button = |action: Action| {
        let obstacle = obstacle(state, action, sources);
        let command = Command::Act(action);
        let icon = match action {
            Action::Archive => Icon::Archive,
            Action::Move => Icon::Move,
            Action::Rebuild => Icon::Rebuild,
            Action::Delete => Icon::Delete,
        };
        let class = match action {
            Action::Archive => "primary",
            Action::Delete => "danger",
            _ => "",
        };
        html! {
            <button type="button" class={class} disabled={obstacle.is_some()} aria-keyshortcuts={aria_key(state, command)}
                title={obstacle.unwrap_or(words::action_help(action))}
                onclick={link.on(Sheet::Open(action, sources.to_vec()))}>
                { icon.draw() }<span>{ words::action(action) }</span>
                if state.view == View::Triage {
                    { key_of(state, command) }
                }
            </button>
        }
    };
    html! { <div class="actions">{ for Action::ALL.into_iter().map(button) }</div> }
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
