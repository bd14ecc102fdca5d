//! What every tab shows before its content is there, and where there is none.

use yew::prelude::*;

use crate::store::Load;
use crate::store::panel::Event as PanelEvent;
use crate::view::link::Link;
use crate::view::parts::say;
use crate::view::problem::problem_with;
use crate::words::{self, Text};

/// Draws content that is asked for; `missing` is said of a session that has none yet, `empty` where there is nothing.
pub(super) fn loaded<T>(
    link: &Link,
    content: &Load<Vec<T>>,
    missing: Text,
    empty: Text,
    draw: impl FnOnce(&[T]) -> Html,
) -> Html {
    match content {
        Load::Have(items) if items.is_empty() => say("p", "quiet", empty),
        Load::Have(items) => draw(items),
        Load::Idle | Load::Busy => say("p", "quiet", words::LOADING),
        Load::Failed(problem) if problem.is_not_found() => say("p", "quiet", missing),
        Load::Failed(problem) => {
            problem_with(problem, None, None, Some(link.on(PanelEvent::Retry)))
        }
    }
}
