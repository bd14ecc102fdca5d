//! What is said of a session: its status, its log, its headers, its row, and whether it is kept in quarantine.

use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::calls::Call;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::format::Format;
use prearchive_core::http::Method::{Delete, Get, Post, Put};
use prearchive_core::resultset::Table;
use prearchive_engine::store::change::RowChange;

use crate::World;
use crate::files::{BRAIN, HEAD, TOSHIBA};
use crate::raw::{ask, column, send};

/// Holds if a status is set as it is asked, but no lock, and nothing while there is one.
pub async fn a_status_is_set_and_reset(world: World) {
    let address = world.imported("ALPHA", "S1", &TOSHIBA).await;
    let act = |query: &str| {
        let target = format!("/data{address}?{query}");
        ask(&world, "member", Post, &target)
    };
    let row = |name: &str| column(&world, "member", &format!("/data{address}"), name).concat();
    let uid = row("tag");
    for (status, answer, after) in [
        ("ERROR", 200, "ERROR"),
        ("CONFLICT", 200, "CONFLICT"),
        ("", 400, "CONFLICT"),
        ("SLEEPING", 400, "CONFLICT"),
        ("_BUILDING", 400, "CONFLICT"),
        ("RECEIVING", 200, "RECEIVING"),
    ] {
        let set = act(&format!("action=set-status&status={status}"));
        assert_eq!(set.status, answer, "{status}: {}", set.text());
        assert_eq!(row("status"), after, "{status}");
    }
    let locked = world.store().update(&address, &mut |row| {
        row.status = "_ARCHIVING".into();
        row.name = "WRONG".into();
        true
    });
    assert!(locked.unwrap().is_some());
    assert_eq!(act("action=set-status&status=READY").status, 409);
    assert_eq!(act("action=build").status, 409);
    // This one reads the document again, whatever the lock says.
    let reset = act("action=reset-status");
    assert_eq!(reset.status, 200);
    assert_eq!(reset.text(), format!("/data{address}"));
    assert_eq!(
        (row("status"), row("name"), row("tag")),
        ("READY".into(), "S1".into(), uid)
    );
    assert_eq!(act("action=reset-status&tag=1.2.3").status, 200);
    assert_eq!(row("tag"), "1.2.3");
}

/// Holds if a session's log is told as a table, by its names alone, and one entry after the other.
pub async fn a_log_is_told_in_every_way(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let logs = format!("/data{address}/logs");
    assert_eq!(column(&world, "member", &logs, "id").len(), 0);
    for scan in ["1", "2"] {
        let target = format!("/data{address}/scans/{scan}");
        assert_eq!(ask(&world, "member", Delete, &target).status, 200);
    }
    let said = ["1", "2"].map(|scan| format!("Scan {scan} was deleted by member."));
    let ids = column(&world, "member", &logs, "id");
    assert_eq!(column(&world, "member", &logs, "entry"), said);
    for (template, columns) in [
        ("", &["id", "date", "entry"][..]),
        ("&template=details", &["id", "date", "entry"]),
        ("&template=ids", &["id"]),
    ] {
        let target = format!("{logs}?format=csv{template}");
        let answer = ask(&world, "member", Get, &target);
        let text = answer.text();
        assert_eq!(
            text.lines().next(),
            Some(columns.join(",").as_str()),
            "{template}"
        );
        assert_eq!(text.lines().count(), 3, "{template}");
    }
    let text = |entry: &str| {
        let answer = ask(
            &world,
            "member",
            Get,
            &format!("{logs}/{entry}?format=json"),
        );
        (answer.status, answer.text().into_owned())
    };
    assert_eq!(text("last"), (200, said[1].clone()));
    let (status, first) = text(&ids[0]);
    assert_eq!(status, 200);
    // 11/23/2026 09:26:04: …
    let (date, rest) = first.split_at(19);
    assert_eq!(rest, format!(": {}", said[0]));
    let shape: String = date
        .chars()
        .map(|c| if c.is_ascii_digit() { '9' } else { c })
        .collect();
    assert_eq!(shape, "99/99/9999 99:99:99");
    assert_eq!(text("1"), (200, String::new()));
}

