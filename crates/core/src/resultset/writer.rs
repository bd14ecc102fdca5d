//! Writing a table row by row, so that it need not be in memory as a whole.

use super::{csv, html, json, xml};
use crate::format::Format;

/// Writes a table as XNAT does: the beginning, rows, the end.
///
/// A format without a table renderer gives HTML, as it does there.
#[derive(Debug, Clone)]
pub struct TableWriter {
    format: Format,
    /// JSON's names of the columns.
    heads: Vec<String>,
    /// How many rows have been written.
    rows: usize,
}

impl TableWriter {
    /// Appends the beginning of a table.
    pub fn begin<C: AsRef<str>>(columns: &[C], format: Format, out: &mut String) -> Self {
        let mut heads = Vec::new();
        match format {
            Format::Json => {
                heads = json::heads(columns);
                out.push_str(json::BEGIN);
            }
            Format::Csv => csv::line(columns, out),
            Format::Xml => xml::begin(columns, out),
            Format::Html | Format::Zip | Format::Text | Format::Other => html::begin(columns, out),
        }
        Self {
            format,
            heads,
            rows: 0,
        }
    }

    /// Appends a row; it has a cell for each column.
    pub fn row<C: AsRef<str>>(&mut self, cells: &[C], out: &mut String) {
        match self.format {
            Format::Json => json::row(&self.heads, cells, self.rows == 0, out),
            Format::Csv => csv::line(cells, out),
            Format::Xml => xml::row(cells, out),
            Format::Html | Format::Zip | Format::Text | Format::Other => {
                html::row(cells, self.rows.is_multiple_of(2), out);
            }
        }
        self.rows += 1;
    }

    /// Appends the end of the table.
    pub fn end(self, out: &mut String) {
        out.push_str(match self.format {
            Format::Json => json::END,
            Format::Csv => "",
            Format::Xml => xml::END,
            Format::Html | Format::Zip | Format::Text | Format::Other => html::END,
        });
    }
}
