//! What `TestPrearchiveMgmt`, `TestAnonymizerLegacy` and the tests that only use the prearchive assert
//! (NrgXnat/xnat-rest-tests), beside those in `rest_tests`.

use prearchive_core::address::Address;
use prearchive_core::http::Method::{Delete, Get, Post, Put};
use prearchive_core::project::Project;
use prearchive_core::status::Status;

use crate::World;
use crate::files::{BRAIN, TOSHIBA};
use crate::raw::{ask, assert_file, column, form, import, import_body, uri};

const LISTING: &str = "/data/prearchive/projects";

/// `TestPrearchiveMgmt.testGradualCommitUnassignedMove`: one pushed file is committed while it is Unassigned, moved to
/// one project and on to another by the service, and deleted by the owner.
pub async fn a_pushed_file_is_committed_moved_twice_and_deleted(world: World) {
    let query = [("import-handler", "gradual-DICOM"), ("dest", "/prearchive")];
    let file = TOSHIBA[0].1.to_vec();
    let sent = uri(&import_body(&world, &query, "application/dicom", file), 200);
    let committed = ask(&world, "admin", Post, &format!("{sent}?action=commit"));
    assert_eq!(committed.status, 200);
    assert_eq!(ask(&world, "admin", Get, &sent).status, 200);

    let mut place: Address = sent.parse().unwrap();
    let admin = world.client("admin").await;
    for project in ["ALPHA", "BETA"] {
        let source = place.to_string();
        let pairs = [
            ("src", source.as_str()),
            ("newProject", project),
            ("async", "false"),
        ];
        let moved = form(&world, "admin", "/data/services/prearchive/move", &pairs);
        assert_eq!(moved.status, 200);
        place = place.in_project(Project::from(project));
        let row = world.at_rest(&admin, &place, Status::READY).await;
        // Patient's Name and Patient ID, as the file has them.
        let told = (row.subject.as_str(), row.name.as_str());
        assert_eq!(told, ("CompressedSamples_MR1", "4MR1"));
    }
    assert_eq!(
        ask(&world, "owner", Delete, &format!("/data{place}")).status,
        200
    );
    for project in ["ALPHA", "BETA"] {
        let rows = column(&world, "owner", &format!("{LISTING}/{project}"), "url");
        assert_eq!(rows.len(), 0, "{project}");
    }
}

/// `TestPrearchiveMgmt.testPrearchiveWithDestination`: a session that was sent to an address is deleted there.
pub async fn a_session_is_deleted_at_the_address_it_was_sent_to(world: World) {
    let dest = "/prearchive/projects/ALPHA/20000101_050505/11223344556677";
    let listing = format!("{LISTING}/ALPHA");
    let sent = import(&world, &[("import-handler", "SI"), ("dest", dest)], &BRAIN);
    assert_eq!(sent.status, 200);
    assert_eq!(column(&world, "owner", &listing, "url"), [dest]);
    let deleted = ask(&world, "owner", Delete, &format!("/data{dest}"));
    assert_eq!(deleted.status, 200);
    assert_eq!(column(&world, "owner", &listing, "url").len(), 0);
}

/// `TestPrearchiveMgmt.testArchiveEmptySessionAfterProjectAnonRejection`: an empty session is not archived, stays where
/// it is as ERROR, and its page says so. Ours is emptied by deleting its scans.
pub async fn an_empty_session_is_not_archived_and_its_page_says_so(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    for scan in ["1", "2", "700"] {
        let target = format!("/data{address}/scans/{scan}");
        assert_eq!(ask(&world, "owner", Delete, &target).status, 200, "{scan}");
    }
    let source = format!("/data{address}");
    let archived = form(
        &world,
        "owner",
        "/data/services/archive",
        &[("src", &source)],
    );
    assert_eq!(archived.status, 500);
    let listing = format!("{LISTING}/ALPHA");
    assert_eq!(
        column(&world, "owner", &listing, "url"),
        [address.to_string()]
    );
    assert_eq!(column(&world, "owner", &listing, "status"), ["ERROR"]);
    let page = format!("{source}?format=html&screen=PrearchiveDetails.vm");
    let page = ask(&world, "owner", Get, &page);
    assert_eq!(
        (page.status, page.media_type().as_str()),
        (200, "text/html")
    );
    let text = page.text();
    let alert = text.split("class=\"alert\">").nth(1).unwrap_or_default();
    assert!(alert.starts_with("The session is empty"), "{text}");
}

