//! What every store must do, written once and asked of memory and disk.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::sync::Barrier;
use std::thread;

use prearchive_core::address::Address;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::status::Status;
use prearchive_engine::store::memory::Memory;
use prearchive_engine::store::records::{
    Experiment, HistoryEntry, ProjectRecord, Role, UserRecord,
};
use prearchive_engine::store::{Entry, Store, StoreError};
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
    let questions: [Question; 14] = [
        files_are_written_whole_and_replaced,
        listings_are_sorted_and_below_the_folder,
        renaming_is_one_step_and_takes_nothing,
        emptied_folders_are_gone,
        names_survive,
        sessions_come_and_go,
        every_column_survives,
        sessions_are_replaced_in_one_step,
        updates_do_not_lose_each_other,
        only_one_of_two_inserts_wins,
        only_one_of_two_renames_wins,
        projects_and_users_are_kept,
        experiments_are_kept,
        history_is_in_order,
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
    }
    let disk = Disk::open(folder.path()).unwrap();
    let store: &dyn Store = &disk;
    assert_eq!(store.read(&file).unwrap(), b"bytes");
    assert_eq!(store.sessions().unwrap(), [full_session("P", "s")]);
    assert_eq!(store.user("owner").unwrap(), Some(user("owner")));
    assert_eq!(store.project("P").unwrap(), Some(project("P")));
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
        admin: name == "admin",
    }
}

fn project(id: &str) -> ProjectRecord {
    ProjectRecord {
        id: id.into(),
        name: format!("The {id}"),
        description: "what it is for".into(),
        code: PrearchiveCode(4),
        open: true,
        roles: [("owner", Role::Owner), ("member", Role::Member)]
            .map(|(name, role)| (name.to_owned(), role))
            .into(),
    }
}

fn files_are_written_whole_and_replaced(store: &dyn Store) {
    let file = path("P/t/s/a.dcm");
    assert!(matches!(store.read(&file), Err(StoreError::NotFound(_))));
    let big: Vec<u8> = (0..5_000_000_u32).map(|n| (n % 251) as u8).collect();
    for bytes in [&b""[..], b"one", &big, b"small again"] {
        store.write(&file, bytes).unwrap();
        assert_eq!(store.read(&file).unwrap(), bytes);
    }
    assert!(matches!(
        store.read(&path("P/t/s")),
        Err(StoreError::NotFound(_))
    ));
    assert!(matches!(
        store.read(&path("P/t/s/a.dcm/b")),
        Err(StoreError::NotFound(_))
    ));
}

fn listings_are_sorted_and_below_the_folder(store: &dyn Store) {
    for (name, size) in [
        ("s/b", 2),
        ("s/a/z", 1),
        ("s/a", 0),
        ("s.xml", 3),
        ("s/a!", 4),
    ] {
        // A name cannot be file and folder at once.
        if name != "s/a" {
            store
                .write(&path(&format!("P/t/{name}")), &vec![7; size])
                .unwrap();
        }
    }
    let entry = |path: &str, size| Entry {
        path: path.into(),
        size,
    };
    assert_eq!(
        store.list(&path("P/t/s")).unwrap(),
        [entry("a!", 4), entry("a/z", 1), entry("b", 2)]
    );
    assert_eq!(store.list(&path("P/t")).unwrap().len(), 4);
    assert_eq!(store.list(&TreePath::room("prearchive")).unwrap().len(), 4);
    assert_eq!(store.list(&path("nothing/here")).unwrap(), []);
    assert_eq!(
        store.list(&path("P/t/s.xml")).unwrap(),
        [],
        "a file holds nothing"
    );
    for (name, there) in [
        ("P/t/s", true),
        ("P/t/s/b", true),
        ("P/t/s/c", false),
        ("P/t/s/b/c", false),
    ] {
        assert_eq!(store.exists(&path(name)).unwrap(), there, "{name}");
    }
}

