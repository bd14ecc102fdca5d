//! The dialog in which views are saved, named, put in order and deleted.

use prearchive_core::query::{Query, Term};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::store::Shared;
use crate::store::views::{Event as Views, Saved};
use crate::view::dialog::Dialog;
use crate::view::icon::Icon;
use crate::view::link::{Link, use_link};
use crate::words;

/// How long a name can be, in UTF-16 units.
const LONGEST: &str = "60";
const NAME_ID: &str = "view-name";
const HINT_ID: &str = "view-name-hint";

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct ViewsDialogProps {
    pub(crate) state: Shared,
}

#[function_component]
pub(crate) fn ViewsDialog(props: &ViewsDialogProps) -> Html {
    let link = use_link();
    let name = use_node_ref();
    let (list, views) = (&props.state.list, &props.state.views);
    let query = list.query().shareable();
    let left_out = left_out(list.query(), &query);
    let onsubmit = {
        let (link, name) = (link.clone(), name.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(name) = name.cast::<HtmlInputElement>() {
                link.send(Views::Save(name.value()));
            }
            link.send(Views::Dialog(false));
        }
    };
    let last = views.own.len().saturating_sub(1);
    let own = views.own.iter().enumerate();
    let own = own.map(|(at, view)| saved(&link, at, view, at == last));
    html! {
        <Dialog title={words::VIEWS} class="centre views-dialog" focus={NAME_ID} on_close={link.on::<()>(Views::Dialog(false))}>
            <div class="dialog-body">
                <form {onsubmit}>
                    <h3>{ words::SAVE_THIS_VIEW }</h3>
                    <p>{ words::VIEW_IS }{ " " }
                        if query.is_empty() { { words::VIEW_OF_ALL } } else { { codes(&query) } }
                    </p>
                    if !left_out.is_empty() {
                        <p class="note">{ words::LEFT_OUT }{ " " }{ codes(&left_out) }</p>
                    }
                    <div class="field">
                        <label for={NAME_ID}>{ words::VIEW_NAME }</label>
                        <div class="name-line">
                            <input ref={name} id={NAME_ID} required=true maxlength={LONGEST} autocomplete="off" aria-describedby={HINT_ID} />
                            <button type="submit" class="primary">{ words::SAVE }</button>
                        </div>
                        <p id={HINT_ID} class="quiet">{ words::VIEW_NAME_HINT }</p>
                    </div>
                </form>
                if !views.own.is_empty() {
                    <section>
                        <h3>{ words::OWN_VIEWS }</h3>
                        <ul class="own-views">{ for own }</ul>
                    </section>
                }
                <p class="quiet">{ words::VIEWS_ARE_KEPT }</p>
            </div>
        </Dialog>
    }
}

/// Each term on its own, so that no line ends within one.
fn codes(query: &Query) -> Html {
    // What is left out of a view is what could name somebody.
    let is_safe = !words::is_veiled() || query.shareable() == *query;
    let terms = query.terms.iter().filter(|_| is_safe);
    terms
        .map(|term| html! { <><code>{ term.to_string() }</code>{ " " }</> })
        .collect()
}

/// What of a query is not in another.
fn left_out(all: &Query, part: &Query) -> Query {
    let missing = |term: &&Term| !part.terms.contains(term);
    Query {
        terms: all.terms.iter().filter(missing).cloned().collect(),
    }
}

/// A view that was saved.
fn saved(link: &Link, at: usize, view: &Saved, is_last: bool) -> Html {
    let name = &view.name;
    let button = |class: &'static str, icon: Icon, text: String, disabled: bool, event: Views| {
        html! {
            <button type="button" class={classes!("plain", "square", class)} aria-label={text.clone()} title={text} {disabled}
                onclick={link.on(event)}>
                { icon.draw() }
            </button>
        }
    };
    html! {
        <li key={at}>
            <Name {at} name={name.clone()} />
            { button("", Icon::Up, words::move_earlier(name), at == 0, Views::Earlier(at)) }
            { button("", Icon::Down, words::move_later(name), is_last, Views::Earlier(at + 1)) }
            { button("danger", Icon::Delete, words::delete_view(name), false, Views::Delete(at)) }
        </li>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct NameProps {
    at: usize,
    name: String,
}

/// The name of a view, which changes when the field is left: until then what is typed is kept here, because the page is
/// drawn again meanwhile.
#[function_component]
fn Name(NameProps { at, name }: &NameProps) -> Html {
    let (link, at) = (use_link(), *at);
    let typed = use_state(|| None::<String>);
    let text = |event: &Event| event.target_unchecked_into::<HtmlInputElement>().value();
    let oninput = {
        let typed = typed.setter();
        move |event: InputEvent| typed.set(Some(text(&event)))
    };
    let onchange = {
        let typed = typed.setter();
        move |event: Event| {
            link.send(Views::Rename(at, text(&event)));
            typed.set(None);
        }
    };
    let value = typed.as_ref().unwrap_or(name).clone();
    html! {
        <input aria-label={words::name_of(name)} maxlength={LONGEST} autocomplete="off" {value} {oninput} {onchange} />
    }
}
