//! The plan of an action: what will happen to which session, before anything does.

use prearchive_core::plan::Action;
use prearchive_core::project::Project;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::archive::{Findings, OverwriteChoice};
use super::naming::NamingView;
use super::piles::Piles;
use crate::store::sheet::{Event as Sheet, PlanSheet, targets};
use crate::store::{Load, Shared};
use crate::view::dialog::Dialog;
use crate::view::link::use_link;
use crate::view::problem::ProblemBox;
use crate::view::select::Select;
use crate::words;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct PlanProps {
    pub(super) state: Shared,
    pub(super) sheet: PlanSheet,
}

#[function_component]
pub(super) fn PlanView(props: &PlanProps) -> Html {
    let link = use_link();
    let PlanProps { state, sheet } = props;
    let (going, all) = (sheet.going().len(), sheet.lines.len());
    let destructive = sheet.action == Action::Delete || sheet.replaces();
    let onsubmit = {
        let link = link.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            link.send(Sheet::Go);
        }
    };
    html! {
        <Dialog title={words::sheet_title(sheet.action, going, all)} class="side" on_close={link.on::<()>(Sheet::Cancel)}>
            <form class="dialog-form" {onsubmit}>
                <div class="dialog-body">
                    <p>{ words::sheet_text(sheet.action, if going > 0 { going } else { all }) }</p>
                    if sheet.hidden > 0 {
                        <p class="note">
                            { words::hidden_too(sheet.hidden) }{ " " }
                            <button type="button" class="plain" onclick={link.on(Sheet::LeaveOutHidden)}>{ words::LEAVE_OUT_HIDDEN }</button>
                        </p>
                    }
                    if sheet.action == Action::Move {
                        <Target state={state.clone()} sheet={sheet.clone()} />
                    }
                    if sheet.action == Action::Archive {
                        <Findings sheet={sheet.clone()} />
                        <NamingView state={state.clone()} sheet={sheet.clone()} />
                        if sheet.may_meet_archived() {
                            <OverwriteChoice overwrite={sheet.overwrite} />
                        }
                    }
                    <Piles state={state.clone()} sheet={sheet.clone()} />
                </div>
                <footer class="dialog-foot">
                    if sheet.needs_typing(going) {
                        <Typing typed={sheet.typed.clone()} {going} />
                    }
                    <button type="button" onclick={link.on(Sheet::Cancel)}>{ words::CANCEL }</button>
                    <button class={if destructive { "danger filled" } else { "primary" }} disabled={!sheet.may_go(going)}>
                        { words::go(sheet.action, going, sheet.target.as_ref()) }
                    </button>
                </footer>
            </form>
        </Dialog>
    }
}

/// Where the sessions go.
#[function_component]
fn Target(props: &PlanProps) -> Html {
    let link = use_link();
    let body = match &props.state.projects.targets {
        Load::Idle | Load::Busy => html! { <p class="quiet">{ words::LOADING }</p> },
        Load::Failed(problem) => html! { <ProblemBox problem={problem.clone()} /> },
        Load::Have(rows) if rows.is_empty() => html! { <p>{ words::NO_TARGETS }</p> },
        Load::Have(rows) => {
            let mut options = vec![("".into(), words::CHOOSE_PROJECT.into())];
            options.extend(
                targets(rows).map(|(project, text)| (project.to_string().into(), text.into())),
            );
            let value = props
                .sheet
                .target
                .as_ref()
                .map(Project::to_string)
                .unwrap_or_default();
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

#[derive(Clone, PartialEq, Properties)]
struct TypingProps {
    typed: String,
    going: usize,
}

/// The number has to be typed before many sessions are deleted.
#[function_component]
fn Typing(props: &TypingProps) -> Html {
    let link = use_link();
    let oninput = link.with(|event: InputEvent| {
        Sheet::Typed(event.target_unchecked_into::<HtmlInputElement>().value())
    });
    html! {
        <div class="field">
            <label for="typed">{ words::type_number(props.going) }</label>
            <input id="typed" inputmode="numeric" autocomplete="off" value={props.typed.clone()} {oninput} />
        </div>
    }
}
