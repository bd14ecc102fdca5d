//! The query language, for any text and any query.

use std::collections::BTreeSet;

use prearchive_core::query::{
    Age, AgeOp, AgeUnit, CompletionKind, DateField, DateRange, Field, Key, Period, Problem, Query,
    StatusGroup, Term, Test, Trait, Value, complete, edited,
};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use time::{Date, Month};

/// Texts in which whatever has a meaning is frequent.
fn texts() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "-",
        "--",
        ":",
        "=",
        "\"",
        "\\",
        ",",
        "..",
        " ",
        "\u{a0}",
        "\n",
        ">",
        "<",
        "status",
        "project",
        "subject",
        "uploaded",
        "older",
        "is",
        "foo",
        "ready",
        "_ARCHIVING",
        "today",
        "2026-09",
        "7d",
        "4294967296w",
        "é",
        "İ",
        "Σ",
        "🧠",
        "/prearchive/projects/",
        "S1",
        "https://",
    ]);
    prop_oneof![
        any::<String>(),
        vec(pieces, 0..12).prop_map(|pieces| pieces.concat()),
    ]
}

fn periods() -> impl Strategy<Value = Period> {
    let months = (0..=9999, 1..=12_u8).prop_filter_map("a month", |(year, month)| {
        Some(Period::Month(year, Month::try_from(month).ok()?))
    });
    let days = (0..=9999, 1..=365_u16).prop_filter_map("a day", |(year, day)| {
        Date::from_ordinal_date(year, day).ok().map(Period::Day)
    });
    prop_oneof![
        Just(Period::Today),
        Just(Period::Yesterday),
        (0..=9999).prop_map(Period::Year),
        months,
        days,
    ]
}

fn tests() -> impl Strategy<Value = Test> {
    let fields = select(vec![
        Field::Project,
        Field::Subject,
        Field::Session,
        Field::Folder,
        Field::Uid,
        Field::Source,
        Field::Visit,
        Field::Protocol,
        Field::AutoArchive,
    ]);
    let is = (fields, vec((texts(), any::<bool>()), 1..4)).prop_map(|(field, values)| {
        let values = values.into_iter().map(|(text, whole)| {
            let whole = whole || field == Field::Project;
            // An empty text is no value, and no project has one.
            let text = match text.as_str() {
                "" if !whole || field == Field::Project => "x".to_owned(),
                _ => text,
            };
            Value { text, whole }
        });
        Test::Is(field, values.collect())
    });
    let dates = select(vec![
        DateField::Uploaded,
        DateField::Scanned,
        DateField::Changed,
        DateField::Arrived,
    ]);
    let ranges = (option::of(periods()), option::of(periods()))
        .prop_map(|(from, to)| DateRange { from, to })
        .prop_filter("ends after it begins", |range| {
            DateRange::read(&range.to_string()).is_some()
                && Query::parse(&format!("uploaded:{range}"))
                    .problems
                    .is_empty()
        });
    let units = select(vec![
        AgeUnit::Minutes,
        AgeUnit::Hours,
        AgeUnit::Days,
        AgeUnit::Weeks,
    ]);
    let ops = select(vec![AgeOp::Older, AgeOp::Newer]);
    let ages = (any::<u32>(), units).prop_map(|(count, unit)| Age { count, unit });
    let set = |codes: BTreeSet<usize>| codes.into_iter();
    prop_oneof![
        texts()
            .prop_filter("not empty", |text| !text.is_empty())
            .prop_map(Test::Text),
        is,
        btree_set(0..StatusGroup::ALL.len(), 1..4).prop_map(move |codes| Test::Status(
            set(codes).map(|at| StatusGroup::ALL[at]).collect()
        )),
        btree_set(0..Trait::ALL.len(), 1..3)
            .prop_map(move |codes| Test::Trait(set(codes).map(|at| Trait::ALL[at]).collect())),
        (dates.clone(), ranges).prop_map(|(field, range)| Test::Date(field, range)),
        (dates, ops, ages).prop_map(|(field, op, age)| Test::Age(field, op, age)),
    ]
}

