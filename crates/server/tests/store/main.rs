//! What every store must do, written once and asked of memory and disk.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod files;
mod races;
mod rows;

use prearchive_core::address::Address;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::status::Status;
use prearchive_engine::store::memory::Memory;
use prearchive_engine::store::records::{ProjectRecord, Role, SiteRole, TokenRecord, UserRecord};
use prearchive_engine::store::{Entry, Store};
use prearchive_engine::tree::TreePath;
use prearchive_server::store::Disk;

/// Names that a careless store spoils.
const AWKWARD: [&str; 8] = [
    "a b",
    "50%",
    "%2e%2e",
    "a&b=c",
    "Grüße",
    "日本",
    "it's \"so\"; --",
    ".hidden",
];

type Question = fn(&dyn Store);

/// Asks every question of a fresh store.
fn conforms(ask: impl Fn(Question)) {
    let questions: [Question; 20] = [
        files::files_are_written_whole_and_replaced,
        files::listings_are_sorted_and_below_the_folder,
        files::renaming_is_one_step_and_takes_nothing,
        files::emptied_folders_are_gone,
        files::staged_files_are_there_once,
        files::folders_are_told_from_files,
        names_survive,
        rows::sessions_come_and_go,
        rows::every_column_survives,
        rows::sessions_are_replaced_in_one_step,
        rows::sessions_are_found_by_study_and_status,
        rows::a_scan_sees_what_was_there_when_it_began,
        rows::what_is_begun_is_written_down_until_it_is_done,
        races::updates_do_not_lose_each_other,
        races::only_one_of_two_inserts_wins,
        races::only_one_of_two_renames_wins,
        rows::projects_and_users_are_kept,
        rows::tokens_are_kept_until_they_end,
        rows::experiments_are_kept,
        rows::history_is_in_order,
    ];
    for question in questions {
        ask(question);
    }
}

#[test]
fn memory() {
    conforms(|question| question(&Memory::default()));
}

#[test]
fn disk() {
    conforms(|question| {
        let folder = tempfile::tempdir().unwrap();
        question(&Disk::open(folder.path()).unwrap());
    });
}

#[test]
fn the_disk_keeps_everything_when_it_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = path("P/t/s/SCANS/1/a.dcm");
    {
        let disk = Disk::open(folder.path()).unwrap();
        let store: &dyn Store = &disk;
        store.write(&file, b"bytes").unwrap();
        store.insert(&full_session("P", "s")).unwrap();
        store.put_user(&user("owner")).unwrap();
        store.put_project(&project("P")).unwrap();
        store.put_token(&token("a", "owner", 20)).unwrap();
    }
    let disk = Disk::open(folder.path()).unwrap();
    let store: &dyn Store = &disk;
    assert_eq!(store.read(&file).unwrap(), b"bytes");
    assert_eq!(store.sessions().unwrap(), [full_session("P", "s")]);
    assert_eq!(store.user("owner").unwrap(), Some(user("owner")));
    assert_eq!(store.project("P").unwrap(), Some(project("P")));
    assert_eq!(store.token("a").unwrap(), Some(token("a", "owner", 20)));
    assert_eq!(disk.user_count().unwrap(), 1);
}

fn path(below: &str) -> TreePath {
    TreePath::room("prearchive").descend(below).unwrap()
}

fn address(project: &str, folder: &str) -> Address {
    Address::new(Project::from(project), "20260101_120000000", folder).unwrap()
}

fn full_session(project: &str, folder: &str) -> Session {
    Session {
        lastmod: "2026-01-01 12:00:00.5".to_owned().into(),
        uploaded: "2026-01-01 12:00:01.0".to_owned().into(),
        scan_date: "2025-12-31".to_owned().into(),
        scan_time: "10:11:12".into(),
        subject: "Sübject".into(),
        name: "a 'label'".into(),
        tag: "1.2.3".into(),
        autoarchive: "AutoArchive".into(),
        prevent_anon: Some(false),
        prevent_auto_commit: Some(true),
        source: "uploader".into(),
        visit: "v1".into(),
        protocol: "p1".into(),
        timezone: "Europe/Berlin".into(),
        more: vec![("new column".into(), "its \"value\"".into())],
        ..Session::new(address(project, folder), Status::READY)
    }
}

fn user(name: &str) -> UserRecord {
    UserRecord {
        name: name.into(),
        password_hash: format!("hash of {name}"),
        site: match name {
            "admin" => SiteRole::Admin,
            _ => SiteRole::DataAccess,
        },
    }
}

fn token(alias: &str, user: &str, expires: i64) -> TokenRecord {
    TokenRecord {
        alias: alias.into(),
        secret_hash: format!("hash of {alias}'s secret"),
        user: user.into(),
        expires,
    }
}

fn project(id: &str) -> ProjectRecord {
    ProjectRecord {
        name: format!("The {id}"),
        description: "what it is for".into(),
        code: PrearchiveCode(4),
        quarantine: PrearchiveCode(1),
        arc: "arc002".into(),
        open: true,
        roles: [("owner", Role::Owner), ("member", Role::Member)]
            .map(|(name, role)| (name.to_owned(), role))
            .into(),
        ..ProjectRecord::new(id)
    }
}

fn names_survive(store: &dyn Store) {
    let mut expected: Vec<Entry> = AWKWARD
        .iter()
        .map(|name| Entry {
            path: format!("{name}/{name}"),
            size: name.len() as u64,
        })
        .collect();
    expected.sort();
    for name in AWKWARD {
        let file = path("P").join(name).unwrap().join(name).unwrap();
        store.write(&file, name.as_bytes()).unwrap();
        assert_eq!(store.read(&file).unwrap(), name.as_bytes());
        let session = Session {
            name: name.into(),
            ..full_session(name, name)
        };
        store.insert(&session).unwrap();
        assert_eq!(store.session(&session.address).unwrap(), Some(session));
        store.put_user(&user(name)).unwrap();
        assert_eq!(store.user(name).unwrap(), Some(user(name)));
    }
    assert_eq!(store.list(&path("P")).unwrap(), expected);
    store.rename(&path("P"), &path("Ä %20&")).unwrap();
    assert_eq!(store.list(&path("Ä %20&")).unwrap(), expected);
}
