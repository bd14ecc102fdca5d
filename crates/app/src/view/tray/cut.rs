//! The bar that offers to go on with a run that a reload or a crash has cut off.

use yew::prelude::*;

use crate::store::run::{Cut, Event as RunEvent};
use crate::view::icon::Icon;
use crate::view::link::Link;
use crate::words;

pub(super) fn cut_off(link: &Link, cut: &Cut) -> Html {
    let next = cut.next().len();
    let more = match (next, cut.ask_again) {
        (0, _) => words::CUT_GONE,
        (_, true) => words::CUT_ASKS,
        (_, false) => words::CUT_LOOKS,
    };
    html! {
        <div key={cut.key.clone()} class="run cut" role="alert">
            <div class="run-head">
                <span class="status conflict">{ Icon::Alert.draw() }</span>
                <div class="run-title">
                    <strong>{ words::cut_off(cut.work.action(), cut.done, cut.all, cut.failed) }</strong>
                    if cut.done < cut.all {
                        <span class="quiet">{ more }</span>
                    }
                </div>
                if next > 0 {
                    <button type="button" class="primary" onclick={link.on(RunEvent::Resume(cut.key.clone()))}>
                        { if cut.left.is_empty() { words::again(next, 0).to_string() } else { words::cut_go_on(next) } }
                    </button>
                }
                <button type="button" onclick={link.on(RunEvent::Forget(cut.key.clone()))}>
                    { if next > 0 { words::FORGET_IT } else { words::CLOSE } }
                </button>
            </div>
        </div>
    }
}
