//! Small parts that many views are made of; each element written out anew costs some hundred bytes of WebAssembly.

use yew::prelude::*;
use yew::virtual_dom::{VList, VTag, VText};

use super::icon::Icon;

/// What a button does.
pub(crate) type Click = Callback<MouseEvent>;

/// An element with its class, if that is not empty, and nothing else.
#[inline(never)]
pub(crate) fn element(name: &'static str, class: &'static str, inside: Html) -> Html {
    let class = (!class.is_empty()).then_some(class);
    html! { <@{name} {class}>{ inside }</@> }
}

/// A text.
pub(crate) fn text(text: impl Into<AttrValue>) -> Html {
    VText::new(text.into()).into()
}

/// An element with a text in it.
pub(crate) fn say(name: &'static str, class: &'static str, said: impl Into<AttrValue>) -> Html {
    element(name, class, text(said))
}

/// An element with several things in it.
pub(crate) fn part(name: &'static str, class: &'static str, inside: Vec<Html>) -> Html {
    element(name, class, list(inside))
}

/// An element with any attributes; those of a field that people change are properties, and not for this.
#[inline(never)]
pub(crate) fn tag(
    name: &'static str,
    attributes: Vec<(&'static str, AttrValue)>,
    inside: Vec<Html>,
) -> Html {
    let mut tag = VTag::new(name);
    for (name, value) in attributes {
        tag.add_attribute(name, value);
    }
    tag.add_children(inside);
    tag.into()
}

/// Several things, one after the other.
#[inline(never)]
pub(crate) fn list(inside: Vec<Html>) -> Html {
    VList::with_children(inside, None).into()
}

/// A button with a name on it.
pub(crate) fn button(class: &'static str, name: impl Into<AttrValue>, onclick: Click) -> Html {
    button_with(class, text(name), onclick)
}

/// A button with something else on it.
#[inline(never)]
pub(crate) fn button_with(class: &'static str, inside: Html, onclick: Click) -> Html {
    let class = (!class.is_empty()).then_some(class);
    html! { <button type="button" {class} {onclick}>{ inside }</button> }
}

/// A button with an icon on it; the name is read out, and shown below the pointer.
pub(crate) fn square(icon: Icon, name: impl Into<AttrValue>, onclick: Click) -> Html {
    square_of("plain square", icon, name.into(), onclick)
}

/// The same with a class of its own.
#[inline(never)]
pub(crate) fn square_of(class: &'static str, icon: Icon, name: AttrValue, onclick: Click) -> Html {
    html! {
        <button type="button" {class} aria-label={name.clone()} title={name} {onclick}>{ icon.draw() }</button>
    }
}
