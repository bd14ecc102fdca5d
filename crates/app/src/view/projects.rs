//! The projects: what waits in each, and what each does with sessions on arrival.

use std::collections::BTreeMap;

use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::{Project, ProjectRow};
use yew::prelude::*;

use super::Props;
use super::link::{Link, use_link};
use super::problem::ProblemBox;
use crate::format::count;
use crate::store::list::Event as List;
use crate::store::projects::{Edit, Event as ProjectsEvent, Projects, sees_waiting};
use crate::store::route::View;
use crate::store::{Load, Message};
use crate::words;

#[function_component]
pub(crate) fn ProjectsView(props: &Props) -> Html {
    let link = use_link();
    let state = &props.state;
    let body = match &state.projects.rows {
        Load::Idle | Load::Busy => html! { <p class="quiet" role="status">{ words::LOADING }</p> },
        Load::Failed(problem) => html! {
            <ProblemBox title={words::PROJECTS_FAILED} problem={problem.clone()} retry={link.on::<()>(ProjectsEvent::Load)} />
        },
        Load::Have(rows) if rows.is_empty() => html! {
            <div class="blank"><h2>{ words::NO_PROJECTS_TITLE }</h2><p>{ words::NO_PROJECTS_TEXT }</p></div>
        },
        Load::Have(rows) => {
            let waiting = state.list.waiting();
            html! {
                <ul class="projects">
                    { for rows.iter().map(|row| card(&link, row, &waiting, &state.projects)) }
                </ul>
            }
        }
    };
    html! {
        <section class="page" aria-labelledby="projects-title">
            <h1 id="projects-title">{ words::PROJECTS }</h1>
            <p class="quiet">{ words::PROJECTS_INTRO }</p>
            { body }
        </section>
    }
}

fn card(
    link: &Link,
    row: &ProjectRow,
    waiting: &BTreeMap<String, usize>,
    projects: &Projects,
) -> Html {
    let edit = projects.edits.get(&row.id);
    let may_change = projects.may_change(&row.id);
    let project = Project::Named(row.id.clone());
    let number = waiting.get(&row.id).copied().unwrap_or(0);
    let show = {
        let link = link.clone();
        move |_: MouseEvent| {
            link.send(List::ClearFilter);
            link.send(List::Project(Some(project.clone())));
            link.send(Message::GoTo(View::Inbox));
        }
    };
    let setting = match row.prearchive_code {
        Some(code) => words::code(code.0).0,
        None => words::NOT_GIVEN.into(),
    };
    let replaces = row.prearchive_code.is_some_and(PrearchiveCode::overwrites);
    html! {
        <li key={row.id.clone()} class="project-card" aria-label={row.id.clone()}>
            <div class="project-head">
                <div class="project-name">
                    <h2>{ if row.name.is_empty() { &row.id } else { &row.name } }</h2>
                    <code>{ &row.id }</code>
                </div>
                <p class="project-fact"><span class="quiet">{ words::ROLE }</span>{ words::role(&row.role) }</p>
                <p class="project-fact"><span class="quiet">{ words::WAITING }</span>
                    if number > 0 {
                        <button type="button" class="plain" onclick={show} aria-label={words::show_waiting(number, &row.id)}>{ words::sessions(number) }</button>
                    } else if sees_waiting(row) {
                        { count(number) }
                    } else {
                        <span title={words::UNSEEN_WHY}>{ words::UNSEEN }<span class="unseen">{ words::UNSEEN_WHY }</span></span>
                    }
                </p>
                <p class="project-fact wide"><span class="quiet">{ words::SETTING }</span>
                    <span class={classes!(replaces.then_some("red"))}>{ setting }</span>
                </p>
                if may_change {
                    <button type="button" aria-expanded={edit.is_some().to_string()} aria-label={words::change_setting(&row.id, edit.is_some())}
                        onclick={link.on(ProjectsEvent::Edit(row.id.clone()))}>
                        { words::change(edit.is_some()) }
                    </button>
                } else {
                    <p class="quiet">{ words::OWNERS_CHANGE }</p>
                }
            </div>
            if let Some(edit) = edit {
                { editor(link, row, edit) }
            }
        </li>
    }
}

fn editor(link: &Link, row: &ProjectRow, edit: &Edit) -> Html {
    let mut codes = PrearchiveCode::KNOWN.to_vec();
    codes.extend(
        row.prearchive_code
            .filter(|code| !PrearchiveCode::KNOWN.contains(code)),
    );
    let choice = |code: PrearchiveCode| {
        let (name, text) = words::code(code.0);
        let id = format!("code-{}-{code}", row.id);
        html! {
            <div key={code.0.to_string()} class={classes!("choice", code.overwrites().then_some("danger"))}>
                <input type="radio" id={id.clone()} name={format!("code-{}", row.id)} checked={edit.chosen == Some(code)}
                    aria-describedby={format!("{id}-text")}
                    onchange={link.on(ProjectsEvent::Choose { project: row.id.clone(), code })} />
                <div>
                    <label for={id.clone()}>{ name }</label>
                    <p id={format!("{id}-text")} class="quiet">
                        { text }
                        if code.overwrites() {
                            { " " }<strong>{ words::REPLACE_WARNING }</strong>
                        }
                    </p>
                </div>
            </div>
        }
    };
    let onsubmit = {
        let (link, project) = (link.clone(), row.id.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            link.send(ProjectsEvent::Save(project.clone()));
        }
    };
    let replaces = edit.chosen.is_some_and(PrearchiveCode::overwrites);
    let changed = edit.chosen.is_some() && edit.chosen != row.prearchive_code;
    html! {
        <form class="setting" {onsubmit}>
            <fieldset>
                <legend>{ words::SETTING }</legend>
                { for codes.into_iter().map(choice) }
            </fieldset>
            if let Some(problem) = &edit.problem {
                <ProblemBox problem={problem.clone()} hint={problem.is_forbidden().then(|| words::CODE_FORBIDDEN.get())} />
            }
            <button class={if replaces { "danger filled" } else { "primary" }} disabled={!changed || edit.saving}>
                { if edit.saving { words::SAVING } else { words::SAVE } }
            </button>
            if edit.saved {
                <span class="saved" role="status">{ words::SAVED }</span>
            }
        </form>
    }
}
