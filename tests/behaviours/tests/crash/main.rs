//! Whatever is done, and wherever it is cut off: every file that was accepted is in one place, and nothing is half done.
//!
//! Each deed is done again and again with a store that fails at its first step, its second, and so on to the last.
#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test ends in a panic")]

mod fragile;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use behaviours::files::{BRAIN, zip};
use behaviours::world::quick_hash;
use fragile::{Failure, Fragile, Shared};
use prearchive_core::address::Address;
use prearchive_core::archiving::{ArchiveRequest, Overwrite};
use prearchive_core::calls::{Call, UploadLabels};
use prearchive_core::http::Response;
use prearchive_core::importing::{Destination, Handler, ImportRequest};
use prearchive_core::inside::ResourceFile;
use prearchive_core::status::Status;
use prearchive_engine::document::Document;
use prearchive_engine::store::memory::Memory;
use prearchive_engine::store::records::{ProjectRecord, SiteRole, UserRecord};
use prearchive_engine::store::{Entry, Store};
use prearchive_engine::tree::{TreePath, document_beside, experiment_folder, session_folder};
use prearchive_engine::{Config, Engine};
use time::{Duration, OffsetDateTime};

const START: OffsetDateTime = time::macros::datetime!(2026-11-20 09:00:00 UTC);

/// An engine, the time, and every file that was accepted.
struct Lab {
    engine: Engine,
    now: OffsetDateTime,
    accepted: BTreeSet<Vec<u8>>,
    /// How many files there are that differ.
    made: u8,
}

impl Lab {
    fn new(store: Box<dyn Store>) -> Self {
        Self {
            engine: Engine::new(store, Config::default()),
            now: START,
            accepted: BTreeSet::new(),
            made: 0,
        }
    }

    fn ask(&mut self, call: &Call) -> Response {
        self.now += Duration::seconds(1);
        let login = BASE64_STANDARD.encode("admin:admin");
        let request = call
            .request()
            .with_header("Authorization", format!("Basic {login}"));
        self.engine.handle(&request, self.now)
    }

    fn work(&mut self) {
        self.now += Duration::seconds(1);
        self.engine.work(self.now);
    }

    /// Files of one study, each unlike any other: the last byte of the pixels says which one it is.
    fn files(&mut self, which: std::ops::Range<usize>) -> Vec<(String, Vec<u8>)> {
        BRAIN[which]
            .iter()
            .map(|(name, bytes)| {
                let mut bytes = bytes.to_vec();
                self.made += 1;
                *bytes.last_mut().unwrap() = self.made;
                ((*name).to_owned(), bytes)
            })
            .collect()
    }

    /// Sends files, and notes them as accepted if they are.
    fn send(&mut self, files: Vec<(String, Vec<u8>)>, request: ImportRequest) -> Response {
        let zipped: Vec<(&str, &[u8])> = files
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        let call = Call::Import(ImportRequest {
            subject: Some("S".into()),
            content_type: "application/zip".into(),
            body: zip(&zipped),
            ..request
        });
        let response = self.ask(&call);
        if response.status == 200 {
            self.accepted
                .extend(files.into_iter().map(|(_, bytes)| bytes));
        }
        response
    }

    /// A session of some of the files, built.
    fn session(&mut self, label: &str, which: std::ops::Range<usize>) -> Address {
        let files = self.files(which);
        let response = self.send(
            files,
            ImportRequest {
                destination: Destination::Project("P".into()),
                session: Some(label.into()),
                ..ImportRequest::default()
            },
        );
        assert_eq!(response.status, 200, "{}", response.text());
        response.text().trim().parse().unwrap()
    }

    fn archive(&mut self, address: &Address, overwrite: Overwrite) -> Response {
        let request = ArchiveRequest {
            overwrite,
            session: Some("ARCHIVED".into()),
            ..ArchiveRequest::of(address.clone())
        };
        self.ask(&Call::Archive(request))
    }

