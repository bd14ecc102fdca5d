//! A ResultSet in JSON.
//!
//! Written on one line, the members of a row in the order of the columns, every value a string.
//! Reading is more lenient: numbers and booleans become their texts, null the empty text,
//! nested values their JSON, all as they stand in the body; the columns are those of all rows together.

use super::{Table, TableError, check_sparseness};
use crate::json::{self, Step};

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
    let bom = "\u{feff}".as_bytes();
    rows(body).map_err(|problem| TableError {
        format: "JSON",
        problem: match body.strip_prefix(bom).unwrap_or(body).trim_ascii_start() {
            [] => "it is empty".into(),
            [b'<', ..] => "it is HTML or XML".into(),
            _ => problem,
        },
    })
}

fn rows(body: &[u8]) -> Result<Table, String> {
    let mut table = Table::default();
    let (mut cells, mut given) = (0_usize, 0);
    let mut at = json::blank(body, whole(json::before(body))?);
    let mut more = body.get(at) != Some(&b']');
    while more {
        let (row, members, end) = row_of(&mut table, body, json::blank(body, at))?;
        cells = cells.saturating_add(row.len());
        given += members;
        check_sparseness(cells, given)?;
        table.rows.push(row);
        at = json::blank(body, end);
        more = is_more(body, at, b']')?;
        at += usize::from(more);
    }
    whole(json::behind(&body[at + 1..]))?;
    let cells = table.rows.len().saturating_mul(table.columns.len());
    check_sparseness(cells, given)?;
    for row in &mut table.rows {
        row.resize(table.columns.len(), String::new());
    }
    Ok(table)
}

/// Reads one row into a table, which gets the columns that are new in it; says how many members the row has, and
/// where it ends.
fn row_of(
    table: &mut Table,
    body: &[u8],
    at: usize,
) -> Result<(Vec<String>, usize, usize), String> {
    let mut row = vec![String::new(); table.columns.len()];
    let (mut guess, mut members) = (0, 0);
    let mut at = json::blank(body, whole(json::expect(body, at, b'{'))?);
    let mut more = body.get(at) != Some(&b'}');
    while more {
        let (name, end) = whole(json::string(body, json::blank(body, at)))?;
        let start = whole(json::expect(body, json::blank(body, end), b':'))?;
        let (value, end) = whole(json::value(body, json::blank(body, start)))?;
        let place = place(table, guess, &name.text())
            .ok_or_else(|| format!("it has more than {MAX_COLUMNS} columns"))?;
        if place >= row.len() {
            row.resize(place + 1, String::new());
        }
        row[place] = value.text().into_owned();
        guess = place + 1;
        members += 1;
        at = json::blank(body, end);
        more = is_more(body, at, b'}')?;
        at += usize::from(more);
    }
    Ok((row, members, at + 1))
}

/// True at a comma, false at the end of an object or a list.
fn is_more(body: &[u8], at: usize, end: u8) -> Result<bool, String> {
    match body.get(at) {
        Some(b',') => Ok(true),
        _ => whole(json::expect(body, at, end)).map(|_| false),
    }
}

/// What was read of a body that is there as a whole.
fn whole<T>(step: Step<T>) -> Result<T, String> {
    step?.ok_or_else(|| "it ends too early".to_owned())
}

/// The place of a column, which is added if it is new; `None` if there are too many.
///
/// In a row like the one before it is the place after the last one.
fn place(table: &mut Table, guess: usize, name: &str) -> Option<usize> {
    let Table { columns, index, .. } = table;
    if columns.get(guess).is_some_and(|column| column == name) {
        return Some(guess);
    }
    let at = columns.len();
    if let Some(known) = index.get(name) {
        return Some(*known);
    }
    if at >= MAX_COLUMNS {
        return None;
    }
    index.insert(name.to_owned(), at);
    columns.push(name.to_owned());
    Some(at)
}