fn queries() -> impl Strategy<Value = Query> {
    let terms = (any::<bool>(), tests()).prop_map(|(negated, test)| Term { negated, test });
    vec(terms, 0..5).prop_map(|terms| Query { terms })
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_the_same(query in queries()) {
        let text = query.to_string();
        let parsed = Query::parse(&text);
        prop_assert_eq!(&parsed.problems, &[], "{}", &text);
        prop_assert_eq!(parsed.query, query, "{}", text);
    }

    #[test]
    fn any_text_can_be_read(text in texts()) {
        let parsed = Query::parse(&text);
        prop_assert_eq!(parsed.spans.len(), parsed.query.terms.len());
        let problems = parsed.problems.iter().map(|problem| &problem.span);
        for span in parsed.spans.iter().chain(problems) {
            prop_assert!(text.get(span.clone()).is_some_and(|part| !part.is_empty()), "{:?}", span);
        }
        let again = Query::parse(&parsed.query.to_string());
        prop_assert_eq!(&again.problems, &[]);
        prop_assert_eq!(again.query, parsed.query);
    }

    #[test]
    fn a_text_that_is_not_changed_says_the_same(text in texts()) {
        let before = Query::parse(&text);
        let after = Query::parse(&edited(&text, &before, |_| {}));
        prop_assert_eq!(after.query, before.query);
        let faults = |problems: &[Problem]| problems.iter().map(|problem| problem.fault).collect::<Vec<_>>();
        prop_assert_eq!(faults(&after.problems), faults(&before.problems));
    }

    #[test]
    fn each_place_of_a_term_reads_as_that_term(text in texts()) {
        let parsed = Query::parse(&text);
        for (span, term) in parsed.spans.iter().zip(&parsed.query.terms) {
            let alone = Query::parse(&text[span.clone()]).query;
            prop_assert_eq!(&alone.terms, std::slice::from_ref(term));
        }
    }

    #[test]
    fn any_text_can_be_completed_anywhere(text in texts(), value in texts(), cursor in 0..80_usize) {
        let known = |_: Key| vec![(value.clone(), 1), (String::new(), usize::MAX)];
        for completion in complete(&text, cursor, &known, |_, _| false) {
            prop_assert!(text.get(completion.replace.clone()).is_some());
        }
        for completion in complete(&text, text.len(), &known, |_, _| false) {
            let mut after = text.clone();
            after.replace_range(completion.replace, &completion.insert);
            if !matches!(completion.kind, CompletionKind::Key(_)) {
                let before = Query::parse(&text).problems;
                let problems = Query::parse(&after).problems;
                prop_assert!(problems.len() <= before.len(), "{:?} -> {:?}: {:?}", text, after, problems);
            }
        }
    }

    #[test]
    fn a_group_that_is_toggled_twice_is_asked_for_as_before(mut query in queries(), at in 0..6_usize) {
        let before = query.statuses();
        query.toggle_status(StatusGroup::ALL[at]);
        prop_assert_eq!(query.statuses().contains(&StatusGroup::ALL[at]), !before.contains(&StatusGroup::ALL[at]));
        query.toggle_status(StatusGroup::ALL[at]);
        prop_assert_eq!(query.statuses(), before);
    }

    #[test]
    fn what_is_shared_names_nobody(query in queries()) {
        let shared = query.shareable();
        for term in &shared.terms {
            prop_assert!(!matches!(&term.test, Test::Text(_)));
            prop_assert!(!matches!(&term.test, Test::Is(field, _) if field.can_name_a_patient()));
        }
        let left_out = query.terms.len() - shared.terms.len();
        let naming = query.terms.iter().filter(|term| match &term.test {
            Test::Text(_) => true,
            Test::Is(field, _) => matches!(field, Field::Subject | Field::Session | Field::Folder | Field::Uid),
            _ => false,
        });
        prop_assert_eq!(left_out, naming.count());
    }
}
