//! Files that arrive while their session is being built.
#![expect(clippy::unwrap_used, reason = "a test ends in a panic")]

use std::io::Read;
use std::sync::{Arc, Mutex};

use prearchive_core::address::Address;
use prearchive_core::calls::Call;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::http::Response;
use prearchive_core::importing::{Destination, Handler, ImportRequest};
use prearchive_core::session::Session;
use prearchive_core::status::Status;
use prearchive_engine::store::change::{Change, RowChange};
use prearchive_engine::store::memory::Memory;
use prearchive_engine::store::records::{
    Experiment, HistoryEntry, ProjectRecord, SiteRole, TokenRecord, UserRecord,
};
use prearchive_engine::store::{Cursor, Entry, Files, Opened, Rows, StoreError};
use prearchive_engine::tree::{TreePath, session_document};
use prearchive_engine::{Config, Engine, passwords};
use time::{Duration, OffsetDateTime};

const START: OffsetDateTime = time::macros::datetime!(2026-11-20 09:00:00 UTC);
const SURVEY: &[u8] =
    include_bytes!("../../../tests/fixtures/dicom/mr-philips-brain-mra/series-001-5641.dcm");
const SCAN: &[u8] =
    include_bytes!("../../../tests/fixtures/dicom/mr-philips-brain-mra/series-002-6273.dcm");

/// What happens once, just before that file is written.
type Moment = Mutex<Option<(TreePath, Box<dyn FnOnce() + Send>)>>;

fn ask(engine: &Engine, call: &Call, now: OffsetDateTime) -> Response {
    let request = call
        .request()
        .with_header("Authorization", "Basic YWRtaW46YWRtaW4=");
    engine.handle(&request, now)
}

fn push(engine: &Engine, file: &[u8], now: OffsetDateTime) -> Address {
    let import = Call::Import(ImportRequest {
        handler: Some(Handler::GradualDicom),
        destination: Destination::Project("AUTO".into()),
        content_type: "application/dicom".into(),
        body: file.to_vec(),
        ..ImportRequest::default()
    });
    let response = ask(engine, &import, now);
    assert_eq!(response.status, 200, "{}", response.text());
    response.text().trim().parse().unwrap()
}

/// The headers have been read when the document is written: a file that arrives then is not described by it, so the
/// build neither calls the session ready nor archives it.
#[test]
fn a_build_that_was_overtaken_is_done_again() {
    let moment = Arc::new(Moment::default());
    let store = Watched {
        inner: Memory::default(),
        moment: Arc::clone(&moment),
    };
    let engine = Arc::new(Engine::new(Box::new(store), Config::default()));
    let project = ProjectRecord {
        code: PrearchiveCode::AUTO_ARCHIVE,
        ..ProjectRecord::new("AUTO")
    };
    engine.store().put_project(&project).unwrap();
    let admin = UserRecord {
        name: "admin".into(),
        password_hash: passwords::hash("admin").unwrap(),
        site: SiteRole::Admin,
    };
    engine.store().put_user(&admin).unwrap();
    let address = push(&engine, SURVEY, START);
    let status = |engine: &Engine| {
        engine
            .store()
            .session(&address)
            .unwrap()
            .map(|row| row.status)
    };

    let quiet = START + Duration::minutes(5);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let overtake = {
        let (engine, seen, address) = (Arc::clone(&engine), Arc::clone(&seen), address.clone());
        move || {
            let status = || engine.store().session(&address).unwrap().unwrap().status;
            let before = status();
            assert_eq!(push(&engine, SCAN, quiet), address);
            seen.lock().unwrap().extend([before, status()]);
        }
    };
    let document = session_document(&address).unwrap();
    *moment.lock().unwrap() = Some((document, Box::new(overtake)));
    engine.work(quiet);
    let wanted = ["_BUILDING", "RECEIVING_INTERRUPT"].map(Status::from);
    assert_eq!(*seen.lock().unwrap(), wanted);
    assert_eq!(status(&engine), Some(Status::RECEIVING));
    assert_eq!(engine.store().experiments("AUTO"), Ok(vec![]));

    engine.work(quiet + Duration::minutes(4));
    assert_eq!(
        status(&engine),
        Some(Status::RECEIVING),
        "it is not quiet yet"
    );
    engine.work(quiet + Duration::minutes(5));
    assert_eq!(status(&engine), None);
    let archived = engine.store().experiments("AUTO").unwrap();
    assert_eq!(archived.len(), 1);
    for scan in ["ID=\"1\"", "ID=\"2\""] {
        assert!(
            archived[0].document.contains(scan),
            "{}",
            archived[0].document
        );
    }
}

