//! A problem as people see it: a sentence, the server's words, what a log would want, and a way on.

use yew::prelude::*;

use super::icon::Icon;
use super::parts::{part, say, tag, text};
use crate::store::problem::Problem;
use crate::words;

/// A way on: what a button does.
type Retry = Callback<MouseEvent>;

/// The problem alone.
pub(crate) fn problem_box(problem: &Problem) -> Html {
    problem_with(problem, None, None, None)
}

/// The problem below a title that says what cannot be done, perhaps with a way on.
pub(crate) fn problem_of(
    title: impl Into<AttrValue>,
    problem: &Problem,
    retry: Option<Retry>,
) -> Html {
    problem_with(problem, Some(title.into()), None, retry)
}

/// The problem with what cannot be done, with more that helps, such as whom to ask, and with a way on.
pub(crate) fn problem_with(
    problem: &Problem,
    title: Option<AttrValue>,
    hint: Option<AttrValue>,
    retry: Option<Retry>,
) -> Html {
    html! {
        <div class="problem" role="alert">
            { Icon::Alert.draw() }
            <div class="problem-text">
                if let Some(title) = title {
                    <strong>{ title }</strong>
                }
                <p>{ words::sentence(problem) }</p>
                if let Some(hint) = hint {
                    <p>{ hint }</p>
                }
                { for server_words(problem) }
                <details>
                    <summary>{ words::DETAILS }</summary>
                    <code>{ problem.technical() }</code>
                </details>
            </div>
            if let Some(retry) = retry {
                <button type="button" onclick={retry}>{ words::RETRY }</button>
            }
        </div>
    }
}

/// The server's own words, which keep their direction to themselves.
pub(crate) fn server_quote(problem: &Problem) -> Html {
    tag(
        "q",
        vec![("dir", "auto".into())],
        vec![text(words::free_text(&problem.words))],
    )
}

/// What the server said, in its words.
pub(crate) fn server_words(problem: &Problem) -> Option<Html> {
    let said = vec![
        say("span", "", words::SERVER_SAYS),
        text(" "),
        server_quote(problem),
    ];
    (!problem.words.is_empty()).then(|| part("p", "server-words", said))
}
