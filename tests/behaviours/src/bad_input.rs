//! What is wrong is told, and changes nothing.

use prearchive_core::calls::Call;
use prearchive_core::http::{Method, Request};
use prearchive_core::importing::{Destination, Handler, ImportRequest};
use prearchive_core::project::Project;
use prearchive_core::status::Status;

use crate::World;
use crate::files::{BRAIN, HEAD, TRUNCATED, nameless, zip};

const OWNER: &str = "Basic b3duZXI6b3duZXI=";

fn service(name: &str, sources: &[&str]) -> Request {
    let form: Vec<(String, String)> = sources
        .iter()
        .map(|source| ("src".to_owned(), (*source).to_owned()))
        .collect();
    Request::new(Method::Post, ["data", "services", "prearchive", name])
        .with_query("newProject", "BETA")
        .with_form(&form)
        .with_header("Authorization", OWNER)
}

/// Holds if a malformed source is refused.
pub async fn a_malformed_source_is_refused(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let good = address.to_string();
    for service_name in ["move", "rebuild", "delete"] {
        for bad in [
            "",
            "S1",
            "/prearchive/projects/ALPHA",
            "/archive/projects/A/t/s",
        ] {
            let response = world.send(&service(service_name, &[&good, bad]));
            assert_eq!(response.status, 400, "{service_name} {bad:?}");
        }
    }
    let row = world.store().session(&address).unwrap().unwrap();
    assert_eq!(row.status, Status::READY, "nothing was queued");
}

/// Holds if no source is nothing to do.
pub async fn no_source_is_nothing_to_do(world: World) {
    for name in ["move", "rebuild", "delete"] {
        let response = world.send(&service(name, &[]));
        assert_eq!(response.status, 200, "{name}");
        assert_eq!(response.media_type(), "text/xml", "{name}");
    }
    let archive = Request::new(Method::Post, ["data", "services", "archive"])
        .with_header("Authorization", OWNER);
    assert_eq!(world.send(&archive).status, 404);
}

/// Holds if a repeated source is one.
pub async fn a_repeated_source_is_one(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await.to_string();
    let response = world.send(&service("delete", &[&address, &format!("/data{address}")]));
    assert_eq!(response.status, 200);
    let client = world.client("owner").await;
    world.gone(&client, &address.parse().unwrap()).await;
}

/// Holds if what is no import is refused.
pub async fn what_is_no_import_is_refused(world: World) {
    let client = world.client("owner").await;
    let climbing: &[(&str, &[u8])] = &[("../../outside.dcm", BRAIN[0].1)];
    let absolute: &[(&str, &[u8])] = &[("/etc/outside.dcm", BRAIN[0].1)];
    let large = vec![0; 9 << 20];
    let bomb: &[(&str, &[u8])] = &[("a.dcm", BRAIN[0].1), ("large.dcm", &large)];
    let many: Vec<String> = (0..300).map(|n| format!("{n}.dcm")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|n| (n.as_str(), HEAD[0].1)).collect();
    let truncated: &[(&str, &[u8])] = &[("good.dcm", BRAIN[0].1), ("cut.dcm", TRUNCATED)];
    for (what, body, status, named) in [
        ("nothing", vec![], 400, ""),
        (
            "no zip",
            b"this is no zip".to_vec(),
            400,
            "neither a zip, a tar nor",
        ),
        (
            "half a zip",
            zip(&BRAIN)[..200].to_vec(),
            400,
            "neither a zip, a tar nor",
        ),
        (
            "no DICOM in it",
            zip(&[("read.me", b"hello")]),
            400,
            "read.me",
        ),
        ("an empty zip", zip(&[]), 400, "no DICOM file"),
        ("a climbing name", zip(climbing), 400, "../../outside.dcm"),
        ("an absolute name", zip(absolute), 400, "/etc/outside.dcm"),
        ("a zip bomb", zip(bomb), 413, "unpacks to more than"),
        ("too many files", zip(&many), 413, "more than 200 files"),
        ("a truncated file", zip(truncated), 400, "cut.dcm"),
        ("too much", vec![0; 5 << 20], 413, "larger than"),
    ] {
        let refused = client
            .import(ImportRequest {
                destination: Destination::Project("ALPHA".into()),
                content_type: "application/zip".into(),
                body,
                ..ImportRequest::default()
            })
            .await
            .unwrap_err();
        assert_eq!(refused.status(), Some(status), "{what}: {refused}");
        assert!(refused.words().contains(named), "{what}: {refused}");
        assert_eq!(client.sessions(&[]).await, Ok(vec![]), "{what}");
        let staged = prearchive_engine::tree::TreePath::room("staging");
        assert_eq!(world.store().list(&staged).unwrap(), [], "{what}");
    }
}

