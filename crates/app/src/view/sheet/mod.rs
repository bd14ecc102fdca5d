//! The sheets that ask before something is done.

mod archive;
mod delete_scan;
mod naming;
mod piles;
mod plan;

use yew::prelude::*;

use super::Props;
use crate::store::sheet::Sheet;
pub(crate) use archive::of_one;
use delete_scan::DeleteScan;
use plan::PlanView;

#[function_component]
pub(crate) fn SheetView(props: &Props) -> Html {
    match &props.state.sheet {
        None => Html::default(),
        Some(Sheet::Plan(sheet)) => {
            html! { <PlanView state={props.state.clone()} sheet={(**sheet).clone()} /> }
        }
        Some(Sheet::DeleteScan {
            address,
            scan,
            busy,
            problem,
        }) => {
            let name = props
                .state
                .list
                .sessions
                .find(address)
                .map_or_else(|| address.folder.clone(), |session| session.name);
            html! {
                <DeleteScan session={name} scan={scan.clone()} busy={*busy} problem={problem.clone()} />
            }
        }
    }
}