/// Holds if headers are told element by element: of a session, a scan, a file, and of all files together.
pub async fn headers_are_told_element_by_element(world: World) {
    let address = world.imported("ALPHA", "S1", &BRAIN).await;
    let dump = |query: &str| {
        let target = format!("/data/services/dicomdump?{query}&format=json");
        let answer = ask(&world, "member", Get, &target);
        let table =
            (answer.status == 200).then(|| Table::read(&answer.body, Format::Json).unwrap());
        (answer.status, table)
    };
    let values = |query: &str| -> Vec<(String, String, String)> {
        let (status, table) = dump(query);
        assert_eq!(status, 200, "{query}");
        let table = table.unwrap();
        let rows = table.iter();
        rows.map(|row| (row.text("tag1"), row.text("vr"), row.text("value")))
            .collect()
    };
    let row = |tag: &str, vr: &str, value: &str| (tag.to_owned(), vr.to_owned(), value.to_owned());
    let fields = "field=SeriesNumber&field=00080060";
    let modality = row("(0008,0060)", "CS", "MR");
    for (src, number) in [
        (format!("{address}"), "1"),
        (format!("{address}/scans/700"), "700"),
        (
            format!("{address}/scans/2/resources/DICOM/files/6605.dcm"),
            "2",
        ),
    ] {
        let told = values(&format!("src={src}&{fields}"));
        assert_eq!(
            told,
            [modality.clone(), row("(0020,0011)", "IS", number)],
            "{src}"
        );
    }
    let told = values(&format!("src={address}&{fields}&summary=true"));
    assert_eq!(told, [modality, row("(0020,0011)", "IS", "1, 2, 700")]);
    let whole = values(&format!("src={address}/scans/1"));
    assert!(whole.len() > 30, "{}", whole.len());
    for (query, status) in [
        ("field=Modality".to_owned(), 400),
        (format!("src={address}/scans/9"), 404),
        (
            format!("src={address}/scans/1/resources/DICOM/files/none.dcm"),
            404,
        ),
    ] {
        assert_eq!(dump(&query).0, status, "{query}");
    }
}

/// Holds if rows that are gone come back from what is on disk, as they were.
pub async fn rows_come_back_from_what_is_on_disk(world: World) {
    let mut known = Vec::new();
    for (project, label, files) in [
        ("ALPHA", "S1", &BRAIN[..]),
        ("BETA", "S2", &HEAD),
        ("Unassigned", "S3", &TOSHIBA),
    ] {
        known.push(world.imported(project, label, files).await);
    }
    let admin = world.client("admin").await;
    let before = admin.sessions(&[]).await.unwrap();
    let gone = known.iter().cloned().map(RowChange::Remove);
    world
        .store()
        .commit(None, &gone.collect::<Vec<_>>())
        .unwrap();
    assert_eq!(admin.sessions(&[]).await, Ok(vec![]));
    assert_eq!(ask(&world, "member", Put, "/data/prearchive").status, 403);
    assert_eq!(ask(&world, "admin", Put, "/data/prearchive").status, 200);
    let mut after = admin.sessions(&[]).await.unwrap();
    for (old, new) in before.iter().zip(&mut after) {
        // The only thing that is told anew: when the row was written.
        assert!(new.lastmod.at() >= old.lastmod.at());
        new.lastmod = old.lastmod.clone();
    }
    assert_eq!(after, before);
    // A row without a session goes.
    let mut ghost = after[0].clone();
    ghost.address.folder = "GHOST".into();
    world.store().insert(&ghost).unwrap();
    assert_eq!(ask(&world, "admin", Put, "/data/prearchive").status, 200);
    assert_eq!(admin.session(&ghost.address).await, Ok(None));
    assert_eq!(admin.sessions(&[]).await.unwrap().len(), 3);
}

/// Holds if a session is archived into quarantine where the request says so, or its project and the request does not.
pub async fn quarantine_is_the_projects_unless_the_request_says_otherwise(world: World) {
    let owner = world.client("owner").await;
    for (code, asked, told) in [
        (0, None, "active"),
        (0, Some(true), "quarantine"),
        (1, None, "quarantine"),
        (1, Some(false), "active"),
    ] {
        let set = Call::SetQuarantineCode {
            project: "ALPHA".into(),
            code: PrearchiveCode(code),
        };
        assert_eq!(send(&world, "owner", set.request()).status, 200);
        let label = format!("S{code}{}", asked.map_or(2, u8::from));
        let address = world.imported("ALPHA", &label, &TOSHIBA).await;
        let request = ArchiveRequest {
            quarantine: asked,
            ..ArchiveRequest::of(address)
        };
        owner.archive(&request).await.unwrap();
        let subject = format!("SUBJECT_{label}");
        let item = owner.experiment("ALPHA", &subject, &label).await.unwrap();
        let status = &item["items"][0]["data_fields"]["status"];
        assert_eq!(status, told, "{code} {asked:?}");
    }
}
