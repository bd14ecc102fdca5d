//! What every store must do with rows.

use prearchive_core::code::PrearchiveCode;
use prearchive_core::session::Session;
use prearchive_core::status::Status;
use prearchive_engine::store::records::{
    Experiment, HistoryEntry, ProjectRecord, Role, UserRecord,
};
use prearchive_engine::store::{Store, StoreError};

use crate::{address, full_session, project, user};

pub(crate) fn sessions_come_and_go(store: &dyn Store) {
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

pub(crate) fn every_column_survives(store: &dyn Store) {
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

pub(crate) fn sessions_are_replaced_in_one_step(store: &dyn Store) {
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

pub(crate) fn projects_and_users_are_kept(store: &dyn Store) {
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

pub(crate) fn experiments_are_kept(store: &dyn Store) {
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

pub(crate) fn history_is_in_order(store: &dyn Store) {
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
