//! Signing in: the card of the first visit, and the dialog when a login has ended.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::dialog::Dialog;
use super::icon::Icon;
use super::link::use_link;
use super::problem::ProblemBox;
use crate::store::login::{Attempt, Event as Login};
use crate::store::problem::Problem;
use crate::words;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct AttemptProps {
    pub(crate) attempt: Attempt,
    /// Who was signed in.
    #[prop_or_default]
    pub(crate) user: Option<AttrValue>,
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct FailedProps {
    pub(crate) problem: Problem,
}

/// While the server is asked who is signed in.
#[function_component]
pub(crate) fn Starting() -> Html {
    html! {
        <main class="door"><p class="quiet" role="status">{ words::STARTING }</p></main>
    }
}

/// The server could not be asked.
#[function_component]
pub(crate) fn StartFailed(props: &FailedProps) -> Html {
    let link = use_link();
    html! {
        <main class="door">
            <div class="card">
                <h1>{ brand() }</h1>
                <ProblemBox
                    title={words::START_FAILED}
                    problem={props.problem.clone()}
                    retry={link.on::<()>(Login::AskAgain)}
                />
            </div>
        </main>
    }
}

/// Nobody is signed in.
#[function_component]
pub(crate) fn SignInPage(props: &AttemptProps) -> Html {
    html! {
        <main class="door">
            <div class="card">
                <h1>{ brand() }</h1>
                <p class="quiet">{ words::SIGN_IN_INTRO }</p>
                <Form attempt={props.attempt.clone()} />
            </div>
        </main>
    }
}

/// The login has ended while somebody was at work.
#[function_component]
pub(crate) fn SignInAgain(props: &AttemptProps) -> Html {
    html! {
        <Dialog title={words::SIGNED_OUT_TITLE} class="centre">
            <div class="dialog-body">
                <p>{ words::SIGNED_OUT_INTRO }</p>
                <Form attempt={props.attempt.clone()} user={props.user.clone()} />
            </div>
        </Dialog>
    }
}

fn brand() -> Html {
    html! { <span class="brand">{ Icon::Tray.draw() }{ words::PRODUCT }</span> }
}

#[function_component]
fn Form(props: &AttemptProps) -> Html {
    let link = use_link();
    let (name, password) = (use_node_ref(), use_node_ref());
    let known = props.user.clone();
    let given = name.clone();
    let first = if props.user.is_some() {
        password.clone()
    } else {
        name.clone()
    };
    use_effect_with((), move |()| {
        if let (Some(user), Some(input)) = (known, given.cast::<HtmlInputElement>()) {
            input.set_value(&user);
        }
        if let Some(input) = first.cast::<HtmlInputElement>() {
            // An element that is drawn takes the focus; if not, it is one key away.
            let _ = input.focus();
        }
    });
    let onsubmit = {
        let (name, password) = (name.clone(), password.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let value =
                |field: &NodeRef| field.cast::<HtmlInputElement>().map(|input| input.value());
            if let (Some(username), Some(password)) = (value(&name), value(&password)) {
                link.send(Login::Submitted { username, password });
            }
        }
    };
    let Attempt { busy, problem } = &props.attempt;
    html! {
        <form class="sign-in" {onsubmit}>
            if let Some(problem) = problem {
                <ProblemBox problem={problem.clone()} />
            }
            <label for="user-name">{ words::USER_NAME }</label>
            <input ref={name} id="user-name" name="username" autocomplete="username" autocapitalize="none"
                spellcheck="false" required=true />
            <label for="password">{ words::PASSWORD }</label>
            <input ref={password} id="password" name="password" type="password"
                autocomplete="current-password" required=true />
            <button class="primary big" disabled={*busy}>
                { if *busy { words::SIGNING_IN } else { words::SIGN_IN } }
            </button>
        </form>
    }
}
