//! What a listing says, and in which forms.

use prearchive_core::calls::Call;
use prearchive_core::format::Format;
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
