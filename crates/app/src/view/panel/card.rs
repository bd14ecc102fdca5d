//! The card of a session: what it is, how it is, and what can be done.

use prearchive_core::calls::Call;
use prearchive_core::format::Format;
use prearchive_core::session::Session;
use yew::prelude::*;

use super::copy::CopyButton;
use super::doctor::Doctor;
use super::twins::TwinsCard;
use crate::browser;
use crate::format::{age, date_time, scan_date};
use crate::store::Shared;
use crate::store::route::Route;
use crate::view::icon::{self, Icon};
use crate::view::link::use_link;
use crate::view::list::Actions;
use crate::words::{self, Text};

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct CardProps {
    pub(crate) state: Shared,
    pub(crate) session: Session,
    /// Shown in place of the actions, where those stand elsewhere.
    #[prop_or_default]
    pub(crate) between: Option<Html>,
}

#[function_component]
pub(crate) fn Card(props: &CardProps) -> Html {
    let link = use_link();
    let session = &props.session;
    let wall = props.state.clock.wall();
    let copy = |text: String, name: Text| html! { <CopyButton {text} {name} /> };
    let dated = |date| {
        let text = date_time(date);
        match age(date, wall) {
            Some(age) => words::dated(&text, &age),
            None => text,
        }
    };
    let fact = |name: Text, value: Html, there: bool| {
        there.then(|| html! { <><dt>{ name }</dt><dd>{ value }</dd></> })
    };
    let text = |name: Text, text: String| {
        let there = !text.is_empty();
        fact(name, text.into(), there)
    };
    let path = session.address.to_string();
    let arrival = session
        .auto_archive()
        .filter(|code| code.archives_on_arrival())
        .map(|code| words::code(code.0).0)
        .unwrap_or_default();
    let zip = link.address(&Call::Read(session.address.clone()), Some(Format::Zip));
    let user = props.state.login.user().unwrap_or_default();
    let curl = zip
        .as_deref()
        .and_then(browser::absolute)
        .map(|url| curl(user, &url, &session.address.folder));
    let view = Route {
        open: false,
        ..Route::of(&props.state)
    };
    let view = browser::absolute(&view.hash()).unwrap_or_default();
    html! {
        <div class="session-card">
            <p class="state-line">{ icon::status(&session.status) }</p>
            <Doctor state={props.state.clone()} session={session.clone()} />
            <TwinsCard state={props.state.clone()} session={session.clone()} />
            if let Some(between) = &props.between {
                { between.clone() }
            } else {
                <Actions state={props.state.clone()} sources={vec![session.address.clone()]} />
            }
            <dl>
                { for text(words::PROJECT, session.address.project.to_string()) }
                { for text(words::SUBJECT, session.subject.clone()) }
                { for text(words::SESSION, session.name.clone()) }
                { for text(words::SCAN_DATE, scan_date(session)) }
                { for text(words::UPLOADED, dated(&session.uploaded)) }
                { for text(words::LAST_CHANGE, dated(&session.lastmod)) }
                { for text(words::ON_ARRIVAL, arrival) }
                { for text(words::SOURCE, session.source.clone()) }
                { for fact(words::UID, html! { <><code>{ &session.tag }</code>{ copy(session.tag.clone(), words::COPY_UID) }</> }, !session.tag.is_empty()) }
                { for fact(words::PATH, html! { <><code>{ &path }</code>{ copy(path.clone(), words::COPY_PATH) }</> }, true) }
                { for fact(words::CURL_LINE, html! { <><span class="quiet">{ words::CURL_LINE_TEXT }</span>{ copy(curl.clone().unwrap_or_default(), words::COPY_CURL) }</> }, curl.is_some()) }
                { for fact(words::VIEW_LINK, html! { <><span class="quiet">{ words::VIEW_LINK_TEXT }</span>{ copy(view, words::COPY_LINK) }</> }, true) }
            </dl>
            if let Some(href) = zip {
                <a class="button" {href} download={format!("{}.zip", session.address.folder)}>{ Icon::Download.draw() }<span>{ words::DOWNLOAD_ALL }</span></a>
            }
        </div>
    }
}

/// A line for a shell that downloads a session's zip; curl asks for the password.
fn curl(user: &str, url: &str, folder: &str) -> String {
    let zip = format!("{folder}.zip");
    format!(
        "curl -u {} -o {} {}",
        quoted(user),
        quoted(&zip),
        quoted(url)
    )
}

/// A word of a POSIX shell in which nothing has a meaning of its own (POSIX.1-2017, XCU 2.2.2).
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_takes_the_line_as_it_is_meant() {
        for (user, url, folder, line) in [
            (
                "ann",
                "https://x/data/a?format=zip",
                "S01",
                "curl -u 'ann' -o 'S01.zip' 'https://x/data/a?format=zip'",
            ),
            (
                "a n",
                "https://x/$(id)",
                "it's",
                r"curl -u 'a n' -o 'it'\''s.zip' 'https://x/$(id)'",
            ),
        ] {
            assert_eq!(curl(user, url, folder), line);
        }
    }
}
