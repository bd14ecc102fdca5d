//! The activity journal: what was done in this tab, to be looked through, copied and saved.

use std::rc::Rc;

use yew::prelude::*;

use super::dialog::Dialog;
use super::link::Link;
use super::parts::{part, say, text};
use super::problem::server_words;
use super::select::Select;
use crate::browser;
use crate::format::{clock_time, count};
use crate::store::journal::{Entry, Event as JournalEvent, Outcome};
use crate::store::{Message, Shared};
use crate::words;

/// More entries than these are not drawn; the text and the file have them all.
const LONGEST: usize = 500;

/// The dialog.
pub(crate) fn journal_view(link: &Link, state: &Shared) -> Html {
    let journal = &state.journal;
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
        let (link, state) = (link.clone(), state.clone());
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
                { say("p", "quiet", words::ACTIVITY_INTRO) }
                if journal.entries.is_empty() {
                    { say("p", "blank", words::ACTIVITY_EMPTY) }
                } else {
                    <div class="activity-tools">
                        <Select label={words::ACTIVITY_OUTCOME} {options} value={journal.only.map(Outcome::code).unwrap_or_default()}
                            on_choose={link.with(|code: String| {
                                JournalEvent::Only(Outcome::ALL.into_iter().find(|outcome| outcome.code() == code))
                            })} />
                        <span class="quiet" role="status">{ words::entries(shown) }</span>
                    </div>
                    if empty {
                        { say("p", "blank", words::ACTIVITY_NONE) }
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
    let head = vec![
        say("span", "quiet figure", clock_time(entry.wall)),
        text(" "),
        say("strong", "", words::deed(&entry.deed)),
        text(" "),
        say("span", "outcome", words::journal_outcome(entry.outcome)),
    ];
    // A setting is a project's, which is no name.
    let (label, path) = match entry.path.parse() {
        Ok(address) => (words::session_name(&entry.label), words::path(&address)),
        Err(_) => (entry.label.clone(), entry.path.clone()),
    };
    let of = vec![say("bdi", "", label), text(" "), say("code", "", path)];
    let mut inside = vec![part("p", "", head), part("p", "", of)];
    inside.extend(
        words::became(&entry.became).map(|became| say("p", "quiet", words::naming(&became))),
    );
    if let Some(problem) = &entry.problem {
        inside.push(say("p", "", words::sentence(problem)));
        inside.extend(server_words(problem));
    }
    part("li", entry.outcome.code(), inside)
}
