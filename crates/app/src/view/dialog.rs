//! A modal dialog: the browser keeps the focus inside and gives it back afterwards.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::icon::Icon;
use super::link::use_language;
use super::list::GRID_ID;
use super::projects::PROJECTS_ID;
use super::triage::TRIAGE_ID;
use crate::browser;
use crate::words;

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct DialogProps {
    pub(crate) title: AttrValue,
    #[prop_or_default]
    pub(crate) class: Classes,
    /// Escape or the cross; there is no way out but through the dialog if it is missing.
    #[prop_or_default]
    pub(crate) on_close: Option<Callback<()>>,
    /// The element that gets the focus, as long as nobody has taken it elsewhere; else the heading has it.
    #[prop_or_default]
    pub(crate) focus: Option<AttrValue>,
    pub(crate) children: Html,
}

#[derive(Clone, Copy, PartialEq, Properties)]
pub(crate) struct HeirProps {
    /// The id of the element that gets the focus.
    pub(crate) id: &'static str,
}

/// Draws nothing; when what it is in goes away, and the focus with it, the heir gets it.
///
/// A dialog gives the focus back to the button that opened it, which may go away a moment later.
#[function_component]
pub(crate) fn FocusHeir(props: &HeirProps) -> Html {
    use_effect_with(props.id, |&id| move || browser::focus_if_lost(id));
    Html::default()
}

#[function_component]
pub(crate) fn Dialog(props: &DialogProps) -> Html {
    use_language();
    let dialog = use_node_ref();
    let element = dialog.clone();
    use_effect_with((), move |()| {
        let element = element.cast::<HtmlDialogElement>();
        if let Some(element) = &element {
            // Refused only if it is open already.
            let _ = element.show_modal();
        }
        move || {
            if let Some(element) = element {
                element.close();
                browser::focus_if_lost(GRID_ID);
                browser::focus_if_lost(TRIAGE_ID);
                browser::focus_if_lost(PROJECTS_ID);
            }
        }
    });
    use_effect_with((dialog.clone(), props.focus.clone()), |(dialog, focus)| {
        if let (Some(dialog), Some(focus)) = (dialog.cast::<HtmlDialogElement>(), focus) {
            browser::focus_from_heading(&dialog, focus);
        }
    });
    let element = dialog.clone();
    let onkeydown = move |event: KeyboardEvent| {
        if event.key() == "Tab"
            && let Some(dialog) = element.cast::<HtmlDialogElement>()
            && browser::keep_focus_inside(&dialog, event.shift_key())
        {
            event.prevent_default();
        }
    };
    let close = props.on_close.clone();
    let oncancel = move |event: Event| {
        event.prevent_default();
        if let Some(close) = &close {
            close.emit(());
        }
    };
    let cross = props.on_close.as_ref().map(|close| {
        html! {
            <button type="button" class="plain square" aria-label={words::CLOSE} title={words::CLOSE} onclick={close.reform(|_| ())}>
                { Icon::Close.draw() }
            </button>
        }
    });
    html! {
        // By a label of its own: two dialogs can lie over each other.
        <dialog ref={dialog} part="dialog" class={props.class.clone()} aria-label={props.title.clone()} {oncancel} {onkeydown}>
            <header class="dialog-head">
                <h2 tabindex="-1" autofocus=true>{ &props.title }</h2>
                { cross }
            </header>
            { props.children.clone() }
        </dialog>
    }
}