    /// What must hold whatever happened.
    fn check(&self, what: &str) {
        let store = self.engine.store();
        let mut places: BTreeMap<Vec<u8>, Vec<String>> = BTreeMap::new();
        for room in ["prearchive", "archive", "cache"] {
            let room = TreePath::room(room);
            for Entry { path, .. } in store.list(&room).unwrap() {
                if path.contains("/DICOM/") {
                    let file = room.descend(&path).unwrap();
                    let bytes = store.read(&file).unwrap();
                    places.entry(bytes).or_default().push(file.to_string());
                }
            }
        }
        for bytes in &self.accepted {
            let found = places.get(bytes).map_or(0, Vec::len);
            let number = bytes.last().unwrap();
            assert_eq!(
                found,
                1,
                "{what}: file {number} is in {:?}",
                places.get(bytes)
            );
        }
        for (bytes, found) in &places {
            let number = bytes.last().unwrap();
            assert_eq!(found.len(), 1, "{what}: file {number} is in {found:?}");
        }
        let mut folders: BTreeSet<TreePath> = BTreeSet::new();
        for row in store.sessions().unwrap() {
            let folder = session_folder(&row.address).unwrap();
            assert!(
                store.exists(&folder).unwrap(),
                "{what}: {} has no folder",
                row.address
            );
            let rests = row.status.is_at_rest() || row.status == Status::RECEIVING;
            assert!(rests, "{what}: {} is {}", row.address, row.status);
            folders.insert(folder);
        }
        let prearchive = TreePath::room("prearchive");
        for project in store.folders(&prearchive).unwrap() {
            let below = prearchive.join(&project).unwrap();
            for timestamp in store.folders(&below).unwrap() {
                let below = below.join(&timestamp).unwrap();
                for folder in store.folders(&below).unwrap() {
                    let folder = below.join(&folder).unwrap();
                    assert!(folders.contains(&folder), "{what}: {folder} has no row");
                }
            }
        }
        for experiment in store.experiments("P").unwrap() {
            let folder =
                experiment_folder(&experiment.project, &experiment.arc, &experiment.label).unwrap();
            let beside = store.read(&document_beside(&folder).unwrap()).unwrap();
            assert_eq!(
                String::from_utf8(beside).unwrap(),
                experiment.document,
                "{what}"
            );
            let document = Document::read(&experiment.document).unwrap();
            for scan in document.scans {
                let files = folder.descend(&format!("SCANS/{}/DICOM", scan.id)).unwrap();
                let there = store.list(&files).unwrap().len() as u64;
                assert_eq!(there, scan.files, "{what}: scan {} of the archive", scan.id);
            }
        }
        assert_eq!(store.journal().unwrap(), [], "{what}: the journal");
    }
}

/// Something that is done: what there is before, and the deed.
struct Deed {
    name: &'static str,
    before: fn(&mut Lab) -> Vec<Address>,
    deed: fn(&mut Lab, &[Address]) -> Response,
}

fn nothing(_: &mut Lab) -> Vec<Address> {
    Vec::new()
}

fn one(lab: &mut Lab) -> Vec<Address> {
    vec![lab.session("ONE", 0..4)]
}

/// A session, and another of the same study that is archived.
fn one_and_archived(lab: &mut Lab) -> Vec<Address> {
    let archived = lab.session("OLD", 0..2);
    let response = lab.archive(&archived, Overwrite::None);
    assert_eq!(response.status, 200, "{}", response.text());
    one(lab)
}

fn push(lab: &mut Lab, handler: Handler, request: ImportRequest) -> Response {
    let files = lab.files(0..3);
    lab.send(
        files,
        ImportRequest {
            handler: Some(handler),
            session: Some("ONE".into()),
            destination: Destination::Project("P".into()),
            ..request
        },
    )
}

