//! Three piles: what will work, what needs a look, what is left out.

use prearchive_core::address::Address;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::plan::PlanProps;
use crate::format::count;
use crate::store::Load;
use crate::store::sheet::{Event as Sheet, Line, NamingEvent, Pile as Kind, PlanSheet, Why};
use crate::view::icon;
use crate::view::link::{Link, use_link};
use crate::words::{self, Text};

/// More rows of a pile than this are only counted.
const LONGEST: usize = 200;

#[function_component]
pub(super) fn Piles(props: &PlanProps) -> Html {
    use_link();
    let pile = |name: Text, class: &'static str, kind: Kind| {
        let lines = props.sheet.lines.iter();
        let lines: Vec<usize> = lines
            .enumerate()
            .filter(|(_, line)| line.pile == kind)
            .map(|(at, _)| at)
            .collect();
        (!lines.is_empty())
            .then(|| html! { <Pile sheet={props.sheet.clone()} {name} {class} {lines} /> })
    };
    html! {
        <>
            { for pile(words::LOOK, "look", Kind::Look) }
            { for pile(words::WILL, "will", Kind::Will) }
            { for pile(words::WONT, "wont", Kind::Wont) }
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct PileProps {
    sheet: PlanSheet,
    name: Text,
    class: &'static str,
    /// Which lines of the plan are in it.
    lines: Vec<usize>,
}

#[function_component]
fn Pile(props: &PileProps) -> Html {
    let link = use_link();
    let sheet = &props.sheet;
    let all = props.lines.len();
    let choosable = |line: &Line| line.pile == Kind::Look && line.why != Some(Why::NoSubject);
    let lines = props.lines.iter().filter_map(|at| sheet.lines.get(*at));
    let hint = lines.clone().filter(|line| choosable(line)).count() > 1;
    let row = |line: &Line| {
        let what = html! {
            <>
                <span class="pile-name">{ &line.label }</span>
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
                { for line.why.map(|why| reason(why, sheet)) }
                if line.needs_subject && !sheet.is_single() {
                    { subject(line, sheet, &link) }
                }
                if !sheet.is_single() {
                    { findings(&line.address, sheet) }
                }
            </li>
        }
    };
    html! {
        <section class={classes!("pile", props.class)} aria-label={props.name}>
            <h3>{ props.name }{ " " }<span class="number">{ count(all) }</span></h3>
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

fn reason(why: Why, sheet: &PlanSheet) -> Html {
    let text = match why {
        Why::Status(reason) => Some(words::reason(reason, sheet.action)),
        other => words::why(other),
    };
    html! { <p class="quiet">{ for text }</p> }
}

/// What the server has found about one of many.
fn findings(address: &Address, sheet: &PlanSheet) -> Html {
    match sheet.checks.of(address) {
        Load::Busy => html! { <p class="quiet">{ words::CHECKING_ROW }</p> },
        Load::Have(findings) if !findings.is_empty() => html! {
            <ul class="findings">
                { for findings.iter().map(|finding| html! {
                    <li class={finding.kind.to_lowercase()}>
                        <strong title={format!("{} {}", finding.kind, finding.code)}>{ words::finding(&finding.kind) }</strong>
                        { " " }{ &finding.message }
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
            <input aria-label={words::name_subject(&line.label)} placeholder={words::SUBJECT_NAME} autocomplete="off" spellcheck="false"
                value={value.cloned().unwrap_or_default()} {oninput} />
        </div>
    }
}
