//! What `TestArchive`, `TestDirectArchive` and the merges of `TestImport` assert (NrgXnat/xnat-rest-tests).

use prearchive_core::http::Method::{Get, Post};
use prearchive_core::http::Response;

use crate::World;
use crate::files::{BRAIN, HEAD, TOSHIBA, changed};
use crate::raw::{ask, assert_file, column, form, import, import_body, uri};

const ARCHIVED: &str = "/archive/projects/ALPHA/subjects/P/experiments/S1";

fn straight_to_the_archive(
    world: &World,
    words: &[(&str, &str)],
    files: &[(&str, &[u8])],
) -> Response {
    let query = [&[("import-handler", "SI"), ("dest", ARCHIVED)], words].concat();
    import(world, &query, files)
}

/// `TestImport.testData…Overwrite…`: the same files again are a conflict, unless they may take the place of the archived
/// ones.
pub async fn the_same_files_again_need_leave_to_replace(world: World) {
    let first = straight_to_the_archive(&world, &[], &BRAIN);
    assert_eq!(uri(&first, 200), format!("/data{ARCHIVED}"));
    for (words, status) in [
        (&[][..], 409),
        (&[("overwrite", "none")], 409),
        (&[("overwrite", "append")], 409),
        (&[("overwrite", "append"), ("overwrite_files", "true")], 200),
        (&[("overwrite", "delete")], 200),
    ] {
        let again = straight_to_the_archive(&world, words, &BRAIN);
        assert_eq!(again.status, status, "{words:?}: {}", again.text());
        let scans = column(&world, "owner", &format!("/data{ARCHIVED}/scans"), "ID");
        assert_eq!(scans, ["1", "2", "700"], "{words:?}");
        for (scan, file) in [("1", BRAIN[0]), ("2", BRAIN[1]), ("2", BRAIN[2])] {
            assert_file(&world, &format!("/data{ARCHIVED}"), scan, file);
        }
    }
    // What was refused waits, three times, and is not lost.
    let waiting = column(&world, "owner", "/data/prearchive", "status");
    assert_eq!(waiting, ["CONFLICT"; 3]);
}

/// `TestImport.testData…Overwrite…`, merges: new scans join with `append` and with `delete`, and are refused without.
pub async fn new_scans_join_what_is_archived(world: World) {
    assert_eq!(
        straight_to_the_archive(&world, &[], &BRAIN[..1]).status,
        200
    );
    for (words, files, status, scans) in [
        (&[][..], &BRAIN[1..3], 409, &["1"][..]),
        (&[("overwrite", "append")], &BRAIN[1..3], 200, &["1", "2"]),
        (
            &[("overwrite", "delete")],
            &BRAIN[3..],
            200,
            &["1", "2", "700"],
        ),
    ] {
        let joined = straight_to_the_archive(&world, words, files);
        assert_eq!(joined.status, status, "{words:?}: {}", joined.text());
        let listed = column(&world, "owner", &format!("/data{ARCHIVED}/scans"), "ID");
        assert_eq!(listed, scans, "{words:?}");
    }
}

/// `TestImport.testData…Overwrite…`, another type: a CT session never joins an MR session.
pub async fn another_type_of_session_never_joins(world: World) {
    assert_eq!(straight_to_the_archive(&world, &[], &BRAIN).status, 200);
    for words in [
        &[][..],
        &[("overwrite", "append")],
        &[("overwrite", "append"), ("overwrite_files", "true")],
        &[("overwrite", "delete")],
    ] {
        let refused = straight_to_the_archive(&world, words, &HEAD);
        assert_eq!(refused.status, 409, "{words:?}: {}", refused.text());
        let scans = column(&world, "owner", &format!("/data{ARCHIVED}/scans"), "ID");
        assert_eq!(scans, ["1", "2", "700"], "{words:?}");
    }
}

/// `TestImport.testModifiedSeriesUIDs`: another series of a number that is archived is kept beside it, as `1-MR1`.
pub async fn another_series_of_an_archived_number_is_renamed(world: World) {
    assert_eq!(
        straight_to_the_archive(&world, &[], &BRAIN[..1]).status,
        200
    );
    let (name, bytes) = BRAIN[0];
    let other = changed(bytes, (0x0020, 0x000e));
    let words = [("overwrite", "append")];
    let joined = straight_to_the_archive(&world, &words, &[(name, &other)]);
    assert_eq!(joined.status, 200, "{}", joined.text());
    let scans = column(&world, "owner", &format!("/data{ARCHIVED}/scans"), "ID");
    assert_eq!(scans, ["1", "1-MR1"]);
    assert_file(&world, &format!("/data{ARCHIVED}"), "1", BRAIN[0]);
    assert_file(&world, &format!("/data{ARCHIVED}"), "1-MR1", (name, &other));
}

