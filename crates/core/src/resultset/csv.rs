//! A ResultSet in CSV.
//!
//! A header line, also if there are no rows; every line ends with a line feed.
//! A value is quoted only if it contains a comma or a quote.
//! Carriage returns and line feeds in values become blanks.
//! A row that is one empty value is written `""`: XNAT's empty line is not a row to any reader.

use ::csv::{ReaderBuilder, StringRecord};

use super::{Table, TableError, markup};

pub(super) fn line<C: AsRef<str>>(cells: &[C], out: &mut String) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        let cell = cell.as_ref();
        let is_lone = cells.len() == 1 && cell.is_empty();
        let quotes = is_lone || cell.contains([',', '"']);
        if quotes {
            out.push('"');
        }
        if cell.contains(['"', '\r', '\n']) {
            out.push_str(&cell.replace(['\r', '\n'], " ").replace('"', "\"\""));
        } else {
            out.push_str(cell);
        }
        if quotes {
            out.push('"');
        }
    }
    out.push('\n');
}

pub(super) fn read(body: &[u8]) -> Result<Table, TableError> {
    let error = |problem: String| TableError {
        format: "CSV",
        problem,
    };
    let text = markup::text(body);
    if markup::is_page(&text) {
        return Err(error("it is an HTML page".into()));
    }
    if text.is_empty() {
        return Err(error("it is empty".into()));
    }
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let columns = cells(reader.headers().map_err(|e| error(e.to_string()))?);
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|e| error(e.to_string()))?
    {
        rows.push(cells(&record));
    }
    Table::filled_up(&columns, rows).map_err(error)
}

fn cells(record: &StringRecord) -> Vec<String> {
    record.iter().map(str::to_owned).collect()
}
