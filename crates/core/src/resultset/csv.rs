//! A ResultSet in CSV.
//!
//! A header line, also if there are no rows; every line ends with a line feed.
//! A value is quoted only if it contains a comma or a quote.
//! Carriage returns and line feeds in values become blanks.
//! A row that is one empty value is written `""`: XNAT's empty line is not a row to any reader.

use ::csv::{QuoteStyle, ReaderBuilder, StringRecord, Terminator, WriterBuilder};

use super::{Table, TableError, markup};

pub(super) fn write(table: &Table) -> String {
    if table.columns.is_empty() {
        return "\n".repeat(table.rows.len() + 1);
    }
    let mut writer = WriterBuilder::new()
        .quote_style(QuoteStyle::Necessary)
        .terminator(Terminator::Any(b'\n'))
        .flexible(true)
        .from_writer(Vec::new());
    for line in std::iter::once(&table.columns).chain(&table.rows) {
        // Writing into memory has no way to fail.
        let _ = writer.write_record(line.iter().map(|cell| cell.replace(['\r', '\n'], " ")));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
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
