//! Projects, their other settings, and what is archived in them.

use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::calls::Call;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::format::Format;
use prearchive_core::http::{Method, Request, Response};
use prearchive_core::resultset::Table;

use crate::World;
use crate::files::TOSHIBA;

/// Holds if a project tells what it is, and what is archived in it.
pub async fn a_project_tells_what_is_archived_in_it(world: World) {
    let project = || "ALPHA".to_owned();
    let of = |call: &Call| ask(&world, call.request());
    let item = of(&Call::Project { project: project() })
        .text()
        .into_owned();
    assert!(item.contains("\"xsi:type\":\"xnat:projectData\""), "{item}");
    assert!(item.contains("\"name\":\"Project ALPHA\""), "{item}");
    for call in [
        Call::Subjects { project: project() },
        Call::Experiments { project: project() },
    ] {
        assert_eq!(rows(&of(&call)).rows().len(), 0, "{call:?}");
    }

    let client = world.client("owner").await;
    for label in ["S1", "S2"] {
        let address = world.imported("ALPHA", label, &TOSHIBA).await;
        let mut request = ArchiveRequest::of(address);
        request.subject = Some("ONE".into());
        client.archive(&request).await.unwrap();
    }
    let subjects = rows(&of(&Call::Subjects { project: project() }));
    let labels: Vec<String> = subjects.iter().map(|row| row.text("label")).collect();
    assert_eq!(labels, ["ONE"]);
    let experiments = rows(&of(&Call::Experiments { project: project() }));
    let told: Vec<[String; 3]> = experiments
        .iter()
        .map(|row| ["label", "subject_label", "xsiType"].map(|column| row.text(column)))
        .collect();
    assert_eq!(
        told,
        [
            ["S1", "ONE", "xnat:mrSessionData"],
            ["S2", "ONE", "xnat:mrSessionData"]
        ]
    );
    // What a row says can be read where it says.
    for row in experiments.iter() {
        let read = ask(&world, Request::from_target(Method::Get, &row.text("URI")));
        assert_eq!(read.status, 200, "{}", row.text("URI"));
    }
}

/// Holds if the quarantine code and the archive folder are read and set.
pub async fn quarantine_and_archive_folder_are_read_and_set(world: World) {
    let project = || "ALPHA".to_owned();
    let quarantine = Call::QuarantineCode { project: project() };
    let folder = Call::CurrentArc { project: project() };
    let text = |call: &Call| ask(&world, call.request()).text().into_owned();
    assert_eq!(
        (text(&quarantine), text(&folder)),
        ("0".into(), "arc001".into())
    );
    for call in [
        Call::SetQuarantineCode {
            project: project(),
            code: PrearchiveCode(1),
        },
        Call::SetCurrentArc {
            project: project(),
            arc: "arc002".into(),
        },
    ] {
        assert_eq!(ask(&world, call.request()).status, 200, "{call:?}");
    }
    assert_eq!(
        (text(&quarantine), text(&folder)),
        ("1".into(), "arc002".into())
    );
    for target in [
        "/data/projects/ALPHA/quarantine_code/one",
        "/data/projects/ALPHA/current_arc/%2e%2e",
        "/data/projects/ALPHA/current_arc/a%2fb",
    ] {
        let refused = ask(&world, Request::from_target(Method::Put, target));
        assert_eq!(refused.status, 400, "{target}");
    }
    assert_eq!(
        (text(&quarantine), text(&folder)),
        ("1".into(), "arc002".into())
    );
    let listed = Call::Projects {
        filter: prearchive_core::project::ProjectFilter::Accessible,
        with_code: true,
    };
    let listed = rows(&ask(&world, listed.request()));
    let alpha = listed.iter().find(|row| row.text("ID") == "ALPHA").unwrap();
    assert_eq!(alpha.text("proj_quarantine"), "1");
}

/// Holds if what is archived from now on lies in the folder that was set, and what was archived stays.
pub async fn what_is_archived_lies_in_the_folder_that_was_set(world: World) {
    let client = world.client("owner").await;
    for (arc, label) in [("arc001", "S1"), ("arc002", "S2")] {
        let call = Call::SetCurrentArc {
            project: "ALPHA".into(),
            arc: arc.into(),
        };
        assert_eq!(ask(&world, call.request()).status, 200);
        let address = world.imported("ALPHA", label, &TOSHIBA).await;
        client.archive(&ArchiveRequest::of(address)).await.unwrap();
    }
    for (arc, label) in [("arc001", "S1"), ("arc002", "S2")] {
        let folder = prearchive_engine::tree::experiment_folder("ALPHA", arc, label).unwrap();
        assert!(world.store().exists(&folder).unwrap(), "{folder}");
    }
}

fn ask(world: &World, request: Request) -> Response {
    world.send(&request.with_header("Authorization", "Basic b3duZXI6b3duZXI="))
}

fn rows(response: &Response) -> Table {
    Table::read(&response.body, Format::Json).unwrap()
}
