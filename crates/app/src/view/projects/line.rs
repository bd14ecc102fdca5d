//! One project of the table.

use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::Project;
use prearchive_core::query::StatusGroup;
use yew::prelude::*;

use crate::format::{age_of, count};
use crate::store::list::Event as List;
use crate::store::projects::{Event as ProjectsEvent, Line, Outcome, Projects, Waits};
use crate::store::route::View;
use crate::store::{Clock, Message};
use crate::view::link::Link;
use crate::view::parts::say;
use crate::words::{self, Text};

/// Draws a project.
pub(super) fn line(link: &Link, line: &Line<'_>, projects: &Projects, clock: &Clock) -> Html {
    let id = &line.row.id;
    let replaces = line
        .row
        .prearchive_code
        .is_some_and(PrearchiveCode::overwrites);
    let saved = projects.outcomes.get(id) == Some(&Outcome::Saved);
    let oldest = line.waits.as_ref().and_then(|waits| waits.oldest);
    html! {
        <tr key={id.clone()} role="row" aria-label={id.clone()}>
            <td role="cell" class="tick">
                if line.may_change {
                    <input type="checkbox" aria-label={words::select_project(id)} checked={projects.ticked.contains(id)}
                        onclick={link.on(ProjectsEvent::Tick(id.clone()))} />
                }
            </td>
            <th role="rowheader" scope="row" class="matrix-name">
                { say("strong", "", line.name().to_owned()) }
                if !line.is_unassigned() {
                    { " " }{ say("code", "", id.clone()) }
                }
            </th>
            { cell(words::ROLE, words::role(&line.role).into()) }
            { cell(words::WAITING, waiting(link, id, line.waits.as_ref())) }
            { cell(words::OLDEST, oldest.and_then(|oldest| age_of(oldest, clock.wall(), clock.sure)).unwrap_or_default().into()) }
            { cell(words::SETTING, html! { <>
                <span class={replaces.then_some("red")}>{ line.setting() }</span>
                if replaces {
                    { say("span", "quiet matrix-warning", words::REPLACE_WARNING) }
                }
                if saved {
                    { " " }<span class="saved" role="status">{ words::SAVED }</span>
                }
            </> }) }
            <td role="cell" class="matrix-change">
                if line.may_change {
                    <button type="button" aria-label={words::change_setting(id)} onclick={link.on(ProjectsEvent::Edit(vec![id.clone()]))}>
                        { words::CHANGE }
                    </button>
                } else if !line.is_unassigned() {
                    { say("span", "quiet", words::OWNERS_CHANGE) }
                }
            </td>
        </tr>
    }
}

/// A cell; on a narrow page it says the name of its column.
fn cell(name: Text, inside: Html) -> Html {
    html! { <td role="cell" data-name={name}>{ inside }</td> }
}

/// What waits by status; each number leads to the sessions that it counts.
fn waiting(link: &Link, project: &str, waits: Option<&Waits>) -> Html {
    let Some(waits) = waits else {
        return html! {
            <span title={words::UNSEEN_WHY}>{ words::UNSEEN }<span class="unseen">{ words::UNSEEN_WHY }</span></span>
        };
    };
    if waits.all == 0 {
        return say("span", "quiet", words::NOTHING_WAITS);
    }
    let show = |status: Option<StatusGroup>| {
        let (link, project) = (link.clone(), Project::from(project));
        move |_: MouseEvent| {
            link.send(List::ClearFilter);
            link.send(List::Project(Some(project.clone())));
            if let Some(status) = status {
                link.send(List::Status(Some(status)));
            }
            link.send(Message::GoTo(View::Inbox));
        }
    };
    let by_status = waits.by_status.iter().map(|(status, number)| {
        html! {
            <button key={status.code()} type="button" class={format!("plain count status {}", status.code())} onclick={show(Some(*status))}
                aria-label={words::show_waiting_in(*number, project, *status)}>{ words::count_in(*number, *status) }</button>
        }
    });
    html! {
        <div class="counts">
            <button type="button" class="plain count" onclick={show(None)} aria-label={words::show_waiting(waits.all, project)}>
                { say("strong", "", count(waits.all)) }
            </button>
            { for by_status }
        </div>
    }
}
