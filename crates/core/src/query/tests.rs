use super::*;
use crate::address::Address;
use crate::session::Session;
use time::macros::datetime;

fn session() -> Session {
    let address = Address {
        project: "Brain_Study".into(),
        timestamp: "20140411_140005287".into(),
        folder: "S01_MR1_2".into(),
    };
    let mut session = Session::new(address, Status::READY);
    session.name = "Visit One".into();
    session.subject = "Müller ΟΔΟΣ".into();
    session.tag = "1.2.840.1.99".into();
    session.visit = "baseline".into();
    session
}

#[test]
fn every_word_must_occur_somewhere() {
    for (text, passes) in [
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
        ("ready", true),
        ("brain nowhere", false),
        ("visitone", false),
        ("studys01", false),
        ("baseline", false),
        ("1.2.840.1.99 x", false),
    ] {
        let query = Query::parse(text)
            .query
            .prepare(datetime!(2026-11-23 12:00));
        let judged = Judged {
            session: &session(),
            duplicate: false,
            stuck: false,
        };
        assert_eq!(query.matches(&judged), passes, "{text:?}");
    }
}

#[test]
fn every_status_has_a_group() {
    use StatusGroup::{Conflict, Error, Other, Ready, Receiving, Working};
    for (status, group) in [
        ("READY", Ready),
        ("ERROR", Error),
        ("CONFLICT", Conflict),
        ("_CONFLICT", Conflict),
        ("RECEIVING", Receiving),
        ("RECEIVING_INTERRUPT", Receiving),
        ("_RECEIVING", Working),
        ("_RECEIVING_INTERRUPT", Working),
        ("QUEUED_BUILDING", Working),
        ("BUILDING", Working),
        ("_SEPARATING", Working),
        ("_QUEUED", Working),
        ("QUEUED_SOMETHING", Working),
        ("QUEUED", Other),
        ("SOMETHING", Other),
        ("", Other),
    ] {
        assert_eq!(StatusGroup::of(&status.into()), group, "{status:?}");
    }
    for group in StatusGroup::ALL {
        assert_eq!(StatusGroup::from_code(group.code()), Some(group));
    }
    assert_eq!(StatusGroup::from_code("Ready"), None);
}
