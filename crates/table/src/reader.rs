//! A listing in JSON that arrives in pieces: rows are there before the last piece is.

use crate::batch::Batch;
use crate::cells::{Cells, Known};
use prearchive_core::json::{self, Step};
use prearchive_core::resultset::TableError;

/// Reads `{"ResultSet":{"Result":[…]}}` piece by piece.
///
/// As lenient as [`prearchive_core::resultset::Table::read`]: numbers and booleans become their texts, null the empty text, nested
/// values their JSON; other members are passed over.
/// A body that ends too early is an error, so that a torn answer is never taken for a short list.
#[derive(Debug, Default)]
pub struct ListingReader {
    buffer: Vec<u8>,
    stage: Stage,
    /// No row is looked for until the buffer is so long: what was too short is not read again at each piece.
    patience: usize,
    /// The columns of the row before, which the next row most likely has too, each with all that stands in the body
    /// between the value before it and its own.
    columns: Vec<(Vec<u8>, Column)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Stage {
    /// Before the first row.
    #[default]
    Before,
    /// At a row, or the end of them; a comma must come before it unless it is the first.
    Rows { first: bool },
    /// Behind the rows.
    After,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Column {
    Known(Known),
    Other(String),
}

/// What comes next in a row, and where.
enum Lead {
    Value(usize),
    /// Behind the row.
    End(usize),
}

impl ListingReader {
    /// Takes the next piece, and adds the rows that are whole to the batch.
    ///
    /// # Errors
    ///
    /// [`TableError`] if the body is no listing; what was read before stays in the batch.
    pub fn push(&mut self, piece: &[u8], batch: &mut Batch) -> Result<(), TableError> {
        self.buffer.extend_from_slice(piece);
        if self.buffer.len() < self.patience {
            return Ok(());
        }
        let buffer = std::mem::take(&mut self.buffer);
        let read = self.read(&buffer, batch);
        self.buffer = buffer;
        let read = read.map_err(|problem| error(&self.buffer, problem))?;
        self.buffer.drain(..read);
        self.patience = match self.stage {
            Stage::After => 0,
            _ if read == 0 => self.buffer.len() * 2,
            _ => 0,
        };
        Ok(())
    }

    /// Takes the end of the body.
    ///
    /// # Errors
    ///
    /// [`TableError`] if the listing is not whole.
    pub fn end(mut self, batch: &mut Batch) -> Result<(), TableError> {
        self.patience = 0;
        self.push(&[], batch)?;
        let early = || "it ends too early".to_owned();
        let ended = match self.stage {
            Stage::After => json::behind(&self.buffer).and_then(|whole| whole.ok_or_else(early)),
            Stage::Before if self.buffer.iter().all(u8::is_ascii_whitespace) => {
                Err("it is empty".into())
            }
            Stage::Before | Stage::Rows { .. } => Err(early()),
        };
        ended.map_err(|problem| error(&self.buffer, problem))
    }

    /// Reads what is whole, and says how many bytes that was.
    fn read(&mut self, bytes: &[u8], batch: &mut Batch) -> Result<usize, String> {
        let mut at = 0;
        if self.stage == Stage::Before {
            match json::before(bytes)? {
                Some(start) => at = start,
                None => return Ok(0),
            }
            self.stage = Stage::Rows { first: true };
        }
        while let Stage::Rows { first } = self.stage {
            let mut start = json::blank(bytes, at);
            match bytes.get(start) {
                None => break,
                Some(b']') => {
                    self.stage = Stage::After;
                    return Ok(start + 1);
                }
                Some(b',') if !first => start = json::blank(bytes, start + 1),
                Some(_) if first => {}
                Some(_) => return Err("a comma is missing between two rows".into()),
            }
            match self.row(bytes, start, batch)? {
                Some(end) => at = end,
                None => break,
            }
            self.stage = Stage::Rows { first: false };
        }
        Ok(at)
    }

    /// Reads one row if it is whole, and says where it ends.
    fn row(&mut self, bytes: &[u8], start: usize, batch: &mut Batch) -> Step<usize> {
        let mut cells = Cells::default();
        let mut others = Vec::new();
        let Some(mut at) = json::expect(bytes, start, b'{')? else {
            return Ok(None);
        };
        for number in 0.. {
            let start = match self.columns.get(number) {
                Some((lead, _)) if bytes[at..].starts_with(lead) => at + lead.len(),
                _ => match self.lead(bytes, at, number)? {
                    None => return Ok(None),
                    Some(Lead::Value(start)) => start,
                    Some(Lead::End(end)) => {
                        at = end;
                        break;
                    }
                },
            };
            let Some((value, after)) = json::value(bytes, json::blank(bytes, start))? else {
                return Ok(None);
            };
            match &self.columns[number].1 {
                Column::Known(column) => cells.set(*column, value.text()),
                Column::Other(_) => others.push((number, value.text())),
            }
            at = after;
        }
        for (number, text) in others {
            if let Column::Other(name) = &self.columns[number].1 {
                cells.set_other(name, text);
            }
        }
        batch.push(&cells);
        Ok(Some(at))
    }

    /// Reads what stands before a value of a row; afterwards `columns[number]` is its column.
    fn lead(&mut self, bytes: &[u8], from: usize, number: usize) -> Step<Lead> {
        let mut at = json::blank(bytes, from);
        match bytes.get(at) {
            None => return Ok(None),
            Some(b'}') => return Ok(Some(Lead::End(at + 1))),
            Some(b',') if number > 0 => at = json::blank(bytes, at + 1),
            Some(_) if number == 0 => {}
            Some(_) => return Err("a comma is missing between two members of a row".into()),
        }
        let Some((name, end)) = json::string(bytes, at)? else {
            return Ok(None);
        };
        let Some(start) = json::expect(bytes, json::blank(bytes, end), b':')? else {
            return Ok(None);
        };
        let name = name.text();
        let column = match Known::from_name(&name) {
            Some(known) => Column::Known(known),
            None => Column::Other(name.into_owned()),
        };
        self.columns.truncate(number);
        self.columns.push((bytes[from..start].to_vec(), column));
        Ok(Some(Lead::Value(start)))
    }
}

fn error(body: &[u8], problem: String) -> TableError {
    let is_markup = body.trim_ascii_start().starts_with(b"<");
    TableError {
        format: "JSON",
        problem: if is_markup {
            "it is HTML or XML".into()
        } else {
            problem
        },
    }
}
