//! What could come next in the query: the proposals, what taking one makes of the text, and the list of them.

use prearchive_core::query::{Completion, CompletionKind, Field, Key, complete};
use yew::prelude::*;

use crate::browser;
use crate::format::count;
use crate::store::list::{List, Sessions};
use crate::words;

pub(super) const LIST_ID: &str = "find-options";

/// Values that were looked for in all rows, for as long as the same key is written.
#[derive(Default)]
pub(super) struct Values(Option<Looked>);

/// What was looked for, where, and the values with how many sessions have each.
type Looked = (Field, Sessions, Vec<(String, usize)>);

impl Values {
    fn of(&mut self, field: Field, sessions: &Sessions) -> Vec<(String, usize)> {
        let there = self.0.as_ref();
        let is_same = there.is_some_and(|(of, table, _)| *of == field && table == sessions);
        if !is_same {
            self.0 = Some((field, sessions.clone(), sessions.values(field)));
        }
        let values = self.0.as_ref().map(|(_, _, values)| values.clone());
        values.unwrap_or_default()
    }

    /// They take memory, and are wanted only while somebody writes.
    pub(super) fn forget(&mut self) {
        self.0 = None;
    }
}

/// The proposals at the caret; none that would leave the text as it is.
pub(super) fn proposals(list: &List, at: usize, values: &mut Values) -> Vec<Completion> {
    let values = std::cell::RefCell::new(values);
    let known = |key: Key| match key {
        Key::Field(field) if field != Field::Project => {
            values.borrow_mut().of(field, &list.sessions)
        }
        _ => list.counted(key),
    };
    let mut found = complete(&list.text, at, &known, words::begins);
    let veiled = words::is_veiled();
    let names = |kind| match kind {
        CompletionKind::Value(key) | CompletionKind::Term(key) => words::can_name(key),
        CompletionKind::Key(_) => false,
    };
    found.retain(|proposal| {
        let is_new = list.text[proposal.replace.clone()] != *proposal.insert;
        is_new && !(veiled && names(proposal.kind))
    });
    found
}

/// The proposal that Enter takes without any being chosen: where somebody has begun a word of which there are few.
pub(super) fn first(proposals: &[Completion]) -> Option<usize> {
    let first = proposals.first()?;
    let few = matches!(first.kind, CompletionKind::Value(Key::Status | Key::Trait));
    (few && !first.replace.is_empty()).then_some(0)
}

/// The text with the proposal in it, and where the caret is then; a whole term is followed by a blank.
pub(super) fn taken(text: &str, proposal: &Completion) -> (String, usize) {
    let (before, after) = (
        &text[..proposal.replace.start],
        &text[proposal.replace.end..],
    );
    let is_key = matches!(proposal.kind, CompletionKind::Key(_));
    let gap = if is_key || after.starts_with([' ', ',']) {
        ""
    } else {
        " "
    };
    let text = format!("{before}{}{gap}{after}", proposal.insert);
    let skip = usize::from(!is_key && after.starts_with(' '));
    let at = before.len() + proposal.insert.len() + gap.len() + skip;
    (text, at)
}

#[derive(Clone, PartialEq, Properties)]
pub(super) struct OptionsProps {
    pub(super) proposals: Vec<Completion>,
    pub(super) active: Option<usize>,
    pub(super) on_take: Callback<usize>,
}

/// The list below the box (APG combobox pattern).
#[function_component]
pub(super) fn Options(props: &OptionsProps) -> Html {
    crate::view::link::use_language();
    let list = use_node_ref();
    let element = list.clone();
    use_effect_with(props.active, move |_| {
        if let Some(list) = element.cast() {
            browser::show_inside(&list, ".active");
        }
    });
    let options = props.proposals.iter().enumerate().map(|(at, proposal)| {
        let active = props.active == Some(at);
        html! {
            <li key={at} id={option_id(at)} role="option" class={classes!(active.then_some("active"))}
                aria-selected={active.to_string()} onclick={props.on_take.reform(move |_| at)}>
                <code>{ &proposal.insert }</code>
                <span class="about">{ words::about_proposal(proposal.kind, &proposal.insert).map(|text| text.get()).unwrap_or_default() }</span>
                if let Some(number) = proposal.count {
                    <span class="number">{ count(number) }</span>
                }
            </li>
        }
    });
    // The box keeps the focus.
    let onmousedown = |event: MouseEvent| event.prevent_default();
    html! {
        <ul ref={list} id={LIST_ID} class="options" role="listbox" aria-label={words::PROPOSALS} {onmousedown}>
            { for options }
        </ul>
    }
}

pub(super) fn option_id(at: usize) -> String {
    format!("find-option-{at}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Clock;

    /// Takes the first proposal at the `|`, and shows the caret the same way.
    fn take(marked: &str) -> String {
        let at = marked.find('|').unwrap_or(marked.len());
        let mut list = List::default();
        list.set_text(marked.replace('|', ""), &Clock::default());
        let proposals = proposals(&list, at, &mut Values::default());
        let Some(first) = proposals.first() else {
            return "nothing".into();
        };
        let (mut text, at) = taken(&list.text, first);
        text.insert(at, '|');
        text
    }

    #[test]
    fn the_caret_stands_where_one_goes_on() {
        for (before, after) in [
            ("stat|", "status:|"),
            ("status:con|", "status:conflict |"),
            ("mr status:con| x", "mr status:conflict |x"),
            ("status:con|,error", "status:conflict|,error"),
            ("é -sta|", "é -status:|"),
            ("older:7|", "older:7h |"),
            ("status:conflict|", "nothing"),
            ("mr|", "nothing"),
        ] {
            assert_eq!(take(before), after, "{before}");
        }
    }
}
