//! The browser: clock, URL, local storage, focus, clipboard. Nothing else touches globals.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, Document, Element, HtmlElement, HtmlInputElement, KeyboardEvent, Url,
    VisibilityState, Window,
};

use crate::store::keys::Pressed;
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

/// Where somebody types, or chooses by typing: there a key is a letter.
const FIELDS: &str = "input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable], [role=menu], [role=listbox]";

/// Tells of every key that nothing on the page has taken; what is answered with `true` the browser does not get.
pub(crate) fn on_key(on_key: impl Fn(Pressed) -> bool + 'static) {
    let Some(document) = document() else {
        return;
    };
    let closure = Closure::<dyn Fn(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if !event.default_prevented() && on_key(pressed(&event)) {
            event.prevent_default();
        }
    });
    // Adding a listener of a known event cannot fail.
    let _ = document.add_event_listener_with_callback("keydown", closure.as_ref().unchecked_ref());
    closure.forget();
}

/// A key as the store understands it.
pub(crate) fn pressed(event: &KeyboardEvent) -> Pressed {
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    let has = |selector| {
        document().is_some_and(|d| d.query_selector(selector).is_ok_and(|e| e.is_some()))
    };
    Pressed {
        value: event.key(),
        shift: event.shift_key(),
        command: event.ctrl_key() || event.meta_key(),
        alt: event.alt_key(),
        repeated: event.repeat(),
        // 229 is what older browsers say while an input method has the keys.
        composing: event.is_composing() || event.key_code() == 229,
        in_field: target.is_some_and(|at| at.closest(FIELDS).is_ok_and(|field| field.is_some())),
        in_dialog: has("dialog[open], [popover]:popover-open"),
    }
}

/// True where commands are given with Meta instead of Control.
pub(crate) fn is_mac() -> bool {
    let platform = window().and_then(|window| window.navigator().platform().ok());
    platform.is_some_and(|name| name.starts_with("Mac") || name.starts_with("iP"))
}

/// True if text runs from right to left where the element is.
pub(crate) fn is_rtl(element: &web_sys::Element) -> bool {
    element.matches(":dir(rtl)").unwrap_or(false)
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

/// Does something when what is drawn now has been painted.
pub(crate) fn after_paint(then: impl FnOnce() + 'static) {
    next_frame(|| next_frame(then));
}

/// Does something before the next frame is painted.
fn next_frame(then: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let then = Closure::once_into_js(then);
        // Refused only for what is no function.
        let _ = window.request_animation_frame(then.unchecked_ref());
    }
}

/// The same after the page has been drawn again.
pub(crate) fn focus_soon(id: &'static str) {
    wasm_bindgen_futures::spawn_local(async move {
        gloo_timers::future::TimeoutFuture::new(0).await;
        let missing = !focus(id);
        MISSING.set(missing.then_some(id));
    });
}

thread_local! {
    /// What should have got the focus, and was not there.
    static MISSING: std::cell::Cell<Option<&'static str>> = const { std::cell::Cell::new(None) };
}

/// The same for what was not there when it should have got it.
pub(crate) fn focus_missing() {
    if let Some(id) = MISSING.take() {
        focus_soon(id);
    }
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

/// The whole URL of what a link or a fragment on this page leads to.
pub(crate) fn absolute(href: &str) -> Option<String> {
    let base = document()?.base_uri().ok()??;
    Some(web_sys::Url::new_with_base(href, &base).ok()?.href())
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

/// What this browser keeps under all keys that start so: keys and texts.
pub(crate) fn kept_below(prefix: &str) -> Vec<(String, String)> {
    let storage = window().and_then(|window| window.local_storage().ok().flatten());
    let count = storage.as_ref().and_then(|storage| storage.length().ok());
    let key = |at| storage.as_ref()?.key(at).ok()?;
    let keys = (0..count.unwrap_or(0)).filter_map(key);
    keys.filter(|key| key.starts_with(prefix))
        .map(|key| {
            let text = kept(&key);
            (key, text)
        })
        .collect()
}

/// A random number.
pub(crate) fn random() -> u64 {
    let half = || (js_sys::Math::random() * 4_294_967_296.0) as u64;
    half() << 32 | half()
}

/// Has the browser save a text as a file.
pub(crate) fn save(name: &str, kind: &str, text: &str) {
    let saved = || -> Result<(), JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(kind);
        let parts = js_sys::Array::of1(&text.into());
        let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
        let url = Url::create_object_url_with_blob(&blob)?;
        let document = document().ok_or(JsValue::NULL)?;
        let link: HtmlElement = document.create_element("a")?.dyn_into()?;
        link.set_attribute("href", &url)?;
        link.set_attribute("download", name)?;
        link.click();
        // Browsers read it some time after the click.
        gloo_timers::callback::Timeout::new(60_000, move || {
            let _ = Url::revoke_object_url(&url);
        })
        .forget();
        Ok(())
    };
    // Refused only by a browser that is out of memory.
    let _ = saved();
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

/// Does something, and writes into the browser's performance timeline how long that took (User Timing).
pub(crate) fn measured<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let timeline = window().and_then(|window| window.performance());
    if let Some(timeline) = &timeline {
        // Neither call can fail for a name that is no attribute of navigation timing.
        let _ = timeline.mark(name);
    }
    let done = work();
    if let Some(timeline) = timeline {
        let _ = timeline.measure_with_start_mark(name, name);
        timeline.clear_marks_with_mark_name(name);
    }
    done
}
