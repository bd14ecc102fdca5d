//! The browser: clock, URL, local storage, focus, clipboard. Nothing else touches globals.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, HtmlElement, HtmlInputElement, VisibilityState, Window};

use crate::store::{Clock, Theme};
use crate::words::LanguageChoice;

fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// What time it is, and whether anybody is looking.
pub(crate) fn clock() -> Clock {
    let date = js_sys::Date::new_0();
    let visible = document().is_some_and(|d| d.visibility_state() == VisibilityState::Visible);
    Clock {
        now: date.get_time(),
        offset: date.get_timezone_offset(),
        visible,
        online: window().is_some_and(|w| w.navigator().on_line()),
    }
}

/// Calls back whenever one of the events happens, for as long as the page lives.
pub(crate) fn listen(events: &[&str], on_event: impl Fn() + 'static) {
    let (Some(window), Some(document)) = (window(), document()) else {
        return;
    };
    let closure = Closure::<dyn Fn()>::new(on_event);
    let function = closure.as_ref().unchecked_ref();
    for event in events {
        // The visibility is the document's event, all others are the window's. Neither call can fail for these.
        let _ = match *event {
            "visibilitychange" => document.add_event_listener_with_callback(event, function),
            _ => window.add_event_listener_with_callback(event, function),
        };
    }
    closure.forget();
}

/// Calls back when the window changes its size, until the returned function is called.
pub(crate) fn on_resize(on_resize: impl Fn() + 'static) -> impl FnOnce() {
    let closure = Closure::<dyn Fn()>::new(on_resize);
    if let Some(window) = window() {
        // Adding and removing a listener of a known event cannot fail.
        let _ = window.add_event_listener_with_callback("resize", closure.as_ref().unchecked_ref());
    }
    move || {
        if let Some(window) = window() {
            let _ = window
                .remove_event_listener_with_callback("resize", closure.as_ref().unchecked_ref());
        }
    }
}

/// Has the browser ask before the page is left while `true` is in the cell.
pub(crate) fn ask_before_leaving(at_work: Rc<Cell<bool>>) {
    let Some(window) = window() else {
        return;
    };
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
        if at_work.get() {
            event.prevent_default();
        }
    });
    // Adding a listener of a known event cannot fail.
    let _ =
        window.add_event_listener_with_callback("beforeunload", closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Brings the focus into the box of the filter when `/` is pressed outside of any field and dialog.
pub(crate) fn focus_on_slash(id: &'static str) {
    let Some(document) = document() else {
        return;
    };
    let closure = Closure::<dyn Fn(web_sys::KeyboardEvent)>::new(
        move |event: web_sys::KeyboardEvent| {
            let in_field = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .is_some_and(|element| element.closest("input:not([type=checkbox]):not([type=radio]), select, textarea, dialog").ok().flatten().is_some());
            let plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
            if event.key() == "/" && plain && !in_field && focus(id) {
                event.prevent_default();
            }
        },
    );
    let _ = document.add_event_listener_with_callback("keydown", closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Brings the focus to an element; false if it is not there.
pub(crate) fn focus(id: &str) -> bool {
    let element = document().and_then(|d| d.get_element_by_id(id));
    let Some(element) = element.and_then(|e| e.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.select();
    }
    element.focus().is_ok()
}

/// The same after the page has been drawn again.
pub(crate) fn focus_soon(id: &'static str) {
    wasm_bindgen_futures::spawn_local(async move {
        gloo_timers::future::TimeoutFuture::new(0).await;
        focus(id);
    });
}

/// The same if the focus is nowhere, because what had it is gone.
pub(crate) fn focus_if_lost(id: &'static str) {
    wasm_bindgen_futures::spawn_local(async move {
        gloo_timers::future::TimeoutFuture::new(0).await;
        let lost = document().is_some_and(|document| {
            let active = document.active_element().map(JsValue::from);
            active.is_none() || active == document.body().map(JsValue::from)
        });
        if lost {
            focus(id);
        }
    });
}

/// The fragment of the URL.
pub(crate) fn hash() -> String {
    window()
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default()
}

/// Writes the fragment, as a new step of the history or in place of the present one.
pub(crate) fn set_hash(hash: &str, step: bool) {
    let Some(history) = window().and_then(|window| window.history().ok()) else {
        return;
    };
    // Refused only where pages have no URL of their own; then there is nothing to keep either.
    let _ = if step {
        history.push_state_with_url(&JsValue::NULL, "", Some(hash))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(hash))
    };
}

/// What this browser keeps for the page under a key; empty if it keeps nothing.
pub(crate) fn kept(key: &str) -> String {
    let storage = window().and_then(|window| window.local_storage().ok().flatten());
    let kept = storage.and_then(|storage| storage.get_item(key).ok().flatten());
    kept.unwrap_or_default()
}

/// Keeps a text under a key, or nothing.
pub(crate) fn keep(key: &str, text: Option<&str>) {
    if let Some(storage) = window().and_then(|window| window.local_storage().ok().flatten()) {
        // A browser that keeps nothing forgets it on reload.
        let _ = match text {
            None => storage.remove_item(key),
            Some(text) => storage.set_item(key, text),
        };
    }
}

/// Shows the page in the theme.
pub(crate) fn show_theme(theme: Theme) {
    if let Some(root) = document().and_then(|d| d.document_element()) {
        let _ = match theme {
            Theme::System => root.remove_attribute("data-theme"),
            _ => root.set_attribute("data-theme", theme.code()),
        };
    }
}

/// Has the page speak the language, and tells the browser and screen readers which one it is.
pub(crate) fn show_language(choice: LanguageChoice) {
    let system = window().and_then(|window| window.navigator().language());
    let language = choice.language(&system.unwrap_or_default());
    language.set();
    if let Some(root) = document().and_then(|d| d.document_element()) {
        // Refused only for names that are no attributes.
        let _ = root.set_attribute("lang", language.code());
        let _ = root.set_attribute("dir", language.direction());
    }
}

/// Copies a text; tells whether the browser let the page.
pub(crate) fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    // There is no clipboard outside of secure contexts.
    let navigator = window().map(|window| JsValue::from(window.navigator()));
    let has = navigator.is_some_and(|navigator| {
        js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|found| found.is_object())
    });
    let Some(window) = window().filter(|_| has) else {
        return done(false);
    };
    let promise = window.navigator().clipboard().write_text(text);
    wasm_bindgen_futures::spawn_local(async move {
        done(wasm_bindgen_futures::JsFuture::from(promise).await.is_ok());
    });
}

/// The element in which the page is drawn: `#app`, made if there is none. Takes the loading sign away.
pub(crate) fn root() -> Option<web_sys::Element> {
    let document = document()?;
    if let Some(loading) = document.get_element_by_id("loading") {
        loading.remove();
    }
    if let Some(root) = document.get_element_by_id("app") {
        return Some(root);
    }
    let root = document.create_element("div").ok()?;
    root.set_id("app");
    document.body()?.append_child(&root).ok()?;
    Some(root)
}
