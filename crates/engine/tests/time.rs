//! What time does: quiet periods, logins that end, and what a stopped server left behind.
#![expect(clippy::unwrap_used, reason = "a test ends in a panic")]

use prearchive_core::address::Address;
use prearchive_core::archiving::Archived;
use prearchive_core::calls::Call;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::format::Format;
use prearchive_core::http::{Request, Response};
use prearchive_core::importing::{Destination, Handler, ImportRequest};
use prearchive_core::project::Project;
use prearchive_core::resultset::Table;
use prearchive_core::status::Status;
use prearchive_engine::store::memory::Memory;
use prearchive_engine::store::records::{ProjectRecord, SiteRole, UserRecord};
use prearchive_engine::tree::session_folder;
use prearchive_engine::{Config, Engine, passwords};
use time::{Duration, OffsetDateTime};

const START: OffsetDateTime = time::macros::datetime!(2026-11-20 09:00:00 UTC);
const FILE: &[u8] = include_bytes!("../../../tests/fixtures/dicom/mr-toshiba/mr-explicit.dcm");
/// Two scans of one study.
const SURVEY: &[u8] =
    include_bytes!("../../../tests/fixtures/dicom/mr-philips-brain-mra/series-001-5641.dcm");
const SCAN: &[u8] =
    include_bytes!("../../../tests/fixtures/dicom/mr-philips-brain-mra/series-002-6273.dcm");

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
    let import = ImportRequest {
        prevent_auto_commit: prevent,
        ..pushed(project, FILE)
    };
    sent(engine, import, START)
}

fn push_file(
    engine: &Engine,
    project: &str,
    file: &[u8],
    direct: bool,
    now: OffsetDateTime,
) -> Address {
    let import = ImportRequest {
        direct,
        ..pushed(project, file)
    };
    sent(engine, import, now)
}

fn pushed(project: &str, file: &[u8]) -> ImportRequest {
    ImportRequest {
        handler: Some(Handler::GradualDicom),
        destination: Destination::Project(project.into()),
        content_type: "application/dicom".into(),
        body: file.to_vec(),
        ..ImportRequest::default()
    }
}

