//! The browser: clock, URL, local storage, focus, clipboard. Nothing else touches globals.

mod kept;
mod keyboard;
mod look;
mod out;
mod place;

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, EventTarget, VisibilityState, Window};

use crate::store::Clock;

pub(crate) use kept::{absolute, hash, keep, kept, kept_below, set_hash};
pub(crate) use keyboard::{
    focus, focus_at_top, focus_from_heading, focus_if_lost, focus_missing, focus_soon, focus_still,
    is_mac, is_rtl, keep_focus_inside, on_key, pressed, show_inside,
};
pub(crate) use look::{hide_names, show_language, show_theme};
pub(crate) use out::{copy, save, tell};
pub(crate) use place::{Listener, Place, clean, frame, on_link, on_resize};

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
        online: place::is_near() || window().is_some_and(|w| w.navigator().on_line()),
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

/// Calls back whenever one of the events happens, until what it returns is dropped.
pub(crate) fn listen(
    events: &[&'static str],
    on_event: impl Fn() + Clone + 'static,
) -> Vec<Listener> {
    let (Some(window), Some(document)) = (window(), document()) else {
        return Vec::new();
    };
    let listener = |event: &&'static str| {
        let on_event = on_event.clone();
        // The visibility is the document's event, all others are the window's.
        let target: &EventTarget = match *event {
            "visibilitychange" => &document,
            _ => &window,
        };
        Listener::new(target, event, move |_: web_sys::Event| on_event())
    };
    events.iter().map(listener).collect()
}

/// Has the browser ask before the page is left while `true` is in the cell.
pub(crate) fn ask_before_leaving(at_work: Rc<Cell<bool>>) -> Option<Listener> {
    let on_leave = move |event: web_sys::Event| {
        if at_work.get() {
            event.prevent_default();
        }
    };
    Some(Listener::new(window()?.as_ref(), "beforeunload", on_leave))
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
