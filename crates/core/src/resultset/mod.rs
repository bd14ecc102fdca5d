//! XNAT's ResultSet: a table of texts, in JSON, CSV, XML and HTML.

mod csv;
mod html;
mod json;
mod markup;
mod writer;
mod xml;

pub use writer::TableWriter;

use std::cmp::Ordering;

use crate::format::Format;
use crate::sorted::Map;

/// How many cells a table that is read may have for each one that its body gives.
const MAX_SPARSENESS: usize = 16;
/// How many cells it may have in any case.
const MAX_SPARSE_CELLS: usize = 100_000;

/// A table: named columns, and rows of texts by position.
///
/// Every cell is a text; what the server has no value for is the empty text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    index: Map<String, usize>,
}

/// Why a body is no ResultSet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the answer is no {format} table: {problem}")]
pub struct TableError {
    /// The format it was read as.
    pub format: &'static str,
    /// What is wrong with it, for a person.
    pub problem: String,
}

impl Table {
    /// A table of rows by position; short rows are filled up, long ones cut to the columns.
    #[must_use]
    pub fn new<C: AsRef<str>>(columns: &[C], rows: Vec<Vec<String>>) -> Self {
        let columns: Vec<String> = columns.iter().map(|c| c.as_ref().to_owned()).collect();
        let index = columns.iter().cloned().zip(0..).collect();
        let width = columns.len();
        let mut rows = rows;
        for row in &mut rows {
            row.resize(width, String::new());
        }
        Self {
            columns,
            rows,
            index,
        }
    }

    /// A table as a body gives it, whose short rows are filled up, unless a small body would make a large table.
    fn filled_up(columns: &[String], rows: Vec<Vec<String>>) -> Result<Self, String> {
        let given = rows.iter().map(Vec::len).sum();
        check_sparseness(rows.len().saturating_mul(columns.len()), given)?;
        Ok(Self::new(columns, rows))
    }

    /// The columns' names in table order.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The rows by position.
    #[must_use]
    pub fn rows(&self) -> &[Vec<String>] {
        &self.rows
    }

    /// The rows by column name.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }

    /// Sorts as the parameters `sortBy` and `sortOrder` ask: columns in any case, unknown ones ignored,
    /// empty values last when ascending.
    pub fn sort(&mut self, columns: &str, descending: bool) {
        let keys: Vec<usize> = columns
            .split(',')
            .filter_map(|name| {
                let name = name.trim();
                self.columns
                    .iter()
                    .position(|column| column.eq_ignore_ascii_case(name))
            })
            .collect();
        self.rows.sort_by(|a, b| {
            let order = keys
                .iter()
                .map(|&key| (a[key].is_empty(), &a[key]).cmp(&(b[key].is_empty(), &b[key])))
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal);
            if descending { order.reverse() } else { order }
        });
    }

    /// Writes the table as XNAT does.
    ///
    /// A format without a table renderer gives HTML, as it does there.
    #[must_use]
    pub fn write(&self, format: Format) -> String {
        let mut out = String::new();
        let mut writer = TableWriter::begin(&self.columns, format, &mut out);
        for row in &self.rows {
            writer.row(row, &mut out);
        }
        writer.end(&mut out);
        out
    }

    /// Reads a table that a server wrote as JSON; who reads no other format does not download their readers.
    pub fn read_json(body: &[u8]) -> Result<Self, TableError> {
        json::read(body)
    }

    /// Reads a table that a server wrote.
    pub fn read(body: &[u8], format: Format) -> Result<Self, TableError> {
        match format {
            Format::Json => json::read(body),
            Format::Csv => csv::read(body),
            Format::Xml => xml::read(body),
            Format::Html | Format::Zip | Format::Text | Format::Other => html::read(body),
        }
    }
}

/// Bounds what a body can take in memory: cells that it gives take bytes of it, those that are filled up do not.
fn check_sparseness(cells: usize, given: usize) -> Result<(), String> {
    let limit = given.saturating_mul(MAX_SPARSENESS);
    if cells <= MAX_SPARSE_CELLS.max(limit) {
        return Ok(());
    }
    Err(format!(
        "it gives only {given} of {cells} cells: too few for a table"
    ))
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    table: &'a Table,
    cells: &'a [String],
}

impl Row<'_> {
    /// The cell of that column; empty if there is no such column.
    #[must_use]
    pub fn text(&self, column: &str) -> String {
        self.table
            .index
            .get(column)
            .and_then(|&at| self.cells.get(at))
            .cloned()
            .unwrap_or_default()
    }

    /// The columns that are not among `known`, with their cells.
    #[must_use]
    pub fn others(&self, known: &[&str]) -> Vec<(String, String)> {
        self.table
            .columns
            .iter()
            .zip(self.cells)
            .filter(|(column, _)| !known.contains(&column.as_str()))
            .map(|(column, cell)| (column.clone(), cell.clone()))
            .collect()
    }
}
