//! What every store must do with files.

use prearchive_engine::store::{Entry, Store, StoreError};
use prearchive_engine::tree::TreePath;

use crate::path;

pub(crate) fn files_are_written_whole_and_replaced(store: &dyn Store) {
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

pub(crate) fn listings_are_sorted_and_below_the_folder(store: &dyn Store) {
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

pub(crate) fn renaming_is_one_step_and_takes_nothing(store: &dyn Store) {
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

pub(crate) fn emptied_folders_are_gone(store: &dyn Store) {
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

pub(crate) fn staged_files_are_there_once(store: &dyn Store) {
    let folder = path("staged");
    let file = folder.join("a b.dcm").unwrap();
    assert_eq!(store.stage(&file, &mut &b"one"[..]), Ok(3));
    let again = store.stage(&file, &mut &b"two"[..]);
    assert!(matches!(again, Err(StoreError::AlreadyExists(_))));
    store.keep(&folder).unwrap();
    assert_eq!(store.read(&file).unwrap(), b"one");
}

pub(crate) fn folders_are_told_from_files(store: &dyn Store) {
    for name in ["P/t/s/a.dcm", "P/t/s.xml", "P/u/s/b.dcm", "Q/t/s/c.dcm"] {
        store.write(&path(name), b"x").unwrap();
    }
    for (folder, wanted) in [
        ("P", &["t", "u"][..]),
        ("P/t", &["s"]),
        ("P/t/s", &[]),
        ("P/t/s/a.dcm", &[]),
        ("nothing", &[]),
    ] {
        assert_eq!(store.folders(&path(folder)).unwrap(), wanted, "{folder}");
    }
}
