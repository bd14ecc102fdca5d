//! What could come next, while somebody writes a query.

use std::ops::Range;

use super::key::{Key, begins_with};
use super::lex::{Item, Word, words};
use super::parse::Spoken;
use super::term::{Field, Trait, Value};
use super::write::written;
use super::{StatusGroup, age, date, lowercase};
use crate::sorted::sort_by_key;

/// At most so many values that come from sessions.
const MOST: usize = 8;

/// One proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The bytes whose place it takes.
    pub replace: Range<usize>,
    /// What to put there: a key with its colon, or a value in quotes if it needs them.
    pub insert: String,
    /// What it is.
    pub kind: CompletionKind,
    /// How many sessions have the value, if that is known.
    pub count: Option<usize>,
}

/// What a [`Completion`] inserts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompletionKind {
    /// The key itself, after which a value is needed.
    Key(Key),
    /// A value after its key.
    Value(Key),
    /// A whole term, key and value.
    Term(Key),
}

/// Proposals for the text at the cursor, best first.
///
/// `known` tells the values that sessions have, with how many have each: texts for [`Key::Field`],
/// codes for [`Key::Status`] and [`Key::Trait`]; it may answer with nothing.
/// `spoken` tells whether what is typed begins a word for a code.
/// A cursor beyond the text, or inside a character, counts as the nearest place before it.
pub fn complete(
    text: &str,
    cursor: usize,
    known: &dyn Fn(Key) -> Vec<(String, usize)>,
    spoken: Spoken,
) -> Vec<Completion> {
    let cursor = text.floor_char_boundary(cursor);
    let words = words(text);
    // Of two words without a blank between them, the one that the cursor ends.
    let word = words
        .iter()
        .find(|word| (word.span.start..=word.span.end).contains(&cursor));
    let Some(word) = word else {
        return keys(cursor..cursor, "", known, spoken);
    };
    let start = word.span.start + usize::from(word.negated);
    match &word.key {
        // Before a term stands nothing that could be completed, and the term must not be lost.
        _ if cursor < start => Vec::new(),
        Some(_) if cursor == start => Vec::new(),
        None if cursor == start => keys(cursor..cursor, "", known, spoken),
        // The colon is replaced as well, since a key comes with one.
        Some(key) if cursor <= key.end => {
            keys(start..key.end + 1, &text[start..cursor], known, spoken)
                .into_iter()
                .filter(|found| matches!(found.kind, CompletionKind::Key(_)))
                .collect()
        }
        Some(key) => match Key::from_name(&text[key.clone()]) {
            Some(key) => values(key, text, word, cursor, known, spoken),
            None => Vec::new(),
        },
        None if word.items[0].quoted => Vec::new(),
        None if &text[word.span.clone()] == "-" => keys(cursor..cursor, "", known, spoken),
        None => keys(start..word.span.end, &text[start..cursor], known, spoken),
    }
}

/// Keys that begin so, then whole terms whose value does.
fn keys(
    replace: Range<usize>,
    typed: &str,
    known: &dyn Fn(Key) -> Vec<(String, usize)>,
    spoken: Spoken,
) -> Vec<Completion> {
    let keys = Key::all()
        .filter(|key| key.begins_with(typed))
        .map(|key| Completion {
            replace: replace.clone(),
            insert: format!("{}:", key.name()),
            kind: CompletionKind::Key(key),
            count: None,
        });
    let mut found: Vec<Completion> = keys.collect();
    if !typed.is_empty() {
        for key in [Key::Status, Key::Trait] {
            let counts = known(key);
            for code in codes(key)
                .into_iter()
                .filter(|code| begins_with(code, typed) || spoken(code, typed))
            {
                found.push(Completion {
                    replace: replace.clone(),
                    insert: format!("{}:{code}", key.name()),
                    kind: CompletionKind::Term(key),
                    count: count(&counts, code),
                });
            }
        }
    }
    found
}

/// Values for the item in which the cursor is.
fn values(
    key: Key,
    text: &str,
    word: &Word,
    cursor: usize,
    known: &dyn Fn(Key) -> Vec<(String, usize)>,
    spoken: Spoken,
) -> Vec<Completion> {
    let inside = |item: &&Item| (item.span.start..=item.span.end).contains(&cursor);
    let Some(item) = word.items.iter().find(inside) else {
        return Vec::new();
    };
    let typed = typed(text, item, cursor);
    let chosen: Vec<String> = word
        .items
        .iter()
        .filter(|other| other.span != item.span)
        .map(|other| lowercase(&other.text))
        .collect();
    let completion = |insert: String, count: Option<usize>| Completion {
        replace: item.span.clone(),
        insert,
        kind: CompletionKind::Value(key),
        count,
    };
    match key {
        Key::Status | Key::Trait => {
            let counts = known(key);
            codes(key)
                .into_iter()
                .filter(|code| begins_with(code, &typed) || spoken(code, &typed))
                .filter(|code| !chosen.iter().any(|c| c == code))
                .map(|code| completion(code.into(), count(&counts, code)))
                .collect()
        }
        // A list of dates or ages is none.
        Key::Date(_) | Key::Age(_) if word.items.len() > 1 => Vec::new(),
        Key::Date(_) => date::proposals(&typed)
            .into_iter()
            .map(|form| completion(form, None))
            .collect(),
        Key::Age(_) => age::proposals(&typed)
            .into_iter()
            .map(|age| completion(age, None))
            .collect(),
        Key::Field(field) => best(known(key), &lowercase(&typed), &chosen)
            .into_iter()
            // Somebody who chooses a value means that one, and none in which it occurs.
            .map(|(text, count)| (Value { text, whole: true }, count))
            .filter(|(value, _)| !value.text.is_empty() || field != Field::Project)
            .map(|(value, count)| completion(written(field, &value), Some(count)))
            .collect(),
    }
}

/// What was written of the item before the cursor.
fn typed(text: &str, item: &Item, cursor: usize) -> String {
    // An item that is cut off is read like one that is whole: `x:` stands for its key.
    let before = format!("x:{}", &text[item.span.start..cursor]);
    words(&before)
        .pop()
        .and_then(|mut word| word.items.pop())
        .map(|item| item.text)
        .unwrap_or_default()
}

/// Values in which `typed` occurs: those that begin so first, then the most frequent.
fn best(mut values: Vec<(String, usize)>, typed: &str, chosen: &[String]) -> Vec<(String, usize)> {
    values.retain(|(value, _)| {
        let value = lowercase(value);
        value.contains(typed) && !chosen.contains(&value)
    });
    sort_by_key(&mut values, |(value, count)| {
        let begins = lowercase(value).starts_with(typed);
        (!begins, usize::MAX - count, value.clone())
    });
    values.truncate(MOST);
    values
}

fn codes(key: Key) -> Vec<&'static str> {
    match key {
        Key::Status => StatusGroup::ALL.map(StatusGroup::code).into(),
        _ => Trait::ALL.map(Trait::code).into(),
    }
}

fn count(counts: &[(String, usize)], code: &str) -> Option<usize> {
    counts
        .iter()
        .find(|(known, _)| known == code)
        .map(|(_, count)| *count)
}

#[cfg(test)]
mod tests;
