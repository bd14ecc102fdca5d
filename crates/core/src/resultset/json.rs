//! A ResultSet in JSON.
//!
//! Written on one line, the members of a row in the order of the columns, every value a string.
//! Reading is more lenient: numbers and booleans become their texts, null the empty text,
//! nested values their JSON; the columns are those of all rows together.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value;
use serde_json::error::Category;

use super::{Table, TableError, check_sparseness, markup};

/// Every row has a cell for each column of any row, so this bounds what a small body can take in memory.
const MAX_COLUMNS: usize = 1000;

pub(super) const BEGIN: &str = r#"{"ResultSet":{"Result":["#;
pub(super) const END: &str = "]}}";

/// What stands before each value of a row: the column's name, written once.
pub(super) fn heads<C: AsRef<str>>(columns: &[C]) -> Vec<String> {
    let head = |(at, column): (usize, &C)| {
        let mut head = String::from(if at == 0 { "" } else { "," });
        quote(column.as_ref(), &mut head);
        head.push(':');
        head
    };
    columns.iter().enumerate().map(head).collect()
}

pub(super) fn row<C: AsRef<str>>(heads: &[String], cells: &[C], is_first: bool, out: &mut String) {
    out.push_str(if is_first { "{" } else { ",{" });
    for (head, cell) in heads.iter().zip(cells) {
        out.push_str(head);
        quote(cell.as_ref(), out);
    }
    out.push('}');
}

/// Appends a JSON string as Java's org.json writes it.
///
/// It escapes `</`, so that the text may stand in a script element, and some characters that JSON allows.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    // Nearly every text is plain, and goes as a whole.
    let is_plain = |byte: u8| matches!(byte, 0x20..=0x7f) && !matches!(byte, b'"' | b'\\' | b'<');
    if text.bytes().all(is_plain) {
        out.push_str(text);
        out.push('"');
        return;
    }
    let mut before = '"';
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '/' if before == '<' => out.push_str("\\/"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\0'..='\x1f' | '\u{80}'..='\u{9f}' | '\u{2000}'..='\u{20ff}' => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => out.push(c),
        }
        before = c;
    }
    out.push('"');
}

pub(super) fn read(body: &[u8]) -> Result<Table, TableError> {
    let text = markup::text(body);
    let mut reader = serde_json::Deserializer::from_str(&text);
    let read = Outer::deserialize(&mut reader).and_then(|outer| {
        reader.end()?;
        Ok(outer)
    });
    match read {
        Ok(Outer(table)) => Ok(table),
        Err(e) => Err(TableError {
            format: "JSON",
            problem: match e.classify() {
                _ if text.trim().is_empty() => "it is empty".into(),
                _ if text.trim_start().starts_with('<') => "it is HTML or XML".into(),
                Category::Eof => format!("it ends too early: {e}"),
                _ => e.to_string(),
            },
        }),
    }
}

/// The member `name` of an object of which all else is passed over.
fn member<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    mut object: A,
    name: &'static str,
) -> Result<T, A::Error> {
    let mut found = None;
    while let Some(key) = object.next_key::<String>()? {
        if key == name {
            found = Some(object.next_value()?);
        } else {
            object.next_value::<IgnoredAny>()?;
        }
    }
    found.ok_or_else(|| A::Error::missing_field(name))
}

/// Reads `{"ResultSet": …}`, then `{"Result": …}`, then the rows.
struct Outer(Table);
struct Inner(Table);
struct Rows(Table);

macro_rules! object_around {
    ($around:ident, $name:literal, $inside:ident) => {
        impl<'de> Deserialize<'de> for $around {
            fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
                struct Object;
                impl<'de> Visitor<'de> for Object {
                    type Value = $around;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str(concat!("an object with the member ", $name))
                    }

                    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<$around, A::Error> {
                        member::<A, $inside>(object, $name).map(|inside| $around(inside.0))
                    }
                }
                reader.deserialize_map(Object)
            }
        }
    };
}

object_around!(Outer, "ResultSet", Inner);
object_around!(Inner, "Result", Rows);

impl<'de> Deserialize<'de> for Rows {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_seq(RowsVisitor)
    }
}

struct RowsVisitor;

impl<'de> Visitor<'de> for RowsVisitor {
    type Value = Rows;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Rows, A::Error> {
        let mut table = Table::default();
        let (mut cells, mut given) = (0_usize, 0);
        while let Some((row, members)) = list.next_element_seed(RowSeed(&mut table))? {
            cells = cells.saturating_add(row.len());
            given += members;
            check_sparseness(cells, given).map_err(A::Error::custom)?;
            table.rows.push(row);
        }
        let cells = table.rows.len().saturating_mul(table.columns.len());
        check_sparseness(cells, given).map_err(A::Error::custom)?;
        for row in &mut table.rows {
            row.resize(table.columns.len(), String::new());
        }
        Ok(Rows(table))
    }
}

/// Reads one row into a table, which gets the columns that are new in it, and says how many members the row has.
struct RowSeed<'a>(&'a mut Table);

impl<'de> DeserializeSeed<'de> for RowSeed<'_> {
    type Value = (Vec<String>, usize);

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for RowSeed<'_> {
    type Value = (Vec<String>, usize);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a row, which is an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut row = vec![String::new(); self.0.columns.len()];
        let (mut guess, mut members) = (0, 0);
        while let Some(at) = object.next_key_seed(ColumnSeed {
            table: self.0,
            guess,
        })? {
            let Cell(text) = object.next_value()?;
            if at >= row.len() {
                row.resize(at + 1, String::new());
            }
            row[at] = text;
            guess = at + 1;
            members += 1;
        }
        Ok((row, members))
    }
}

/// Finds the place of a column; in a row like the one before it is the place after the last one.
struct ColumnSeed<'a> {
    table: &'a mut Table,
    guess: usize,
}

impl<'de> DeserializeSeed<'de> for ColumnSeed<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<usize, D::Error> {
        reader.deserialize_str(self)
    }
}

impl Visitor<'_> for ColumnSeed<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a column's name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let Table { columns, index, .. } = self.table;
        if columns.get(self.guess).is_some_and(|column| column == name) {
            return Ok(self.guess);
        }
        place(columns, index, name)
            .ok_or_else(|| E::custom(format!("it has more than {MAX_COLUMNS} columns")))
    }
}

/// The place of a column, which is added if it is new; `None` if there are too many.
fn place(
    columns: &mut Vec<String>,
    index: &mut HashMap<String, usize>,
    name: &str,
) -> Option<usize> {
    let at = columns.len();
    match index.entry(name.to_owned()) {
        Entry::Occupied(known) => Some(*known.get()),
        Entry::Vacant(_) if at >= MAX_COLUMNS => None,
        Entry::Vacant(new) => {
            new.insert(at);
            columns.push(name.to_owned());
            Some(at)
        }
    }
}

/// A value of any kind as text.
struct Cell(String);

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        reader.deserialize_any(CellVisitor)
    }
}

struct CellVisitor;

impl<'de> Visitor<'de> for CellVisitor {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, value: &str) -> Result<Cell, E> {
        Ok(Cell(value.to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Cell, E> {
        Ok(Cell(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Cell, E> {
        Ok(Cell(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Cell, E> {
        Ok(Cell(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Cell, E> {
        Ok(Cell(Value::from(value).to_string()))
    }

    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Cell, A::Error> {
        let value = Value::deserialize(SeqAccessDeserializer::new(list))?;
        Ok(Cell(value.to_string()))
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Cell, A::Error> {
        let value = Value::deserialize(MapAccessDeserializer::new(object))?;
        Ok(Cell(value.to_string()))
    }
}
