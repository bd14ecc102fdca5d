//! Asks before a scan is taken out of a session.

use yew::prelude::*;

use crate::store::problem::Problem;
use crate::store::sheet::Event as Sheet;
use crate::view::dialog::Dialog;
use crate::view::link::use_link;
use crate::view::problem::ProblemBox;
use crate::words;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct DeleteScanProps {
    pub(super) session: String,
    pub(super) scan: String,
    pub(super) busy: bool,
    pub(super) problem: Option<Problem>,
}

#[function_component]
pub(super) fn DeleteScan(props: &DeleteScanProps) -> Html {
    let link = use_link();
    html! {
        <Dialog title={words::delete_scan_title(&props.scan)} class="centre" on_close={link.on::<()>(Sheet::Cancel)}>
            <div class="dialog-body">
                <p>{ words::delete_scan_text(&props.scan, &props.session) }</p>
                if let Some(problem) = &props.problem {
                    <ProblemBox problem={problem.clone()} />
                }
            </div>
            <footer class="dialog-foot">
                <button type="button" onclick={link.on(Sheet::Cancel)}>{ words::CANCEL }</button>
                <button type="button" class="danger filled" disabled={props.busy} onclick={link.on(Sheet::Go)}>
                    { words::delete_scan(&props.scan) }
                </button>
            </footer>
        </Dialog>
    }
}
