//! The browser: clock, URL, local storage, focus, clipboard. Nothing else touches globals.

mod kept;
mod keyboard;
mod look;
mod out;

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, VisibilityState, Window};

use crate::store::Clock;

pub(crate) use kept::{absolute, hash, keep, kept, kept_below, set_hash};
pub(crate) use keyboard::{
    focus, focus_at_top, focus_from_heading, focus_if_lost, focus_missing, focus_soon, is_mac,
    is_rtl, keep_focus_inside, on_key, pressed, show_inside,
};
pub(crate) use look::{hide_names, root, show_language, show_theme};
pub(crate) use out::{copy, save};

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
        sure: false,
        visible,
        online: window().is_some_and(|w| w.navigator().on_line()),
    }
}

/// Does something when what is drawn now has been painted.
pub(crate) fn after_paint(then: impl FnOnce() + 'static) {
    // Behind the task in which the frame is drawn.
    next_frame(|| {
        gloo_timers::callback::Timeout::new(0, then).forget();
    });
}

/// Does something before the next frame is painted.
fn next_frame(then: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let then = Closure::once_into_js(then);
        // Refused only for what is no function.
        let _ = window.request_animation_frame(then.unchecked_ref());
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

/// A random number.
pub(crate) fn random() -> u64 {
    let half = || (js_sys::Math::random() * 4_294_967_296.0) as u64;
    half() << 32 | half()
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
