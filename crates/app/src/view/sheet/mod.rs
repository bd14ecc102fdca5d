//! The sheets that ask before something is done.

mod archive;
mod delete_scan;
mod naming;
mod piles;
mod plan;

use yew::prelude::*;

use super::link::Link;
use crate::store::State;
use crate::store::sheet::Sheet;
use crate::words;
pub(crate) use archive::of_one;
use delete_scan::delete_scan;
use plan::plan;

/// The sheet that is open, if one is.
pub(crate) fn sheet(link: &Link, state: &State) -> Html {
    match &state.sheet {
        None => Html::default(),
        Some(Sheet::Plan(sheet)) => plan(link, state, sheet),
        Some(Sheet::DeleteScan {
            address,
            scan,
            busy,
            problem,
        }) => {
            let session = state.list.sessions.find(address);
            let name = session.map_or_else(|| address.folder.clone(), |session| session.name);
            let name = words::session_name(&name);
            delete_scan(link, &name, scan, *busy, problem.as_ref())
        }
    }
}
