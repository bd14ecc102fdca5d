//! The box of the query: a combobox that proposes what could come next, and underlines what cannot be read.

use prearchive_core::query::Problem;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::completion::{LIST_ID, Options, Values, first, option_id, proposals, taken};
use super::{FILTER_ID, caret};
use crate::browser;
use crate::store::list::{Event as List, List as Sessions};
use crate::view::Props;
use crate::view::icon::Icon;
use crate::view::link::use_link;
use crate::view::list::GRID_ID;
use crate::words;

const SENTENCES_ID: &str = "find-problems";
/// What is being written is not told to be wrong before somebody has paused so long, in milliseconds.
const PAUSE: f64 = 1_000.0;

/// Where somebody is in the box.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Place {
    focused: bool,
    /// The caret, in bytes.
    at: usize,
    /// Proposals are wanted.
    open: bool,
    /// The one that the arrows have reached.
    active: Option<usize>,
}

#[function_component]
pub(crate) fn QueryBox(props: &Props) -> Html {
    let link = use_link();
    let list = &props.state.list;
    let place = use_state(Place::default);
    let (input, mirror) = (use_node_ref(), use_node_ref());
    let values = use_mut_ref(Values::default);

    let found = if place.open {
        proposals(list, place.at, &mut values.borrow_mut())
    } else {
        values.borrow_mut().forget();
        Vec::new()
    };
    let open = !found.is_empty();
    let active = place.active.or_else(|| first(&found));
    let active = active.filter(|at| *at < found.len());
    let told = told(list, *place, open, props.state.clock.now);

    // The marks stand where the text stands, also after the text was changed from outside.
    let follow = {
        let (input, mirror) = (input.clone(), mirror.clone());
        move || {
            let input = input.cast::<HtmlInputElement>();
            if let (Some(input), Some(mirror)) = (input, mirror.cast::<HtmlElement>()) {
                mirror.set_scroll_left(input.scroll_left());
            }
        }
    };
    use_effect(follow.clone());

    let at = {
        let input = input.clone();
        move || {
            let input = input.cast::<HtmlInputElement>();
            input.map_or(0, |input| caret::place(&input))
        }
    };
    let oninput = {
        let (place, link, at) = (place.clone(), link.clone(), at.clone());
        move |event: InputEvent| {
            place.set(Place {
                focused: true,
                at: at(),
                open: true,
                active: None,
            });
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            link.send(List::Text(text));
        }
    };
    let take = {
        let (place, link, input) = (place.clone(), link.clone(), input.clone());
        let (found, text) = (found.clone(), list.text.clone());
        Callback::from(move |chosen: usize| {
            let input = input.cast::<HtmlInputElement>();
            if let (Some(proposal), Some(input)) = (found.get(chosen), input) {
                let (text, at) = taken(&text, proposal);
                caret::write(&input, &text, at);
                place.set(Place {
                    focused: true,
                    at,
                    open: proposal.insert.ends_with(':'),
                    active: None,
                });
                link.send(List::Text(text));
            }
        })
    };
    let onkeydown = {
        let (place, at, take) = (place.clone(), at.clone(), take.clone());
        let count = found.len();
        move |event: KeyboardEvent| {
            if event.is_composing() {
                return;
            }
            let go = |active: Option<usize>, open: bool| {
                place.set(Place {
                    focused: true,
                    at: at(),
                    open,
                    active,
                });
            };
            match (event.key().as_str(), active) {
                ("ArrowDown", _) if count == 0 => go(None, true),
                ("ArrowDown", now) => go(Some(now.map_or(0, |now| (now + 1) % count)), true),
                ("ArrowUp", now) if count > 0 => {
                    let before = now.filter(|now| *now > 0).unwrap_or(count);
                    go(Some(before - 1), true);
                }
                ("Enter" | "Tab", Some(now)) if !event.shift_key() => take.emit(now),
                ("Enter", None) if count > 0 => go(None, false),
                ("Escape", _) if count > 0 => go(None, false),
                // What was typed stays; the cross takes it away.
                ("Escape", _) => {
                    go(None, false);
                    browser::focus(GRID_ID);
                }
                _ => return,
            }
            event.prevent_default();
        }
    };
    // Arrows to the side, Home, End and the mouse move the caret without any event of their own.
    let moved = {
        let (place, at) = (place.clone(), at);
        Callback::from(move |()| {
            let now = at();
            if now != place.at {
                place.set(Place {
                    at: now,
                    active: None,
                    ..*place
                });
            }
        })
    };
    let onfocus = {
        let place = place.clone();
        move |_| {
            place.set(Place {
                focused: true,
                ..*place
            });
        }
    };
    let onblur = {
        let place = place.clone();
        move |_| place.set(Place::default())
    };
    let clear = link.on(List::Text(String::new()));
    let said = open.then(|| words::proposals(found.len()));
    let onscroll = move |_: Event| follow();
    html! {
        <>
            <div class={classes!("search", open.then_some("open"))}>
                { Icon::Search.draw() }
                <div ref={mirror} class="mirror" aria-hidden="true">{ marks(&list.text, &told) }</div>
                <input ref={input} id={FILTER_ID} class="names" type="text" role="combobox" inputmode="search" enterkeyhint="search"
                    aria-label={words::FILTER_SESSIONS} placeholder={words::FILTER_HINT} title={words::FILTER_KEY}
                    aria-keyshortcuts="/" aria-autocomplete="list" aria-haspopup="listbox" aria-expanded={open.to_string()}
                    aria-controls={open.then_some(LIST_ID)} aria-activedescendant={active.map(option_id)}
                    aria-invalid={(!told.is_empty()).then_some("true")}
                    aria-describedby={(!told.is_empty()).then_some(SENTENCES_ID)}
                    autocomplete="off" autocapitalize="off" spellcheck="false" value={list.text.clone()}
                    {oninput} {onkeydown} onkeyup={moved.reform(|_| ())} onclick={moved.reform(|_| ())}
                    {onfocus} {onblur} {onscroll} />
                if list.text.is_empty() {
                    <kbd aria-hidden="true">{ "/" }</kbd>
                } else {
                    <button type="button" class="plain square empty-box" aria-label={words::CLEAR_BOX} title={words::CLEAR_BOX}
                        onclick={clear} onmousedown={|event: MouseEvent| event.prevent_default()}>
                        { Icon::Close.draw() }
                    </button>
                }
                if open {
                    <Options proposals={found.clone()} {active} on_take={take} />
                }
            </div>
            <div class="unseen" role="status">{ said }</div>
            if !told.is_empty() {
                <ul id={SENTENCES_ID} class="find-problems">
                    { for told.iter().map(|problem| html! {
                        <li>{ Icon::Alert.draw() }{ words::fault(problem.fault, &words::naming(&list.text[problem.span.clone()])) }</li>
                    }) }
                </ul>
            }
        </>
    }
}

