//! The root component: holds the state, sends messages through the reducer, and performs what it asks for.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Interval;
use prearchive_client::{Client, Transport};
use yew::prelude::*;

use crate::browser;
use crate::store::effects::World;
use crate::store::keys::{Command, Event, Situation};
use crate::store::{Effect, Held, Message, Shared, State, later, list};
use crate::view::link::Link;
use crate::view::{self, Page};

/// Mounts the page in `#app`, which is made if there is none.
///
/// # Panics
///
/// Never by itself; a panic anywhere in the page is written to the console.
pub fn mount(transport: Rc<dyn Transport>) {
    console_error_panic_hook::set_once();
    let Some(root) = browser::root() else {
        return;
    };
    let properties = AppProps {
        server: Server(Client::new(transport)),
    };
    yew::Renderer::<App>::with_root_and_props(root, properties).render();
}

/// The server that the page is about: always the same one.
#[derive(Clone)]
pub(crate) struct Server(Client);

impl PartialEq for Server {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct AppProps {
    server: Server,
}

pub(crate) struct App {
    state: Rc<State>,
    world: World,
    link: Link,
    /// A run is under way.
    at_work: Rc<Cell<bool>>,
    /// What keys would do.
    situation: Rc<RefCell<Situation>>,
    _ticks: Interval,
}

impl Component for App {
    type Message = Message;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        let send = ctx.link().callback(|message: Message| message);
        let client = &ctx.props().server.0;
        let mut state = State {
            clock: browser::clock(),
            server: browser::absolute(".").unwrap_or_default(),
            ..State::default()
        };
        state.recall(|key| browser::kept(&key.name()));
        browser::show_theme(state.theme);
        browser::show_language(state.language);
        browser::hide_names(state.names_hidden);
        let situation = Rc::new(RefCell::new(Situation::of(&state)));
        listen(&send, &situation);
        let at_work = Rc::new(Cell::new(false));
        browser::ask_before_leaving(at_work.clone());
        let ticks = send.clone();
        let mut app = Self {
            state: Rc::new(state),
            world: World::new(client.clone(), send.clone()),
            link: Link::new(client.clone(), send),
            at_work,
            situation,
            _ticks: Interval::new(1000, move || ticks.emit(Message::Clock(browser::clock()))),
        };
        app.reduce(Message::Navigated(browser::hash()));
        app.world.perform(Effect::Resume);
        app
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        if message.is_for_later() && !later::is_here() {
            let send = ctx.link().callback(|message: Message| message);
            self.reduce(Message::Held(Held::Loading));
            wasm_bindgen_futures::spawn_local(async move {
                if view::later::fetch().await {
                    send.emit(Message::Arrived);
                    send.emit(message);
                    browser::focus_missing();
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
        html! {
            <ContextProvider<Link> context={self.link.now()}>
                <Page state={Shared(self.state.clone())} />
            </ContextProvider<Link>>
        }
    }
}

impl App {
    fn reduce(&mut self, message: Message) {
        if message == Message::Arrived {
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

fn listen(send: &Callback<Message>, situation: &Rc<RefCell<Situation>>) {
    let clock = send.clone();
    browser::listen(&["visibilitychange", "online", "offline"], move || {
        clock.emit(Message::Clock(browser::clock()));
    });
    let route = send.clone();
    browser::listen(&["popstate"], move || {
        route.emit(Message::Navigated(browser::hash()));
    });
    let (keys, situation) = (send.clone(), situation.clone());
    browser::on_key(move |pressed| {
        let command = situation.borrow().command(&pressed);
        if let Some(command) = command {
            // Names are hidden at once, also while the second module, which does the others, is still to come.
            keys.emit(match command {
                Command::HideNames => Message::ToggleNames,
                command => Event::Do(command).into(),
            });
        }
        command.is_some()
    });
}
