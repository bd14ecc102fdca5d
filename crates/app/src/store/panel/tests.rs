use super::*;
use crate::store::testing::{address, signed_in_with};

fn resource(scan: &str, files: u64) -> Resource {
    Resource {
        category: "scans".into(),
        category_id: scan.into(),
        label: "DICOM".into(),
        file_count: Some(files),
        file_size: None,
    }
}

#[test]
fn each_tab_asks_for_what_it_shows_once() {
    let mut state = signed_in_with(&["READY"]);
    let effects = state.apply(Event::Open(address(0)).into());
    assert_eq!(
        effects[..2],
        [Effect::Scans(address(0)), Effect::Resources(address(0))]
    );
    assert_eq!(state.apply(Event::Tab(Tab::Files).into()), []);
    assert_eq!(
        state.apply(Event::Tab(Tab::History).into()),
        [Effect::Logs(address(0))]
    );
    assert_eq!(state.apply(Event::Tab(Tab::History).into()), []);
}

#[test]
fn an_answer_about_another_session_is_dropped() {
    let mut state = signed_in_with(&["READY", "READY"]);
    state.apply(Event::Open(address(0)).into());
    state.apply(Event::Open(address(1)).into());
    state.apply(Event::Scans(address(0), Ok(Vec::new())).into());
    assert_eq!(state.panel.map(|panel| panel.scans), Some(Load::Busy));
}

#[test]
fn unfolding_a_scan_asks_for_its_files() {
    let mut state = signed_in_with(&["READY"]);
    state.apply(Event::Open(address(0)).into());
    let resources = vec![resource("4", 2), resource("5", 3)];
    state.apply(Event::Resources(address(0), Ok(resources)).into());
    let asked = state.apply(Event::Fold("4".into()).into());
    assert!(matches!(&asked[..], [Effect::Files { scan, .. }] if scan == "4"));
    assert_eq!(state.apply(Event::Fold("4".into()).into()), [], "folded");
    assert_eq!(
        state.apply(Event::Fold("4".into()).into()),
        [],
        "asked for already"
    );
}

#[test]
fn totals_are_unknown_if_a_part_is() {
    let resources = [resource("4", 2), resource("4", 3)];
    assert_eq!(totals(resources.iter()), (Some(5), None));
    assert_eq!(totals([].iter()), (Some(0), Some(0)));
}
