//! The doctor's card: what a status means, how long it has lasted, and what can be done.

use prearchive_core::plan::Action;
use prearchive_core::session::Session;
use yew::prelude::*;

use super::copy::CopyButton;
use crate::store::Shared;
use crate::store::cure::{Cure, Event as CureEvent, Remedy, Step, Treatment, remedies};
use crate::store::doctor::rule;
use crate::store::panel::{Event as PanelEvent, Tab};
use crate::store::sheet::Event as Sheet;
use crate::view::icon::Icon;
use crate::view::link::{Link, use_link};
use crate::view::problem::ProblemBox;
use crate::words;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct DoctorProps {
    pub(super) state: Shared,
    pub(super) session: Session,
}

#[function_component]
pub(super) fn Doctor(props: &DoctorProps) -> Html {
    let link = use_link();
    let (state, session) = (&props.state, &props.session);
    let row = state.list.row(&session.address);
    let since = state.watch.since(row, session);
    let lasts = since.map(|since| state.clock.wall() - since);
    let stuck = row.is_some_and(|row| state.list.stuck.contains(row));
    let may = state.projects.may_change(session.address.project.as_str());
    let of_this = |treatment: &&Treatment| treatment.address == session.address;
    let treatment = state.treatment.as_ref().filter(of_this);
    let remedies = remedies(&session.status, stuck, may);
    let means = words::status_help(&session.status);
    if remedies.is_empty() && treatment.is_none() {
        return html! { <p class="quiet">{ means }</p> };
    }
    let what_is_usual = match rule(&session.status) {
        Some(rule) => words::usual(rule.usual, rule.stuck),
        None => words::FOREVER.to_string(),
    };
    let waits = remedies == [Remedy::Log] && rule(&session.status).is_some();
    html! {
        <section class={classes!("doctor", stuck.then_some("stuck"))} aria-label={words::DOCTOR}>
            <h3>{ words::DOCTOR_MEANS }</h3>
            <p>{ means }</p>
            <h3>{ words::DOCTOR_LASTS }</h3>
            <p>
                if stuck {
                    <span class="stuck-mark">{ Icon::Clock.draw() }{ words::STUCK }</span>{ " " }
                }
                { match lasts {
                    Some(lasts) => words::lasts(session, lasts),
                    None => words::LASTS_UNKNOWN.to_string(),
                } }
            </p>
            <p class="quiet">{ if stuck { words::STUCK_NOTE.to_string() } else { what_is_usual } }</p>
            <h3>{ words::DOCTOR_CAN }</h3>
            if waits {
                <p>{ words::DOCTOR_WAIT }</p>
            }
            if let Some(treatment) = treatment {
                { course(&link, treatment, session) }
            } else {
                <div class="remedies">{ for remedies.iter().map(|remedy| button(&link, *remedy, session, lasts)) }</div>
            }
        </section>
    }
}

fn button(link: &Link, remedy: Remedy, session: &Session, lasts: Option<i64>) -> Html {
    let address = session.address.clone();
    match remedy {
        Remedy::Rebuild => html! {
            <button type="button" onclick={link.on(Sheet::Open(Action::Rebuild, vec![address]))}>
                { Icon::Rebuild.draw() }<span>{ words::action(Action::Rebuild) }</span>
            </button>
        },
        Remedy::Do(cure) => html! {
            <button type="button" onclick={link.on(CureEvent::Ask(address, cure))}>{ words::cure(cure) }</button>
        },
        Remedy::Log => html! {
            <button type="button" onclick={link.on(PanelEvent::Tab(Tab::History))}>{ words::OPEN_LOG }</button>
        },
        Remedy::Tell => html! {
            <CopyButton text={words::admin_message(session, lasts)} name={words::TELL_ADMIN} wide=true />
        },
    }
}

/// What is asked before something is done, and what became of it.
fn course(link: &Link, treatment: &Treatment, session: &Session) -> Html {
    let cure = treatment.cure;
    let name = words::cure(cure);
    let done = html! {
        <div class="remedies"><button type="button" onclick={link.on(CureEvent::Cancel)}>{ words::CLOSE }</button></div>
    };
    let inside = match &treatment.step {
        Step::Asking => {
            let class = match cure {
                Cure::Commit => "primary",
                Cure::Unlock | Cure::Reset => "danger filled",
            };
            html! {
                <>
                    <p>{ words::cure_text(cure) }</p>
                    <div class="remedies">
                        <button type="button" {class} onclick={link.on(CureEvent::Go)}>{ name }</button>
                        <button type="button" onclick={link.on(CureEvent::Cancel)}>{ words::CANCEL }</button>
                    </div>
                </>
            }
        }
        Step::Busy => html! { <p role="status">{ words::CURE_BUSY }</p> },
        Step::Done => html! {
            <><p role="status">{ words::CURE_TAKEN }{ " " }{ words::cure_now(session) }</p>{ done }</>
        },
        Step::Failed(problem) => html! {
            <><ProblemBox problem={problem.clone()} /><p>{ words::cure_now(session) }</p>{ done }</>
        },
    };
    html! {
        <div class="course" role="group" aria-label={name}>
            <p><strong>{ name }</strong></p>
            { inside }
        </div>
    }
}
