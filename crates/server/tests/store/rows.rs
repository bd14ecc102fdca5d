//! What every store must do with rows.

use prearchive_core::address::Address;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::session::Session;
use prearchive_core::status::Status;
use prearchive_engine::store::change::{Change, RowChange};
use prearchive_engine::store::records::{
    Experiment, HistoryEntry, ProjectRecord, Role, UserRecord,
};
use prearchive_engine::store::{Store, StoreError};

use crate::{address, full_session, path, project, token, user};

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
    let gone = [RowChange::Remove(address("A", "s"))];
    store.commit(None, &gone).unwrap();
    store.commit(None, &gone).unwrap();
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
    let replace = |old: &Address, new: Session| {
        // What fails leaves nothing of what came before it.
        let before = RowChange::Insert(full_session("X", &new.subject));
        store.commit(None, &[before, RowChange::Replace(old.clone(), new)])
    };
    let refusal = replace(&address("P", "old"), full_session("P", "taken"));
    assert!(matches!(refusal, Err(StoreError::AlreadyExists(_))));
    assert!(store.session(&address("P", "old")).unwrap().is_some());
    assert_eq!(store.sessions().unwrap().len(), 2);

    replace(&address("P", "old"), full_session("Q", "new")).unwrap();
    assert_eq!(store.session(&address("P", "old")).unwrap(), None);
    assert_eq!(
        store.session(&address("Q", "new")).unwrap(),
        Some(full_session("Q", "new"))
    );

    let same = Session {
        subject: "other".into(),
        ..full_session("Q", "new")
    };
    replace(&same.address, same.clone()).unwrap();
    assert_eq!(store.session(&same.address).unwrap(), Some(same));
}

pub(crate) fn sessions_are_found_by_study_and_status(store: &dyn Store) {
    let session = |folder: &str, tag: &str, status: &str| Session {
        tag: tag.into(),
        status: status.into(),
        ..full_session("P", folder)
    };
    for (folder, tag, status) in [
        ("a", "1.2", "READY"),
        ("b", "1.2", "_MOVING"),
        ("c", "1.3", "MOVING"),
    ] {
        store.insert(&session(folder, tag, status)).unwrap();
    }
    let names = |rows: Vec<Session>| -> Vec<String> {
        let mut names: Vec<String> = rows.into_iter().map(|row| row.address.folder).collect();
        names.sort();
        names
    };
    assert_eq!(names(store.with_tag("1.2").unwrap()), ["a", "b"]);
    assert_eq!(names(store.with_tag("1").unwrap()), [""; 0]);
    let moving = store.with_status(&["MOVING", "_MOVING"]).unwrap();
    assert_eq!(names(moving), ["b", "c"]);
}

/// What is read little by little is all from one instant.
pub(crate) fn a_scan_sees_what_was_there_when_it_began(store: &dyn Store) {
    for number in 0..1200 {
        store
            .insert(&full_session("P", &format!("{number:04}")))
            .unwrap();
    }
    let mut cursor = store.scan().unwrap();
    let mut seen = cursor.next().unwrap();
    let moved = RowChange::Replace(address("P", "1199"), full_session("A", "1199"));
    store
        .commit(None, &[moved, RowChange::Remove(address("P", "1198"))])
        .unwrap();
    loop {
        let some = cursor.next().unwrap();
        if some.is_empty() {
            break;
        }
        seen.extend(some);
    }
    let folders: Vec<String> = seen.into_iter().map(|row| row.address.folder).collect();
    let expected: Vec<String> = (0..1200).map(|number| format!("{number:04}")).collect();
    assert_eq!(folders, expected);
    assert_eq!(cursor.next().unwrap(), []);
    assert_eq!(store.sessions().unwrap().len(), 1199);
}

/// A change is written down until it is done.
pub(crate) fn what_is_begun_is_written_down_until_it_is_done(store: &dyn Store) {
    let change = |folder: &str| Change {
        renames: vec![(path("P/t/a"), path("P/t/b"))],
        rows: vec![RowChange::Insert(Session {
            more: Vec::new(),
            ..full_session("P", folder)
        })],
    };
    let first = store.begin(&change("1")).unwrap();
    let second = store.begin(&change("2")).unwrap();
    let written = [(first, change("1")), (second, change("2"))];
    assert_eq!(store.journal().unwrap(), written);
    store.commit(Some(first), &change("1").rows).unwrap();
    assert_eq!(store.journal().unwrap(), written[1..]);
    // What is refused stays written down.
    let taken = store.commit(Some(second), &change("1").rows);
    assert!(matches!(taken, Err(StoreError::AlreadyExists(_))));
    assert_eq!(store.journal().unwrap(), written[1..]);
    store.commit(Some(second), &[]).unwrap();
    assert_eq!(store.journal().unwrap(), []);
    assert_eq!(store.sessions().unwrap().len(), 1);
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

pub(crate) fn tokens_are_kept_until_they_end(store: &dyn Store) {
    assert_eq!(store.token("a").unwrap(), None);
    let (a, b, c) = (
        token("a", "owner", 20),
        token("b", "owner", 10),
        token("c", "member", 30),
    );
    for token in [&a, &b, &c] {
        store.put_token(token).unwrap();
    }
    assert_eq!(store.token("a").unwrap().as_ref(), Some(&a));
    assert_eq!(store.tokens("owner").unwrap(), [b, a.clone()]);
    // The end is the first instant at which it is over.
    store.remove_ended_tokens(10).unwrap();
    assert_eq!(store.tokens("owner").unwrap(), [a]);
    store.remove_token("a").unwrap();
    store.remove_token("a").unwrap();
    assert_eq!(store.tokens("owner").unwrap(), []);
    assert_eq!(store.tokens("member").unwrap(), [c]);
}

pub(crate) fn experiments_are_kept(store: &dyn Store) {
    let experiment = |project: &str, label: &str| Experiment {
        id: format!("XNAT_{project}_{label}"),
        project: project.into(),
        subject: "S".into(),
        label: label.into(),
        arc: "arc002".into(),
        quarantine: label == "b",
        document: "<xnat:MRSession/>".into(),
    };
    for (project, label) in [("P", "b"), ("P", "a"), ("Q", "a")] {
        let put = RowChange::PutExperiment(experiment(project, label));
        store.commit(None, &[put]).unwrap();
    }
    let replaced = Experiment {
        document: "<xnat:CTSession/>".into(),
        ..experiment("P", "a")
    };
    let put = RowChange::PutExperiment(replaced.clone());
    store.commit(None, &[put]).unwrap();
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
