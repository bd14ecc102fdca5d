//! The top bar: where one is, how it looks, and who one is.

use yew::prelude::*;

use super::icon::Icon;
use super::keys::aria_key;
use super::link::Link;
use super::select::Select;
use crate::store::journal::Event as Journal;
use crate::store::keys::{Command, Event as Keys};
use crate::store::login::Event as Login;
use crate::store::route::{Route, View};
use crate::store::{Message, State, Theme};
use crate::words::{self, LanguageChoice, Text};

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
                { icon.draw() }
            </button>
        }
    };
    let themes = Theme::ALL.map(|theme| (theme.code().into(), words::theme(theme).into()));
    let languages = LanguageChoice::ALL.map(|choice| {
        let text = match choice {
            LanguageChoice::System => words::LANGUAGE_SYSTEM.get(),
            LanguageChoice::Always(language) => language.own_name(),
        };
        (choice.code().into(), text.into())
    });
    html! {
        <header class="top">
            <span class="brand">{ Icon::Tray.draw() }<span>{ words::PRODUCT }</span></span>
            <nav>
                { view(View::Inbox, words::SESSIONS) }
                { view(View::Triage, words::TRIAGE) }
                { view(View::Projects, words::PROJECTS) }
            </nav>
            <div class="who">
                <button type="button" class="plain square" aria-label={words::ACTIVITY} title={words::ACTIVITY} onclick={link.on(Journal::Open)}>{ Icon::Activity.draw() }</button>
                { tool(Command::Palette, Icon::Prompt) }
                { tool(Command::Help, Icon::Keyboard) }
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
                <span class="user">{ state.login.user().unwrap_or_default() }</span>
                <button type="button" onclick={link.on(Login::SignOut)}>{ words::SIGN_OUT }</button>
            </div>
        </header>
    }
}
