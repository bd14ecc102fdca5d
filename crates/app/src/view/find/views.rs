//! The saved views as tabs: links that show a list, with how many sessions each would show.

use yew::prelude::*;

use crate::format::count;
use crate::store::State;
use crate::store::views::{Choice, Event as Views};
use crate::view::link::Link;
use crate::words;

/// The tabs, once somebody has saved a view; by status, the chips show the same and more.
pub(crate) fn view_tabs(link: &Link, state: &State) -> Html {
    let (list, views) = (&state.list, &state.views);
    if views.own.is_empty() {
        return Html::default();
    }
    let current = views.current(list);
    let tab = |choice: Choice, key: String, name: String| {
        let send = link.clone();
        let onclick = move |event: MouseEvent| {
            // With these keys a browser opens a link elsewhere.
            if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
                event.prevent_default();
                send.send(Views::Choose(choice));
            }
        };
        html! {
            <li {key}>
                <a class="nav" href={views.hash(choice, list)} aria-current={(current == Some(choice)).then_some("true")} {onclick}>
                    <bdi>{ name }</bdi>
                    if let Some(number) = views.count(choice) {
                        { " " }<span class="number">{ count(number) }</span>
                    }
                </a>
            </li>
        }
    };
    let own = views.own.iter().enumerate();
    let own = own.map(|(at, view)| tab(Choice::Own(at), format!("own-{at}"), view.name.clone()));
    html! {
        <div class="views">
            <nav aria-label={words::VIEWS}>
                <ul>{ tab(Choice::All, "all".into(), words::ALL.into()) }{ for own }</ul>
            </nav>
            { save_view(link) }
        </div>
    }
}

/// The button that opens the dialog of the views.
pub(super) fn save_view(link: &Link) -> Html {
    html! {
        <button type="button" class="plain" aria-haspopup="dialog" onclick={link.on(Views::Dialog(true))}>{ words::SAVE_VIEW }</button>
    }
}
