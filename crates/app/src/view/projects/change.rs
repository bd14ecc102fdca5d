//! Changes the settings of some projects: what is chosen, what that changes, and what the server said to each.

use prearchive_core::code::PrearchiveCode;
use yew::prelude::*;

use crate::store::projects::{Edit, Event as ProjectsEvent, Outcome, Projects};
use crate::view::dialog::Dialog;
use crate::view::link::Link;
use crate::view::parts::{part, say, tag, text};
use crate::view::problem::problem_with;
use crate::words;

/// The dialog.
pub(super) fn change(link: &Link, edit: &Edit, projects: &Projects) -> Html {
    let codes = edit.projects.iter().filter_map(|id| projects.code(id));
    let mut offered = PrearchiveCode::KNOWN.to_vec();
    for code in codes {
        if !offered.contains(&code) {
            offered.push(code);
        }
    }
    let onsubmit = {
        let link = link.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            link.send(ProjectsEvent::Save);
        }
    };
    let replaces = edit.chosen.is_some_and(PrearchiveCode::overwrites);
    let changing = projects.changing();
    let button = if edit.is_saving() {
        words::SAVING.to_string()
    } else {
        words::change_projects(changing.len())
    };
    html! {
        <Dialog title={words::setting_of(&edit.projects)} class="centre change-dialog" on_close={link.on::<()>(ProjectsEvent::Cancel)}>
            <form class="dialog-form" {onsubmit}>
                <div class="dialog-body">
                    <fieldset disabled={edit.is_saving()}>
                        <legend>{ words::SETTING }</legend>
                        { for offered.into_iter().map(|code| choice(link, edit, code)) }
                    </fieldset>
                    if edit.chosen.is_some() {
                        <section class="diff" aria-labelledby="diff-title">
                            <h3 id="diff-title">{ words::CHANGES }</h3>
                            if changing.is_empty() && !edit.is_saving() {
                                { say("p", "quiet", words::CHANGES_NOTHING) }
                            }
                            <ul>{ for edit.projects.iter().map(|id| difference(projects, edit, id)) }</ul>
                        </section>
                    }
                </div>
                <footer class="dialog-foot">
                    <button type="button" disabled={edit.is_saving()} onclick={link.on(ProjectsEvent::Cancel)}>{ words::CANCEL }</button>
                    <button type="submit" class={if replaces { "danger filled" } else { "primary" }} disabled={changing.is_empty() || edit.is_saving()}>
                        { button }
                    </button>
                </footer>
            </form>
        </Dialog>
    }
}

fn choice(link: &Link, edit: &Edit, code: PrearchiveCode) -> Html {
    let (name, about) = words::code(code.0);
    let id = format!("code-{code}");
    let label = tag("label", vec![("for", id.clone().into())], vec![text(name)]);
    let mut about = vec![text(about)];
    if code.overwrites() {
        about.extend([text(" "), say("strong", "", words::REPLACE_WARNING)]);
    }
    let attributes = vec![
        ("id", format!("{id}-text").into()),
        ("class", "quiet".into()),
    ];
    let about = tag("p", attributes, about);
    html! {
        <div key={code.0.to_string()} class={if code.overwrites() { "choice danger" } else { "choice" }}>
            <input type="radio" id={id.clone()} name="code" checked={edit.chosen == Some(code)} aria-describedby={format!("{id}-text")}
                onchange={link.on(ProjectsEvent::Choose(code))} />
            { part("div", "", vec![label, about]) }
        </div>
    }
}

/// What changes for a project, or what became of it.
fn difference(projects: &Projects, edit: &Edit, id: &str) -> Html {
    let name = |code: Option<PrearchiveCode>| match code {
        Some(code) => words::code(code.0).0,
        None => words::NOT_GIVEN.into(),
    };
    let now = projects.code(id);
    let change = if now == edit.chosen {
        words::stays(&name(now))
    } else {
        words::from_to(&name(now), &name(edit.chosen))
    };
    let is_left = edit.busy.contains(id) || edit.left.iter().any(|left| left == id);
    let told = match projects.outcomes.get(id) {
        _ if is_left => say("p", "quiet", words::SAVING),
        None => Html::default(),
        Some(Outcome::Saved) => say("p", "saved", words::SAVED),
        Some(Outcome::Differs(code)) => say("p", "note", words::not_taken(&name(Some(*code)))),
        Some(Outcome::Failed(problem)) => {
            let hint = problem.is_forbidden();
            problem_with(
                problem,
                None,
                hint.then(|| words::CODE_FORBIDDEN.into()),
                None,
            )
        }
    };
    let class = if now == edit.chosen { "quiet" } else { "" };
    let line = vec![
        say("code", "", id.to_owned()),
        text(" "),
        say("span", class, change),
    ];
    html! {
        <li key={id.to_owned()} aria-label={id.to_owned()}>
            { part("p", "", line) }
            { told }
        </li>
    }
}
