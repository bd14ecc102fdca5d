//! What time does: quiet periods, logins that end, and what a stopped server left behind.
#![expect(clippy::unwrap_used, reason = "a test ends in a panic")]

use prearchive_core::address::Address;
use prearchive_core::calls::Call;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::http::{Request, Response};
use prearchive_core::importing::{Destination, Handler, ImportRequest};
use prearchive_core::project::Project;
use prearchive_core::status::Status;
use prearchive_engine::store::memory::Memory;
use prearchive_engine::store::records::{ProjectRecord, SiteRole, UserRecord};
use prearchive_engine::{Config, Engine, passwords};
use time::{Duration, OffsetDateTime};

const START: OffsetDateTime = time::macros::datetime!(2026-11-20 09:00:00 UTC);
const FILE: &[u8] = include_bytes!("../../../tests/fixtures/dicom/mr-toshiba/mr-explicit.dcm");

fn engine() -> Engine {
    let engine = Engine::new(Box::new(Memory::default()), Config::default());
    for (id, code) in [("MANUAL", 0), ("AUTO", 4)] {
        let project = ProjectRecord {
            code: PrearchiveCode(code),
            ..ProjectRecord::new(id)
        };
        engine.store().put_project(&project).unwrap();
    }
    let admin = UserRecord {
        name: "admin".into(),
        password_hash: passwords::hash("admin").unwrap(),
        site: SiteRole::Admin,
    };
    engine.store().put_user(&admin).unwrap();
    engine
}

fn ask(engine: &Engine, call: &Call, now: OffsetDateTime) -> Response {
    let request = call
        .request()
        .with_header("Authorization", "Basic YWRtaW46YWRtaW4=");
    engine.handle(&request, now)
}

fn push(engine: &Engine, project: &str, prevent: Option<bool>) -> Address {
    let import = Call::Import(ImportRequest {
        handler: Some(Handler::GradualDicom),
        destination: Destination::Project(project.into()),
        prevent_auto_commit: prevent,
        content_type: "application/dicom".into(),
        body: FILE.to_vec(),
        ..ImportRequest::default()
    });
    let response = ask(engine, &import, START);
    assert_eq!(response.status, 200, "{}", response.text());
    response.text().trim().parse().unwrap()
}

fn status(engine: &Engine, address: &Address) -> Option<Status> {
    engine
        .store()
        .session(address)
        .unwrap()
        .map(|row| row.status)
}

#[test]
fn a_quiet_session_is_built_and_archived_if_its_project_does() {
    for (project, prevent, after) in [
        ("MANUAL", None, Some(Status::READY)),
        ("MANUAL", Some(true), Some(Status::RECEIVING)),
        ("AUTO", None, None),
    ] {
        let engine = engine();
        let address = push(&engine, project, prevent);
        engine.work(START + Duration::minutes(4));
        assert_eq!(
            status(&engine, &address),
            Some(Status::RECEIVING),
            "{project}: early"
        );
        engine.work(START + Duration::minutes(5));
        assert_eq!(status(&engine, &address), after, "{project}: in time");
    }
}

#[test]
fn a_login_ends_when_it_is_not_used() {
    let engine = engine();
    let signed_in = ask(&engine, &Call::WhoAmI, START);
    let cookie = signed_in.header("Set-Cookie").unwrap();
    let cookie = cookie.split(';').next().unwrap().to_owned();
    let who = |now| {
        let request = Request::from_target(prearchive_core::http::Method::Get, "/data/auth")
            .with_header("Cookie", cookie.clone());
        engine.handle(&request, now).status
    };
    let minutes = Duration::minutes;
    assert_eq!(who(START + minutes(14)), 200);
    assert_eq!(who(START + minutes(28)), 200, "each request counts");
    assert_eq!(who(START + minutes(43)), 401);
}

