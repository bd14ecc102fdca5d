//! The tray of runs at the bottom: what waits, what is under way, and how it went.

mod cut;
mod lines;

use yew::prelude::*;

use super::Props;
use super::icon::Icon;
use super::link::use_link;
use super::select::Select;
use crate::store::run::{Event as RunEvent, Format, Run, Tally};
use crate::words::{self, Text};
use cut::CutView;
use lines::Lines;

/// How many sessions at once can be chosen.
const PARALLEL: [usize; 5] = [1, 2, 4, 6, 8];

#[function_component]
pub(crate) fn Tray(props: &Props) -> Html {
    let state = &props.state;
    let run = |run: &Run| {
        let seconds = run.seconds_left(state.clock.now);
        html! { <RunView key={run.id} run={run.clone()} {seconds} /> }
    };
    html! {
        <section class="tray" role="region" aria-label={words::PROGRESS}>
            { for state.cuts.iter().map(|cut| html! { <CutView key={cut.key.clone()} cut={cut.clone()} /> }) }
            { for state.runs.iter().rev().map(run) }
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct RunProps {
    run: Run,
    /// How long it waits before anything is sent.
    seconds: Option<usize>,
}

#[function_component]
fn RunView(props: &RunProps) -> Html {
    let link = use_link();
    let run = &props.run;
    let tally = run.tally;
    let title = title(run);
    let told = match props.seconds {
        Some(seconds) => words::countdown(seconds),
        None if run.ended => String::new(),
        None => told(run),
    };
    html! {
        <div class={classes!("run", props.seconds.map(|_| "waiting"))}>
            <header class="run-head">
                <button type="button" class="plain square" aria-expanded={run.open.to_string()} aria-label={words::sessions_of(&title)}
                    onclick={link.on(RunEvent::Fold(run.id))}>
                    { if run.open { Icon::Fold } else { Icon::Unfold }.draw() }
                </button>
                <div class="run-title">
                    <strong>{ &title }</strong>
                    if !told.is_empty() {
                        <span class="quiet">{ told }</span>
                    }
                </div>
                if props.seconds.is_some() {
                    <button type="button" class="primary" onclick={link.on(RunEvent::Undo(run.id))}>{ words::UNDO }</button>
                    <button type="button" onclick={link.on(RunEvent::Now(run.id))}>{ words::DO_IT_NOW }</button>
                } else if run.ended {
                    <Ended run={run.clone()} />
                } else {
                    <progress max={run.items.len().to_string()} value={(run.items.len() - tally.left).to_string()} aria-label={title.clone()}></progress>
                    <Steering run={run.clone()} />
                }
            </header>
            if run.open {
                <Lines run={run.clone()} />
            }
        </div>
    }
}

fn title(run: &Run) -> String {
    let Tally {
        done,
        failed,
        unconfirmed,
        skipped,
        ..
    } = run.tally;
    if run.ended {
        words::finished(run.action(), done, failed, unconfirmed, skipped)
    } else if run.waits.is_some() {
        words::waits(run.action(), run.items.len(), run.target())
    } else {
        words::job(run.action(), run.items.len(), run.target())
    }
}

fn told(run: &Run) -> String {
    let Tally {
        done,
        failed,
        unconfirmed,
        skipped,
        left,
    } = run.tally;
    let tally = words::tally(done, failed, unconfirmed, skipped, left);
    if run.paused {
        format!("{} · {tally}", words::PAUSED)
    } else {
        tally
    }
}

#[derive(Clone, PartialEq, Properties)]
struct PartProps {
    run: Run,
}

/// What can be done to a run that is under way.
#[function_component]
fn Steering(props: &PartProps) -> Html {
    let link = use_link();
    let run = &props.run;
    let id = run.id;
    let parallel = PARALLEL.map(|n| (n.to_string().into(), n.to_string().into()));
    html! {
        <>
            <label class="run-pace">
                <span class="quiet">{ words::PARALLEL }</span>
                <Select label={words::PARALLEL} options={parallel.to_vec()} value={run.parallel.to_string()}
                    on_choose={link.with(move |n: String| RunEvent::Parallel(id, n.parse().unwrap_or(1)))} />
            </label>
            if run.paused {
                <button type="button" disabled={run.stopping} onclick={link.on(RunEvent::GoOn(id))}>{ words::UNPAUSE }</button>
            } else {
                <button type="button" disabled={run.stopping} onclick={link.on(RunEvent::Pause(id))}>{ words::PAUSE }</button>
            }
            <button type="button" disabled={run.stopping} onclick={link.on(RunEvent::Stop(id))}>
                { if run.stopping { words::STOPPING } else { words::STOP } }
            </button>
        </>
    }
}

/// What can be done to a run that has ended.
#[function_component]
fn Ended(props: &PartProps) -> Html {
    let link = use_link();
    let run = &props.run;
    let Tally {
        failed, skipped, ..
    } = run.tally;
    let save = |format: Format, name: Text, short: &'static str| {
        html! { <button type="button" class="plain" aria-label={name} onclick={link.on(RunEvent::Save(run.id, format))}>{ short }</button> }
    };
    html! {
        <>
            <span class="run-save">
                <span class="quiet">{ words::SAVE_REPORT }</span>
                { save(Format::Csv, words::SAVE_CSV, "CSV") }
                { save(Format::Json, words::SAVE_JSON, "JSON") }
            </span>
            if failed + skipped > 0 {
                <button type="button" onclick={link.on(RunEvent::Retry(run.id))}>
                    { words::again(failed, skipped) }
                </button>
            }
            <button type="button" class="plain square" aria-label={words::CLOSE} title={words::CLOSE} onclick={link.on(RunEvent::Close(run.id))}>
                { Icon::Close.draw() }
            </button>
        </>
    }
}