const DEEDS: &[Deed] = &[
    Deed {
        name: "an import",
        before: nothing,
        deed: |lab, _| push(lab, Handler::SessionImporter, ImportRequest::default()),
    },
    Deed {
        name: "a push",
        before: nothing,
        deed: |lab, _| {
            push(
                lab,
                Handler::DicomZip,
                ImportRequest {
                    upload: UploadLabels::default(),
                    ..ImportRequest::default()
                },
            )
        },
    },
    Deed {
        name: "a push into a session that is there",
        before: |lab| vec![lab.session("ONE", 3..4)],
        deed: |lab, _| push(lab, Handler::DicomZip, ImportRequest::default()),
    },
    Deed {
        name: "a push that replaces files",
        before: one,
        deed: |lab, _| {
            push(
                lab,
                Handler::DicomZip,
                ImportRequest {
                    overwrite: Overwrite::Delete,
                    ..ImportRequest::default()
                },
            )
        },
    },
    Deed {
        name: "an import that replaces a session",
        before: one,
        deed: |lab, sessions| {
            let files = lab.files(0..3);
            lab.send(
                files,
                ImportRequest {
                    destination: Destination::Session(sessions[0].clone()),
                    overwrite: Overwrite::Delete,
                    ..ImportRequest::default()
                },
            )
        },
    },
    Deed {
        name: "a build",
        before: one,
        deed: |lab, sessions| {
            lab.ask(&Call::Build {
                address: sessions[0].clone(),
                upload: UploadLabels::default(),
            })
        },
    },
    Deed {
        name: "a move",
        before: one,
        deed: |lab, sessions| {
            lab.ask(&Call::MoveOne {
                address: sessions[0].clone(),
                new_project: Some("Q".into()),
            })
        },
    },
    Deed {
        name: "moves by the service",
        before: |lab| vec![lab.session("ONE", 0..2), lab.session("TWO", 2..4)],
        deed: |lab, sessions| {
            let response = lab.ask(&Call::Move {
                sources: sessions.to_vec(),
                new_project: Some("Q".into()),
            });
            lab.work();
            response
        },
    },
    Deed {
        name: "a deletion",
        before: one,
        deed: |lab, sessions| lab.ask(&Call::DeleteOne(sessions[0].clone())),
    },
    Deed {
        name: "deletions by the service",
        before: |lab| vec![lab.session("ONE", 0..2), lab.session("TWO", 2..4)],
        deed: |lab, sessions| {
            let sources = sessions.to_vec();
            let response = lab.ask(&Call::Delete { sources });
            lab.work();
            response
        },
    },
    Deed {
        name: "archiving",
        before: one,
        deed: |lab, sessions| lab.archive(&sessions[0], Overwrite::None),
    },
    Deed {
        name: "archiving into what is there",
        before: |lab| {
            let sessions = one_and_archived(lab);
            let note = Call::PutResourceFile {
                file: ResourceFile {
                    address: sessions[0].clone(),
                    resource: "notes".into(),
                    path: "a/b.txt".into(),
                },
                body: b"note".to_vec(),
            };
            assert_eq!(lab.ask(&note).status, 200);
            sessions
        },
        deed: |lab, sessions| lab.archive(&sessions[0], Overwrite::Delete),
    },
    Deed {
        name: "the deletion of a scan",
        before: one,
        deed: |lab, sessions| {
            lab.ask(&Call::DeleteScan {
                address: sessions[0].clone(),
                scan: "2".into(),
            })
        },
    },
];

/// A store with projects and a user, and what there is before a deed.
fn prepared(
    deed: &Deed,
    failure: Failure,
    at: usize,
) -> (Arc<Memory>, Arc<Fragile>, Lab, Vec<Address>) {
    let memory = Arc::new(Memory::default());
    let fragile = Arc::new(Fragile::new(Arc::clone(&memory), failure, at));
    let mut lab = Lab::new(Box::new(Shared(Arc::clone(&fragile))));
    let store = lab.engine.store();
    for project in ["P", "Q"] {
        store.put_project(&ProjectRecord::new(project)).unwrap();
    }
    let admin = UserRecord {
        name: "admin".into(),
        password_hash: quick_hash("admin"),
        site: SiteRole::Admin,
    };
    store.put_user(&admin).unwrap();
    let sessions = (deed.before)(&mut lab);
    (memory, fragile, lab, sessions)
}

fn at_every_step(failure: Failure) {
    for deed in DEEDS {
        let mut at = 0;
        loop {
            let (memory, fragile, mut lab, sessions) = prepared(deed, failure, at);
            let what = format!("{} that fails at step {at} ({failure:?})", deed.name);
            fragile.arm();
            let response = (deed.deed)(&mut lab, &sessions);
            fragile.disarm();
            if !fragile.has_failed() {
                assert!(at > 2, "{what}: only {at} steps");
                assert!(response.status < 400, "{what}: {}", response.text());
                lab.work();
                lab.check(&what);
                break;
            }
            // A server that goes on, or one that starts again.
            let mut after = match failure {
                Failure::Once => lab,
                Failure::CrashBefore | Failure::CrashAfter => {
                    let fresh = Fragile::new(memory, Failure::Once, usize::MAX);
                    let mut after = Lab::new(Box::new(Shared(Arc::new(fresh))));
                    (after.now, after.accepted) = (lab.now, lab.accepted);
                    after.engine.recover(after.now).unwrap();
                    after
                }
            };
            after.work();
            after.check(&what);
            at += 1;
        }
    }
}

#[test]
fn a_step_that_fails_loses_nothing() {
    at_every_step(Failure::Once);
}

#[test]
fn a_crash_before_any_step_loses_nothing() {
    at_every_step(Failure::CrashBefore);
}

#[test]
fn a_crash_after_any_step_loses_nothing() {
    at_every_step(Failure::CrashAfter);
}
