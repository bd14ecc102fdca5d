//! Signing in: the card of the first visit, and the dialog when a login has ended.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::dialog::Dialog;
use super::header::choices;
use super::icon::Icon;
use super::link::{Link, use_link};
use super::problem::{problem_box, problem_of};
use crate::browser;
use crate::store::State;
use crate::store::login::{Attempt, Event as Login};
use crate::store::problem::Problem;
use crate::words;

const NAME_ID: &str = "user-name";
const PASSWORD_ID: &str = "password";

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct AttemptProps {
    pub(crate) attempt: Attempt,
    /// Who was signed in.
    #[prop_or_default]
    pub(crate) user: Option<AttrValue>,
}

/// While the server is asked who is signed in.
pub(crate) fn starting(tag: &'static str) -> Html {
    html! {
        <@{tag} class="door"><slot name="loading"><p class="quiet" role="status">{ words::STARTING }</p></slot></@>
    }
}

/// The server could not be asked.
pub(crate) fn start_failed(tag: &'static str, link: &Link, problem: &Problem) -> Html {
    html! {
        <@{tag} class="door">
            <div class="card">
                <h1>{ brand() }</h1>
                { problem_of(words::START_FAILED, problem, Some(link.on(Login::AskAgain))) }
            </div>
        </@>
    }
}

/// Nobody is signed in.
pub(crate) fn sign_in_page(
    tag: &'static str,
    link: &Link,
    state: &State,
    attempt: &Attempt,
) -> Html {
    html! {
        <@{tag} class="door">
            // In an element the page around may have a way of its own.
            <slot name="login">
                <div class="card">
                    <h1>{ brand() }</h1>
                    <p class="quiet">{ words::SIGN_IN_INTRO }</p>
                    <Form attempt={attempt.clone()} />
                    if !state.is_element {
                        <div class="who choices">{ choices(link, state) }</div>
                    }
                </div>
            </slot>
        </@>
    }
}

/// The login has ended while somebody was at work.
pub(crate) fn sign_in_again(user: &str, attempt: &Attempt, at_work: bool) -> Html {
    html! {
        <Dialog title={words::SIGNED_OUT_TITLE} class="centre">
            <div class="dialog-body">
                <p>{ words::SIGNED_OUT_INTRO }</p>
                if at_work {
                    <p>{ words::signed_out_at_work(user) }</p>
                }
                <Form attempt={attempt.clone()} user={user.to_owned()} />
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
    use_effect_with((), move |()| {
        // Soon, for a dialog takes the focus to its title when it opens, which is after this.
        browser::focus_soon(if known.is_some() {
            PASSWORD_ID
        } else {
            NAME_ID
        });
        if let (Some(user), Some(input)) = (known, given.cast::<HtmlInputElement>()) {
            input.set_value(&user);
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
            { for problem.as_ref().map(problem_box) }
            <label for={NAME_ID}>{ words::USER_NAME }</label>
            <input ref={name} id={NAME_ID} name="username" autocomplete="username" autocapitalize="none"
                spellcheck="false" required=true />
            <label for={PASSWORD_ID}>{ words::PASSWORD }</label>
            <input ref={password} id={PASSWORD_ID} name="password" type="password"
                autocomplete="current-password" required=true />
            <button class="primary big" disabled={*busy}>
                { if *busy { words::SIGNING_IN } else { words::SIGN_IN } }
            </button>
        </form>
    }
}
