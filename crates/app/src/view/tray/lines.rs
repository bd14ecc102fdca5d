//! The sessions of a run: how far each is, and why it failed.

use prearchive_core::plan::Action;
use prearchive_core::sorted::sort_by_key;
use yew::prelude::*;

use crate::store::run::{Event as RunEvent, Item, Run, Step};
use crate::store::sheet::Event as Sheet;
use crate::view::icon::{self, Icon};
use crate::view::link::Link;
use crate::view::problem::server_quote;
use crate::words;

/// So many lines are drawn while the run is under way, and when it has ended.
const MOVING: usize = 10;
const RESTING: usize = 100;

pub(super) fn lines(link: &Link, run: &Run) -> Html {
    let items = in_order(run);
    let most = if run.ended { RESTING } else { MOVING };
    let (id, only) = (run.id, run.only_failed);
    html! {
        <div class="run-body">
            if run.tally.failed > 0 && run.tally.failed < run.items.len() {
                <label class="run-filter">
                    <input type="checkbox" checked={only} onchange={link.on(RunEvent::OnlyFailed(id, !only))} />
                    { words::ONLY_FAILED }
                </label>
            }
            <ul>{ for items.iter().take(most).map(|item| line(run, item, link)) }</ul>
            if items.len() > most {
                <p class="quiet">{ words::more_lines(items.len() - most) }</p>
            }
        </div>
    }
}

/// What failed comes first; while the run is under way, what is being worked on does, and what waits comes last.
fn in_order(run: &Run) -> Vec<&Item> {
    let shown = |item: &&Item| !run.only_failed || item.step.is_failed();
    let items = run.items.iter().map(AsRef::as_ref);
    let mut items: Vec<&Item> = items.filter(shown).collect();
    sort_by_key(&mut items, |item| match &item.step {
        Step::Failed(_) => 1,
        _ if run.ended => 2,
        Step::Sent | Step::Working(_) | Step::Held => 0,
        Step::NotStarted => 2,
        _ => 3,
    });
    items
}

fn line(run: &Run, item: &Item, link: &Link) -> Html {
    let step = match &item.step {
        Step::NotStarted => html! { <span class="quiet">{ words::QUEUED_HERE }</span> },
        Step::Sent => html! { <span class="quiet">{ words::SENT }</span> },
        Step::Working(status) => icon::status(status),
        Step::Held => html! { <span class="quiet">{ words::HELD }</span> },
        Step::AfterAll(problem) => html! {
            <span class="status ready" title={problem.technical()}>{ Icon::Check.draw() }{ words::after_all(run.action()) }</span>
        },
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
                { words::sentence(problem) }
                if !problem.words.is_empty() {
                    { " " }{ words::SERVER_SAYS }{ " " }{ server_quote(problem) }
                }
                { for item.seen.as_ref().map(|seen| format!(" {}", words::seen(seen))) }
                // A clash with what is archived is answered by a choice.
                if run.ended && run.action() == Action::Archive && problem.code == "conflict" {
                    { " " }
                    <button type="button" class="plain" onclick={link.on(Sheet::Choose(item.address.clone()))}>
                        { words::CHOOSE_AGAIN }
                    </button>
                }
            </p>
        }),
        Step::AfterAll(problem) => Some(html! {
            <p class="quiet">{ words::sentence(problem) }{ " " }{ words::AFTER_ALL_WHY }</p>
        }),
        _ => None,
    };
    html! {
        <li key={item.address.to_string()}>
            <bdi class="pile-name">{ words::session_name(&item.label) }</bdi>
            { step }
            { for why }
        </li>
    }
}
