//! A problem as people see it: a sentence, the server's words, what a log would want, and a way on.

use yew::prelude::*;

use super::icon::Icon;
use super::link::use_language;
use crate::store::problem::Problem;
use crate::words;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ProblemProps {
    pub(crate) problem: Problem,
    /// What cannot be done, if the place does not say it.
    #[prop_or_default]
    pub(crate) title: Option<AttrValue>,
    /// More that helps, such as whom to ask.
    #[prop_or_default]
    pub(crate) hint: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) retry: Option<Callback<()>>,
}

#[function_component]
pub(crate) fn ProblemBox(props: &ProblemProps) -> Html {
    use_language();
    let problem = &props.problem;
    html! {
        <div class="problem" role="alert">
            { Icon::Alert.draw() }
            <div class="problem-text">
                if let Some(title) = &props.title {
                    <strong>{ title }</strong>
                }
                <p>{ problem.sentence() }</p>
                if let Some(hint) = &props.hint {
                    <p>{ hint }</p>
                }
                if !problem.words.is_empty() {
                    <p class="server-words"><span>{ words::SERVER_SAYS }</span>{ " " }<q>{ &problem.words }</q></p>
                }
                <details>
                    <summary>{ words::DETAILS }</summary>
                    <code>{ problem.technical() }</code>
                </details>
            </div>
            if let Some(retry) = &props.retry {
                <button type="button" onclick={retry.reform(|_| ())}>{ words::RETRY }</button>
            }
        </div>
    }
}