/// Holds if no study of several comes in when one of them has no name.
pub async fn a_study_without_a_name_keeps_out_the_others(world: World) {
    let client = world.client("owner").await;
    let without_patient = nameless(BRAIN[1].1, (0x0010, 0x0020), *b"LO");
    let without_name = nameless(&without_patient, (0x0020, 0x000d), *b"UI");
    let import = |files: &[(&str, &[u8])]| ImportRequest {
        destination: Destination::Project("ALPHA".into()),
        handler: Some(Handler::DicomZip),
        content_type: "application/zip".into(),
        body: zip(files),
        ..ImportRequest::default()
    };
    let both = import(&[BRAIN[0], ("nameless.dcm", &without_name)]);
    let refused = client.import(both).await.unwrap_err();
    assert_eq!(refused.status(), Some(400), "{refused}");
    assert!(refused.words().contains("nameless.dcm"), "{refused}");
    assert_eq!(client.sessions(&[]).await, Ok(vec![]));

    let one = import(&[("nameless.dcm", &without_patient)]);
    assert_eq!(client.import(one).await.map(|uris| uris.len()), Ok(1));
}

/// Holds if a locked session is left alone.
pub async fn a_locked_session_is_left_alone(world: World) {
    let client = world.client("owner").await;
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let locked = Status::from("_MOVING");
    world
        .store()
        .update(&address, &mut |row| {
            row.status = locked.clone();
            true
        })
        .unwrap();
    let source = std::slice::from_ref(&address);
    let archive = prearchive_core::archiving::ArchiveRequest::of(address.clone());
    for (what, status) in [
        ("build", client.build(&address).await.map(drop).err()),
        (
            "commit",
            client.commit(&address, None).await.map(drop).err(),
        ),
        (
            "move",
            client
                .move_one(&address, &"BETA".into())
                .await
                .map(drop)
                .err(),
        ),
        ("delete", client.delete_one(&address).await.err()),
    ] {
        assert_eq!(status.and_then(|e| e.status()), Some(409), "{what}");
    }
    let refused = client.archive(&archive).await.unwrap_err();
    assert_eq!(refused.status(), Some(403), "archive");
    // The services skip it, and their row tells.
    for rows in [
        client.rebuild(source).await.unwrap(),
        client.delete(source).await.unwrap(),
        client.move_sessions(source, &"BETA".into()).await.unwrap(),
    ] {
        assert_eq!(rows[0].status, locked);
    }
    let row = client.session(&address).await.unwrap().unwrap();
    assert_eq!(row.status, locked);
    assert_eq!(client.scans(&address).await.unwrap().len(), 3);
}

/// Holds if what is not built or empty is not archived.
pub async fn what_is_not_built_or_empty_is_not_archived(world: World) {
    let client = world.client("owner").await;
    let emptied = world.imported("ALPHA", "S1", &HEAD).await;
    client.delete_scan(&emptied, "2").await.unwrap();
    let sent = client.import(ImportRequest {
        handler: Some(prearchive_core::importing::Handler::GradualDicom),
        destination: Destination::Project("ALPHA".into()),
        content_type: "application/dicom".into(),
        body: BRAIN[0].1.to_vec(),
        ..ImportRequest::default()
    });
    let unbuilt = sent.await.unwrap()[0].parse().unwrap();
    for (address, status) in [(emptied, Status::ERROR), (unbuilt, Status::RECEIVING)] {
        let request = prearchive_core::archiving::ArchiveRequest::of(address.clone());
        let findings = client.validate_archive(&request).await.unwrap();
        assert!(findings.iter().any(|f| f.kind == "FAIL"), "{findings:?}");
        let refused = client.archive(&request).await.unwrap_err();
        assert_eq!(refused.status(), Some(500), "{address}");
        let row = client.session(&address).await.unwrap().unwrap();
        assert_eq!(row.status, status, "{address}");
    }
}

