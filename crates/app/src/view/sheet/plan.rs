//! The plan of an action: what will happen to which session, before anything does.

use prearchive_core::plan::Action;
use prearchive_core::project::Project;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::archive::{findings, overwrite_choice};
use super::naming::naming;
use super::piles::piles;
use crate::store::sheet::{Event as Sheet, PlanSheet, targets};
use crate::store::{Load, State};
use crate::view::dialog::Dialog;
use crate::view::link::Link;
use crate::view::problem::problem_box;
use crate::view::select::Select;
use crate::words;

pub(super) fn plan(link: &Link, state: &State, sheet: &PlanSheet) -> Html {
    let (going, all) = (sheet.going().len(), sheet.lines.len());
    let destructive = sheet.action == Action::Delete || sheet.replaces();
    let waits = if !sheet.decided {
        Some(words::DECIDE)
    } else if sheet.awaits_subjects() {
        Some(words::WAITS_FOR_SUBJECTS)
    } else {
        None
    };
    let onsubmit = {
        let link = link.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            link.send(Sheet::Go);
        }
    };
    html! {
        <Dialog title={words::sheet_title(sheet.action, going, all)} class="side" focus={sheet.focus().map(AttrValue::from)} on_close={link.on::<()>(Sheet::Cancel)}>
            <form class="dialog-form" {onsubmit}>
                <div class="dialog-body">
                    <p>{ words::sheet_text(sheet.action, if going > 0 { going } else { all }) }</p>
                    if sheet.hidden > 0 {
                        <p class="note">
                            { words::hidden_too(sheet.hidden) }{ " " }
                            <button type="button" class="plain" onclick={link.on(Sheet::LeaveOutHidden)}>{ words::LEAVE_OUT_HIDDEN }</button>
                        </p>
                    }
                    if sheet.joining() > 0 {
                        <p class="note">{ words::into_existing(sheet.joining()) }</p>
                    }
                    if sheet.action == Action::Move {
                        { target(link, state, sheet) }
                    }
                    if sheet.action == Action::Archive {
                        { findings(sheet) }
                        { naming(link, sheet) }
                        if sheet.may_meet_archived() {
                            { overwrite_choice(link, sheet.decided.then_some(sheet.overwrite)) }
                        }
                    }
                    { piles(link, sheet) }
                </div>
                <footer class="dialog-foot">
                    if sheet.needs_typing(going) {
                        { typing(link, &sheet.typed, going) }
                    }
                    if let Some(waits) = waits {
                        <p id="plan-waits" class="quiet" role="status">{ waits }</p>
                    }
                    <button type="button" onclick={link.on(Sheet::Cancel)}>{ words::CANCEL }</button>
                    <button id="plan-go" aria-describedby={waits.map(|_| "plan-waits")} class={if destructive { "danger filled" } else { "primary" }} disabled={!sheet.may_go(going)}>
                        { words::go(sheet.action, going, sheet.target.as_ref()) }
                    </button>
                </footer>
            </form>
        </Dialog>
    }
}

/// Where the sessions go.
fn target(link: &Link, state: &State, sheet: &PlanSheet) -> Html {
    let body = match &state.projects.targets {
        Load::Idle | Load::Busy => html! { <p class="quiet">{ words::LOADING }</p> },
        Load::Failed(problem) => problem_box(problem),
        Load::Have(rows) if rows.is_empty() => html! { <p>{ words::NO_TARGETS }</p> },
        Load::Have(rows) => {
            let mut options = vec![("".into(), words::CHOOSE_PROJECT.into())];
            options.extend(
                targets(rows).map(|(project, text)| (project.to_string().into(), text.into())),
            );
            let value = sheet.target.as_ref();
            let value = value.map(Project::to_string).unwrap_or_default();
            html! {
                <Select id="target" {options} {value} on_choose={link.with(|id: String| {
                    Sheet::Target((!id.is_empty()).then_some(Project::Named(id)))
                })} />
            }
        }
    };
    html! {
        <div class="field">
            <label for="target">{ words::TARGET }</label>
            { body }
        </div>
    }
}

/// The number has to be typed before many sessions are deleted.
fn typing(link: &Link, typed: &str, going: usize) -> Html {
    let oninput = link.with(|event: InputEvent| {
        Sheet::Typed(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    html! {
        <div class="field">
            <label for="typed">{ words::type_number(going) }</label>
            <input id="typed" inputmode="numeric" autocomplete="off" value={typed.to_owned()} {oninput} />
        </div>
    }
}
