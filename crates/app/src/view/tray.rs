//! The tray of runs at the bottom: what is under way, and how it went.

use yew::prelude::*;

use super::Props;
use super::icon::{self, Icon};
use super::link::use_link;
use crate::store::run::{Event as RunEvent, Item, Run, Step, Tally};
use crate::words;

/// More sessions of a run than this are not listed one by one.
const LONGEST: usize = 300;

#[function_component]
pub(crate) fn Tray(props: &Props) -> Html {
    html! {
        <section class="tray" role="region" aria-label={words::PROGRESS}>
            { for props.state.runs.iter().rev().map(|run| html! { <RunView key={run.id} run={run.clone()} /> }) }
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct RunProps {
    run: Run,
}

#[function_component]
fn RunView(props: &RunProps) -> Html {
    let link = use_link();
    let run = &props.run;
    let Tally {
        done,
        failed,
        unconfirmed,
        skipped,
        left,
    } = run.tally();
    let all = run.items.len();
    let title = if run.ended {
        words::finished(run.action(), done, failed, unconfirmed, skipped)
    } else {
        words::job(run.action(), all, run.target())
    };
    html! {
        <div class="run">
            <header class="run-head">
                <button type="button" class="plain square" aria-expanded={run.open.to_string()} aria-label={words::sessions_of(&title)}
                    onclick={link.on(RunEvent::Fold(run.id))}>
                    { if run.open { Icon::Fold } else { Icon::Unfold }.draw() }
                </button>
                <div class="run-title">
                    <strong>{ &title }</strong>
                    if !run.ended {
                        <span class="quiet">{ words::tally(done, failed, unconfirmed, skipped, left) }</span>
                    }
                </div>
                if !run.ended {
                    <progress max={all.to_string()} value={(all - left).to_string()} aria-label={title.clone()}></progress>
                    <button type="button" disabled={run.stopping} onclick={link.on(RunEvent::Stop(run.id))}>
                        { if run.stopping { words::STOPPING } else { words::STOP } }
                    </button>
                } else {
                    if failed + skipped > 0 {
                        <button type="button" onclick={link.on(RunEvent::Retry(run.id))}>
                            { words::again(failed, skipped) }
                        </button>
                    }
                    <button type="button" class="plain square" aria-label={words::CLOSE} title={words::CLOSE} onclick={link.on(RunEvent::Close(run.id))}>
                        { Icon::Close.draw() }
                    </button>
                }
            </header>
            if run.open {
                <ul>{ for in_order(run).into_iter().take(LONGEST).map(|item| line(run, item)) }</ul>
            }
        </div>
    }
}

/// What failed comes first, once all is over.
fn in_order(run: &Run) -> Vec<&Item> {
    let mut items: Vec<&Item> = run.items.iter().collect();
    if run.ended {
        items.sort_by_key(|item| !matches!(item.step, Step::Failed(_)));
    }
    items
}

fn line(run: &Run, item: &Item) -> Html {
    let step = match &item.step {
        Step::NotStarted => html! { <span class="quiet">{ words::QUEUED_HERE }</span> },
        Step::Sent => html! { <span class="quiet">{ words::SENT }</span> },
        Step::Working(status) => icon::status(status),
        Step::Done => {
            html! { <span class="status ready">{ Icon::Check.draw() }{ words::done(run.action()) }</span> }
        }
        Step::Unconfirmed => {
            html! { <span class="status working">{ Icon::Hourglass.draw() }{ words::UNCONFIRMED }</span> }
        }
        Step::Skipped => html! { <span class="quiet">{ words::SKIPPED }</span> },
        Step::Failed(problem) => html! {
            <span class="status error" title={problem.technical()}>{ Icon::Alert.draw() }{ words::FAILED }</span>
        },
    };
    let why = match &item.step {
        Step::Failed(problem) => Some(html! {
            <p class="quiet">
                { problem.sentence() }
                if !problem.words.is_empty() {
                    { " " }{ words::SERVER_SAYS }{ " " }<q>{ &problem.words }</q>
                }
            </p>
        }),
        _ => None,
    };
    html! {
        <li key={item.address.to_string()}>
            <span class="pile-name">{ &item.label }</span>
            { step }
            { for why }
        </li>
    }
}
