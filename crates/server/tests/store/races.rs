//! What every store must do when two threads want the same.

use std::sync::Barrier;
use std::thread;

use prearchive_core::session::Session;
use prearchive_engine::store::Store;
use prearchive_engine::tree::TreePath;

use crate::{address, full_session, path};

pub(crate) fn updates_do_not_lose_each_other(store: &dyn Store) {
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

pub(crate) fn only_one_of_two_inserts_wins(store: &dyn Store) {
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

pub(crate) fn only_one_of_two_renames_wins(store: &dyn Store) {
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
