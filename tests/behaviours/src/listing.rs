//! What a listing says, and in which forms.

use prearchive_core::calls::Call;
use prearchive_core::format::Format;
use prearchive_core::http::{Method, Request};
use prearchive_core::inside::Tabular;
use prearchive_core::project::Project;
use prearchive_core::resultset::Table;
use prearchive_core::session::Session;

use crate::World;
use crate::files::{BRAIN, HEAD};

/// Holds if rows carry the nineteen columns.
pub async fn rows_carry_the_nineteen_columns(world: World) {
    world.imported("ALPHA", "S1", &BRAIN).await;
    let client = world.client("owner").await;
    let response = client
        .call_as(&Call::List { projects: vec![] }, Format::Csv)
        .await
        .unwrap();
    let text = response.text();
    let header = text.lines().next().unwrap();
    assert_eq!(
        header,
        "project,timestamp,lastmod,uploaded,scan_date,scan_time,subject,folderName,name,tag,status,url,\
         autoarchive,prevent_anon,prevent_auto_commit,SOURCE,VISIT,PROTOCOL,TIMEZONE"
    );
    assert_eq!(text.lines().count(), 2);
}

/// Holds if every format says the same.
pub async fn every_format_says_the_same(world: World) {
    world.imported("ALPHA", "S1", &BRAIN).await;
    world.imported("BETA", "S2", &HEAD).await;
    let client = world.client("owner").await;
    let wanted = client.sessions(&[]).await.unwrap();
    assert_eq!(wanted.len(), 2);
    for format in [Format::Json, Format::Csv, Format::Xml, Format::Html] {
        let call = Call::List { projects: vec![] };
        let request = call
            .request_as(format)
            .with_header("Authorization", "Basic b3duZXI6b3duZXI=");
        let response = world.send(&request);
        assert_eq!(response.media_type(), format.media_type());
        let table = Table::read(&response.body, format).unwrap();
        assert_eq!(Session::read_all(&table), wanted, "{format:?}");
    }
}

/// Holds if one project is listed alone.
pub async fn one_project_is_listed_alone(world: World) {
    world.imported("ALPHA", "S1", &BRAIN).await;
    world.imported("BETA", "S2", &HEAD).await;
    for user in ["owner", "admin"] {
        let client = world.client(user).await;
        for project in ["ALPHA", "BETA"] {
            let project = Project::from(project);
            let rows = client
                .sessions(std::slice::from_ref(&project))
                .await
                .unwrap();
            assert_eq!(rows.len(), 1, "{user}");
            assert_eq!(rows[0].address.project, project);
        }
    }
}

/// Holds if a project that is not there has no rows.
pub async fn a_project_that_is_not_there_has_no_rows(world: World) {
    let client = world.client("owner").await;
    assert_eq!(client.sessions(&["NOWHERE".into()]).await, Ok(vec![]));
}

/// Holds if what other clients add to a request changes nothing, and what cannot be had is told.
pub async fn what_is_asked_besides_changes_nothing(world: World) {
    world.imported("ALPHA", "S1", &BRAIN).await;
    let owner = |target: &str, accept: &str| {
        let request = Request::from_target(Method::Get, target)
            .with_header("Authorization", "Basic b3duZXI6b3duZXI=");
        let request = match accept {
            "" => request,
            accept => request.with_header("Accept", accept),
        };
        let response = world.send(&request);
        (
            response.status,
            response.media_type(),
            response.text().into_owned(),
        )
    };
    let plain = owner("/data/prearchive/projects?format=json", "");
    assert_eq!((plain.0, plain.1.as_str()), (200, "application/json"));
    for target in [
        "/REST/prearchive?format=json",
        "/data/prearchive/anything?format=JSON&columns=ID,URI",
        "/data/prearchive/projects/?accessible=true&format=json&restrict=edit",
    ] {
        assert_eq!(owner(target, "*/*"), plain, "{target}");
    }
    // A browser that navigates sees a table; a page that XNAT would make of it is not there to be made.
    for target in [
        "/data/prearchive",
        "/data/prearchive?format=html",
        "/data/prearchive?format=html&requested_screen=XDATScreen_prearchives.vm",
        "/data/prearchive?format=zip",
    ] {
        let (status, kind, text) = owner(target, "text/html,*/*;q=0.8");
        assert_eq!((status, kind.as_str()), (200, "text/html"), "{target}");
        assert!(text.contains("x_rs_t"), "{target}: {text}");
    }
    // As in XNAT, `Accept` is looked at before `format`.
    assert_eq!(owner("/data/prearchive?format=csv", "text/csv").0, 406);
    let (status, kind, text) = owner("/data/prearchive/projects/A,%3Cb%3E/t/s/scans", "");
    assert_eq!((status, kind.as_str()), (404, "text/html"));
    assert!(text.contains("<h3>"), "{text}");
    assert!(!text.contains("<b>"), "{text}");
}

/// Holds if a study is found by its UID wherever it could be listed.
pub async fn a_study_is_found_by_its_uid(world: World) {
    world.imported("ALPHA", "S1", &BRAIN).await;
    world.imported("BETA", "S2", &BRAIN).await;
    world.imported("Unassigned", "S3", &BRAIN).await;
    world.imported("ALPHA", "S4", &HEAD).await;
    let admin = world.client("admin").await;
    let rows = admin.sessions(&[]).await.unwrap();
    let uid = rows
        .iter()
        .find(|row| row.name == "S1")
        .unwrap()
        .tag
        .clone();
    for (user, basic, found) in [
        ("admin", "YWRtaW46YWRtaW4=", 3),
        ("owner", "b3duZXI6b3duZXI=", 2),
        ("collaborator", "Y29sbGFib3JhdG9yOmNvbGxhYm9yYXRvcg==", 1),
        ("stranger", "c3RyYW5nZXI6c3RyYW5nZXI=", 0),
    ] {
        for path in ["/data/prearchive", "/data/prearchive/projects/NOWHERE"] {
            let request = Request::from_target(Method::Get, path)
                .with_query("tag", uid.as_str())
                .with_query("format", "json")
                .with_header("Authorization", format!("Basic {basic}"));
            let response = world.send(&request);
            assert_eq!(response.status, 200, "{user}");
            let table = Table::read(&response.body, Format::Json).unwrap();
            assert_eq!(table.rows().len(), found, "{user}: {path}");
        }
    }
}
