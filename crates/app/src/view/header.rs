//! The top bar: where one is, how the page looks, and who one is.

use yew::prelude::*;

use super::icon::Icon;
use super::keys::aria_key;
use super::link::Link;
use super::parts::say;
use super::select::Select;
use crate::store::journal::Event as Journal;
use crate::store::keys::{Command, Event as Keys};
use crate::store::login::Event as Login;
use crate::store::route::{Route, View};
use crate::store::{Message, State, Theme};
use crate::words::{self, LanguageChoice, Text};

const MENU_ID: &str = "page-menu";

pub(crate) fn header(link: &Link, state: &State) -> Html {
    let view = |view: View, name: Text| {
        let current = (state.view == view).then_some("page");
        html! {
            <a class="nav" aria-current={current} href={Route::to(view, state).hash()}>{ name }</a>
        }
    };
    let tool = |command: Command, icon: Icon| {
        let name = words::command(command);
        html! {
            <button type="button" class="plain square" aria-label={name} title={name} aria-keyshortcuts={aria_key(state, command)}
                onclick={link.on(Keys::Do(command))}>
                { icon.draw() }{ say("span", "in-menu", name) }
            </button>
        }
    };
    // Where there is room these stand in the bar, and else in a menu.
    html! {
        <header class="top" part="toolbar">
            if !state.is_element {
                <span class="brand">{ Icon::Tray.draw() }<span>{ words::PRODUCT }</span></span>
            }
            <nav>
                { view(View::Inbox, words::SESSIONS) }
                { view(View::Board, words::BOARD) }
                { view(View::Triage, words::TRIAGE) }
                { view(View::Projects, words::PROJECTS) }
            </nav>
            { names_switch(link, state) }
            <button type="button" class="plain square menu-button" aria-label={words::MENU} title={words::MENU} popovertarget={MENU_ID} aria-haspopup="true">
                { Icon::Menu.draw() }
            </button>
            <div id={MENU_ID} class="who" popover="auto">
                <button type="button" class="plain square" aria-label={words::ACTIVITY} title={words::ACTIVITY} onclick={link.on(Journal::Open)}>
                    { Icon::Activity.draw() }{ say("span", "in-menu", words::ACTIVITY) }
                </button>
                { tool(Command::Palette, Icon::Prompt) }
                { tool(Command::Help, Icon::Keyboard) }
                // The page around an element says how it looks and speaks, and has its own way out.
                if !state.is_element {
                    { choices(link, state) }
                    <span class="user"><bdi>{ state.login.user().unwrap_or_default() }</bdi></span>
                    <button type="button" class="leave" onclick={link.on(Login::SignOut)}>{ words::SIGN_OUT }</button>
                }
            </div>
        </header>
    }
}

/// Hides on screen what could name a patient.
fn names_switch(link: &Link, state: &State) -> Html {
    let hidden = state.names_hidden;
    let icon = if hidden { Icon::Hidden } else { Icon::Eye };
    html! {
        <button type="button" class="plain square names-switch" aria-pressed={hidden.to_string()} aria-label={words::HIDE_NAMES}
            title={words::HIDE_NAMES_HELP} aria-keyshortcuts={aria_key(state, Command::HideNames)}
            onclick={link.on(Message::ToggleNames)}>
            { icon.draw() }
            if hidden {
                { say("span", "told", words::NAMES_ARE_HIDDEN) }
            }
        </button>
    }
}

/// The language and the theme.
pub(super) fn choices(link: &Link, state: &State) -> Html {
    let themes = Theme::ALL.map(|theme| (theme.code().into(), words::theme(theme).into()));
    let languages = LanguageChoice::ALL.map(|choice| {
        let text = match choice {
            LanguageChoice::System => words::LANGUAGE_SYSTEM.get(),
            LanguageChoice::Always(language) => language.own_name(),
        };
        (choice.code().into(), text.into())
    });
    html! {
        <>
            <span class="pick" title={words::LANGUAGE}>
                { Icon::Globe.draw() }
                <Select label={words::LANGUAGE} options={languages.to_vec()} value={state.language.code()}
                    on_choose={link.with(|code: String| Message::Language(LanguageChoice::from_code(&code)))} />
            </span>
            <span class="pick" title={words::THEME}>
                { Icon::Theme.draw() }
                <Select label={words::THEME} options={themes.to_vec()} value={state.theme.code()}
                    on_choose={link.with(|code: String| Message::Theme(Theme::from_code(&code)))} />
            </span>
        </>
    }
}
