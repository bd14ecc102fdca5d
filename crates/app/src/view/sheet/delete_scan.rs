//! Asks before a scan is taken out of a session.

use yew::prelude::*;

use crate::store::problem::Problem;
use crate::store::sheet::Event as Sheet;
use crate::view::dialog::Dialog;
use crate::view::link::Link;
use crate::view::problem::problem_box;
use crate::words;

/// `busy`: it was sent; `problem`: why it was refused.
pub(super) fn delete_scan(
    link: &Link,
    session: &str,
    scan: &str,
    busy: bool,
    problem: Option<&Problem>,
) -> Html {
    html! {
        <Dialog title={words::delete_scan_title(scan)} class="centre" on_close={link.on::<()>(Sheet::Cancel)}>
            <div class="dialog-body">
                <p>{ words::delete_scan_text(scan, session) }</p>
                { for problem.map(problem_box) }
            </div>
            <footer class="dialog-foot">
                <button type="button" onclick={link.on(Sheet::Cancel)}>{ words::CANCEL }</button>
                <button type="button" class="danger filled" disabled={busy} onclick={link.on(Sheet::Go)}>
                    { words::delete_scan(scan) }
                </button>
            </footer>
        </Dialog>
    }
}
