//! Where an app is drawn: in the page itself, or in the shadow tree of an element among others.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, EventTarget};

use super::document;
use crate::words::Language;

#[wasm_bindgen]
extern "C" {
    /// What documents and shadow roots have in common (`DocumentOrShadowRoot`, `ParentNode`).
    #[derive(Clone)]
    type Tree;
    #[wasm_bindgen(method, getter, js_name = activeElement)]
    fn active_element(this: &Tree) -> Option<Element>;
    #[wasm_bindgen(method, js_name = querySelector, catch)]
    fn query_selector(this: &Tree, selector: &str) -> Result<Option<Element>, JsValue>;
}

/// An element to draw apps in.
pub(crate) fn frame() -> Option<Element> {
    let root = document()?.create_element("div").ok()?;
    clean(&root);
    Some(root)
}

/// Takes away what apps write into the element in which they are drawn.
pub(crate) fn clean(root: &Element) {
    for name in root
        .get_attribute_names()
        .iter()
        .filter_map(|name| name.as_string())
    {
        // Refused only for names that are no attributes.
        let _ = root.remove_attribute(&name);
    }
    root.set_class_name("app");
}

/// Where one app is drawn.
pub(crate) struct Place {
    root: Element,
    /// Its server needs no network.
    is_near: bool,
    /// Somebody has used it.
    used: Cell<bool>,
    /// It is all of its page: the URL, and keys pressed anywhere, are its own.
    pub(crate) is_page: bool,
    /// What it speaks, once that is settled.
    language: Cell<Option<Language>>,
    /// What should have the focus as soon as it is drawn.
    awaiting: Cell<Option<&'static str>>,
}

thread_local! {
    /// The app that is drawn or used just now; there can be several in one page.
    static HERE: RefCell<Option<Rc<Place>>> = const { RefCell::new(None) };
}

/// What tells that somebody is about to use an app.
const TOUCHES: [&str; 4] = ["focusin", "keydown", "pointerdown", "click"];

impl Place {
    /// The place of an app whose root is that element.
    pub(crate) fn new(root: Element, is_page: bool, is_near: bool) -> Rc<Self> {
        Rc::new(Self {
            root,
            is_near,
            used: Cell::new(is_page),
            is_page,
            language: Cell::new(None),
            awaiting: Cell::new(None),
        })
    }

    /// From now on what is looked for is looked for here.
    pub(crate) fn enter(self: &Rc<Self>) {
        if let Some(language) = self.language.get() {
            language.set();
        }
        HERE.set(Some(self.clone()));
    }

    /// From now on it speaks that language.
    pub(super) fn speak(&self, language: Language) {
        self.language.set(Some(language));
    }

    /// Enters it whenever somebody begins to use it.
    pub(crate) fn enter_when_used(self: &Rc<Self>) -> Vec<Listener> {
        let listener = |name| {
            let place = self.clone();
            Listener::early(&self.root, name, move |_: web_sys::Event| {
                place.used.set(true);
                // Whoever goes on does not wait for it any more.
                place.awaiting.set(None);
                place.enter();
            })
        };
        TOUCHES.map(listener).into()
    }

    /// Sets what should have the focus and is not there, and returns what was that before.
    pub(super) fn awaits_focus(&self, id: Option<&'static str>) -> Option<&'static str> {
        self.awaiting.replace(id)
    }

    /// The document or the shadow tree that it is in; it can be moved from one to another.
    fn tree(&self) -> Tree {
        self.root.get_root_node().unchecked_into()
    }

    /// True if nobody is surprised that it takes the focus: within somebody else's page it must have been used before.
    pub(super) fn may_take_focus(&self) -> bool {
        self.used.get()
    }

    /// What carries the theme, the language and the like: the page's own element where it is all of it.
    pub(super) fn skin(&self) -> Element {
        let page = document().and_then(|document| document.document_element());
        page.filter(|_| self.is_page)
            .unwrap_or_else(|| self.root.clone())
    }

    /// What gets keys: those that are pressed anywhere on the page, or only those within.
    pub(super) fn keys(&self) -> EventTarget {
        let page = document().filter(|_| self.is_page);
        page.map_or_else(|| self.root.clone().into(), Into::into)
    }
}

/// Where the app is that is drawn or used just now.
pub(super) fn here() -> Option<Rc<Place>> {
    HERE.with_borrow(Clone::clone)
}

/// True if the app that is drawn or used just now needs no network.
pub(super) fn is_near() -> bool {
    here().is_some_and(|place| place.is_near)
}

/// The first that matches in the app that is drawn or used just now.
pub(super) fn find(selector: &str) -> Option<Element> {
    here()?.tree().query_selector(selector).ok()?
}

/// What has the focus there.
pub(super) fn focused() -> Option<Element> {
    here()?.tree().active_element()
}

/// A listener that is taken away when this is dropped.
pub(crate) struct Listener {
    target: EventTarget,
    name: &'static str,
    closure: Closure<dyn Fn(web_sys::Event)>,
    early: bool,
}

impl Listener {
    /// Listens to events of one name.
    pub(super) fn new<E: JsCast>(
        target: &EventTarget,
        name: &'static str,
        on_event: impl Fn(E) + 'static,
    ) -> Self {
        Self::add(target, name, on_event, false)
    }

    /// The same before anything inside of the target hears of it.
    fn early<E: JsCast>(
        target: &EventTarget,
        name: &'static str,
        on_event: impl Fn(E) + 'static,
    ) -> Self {
        Self::add(target, name, on_event, true)
    }

    fn add<E: JsCast>(
        target: &EventTarget,
        name: &'static str,
        on_event: impl Fn(E) + 'static,
        early: bool,
    ) -> Self {
        let closure = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| {
            on_event(event.unchecked_into());
        });
        let function = closure.as_ref().unchecked_ref();
        // Adding and removing a listener of a known event cannot fail.
        let _ = target.add_event_listener_with_callback_and_bool(name, function, early);
        Self {
            target: target.clone(),
            name,
            closure,
            early,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.closure.as_ref().unchecked_ref();
        let _ = self
            .target
            .remove_event_listener_with_callback_and_bool(self.name, function, self.early);
    }
}

/// Calls back when an element changes its size, until what it returns is called; at once for the first time.
pub(crate) fn on_resize<F: Fn() + 'static>(
    element: &Element,
    on_resize: F,
) -> impl FnOnce() + use<F> {
    let closure = Closure::<dyn Fn()>::new(on_resize);
    let observer = web_sys::ResizeObserver::new(closure.as_ref().unchecked_ref()).ok();
    if let Some(observer) = &observer {
        observer.observe(element);
    }
    move || {
        if let Some(observer) = observer {
            observer.disconnect();
        }
        drop(closure);
    }
}

/// Tells of links within the app that are followed, by their fragments; the URL is not the app's own.
pub(crate) fn on_link(place: &Place, on_link: impl Fn(String) + 'static) -> Listener {
    Listener::new(&place.root, "click", move |event: web_sys::MouseEvent| {
        let target = event.target().and_then(|at| at.dyn_into::<Element>().ok());
        let link = target.and_then(|at| at.closest("a[href^=\"#/\"]").ok().flatten());
        if let Some(hash) = link.and_then(|link| link.get_attribute("href")) {
            event.prevent_default();
            on_link(hash);
        }
    })
}
