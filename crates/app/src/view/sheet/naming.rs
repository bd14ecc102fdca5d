//! Other names for sessions while they are archived.

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::store::sheet::{By, Event as Sheet, NamingEvent, Pile, PlanSheet, Why};
use crate::view::link::Link;
use crate::words::{self, Text};

/// So many names are shown beforehand.
const LONGEST: usize = 12;

pub(super) fn naming(link: &Link, sheet: &PlanSheet) -> Html {
    let naming = &sheet.naming;
    let table = naming.by == By::Table;
    let field = |id: &'static str, label: Text, value: &str, event: fn(String) -> NamingEvent| {
        let oninput = link.with(move |input: InputEvent| {
            let text = input.target_unchecked_into::<HtmlInputElement>().value();
            Sheet::Naming(event(text))
        });
        html! {
            <div class="field">
                <label for={id}>{ label }</label>
                <input {id} class="names" autocomplete="off" spellcheck="false" value={value.to_owned()} {oninput} />
            </div>
        }
    };
    if sheet.is_single() {
        return html! {
            <fieldset class="naming">
                <legend>{ words::NAMES }</legend>
                <div class="fields">
                    { field("name-subject", words::SUBJECT_NAME, &naming.subject, NamingEvent::Subject) }
                    { field("name-session", words::SESSION_NAME, &naming.session, NamingEvent::Session) }
                </div>
                <p class="quiet">{ words::CHARACTERS }</p>
            </fieldset>
        };
    }
    let by = |by: By, id: &'static str, text: Text| {
        html! {
            <label for={id}>
                <input type="radio" {id} name="naming-by" checked={naming.by == by} onchange={link.on(Sheet::Naming(NamingEvent::By(by)))} />
                { text }
            </label>
        }
    };
    let onpaste = link.with(|input: InputEvent| {
        let text = input.target_unchecked_into::<HtmlTextAreaElement>().value();
        Sheet::Naming(NamingEvent::Table(text))
    });
    html! {
        <fieldset class="naming">
            <legend>{ words::NAMES }</legend>
            <label>
                <input type="checkbox" checked={naming.open} onchange={link.on(Sheet::Naming(NamingEvent::Open(!naming.open)))} />
                { words::GIVE_NAMES }
            </label>
            if naming.open {
                <div class="naming-by">
                    { by(By::Pattern, "by-pattern", words::BY_PATTERN) }
                    { by(By::Table, "by-table", words::BY_TABLE) }
                </div>
                if table {
                    <div class="field">
                        <label for="name-table">{ words::TABLE_LABEL }</label>
                        <textarea id="name-table" class="names" rows="4" spellcheck="false" aria-describedby="name-table-text" value={naming.table.clone()} oninput={onpaste} />
                        <p id="name-table-text" class="quiet">{ words::TABLE_HINT }</p>
                    </div>
                    if sheet.strangers > 0 {
                        <p class="note">{ words::strangers(sheet.strangers) }</p>
                    }
                } else {
                    <div class="fields">
                        { field("name-subject", words::SUBJECT_PATTERN, &naming.subject, NamingEvent::Subject) }
                        { field("name-session", words::SESSION_PATTERN, &naming.session, NamingEvent::Session) }
                    </div>
                    <p class="quiet">{ words::places() }</p>
                }
                <p class="quiet">{ words::CHARACTERS }</p>
                { preview(sheet) }
            }
        </fieldset>
    }
}

/// Subject and session, each with its own direction.
fn pair(subject: &str, session: &str) -> Html {
    html! { <><bdi>{ words::subject_name(subject) }</bdi>{ " / " }<bdi>{ words::session_name(session) }</bdi></> }
}

/// What the names are now, and what they will be.
fn preview(sheet: &PlanSheet) -> Html {
    let lines = &sheet.lines;
    let possible = lines
        .iter()
        .filter(|line| line.pile != Pile::Wont || matches!(line.why, Some(Why::Name(_))));
    let all = possible.clone().count();
    let row = |line: &crate::store::sheet::Line| {
        let subject = line.names.subject.as_deref().unwrap_or(&line.subject);
        let session = line.names.session.as_deref().unwrap_or(&line.label);
        let trouble = match line.why {
            Some(why @ Why::Name(_)) => words::why(why),
            _ => None,
        };
        html! {
            <tr key={line.address.to_string()}>
                <td>{ pair(&line.subject, &line.label) }</td>
                <td>
                    if let Some(trouble) = trouble {
                        <span class="status error">{ trouble }</span>
                    } else {
                        { pair(subject, session) }
                    }
                </td>
            </tr>
        }
    };
    html! {
        <div class="preview">
            <table aria-label={words::PREVIEW}>
                <tbody>{ for possible.take(LONGEST).map(row) }</tbody>
            </table>
            if all > LONGEST {
                <p class="quiet">{ words::and_more(all - LONGEST) }</p>
            }
        </div>
    }
}