/// The problems to tell of: not of what is just being written.
fn told(list: &Sessions, place: Place, open: bool, now: f64) -> Vec<Problem> {
    let written = |problem: &&Problem| {
        let here = (problem.term.start..=problem.term.end).contains(&place.at);
        place.focused && here && (open || now - list.typed < PAUSE)
    };
    let problems = list.parsed.problems.iter();
    problems
        .filter(|problem| !written(problem))
        .cloned()
        .collect()
}

/// The text again, with marks on what cannot be read; it is drawn behind the box, and only the marks are seen.
fn marks(text: &str, told: &[Problem]) -> Html {
    let mut from = 0;
    let mut parts = Vec::new();
    for problem in told {
        // Problems come in the order of the text, and no two of them are about the same part.
        let span = problem.span.start.max(from)..problem.span.end;
        parts.push(html! { { &text[from..span.start] } });
        parts.push(html! { <mark>{ &text[span.clone()] }</mark> });
        from = span.end;
    }
    if !parts.is_empty() {
        parts.push(html! { { &text[from..] } });
    }
    html! { <span>{ for parts }</span> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Clock;

    #[test]
    fn what_is_being_written_is_not_wrong_yet() {
        let text = "foo:1 uploaded:2026-13";
        let mut list = Sessions::default();
        list.set_text(text.into(), &Clock::default());
        list.typed = 5_000.0;
        let end = text.len();
        for (focused, at, open, now, wanted) in [
            (true, end, false, 5_000.0, &["foo"][..]),
            (true, end, false, 6_000.0, &["foo", "2026-13"]),
            (true, end, true, 9_000.0, &["foo"]),
            (true, 3, false, 5_000.0, &["2026-13"]),
            (true, 6, false, 5_000.0, &["foo", "2026-13"][..1]),
            (false, 0, false, 5_000.0, &["foo", "2026-13"]),
        ] {
            let place = Place {
                focused,
                at,
                open,
                active: None,
            };
            let told = told(&list, place, open, now);
            let parts: Vec<&str> = told.iter().map(|p| &text[p.span.clone()]).collect();
            assert_eq!(parts, wanted, "{place:?} {now}");
        }
    }
}
