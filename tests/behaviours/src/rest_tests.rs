//! Counterparts of XNAT's own REST tests (NrgXnat/xnat-rest-tests), by their names: the same calls, the same assertions.

use prearchive_core::calls::Call;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::format::Format;
use prearchive_core::http::{Method, Request, Response};
use prearchive_core::project::{Project, ProjectFilter};
use prearchive_core::resultset::Table;
use prearchive_core::status::Status;

use crate::World;
use crate::files::{BRAIN, HEAD, TOSHIBA};

/// `TestProjectURIs.testPrearchiveConfig`: a project takes any code, one without a meaning too.
pub async fn project_uris_test_prearchive_config(world: World) {
    for code in ["4", "0", "11"] {
        let target = format!("/data/projects/ALPHA/prearchive_code/{code}");
        let response = as_owner(&world, Request::from_target(Method::Put, &target));
        assert_eq!(response.status, 200, "{code}");
    }
    let stored = world.store().project("ALPHA").unwrap().unwrap().code;
    assert_eq!(stored, PrearchiveCode(11));
}

/// `TestUserAccess`: an ended session gives either the login page with 200, or 401.
pub async fn user_access_with_an_ended_session(world: World) {
    let session = as_owner(&world, Request::from_target(Method::Get, "/data/JSESSION"));
    let cookie = format!("JSESSIONID={}", session.text());
    let with = |method, target: &str| {
        Request::from_target(method, target).with_header("Cookie", cookie.as_str())
    };
    assert_eq!(world.send(&with(Method::Get, "/data/projects")).status, 200);
    assert_eq!(
        world.send(&with(Method::Delete, "/data/JSESSION")).status,
        200
    );
    let program = world.send(&with(Method::Get, "/data/projects"));
    assert_eq!(program.status, 401);
    let browser = with(Method::Get, "/data/projects").with_header("User-Agent", "Mozilla/5.0");
    let redirect = world.send(&browser);
    assert_eq!(redirect.status, 302);
    let place = redirect.header("Location").unwrap();
    let page = world.send(&Request::from_target(Method::Get, place));
    assert_eq!(
        (page.status, page.media_type().as_str()),
        (200, "text/html")
    );
}

/// `search/TestDynamicSearchProjects`: the listing of projects says their codes as texts.
pub async fn dynamic_search_projects_with_prearchive_code(world: World) {
    let call = Call::Projects {
        filter: ProjectFilter::Accessible,
        with_code: true,
    };
    let response = as_owner(&world, call.request_as(Format::Json));
    let table = Table::read(&response.body, Format::Json).unwrap();
    let codes: Vec<(String, String)> = table
        .iter()
        .map(|row| (row.text("ID"), row.text("proj_prearchive_code")))
        .collect();
    let wanted = [("ALPHA", "0"), ("AUTO", "4"), ("BETA", "0"), ("OVER", "5")];
    assert_eq!(codes, wanted.map(|(id, code)| (id.into(), code.into())));
    assert!(response.text().contains("\"proj_prearchive_code\":\"4\""));
}

/// `TestPrearchiveMgmt.testPrearchiveListing`: every session is found once, ready, and can be read at its `url`.
pub async fn prearchive_mgmt_test_prearchive_listing(world: World) {
    let names = ["MR1", "MR2", "MR3", "MR4"];
    for (name, files) in names.into_iter().zip([&BRAIN[..], &HEAD, &TOSHIBA, &BRAIN]) {
        world.imported("ALPHA", name, files).await;
    }
    let client = world.client("owner").await;
    let rows = client.sessions(&[]).await.unwrap();
    for name in names {
        let found: Vec<_> = rows.iter().filter(|row| row.name == name).collect();
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(found[0].subject, format!("SUBJECT_{name}"));
        assert_eq!(found[0].status, Status::READY);
        let target = format!("/data{}", found[0].address);
        let read = as_owner(&world, Request::from_target(Method::Get, &target));
        assert_eq!(read.status, 200, "{target}");
    }
}

/// `TestPrearchiveMgmt.testPrearchiveSessionDelete`: a project lists nothing, one session, and nothing again.
pub async fn prearchive_mgmt_test_prearchive_session_delete(world: World) {
    let client = world.client("owner").await;
    let project = [Project::from("ALPHA")];
    assert_eq!(client.sessions(&project).await.unwrap().len(), 0);
    let address = world.imported("ALPHA", "MR1", &TOSHIBA).await;
    assert_eq!(client.sessions(&project).await.unwrap().len(), 1);
    let target = format!("/data{address}");
    let deleted = as_owner(&world, Request::from_target(Method::Delete, &target));
    assert_eq!(deleted.status, 200);
    assert_eq!(client.sessions(&project).await.unwrap().len(), 0);
}

/// `TestPrearchiveMgmt.testUnassignedMove`: an administrator moves what is Unassigned into a project, and its owner
/// moves it on.
pub async fn prearchive_mgmt_test_unassigned_move(world: World) {
    let address = world.imported("Unassigned", "MR1", &TOSHIBA).await;
    let admin = world.client("admin").await;
    let rows = admin.sessions(&[Project::Unassigned]).await.unwrap();
    let told: Vec<_> = rows.iter().map(|row| (&row.address, &row.status)).collect();
    assert_eq!(told, [(&address, &Status::READY)]);

    let alpha = Project::from("ALPHA");
    admin
        .move_sessions(std::slice::from_ref(&address), &alpha)
        .await
        .unwrap();
    let owner = world.client("owner").await;
    let place = address.in_project(alpha.clone());
    world.at_rest(&owner, &place, Status::READY).await;
    assert_eq!(admin.sessions(&[Project::Unassigned]).await, Ok(vec![]));

    let beta = Project::from("BETA");
    owner.move_sessions(&[place], &beta).await.unwrap();
    let place = address.in_project(beta.clone());
    world.at_rest(&owner, &place, Status::READY).await;
    assert_eq!(owner.sessions(&[alpha]).await.unwrap().len(), 0);
    assert_eq!(owner.sessions(&[beta]).await.unwrap().len(), 1);
    owner.delete_one(&place).await.unwrap();
    assert_eq!(owner.sessions(&[]).await, Ok(vec![]));
}

fn as_owner(world: &World, request: Request) -> Response {
    world.send(&request.with_header("Authorization", "Basic b3duZXI6b3duZXI="))
}
