//! The root component: holds the state, sends messages through the reducer, and performs what it asks for.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Interval;
use prearchive_client::{Cancel, Client};
use prearchive_core::project::Project;
use yew::html::Scope;
use yew::prelude::*;

use crate::browser::{self, Listener, Place};
use crate::store::effects::World;
use crate::store::keys::{Command, Event, Situation};
use crate::store::may::May;
use crate::store::{Effect, Held, Message, Shared, State, later, list, login};
use crate::view::link::Link;
use crate::view::{self, Page};

/// What an app begins with.
pub(crate) struct Setup {
    pub(crate) client: Client,
    pub(crate) place: Rc<Place>,
    /// The projects whose sessions are listed; all if there are none.
    pub(crate) projects: Vec<Project>,
    /// Whoever is told what happens.
    pub(crate) tell: Option<js_sys::Function>,
    /// How to reach the app, once it is there.
    pub(crate) scope: RefCell<Option<Scope<App>>>,
    /// What it is sent as soon as it is there.
    pub(crate) first: RefCell<Vec<Message>>,
}

/// An app is about one server in one place: the properties are always the same ones.
#[derive(Clone, Properties)]
pub(crate) struct AppProps {
    setup: Rc<Setup>,
}

impl PartialEq for AppProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.setup, &other.setup)
    }
}

impl AppProps {
    pub(crate) fn of(setup: Rc<Setup>) -> Self {
        Self { setup }
    }
}

pub(crate) struct App {
    state: Rc<State>,
    world: World,
    link: Link,
    /// A run is under way.
    at_work: Rc<Cell<bool>>,
    /// What keys would do.
    situation: Rc<RefCell<Situation>>,
    place: Rc<Place>,
    tell: Option<js_sys::Function>,
    /// Ends what is asked when the app is taken away.
    gone: Cancel,
    _listeners: Vec<Listener>,
    _ticks: Interval,
}

impl Component for App {
    type Message = Message;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        let setup = &ctx.props().setup;
        let place = setup.place.clone();
        place.enter();
        setup.scope.replace(Some(ctx.link().clone()));
        for message in setup.first.take() {
            ctx.link().send_message(message);
        }
        let send = ctx.link().callback(|message: Message| message);
        let gone = Cancel::new();
        let client = setup.client.with_cancel(gone.clone());
        let mut state = State {
            clock: browser::clock(),
            server: browser::absolute(".").unwrap_or_default(),
            is_element: !place.is_page,
            ..State::default()
        };
        if state.is_element {
            // Whoever puts an element into a page says what it may do.
            state.may = May::read("");
        }
        state.recall(|key| browser::kept(&key.name()));
        browser::show_theme(state.theme);
        browser::show_language(state.language);
        browser::hide_names(state.names_hidden);
        let situation = Rc::new(RefCell::new(Situation::of(&state)));
        let at_work = Rc::new(Cell::new(false));
        let mut listeners = listen(&send, &place, &situation);
        listeners.extend(browser::ask_before_leaving(at_work.clone()));
        let (ticks, at) = (send.clone(), place.clone());
        let mut app = Self {
            state: Rc::new(state),
            world: World::new(client.clone(), setup.projects.clone(), send.clone()),
            link: Link::new(client, send),
            at_work,
            situation,
            place: place.clone(),
            tell: setup.tell.clone(),
            gone,
            _listeners: listeners,
            _ticks: Interval::new(1000, move || {
                at.enter();
                ticks.emit(Message::Clock(browser::clock()));
            }),
        };
        app.reduce(Message::Navigated(browser::hash()));
        if place.is_page {
            app.world.perform(Effect::Resume);
        } else {
            // What tells the page around is in the second module: nothing happens that it would not hear of.
            let send = ctx.link().callback(|message: Message| message);
            wasm_bindgen_futures::spawn_local(async move {
                if view::later::fetch().await {
                    send.emit(Message::Arrived);
                }
                send.emit(login::Event::AskAgain.into());
            });
        }
        app
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        self.place.enter();
        if message.is_for_later() && !later::is_here() {
            let send = ctx.link().callback(|message: Message| message);
            self.reduce(Message::Held(Held::Loading));
            wasm_bindgen_futures::spawn_local(async move {
                if view::later::fetch().await {
                    send.emit(Message::Arrived);
                    send.emit(message);
                } else {
                    send.emit(Message::Held(Held::Failed(Box::new(message))));
                }
            });
        } else {
            self.reduce(message);
        }
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        self.place.enter();
        html! {
            <ContextProvider<Link> context={self.link.now()}>
                <Page state={Shared(self.state.clone())} />
            </ContextProvider<Link>>
        }
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        self.place.enter();
        browser::focus_missing();
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.world.perform(Effect::LeaveRuns);
        self.gone.cancel();
    }
}

impl App {
    /// What it shows.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    fn reduce(&mut self, message: Message) {
        let Some(tell) = self.tell.clone() else {
            return self.apply(message);
        };
        let agreed =
            later::asks(&self.state, &message).is_none_or(|news| browser::tell(&tell, &news));
        let message = match agreed {
            true => message,
            false => Message::Host("veto".into(), String::new()),
        };
        let (before, heard) = (self.state.clone(), message.clone());
        self.apply(message);
        for news in later::tell(&before, &heard, &self.state) {
            browser::tell(&tell, &news);
        }
    }

    fn apply(&mut self, message: Message) {
        // It may also have been fetched ahead, without a word.
        if later::is_here() {
            self.world.go_on();
        }
        let state = Rc::make_mut(&mut self.state);
        let effects = match message {
            // The time from a key to what it finds is what people feel most.
            Message::List(list::Event::Text(_)) => {
                browser::measured("filter", || state.apply(message))
            }
            message => state.apply(message),
        };
        for effect in effects {
            self.world.perform(effect);
        }
        self.at_work.set(self.state.is_at_work());
        self.situation.replace(Situation::of(&self.state));
    }
}

fn listen(
    send: &Callback<Message>,
    place: &Rc<Place>,
    situation: &Rc<RefCell<Situation>>,
) -> Vec<Listener> {
    let (clock, at) = (send.clone(), place.clone());
    let mut listeners = browser::listen(&["visibilitychange", "online", "offline"], move || {
        at.enter();
        clock.emit(Message::Clock(browser::clock()));
    });
    let route = send.clone();
    if place.is_page {
        listeners.extend(browser::listen(&["popstate"], move || {
            route.emit(Message::Navigated(browser::hash()));
        }));
    } else {
        listeners.extend(place.enter_when_used());
        listeners.push(browser::on_link(place, move |hash| {
            route.emit(Message::Navigated(hash));
        }));
    }
    let (keys, situation) = (send.clone(), situation.clone());
    listeners.push(browser::on_key(place, move |pressed| {
        let command = situation.borrow().command(&pressed);
        if let Some(command) = command {
            // Names are hidden at once, also while the second module, which does the others, is still to come.
            keys.emit(match command {
                Command::HideNames => Message::ToggleNames,
                command => Event::Do(command).into(),
            });
        }
        command.is_some()
    }));
    listeners
}