/// `TestArchive.testBasicArchiveFromPrearc`: what waits in a project is archived by the URI that the import answered.
pub async fn a_waiting_session_is_archived_by_its_uri(world: World) {
    let sent = import(&world, &[("dest", "/prearchive/projects/ALPHA")], &BRAIN);
    let sent = uri(&sent, 200);
    let pairs = [
        ("src", sent.as_str()),
        ("overwrite", "append"),
        ("triggerPipelines", "false"),
    ];
    let archived = uri(
        &form(&world, "owner", "/data/services/archive", &pairs),
        200,
    );
    for (scan, file) in [("1", BRAIN[0]), ("2", BRAIN[1]), ("700", BRAIN[3])] {
        assert_file(&world, &archived, scan, file);
    }
}

/// `TestArchive.testBasicArchiveFromPrearcWParams`: XML paths say the subject, the label and a scan's type.
pub async fn xml_paths_say_what_becomes_of_a_session(world: World) {
    let sent = import(&world, &[("dest", "/prearchive/projects/ALPHA")], &BRAIN);
    let sent = uri(&sent, 200);
    let pairs = [
        ("src", sent.as_str()),
        ("overwrite", "append"),
        ("triggerPipelines", "false"),
        ("xnat:mrSessionData/project", "ALPHA"),
        ("xnat:mrSessionData/subject_ID", "P"),
        ("xnat:mrSessionData/label", "S1"),
        (
            "xnat:mrSessionData/scans/scan[0][@xsi:type=xnat:mrScanData]/type",
            "SURVEY",
        ),
    ];
    let archived = uri(
        &form(&world, "owner", "/data/services/archive", &pairs),
        200,
    );
    assert_eq!(archived, format!("/data{ARCHIVED}"));
    let owner = world.client("owner").await;
    let item = owner.experiment("ALPHA", "P", "S1").await.unwrap();
    let item = &item["items"][0];
    assert_eq!(item["data_fields"]["project"], "ALPHA");
    assert_eq!(item["data_fields"]["label"], "S1");
    let scan = &item["children"][0]["items"][0]["data_fields"];
    assert_eq!(
        (&scan["ID"], &scan["type"]),
        (&"1".into(), &"SURVEY".into())
    );
    assert_file(&world, &archived, "1", BRAIN[0]);
}

/// Pushes one file of a study that is to go straight to the archive, and returns the URI where it waits until then.
fn pushed_straight(world: &World, subject: &str) -> String {
    let query = [
        ("import-handler", "gradual-DICOM"),
        ("Direct-Archive", "true"),
        ("project", "ALPHA"),
        ("subject", subject),
        ("session", "S1"),
    ];
    let file = TOSHIBA[0].1.to_vec();
    let sent = uri(&import_body(world, &query, "application/dicom", file), 200);
    let code = column(world, "owner", "/data/prearchive", "autoarchive");
    assert_eq!(code, ["AutoArchive"]);
    sent
}

/// `TestDirectArchive`, conflict: what clashes with the archive is one row that says so, with a log entry.
pub async fn a_direct_session_that_clashes_waits_as_a_conflict(world: World) {
    let first = pushed_straight(&world, "P");
    let committed = ask(&world, "owner", Post, &format!("{first}?action=commit"));
    assert_eq!(uri(&committed, 301), format!("/data{ARCHIVED}"));

    let second = pushed_straight(&world, "ANOTHER");
    let refused = ask(&world, "owner", Post, &format!("{second}?action=commit"));
    assert_eq!(refused.status, 409, "{}", refused.text());
    let rows = column(&world, "owner", "/data/prearchive", "status");
    assert_eq!(rows, ["CONFLICT"]);
    let log = column(&world, "owner", &format!("{second}/logs"), "entry");
    assert!(log[0].contains("belongs to the subject P"), "{log:?}");
    let scans = column(&world, "owner", &format!("{second}/scans"), "ID");
    assert_eq!(scans.len(), 1, "nothing is lost");
}

/// `TestDirectArchive`, error: what cannot be archived is one row that says so, with a log entry about the attempt.
pub async fn a_direct_session_that_fails_waits_as_an_error(world: World) {
    let sent = pushed_straight(&world, "P");
    let address = sent.parse().unwrap();
    let file = prearchive_engine::tree::session_folder(&address)
        .and_then(|folder| folder.descend("SCANS/4/DICOM/broken.dcm"))
        .unwrap();
    world.store().write(&file, crate::files::TRUNCATED).unwrap();
    let refused = ask(&world, "owner", Post, &format!("{sent}?action=commit"));
    assert_eq!(refused.status, 500);
    let rows = column(&world, "owner", "/data/prearchive", "status");
    assert_eq!(rows, ["ERROR"]);
    let log = column(&world, "owner", &format!("{sent}/logs"), "entry");
    assert!(log[0].contains("broken.dcm"), "{log:?}");
    let archived = ask(&world, "owner", Get, &format!("/data{ARCHIVED}"));
    assert_eq!(archived.status, 404);
}
