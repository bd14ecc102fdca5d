//! Any body is read as a table or refused, and a table that was read is read again as it was written, in every format.
//!
//! The first byte chooses the format, the rest is the body.
#![no_main]

use std::collections::HashSet;

use libfuzzer_sys::fuzz_target;
use prearchive_core::format::Format;
use prearchive_core::resultset::Table;

const TABLES: [Format; 4] = [Format::Json, Format::Csv, Format::Xml, Format::Html];

fuzz_target!(|input: &[u8]| {
    let Some((choice, body)) = input.split_first() else {
        return;
    };
    let Ok(table) = Table::read(body, TABLES[usize::from(*choice) % TABLES.len()]) else {
        return;
    };
    let width = table.columns().len();
    assert!(table.rows().iter().all(|row| row.len() == width));
    if !is_ordinary(&table) {
        return;
    }
    for format in TABLES {
        let text = table.write(format);
        let read = Table::read(text.as_bytes(), format);
        assert_eq!(read, Ok(as_kept(&table, format)), "{format:?}: {text}");
    }
});

/// Columns have names of their own, and the first one does not make a CSV that begins as a page does.
fn is_ordinary(table: &Table) -> bool {
    let names: HashSet<&String> = table.columns().iter().collect();
    let first = table.columns().first().map(|name| name.trim_start());
    names.len() == table.columns().len()
        && first.is_some_and(|name| !name.is_empty() && !name.starts_with(['<', '\u{feff}']))
}

/// The table with each text changed as the format's description says.
fn as_kept(table: &Table, format: Format) -> Table {
    let kept = |text: &String| match format {
        Format::Csv => text.replace(['\r', '\n'], " "),
        Format::Json => text.clone(),
        _ => text
            .chars()
            .map(|c| match c {
                '\t' | '\n' | '\r' => c,
                '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
                _ => c,
            })
            .collect(),
    };
    if format == Format::Json && table.rows().is_empty() {
        // There the columns are those of the rows.
        return Table::default();
    }
    let columns: Vec<String> = table.columns().iter().map(kept).collect();
    let rows = table.rows().iter();
    Table::new(
        &columns,
        rows.map(|row| row.iter().map(kept).collect()).collect(),
    )
}
