//! Reads a query; what cannot be read is a problem with its place, and the rest holds.

use std::ops::Range;

use super::StatusGroup;
use super::age::{Age, AgeOp};
use super::date::{DateField, DateRange};
use super::key::Key;
use super::lex::{Item, Word, words};
use super::term::{Field, Query, Term, Test, Trait, Value};
use crate::sorted::Set;
use crate::status::Status;

/// What a text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// All that could be read.
    pub query: Query,
    /// Where each term of the query is in the text, in bytes.
    pub spans: Vec<Range<usize>>,
    /// What could not be read, in the order of the text.
    pub problems: Vec<Problem>,
}

/// Whether a word of somebody's own language, the second, means the code of a status or trait, the first.
///
/// The language knows its codes alone; who speaks others to people says what they mean.
pub type Spoken = fn(&str, &str) -> bool;

/// Something that could not be read; its term is not in the query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What to underline, in bytes.
    pub span: Range<usize>,
    /// The whole term, in bytes.
    pub term: Range<usize>,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What can be wrong with a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// There is no such key; quotes make it a phrase.
    UnknownKey,
    /// Nothing, or nothing but commas, follows the key, or a phrase is empty.
    EmptyValue,
    /// A closing quote is missing.
    UnclosedQuote,
    /// Neither a [`StatusGroup`] nor one of XNAT's statuses.
    UnknownStatus,
    /// No [`Trait`].
    UnknownTrait,
    /// No date or range of dates.
    BadDate,
    /// The range ends before it begins.
    ReversedDates,
    /// No number with a unit.
    BadAge,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 8] = [
        Self::UnknownKey,
        Self::EmptyValue,
        Self::UnclosedQuote,
        Self::UnknownStatus,
        Self::UnknownTrait,
        Self::BadDate,
        Self::ReversedDates,
        Self::BadAge,
    ];

    /// A text that stays the same from version to version.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownKey => "unknown-key",
            Self::EmptyValue => "empty-value",
            Self::UnclosedQuote => "unclosed-quote",
            Self::UnknownStatus => "unknown-status",
            Self::UnknownTrait => "unknown-trait",
            Self::BadDate => "bad-date",
            Self::ReversedDates => "reversed-dates",
            Self::BadAge => "bad-age",
        }
    }
}

impl Query {
    /// Reads a text; see the [language](super).
    #[must_use]
    pub fn parse(text: &str) -> Parsed {
        Self::parse_spoken(text, |_, _| false)
    }

    /// The same for who may write statuses and traits in another language too; what is read has their codes.
    #[must_use]
    pub fn parse_spoken(text: &str, spoken: Spoken) -> Parsed {
        let mut parsed = Parsed {
            query: Self::default(),
            spans: Vec::new(),
            problems: Vec::new(),
        };
        for word in words(text) {
            match test(text, &word, spoken) {
                Ok(test) => {
                    let negated = word.negated;
                    parsed.query.terms.push(Term { negated, test });
                    parsed.spans.push(word.span);
                }
                Err(problem) => parsed.problems.push(problem),
            }
        }
        parsed
    }
}

fn test(text: &str, word: &Word, spoken: Spoken) -> Result<Test, Problem> {
    let problem = |span: &Range<usize>, fault| Problem {
        span: span.clone(),
        term: word.span.clone(),
        fault,
    };
    let key = match &word.key {
        None => None,
        Some(span) => match Key::from_name(&text[span.clone()]) {
            None => return Err(problem(span, Fault::UnknownKey)),
            key => key,
        },
    };
    if let Some(item) = word.items.iter().find(|item| !item.closed) {
        return Err(problem(&item.span, Fault::UnclosedQuote));
    }
    // Somebody who writes a list has just written a comma: the list so far holds.
    let asks_for_none = |item: &Item| {
        item.whole
            && item.quoted
            && matches!(key, Some(Key::Field(field)) if field != Field::Project)
    };
    let items: Vec<&Item> = word
        .items
        .iter()
        .filter(|item| !item.text.is_empty() || asks_for_none(item))
        .collect();
    let (first, more) = match items.split_first() {
        Some((first, more)) => (*first, !more.is_empty()),
        None => return Err(problem(&word.span, Fault::EmptyValue)),
    };
    let all = first.span.start..word.span.end;
    let bad = |fault| problem(&all, fault);
    match key {
        None => Ok(Test::Text(first.text.clone())),
        Some(Key::Field(field)) => Ok(Test::Is(field, values(field, &items))),
        Some(Key::Status) => set(&items, &|text| status(text, spoken))
            .map(Test::Status)
            .map_err(|item| problem(&item.span, Fault::UnknownStatus)),
        Some(Key::Trait) => set(&items, &|text| trait_of(text, spoken))
            .map(Test::Trait)
            .map_err(|item| problem(&item.span, Fault::UnknownTrait)),
        Some(Key::Age(op)) => match Age::read(&first.text) {
            Some(age) if !more => Ok(Test::Age(DateField::Arrived, op, age)),
            _ => Err(bad(Fault::BadAge)),
        },
        Some(Key::Date(field)) => match (AgeOp::read(&first.text), DateRange::read(&first.text)) {
            (Some((op, Some(age))), _) if !more => Ok(Test::Age(field, op, age)),
            (Some(_), _) => Err(bad(Fault::BadAge)),
            (None, Some(range)) if !more && range.is_reversed() => Err(bad(Fault::ReversedDates)),
            (None, Some(range)) if !more => Ok(Test::Date(field, range)),
            _ => Err(bad(Fault::BadDate)),
        },
    }
}

