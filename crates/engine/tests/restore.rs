//! What was taken away and comes back: from the cache, and from what is on disk.
#![expect(clippy::unwrap_used, reason = "a test ends in a panic")]

use prearchive_core::address::Address;
use prearchive_core::archiving::{ArchiveRequest, Archived};
use prearchive_core::calls::Call;
use prearchive_core::http::{Request, Response};
use prearchive_core::importing::{Destination, Handler, ImportRequest};
use prearchive_core::inside::ResourceFile;
use prearchive_core::status::Status;
use prearchive_engine::store::memory::Memory;
use prearchive_engine::store::records::{ProjectRecord, Role, SiteRole, UserRecord};
use prearchive_engine::tree::{TreePath, session_folder};
use prearchive_engine::{Config, Engine, Removed, passwords};
use time::{Duration, OffsetDateTime};

const START: OffsetDateTime = time::macros::datetime!(2026-11-20 09:00:00 UTC);
const SURVEY: &[u8] =
    include_bytes!("../../../tests/fixtures/dicom/mr-philips-brain-mra/series-001-5641.dcm");
const SCAN: &[u8] =
    include_bytes!("../../../tests/fixtures/dicom/mr-philips-brain-mra/series-002-6273.dcm");

fn engine(projects: &[&str]) -> Engine {
    let engine = Engine::new(Box::new(Memory::default()), Config::default());
    for id in projects {
        let project = ProjectRecord {
            roles: [("owner".to_owned(), Role::Owner)].into(),
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
    let request: Request = call.request();
    let request = request.with_header("Authorization", "Basic YWRtaW46YWRtaW4=");
    let response = engine.handle(&request, now);
    assert_eq!(response.status, 200, "{call:?}: {}", response.text());
    response
}

/// A session of two scans and a note, ready.
fn session(engine: &Engine, label: &str) -> Address {
    let mut address = None;
    for file in [SURVEY, SCAN] {
        let import = Call::Import(ImportRequest {
            handler: Some(Handler::GradualDicom),
            destination: Destination::Project("P".into()),
            subject: Some("S".into()),
            session: Some(label.into()),
            commit: true,
            content_type: "application/dicom".into(),
            body: file.to_vec(),
            ..ImportRequest::default()
        });
        address = Some(ask(engine, &import, START).text().trim().parse().unwrap());
    }
    let address: Address = address.unwrap();
    let note = Call::PutResourceFile {
        file: note(&address),
        body: b"words".to_vec(),
    };
    ask(engine, &note, START);
    address
}

fn note(address: &Address) -> ResourceFile {
    ResourceFile {
        address: address.clone(),
        resource: "notes".into(),
        path: "note.txt".into(),
    }
}

/// Every file of a session, but its log, with its bytes.
fn files(engine: &Engine, address: &Address) -> Vec<(String, Vec<u8>)> {
    let folder = session_folder(address).unwrap();
    let all = engine.store().list(&folder).unwrap();
    all.into_iter()
        .filter(|file| !file.path.starts_with("logs/"))
        .map(|file| {
            let path = folder.descend(&file.path).unwrap();
            (file.path, engine.store().read(&path).unwrap())
        })
        .collect()
}

/// The one thing that can be brought back.
fn only(engine: &Engine) -> Removed {
    let removed = engine.removed().unwrap();
    assert_eq!(removed.len(), 1, "{removed:?}");
    removed[0].clone()
}

#[test]
fn what_was_deleted_is_brought_back_byte_for_byte() {
    type Delete = fn(&Address) -> Call;
    let cases: [(&str, Delete, usize); 4] = [
        ("a session", |a| Call::DeleteOne(a.clone()), 0),
        (
            "a scan",
            |a| Call::DeleteScan {
                address: a.clone(),
                scan: "2".into(),
            },
            2,
        ),
        (
            "a resource",
            |a| Call::DeleteResource {
                address: a.clone(),
                resource: "notes".into(),
            },
            2,
        ),
        ("a file", |a| Call::DeleteResourceFile(note(a)), 2),
    ];
    for (what, delete, left) in cases {
        let engine = engine(&["P"]);
        let address = session(&engine, "L");
        let row = engine.store().session(&address).unwrap().unwrap();
        let before = files(&engine, &address);
        assert_eq!(before.len(), 3, "{what}");
        ask(&engine, &delete(&address), START + Duration::HOUR);
        assert_eq!(files(&engine, &address).len(), left, "{what}");

        let removed = only(&engine);
        assert_eq!(removed.session, Some(address.clone()), "{what}");
        assert_eq!(removed.stamp, "20261120_100000000", "{what}");
        let later = START + Duration::days(1);
        assert_eq!(
            engine.restore(&removed.stamp, later),
            Ok(removed.clone()),
            "{what}"
        );
        assert_eq!(files(&engine, &address), before, "{what}");
        let again = engine.store().session(&address).unwrap().unwrap();
        assert_eq!(again.status, Status::READY, "{what}");
        for (old, new) in [
            (&row.name, &again.name),
            (&row.subject, &again.subject),
            (&row.tag, &again.tag),
        ] {
            assert_eq!(old, new, "{what}");
        }
        let scans = ask(&engine, &Call::Scans(address), later);
        assert!(
            scans.text().contains("\"ID\":\"2\""),
            "{what}: {}",
            scans.text()
        );
        assert_eq!(engine.removed(), Ok(vec![]), "{what}");
        let twice = engine.restore(&removed.stamp, later).unwrap_err();
        assert_eq!(twice.status(), 404, "{what}");
    }
}

#[test]
fn nothing_is_brought_back_over_what_is_there() {
    let engine = engine(&["P"]);
    let address = session(&engine, "L");
    ask(
        &engine,
        &Call::DeleteResource {
            address: address.clone(),
            resource: "notes".into(),
        },
        START,
    );
    let removed = only(&engine);
    let newer = Call::PutResourceFile {
        file: note(&address),
        body: b"newer words".to_vec(),
    };
    ask(&engine, &newer, START);
    let before = files(&engine, &address);
    let refused = engine.restore(&removed.stamp, START).unwrap_err();
    assert_eq!(refused.status(), 409);
    let kept = format!("cache/{}", removed.stamp);
    assert!(refused.to_string().contains(&kept), "{refused}");
    assert_eq!(files(&engine, &address), before);
    assert!(!removed.replaced);
    let replaced = true;
    assert_eq!(
        only(&engine),
        Removed {
            replaced,
            ..removed
        }
    );
}

/// The rows of a lost database are made anew from the files alone: sessions, what is archived, and their projects.
#[test]
fn rows_are_made_anew_from_the_files_alone() {
    let lost = engine(&["P"]);
    let archived = session(&lost, "ARCHIVED");
    let kept_apart = ArchiveRequest {
        quarantine: Some(true),
        ..ArchiveRequest::of(archived)
    };
    ask(&lost, &Call::Archive(kept_apart), START);
    let waiting = session(&lost, "WAITING");
    let old = lost.store().session(&waiting).unwrap().unwrap();
    let old_experiment = lost.store().experiment("P", "ARCHIVED").unwrap().unwrap();
    assert!(old_experiment.quarantine);

    let found = engine(&[]);
    for room in ["prearchive", "archive"] {
        let room = TreePath::room(room);
        for file in lost.store().list(&room).unwrap() {
            let path = room.descend(&file.path).unwrap();
            found
                .store()
                .write(&path, &lost.store().read(&path).unwrap())
                .unwrap();
        }
    }
    let later = START + Duration::days(1);
    ask(&found, &Call::Refresh, later);
    let rows = found.store().sessions().unwrap();
    assert_eq!(rows.len(), 1);
    let new = &rows[0];
    assert_eq!(new.address, waiting);
    assert_eq!(new.status, Status::READY);
    for (old, new) in [
        (&old.name, &new.name),
        (&old.subject, &new.subject),
        (&old.tag, &new.tag),
        (&old.scan_time, &new.scan_time),
    ] {
        assert!(!old.is_empty());
        assert_eq!(old, new);
    }
    assert_eq!(
        (&old.scan_date, &old.uploaded),
        (&new.scan_date, &new.uploaded)
    );
    assert_eq!(
        found.store().experiment("P", "ARCHIVED"),
        Ok(Some(old_experiment))
    );
    let scans = Call::ExperimentScans(Archived {
        project: "P".into(),
        subject: "S".into(),
        label: "ARCHIVED".into(),
    });
    assert!(ask(&found, &scans, later).text().contains("\"ID\":\"2\""));
    // Whose project it is, nobody knows any more.
    let project = found.store().project("P").unwrap().unwrap();
    assert!(project.roles.is_empty());
    // A second time nothing is left to be found.
    assert_eq!(
        found.refresh(later),
        Ok(prearchive_engine::Refreshed::default())
    );
}