fn sent(engine: &Engine, import: ImportRequest, now: OffsetDateTime) -> Address {
    let response = ask(engine, &Call::Import(import), now);
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
fn a_session_moves_as_often_as_it_is_asked_to_within_one_instant() {
    let engine = engine();
    let mut address = push(&engine, "MANUAL", None);
    for project in ["AUTO", "MANUAL", "AUTO"] {
        let call = Call::Move {
            sources: vec![address.clone()],
            new_project: Some(project.into()),
        };
        ask(&engine, &call, START);
        engine.work(START);
        address = address.in_project(project.into());
        assert_eq!(status(&engine, &address), Some(Status::READY));
    }
    let folder = session_folder(&address).unwrap().join("logs").unwrap();
    assert_eq!(
        engine.store().list(&folder).unwrap().len(),
        3,
        "each move is told in the log"
    );
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
        secret: secret.into(),
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
    for (left, found, after) in [
        ("QUEUED_BUILDING", Found::Arrived, Some(Status::READY)),
        ("_BUILDING", Found::Arrived, Some(Status::READY)),
        ("_MOVING", Found::Built, Some(Status::READY)),
        // It was not built before, and is still arriving.
        ("_MOVING", Found::Arrived, Some(Status::RECEIVING)),
        ("QUEUED_DELETING", Found::Built, Some(Status::READY)),
        ("_DELETING", Found::Nothing, None),
        ("CONFLICT", Found::Built, Some(Status::CONFLICT)),
        ("RECEIVING", Found::Arrived, Some(Status::RECEIVING)),
    ] {
        let engine = engine();
        let mut address = push(&engine, "MANUAL", None);
        match found {
            Found::Arrived => (),
            Found::Built => drop(engine.build_session(&address, START).unwrap()),
            Found::Nothing => {
                let mut row = engine.store().session(&address).unwrap().unwrap();
                address = Address::new(Project::from("MANUAL"), "t", "without").unwrap();
                row.address = address.clone();
                engine.store().insert(&row).unwrap();
            }
        }
        let set = |row: &mut prearchive_core::session::Session| {
            row.status = left.into();
            true
        };
        engine.store().update(&address, &mut { set }).unwrap();
        engine.recover(START).unwrap();
        engine.work(START);
        assert_eq!(status(&engine, &address), after, "{left} {found:?}");
    }
}

/// What a starting server finds on disk.
#[derive(Debug)]
enum Found {
    Arrived,
    Built,
    Nothing,
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

/// `TestImport.simpleAutoarchiveMerge` (NrgXnat/xnat-rest-tests): files that are pushed into an automatic project leave
/// the prearchive when they have been quiet, and what comes later for the same study joins them in the archive.
#[test]
fn simple_autoarchive_merge() {
    let engine = engine();
    let minutes = Duration::minutes;
    for (pushed, file, scans) in [(0, SURVEY, &["1"][..]), (20, SCAN, &["1", "2"])] {
        let address = push_file(&engine, "AUTO", file, false, START + minutes(pushed));
        assert_eq!(status(&engine, &address), Some(Status::RECEIVING));
        engine.work(START + minutes(pushed + 4));
        assert_eq!(status(&engine, &address), Some(Status::RECEIVING), "early");
        engine.work(START + minutes(pushed + 5));
        assert_eq!(engine.store().sessions(), Ok(vec![]), "in time");
        let archived = engine.store().experiments("AUTO").unwrap();
        assert_eq!(archived.len(), 1);
        let experiment = Call::ExperimentScans(Archived {
            project: "AUTO".into(),
            subject: archived[0].subject.clone(),
            label: archived[0].label.clone(),
        });
        let listed = ask(&engine, &experiment, START + minutes(pushed + 5));
        let table = Table::read(&listed.body, Format::Json).unwrap();
        let ids: Vec<String> = table.iter().map(|row| row.text("ID")).collect();
        assert_eq!(ids, scans);
    }
}

#[test]
fn what_is_to_go_straight_to_the_archive_goes_when_it_has_been_quiet() {
    let engine = engine();
    let address = push_file(&engine, "MANUAL", FILE, true, START);
    let row = engine.store().session(&address).unwrap().unwrap();
    assert_eq!(row.autoarchive, "AutoArchive");
    engine.work(START + Duration::minutes(5));
    assert_eq!(engine.store().sessions(), Ok(vec![]));
    assert_eq!(engine.store().experiments("MANUAL").unwrap().len(), 1);
}

/// A file that joins a session says so in its status, and is not forgotten by a server that is stopped just then.
#[test]
fn a_file_that_joins_a_session_is_told_by_its_status() {
    let engine = engine();
    let address = push_file(&engine, "AUTO", SURVEY, false, START);
    let set = |text: &str| {
        let mut change = |row: &mut prearchive_core::session::Session| {
            row.status = text.into();
            true
        };
        engine.store().update(&address, &mut change).unwrap();
    };
    for (during, after) in [
        ("_BUILDING", "RECEIVING_INTERRUPT"),
        ("BUILDING", "RECEIVING_INTERRUPT"),
        ("RECEIVING_INTERRUPT", "RECEIVING_INTERRUPT"),
        ("READY", "RECEIVING"),
        ("ERROR", "RECEIVING"),
    ] {
        set(during);
        let joined = push_file(&engine, "AUTO", SCAN, false, START);
        assert_eq!(joined, address, "{during}");
        assert_eq!(status(&engine, &address), Some(after.into()), "{during}");
    }
    // A server that stopped just then takes it up again, and archives both files.
    set("RECEIVING_INTERRUPT");
    engine.recover(START).unwrap();
    assert_eq!(status(&engine, &address), Some(Status::RECEIVING));
    engine.work(START + Duration::minutes(5));
    assert_eq!(status(&engine, &address), None);
    let archived = engine.store().experiments("AUTO").unwrap();
    assert!(
        archived[0].document.contains("ID=\"2\""),
        "{}",
        archived[0].document
    );
}
