//! A listing as a table: read in pieces, joined, searched and ordered as the sessions themselves would be.
#![expect(clippy::unwrap_used, reason = "a test ends in a panic")]

use std::collections::BTreeSet;

use prearchive_core::address::Address;
use prearchive_core::format::Format;
use prearchive_core::inside::Tabular;
use prearchive_core::project::Project;
use prearchive_core::query::{Judged, Query, Term, Test, Trait};
use prearchive_core::resultset::Table;
use prearchive_core::session::Session;
use prearchive_core::status::Status;
use prearchive_table::{
    Batch, Context, Duplicates, ListingReader, Order, Reading, Rows, SessionTable, SortKey,
};
use proptest::prelude::*;
use proptest::sample::select;
use time::macros::datetime;

/// Texts that share parts, repeat, and are awkward.
const NAMES: [&str; 12] = [
    "",
    "S2",
    "s10",
    "S1",
    "MR_0042",
    "Ünder ŞİK",
    "a\"b\\c",
    "<b>",
    "S 1",
    "10",
    "longer than a prefix 2",
    "longer than a prefix 10",
];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![9 => select(&NAMES).prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

fn session() -> impl Strategy<Value = Session> {
    let date = select(
        &[
            "",
            "2026-09-01 10:00:00.0",
            "2026-11-20",
            "2026-11-22 08:30:12.5",
            "soon",
        ][..],
    );
    (
        (
            select(&["A", "B", "Unassigned"][..]),
            select(&["20260901_100000000", "t1", "Ta"][..]),
            "[a-d]{1,2}",
        ),
        (name(), name(), select(&["", "1.2.840.1", "1.2.840.12"][..])),
        (
            date.clone(),
            date.clone(),
            date,
            select(&["", "10:00:00", "9:30"][..]),
        ),
        select(&["READY", "CONFLICT", "_MOVING", "QUEUED_BUILDING", "NEW"][..]),
        select(&["", "uploader"][..]),
        any::<Option<bool>>(),
    )
        .prop_map(|(place, names, dates, status, source, flag)| {
            let address = Address::new(Project::from(place.0), place.1, place.2).unwrap();
            Session {
                subject: names.0,
                name: names.1,
                tag: names.2.into(),
                lastmod: dates.0.to_owned().into(),
                uploaded: dates.1.to_owned().into(),
                scan_date: dates.2.to_owned().into(),
                scan_time: dates.3.into(),
                source: source.into(),
                prevent_anon: flag,
                ..Session::new(address, Status::from(status))
            }
        })
}

/// A listing: no session twice.
fn listing() -> impl Strategy<Value = Vec<Session>> {
    proptest::collection::vec(session(), 0..40).prop_map(|mut sessions| {
        let mut seen = std::collections::HashSet::new();
        sessions.retain(|session| seen.insert(session.address.clone()));
        sessions
    })
}

fn body(sessions: &[Session]) -> Vec<u8> {
    Session::table(sessions).write(Format::Json).into_bytes()
}

fn read(table: &mut SessionTable, sessions: &[Session]) -> prearchive_table::Changes {
    let mut reading = Reading::default();
    for piece in sessions.chunks(7) {
        table.read(&mut reading, piece.iter().collect());
    }
    table.finish(reading)
}

fn sessions(table: &SessionTable) -> Vec<Session> {
    table
        .ids()
        .map(|id| table.row(id).unwrap().session())
        .collect()
}

fn by_address(mut sessions: Vec<Session>) -> Vec<Session> {
    sessions.sort_by(|a, b| a.address.cmp(&b.address));
    sessions
}

/// Reads a body in pieces of these lengths, over and over.
fn arriving(
    body: &[u8],
    lengths: &[usize],
) -> Result<Batch, prearchive_core::resultset::TableError> {
    let (mut reader, mut batch) = (ListingReader::default(), Batch::default());
    let mut rest = body;
    for length in lengths.iter().cycle() {
        let (piece, behind) = rest.split_at((*length).clamp(1, rest.len().max(1)).min(rest.len()));
        reader.push(piece, &mut batch)?;
        rest = behind;
        if rest.is_empty() {
            break;
        }
    }
    reader.end(&mut batch)?;
    Ok(batch)
}

fn rows(batch: Batch) -> Vec<Session> {
    let mut table = SessionTable::default();
    table.read(&mut Reading::default(), batch);
    sessions(&table)
}

proptest! {
    #[test]
    fn a_listing_in_pieces_says_what_it_says_whole(sessions in listing(), lengths in proptest::collection::vec(1_usize..200, 1..5)) {
        let body = body(&sessions);
        let whole = Session::read_all(&Table::read(&body, Format::Json).unwrap());
        prop_assert_eq!(rows(arriving(&body, &lengths).unwrap()), whole);
    }

    #[test]
    fn a_listing_that_is_torn_off_is_no_listing(sessions in listing(), part in 0.0..1.0) {
        let body = body(&sessions);
        let length = (body.len() as f64 * part) as usize;
        prop_assert!(arriving(&body[..length], &[64]).is_err());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200), lengths in proptest::collection::vec(1_usize..50, 1..3)) {
        let _ = arriving(&bytes, &lengths);
        let body = [br#"{"ResultSet":{"Result":["#.as_slice(), &bytes].concat();
        let _ = arriving(&body, &lengths);
    }

    #[test]
    fn the_next_listing_takes_the_place_of_the_one_before(before in listing(), after in listing(), kept in any::<u64>()) {
        let mut table = SessionTable::default();
        read(&mut table, &before);
        let ids: Vec<_> = before.iter().map(|session| table.find(&session.address).unwrap()).collect();
        // Some of the old sessions are in the new listing as they were.
        let known = |session: &Session| before.iter().any(|old| old.address == session.address);
        let same = before.iter().zip(0..).filter(|(_, bit)| kept >> (bit % 64) & 1 == 1).map(|(session, _)| session.clone());
        let mut next: Vec<Session> = same.collect();
        next.extend(after.into_iter().filter(|session| !next.iter().any(|old| old.address == session.address)).collect::<Vec<_>>());
        let changes = read(&mut table, &next);
        prop_assert_eq!(by_address(sessions(&table)), by_address(next.clone()));
        prop_assert_eq!(table.len(), next.len());
        for (session, id) in before.iter().zip(ids) {
            let now = next.iter().find(|new| new.address == session.address);
            prop_assert_eq!(table.find(&session.address), now.map(|_| id), "a row keeps its number");
            prop_assert_eq!(changes.removed.contains(&id), now.is_none());
            prop_assert_eq!(changes.changed.contains(&id), now.is_some_and(|now| now != session));
        }
        prop_assert_eq!(changes.added.len(), next.iter().filter(|session| !known(session)).count());
        prop_assert!(read(&mut table, &next).is_empty());
    }

    #[test]
    fn duplicates_are_sessions_with_the_study_of_another_however_the_list_came_to_be(listings in proptest::collection::vec(listing(), 1..5)) {
        let mut table = SessionTable::default();
        let mut duplicates = Duplicates::default();
        for listing in &listings {
            let changes = read(&mut table, listing);
            duplicates.follow(&table, &changes);
        }
        let afresh = Duplicates::of(&table);
        prop_assert_eq!(duplicates.rows(), afresh.rows());
        let last = listings.last().unwrap();
        for session in last {
            let id = table.find(&session.address).unwrap();
            let twins = last.iter().filter(|other| other.address != session.address && are_one_study(session, other));
            let twins: BTreeSet<_> = twins.map(|twin| table.find(&twin.address).unwrap()).collect();
            prop_assert_eq!(duplicates.rows().contains(id), !twins.is_empty());
            prop_assert_eq!(duplicates.twins(id).into_iter().collect::<BTreeSet<_>>(), twins);
        }
    }

    #[test]
    fn a_query_finds_the_same_in_a_table_and_in_sessions(listing in listing(), words in proptest::collection::vec(term(), 0..4)) {
        let mut table = SessionTable::default();
        read(&mut table, &listing);
        let parsed = Query::parse(&words.join(" "));
        let query = parsed.query.prepare(datetime!(2026-11-23 12:00));
        let marked: Rows = table.ids().step_by(3).collect();
        let none = Rows::default();
        let found = table.search(&query, &Context { duplicates: &marked, stuck: &none, except: &none });
        for session in &listing {
            let id = table.find(&session.address).unwrap();
            let judged = Judged { session, duplicate: marked.contains(id), stuck: false };
            prop_assert_eq!(found.rows.contains(id), query.matches(&judged), "{:?} {:?}", &words, session);
        }
        prop_assert!(found.rows.len() <= found.statuses.values().sum());
        prop_assert!(found.rows.len() <= found.projects.values().sum());
        let others = Query { terms: parsed.query.terms.into_iter().filter(|term| !asks_for_duplicates(term)).collect() };
        let others = others.prepare(datetime!(2026-11-23 12:00));
        let counted = listing.iter().filter(|session| {
            let id = table.find(&session.address).unwrap();
            marked.contains(id) && others.matches(&Judged { session, duplicate: true, stuck: false })
        });
        prop_assert_eq!(found.traits[&Trait::Duplicate], counted.count(), "what the other terms leave");
        prop_assert_eq!(found.traits[&Trait::Stuck], 0);
    }
}

fn are_one_study(one: &Session, other: &Session) -> bool {
    let by_day = || !one.subject.is_empty() && !one.scan_date.as_str().is_empty();
    one.tag == other.tag
        && (!one.tag.is_empty()
            || by_day() && one.subject == other.subject && one.scan_date == other.scan_date)
}

fn asks_for_duplicates(term: &Term) -> bool {
    matches!(&term.test, Test::Trait(of) if !term.negated && of.contains(&Trait::Duplicate))
}

fn term() -> impl Strategy<Value = String> {
    let known = select(
        &[
            "status:ready",
            "status:conflict,working",
            "-status:ready",
            "project:a",
            "-project:unassigned",
            "project:A,B",
            "older:7d",
            "newer:24h",
            "uploaded:2026-09..",
            "scanned:2026-11-20",
            "changed:today",
            "-uploaded:..",
            "is:duplicate",
            "-is:duplicate",
            "is:duplicate,stuck",
            "-is:unassigned",
            "subject:=S1",
            "source:up",
            "A/20260901",
            "1.2.840.12",
            "\"S 1\"",
            "s1",
            "-mr_0042",
            "şik",
            "ready",
            "ta",
        ][..],
    );
    prop_oneof![known.prop_map(str::to_owned), "[a-z0-9]{1,2}"]
}

#[test]
fn names_are_ordered_as_people_count() {
    let named = |names: &[&str]| -> Vec<Session> {
        let all = names.iter().enumerate();
        all.map(|(at, name)| Session {
            name: (*name).into(),
            ..Session::new(
                Address::new(Project::Unassigned, "t", format!("f{at}")).unwrap(),
                Status::READY,
            )
        })
        .collect()
    };
    for (given, descending, wanted) in [
        (&["S10", "s2", "S1"][..], false, &["S1", "s2", "S10"][..]),
        (&["S10", "s2", "S1"], true, &["S10", "s2", "S1"]),
        (&["", "b", "A"], false, &["A", "b", ""]),
        (&["", "b", "A"], true, &["b", "A", ""]),
        (
            &[
                "a long name with number 10",
                "a long name with number 9",
                "a long name",
            ],
            false,
            &[
                "a long name",
                "a long name with number 9",
                "a long name with number 10",
            ],
        ),
        (
            &["a long name with number 9", "a long name with number 10"],
            true,
            &["a long name with number 10", "a long name with number 9"],
        ),
        (&["x", "X", "x"], true, &["x", "X", "x"]),
        (&["a0b", "a0", "a00b"], false, &["a0", "a0b", "a00b"]),
    ] {
        let mut table = SessionTable::default();
        read(&mut table, &named(given));
        let mut ids: Vec<_> = table.ids().collect();
        Order(vec![(SortKey::Session, descending)]).sort(&table, &mut ids);
        let names: Vec<&str> = ids
            .iter()
            .map(|id| table.row(*id).unwrap().name())
            .collect();
        assert_eq!(names, wanted);
    }
}

#[test]
fn what_is_alike_is_ordered_by_the_next_key() {
    let rows = [
        ("P", "B", "2026-01-02"),
        ("Q", "A", "2026-01-01"),
        ("P", "B", "2026-01-01"),
        ("P", "A", ""),
        ("P", "A", "?"),
    ];
    let listing: Vec<Session> = rows
        .iter()
        .enumerate()
        .map(|(at, (project, subject, date))| Session {
            subject: (*subject).into(),
            scan_date: (*date).to_owned().into(),
            ..Session::new(
                Address::new(Project::from(*project), "t", format!("f{at}")).unwrap(),
                Status::READY,
            )
        })
        .collect();
    let mut table = SessionTable::default();
    read(&mut table, &listing);
    let mut ids: Vec<_> = table.ids().collect();
    let order = [
        (SortKey::Project, true),
        (SortKey::Subject, false),
        (SortKey::ScanDate, false),
    ];
    Order(order.to_vec()).sort(&table, &mut ids);
    let folders: Vec<&str> = ids
        .iter()
        .map(|id| table.row(*id).unwrap().folder())
        .collect();
    assert_eq!(folders, ["f1", "f4", "f3", "f2", "f0"]);
}

#[test]
fn what_is_no_listing_is_told() {
    for (body, problem) in [
        ("", "it is empty"),
        ("  ", "it is empty"),
        ("<html>", "it is HTML or XML"),
        ("{\"ResultSet\":{}}", "the member “Result” is missing"),
        (
            "{\"ResultSet\":{\"Result\":[{}{}]}}",
            "a comma is missing between two rows",
        ),
        ("{\"ResultSet\":{\"Result\":[]}", "it ends too early"),
        (
            "{\"ResultSet\":{\"Result\":[{\"name\":\"a",
            "it ends too early",
        ),
        (
            "{\"ResultSet\":{\"Result\":[]}} x",
            "there is something behind its end",
        ),
    ] {
        assert_eq!(
            arriving(body.as_bytes(), &[5])
                .err()
                .map(|error| error.problem)
                .as_deref(),
            Some(problem),
            "{body}"
        );
    }
}

#[test]
fn odd_values_are_their_texts() {
    let body = br#"{"a":[{}],"ResultSet":{"totalRecords":"2","Result":[
        {"project":null,"timestamp":7,"folderName":"a\u0062\ud83d\ude00","name":true,"extra":{"x":[1]},"status":"READY"} ],"more":1}}"#;
    let found = rows(arriving(body, &[3]).unwrap());
    let [session] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(
        session.address,
        Address::new(Project::Unassigned, "7", "ab😀").unwrap()
    );
    assert_eq!(session.name, "true");
    assert_eq!(
        session.more,
        [("extra".to_owned(), r#"{"x":[1]}"#.to_owned())]
    );
}

#[test]
fn what_is_put_while_a_listing_arrives_is_there_once() {
    let session = |name: &str| {
        Session::new(
            Address::new(Project::Unassigned, "t", name).unwrap(),
            Status::READY,
        )
    };
    let (old, new) = (session("old"), session("new"));
    let both = [old.clone(), new.clone()];
    for named in [&both[..0], &both[1..], &both[..]] {
        let mut table = SessionTable::default();
        read(&mut table, std::slice::from_ref(&old));
        let mut reading = Reading::default();
        table.read(&mut Reading::default(), std::iter::once(&new).collect());
        reading.settle([new.address.clone()]);
        table.read(&mut reading, named.iter().collect());
        table.finish(reading);
        let mut wanted = vec![new.clone()];
        wanted.extend(named.contains(&old).then(|| old.clone()));
        assert_eq!(by_address(sessions(&table)), by_address(wanted));
    }
}
