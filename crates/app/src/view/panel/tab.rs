//! What every tab shows before its content is there, and where there is none.

use yew::prelude::*;

use crate::store::Load;
use crate::store::panel::Event as PanelEvent;
use crate::view::link::Link;
use crate::view::problem::ProblemBox;
use crate::words::{self, Text};

/// Draws content that is asked for; `missing` is said of a session that has none yet, `empty` where there is nothing.
pub(super) fn loaded<T>(
    link: &Link,
    content: &Load<Vec<T>>,
    missing: Text,
    empty: Text,
    draw: impl FnOnce(&[T]) -> Html,
) -> Html {
    let say = |text: Text| html! { <p class="quiet">{ text }</p> };
    match content {
        Load::Idle | Load::Busy => say(words::LOADING),
        Load::Failed(problem) if problem.is_not_found() => say(missing),
        Load::Failed(problem) => html! {
            <ProblemBox problem={problem.clone()} retry={link.on::<()>(PanelEvent::Retry)} />
        },
        Load::Have(items) if items.is_empty() => say(empty),
        Load::Have(items) => draw(items),
    }
}
