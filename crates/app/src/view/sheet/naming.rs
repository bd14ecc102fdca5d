//! Other names for sessions while they are archived.

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::store::sheet::{By, Event as Sheet, NamingEvent, Pile, PlanSheet, Why, clean};
use crate::view::link::Link;
use crate::words::{self, Text};

/// So many names are shown beforehand.
const LONGEST: usize = 12;

pub(super) fn naming(link: &Link, sheet: &PlanSheet) -> Html {
    let naming = &sheet.naming;
    let table = naming.by == By::Table;
    let input = |id: &'static str,
                 label: Text,
                 value: &str,
                 event: fn(String) -> NamingEvent,
                 note: Option<Html>,
                 invalid: bool| {
        let of = note.as_ref().map(|_| format!("{id}-note"));
        let oninput = link.with(move |input: InputEvent| {
            let text = input.target_unchecked_into::<HtmlInputElement>().value();
            Sheet::Naming(event(text))
        });
        html! {
            <div class="field">
                <label for={id}>{ label }</label>
                <input {id} class="names" autocomplete="off" spellcheck="false" value={value.to_owned()} {oninput}
                    aria-invalid={invalid.then_some("true")} aria-describedby={of.clone()} />
                if let Some(note) = note {
                    <div id={of}>{ note }</div>
                }
            </div>
        }
    };
    // A pattern, or the name itself if there is one session only.
    let field = |id: &'static str, label: Text, value: &str, event: fn(String) -> NamingEvent| {
        let unknown = naming.unknown_place(value).map(words::unknown_place);
        let note = unknown.map(|text| html! { <p class="status error">{ text }</p> });
        let invalid = note.is_some();
        input(id, label, value, event, note, invalid)
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
    let nothing = sheet
        .replaces_nothing
        .then(|| html! { <p class="note" role="status">{ words::REPLACES_NOTHING }</p> });
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
                    { strangers(&sheet.strangers) }
                } else {
                    <div class="fields">
                        { field("name-subject", words::SUBJECT_PATTERN, &naming.subject, NamingEvent::Subject) }
                        { field("name-session", words::SESSION_PATTERN, &naming.session, NamingEvent::Session) }
                    </div>
                    <div class="field">
                        <label for="name-start">{ words::START }</label>
                        <input id="name-start" type="number" min="0" step="1" value={naming.start.to_string()} oninput={link.with(|input: InputEvent| {
                            let text = input.target_unchecked_into::<HtmlInputElement>().value();
                            Sheet::Naming(NamingEvent::Start(text.trim().parse().unwrap_or(1)))
                        })} />
                    </div>
                    <p class="quiet">{ words::places() }</p>
                    <div class="fields">
                        { input("name-replace", words::TO_REPLACE, &naming.replace, NamingEvent::Replace, nothing, false) }
                        { input("name-with", words::REPLACE_WITH, &naming.with, NamingEvent::With, None, false) }
                    </div>
                    <p class="quiet">{ words::REPLACE_HINT }</p>
                }
                <p class="quiet">{ words::CHARACTERS }</p>
                // A pattern that cannot be filled in says so once, at its field.
                if [&naming.subject, &naming.session].into_iter().all(|text| naming.unknown_place(text).is_none()) {
                    { preview(sheet) }
                }
            }
        </fieldset>
    }
}

/// Subject and session, each with its own direction.
fn pair(subject: &str, session: &str) -> Html {
    html! { <><bdi>{ words::subject_name(subject) }</bdi>{ " / " }<bdi>{ words::session_name(session) }</bdi></> }
}

/// The lines of the table that are of no use.
fn strangers(lines: &[(usize, String)]) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    let line = |(at, label): &(usize, String)| {
        html! { <li key={*at}><bdi>{ words::stranger(*at, &words::session_name(label)) }</bdi></li> }
    };
    html! {
        <div class="note">
            <p>{ words::strangers(lines.len()) }</p>
            <ul>{ for lines.iter().take(LONGEST).map(line) }</ul>
            if lines.len() > LONGEST {
                <p>{ words::and_more(lines.len() - LONGEST) }</p>
            }
        </div>
    }
}

/// What the names are now, and what they will be.
fn preview(sheet: &PlanSheet) -> Html {
    let lines = &sheet.lines;
    let possible = lines
        .iter()
        .filter(|line| line.pile != Pile::Wont || matches!(line.why, Some(Why::Name(_))));
    let all = possible.clone().count();
    let row = |line: &crate::store::sheet::Line| {
        // As the archive writes it, also where nobody has given another name.
        let used = |given: &Option<String>, own: &str| given.clone().unwrap_or_else(|| clean(own));
        let subject = used(&line.names.subject, &line.subject);
        let session = used(&line.names.session, &line.label);
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
                        { pair(&subject, &session) }
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
