//! Archiving: merges, conflicts, and what validation says of them.

use std::io::{Cursor, Read};

use prearchive_core::archiving::{ArchiveRequest, Archived, Overwrite};
use prearchive_core::calls::Call;
use prearchive_core::format::Format;
use prearchive_core::inside::Finding;
use prearchive_core::status::Status;

use crate::World;
use crate::files::{BRAIN, HEAD};
use crate::raw::column;

fn codes(findings: &[Finding]) -> Vec<(&str, &str)> {
    findings
        .iter()
        .map(|finding| (finding.code.as_str(), finding.kind.as_str()))
        .collect()
}

fn named(address: &prearchive_core::address::Address, subject: &str) -> ArchiveRequest {
    ArchiveRequest {
        subject: Some(subject.into()),
        session: Some("LABEL".into()),
        ..ArchiveRequest::of(address.clone())
    }
}

/// Holds if a session becomes an experiment.
pub async fn a_session_becomes_an_experiment(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let client = world.client("member").await;
    let request = ArchiveRequest::of(address.clone());
    let uris = client.archive(&request).await.unwrap();
    assert_eq!(
        uris,
        ["/data/archive/projects/ALPHA/subjects/SUBJECT_S1/experiments/S1"]
    );
    assert_eq!(client.session(&address).await, Ok(None));
    let item = client
        .experiment("ALPHA", "SUBJECT_S1", "S1")
        .await
        .unwrap();
    let item = &item["items"][0];
    assert_eq!(item["meta"]["xsi:type"], "xnat:mrSessionData");
    assert_eq!(item["data_fields"]["label"], "S1");
    assert_eq!(item["children"][0]["items"].as_array().unwrap().len(), 3);
    let archived = prearchive_engine::tree::experiment_folder("ALPHA", "arc001", "S1").unwrap();
    let file = archived.descend("SCANS/1/DICOM/5641.dcm").unwrap();
    assert_eq!(world.store().read(&file).unwrap(), BRAIN[0].1);
    let again = client.archive(&request).await.unwrap_err();
    assert_eq!(again.status(), Some(404));
}

/// Holds if the resources of an archived scan are listed with the ID and the type by which clients go on.
pub async fn archived_resources_are_listed_with_id_and_type(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let client = world.client("owner").await;
    let uris = client.archive(&ArchiveRequest::of(address)).await.unwrap();
    let listing = format!("{}/scans/2/resources", uris[0]);
    for (name, wanted) in [
        ("xnat_abstractresource_id", "DICOM"),
        ("label", "DICOM"),
        ("element_name", "xnat:resourceCatalog"),
        ("category", "scans"),
        ("cat_id", "2"),
        ("file_count", "2"),
    ] {
        assert_eq!(column(&world, "owner", &listing, name), [wanted], "{name}");
    }
    let files = column(&world, "owner", &format!("{listing}/DICOM/files"), "Name");
    assert_eq!(files, ["6273.dcm", "6605.dcm"]);

    let call = Call::ExperimentFiles {
        experiment: Archived {
            project: "ALPHA".into(),
            subject: "SUBJECT_S1".into(),
            label: "S1".into(),
        },
        scan: "2".into(),
        resource: "DICOM".into(),
    };
    let packed = client.call_as(&call, Format::Zip).await.unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(packed.body)).unwrap();
    let mut bytes = Vec::new();
    let name = "S1/scans/2/resources/DICOM/files/6273.dcm";
    zip.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, BRAIN[1].1);
}

/// Holds if a new scan is merged.
pub async fn a_new_scan_is_merged(world: World) {
    let client = world.client("owner").await;
    let first = world.imported("ALPHA", "S1", &BRAIN[..1]).await;
    let second = world.imported("ALPHA", "S2", &BRAIN[1..]).await;
    let uri = client.archive(&named(&first, "P")).await.unwrap();
    let merged = client.archive(&named(&second, "P")).await.unwrap();
    assert_eq!(merged, uri);
    let item = client.experiment("ALPHA", "P", "LABEL").await.unwrap();
    let scans = item["items"][0]["children"][0]["items"].as_array().unwrap();
    assert_eq!(scans.len(), 3);
}

/// Holds if another subject is a conflict.
pub async fn another_subject_is_a_conflict(world: World) {
    let client = world.client("owner").await;
    let first = world.imported("ALPHA", "S1", &BRAIN).await;
    let second = world.imported("ALPHA", "S2", &BRAIN).await;
    client.archive(&named(&first, "P")).await.unwrap();
    let refused = client.archive(&named(&second, "Q")).await.unwrap_err();
    assert_eq!(refused.status(), Some(409));
    let row = client.session(&second).await.unwrap().unwrap();
    assert_eq!(row.status, Status::CONFLICT);
    let logs = client.logs(&second).await.unwrap();
    assert!(
        logs.last()
            .unwrap()
            .entry
            .contains("belongs to the subject P")
    );
    assert_eq!(
        client.scans(&second).await.unwrap().len(),
        3,
        "nothing is lost"
    );
}

/// Holds if validation says what archiving would meet.
pub async fn validation_says_what_archiving_would_meet(world: World) {
    let client = world.client("owner").await;
    let first = world.imported("ALPHA", "S1", &BRAIN).await;
    let findings = client.validate_archive(&named(&first, "P")).await.unwrap();
    assert_eq!(codes(&findings), [("12", "WARN")], "a new subject");
    client.archive(&named(&first, "P")).await.unwrap();

    let same = world.imported("ALPHA", "S2", &BRAIN).await;
    let findings = client.validate_archive(&named(&same, "P")).await.unwrap();
    let scans = [("16", "CONFLICT"); 3];
    assert_eq!(
        codes(&findings),
        [&[("1", "CONFLICT"), ("14", "CONFLICT")][..], &scans].concat(),
        "the same files"
    );
    let refused = client.archive(&named(&same, "P")).await.unwrap_err();
    assert_eq!(refused.status(), Some(409));
    let replacing = ArchiveRequest {
        overwrite: Overwrite::Delete,
        ..named(&same, "P")
    };
    client.archive(&replacing).await.unwrap();

    let other = world.imported("ALPHA", "S3", &HEAD).await;
    let findings = client.validate_archive(&named(&other, "P")).await.unwrap();
    let found = codes(&findings);
    assert!(found.contains(&("19", "FAIL")), "another type: {found:?}");
    assert!(
        found.contains(&("5", "CONFLICT")),
        "another study: {found:?}"
    );
    let row = client.session(&other).await.unwrap().unwrap();
    assert_eq!(row.status, Status::READY, "looking changes nothing");
}

/// Holds if an unassigned session is not archived.
pub async fn an_unassigned_session_is_not_archived(world: World) {
    let address = world.imported("Unassigned", "S1", &BRAIN).await;
    let client = world.client("admin").await;
    let refused = client.archive(&ArchiveRequest::of(address.clone())).await;
    assert_eq!(refused.unwrap_err().status(), Some(400));
    let row = client.session(&address).await.unwrap().unwrap();
    assert_eq!(row.status, Status::READY);
}
