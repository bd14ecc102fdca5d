//! The card of a session: what it is, how it is, and what can be done.

use prearchive_core::calls::Call;
use prearchive_core::format::Format;
use prearchive_core::session::Session;
use yew::prelude::*;

use crate::browser;
use crate::format::{age, date_time, scan_date};
use crate::store::{Message, Shared};
use crate::view::icon::{self, Icon};
use crate::view::link::use_link;
use crate::view::list::Actions;
use crate::words::{self, Text};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct CardProps {
    pub(super) state: Shared,
    pub(super) session: Session,
}

#[function_component]
pub(super) fn Card(props: &CardProps) -> Html {
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
    html! {
        <div class="session-card">
            <p class="state-line">{ icon::status(&session.status) }</p>
            <p class="quiet">{ words::status_help(&session.status) }</p>
            <Actions state={props.state.clone()} sources={vec![session.address.clone()]} />
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
            </dl>
            if let Some(href) = zip {
                <a class="button" {href} download={format!("{}.zip", session.address.folder)}>{ Icon::Download.draw() }<span>{ words::DOWNLOAD_ALL }</span></a>
            }
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct CopyProps {
    text: String,
    name: Text,
}

/// Copies a text, and shows that it did.
#[function_component]
fn CopyButton(props: &CopyProps) -> Html {
    let link = use_link();
    let copied = use_state(String::new);
    let done = *copied == props.text;
    let onclick = {
        let text = props.text.clone();
        move |_: MouseEvent| {
            let (link, copied, text) = (link.clone(), copied.clone(), text.clone());
            browser::copy(&text.clone(), move |done| {
                let said = if done {
                    words::COPIED
                } else {
                    words::COPY_FAILED
                };
                link.send(Message::Announce(said.into()));
                if done {
                    copied.set(text);
                }
            });
        }
    };
    let icon = if done { Icon::Check } else { Icon::Copy };
    html! {
        <button type="button" class="plain square" aria-label={props.name} title={props.name} {onclick}>{ icon.draw() }</button>
    }
}
