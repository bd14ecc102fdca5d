//! Writes a query so that it is read as the same.

use std::fmt::{self, Write as _};

use super::StatusGroup;
use super::age::AgeOp;
use super::date::DateField;
use super::key::Key;
use super::lex::words;
use super::term::{Field, Query, Term, Test, Trait, Value};

/// Its terms with a blank between them.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, term) in self.terms.iter().enumerate() {
            if place > 0 {
                f.write_char(' ')?;
            }
            term.fmt(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_char('-')?;
        }
        self.test.fmt(f)
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(key) = self.key() {
            f.write_str(key.name())?;
            f.write_char(':')?;
        }
        match self {
            Self::Text(text) => f.write_str(&free(text)),
            Self::Is(field, values) => list(f, values, |value| written(*field, value)),
            Self::Status(groups) => list(f, groups, |group: &StatusGroup| group.code().into()),
            Self::Trait(traits) => list(f, traits, |known: &Trait| known.code().into()),
            Self::Date(_, range) => range.fmt(f),
            Self::Age(DateField::Arrived, _, age) => age.fmt(f),
            Self::Age(_, AgeOp::Older, age) => write!(f, ">{age}"),
            Self::Age(_, AgeOp::Newer, age) => write!(f, "<{age}"),
        }
    }
}

impl Test {
    /// The key with which it is written; none for free text.
    #[must_use]
    pub fn key(&self) -> Option<Key> {
        match self {
            Self::Text(_) => None,
            Self::Is(field, _) => Some(Key::Field(*field)),
            Self::Status(_) => Some(Key::Status),
            Self::Date(field, _) => Some(Key::Date(*field)),
            Self::Age(DateField::Arrived, op, _) => Some(Key::Age(*op)),
            Self::Age(field, ..) => Some(Key::Date(*field)),
            Self::Trait(_) => Some(Key::Trait),
        }
    }
}

fn list<'a, T: 'a>(
    f: &mut fmt::Formatter<'_>,
    items: impl IntoIterator<Item = &'a T>,
    text: impl Fn(&T) -> String,
) -> fmt::Result {
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            f.write_char(',')?;
        }
        f.write_str(&text(item))?;
    }
    Ok(())
}

/// A value as it stands after its key, or after a comma.
pub(super) fn written(field: Field, value: &Value) -> String {
    // A project is always compared as a whole, so nothing has to say it.
    let sign = if value.whole && field != Field::Project {
        "="
    } else {
        ""
    };
    let text = &value.text;
    let plain = !text.is_empty()
        && !text.starts_with(['"', '='])
        && !text.contains(|c: char| c.is_whitespace() || c == ',');
    let text = if plain { text.clone() } else { quoted(text) };
    format!("{sign}{text}")
}

/// A free text, in quotes unless it is read as itself without them.
fn free(text: &str) -> String {
    match &words(text)[..] {
        [word] if !word.negated && word.key.is_none() && word.items[0].text == text => text.into(),
        _ => quoted(text),
    }
}

fn quoted(text: &str) -> String {
    let inside = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{inside}\"")
}
