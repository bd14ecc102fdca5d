//! ResultSets of any content: what is written is read again, and nothing that comes makes reading panic.

use std::collections::BTreeSet;

use prearchive_core::format::Format;
use prearchive_core::resultset::Table;
use proptest::prelude::*;

const TABLES: [Format; 4] = [Format::Json, Format::Csv, Format::Xml, Format::Html];

fn one_cell(text: &str) -> Table {
    Table::new(&["a"], vec![vec![text.to_owned()]])
}

#[test]
fn bytes_that_are_no_utf8_are_replaced() {
    let wanted = one_cell("M\u{fffd}ller");
    for format in TABLES {
        let marked = one_cell("M#ller").write(format);
        let body: Vec<u8> = marked
            .replace("M#", "M\u{1}")
            .bytes()
            .map(|byte| if byte == 1 { 0xfc } else { byte })
            .collect();
        assert_eq!(
            Table::read(&body, format).as_ref(),
            Ok(&wanted),
            "{format:?}"
        );
    }
}

#[test]
fn a_column_too_many_is_refused() {
    let row: Vec<String> = (0..1001).map(|n| format!(r#""{n}":"""#)).collect();
    for (columns, fine) in [(1000, true), (1001, false)] {
        let row = row[..columns].join(",");
        let body = format!(r#"{{"ResultSet":{{"Result":[{{{row}}}]}}}}"#);
        assert_eq!(
            Table::read(body.as_bytes(), Format::Json).is_ok(),
            fine,
            "{columns}"
        );
    }
}

/// A few kilobytes that would become gigabytes: many columns, and many rows that give none of them.
#[test]
fn a_small_body_makes_no_large_table() {
    let columns = |text: &str| text.repeat(900);
    let rows = |text: &str| text.repeat(1000);
    let json: Vec<String> = (0..900).map(|n| format!(r#""{n}":1"#)).collect();
    let json = json.join(",");
    for (format, body) in [
        (Format::Csv, format!("{}a\n{}", columns("a,"), rows("b\n"))),
        (
            Format::Xml,
            format!(
                "<ResultSet><columns>{}</columns><rows>{}</rows></ResultSet>",
                columns("<column/>"),
                rows("<row/>")
            ),
        ),
        (
            Format::Html,
            format!("<table>{}{}</table>", columns("<th>a"), rows("<tr>")),
        ),
        (
            Format::Json,
            format!(
                r#"{{"ResultSet":{{"Result":[{{{json}}}{}]}}}}"#,
                rows(",{}")
            ),
        ),
        (
            Format::Json,
            format!(
                r#"{{"ResultSet":{{"Result":[{}{{{json}}}]}}}}"#,
                rows("{},")
            ),
        ),
    ] {
        let read = Table::read(body.as_bytes(), format);
        assert!(read.is_err(), "{format:?} of {} bytes", body.len());
    }
}

#[test]
fn rows_may_leave_columns_out() {
    let rows = r#"{"a":1},"#.repeat(20_000);
    let body = format!(
        r#"{{"ResultSet":{{"Result":[{rows}{{"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8}}]}}}}"#
    );
    let read = Table::read(body.as_bytes(), Format::Json).map(|table| table.rows().len());
    assert_eq!(read, Ok(20_001));
}

/// Texts with a liking for what the formats escape.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a<>&;\"',/\\\\ \t\r\n#x0-9]{0,8}",
        "(</?(td|tr|th|table|row|cell|ResultSet)>|&(amp|lt|#13|#0|x);|]]>|<!--|\u{7f}|é){0,4}",
    ]
}

fn any_table() -> impl Strategy<Value = Table> {
    (1..5_usize, 0..5_usize)
        .prop_flat_map(|(width, height)| {
            (
                proptest::collection::btree_set("[a-zA-Z_<>&\"',; é]{0,6}", width),
                proptest::collection::vec(proptest::collection::vec(text(), width), height),
            )
        })
        .prop_map(|(columns, rows)| {
            let columns: BTreeSet<String> = columns;
            Table::new(&columns.into_iter().collect::<Vec<_>>(), rows)
        })
}

/// The table with each cell changed as the format's description says.
fn as_kept(table: &Table, format: Format) -> Table {
    let cell = |text: &String| match format {
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
    let rows = table
        .rows()
        .iter()
        .map(|row| row.iter().map(cell).collect());
    match format {
        Format::Json if table.rows().is_empty() => Table::default(),
        _ => Table::new(table.columns(), rows.collect()),
    }
}

proptest! {
    #[test]
    fn any_table_is_read_as_it_was_written(table in any_table()) {
        for format in TABLES {
            let text = table.write(format);
            let read = Table::read(text.as_bytes(), format);
            prop_assert_eq!(read, Ok(as_kept(&table, format)), "{:?}: {}", format, text);
        }
    }

    #[test]
    fn any_body_is_read_or_refused(
        bytes in any::<Vec<u8>>(),
        text in text(),
        pieces in proptest::collection::vec(prop_oneof![
            Just("<ResultSet>"), Just("</ResultSet>"), Just("<row>"), Just("</row>"), Just("<cell>"), Just("</cell>"),
            Just("<table x_rs_t>"), Just("<td"), Just(">"), Just("</table>"), Just("<th>"), Just("&#x"), Just(";"),
            Just("{\"ResultSet\":"), Just("{\"Result\":["), Just("{\"a\":"), Just("}"), Just("]"), Just("1"), Just(","),
            Just("\""), Just("<!DOCTYPE"), Just("<![CDATA["), Just("é"),
        ], 0..20),
    ) {
        for body in [bytes, text.into_bytes(), pieces.concat().into_bytes()] {
            for format in TABLES {
                if let Ok(table) = Table::read(&body, format) {
                    let width = table.columns().len();
                    prop_assert!(table.rows().iter().all(|row| row.len() == width));
                }
            }
        }
    }

    #[test]
    fn a_table_cut_short_is_never_taken_for_a_whole_one(table in any_table(), part in 0.0..1.0_f64) {
        // In CSV, a cut at the end of a line cannot be seen.
        for format in [Format::Json, Format::Xml] {
            let text = table.write(format);
            let bytes = text.as_bytes();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a short text")]
            let end = (bytes.len() as f64 * part) as usize;
            prop_assert!(Table::read(&bytes[..end], format).is_err());
        }
    }
}
