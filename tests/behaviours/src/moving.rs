//! Moving, rebuilding and deleting.

use prearchive_client::run::{Job, Outcome, RunOptions, run};
use prearchive_core::inside::ScanFile;
use prearchive_core::project::Project;
use prearchive_core::status::Status;

use crate::World;
use crate::files::{BRAIN, HEAD, TOSHIBA};

/// Holds if a session moves with its files.
pub async fn a_session_moves_with_its_files(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let client = world.client("owner").await;
    let beta = Project::from("BETA");
    client
        .move_sessions(std::slice::from_ref(&address), &beta)
        .await
        .unwrap();
    let place = address.in_project(beta);
    let row = world.at_rest(&client, &place, Status::READY).await;
    assert_eq!(row.name, "S1");
    world.gone(&client, &address).await;
    let bytes = client
        .file(&ScanFile {
            address: place.clone(),
            scan: "1".into(),
            resource: "DICOM".into(),
            path: "5641.dcm".into(),
        })
        .await
        .unwrap();
    assert_eq!(bytes, BRAIN[0].1);
    assert!(
        client
            .document(&place)
            .await
            .unwrap()
            .contains("project=\"BETA\"")
    );
    let logs = client.logs(&place).await.unwrap();
    assert_eq!(logs.last().unwrap().entry, "Moved from ALPHA to BETA.");
}

/// Holds if a move can be waited for.
pub async fn a_move_can_be_waited_for(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let client = world.client("owner").await;
    let place = client.move_one(&address, &"BETA".into()).await.unwrap();
    assert_eq!(place, address.in_project("BETA".into()));
    assert_eq!(client.session(&address).await, Ok(None));
    assert!(client.session(&place).await.unwrap().is_some());
}

/// Holds if a rebuild makes the document again.
pub async fn a_rebuild_makes_the_document_again(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let client = world.client("owner").await;
    let before = client.session(&address).await.unwrap().unwrap();
    client
        .rebuild(std::slice::from_ref(&address))
        .await
        .unwrap();
    world
        .until("another lastmod", async || {
            let row = client.session(&address).await.unwrap().unwrap();
            (row.status == Status::READY && row.lastmod != before.lastmod).then_some(())
        })
        .await;
    assert_eq!(client.scans(&address).await.unwrap().len(), 3);
}

/// Holds if a deleted session is gone.
pub async fn a_deleted_session_is_gone(world: World) {
    let client = world.client("owner").await;
    let one = world.imported("ALPHA", "S1", &BRAIN).await;
    let other = world.imported("ALPHA", "S2", &HEAD).await;
    client.delete_one(&one).await.unwrap();
    assert_eq!(client.session(&one).await, Ok(None));
    client.delete(std::slice::from_ref(&other)).await.unwrap();
    world.gone(&client, &other).await;
    assert_eq!(client.sessions(&[]).await, Ok(vec![]));
    // Once more is no mistake, as in XNAT.
    client.delete_one(&one).await.unwrap();
}

/// Holds if a taken place stops a move.
pub async fn a_taken_place_stops_a_move(world: World) {
    let client = world.client("owner").await;
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let place = address.in_project("BETA".into());
    let taken = prearchive_core::session::Session::new(place.clone(), Status::READY);
    world.store().insert(&taken).unwrap();
    let beta = Project::from("BETA");
    for error in [
        client.move_one(&address, &beta).await.unwrap_err(),
        client
            .move_sessions(std::slice::from_ref(&address), &beta)
            .await
            .unwrap_err(),
    ] {
        assert_eq!(error.status(), Some(409));
        let row = client.session(&address).await.unwrap().unwrap();
        assert_eq!(row.status, Status::READY);
    }
}

/// Holds if many sessions run one by one.
pub async fn many_sessions_run_one_by_one(world: World) {
    let client = world.client("owner").await;
    let mut sources = vec![
        world.imported("ALPHA", "S1", &BRAIN).await,
        world.imported("ALPHA", "S2", &HEAD).await,
        world.imported("ALPHA", "S3", &TOSHIBA).await,
    ];
    let gone = sources[1].clone();
    client.delete_one(&gone).await.unwrap();
    sources.push("/prearchive/projects/NOWHERE/t/s".parse().unwrap());
    let job = Job::Archive(prearchive_core::archiving::Overwrite::None);
    let options = RunOptions::default();
    let outcomes = run(&client, &job, sources.clone(), options, |_| {}).await;
    for (address, outcome) in outcomes {
        let done = matches!(outcome, Outcome::Done { .. });
        let wanted = address.folder == "S1" || address.folder == "S3";
        assert_eq!(done, wanted, "{address}: {outcome:?}");
    }
    assert_eq!(client.sessions(&[]).await, Ok(vec![]));
}