/// `TestPrearchiveMgmt`, its clean-up: an administrator has the rows written anew, and nothing is lost by it.
pub async fn an_administrator_has_the_rows_written_anew(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    assert_eq!(ask(&world, "admin", Put, "/data/prearchive").status, 200);
    let rows = column(&world, "owner", "/data/prearchive", "url");
    assert_eq!(rows, [address.to_string()]);
}

/// `TestAnonymizerLegacy`: a commit answers the URI of the import, and one with `auto-archive=true` 200 or 301.
pub async fn a_commit_answers_the_uri_of_the_import(world: World) {
    let query = [("import-handler", "gradual-DICOM"), ("project", "ALPHA")];
    let file = || TOSHIBA[0].1.to_vec();
    let sent = uri(
        &import_body(&world, &query, "application/dicom", file()),
        200,
    );
    let committed = ask(&world, "owner", Post, &format!("{sent}?action=commit"));
    assert_eq!(uri(&committed, 200), sent);
    let target = format!("{sent}?action=commit&auto-archive=true");
    let archived = uri(&ask(&world, "owner", Post, &target), 301);
    assert!(
        archived.starts_with("/data/archive/projects/ALPHA/"),
        "{archived}"
    );
    assert_eq!(column(&world, "owner", LISTING, "url").len(), 0);
}

/// `TestImportCompartmentalization`: one study sent to two projects makes two sessions that know nothing of each other.
pub async fn one_study_in_two_projects_stays_apart(world: World) {
    let mut uris = Vec::new();
    for (project, files) in [("ALPHA", &BRAIN[..1]), ("BETA", &BRAIN[1..3])] {
        let query = [("import-handler", "DICOM-zip"), ("project", project)];
        let sent = uri(&import(&world, &query, files), 200);
        assert!(sent.contains(&format!("/projects/{project}/")), "{sent}");
        uris.push(sent);
    }
    for (sent, scan) in uris.iter().zip(["1", "2"]) {
        let committed = ask(&world, "owner", Post, &format!("{sent}?action=commit"));
        assert!(
            [200, 301].contains(&committed.status),
            "{}",
            committed.text()
        );
        assert_eq!(
            column(&world, "owner", &format!("{sent}/scans"), "ID"),
            [scan]
        );
    }
}

/// `TestDicomFileNamer`, `BaseFileNamerTest`, `TestSeriesImportFilters`, `TestFileMitigation` and `dicomedit`, as far as
/// they use the prearchive: the listings of scans, resources and files are read as data, a session is built again by its
/// address and by the service, and archived with a form; all along the project has one row.
pub async fn a_session_is_read_rebuilt_and_archived_by_forms(world: World) {
    let sent = world.imported("ALPHA", "S1", &BRAIN).await.to_string();
    let session = format!("/data{sent}");
    let listing = format!("{LISTING}/ALPHA");
    let one_row = |world: &World| {
        assert_eq!(column(world, "owner", &listing, "url").concat(), sent);
    };
    one_row(&world);
    let scans = column(&world, "owner", &format!("{session}/scans"), "ID");
    assert_eq!(scans, ["1", "2", "700"]);
    let resources = format!("{session}/scans/2/resources");
    assert_eq!(column(&world, "owner", &resources, "label"), ["DICOM"]);
    assert_eq!(column(&world, "owner", &resources, "file_count"), ["2"]);
    let files = column(&world, "owner", &format!("{resources}/DICOM/files"), "Name");
    assert_eq!(files, ["6273.dcm", "6605.dcm"]);

    let built = ask(&world, "owner", Post, &format!("{session}?action=build"));
    assert_eq!(built.status, 200);
    one_row(&world);
    let source = [("src", sent.as_str())];
    let rebuilt = form(
        &world,
        "owner",
        "/data/services/prearchive/rebuild",
        &source,
    );
    assert_eq!(rebuilt.status, 200);
    let owner = world.client("owner").await;
    let address: Address = sent.parse().unwrap();
    world.at_rest(&owner, &address, Status::READY).await;
    one_row(&world);
    let archived = uri(
        &form(&world, "owner", "/data/services/archive", &source),
        200,
    );
    assert_file(&world, &archived, "1", BRAIN[0]);
    assert_eq!(column(&world, "owner", &listing, "url").len(), 0);
}
