//! The activity journal: what was done in this tab, to be looked through, copied and saved.

use std::rc::Rc;

use yew::prelude::*;

use super::Props;
use super::dialog::Dialog;
use super::link::use_link;
use super::select::Select;
use crate::browser;
use crate::format::{clock_time, count};
use crate::store::Message;
use crate::store::journal::{Entry, Event as JournalEvent, Outcome};
use crate::words;

/// More entries than these are not drawn; the text and the file have them all.
const LONGEST: usize = 500;

#[function_component]
pub(crate) fn JournalView(props: &Props) -> Html {
    let link = use_link();
    let journal = &props.state.journal;
    let shown = journal.shown().count();
    let number = |outcome: Outcome| {
        let entries = journal.entries.iter();
        entries.filter(|entry| entry.outcome == outcome).count()
    };
    let line = |name: &str, n: usize| AttrValue::from(format!("{name} ({})", count(n)));
    let mut options = vec![(
        AttrValue::from(""),
        line(&words::OUTCOME_ALL, journal.entries.len()),
    )];
    options.extend(Outcome::ALL.map(|outcome| {
        let name = words::journal_outcome(outcome);
        (outcome.code().into(), line(&name, number(outcome)))
    }));
    let copy = {
        let (link, state) = (link.clone(), props.state.clone());
        move |_: MouseEvent| {
            let link = link.clone();
            browser::copy(&state.journal.text(), move |done| {
                let said = if done {
                    words::COPIED
                } else {
                    words::COPY_FAILED
                };
                link.send(Message::Announce(said.into()));
            });
        }
    };
    let empty = shown == 0;
    html! {
        <Dialog title={words::ACTIVITY} class="side" on_close={link.on::<()>(JournalEvent::Close)}>
            <div class="dialog-body activity">
                <p class="quiet">{ words::ACTIVITY_INTRO }</p>
                if journal.entries.is_empty() {
                    <p class="blank">{ words::ACTIVITY_EMPTY }</p>
                } else {
                    <div class="activity-tools">
                        <Select label={words::ACTIVITY_OUTCOME} {options} value={journal.only.map(Outcome::code).unwrap_or_default()}
                            on_choose={link.with(|code: String| {
                                JournalEvent::Only(Outcome::ALL.into_iter().find(|outcome| outcome.code() == code))
                            })} />
                        <span class="quiet" role="status">{ words::entries(shown) }</span>
                    </div>
                    if empty {
                        <p class="blank">{ words::ACTIVITY_NONE }</p>
                    }
                    <ol class="entries" aria-label={words::ACTIVITY}>{ for journal.shown().take(LONGEST).map(entry) }</ol>
                }
            </div>
            <footer class="dialog-foot">
                <button type="button" class="danger" disabled={journal.entries.is_empty()} onclick={link.on(JournalEvent::Clear)}>{ words::ACTIVITY_CLEAR }</button>
                <button type="button" disabled={empty} onclick={link.on(JournalEvent::Save)}>{ words::ACTIVITY_SAVE }</button>
                <button type="button" disabled={empty} onclick={copy}>{ words::ACTIVITY_COPY }</button>
            </footer>
        </Dialog>
    }
}

fn entry(entry: &Rc<Entry>) -> Html {
    html! {
        <li class={entry.outcome.code()}>
            <p>
                <span class="quiet figure">{ clock_time(entry.wall) }</span>{ " " }
                <strong>{ words::deed(&entry.deed) }</strong>{ " " }
                <span class="outcome">{ words::journal_outcome(entry.outcome) }</span>
            </p>
            <p>{ &entry.label }{ " " }<code>{ &entry.path }</code></p>
            if let Some(problem) = &entry.problem {
                <p>{ problem.sentence() }</p>
                if !problem.words.is_empty() {
                    <p class="server-words"><span>{ words::SERVER_SAYS }</span>{ " " }<q>{ &problem.words }</q></p>
                }
            }
        </li>
    }
}