#[test]
fn a_token_holds_for_two_days() {
    let engine = engine();
    let field = |response: &Response, name: &str| {
        let value: serde_json::Value = serde_json::from_slice(&response.body).unwrap();
        value[name].clone()
    };
    let issued = ask(&engine, &Call::IssueToken, START);
    let alias = field(&issued, "alias").as_str().unwrap().to_owned();
    let secret = field(&issued, "secret").as_str().unwrap().to_owned();
    let end = START + Duration::days(2);
    let told = i128::from(field(&issued, "estimatedExpirationTime").as_i64().unwrap());
    assert_eq!(told * 1_000_000, end.unix_timestamp_nanos());
    let validate = Call::ValidateToken {
        alias: alias.clone(),
        secret,
    };
    let valid = |now| field(&ask(&engine, &validate, now), "valid");
    assert_eq!(valid(end - Duration::MILLISECOND), "admin");
    assert_eq!(valid(end), false);
    assert!(engine.store().token(&alias).unwrap().is_some());
    let next = ask(&engine, &Call::IssueToken, end);
    assert_eq!(next.status, 200);
    assert_eq!(
        engine.store().token(&alias),
        Ok(None),
        "it is not kept for ever"
    );
}

#[test]
fn what_a_stopped_server_was_doing_is_settled() {
    for (left, folder, after) in [
        ("QUEUED_BUILDING", true, Some(Status::READY)),
        ("_BUILDING", true, Some(Status::READY)),
        ("_MOVING", true, Some(Status::READY)),
        ("QUEUED_DELETING", true, Some(Status::READY)),
        ("_DELETING", false, None),
        ("CONFLICT", true, Some(Status::CONFLICT)),
        ("RECEIVING", true, Some(Status::RECEIVING)),
    ] {
        let engine = engine();
        let mut address = push(&engine, "MANUAL", None);
        if !folder {
            let row = engine.store().session(&address).unwrap().unwrap();
            address = Address::new(Project::from("MANUAL"), "t", "without").unwrap();
            let mut row = row;
            row.address = address.clone();
            engine.store().insert(&row).unwrap();
        }
        let set = |row: &mut prearchive_core::session::Session| {
            row.status = left.into();
            true
        };
        engine.store().update(&address, &mut { set }).unwrap();
        engine.recover(START).unwrap();
        engine.work(START);
        assert_eq!(status(&engine, &address), after, "{left}");
    }
}

#[test]
fn queued_work_that_is_refused_leaves_no_session_waiting() {
    let engine = engine();
    let address = push(&engine, "MANUAL", Some(true));
    let call = Call::Move {
        sources: vec![address.clone()],
        new_project: Some("AUTO".into()),
    };
    assert_eq!(ask(&engine, &call, START).status, 200);
    assert_eq!(status(&engine, &address), Some("QUEUED_MOVING".into()));
    // The place is taken between the question and the work.
    let place = address.in_project("AUTO".into());
    let taken = prearchive_core::session::Session::new(place, Status::READY);
    engine.store().insert(&taken).unwrap();
    assert_eq!(engine.work(START), 1);
    assert_eq!(status(&engine, &address), Some(Status::CONFLICT));
}

#[test]
fn a_broken_file_makes_the_session_an_error_and_the_log_names_it() {
    let engine = engine();
    let address = push(&engine, "MANUAL", None);
    let broken = prearchive_engine::tree::session_folder(&address)
        .unwrap()
        .descend("SCANS/4/DICOM/cut.dcm")
        .unwrap();
    engine
        .store()
        .write(&broken, &FILE[..FILE.len() / 2])
        .unwrap();
    let response = ask(
        &engine,
        &Call::Build {
            address: address.clone(),
            upload: prearchive_core::calls::UploadLabels::default(),
        },
        START,
    );
    assert_eq!(response.status, 500);
    assert_eq!(status(&engine, &address), Some(Status::ERROR));
    let logs = ask(&engine, &Call::Logs(address), START);
    assert!(logs.text().contains("cut.dcm"), "{}", logs.text());
}
