//! What needs a look: sessions that are stuck, and studies that wait more than once; as chips, and in their rows.

use std::rc::Rc;

use prearchive_core::query::{Query, Term, Test, Trait, edited};
use prearchive_core::session::Session;
use prearchive_table::{RowId, Rows};
use yew::prelude::*;

use super::icon::{self, Icon};
use super::link::Link;
use super::parts::say;
use crate::format::count;
use crate::store::State;
use crate::store::doctor::Watch;
use crate::store::list::{Event as List, List as Sessions};
use crate::words;

/// A chip for each of the two of which there is something, with how many the rest of the query lets pass; pressed,
/// only that is shown.
pub(crate) fn mark_chips(link: &Link, list: &Sessions) -> Html {
    let chip = |what: Trait, all: usize| {
        let pressed = asks(list.query(), what);
        let number = list.traits.get(&what).copied().unwrap_or(0);
        if all == 0 && !pressed {
            return Html::default();
        }
        let (icon, name) = match what {
            Trait::Stuck => (Icon::Clock, words::STUCK),
            Trait::Duplicate | Trait::Unassigned => (Icon::Copy, words::DUPLICATES),
        };
        let none = (number == 0 && !pressed).then_some("none");
        let text = edited(&list.text, &list.parsed, |query| toggle(query, what));
        html! {
            <button key={what.code()} type="button" class={classes!("chip", what.code(), none)} aria-pressed={pressed.to_string()} onclick={link.on(List::Text(text))}>
                { icon.draw() }{ name }{ " " }{ say("span", "number", count(number)) }
            </button>
        }
    };
    html! {
        <div class="marks" role="group" aria-label={words::MARKS}>
            { chip(Trait::Stuck, list.stuck.len()) }
            { chip(Trait::Duplicate, list.duplicates.rows().len()) }
        </div>
    }
}

/// The sessions that need a look.
#[derive(Clone, PartialEq)]
pub(crate) struct Marks {
    watch: Watch,
    stuck: Rc<Rows>,
    duplicates: Rc<Rows>,
}

impl Marks {
    pub(crate) fn of(state: &State) -> Self {
        Self {
            watch: state.watch.clone(),
            stuck: state.list.stuck.clone(),
            duplicates: state.list.duplicates.rows().clone(),
        }
    }

    /// What there is to say of a row.
    pub(crate) fn at(&self, id: RowId, session: &Session) -> Mark {
        Mark {
            since: self.watch.since(Some(id), session),
            stuck: self.stuck.contains(id),
            twin: self.duplicates.contains(id),
        }
    }
}

/// What there is to say of a row besides its status.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Mark {
    /// Since when it has its status, in seconds since 1970 by the clock on the wall.
    since: Option<i64>,
    pub(super) stuck: bool,
    twin: bool,
}

impl Mark {
    /// The status with a clock if it is stuck; how long it has lasted, and whether the study waits elsewhere, in the title.
    pub(crate) fn status(self, session: &Session, wall: i64) -> Html {
        let mut title = vec![session.status.as_str().to_owned()];
        let lasts = self.since.map(|since| wall - since);
        // The time on the wall is that of the last full minute.
        let lasts = lasts.filter(|lasts| *lasts >= 60);
        title.extend(lasts.map(|lasts| words::lasts(session, lasts)));
        title.extend(self.twin.then(|| words::TWIN_NOTE.to_string()));
        let clock = self.stuck.then(|| {
            html! { <span class="stuck-mark">{ Icon::Clock.draw() }{ words::STUCK }</span> }
        });
        icon::status_with(&session.status, title.join("\n"), clock.unwrap_or_default())
    }
}

fn is_for(term: &Term, what: Trait) -> bool {
    matches!(&term.test, Test::Trait(of) if !term.negated && of.contains(&what))
}

fn asks(query: &Query, what: Trait) -> bool {
    query.terms.iter().any(|term| is_for(term, what))
}

/// Asks for it too, or no longer.
fn toggle(query: &mut Query, what: Trait) {
    if asks(query, what) {
        query.terms.retain(|term| !is_for(term, what));
    } else {
        let excludes = |term: &Term| matches!(&term.test, Test::Trait(of) if of.contains(&what));
        query.terms.retain(|term| !excludes(term));
        query.terms.push(Term {
            negated: false,
            test: Test::Trait([what].into()),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chip_asks_for_what_it_says_or_no_longer() {
        for (before, what, after) in [
            ("", Trait::Stuck, "is:stuck"),
            ("mr is:stuck x", Trait::Stuck, "mr x"),
            ("is:stuck", Trait::Duplicate, "is:stuck is:duplicate"),
            ("-is:stuck mr", Trait::Stuck, "mr is:stuck"),
        ] {
            let text = edited(before, &Query::parse(before), |query| toggle(query, what));
            assert_eq!(text, after, "{before}");
        }
    }
}
