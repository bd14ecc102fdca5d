//! The views as tabs: links that show a list, with how many sessions each would show.

use yew::prelude::*;

use crate::format::count;
use crate::store::views::{Choice, Event as Views};
use crate::view::Props;
use crate::view::later::{Later, Part};
use crate::view::link::use_link;
use crate::words;

#[function_component]
pub(crate) fn ViewTabs(props: &Props) -> Html {
    let link = use_link();
    let open = use_state_eq(|| false);
    let (list, views) = (&props.state.list, &props.state.views);
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
    let built_in = Choice::BUILT_IN.into_iter().map(|choice| match choice {
        Choice::Status(group) => tab(choice, group.code().into(), words::group(group).into()),
        _ => tab(choice, "all".into(), words::ALL.into()),
    });
    let own = views.own.iter().enumerate();
    let own = own.map(|(at, view)| tab(Choice::Own(at), format!("own-{at}"), view.name.clone()));
    let show = {
        let open = open.clone();
        move |_: MouseEvent| open.set(true)
    };
    let hide = {
        let open = open.clone();
        Callback::from(move |()| open.set(false))
    };
    html! {
        <div class="views">
            <nav aria-label={words::VIEWS}>
                <ul>{ for built_in }{ for own }</ul>
            </nav>
            <button type="button" class="plain" aria-haspopup="dialog" onclick={show}>{ words::SAVE_VIEW }</button>
            if *open {
                <Later part={Part::Views} state={props.state.clone()} on_close={hide} />
            }
        </div>
    }
}
