//! The tray of runs at the bottom: what waits, what is under way, and how it went.

mod cut;
mod lines;

use yew::prelude::*;

use super::icon::Icon;
use super::link::Link;
use super::list::GRID_ID;
use super::select::Select;
use super::triage::TRIAGE_ID;
use crate::browser;
use crate::store::State;
use crate::store::run::{Event as RunEvent, Format, Login, Run, Tally};
use crate::words::{self, Text};
use cut::cut_off;
use lines::lines;

/// How many sessions at once can be chosen.
const PARALLEL: [usize; 5] = [1, 2, 4, 6, 8];

pub(crate) fn tray(link: &Link, state: &State) -> Html {
    let folds = state.runs.iter().filter(|run| run.is_well()).count() > 1;
    let draw = |run: &Run| one(link, run, run.seconds_left(state.clock.now));
    html! {
        <section class="tray" part="tray" role="region" aria-label={words::PROGRESS}>
            { for state.cuts.iter().map(|cut| cut_off(link, cut)) }
            { for state.runs.iter().rev().filter(|run| !folds || !run.is_well()).map(draw) }
            if folds {
                { well(link, state) }
                if state.well_open {
                    { for state.runs.iter().rev().filter(|run| run.is_well()).map(draw) }
                }
            }
        </section>
    }
}

/// One line for all that have ended well.
fn well(link: &Link, state: &State) -> Html {
    let title = words::well(state.runs.iter().filter(|run| run.is_well()));
    html! {
        <div key="well" class="run">
            <header class="run-head">
                <button type="button" class="plain square" aria-expanded={state.well_open.to_string()} aria-label={title.clone()}
                    onclick={link.on(RunEvent::FoldWell)}>
                    { if state.well_open { Icon::Fold } else { Icon::Unfold }.draw() }
                </button>
                <div class="run-title"><strong>{ title }</strong></div>
                <button type="button" onclick={link.on(RunEvent::CloseWell)}>{ words::CLOSE_ALL }</button>
            </header>
        </div>
    }
}

/// Takes a run back; the button is gone then, and its focus with it.
fn undo(link: &Link, id: usize) -> Callback<MouseEvent> {
    let link = link.clone();
    Callback::from(move |_| {
        link.send(RunEvent::Undo(id));
        browser::focus_if_lost(GRID_ID);
        browser::focus_if_lost(TRIAGE_ID);
    })
}

/// A run, and how long it waits before anything is sent.
fn one(link: &Link, run: &Run, seconds: Option<usize>) -> Html {
    let tally = run.tally;
    let title = title(run);
    let told = match seconds {
        Some(seconds) => words::countdown(seconds),
        None if run.ended => String::new(),
        None => told(run),
    };
    html! {
        <div key={run.id} class={classes!("run", seconds.map(|_| "waiting"))}>
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
                if seconds.is_some() {
                    <button key="undo" type="button" class="primary" onclick={undo(link, run.id)}>{ words::UNDO }</button>
                    <button key="now" type="button" onclick={link.on(RunEvent::Now(run.id))}>{ words::DO_IT_NOW }</button>
                } else if run.ended {
                    { ended(link, run) }
                } else {
                    <progress max={run.items.len().to_string()} value={(run.items.len() - tally.left).to_string()} aria-label={title.clone()}></progress>
                    { steering(link, run) }
                }
            </header>
            if run.open {
                { lines(link, run) }
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
    let stands = match (run.login, run.paused) {
        (Login::Lost, _) => words::JOB_WAITS_FOR_LOGIN,
        (_, true) => words::PAUSED,
        (Login::Back, false) => words::JOB_WENT_ON,
        (Login::Here, false) => return tally,
    };
    format!("{stands} · {tally}")
}

/// What can be done to a run that is under way.
fn steering(link: &Link, run: &Run) -> Html {
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
                <button key="pause" type="button" disabled={run.stopping} onclick={link.on(RunEvent::GoOn(id))}>{ words::UNPAUSE }</button>
            } else {
                <button key="pause" type="button" disabled={run.stopping} onclick={link.on(RunEvent::Pause(id))}>{ words::PAUSE }</button>
            }
            <button key="stop" type="button" disabled={run.stopping} onclick={link.on(RunEvent::Stop(id))}>
                { if run.stopping { words::STOPPING } else { words::STOP } }
            </button>
        </>
    }
}

/// What can be done to a run that has ended.
fn ended(link: &Link, run: &Run) -> Html {
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
                <button key="retry" type="button" onclick={link.on(RunEvent::Retry(run.id))}>
                    { words::again(failed, skipped) }
                </button>
            }
            <button key="close" type="button" class="plain square" aria-label={words::CLOSE} title={words::CLOSE} onclick={link.on(RunEvent::Close(run.id))}>
                { Icon::Close.draw() }
            </button>
        </>
    }
}
