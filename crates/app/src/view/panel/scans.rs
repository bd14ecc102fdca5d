//! The scans of a session, their files, and taking one out.

use prearchive_core::calls::Call;
use prearchive_core::format::Format;
use prearchive_core::inside::Scan;
use yew::prelude::*;

use super::files::{Files, counted};
use super::tab::loaded;
use crate::store::panel::{Event as PanelEvent, Panel, totals};
use crate::store::sheet::Event as Sheet;
use crate::view::Props;
use crate::view::icon::Icon;
use crate::view::link::use_link;
use crate::words;

#[function_component]
pub(super) fn ScansTab(props: &Props) -> Html {
    let link = use_link();
    let Some(panel) = &props.state.panel else {
        return Html::default();
    };
    let missing = words::no_document(panel.status());
    loaded(&link, &panel.scans, missing, words::NO_SCANS, |scans| {
        html! {
            <ul class="items">
                { for scans.iter().map(|scan| html! { <Item key={scan.id.clone()} panel={panel.clone()} scan={scan.clone()} /> }) }
            </ul>
        }
    })
}

#[derive(Clone, PartialEq, Properties)]
struct ItemProps {
    panel: Panel,
    scan: Scan,
}

#[function_component]
fn Item(props: &ItemProps) -> Html {
    let link = use_link();
    let (panel, scan) = (&props.panel, &props.scan);
    let open = panel.open.contains(&scan.id);
    let (files, bytes) = totals(panel.resources_of(&scan.id));
    let name = words::scan(&scan.id);
    let kind = scan
        .xsi_type
        .trim_start_matches("xnat:")
        .trim_end_matches("ScanData")
        .to_ascii_uppercase();
    let zip = link.address(
        &Call::ScanZip {
            address: panel.address.clone(),
            scan: scan.id.clone(),
        },
        Some(Format::Zip),
    );
    let ask = Sheet::AskDeleteScan {
        address: panel.address.clone(),
        scan: scan.id.clone(),
    };
    let delete = words::delete_scan(&scan.id);
    html! {
        <li>
            <div class="item">
                <button type="button" class="plain square" aria-expanded={open.to_string()} aria-label={words::files_of(&name)}
                    onclick={link.on(PanelEvent::Fold(scan.id.clone()))}>
                    { if open { Icon::Fold } else { Icon::Unfold }.draw() }
                </button>
                <div class="item-text">
                    <p><strong>{ &name }</strong>{ " " }
                        <span class="kind" title={scan.xsi_type.clone()}>{ kind }</span>{ " " }
                        if scan.series_description.is_empty() {
                            <span class="quiet">{ words::NO_DESCRIPTION }</span>
                        } else {
                            { &scan.series_description }
                        }
                    </p>
                    if panel.resources.value().is_some() {
                        <p class="quiet">{ counted(files, bytes) }</p>
                    }
                </div>
                if let Some(href) = zip {
                    <a class="button plain square" {href} download={format!("{}-{}.zip", panel.address.folder, scan.id)}
                        aria-label={words::download_zip(&name)} title={words::download_zip(&name)}>{ Icon::Download.draw() }</a>
                }
                <button type="button" class="plain square danger" aria-label={delete.clone()} title={delete} onclick={link.on(ask)}>
                    { Icon::Delete.draw() }
                </button>
            </div>
            if open {
                { for panel.resources_of(&scan.id).map(|resource| html! {
                    <div class="resource" key={resource.label.clone()}>
                        <p class="resource-name">{ &resource.label }</p>
                        <Files panel={panel.clone()} scan={scan.id.clone()} resource={resource.label.clone()} />
                    </div>
                }) }
            }
        </li>
    }
}
