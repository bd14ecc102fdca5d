//! A select whose choice follows the state, also after somebody used it.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct SelectProps {
    /// The accessible name; the element has no label of its own otherwise.
    #[prop_or_default]
    pub(crate) label: Option<AttrValue>,
    #[prop_or_default]
    pub(crate) id: Option<AttrValue>,
    /// Values and texts.
    pub(crate) options: Vec<(AttrValue, AttrValue)>,
    pub(crate) value: AttrValue,
    pub(crate) on_choose: Callback<String>,
}

#[function_component]
pub(crate) fn Select(props: &SelectProps) -> Html {
    let select = use_node_ref();
    let element = select.clone();
    let value = props.value.clone();
    use_effect(move || {
        if let Some(element) = element.cast::<HtmlSelectElement>() {
            element.set_value(&value);
        }
    });
    let onchange = {
        let on_choose = props.on_choose.clone();
        move |event: Event| {
            on_choose.emit(event.target_unchecked_into::<HtmlSelectElement>().value());
        }
    };
    html! {
        <select ref={select} id={props.id.clone()} aria-label={props.label.clone()} {onchange}>
            { for props.options.iter().map(|(value, text)| html! { <option key={&**value} value={value.clone()}>{ text }</option> }) }
        </select>
    }
}
