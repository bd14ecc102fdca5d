//! Finding sessions: the box of the query, facets, chips, and views.

mod caret;
mod chips;
mod completion;
mod facets;
mod query_box;
mod views;
mod views_dialog;

pub(crate) use chips::chips;
pub(crate) use facets::{date_select, project_select};
pub(crate) use query_box::QueryBox;
pub(crate) use views::view_tabs;
pub(crate) use views_dialog::ViewsDialog;

/// The id of the box, to which `/` brings the focus.
pub(crate) const FILTER_ID: &str = "filter";