/// The memory store, but that something may happen just before a file is written.
struct Watched {
    inner: Memory,
    moment: Arc<Moment>,
}

impl Files for Watched {
    fn write(&self, path: &TreePath, bytes: &[u8]) -> Result<(), StoreError> {
        let mut moment = self.moment.lock().unwrap();
        let due = moment.take_if(|(awaited, _)| awaited == path);
        drop(moment);
        if let Some((_, happen)) = due {
            happen();
        }
        self.inner.write(path, bytes)
    }
    fn open(&self, path: &TreePath) -> Result<Opened, StoreError> {
        self.inner.open(path)
    }
    fn stage(&self, path: &TreePath, source: &mut dyn Read) -> Result<u64, StoreError> {
        self.inner.stage(path, source)
    }
    fn keep(&self, folder: &TreePath) -> Result<(), StoreError> {
        self.inner.keep(folder)
    }
    fn list(&self, folder: &TreePath) -> Result<Vec<Entry>, StoreError> {
        self.inner.list(folder)
    }
    fn folders(&self, folder: &TreePath) -> Result<Vec<String>, StoreError> {
        self.inner.folders(folder)
    }
    fn exists(&self, path: &TreePath) -> Result<bool, StoreError> {
        self.inner.exists(path)
    }
    fn rename(&self, from: &TreePath, to: &TreePath) -> Result<(), StoreError> {
        self.inner.rename(from, to)
    }
    fn erase(&self, path: &TreePath) -> Result<(), StoreError> {
        self.inner.erase(path)
    }
}

impl Rows for Watched {
    fn scan(&self) -> Result<Box<dyn Cursor>, StoreError> {
        self.inner.scan()
    }
    fn with_tag(&self, tag: &str) -> Result<Vec<Session>, StoreError> {
        self.inner.with_tag(tag)
    }
    fn with_status(&self, statuses: &[&str]) -> Result<Vec<Session>, StoreError> {
        self.inner.with_status(statuses)
    }
    fn session(&self, address: &Address) -> Result<Option<Session>, StoreError> {
        self.inner.session(address)
    }
    fn update(
        &self,
        address: &Address,
        change: &mut dyn FnMut(&mut Session) -> bool,
    ) -> Result<Option<Session>, StoreError> {
        self.inner.update(address, change)
    }
    fn begin(&self, change: &Change) -> Result<i64, StoreError> {
        self.inner.begin(change)
    }
    fn commit(&self, journal: Option<i64>, rows: &[RowChange]) -> Result<(), StoreError> {
        self.inner.commit(journal, rows)
    }
    fn journal(&self) -> Result<Vec<(i64, Change)>, StoreError> {
        self.inner.journal()
    }
    fn projects(&self) -> Result<Vec<ProjectRecord>, StoreError> {
        self.inner.projects()
    }
    fn project(&self, id: &str) -> Result<Option<ProjectRecord>, StoreError> {
        self.inner.project(id)
    }
    fn put_project(&self, project: &ProjectRecord) -> Result<(), StoreError> {
        self.inner.put_project(project)
    }
    fn user(&self, name: &str) -> Result<Option<UserRecord>, StoreError> {
        self.inner.user(name)
    }
    fn put_user(&self, user: &UserRecord) -> Result<(), StoreError> {
        self.inner.put_user(user)
    }
    fn token(&self, alias: &str) -> Result<Option<TokenRecord>, StoreError> {
        self.inner.token(alias)
    }
    fn tokens(&self, user: &str) -> Result<Vec<TokenRecord>, StoreError> {
        self.inner.tokens(user)
    }
    fn put_token(&self, token: &TokenRecord) -> Result<(), StoreError> {
        self.inner.put_token(token)
    }
    fn remove_token(&self, alias: &str) -> Result<(), StoreError> {
        self.inner.remove_token(alias)
    }
    fn remove_ended_tokens(&self, now: i64) -> Result<(), StoreError> {
        self.inner.remove_ended_tokens(now)
    }
    fn experiment(&self, project: &str, label: &str) -> Result<Option<Experiment>, StoreError> {
        self.inner.experiment(project, label)
    }
    fn experiments(&self, project: &str) -> Result<Vec<Experiment>, StoreError> {
        self.inner.experiments(project)
    }
    fn record(&self, entry: &HistoryEntry) -> Result<(), StoreError> {
        self.inner.record(entry)
    }
    fn history(&self) -> Result<Vec<HistoryEntry>, StoreError> {
        self.inner.history()
    }
}
