//! The resources of a session, and the files of one of them.

use prearchive_core::calls::Call;
use prearchive_core::inside::{File, Resource, ScanFile};
use yew::prelude::*;

use super::tab::loaded;
use crate::format::bytes;
use crate::store::Load;
use crate::store::panel::{Event as PanelEvent, Panel, totals};
use crate::view::link::{Link, use_link};
use crate::view::parts::{button, say};
use crate::view::problem::problem_with;
use crate::words;

/// All resources, with their sizes.
pub(super) fn files_tab(link: &Link, panel: &Panel) -> Html {
    let missing = words::no_document(panel.status());
    loaded(
        link,
        &panel.resources,
        missing,
        words::NO_RESOURCES,
        resource_table,
    )
}

fn resource_table(resources: &[Resource]) -> Html {
    let row = |resource: &Resource| {
        let place = if resource.category == "scans" {
            words::scan(&resource.category_id)
        } else {
            words::WHOLE_SESSION.into()
        };
        let size = |n: Option<u64>| n.map(bytes).unwrap_or_default();
        let files = resource
            .file_count
            .map(crate::format::number)
            .unwrap_or_default();
        html! {
            <tr key={format!("{place}/{}", resource.label)}>
                { say("td", "", place) }{ say("td", "", resource.label.clone()) }
                { say("td", "figure", files) }{ say("td", "figure", size(resource.file_size)) }
            </tr>
        }
    };
    let (files, size) = totals(resources.iter());
    html! {
        <>
            { say("p", "quiet", counted(files, size)) }
            <table>
                <thead><tr>
                    <th scope="col">{ words::PLACE }</th><th scope="col">{ words::RESOURCE }</th>
                    <th scope="col" class="figure">{ words::FILES }</th><th scope="col" class="figure">{ words::SIZE }</th>
                </tr></thead>
                <tbody>{ for resources.iter().map(row) }</tbody>
            </table>
            if resources.iter().any(|resource| resource.category != "scans") {
                { say("p", "quiet", words::SESSION_RESOURCES_IN_ZIP) }
            }
        </>
    }
}

/// `12 files, 3.4 MB`, as far as it is known.
pub(super) fn counted(files: Option<u64>, size: Option<u64>) -> String {
    let parts = [files.map(words::files), size.map(bytes)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[derive(Clone, PartialEq, Properties)]
pub(super) struct FilesProps {
    pub(super) panel: Panel,
    pub(super) scan: String,
    pub(super) resource: String,
}

/// Longer lists of files are shown as a whole only if somebody wants that.
const LONGEST: usize = 100;

/// The files of a scan's resource.
#[function_component]
pub(super) fn Files(props: &FilesProps) -> Html {
    let link = use_link();
    let whole = use_state(|| false);
    let place = (props.scan.clone(), props.resource.clone());
    let files = match props.panel.files.get(&place) {
        None | Some(Load::Idle | Load::Busy) => {
            return say("p", "quiet", words::LOADING);
        }
        Some(Load::Failed(problem)) => {
            let retry = link.on(PanelEvent::AskFiles(place));
            return problem_with(problem, None, None, Some(retry));
        }
        Some(Load::Have(files)) if files.is_empty() => {
            return say("p", "quiet", words::NO_FILES);
        }
        Some(Load::Have(files)) => files,
    };
    let row = |file: &File| {
        let call = Call::File(ScanFile {
            address: props.panel.address.clone(),
            scan: props.scan.clone(),
            resource: props.resource.clone(),
            path: file.path().to_owned(),
        });
        html! {
            <li key={file.path().to_owned()}>
                <span class="file-name"><bdi>{ words::naming(file.path()) }</bdi></span>
                { say("span", "quiet figure", file.size.map(bytes).unwrap_or_default()) }
                if let Some(href) = link.address(&call, None) {
                    <a {href} download={file.name.clone()} aria-label={words::download(&words::naming(&file.name))}>{ words::DOWNLOAD }</a>
                }
            </li>
        }
    };
    let shown = if *whole { files.len() } else { LONGEST };
    let show = move |_: MouseEvent| whole.set(true);
    html! {
        <>
            <ul class="files">{ for files.iter().take(shown).map(row) }</ul>
            if files.len() > shown {
                { button("plain", words::show_all_files(files.len()), Callback::from(show)) }
            }
        </>
    }
}
