//! The keyboard: keys as the store understands them, and what has the focus.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, FocusOptions, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::place::{find, focused, here};
use super::{Listener, Place, document, window};
use crate::store::keys::Pressed;

/// Where somebody types, or chooses by typing: there a key is a letter.
const FIELDS: &str = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable], [role=menu], [role=listbox]";

/// Tells of every key that nothing in the app has taken; what is answered with `true` the browser does not get.
pub(crate) fn on_key(place: &Place, on_key: impl Fn(Pressed) -> bool + 'static) -> Listener {
    Listener::new(&place.keys(), "keydown", move |event: KeyboardEvent| {
        if !event.default_prevented() && on_key(pressed(&event)) {
            event.prevent_default();
        }
    })
}

/// A key as the store understands it.
pub(crate) fn pressed(event: &KeyboardEvent) -> Pressed {
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    Pressed {
        value: event.key(),
        shift: event.shift_key(),
        command: event.ctrl_key() || event.meta_key(),
        alt: event.alt_key(),
        repeated: event.repeat(),
        // 229 is what older browsers say while an input method has the keys.
        composing: event.is_composing() || event.key_code() == 229,
        in_field: target.is_some_and(|at| at.closest(FIELDS).is_ok_and(|field| field.is_some())),
        in_dialog: find("dialog[open], [popover]:popover-open").is_some(),
    }
}

/// True where commands are given with Meta instead of Control.
pub(crate) fn is_mac() -> bool {
    let platform = window().and_then(|window| window.navigator().platform().ok());
    platform.is_some_and(|name| name.starts_with("Mac") || name.starts_with("iP"))
}

/// The element of that id in the app that is drawn or used just now.
fn by_id(id: &str) -> Option<HtmlElement> {
    find(&format!("#{id}"))?.dyn_into().ok()
}

/// Brings the focus to an element; false if it is not there.
pub(crate) fn focus(id: &str) -> bool {
    let Some(element) = by_id(id) else {
        return false;
    };
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.select();
    }
    element.focus().is_ok()
}

/// The same without scrolling anything: under a pointer that is down nothing may move.
pub(crate) fn focus_still(id: &str) {
    if let Some(element) = by_id(id) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // Refused only where nothing is drawn.
        let _ = element.focus_with_options(&options);
    }
}

/// The same after the page has been drawn again; what is not there by then gets it when it is, unless somebody goes on first.
///
/// Yew draws in slices, so that on a slow machine more than one of them may pass.
pub(crate) fn focus_soon(id: &'static str) {
    soon(move || {
        let missing = !focus(id);
        if let Some(place) = here() {
            place.awaits_focus(missing.then_some(id));
        }
    });
}

/// The same, and scrolls to where it is the first thing that is seen.
pub(crate) fn focus_at_top(id: &'static str) {
    soon(move || {
        focus(id);
        if let Some(element) = by_id(id) {
            element.scroll_into_view();
        }
    });
}

/// Does something once the app has been drawn again, in the same place.
fn soon(then: impl FnOnce() + 'static) {
    let place = here();
    gloo_timers::callback::Timeout::new(0, move || {
        if let Some(place) = place {
            place.enter();
        }
        then();
    })
    .forget();
}

/// The same for what was not there when it should have got it.
pub(crate) fn focus_missing() {
    if let Some(id) = here().and_then(|place| place.awaits_focus(None)) {
        focus_soon(id);
    }
}

/// The same if the focus is nowhere, because what had it is gone.
pub(crate) fn focus_if_lost(id: &'static str) {
    soon(move || {
        // The page's own focus: if it is anywhere else, somebody has put it there.
        let may = here().is_some_and(|place| place.may_take_focus());
        let lost = may
            && document().is_some_and(|document| {
                let active = document.active_element().map(JsValue::from);
                active.is_none() || active == document.body().map(JsValue::from)
            });
        if lost {
            focus(id);
        }
    });
}

/// What Tab goes to.
const STOPS: &str = "button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), a[href], summary, [tabindex=\"0\"]";

/// Brings the focus to an element of a dialog, unless somebody has taken it from the heading already.
pub(crate) fn focus_from_heading(dialog: &Element, id: &str) {
    let active = focused();
    let elsewhere = active.is_some_and(|active| {
        active != *dialog && active.tag_name() != "H2" && dialog.contains(Some(&active))
    });
    if !elsewhere {
        focus(id);
    }
}

/// Goes round at the ends of a dialog, where the browser would leave the page; true if it did.
pub(crate) fn keep_focus_inside(dialog: &Element, back: bool) -> bool {
    let Ok(all) = dialog.query_selector_all(STOPS) else {
        return false;
    };
    let stops: Vec<HtmlElement> = (0..all.length())
        .filter_map(|at| all.item(at)?.dyn_into::<HtmlElement>().ok())
        // What is not drawn cannot have the focus.
        .filter(|stop| stop.offset_width() > 0)
        .collect();
    let active = focused();
    let at = stops
        .iter()
        .position(|stop| active.as_ref() == Some(stop.as_ref()));
    let to = match (at, back) {
        // From the heading, which Tab does not go to.
        (None | Some(0), true) => stops.last(),
        (Some(at), false) if at + 1 == stops.len() => stops.first(),
        _ => None,
    };
    to.is_some_and(|to| to.focus().is_ok())
}

/// Scrolls an element, and nothing else, so that the first that matches inside of it can be seen.
pub(crate) fn show_inside(list: &HtmlElement, selector: &str) {
    let found = list.query_selector(selector).ok().flatten();
    let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    // Offsets are counted from the list itself, if it is positioned, and else from what it is counted from.
    let is_counted_from_it = found.offset_parent().is_some_and(|parent| parent == **list);
    let before = if is_counted_from_it {
        0
    } else {
        list.offset_top()
    };
    let (top, height) = (found.offset_top() - before, found.offset_height());
    let (from, room) = (list.scroll_top(), list.client_height());
    if top < from {
        list.set_scroll_top(top);
    } else if top + height > from + room {
        list.set_scroll_top(top + height - room);
    }
}

/// True if text runs from right to left where the element is.
pub(crate) fn is_rtl(element: &web_sys::Element) -> bool {
    element.matches(":dir(rtl)").unwrap_or(false)
}