fn renaming_is_one_step_and_takes_nothing(store: &dyn Store) {
    store.write(&path("P/t/s/SCANS/1/a"), b"a").unwrap();
    store.write(&path("P/t/s/SCANS/2/b"), b"b").unwrap();
    store.write(&path("Q/t/s/SCANS/1/c"), b"c").unwrap();
    for taken in ["Q/t/s", "Q/t/s/SCANS/1/c", "Q/t"] {
        let refusal = store.rename(&path("P/t/s"), &path(taken));
        assert!(
            matches!(refusal, Err(StoreError::AlreadyExists(_))),
            "{taken}: {refusal:?}"
        );
    }
    let refusal = store.rename(&path("P/t/none"), &path("R/t/none"));
    assert!(
        matches!(refusal, Err(StoreError::NotFound(_))),
        "{refusal:?}"
    );
    assert!(!store.exists(&path("R")).unwrap());

    store.rename(&path("P/t/s"), &path("R/new/s")).unwrap();
    let paths: Vec<_> = store
        .list(&path("R"))
        .unwrap()
        .into_iter()
        .map(|e| e.path)
        .collect();
    assert_eq!(paths, ["new/s/SCANS/1/a", "new/s/SCANS/2/b"]);
    store
        .rename(&path("R/new/s/SCANS/1/a"), &path("R/new/s/SCANS/1/x"))
        .unwrap();
    assert_eq!(store.read(&path("R/new/s/SCANS/1/x")).unwrap(), b"a");
    assert_eq!(store.read(&path("Q/t/s/SCANS/1/c")).unwrap(), b"c");
}

fn emptied_folders_are_gone(store: &dyn Store) {
    store.write(&path("P/t/s/SCANS/1/a"), b"a").unwrap();
    store.write(&path("P/u/other"), b"o").unwrap();
    let trash = TreePath::room("cache").descend("trash/1").unwrap();
    store.rename(&path("P/t/s/SCANS/1"), &trash).unwrap();
    assert!(!store.exists(&path("P/t")).unwrap());
    assert!(store.exists(&path("P/u/other")).unwrap());
    store
        .rename(&path("P/u"), &trash.parent().unwrap().join("2").unwrap())
        .unwrap();
    assert!(!store.exists(&path("P")).unwrap());
    store.write(&path("P/again"), b"!").unwrap();
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

fn sessions_come_and_go(store: &dyn Store) {
    let expected = [
        ("Unassigned", "s"),
        ("A", "s"),
        ("A", "t"),
        ("B", "s"),
        ("a", "s"),
    ];
    for (project, folder) in [
        ("B", "s"),
        ("Unassigned", "s"),
        ("a", "s"),
        ("A", "t"),
        ("A", "s"),
    ] {
        store.insert(&full_session(project, folder)).unwrap();
    }
    let addresses: Vec<_> = store
        .sessions()
        .unwrap()
        .into_iter()
        .map(|s| s.address)
        .collect();
    assert_eq!(
        addresses,
        expected.map(|(project, folder)| address(project, folder))
    );
    let again = store.insert(&full_session("A", "s"));
    assert!(matches!(again, Err(StoreError::AlreadyExists(_))));
    assert!(store.remove(&address("A", "s")).unwrap());
    assert!(!store.remove(&address("A", "s")).unwrap());
    assert_eq!(store.session(&address("A", "s")).unwrap(), None);
    assert_eq!(store.sessions().unwrap().len(), 4);
}

fn every_column_survives(store: &dyn Store) {
    let bare = Session::new(address("P", "bare"), Status::from("SOMETHING_NEW"));
    let full = full_session("P", "full");
    for session in [&bare, &full] {
        store.insert(session).unwrap();
        assert_eq!(
            store.session(&session.address).unwrap().as_ref(),
            Some(session)
        );
    }
}

fn sessions_are_replaced_in_one_step(store: &dyn Store) {
    store.insert(&full_session("P", "old")).unwrap();
    store.insert(&full_session("P", "taken")).unwrap();
    let refusal = store.replace(&address("P", "old"), &full_session("P", "taken"));
    assert!(matches!(refusal, Err(StoreError::AlreadyExists(_))));
    assert!(store.session(&address("P", "old")).unwrap().is_some());

    store
        .replace(&address("P", "old"), &full_session("Q", "new"))
        .unwrap();
    assert_eq!(store.session(&address("P", "old")).unwrap(), None);
    assert_eq!(
        store.session(&address("Q", "new")).unwrap(),
        Some(full_session("Q", "new"))
    );

    let same = Session {
        subject: "other".into(),
        ..full_session("Q", "new")
    };
    store.replace(&same.address, &same).unwrap();
    assert_eq!(store.session(&same.address).unwrap(), Some(same));
}

fn updates_do_not_lose_each_other(store: &dyn Store) {
    let counted = address("P", "counted");
    assert_eq!(store.update(&counted, &mut |_| true).unwrap(), None);
    store
        .insert(&Session {
            subject: "0".into(),
            ..full_session("P", "counted")
        })
        .unwrap();
    let start = Barrier::new(2);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                start.wait();
                for _ in 0..50 {
                    store
                        .update(&counted, &mut |session| {
                            let count: u32 = session.subject.parse().unwrap();
                            session.subject = (count + 1).to_string();
                            session.address = address("elsewhere", "elsewhere");
                            true
                        })
                        .unwrap();
                }
            });
        }
    });
    let row = store.session(&counted).unwrap().unwrap();
    assert_eq!((row.subject.as_str(), &row.address), ("100", &counted));
    let kept = store.update(&counted, &mut |session| {
        session.subject = "not written".into();
        false
    });
    assert_eq!(kept.unwrap(), Some(row));
}

