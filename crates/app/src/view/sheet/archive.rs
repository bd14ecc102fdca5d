//! What archiving would meet, and what may happen to what is archived already.

use prearchive_core::archiving::Overwrite;
use prearchive_core::inside::Finding;
use yew::prelude::*;

use crate::store::Load;
use crate::store::sheet::{Event as Sheet, MOST, PlanSheet};
use crate::view::icon::Icon;
use crate::view::link::Link;
use crate::view::problem::problem_of;
use crate::words;

/// `chosen`: nothing while somebody has to choose.
pub(super) fn overwrite_choice(link: &Link, chosen: Option<Overwrite>) -> Html {
    let choice = |overwrite: Overwrite| {
        let (name, text) = words::overwrite(overwrite);
        let id = format!("overwrite-{}", overwrite.name());
        let danger = (overwrite == Overwrite::Delete).then_some("danger");
        html! {
            <div key={overwrite.name()} class={classes!("choice", danger)}>
                <input type="radio" id={id.clone()} name="overwrite" checked={chosen == Some(overwrite)}
                    aria-describedby={format!("{id}-text")} onchange={link.on(Sheet::Overwrite(overwrite))} />
                <div>
                    <label for={id.clone()}>{ name }</label>
                    <p id={format!("{id}-text")} class="quiet">{ text }</p>
                </div>
            </div>
        }
    };
    html! {
        <fieldset>
            <legend>{ words::OVERWRITE }</legend>
            { for [Overwrite::None, Overwrite::Append, Overwrite::Delete].map(choice) }
        </fieldset>
    }
}

/// What the server says when it is asked beforehand: of one session all of it, of many how far it is.
pub(super) fn findings(sheet: &PlanSheet) -> Html {
    if let [one] = &sheet.lines[..] {
        return of_one(
            sheet.checks.of(&one.address),
            &[&one.label, &one.subject, &one.address.folder],
        );
    }
    let (asked, answered) = sheet.checks.progress();
    let unchecked = sheet.checks.failed().map_or(0, |(_, n)| n);
    html! {
        if asked > 0 {
            <div class="checks">
                if answered < asked {
                    <progress max={asked.to_string()} value={answered.to_string()} aria-label={words::CHECK}></progress>
                }
                <p class="quiet" role="status">
                    { words::checked(answered.saturating_sub(unchecked), asked) }
                    if sheet.lines.len() > MOST {
                        { " " }{ words::checked_most(MOST) }
                    }
                </p>
                if let Some((problem, n)) = sheet.checks.failed() {
                    { problem_of(words::unchecked(n), problem, None) }
                }
            </div>
        }
    }
}

/// What it says of one session, whose own names are told so that they can be hidden in it.
pub(crate) fn of_one(findings: Load<&[Finding]>, names: &[&str]) -> Html {
    match findings {
        Load::Idle => Html::default(),
        Load::Busy => html! { <p class="quiet" role="status">{ words::CHECKING }</p> },
        Load::Failed(problem) => problem_of(words::CHECK_FAILED, &problem, None),
        Load::Have([]) => html! {
            <p class="clean" role="status">{ Icon::Check.draw() }{ words::CHECK_CLEAN }</p>
        },
        Load::Have(findings) => html! {
            <section class="findings" aria-label={words::CHECK}>
                <h3>{ words::CHECK }</h3>
                <ul>
                    { for findings.iter().map(|finding| html! {
                        <li class={finding.kind.to_ascii_lowercase()}>
                            <strong title={format!("{} {}", finding.kind, finding.code)}>{ words::finding(&finding.kind) }</strong>
                            { " " }<bdi>{ words::told_text(&finding.message, names) }</bdi>
                        </li>
                    }) }
                </ul>
            </section>
        },
    }
}
