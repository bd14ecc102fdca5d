//! What only the disk can get wrong.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use super::*;

#[test]
fn a_move_between_file_systems_is_a_copy_and_then_a_removal() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    fs::create_dir_all(from.join("a/b")).unwrap();
    fs::write(from.join("a/b/one"), b"1").unwrap();
    fs::write(from.join("two"), b"22").unwrap();
    move_by_copy(&from, &to).unwrap();
    assert!(!from.exists());
    assert_eq!(fs::read(to.join("a/b/one")).unwrap(), b"1");
    assert_eq!(fs::read(to.join("two")).unwrap(), b"22");
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing unfinished is left"
    );
}

#[cfg(unix)]
#[test]
fn a_move_that_cannot_be_copied_leaves_everything_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("from"), folder.path().join("to"));
    fs::create_dir(&from).unwrap();
    fs::write(from.join("one"), b"1").unwrap();
    std::os::unix::fs::symlink("/", from.join("link")).unwrap();
    move_by_copy(&from, &to).unwrap_err();
    assert_eq!(fs::read(from.join("one")).unwrap(), b"1");
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "nothing unfinished is left"
    );
}

#[cfg(unix)]
#[test]
fn symbolic_links_lead_nowhere() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret"), b"s").unwrap();
    let data = tempfile::tempdir().unwrap();
    let disk = Disk::open(data.path()).unwrap();
    let room = TreePath::room("prearchive");
    disk.write(&room.join("P").unwrap().join("mine").unwrap(), b"m")
        .unwrap();
    std::os::unix::fs::symlink(outside.path(), data.path().join("prearchive/P/out")).unwrap();
    let out = room.descend("P/out").unwrap();
    let secret = out.join("secret").unwrap();

    assert_eq!(disk.list(&room).unwrap().len(), 1);
    assert!(matches!(disk.list(&out), Err(StoreError::Failed(_))));
    assert!(matches!(disk.read(&secret), Err(StoreError::Failed(_))));
    assert!(matches!(
        disk.write(&secret, b"x"),
        Err(StoreError::Failed(_))
    ));
    assert!(matches!(
        disk.rename(&room.descend("P/mine").unwrap(), &out.join("new").unwrap()),
        Err(StoreError::Failed(_))
    ));
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
    assert_eq!(fs::read(outside.path().join("secret")).unwrap(), b"s");
}

#[test]
fn what_a_crash_left_unfinished_is_not_listed_and_takes_no_name() {
    let data = tempfile::tempdir().unwrap();
    let disk = Disk::open(data.path()).unwrap();
    let room = TreePath::room("prearchive");
    let folder = room.join("P").unwrap();
    disk.write(&folder.join(".tmp-uploaded").unwrap(), b"a real file")
        .unwrap();
    fs::write(unfinished_in(&data.path().join("prearchive/P")), b"hal").unwrap();
    let paths: Vec<_> = disk
        .list(&folder)
        .unwrap()
        .into_iter()
        .map(|e| e.path)
        .collect();
    assert_eq!(paths, [".tmp-uploaded"]);

    fs::create_dir_all(data.path().join("archive/P/label")).unwrap();
    let label = TreePath::room("archive").descend("P/label").unwrap();
    assert!(!disk.exists(&label).unwrap());
    disk.rename(&folder, &label).unwrap();
    assert_eq!(disk.list(&label).unwrap().len(), 1);
}

#[test]
fn two_servers_never_use_one_folder() {
    let data = tempfile::tempdir().unwrap();
    let first = Disk::open(data.path()).unwrap();
    let refusal = Disk::open(data.path()).unwrap_err();
    assert_eq!(refusal.code(), "data-in-use");
    assert!(refusal.to_string().contains("--data"), "{refusal}");
    drop(first);
    Disk::open(data.path()).unwrap();
}

#[test]
fn a_later_versions_database_is_refused_and_left_alone() {
    let data = tempfile::tempdir().unwrap();
    drop(Disk::open(data.path()).unwrap());
    let file = data.path().join("prearchive.sqlite");
    let rows = rusqlite::Connection::open(&file).unwrap();
    rows.pragma_update(None, "user_version", 99).unwrap();
    drop(rows);
    let before = fs::read(&file).unwrap();
    let refusal = Disk::open(data.path()).unwrap_err();
    assert_eq!(refusal.code(), "data-newer");
    assert_eq!(fs::read(&file).unwrap(), before);
}
