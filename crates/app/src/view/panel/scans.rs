//! The scans of a session, their files, and taking one out.

use prearchive_core::calls::Call;
use prearchive_core::format::Format;
use prearchive_core::inside::Scan;
use prearchive_core::plan::Action;
use yew::prelude::*;

use super::files::{Files, counted};
use super::tab::loaded;
use crate::store::may::{Deed, May};
use crate::store::panel::{Event as PanelEvent, Panel, totals};
use crate::store::sheet::Event as Sheet;
use crate::view::icon::Icon;
use crate::view::link::Link;
use crate::view::parts::{part, say, square_of, tag, text};
use crate::words;

/// The scans, each with a way to fold out its files.
pub(super) fn scans_tab(link: &Link, panel: &Panel, may: May) -> Html {
    let missing = words::no_document(panel.status());
    loaded(link, &panel.scans, missing, words::NO_SCANS, |scans| {
        html! {
            <ul class="items">
                { for scans.iter().map(|scan| item(link, panel, may, scan)) }
            </ul>
        }
    })
}

fn item(link: &Link, panel: &Panel, may: May, scan: &Scan) -> Html {
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
    let fold = fold_button(link, scan, open, &name);
    let about = if scan.series_description.is_empty() {
        say("span", "quiet", words::NO_DESCRIPTION)
    } else {
        say("bdi", "", words::free_text(&scan.series_description))
    };
    let kind = tag(
        "span",
        vec![
            ("class", "kind".into()),
            ("title", scan.xsi_type.clone().into()),
        ],
        vec![text(kind)],
    );
    let title = vec![
        say("strong", "", name.clone()),
        text(" "),
        kind,
        text(" "),
        about,
    ];
    let mut said = vec![part("p", "", title)];
    if panel.resources.value().is_some() {
        said.push(say("p", "quiet", counted(files, bytes)));
    }
    let download = zip.map(|href| {
        let file = format!("{}-{}.zip", panel.address.folder, scan.id);
        let told = AttrValue::from(words::download_zip(&name));
        let attributes = vec![
            ("class", "button plain square".into()),
            ("href", href.into()),
            ("download", file.into()),
            ("aria-label", told.clone()),
            ("title", told),
        ];
        tag("a", attributes, vec![Icon::Download.draw()])
    });
    let line = vec![
        fold,
        part("div", "item-text", said),
        download.unwrap_or_default(),
        match may.do_it(Deed::To(Action::Delete)) {
            true => square_of(
                "plain square danger",
                Icon::Delete,
                delete.into(),
                link.on(ask),
            ),
            false => Html::default(),
        },
    ];
    html! {
        <li key={scan.id.clone()}>
            { part("div", "item", line) }
            if open {
                { for panel.resources_of(&scan.id).map(|resource| html! {
                    <div class="resource" key={resource.label.clone()}>
                        { say("p", "resource-name", resource.label.clone()) }
                        <Files panel={panel.clone()} scan={scan.id.clone()} resource={resource.label.clone()} />
                    </div>
                }) }
            }
        </li>
    }
}

/// The button that folds the files of a scan in and out.
fn fold_button(link: &Link, scan: &Scan, open: bool, name: &str) -> Html {
    let icon = if open { Icon::Fold } else { Icon::Unfold };
    html! {
        <button type="button" class="plain square" aria-expanded={open.to_string()} aria-label={words::files_of(name)}
            onclick={link.on(PanelEvent::Fold(scan.id.clone()))}>{ icon.draw() }</button>
    }
}
