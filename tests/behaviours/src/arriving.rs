//! How sessions arrive: zips, single files, named addresses, automatic archiving.

use prearchive_core::archiving::Overwrite;
use prearchive_core::importing::{Destination, Handler, ImportRequest};
use prearchive_core::project::Project;
use prearchive_core::status::Status;

use crate::World;
use crate::files::{BRAIN, HEAD, TOSHIBA, zip};

fn zipped(files: &[(&str, &[u8])]) -> ImportRequest {
    ImportRequest {
        content_type: "application/zip".into(),
        body: zip(files),
        ..ImportRequest::default()
    }
}

/// Holds if a zip becomes one session.
pub async fn a_zip_becomes_one_session(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let client = world.client("owner").await;
    let rows = client.sessions(&[Project::from("ALPHA")]).await.unwrap();
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!(row.address, address);
    assert_eq!(row.status, Status::READY);
    assert_eq!(row.name, "S1");
    assert_eq!(row.subject, "SUBJECT_S1");
    assert_eq!(row.autoarchive, "Manual");
    assert!(row.uploaded.at().is_some(), "{:?}", row.uploaded);
    assert_eq!(row.scan_date.to_string(), "2003-05-05 00:00:00.0");
    assert_eq!(row.tag, "1.3.6.1.4.1.5962.1.1.0.0.0.1196533885.18148.0.1");
}

/// Holds if a session keeps the names it was given.
pub async fn a_session_keeps_the_names_it_was_given(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let client = world.client("owner").await;
    client.build(&address).await.unwrap();
    let row = client.session(&address).await.unwrap().unwrap();
    assert_eq!(
        (row.name.as_str(), row.subject.as_str()),
        ("S1", "SUBJECT_S1")
    );
}

/// Holds if single files join one session.
pub async fn single_files_join_one_session(world: World) {
    let client = world.client("owner").await;
    let mut uris = Vec::new();
    for (_, bytes) in BRAIN {
        let sent = client.import(ImportRequest {
            handler: Some(Handler::GradualDicom),
            destination: Destination::Project("ALPHA".into()),
            content_type: "application/dicom".into(),
            body: bytes.to_vec(),
            ..ImportRequest::default()
        });
        uris.extend(sent.await.unwrap());
    }
    uris.dedup();
    assert_eq!(uris.len(), 1, "{uris:?}");
    let address = uris[0].parse().unwrap();
    let row = client.session(&address).await.unwrap().unwrap();
    assert_eq!(row.status, Status::RECEIVING);
    assert_eq!(row.uploaded.as_str(), "", "before the first build");
    assert_eq!(
        client.scans(&address).await.unwrap_err().status(),
        Some(404)
    );

    let uri = client.commit(&address, None).await.unwrap();
    assert_eq!(uri, format!("/data{address}"));
    assert_eq!(client.scans(&address).await.unwrap().len(), 3);
}

/// Holds if a named address is kept.
pub async fn a_named_address_is_kept(world: World) {
    let client = world.client("owner").await;
    let address = "/prearchive/projects/ALPHA/20000101_050505/11223344556677"
        .parse()
        .unwrap();
    let uris = client
        .import(ImportRequest {
            destination: Destination::Session(address),
            ..zipped(&HEAD)
        })
        .await
        .unwrap();
    assert_eq!(
        uris,
        ["/data/prearchive/projects/ALPHA/20000101_050505/11223344556677"]
    );
}

/// Holds if a second upload to an address needs a word.
pub async fn a_second_upload_to_an_address_needs_a_word(world: World) {
    let client = world.client("owner").await;
    let address = world.imported("ALPHA", "S1", &BRAIN[..1]).await;
    let again = |overwrite, files| {
        client.import(ImportRequest {
            destination: Destination::Session(address.clone()),
            overwrite,
            ..zipped(files)
        })
    };
    let refused = again(Overwrite::None, &BRAIN[1..]).await.unwrap_err();
    assert_eq!(refused.status(), Some(409));
    for way_out in ["overwrite=append", "overwrite=delete"] {
        assert!(refused.words().contains(way_out), "{refused}");
    }
    assert_eq!(client.scans(&address).await.unwrap().len(), 1);
    again(Overwrite::Append, &BRAIN[1..]).await.unwrap();
    assert_eq!(client.scans(&address).await.unwrap().len(), 3);
    again(Overwrite::Delete, &HEAD).await.unwrap();
    assert_eq!(client.scans(&address).await.unwrap().len(), 1);
}

/// Holds if an automatic project archives at once.
pub async fn an_automatic_project_archives_at_once(world: World) {
    let client = world.client("owner").await;
    let uris = client
        .import(ImportRequest {
            project: Some("AUTO".into()),
            subject: Some("P1".into()),
            session: Some("S1".into()),
            ..zipped(&TOSHIBA)
        })
        .await
        .unwrap();
    assert_eq!(
        uris,
        ["/data/archive/projects/AUTO/subjects/P1/experiments/S1"]
    );
    assert_eq!(client.sessions(&[]).await.unwrap(), []);
}

/// Holds if headers name the project.
pub async fn headers_name_the_project(world: World) {
    // None of these files names a project of ours, so nobody's it is.
    let client = world.client("admin").await;
    let uris = client.import(zipped(&HEAD)).await.unwrap();
    assert!(
        uris[0].starts_with("/data/prearchive/projects/Unassigned/"),
        "{uris:?}"
    );
}