fn only_one_of_two_inserts_wins(store: &dyn Store) {
    let start = Barrier::new(2);
    let won: usize = thread::scope(|scope| {
        let racers = [0, 1].map(|_| {
            scope.spawn(|| {
                start.wait();
                let wins = |n: &u32| store.insert(&full_session("P", &n.to_string())).is_ok();
                (0..50).filter(wins).count()
            })
        });
        racers.map(|racer| racer.join().unwrap()).iter().sum()
    });
    assert_eq!(won, 50);
}

fn only_one_of_two_renames_wins(store: &dyn Store) {
    for n in 0..50 {
        for racer in ["a", "b"] {
            store
                .write(&path(&format!("{racer}/{n}/file")), racer.as_bytes())
                .unwrap();
        }
    }
    let start = Barrier::new(2);
    let won: usize = thread::scope(|scope| {
        let racers = ["a", "b"].map(|racer| {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                let wins = |n: &u32| {
                    let from = path(&format!("{racer}/{n}"));
                    store.rename(&from, &path(&format!("goal/{n}"))).is_ok()
                };
                (0..50).filter(wins).count()
            })
        });
        racers.map(|racer| racer.join().unwrap()).iter().sum()
    });
    assert_eq!(won, 50);
    assert_eq!(
        store.list(&TreePath::room("prearchive")).unwrap().len(),
        100,
        "nothing is lost"
    );
}

fn projects_and_users_are_kept(store: &dyn Store) {
    assert_eq!(store.project("P").unwrap(), None);
    assert_eq!(store.user("nobody").unwrap(), None);
    store.put_project(&project("Q")).unwrap();
    store.put_project(&project("P")).unwrap();
    let changed = ProjectRecord {
        code: PrearchiveCode(0),
        open: false,
        roles: [("new".to_owned(), Role::Collaborator)].into(),
        ..project("P")
    };
    store.put_project(&changed).unwrap();
    assert_eq!(store.project("P").unwrap().as_ref(), Some(&changed));
    assert_eq!(store.projects().unwrap(), [changed, project("Q")]);

    store.put_user(&user("admin")).unwrap();
    let renewed = UserRecord {
        password_hash: "another".into(),
        ..user("admin")
    };
    store.put_user(&renewed).unwrap();
    assert_eq!(store.user("admin").unwrap(), Some(renewed));
    assert_eq!(store.user("ADMIN").unwrap(), None);
}

fn experiments_are_kept(store: &dyn Store) {
    let experiment = |project: &str, label: &str| Experiment {
        id: format!("XNAT_{project}_{label}"),
        project: project.into(),
        subject: "S".into(),
        label: label.into(),
        document: "<xnat:MRSession/>".into(),
    };
    for (project, label) in [("P", "b"), ("P", "a"), ("Q", "a")] {
        store.put_experiment(&experiment(project, label)).unwrap();
    }
    let replaced = Experiment {
        document: "<xnat:CTSession/>".into(),
        ..experiment("P", "a")
    };
    store.put_experiment(&replaced).unwrap();
    assert_eq!(
        store.experiments("P").unwrap(),
        [replaced.clone(), experiment("P", "b")]
    );
    assert_eq!(store.experiment("P", "a").unwrap(), Some(replaced));
    assert_eq!(store.experiment("Q", "b").unwrap(), None);
    assert_eq!(store.experiments("R").unwrap(), []);
}

fn history_is_in_order(store: &dyn Store) {
    let entries: Vec<HistoryEntry> = [(3, "import"), (1, "build"), (2, "delete")]
        .map(|(at, action)| HistoryEntry {
            at,
            user: "owner".into(),
            action: action.into(),
            subject: "/prearchive/projects/P/t/s".into(),
            detail: "done".into(),
        })
        .into();
    for entry in &entries {
        store.record(entry).unwrap();
    }
    assert_eq!(store.history().unwrap(), entries);
}
