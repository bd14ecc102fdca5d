//! A button that copies a text.

use yew::prelude::*;

use crate::browser;
use crate::store::Message;
use crate::view::icon::Icon;
use crate::view::link::use_link;
use crate::view::parts::square;
use crate::words::{self, Text};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct CopyProps {
    pub(super) text: String,
    pub(super) name: Text,
    /// A button with its name on it instead of an icon alone.
    #[prop_or_default]
    pub(super) wide: bool,
}

/// Copies a text, and shows that it did.
#[function_component]
pub(super) fn CopyButton(props: &CopyProps) -> Html {
    let link = use_link();
    let copied = use_state(String::new);
    let done = *copied == props.text;
    let onclick = {
        let text = props.text.clone();
        move |_: MouseEvent| {
            let (link, copied, text) = (link.clone(), copied.clone(), text.clone());
            browser::copy(&text.clone(), move |done| {
                let said = if done {
                    words::COPIED
                } else {
                    words::COPY_FAILED
                };
                link.send(Message::Announce(said.into()));
                if done {
                    copied.set(text);
                }
            });
        }
    };
    let icon = if done { Icon::Check } else { Icon::Copy };
    if props.wide {
        return html! { <button type="button" {onclick}>{ icon.draw() }<span>{ props.name }</span></button> };
    }
    square(icon, props.name, Callback::from(onclick))
}
