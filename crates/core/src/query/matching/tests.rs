use super::*;
use crate::address::Address;
use crate::stamp;
use crate::status::Status;

/// `2014-04-14 09:00`.
fn now() -> PrimitiveDateTime {
    stamp::read("2014-04-14 09:00").unwrap_or(PrimitiveDateTime::MIN)
}

fn session() -> Session {
    let address = Address {
        project: "Brain_Study".into(),
        timestamp: "20140411_140005287".into(),
        folder: "S01_MR1_2".into(),
    };
    let mut session = Session::new(address, Status::CONFLICT);
    session.name = "Visit One".into();
    session.subject = "Müller ΟΔΟΣ".into();
    session.tag = "1.2.840.1.99".into();
    session.visit = "baseline".into();
    session.autoarchive = "Manual".into();
    session.uploaded = "2014-04-11 14:00:05.287".to_owned().into();
    session.lastmod = "2014-04-13 23:30:00.0".to_owned().into();
    session
}

fn finds(text: &str, record: &impl Record) -> bool {
    let parsed = Query::parse(text);
    assert_eq!(parsed.problems, [], "{text}");
    parsed.query.prepare(now()).matches(record)
}

/// Every row holds for its opposite, too.
fn check(session: &Session, rows: &[(&str, bool)]) {
    for &(text, wanted) in rows {
        let judged = Judged {
            session,
            duplicate: true,
            stuck: false,
        };
        assert_eq!(finds(text, &judged), wanted, "{text:?}");
        if Query::parse(text).query.terms.len() == 1 {
            let opposite = format!("-{}", text.trim());
            assert_eq!(finds(&opposite, &judged), !wanted, "{opposite:?}");
        }
    }
}

#[test]
fn words_occur_somewhere() {
    check(
        &session(),
        &[
            ("", true),
            ("  \t ", true),
            ("brain", true),
            ("STUDY", true),
            ("müller", true),
            ("MÜLLER", true),
            ("οδοσ", true),
            ("s01_mr1_2", true),
            ("one visit", true),
            ("visit  brain 840", true),
            ("20140411", true),
            ("conflict", true),
            ("brain nowhere", false),
            ("visitone", false),
            ("studys01", false),
            ("baseline", false),
            ("1.2.840.1.99 x", false),
            ("\"visit one\"", true),
            ("\"one visit\"", false),
            ("brain -nowhere", true),
            ("brain -visit", false),
        ],
    );
}

#[test]
fn a_pasted_address_finds_its_session() {
    check(
        &session(),
        &[
            (
                "/prearchive/projects/Brain_Study/20140411_140005287/S01_MR1_2",
                true,
            ),
            (
                "https://x.example.org/data/prearchive/projects/Brain_Study/20140411_140005287/S01_MR1_2/scans/1",
                true,
            ),
            ("/data/prearchive/projects/brain_study/", true),
            (
                "/data/prearchive/projects/Brain_Study/20140411_140005287/S02",
                false,
            ),
            ("/data/prearchive/projects/Heart", false),
            ("/data/prearchive/projects/", false),
        ],
    );
}

#[test]
fn fields_have_a_value_or_a_part_of_it() {
    check(
        &session(),
        &[
            ("project:brain_study", true),
            ("project:Brain", false),
            ("project:Heart,BRAIN_STUDY", true),
            ("project:unassigned", false),
            ("subject:müll", true),
            ("subject:=müller", false),
            ("subject:=\"MÜLLER οδοσ\"", true),
            ("session:one", true),
            ("folder:one", false),
            ("folder:MR1", true),
            ("uid:840", true),
            ("uid:=1.2.840.1.99", true),
            ("visit:base", true),
            ("visit:=\"\"", false),
            ("protocol:=\"\"", true),
            ("source:x", false),
            ("autoarchive:manual", true),
        ],
    );
}

#[test]
fn status_and_traits() {
    check(
        &session(),
        &[
            ("status:conflict", true),
            ("status:_CONFLICT,ready", true),
            ("status:ready,error", false),
            ("is:duplicate", true),
            ("is:stuck", false),
            ("is:stuck,duplicate", true),
            ("is:stuck is:duplicate", false),
            ("is:unassigned", false),
        ],
    );
    let mut unassigned = session();
    unassigned.address.project = "Unassigned".into();
    check(
        &unassigned,
        &[("is:unassigned", true), ("project:unassigned", true)],
    );
}

#[test]
fn dates_and_ages() {
    check(
        &session(),
        &[
            ("uploaded:2014-04-11", true),
            ("uploaded:2014-04-12", false),
            ("uploaded:2014-04..", true),
            ("uploaded:..2014-04-10", false),
            ("changed:yesterday", true),
            ("changed:today", false),
            ("changed:yesterday..today", true),
            ("scanned:..", false),
            ("older:2d", true),
            ("older:3d", false),
            ("newer:3d", true),
            ("changed:>9h", true),
            ("changed:<10h", true),
            ("changed:>10h", false),
            ("scanned:>0m", false),
            ("scanned:<1000w", false),
        ],
    );
}

#[test]
fn what_was_never_uploaded_arrived_when_it_last_changed() {
    let mut receiving = session();
    receiving.uploaded = String::new().into();
    check(
        &receiving,
        &[
            ("uploaded:..", false),
            ("uploaded:>0m", false),
            ("arrived:2014-04-13", true),
            ("older:9h", true),
            ("newer:10h", true),
        ],
    );
}

#[test]
fn free_text_is_looked_for_last() {
    let query = Query::parse("a -status:ready b").query;
    let order: Vec<bool> = query
        .prepare(now())
        .terms
        .iter()
        .map(|term| matches!(term.test, PreparedTest::Text(_)))
        .collect();
    assert_eq!(order, [false, true, true]);
}
