use super::*;
use crate::store::problem::Problem;
use crate::store::run::Row;
use crate::store::testing::address;

fn told(number: usize, step: Step) -> Told {
    Told {
        address: address(number),
        step,
        row: Row::Unknown,
    }
}

#[test]
fn what_is_kept_is_read_again_and_names_nobody() {
    for work in [
        Work::Archive(Archiving {
            overwrite: Overwrite::Append,
            ..Archiving::default()
        }),
        Work::Move("BRAIN".into()),
        Work::Rebuild,
        Work::Delete,
    ] {
        let sources: Vec<Address> = (0..4).map(address).collect();
        let failure = Problem {
            code: "conflict",
            words: "S00 of ann is there".into(),
            ..Problem::default()
        };
        let mut journal = Journal::new(7, "ann", &work, &sources);
        journal.note(&[
            told(1, Step::Sent),
            told(2, Step::Done),
            told(3, Step::Failed(failure.clone())),
        ]);
        let text = journal.due(5_000.0).unwrap_or_default();
        for name in ["DEMO", "S00", "_MR1", "ann", "2014"] {
            assert!(!text.contains(name), "{name} in {text}");
        }
        let read = Journal::read(&text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((&read.work, read.until), (&work, 5_000.0 + LEASE));
        assert_eq!(read.entries, journal.entries);
        assert_eq!(read.entries[2], (read.hash(&address(2)), Mark::Done));
        assert_eq!(read.entries[3].1, Mark::Failed("conflict"));
        assert!(read.is_of("ann") && !read.is_of("bob"));
        assert_eq!(
            Journal::read(&journal.cut()).map(|cut| cut.until),
            Some(0.0)
        );
    }
}

#[test]
fn what_cannot_be_read_is_left_alone() {
    let mut journal = Journal::new(7, "ann", &Work::Delete, &[address(0)]);
    let text = journal.cut();
    assert!(Journal::read(&text).is_some());
    for (from, to) in [
        ("1\n", "2\n"),
        ("delete", "destroy"),
        ("\nw", "\nx"),
        ("\nw", "\nwß"),
    ] {
        assert_eq!(Journal::read(&text.replacen(from, to, 1)), None, "{to:?}");
    }
    assert_eq!(Journal::read(""), None);
}

#[test]
fn it_is_written_when_something_has_happened_and_now_and_then() {
    let mut journal = Journal::new(7, "ann", &Work::Delete, &[address(0)]);
    for (now, happens, writes) in [
        (1_000.0, false, true),
        (1_200.0, true, false),
        (2_000.0, false, true),
        (31_000.0, false, false),
        (32_000.0, false, true),
    ] {
        if happens {
            journal.note(&[told(0, Step::Sent)]);
        }
        assert_eq!(journal.due(now).is_some(), writes, "{now}");
    }
}
