//! What JavaScript gets of an app: [`mount`] draws it in an element of its own, and the handle steers it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use prearchive_client::{Client, Fetch};
use prearchive_core::project::Project;
use wasm_bindgen::prelude::*;
use web_sys::Element;
use yew::AppHandle;
use yew::prelude::*;

use crate::app::{App, AppProps, Setup};
use crate::browser::{self, Place};
use crate::store::{Message, later};
use crate::view;

#[wasm_bindgen]
extern "C" {
    /// How an app is to be mounted.
    pub type Options;
    /// Where the server's `/data` is, absolute or relative to the page; empty for the page's own folder.
    #[wasm_bindgen(method, getter, js_name = baseUrl)]
    fn base_url(this: &Options) -> Option<String>;
    /// What takes the place of the global `fetch`.
    #[wasm_bindgen(method, getter)]
    fn fetch(this: &Options) -> Option<js_sys::Function>;
    /// The app is the whole page: the URL and all keys are its own.
    #[wasm_bindgen(method, getter, js_name = isPage)]
    fn is_page(this: &Options) -> Option<bool>;
    /// The only projects whose sessions are listed.
    #[wasm_bindgen(method, getter)]
    fn projects(this: &Options) -> Option<Vec<String>>;
    /// There is no network between the app and its server, so that it never lacks one.
    #[wasm_bindgen(method, getter, js_name = isNear)]
    fn is_near(this: &Options) -> Option<bool>;
    /// Is told what happens, by name and detail; answers `false` to what it does not want.
    #[wasm_bindgen(method, getter)]
    fn tell(this: &Options) -> Option<js_sys::Function>;
}

/// An element with an app in it, or with none: what Yew has once added to an element stays, so that elements are used again.
struct Frame {
    root: Element,
    handle: AppHandle<Inside>,
}

thread_local! {
    /// The frames that nobody uses.
    static FREE: RefCell<Vec<Frame>> = const { RefCell::new(Vec::new()) };
    /// Counts up with every app.
    static NUMBER: Cell<usize> = const { Cell::new(0) };
}

impl Frame {
    fn new() -> Option<Self> {
        let root = browser::frame()?;
        let handle = yew::Renderer::<Inside>::with_root(root.clone()).render();
        Some(Self { root, handle })
    }
}

/// What is in a frame.
struct Inside(Option<(usize, AppProps)>);

impl Component for Inside {
    type Message = Option<(usize, AppProps)>;
    type Properties = ();

    fn create(_: &Context<Self>) -> Self {
        Self(None)
    }

    fn update(&mut self, _: &Context<Self>, now: Self::Message) -> bool {
        self.0 = now;
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        match &self.0 {
            None => Html::default(),
            Some((number, props)) => html! { <App key={*number} ..props.clone() /> },
        }
    }
}

/// Draws an app in an element of its own, which the caller puts where it is to be seen.
///
/// # Panics
///
/// Never by itself; a panic anywhere in the app is written to the console.
#[wasm_bindgen]
#[must_use]
pub fn mount(options: &Options) -> Mounted {
    console_error_panic_hook::set_once();
    let Some(frame) = FREE.with_borrow_mut(Vec::pop).or_else(Frame::new) else {
        return Mounted(None);
    };
    let mut fetch = Fetch::new(&options.base_url().unwrap_or_default());
    if let Some(instead) = options.fetch() {
        fetch = fetch.with(instead);
        // There may be no network later on.
        view::later::fetch_ahead();
    }
    let is_page = options.is_page().unwrap_or(false);
    let projects = options.projects().unwrap_or_default();
    let setup = Rc::new(Setup {
        client: Client::new(Rc::new(fetch)),
        place: Place::new(
            frame.root.clone(),
            is_page,
            options.is_near().unwrap_or(false),
        ),
        projects: projects
            .iter()
            .map(|id| Project::from(id.as_str()))
            .collect(),
        tell: options.tell(),
        scope: RefCell::default(),
        first: RefCell::default(),
    });
    let number = NUMBER.replace(NUMBER.get() + 1);
    let props = AppProps::of(setup.clone());
    frame.handle.send_message(Some((number, props)));
    Mounted(Some((frame, setup)))
}

/// An app that is drawn.
#[wasm_bindgen]
#[expect(missing_debug_implementations, reason = "it is JavaScript's")]
pub struct Mounted(Option<(Frame, Rc<Setup>)>);

#[wasm_bindgen]
impl Mounted {
    /// The element in which the app is drawn, with the class `app`; none after [`Mounted::unmount`].
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn root(&self) -> Option<Element> {
        self.0.as_ref().map(|(frame, _)| frame.root.clone())
    }

    /// Sets or does something, by name; see `store/host.rs` for the names. After [`Mounted::unmount`] nothing happens.
    pub fn set(&self, name: String, text: String) {
        if let Some((_, setup)) = &self.0 {
            let message = Message::Host(name, text);
            match &*setup.scope.borrow() {
                Some(app) => app.send_message(message),
                // Before it is drawn for the first time: then it is told right after.
                None => setup.first.borrow_mut().push(message),
            }
        }
    }

    /// What the app shows, by name; empty as long as it is not known.
    #[must_use]
    pub fn get(&self, name: &str) -> String {
        let setup = self.0.as_ref().map(|(_, setup)| setup);
        let scope = setup.and_then(|setup| setup.scope.borrow().clone());
        let app = scope.as_ref().and_then(|scope| scope.get_component());
        app.map(|app| later::read(app.state(), name))
            .unwrap_or_default()
    }

    /// Takes the app away: nothing of it is drawn, listens or asks any more, and runs are kept as cut off.
    pub fn unmount(&mut self) {
        if let Some((frame, setup)) = self.0.take() {
            setup.scope.take();
            frame.handle.send_message(None);
            browser::clean(&frame.root);
            FREE.with_borrow_mut(|free| free.push(frame));
        }
    }
}