fn values(field: Field, items: &[&Item]) -> Vec<Value> {
    items
        .iter()
        .map(|item| Value {
            text: item.text.clone(),
            whole: item.whole || field == Field::Project,
        })
        .collect()
}

/// All items as what they name, or the first that names nothing.
fn set<'a, T: Ord>(
    items: &[&'a Item],
    read: &dyn Fn(&str) -> Option<T>,
) -> Result<Set<T>, &'a Item> {
    items
        .iter()
        .map(|item| read(&item.text).ok_or(*item))
        .collect()
}

/// A group by its code, or the group of one of XNAT's own words, or what is spoken; case does not matter.
fn status(text: &str, spoken: Spoken) -> Option<StatusGroup> {
    let own = StatusGroup::from_code(&text.to_ascii_lowercase()).or_else(|| {
        let group = StatusGroup::of(&Status::from(text.to_ascii_uppercase().as_str()));
        (group != StatusGroup::Other).then_some(group)
    });
    let mut groups = StatusGroup::ALL.into_iter();
    own.or_else(|| groups.find(|group| spoken(group.code(), text)))
}

fn trait_of(text: &str, spoken: Spoken) -> Option<Trait> {
    let mut traits = Trait::ALL.into_iter();
    Trait::from_code(&text.to_ascii_lowercase())
        .or_else(|| traits.find(|known| spoken(known.code(), text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_and_how_it_is_written() {
        for (text, written) in [
            ("", ""),
            (" \t\n ", ""),
            ("  mr1   MR2 ", "mr1 MR2"),
            ("-mr1 - --x", "-mr1 - -\"-x\""),
            ("\"mr1\" \"visit one\"", "mr1 \"visit one\""),
            (
                "\"-x\" \"a:b\" \"say \\\"a\\\"\"",
                "\"-x\" \"a:b\" \"say \\\"a\\\"\"",
            ),
            ("10:30 S01:02 a,b", "10:30 S01:02 a,b"),
            (
                "/data/prearchive/projects/P/T/S https://x.example.org/a:b",
                "/data/prearchive/projects/P/T/S https://x.example.org/a:b",
            ),
            ("Project:A,B", "project:A,B"),
            (
                "project:=A project:\"My Project\"",
                "project:A project:\"My Project\"",
            ),
            ("project:\"=A\"", "project:\"=A\""),
            ("subject:\"S 12\",S1", "subject:\"S 12\",S1"),
            (
                "subject:=S1 subject:=\"S 1\"",
                "subject:=S1 subject:=\"S 1\"",
            ),
            ("visit:=\"\" -visit:=\"\"", "visit:=\"\" -visit:=\"\""),
            ("label:a name:b tag:c", "session:a session:b uid:c"),
            ("folderName:d SOURCE:e", "folder:d source:e"),
            ("subject:a:b subject:/x", "subject:a:b subject:/x"),
            ("status:conflict,error", "status:conflict,error"),
            ("STATUS:Error,READY,", "status:ready,error"),
            ("status:queued_moving", "status:working"),
            ("status:_archiving,RECEIVING", "status:receiving,working"),
            ("status:_CONFLICT", "status:conflict"),
            ("status:other", "status:other"),
            ("is:Stuck,duplicate", "is:duplicate,stuck"),
            ("uploaded:Today", "uploaded:today"),
            ("scan_date:2026-09..", "scanned:2026-09.."),
            ("changed:2026..2026", "changed:2026"),
            ("-uploaded:..", "-uploaded:.."),
            ("lastmod:2026-09-14,", "changed:2026-09-14"),
            ("older:7D newer:24h", "older:7d newer:24h"),
            ("arrived:>7d arrived:<1w", "older:7d newer:1w"),
            ("uploaded:>7d", "uploaded:>7d"),
            ("older:\"7d\"", "older:7d"),
        ] {
            let parsed = Query::parse(text);
            assert_eq!(parsed.problems, [], "{text}");
            assert_eq!(parsed.query.to_string(), written, "{text}");
            assert_eq!(Query::parse(written).query, parsed.query, "{text}");
        }
    }

    #[test]
    fn a_spoken_status_is_read_as_its_code() {
        let german: Spoken =
            |code, word| matches!((code, word), ("error", "Fehler") | ("stuck", "fest"));
        for (text, written, faults) in [
            ("status:Fehler,ready", "status:ready,error", 0),
            ("-status:Fehler is:fest", "-status:error is:stuck", 0),
            ("status:error Fehler", "status:error Fehler", 0),
            ("status:fest is:Fehler x", "x", 2),
        ] {
            let parsed = Query::parse_spoken(text, german);
            assert_eq!(parsed.query.to_string(), written, "{text}");
            assert_eq!(parsed.problems.len(), faults, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_and_the_rest_holds() {
        for (text, code, span, rest) in [
            ("a foo:bar b", "unknown-key", "foo", "a b"),
            ("-Foo: b", "unknown-key", "Foo", "b"),
            ("foo:\"a b", "unknown-key", "foo", ""),
            ("status: x", "empty-value", "status:", "x"),
            ("-project:,, x", "empty-value", "-project:,,", "x"),
            ("subject:\"\"", "empty-value", "subject:\"\"", ""),
            ("subject:=", "empty-value", "subject:=", ""),
            ("project:=\"\"", "empty-value", "project:=\"\"", ""),
            ("x \"\"", "empty-value", "\"\"", "x"),
            ("x \"a b", "unclosed-quote", "\"a b", "x"),
            ("\"", "unclosed-quote", "\"", ""),
            ("\"a\\\"", "unclosed-quote", "\"a\\\"", ""),
            ("project:A,\"b c", "unclosed-quote", "\"b c", ""),
            ("status:ready,gone x", "unknown-status", "gone", "x"),
            ("status:queued", "unknown-status", "queued", ""),
            ("is:new", "unknown-trait", "new", ""),
            ("uploaded:soon x", "bad-date", "soon", "x"),
            ("uploaded:2026-02-30", "bad-date", "2026-02-30", ""),
            ("uploaded:2025,2026", "bad-date", "2025,2026", ""),
            ("uploaded:\"é\" x", "bad-date", "\"é\"", "x"),
            ("uploaded:2027..2026", "reversed-dates", "2027..2026", ""),
            ("older:7", "bad-age", "7", ""),
            ("older:1M", "bad-age", "1M", ""),
            ("older:1d,2d", "bad-age", "1d,2d", ""),
            ("older:today", "bad-age", "today", ""),
            ("changed:>x", "bad-age", ">x", ""),
            ("changed:>1d,2d", "bad-age", ">1d,2d", ""),
        ] {
            let parsed = Query::parse(text);
            let told: Vec<(&str, &str)> = parsed
                .problems
                .iter()
                .map(|problem| (problem.fault.code(), &text[problem.span.clone()]))
                .collect();
            assert_eq!(told, [(code, span)], "{text}");
            assert_eq!(parsed.query.to_string(), rest, "{text}");
        }
    }

    #[test]
    fn several_problems_are_told_in_the_order_of_the_text() {
        let parsed = Query::parse("foo:1 ok older:x \"open");
        let told: Vec<&str> = parsed.problems.iter().map(|p| p.fault.code()).collect();
        assert_eq!(told, ["unknown-key", "bad-age", "unclosed-quote"]);
        assert_eq!(parsed.query.to_string(), "ok");
    }

    #[test]
    fn each_term_has_its_place() {
        let text = "é  -status:ready foo:x \"a b\"c";
        let parsed = Query::parse(text);
        let places: Vec<&str> = parsed
            .spans
            .iter()
            .map(|span| &text[span.clone()])
            .collect();
        assert_eq!(places, ["é", "-status:ready", "\"a b\"", "c"]);
        assert_eq!(parsed.query.terms.len(), places.len());
    }
}