/// Holds if a session deleted meanwhile is told.
pub async fn a_session_deleted_meanwhile_is_told(world: World) {
    let client = world.client("owner").await;
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    world
        .client("admin")
        .await
        .delete_one(&address)
        .await
        .unwrap();
    assert_eq!(client.session(&address).await, Ok(None));
    let source = std::slice::from_ref(&address);
    let archive = prearchive_core::archiving::ArchiveRequest::of(address.clone());
    for (what, error) in [
        ("scans", client.scans(&address).await.map(drop).err()),
        ("document", client.document(&address).await.map(drop).err()),
        ("zip", client.session_zip(&address).await.map(drop).err()),
        ("logs", client.logs(&address).await.map(drop).err()),
        ("build", client.build(&address).await.map(drop).err()),
        ("rebuild", client.rebuild(source).await.map(drop).err()),
        ("delete", client.delete(source).await.map(drop).err()),
        ("archive", client.archive(&archive).await.map(drop).err()),
        (
            "validate",
            client.validate_archive(&archive).await.map(drop).err(),
        ),
    ] {
        let error = error.unwrap();
        assert_eq!(error.status(), Some(404), "{what}");
        assert!(!error.words().contains("document"), "{what}: {error}");
    }
}

/// Holds if a project that is not there takes nothing.
pub async fn a_project_that_is_not_there_takes_nothing(world: World) {
    let client = world.client("owner").await;
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let nowhere = Project::from("NOWHERE");
    for error in [
        client.move_one(&address, &nowhere).await.unwrap_err(),
        client
            .move_sessions(std::slice::from_ref(&address), &nowhere)
            .await
            .unwrap_err(),
        client.prearchive_code("NOWHERE").await.unwrap_err(),
        client
            .import(ImportRequest {
                project: Some("NOWHERE".into()),
                content_type: "application/zip".into(),
                body: zip(&BRAIN),
                ..ImportRequest::default()
            })
            .await
            .unwrap_err(),
    ] {
        assert_eq!(error.status(), Some(404), "{error}");
    }
    let without = Call::Move {
        sources: vec![address.clone()],
        new_project: None,
    };
    let refused = client.call(&without).await.unwrap_err();
    assert_eq!(refused.status(), Some(400));
    let row = client.session(&address).await.unwrap().unwrap();
    assert_eq!(row.status, Status::READY);
}

/// Holds if unknown paths are not found.
pub async fn unknown_paths_are_not_found(world: World) {
    for (method, path, status) in [
        (Method::Get, "/data/nothing", 404),
        (Method::Get, "/REST/prearchive/projects", 200),
        (Method::Get, "/data/prearchive/anything", 200),
        (Method::Get, "/data/services/prearchive/move", 405),
        (Method::Delete, "/data/prearchive/projects/ALPHA", 405),
        // XNAT reads everything anew whatever project is named, and this is no administrator.
        (Method::Put, "/data/prearchive/projects/ALPHA", 403),
        (
            Method::Delete,
            "/data/prearchive/projects/ALPHA/t/s/more",
            400,
        ),
        (
            Method::Post,
            "/data/prearchive/projects/ALPHA/t/s?action=reset",
            400,
        ),
        (
            Method::Post,
            "/data/services/import?import-handler=none",
            404,
        ),
        (Method::Post, "/data/services/import?dest=/elsewhere", 400),
        (
            Method::Put,
            "/data/projects/ALPHA/prearchive_code/four",
            400,
        ),
        (
            Method::Get,
            "/data/prearchive/projects/ALPHA/t/..%2f..%2fx/scans",
            400,
        ),
    ] {
        let request = Request::from_target(method, path).with_header("Authorization", OWNER);
        assert_eq!(world.send(&request).status, status, "{path}");
    }
}
