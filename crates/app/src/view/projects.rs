//! The projects: what waits in each, and what each does with sessions on arrival, as a table.

mod change;
mod line;

use yew::prelude::*;

use super::Props;
use super::dialog::FocusHeir;
use super::icon::Icon;
use super::link::{Link, use_link};
use super::parts::{button, say, square};
use super::problem::problem_of;
use super::select::Select;
use crate::store::list::Sessions;
use crate::store::may::Deed;
use crate::store::projects::{
    Column, Event as ProjectsEvent, Projects, lines, waits, with_unassigned,
};
use crate::store::{Load, Shared};
use crate::words;
use change::change;
use line::line;

/// The id of the box that filters, to which the focus goes from anywhere on the page.
const FILTER_PROJECTS_ID: &str = "filter-projects";

/// The id of the table, to which the focus comes back.
pub(crate) const PROJECTS_ID: &str = "projects";

/// The page of the projects.
pub(crate) fn projects_view(link: &Link, state: &Shared) -> Html {
    let projects = &state.projects;
    let body = match &projects.rows {
        Load::Idle | Load::Busy => html! { <p class="quiet" role="status">{ words::LOADING }</p> },
        Load::Failed(problem) => problem_of(
            words::PROJECTS_FAILED,
            problem,
            Some(link.on(ProjectsEvent::Load)),
        ),
        Load::Have(rows) if rows.is_empty() => html! {
            <div class="blank">{ say("h2", "", words::NO_PROJECTS_TITLE) }{ say("p", "", words::NO_PROJECTS_TEXT) }</div>
        },
        Load::Have(_) => html! { <Matrix state={state.clone()} /> },
    };
    html! {
        <section key="projects" class="page" aria-labelledby="projects-title">
            <h1 id="projects-title">{ words::PROJECTS }</h1>
            { say("p", "quiet", words::PROJECTS_INTRO) }
            { body }
            if let Some(edit) = &projects.edit {
                { change(link, edit, projects) }
            }
        </section>
    }
}

#[function_component]
fn Matrix(props: &Props) -> Html {
    let link = use_link();
    let state: &Shared = &props.state;
    let projects = &state.projects;
    // Counting a hundred thousand sessions takes longer than a second's tick may.
    let counted = use_memo(state.list.sessions.clone(), |sessions: &Sessions| {
        waits(sessions)
    });
    let rows = projects.rows.value().cloned().unwrap_or_default();
    let rows = with_unassigned(rows, &counted);
    let mut lines = lines(projects, &rows, &counted);
    for line in &mut lines {
        line.may_change &= state.may.do_it(Deed::Set);
    }
    let free: Vec<String> = lines
        .iter()
        .filter(|line| line.may_change)
        .map(|line| line.row.id.clone())
        .collect();
    let all = !free.is_empty() && free.iter().all(|id| projects.ticked.contains(id));
    html! {
        <>
            { tools(&link, projects) }
            <table id={PROJECTS_ID} tabindex="-1" class="matrix" role="table" aria-label={words::PROJECTS}>
                <thead role="rowgroup"><tr role="row">
                    <th role="columnheader" scope="col" class="tick">
                        if !free.is_empty() {
                            <input type="checkbox" checked={all} aria-label={words::SELECT_PROJECTS} onclick={link.on(ProjectsEvent::TickAll(free))} />
                        }
                    </th>
                    { for Column::ALL.map(|column| head(&link, projects, column)) }
                    <th role="columnheader" scope="col"><span class="unseen">{ words::CHANGE }</span></th>
                </tr></thead>
                <tbody role="rowgroup">
                    { for lines.iter().map(|of| line(&link, of, projects, &state.clock)) }
                </tbody>
            </table>
            if lines.is_empty() {
                { say("p", "blank", words::NO_PROJECT_MATCHES) }
            }
        </>
    }
}

/// A heading that sorts.
fn head(link: &Link, projects: &Projects, column: Column) -> Html {
    let (now, reverse) = projects.order;
    let sort = (now == column).then_some(if reverse { "descending" } else { "ascending" });
    html! {
        <th role="columnheader" scope="col" aria-sort={sort}>
            <button type="button" class="plain" onclick={link.on(ProjectsEvent::SortBy(column))}>
                { words::project_column(column) }
                if now == column {
                    { if reverse { Icon::Down } else { Icon::Up }.draw() }
                }
            </button>
        </th>
    }
}

/// The filter, the order where there is no room for headings, and what can be done with what is ticked.
fn tools(link: &Link, projects: &Projects) -> Html {
    let ticked = projects.ticked.len();
    let some: Vec<String> = projects.ticked.iter().cloned().collect();
    let code = |column: Column| AttrValue::from(format!("{column:?}"));
    let options = Column::ALL.map(|column| (code(column), words::sort_projects(column).into()));
    let oninput = link.with(|event: InputEvent| {
        let input: web_sys::HtmlInputElement = event.target_unchecked_into();
        ProjectsEvent::Words(input.value())
    });
    html! {
        <div class="matrix-tools">
            <label class="search" for={FILTER_PROJECTS_ID}>
                { Icon::Search.draw() }
                <input id={FILTER_PROJECTS_ID} type="search" aria-label={words::FILTER_PROJECTS} placeholder={words::FILTER_PROJECTS_HINT}
                    value={projects.words.clone()} {oninput} autocomplete="off" spellcheck="false" />
            </label>
            <div class="narrow-only">
                <Select label={words::SORT_BY} options={options.to_vec()} value={code(projects.order.0)}
                    on_choose={link.with(move |chosen: String| {
                        let column = Column::ALL.into_iter().find(|column| code(*column) == chosen);
                        ProjectsEvent::SortBy(column.unwrap_or_default())
                    })} />
            </div>
            if ticked > 0 {
                <div class="matrix-selection" role="toolbar" aria-label={words::SELECTION}>
                    { say("strong", "", words::projects_selected(ticked)) }
                    <FocusHeir id={PROJECTS_ID} />
                    { button("primary", words::change_projects(ticked), link.on(ProjectsEvent::Edit(some))) }
                    { square(Icon::Close, words::UNSELECT_PROJECTS, link.on(ProjectsEvent::Untick)) }
                </div>
            }
        </div>
    }
}
