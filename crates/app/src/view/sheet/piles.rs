//! Three piles: what will work, what needs a look, what is left out.

use prearchive_core::plan::Action;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::format::count;
use crate::store::Load;
use crate::store::sheet::{
    Event as Sheet, Line, NamingEvent, Pile as Kind, PlanSheet, Trouble, Why,
};
use crate::view::icon;
use crate::view::link::Link;
use crate::words::{self, Text};

/// It is the same for all sessions: the pile says it once.
const OF_ALL: Why = Why::Name(Trouble::Pattern);

/// More rows of a pile than this are only counted.
const LONGEST: usize = 200;

pub(super) fn piles(link: &Link, sheet: &PlanSheet) -> Html {
    html! {
        <>
            { pile(link, sheet, words::LOOK, "look", Kind::Look) }
            { pile(link, sheet, words::WILL, "will", Kind::Will) }
            { pile(link, sheet, words::WONT, "wont", Kind::Wont) }
        </>
    }
}

fn pile(link: &Link, sheet: &PlanSheet, name: Text, class: &'static str, kind: Kind) -> Html {
    let lines = sheet.lines.iter().filter(|line| line.pile == kind);
    let all = lines.clone().count();
    if all == 0 {
        return Html::default();
    }
    let choosable = |line: &Line| line.pile == Kind::Look && line.why != Some(Why::NoSubject);
    let hint = lines.clone().filter(|line| choosable(line)).count() > 1;
    let checked = if kind == Kind::Will && sheet.action == Action::Archive && !sheet.is_single() {
        words::will_checked(sheet.checked(), all)
    } else {
        None
    };
    let row = |line: &Line| {
        let what = html! {
            <>
                <bdi class="pile-name">{ words::session_name(&line.label) }</bdi>
                <span class="quiet">{ line.address.project.to_string() }</span>
                { icon::status(&line.status) }
            </>
        };
        html! {
            <li key={line.address.to_string()}>
                if choosable(line) {
                    <label>
                        <input type="checkbox" checked={sheet.agreed.contains(&line.address)} onchange={link.on(Sheet::Agree(line.address.clone()))} />
                        { what }
                    </label>
                } else {
                    <div>{ what }</div>
                }
                { for line.why.filter(|why| *why != OF_ALL).map(|why| reason(why, line, sheet)) }
                if line.needs_subject && !sheet.is_single() {
                    { subject(line, sheet, link) }
                }
                if !sheet.is_single() {
                    { findings(line, sheet) }
                }
            </li>
        }
    };
    html! {
        <section key={class} class={classes!("pile", class)} aria-label={name}>
            <h3>{ name }{ " " }<span class="number">{ count(all) }</span>{ for checked }</h3>
            if lines.clone().any(|line| line.why == Some(OF_ALL)) {
                <p class="quiet">{ for words::why(OF_ALL) }</p>
            }
            if hint {
                <p class="quiet">{ words::LOOK_HINT }</p>
            }
            <ul>{ for lines.take(LONGEST).map(row) }</ul>
            if all > LONGEST {
                <p class="quiet">{ words::and_more(all - LONGEST) }</p>
            }
        </section>
    }
}

fn reason(why: Why, line: &Line, sheet: &PlanSheet) -> Html {
    let text: Option<AttrValue> = match why {
        Why::Status(reason) => Some(words::reason(reason, sheet.action).into()),
        Why::SubjectExists => {
            let subject = line.names.subject.as_deref().unwrap_or(&line.subject);
            Some(words::subject_exists(&words::subject_name(subject)).into())
        }
        other => words::why(other).map(AttrValue::from),
    };
    html! { <p class="quiet">{ for text }</p> }
}

/// What the server has found about one of many.
fn findings(line: &Line, sheet: &PlanSheet) -> Html {
    let names = [&*line.label, &*line.subject, &*line.address.folder];
    match sheet.checks.of(&line.address) {
        Load::Busy => html! { <p class="quiet">{ words::CHECKING_ROW }</p> },
        Load::Have(findings) if !findings.is_empty() => html! {
            <ul class="findings">
                { for findings.iter().map(|finding| html! {
                    <li class={finding.kind.to_ascii_lowercase()}>
                        <strong title={format!("{} {}", finding.kind, finding.code)}>{ words::finding(&finding.kind) }</strong>
                        { " " }<bdi>{ words::told_text(&finding.message, &names) }</bdi>
                    </li>
                }) }
            </ul>
        },
        Load::Idle | Load::Failed(_) | Load::Have(_) => Html::default(),
    }
}

/// A box for the subject of a session that has none.
fn subject(line: &Line, sheet: &PlanSheet, link: &Link) -> Html {
    let address = line.address.clone();
    let oninput = link.with(move |input: InputEvent| {
        let text = input.target_unchecked_into::<HtmlInputElement>().value();
        Sheet::Naming(NamingEvent::Given(address.clone(), text))
    });
    let value = sheet.naming.given.get(&line.address);
    html! {
        <div class="field">
            <input class="names" aria-label={words::name_subject(&words::session_name(&line.label))} placeholder={words::SUBJECT_NAME} autocomplete="off" spellcheck="false"
                value={value.cloned().unwrap_or_default()} {oninput} />
        </div>
    }
}
