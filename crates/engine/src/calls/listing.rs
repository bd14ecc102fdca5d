//! Listings that are written while they are sent: as many sessions as there are, and never more than some in memory.

use prearchive_core::calls::RouteId;
use prearchive_core::http::Response;
use prearchive_core::inside::Tabular;
use prearchive_core::resultset::TableWriter;
use prearchive_core::session::Session;

use super::Ask;
use crate::answers;
use crate::refusal::Refusal;
use crate::store::{Cursor, StoreError};

/// Answers with the sessions that are to be shown, in the order in which they are read.
pub(super) fn streamed(
    ask: &Ask<'_>,
    id: RouteId,
    mut cursor: Box<dyn Cursor>,
    shown: impl Fn(&Session) -> bool + Send + 'static,
) -> Result<Response, Refusal> {
    let format = answers::format(ask.request, id)?;
    let mut body = String::new();
    let mut writer = TableWriter::begin(Session::COLUMNS, format, &mut body);
    // What fails at once is refused in words, and a short listing is sent as a whole, with its length.
    let mut some = Vec::new();
    for _ in 0..2 {
        some = cursor.next()?;
        write(&mut writer, &some, &shown, &mut body);
        if some.is_empty() {
            break;
        }
    }
    let response = answers::text(answers::table_type(format), body);
    if some.is_empty() {
        return Ok(ended(response, writer));
    }
    let mut writer = Some(writer);
    *ask.rest.borrow_mut() = Some(Box::new(std::iter::from_fn(move || {
        next(&mut writer, cursor.as_mut(), &shown).transpose()
    })));
    Ok(response)
}

fn ended(mut response: Response, writer: TableWriter) -> Response {
    let mut end = String::new();
    writer.end(&mut end);
    response.body.extend(end.into_bytes());
    response
}

/// The next part of the table; its end when there are no more rows, then nothing.
fn next(
    writer: &mut Option<TableWriter>,
    cursor: &mut dyn Cursor,
    shown: &dyn Fn(&Session) -> bool,
) -> Result<Option<Vec<u8>>, StoreError> {
    let mut body = String::new();
    while let Some(open) = writer {
        let some = cursor.next()?;
        if some.is_empty() {
            if let Some(writer) = writer.take() {
                writer.end(&mut body);
            }
            break;
        }
        write(open, &some, shown, &mut body);
        if !body.is_empty() {
            break;
        }
    }
    Ok(Some(body.into_bytes()).filter(|bytes| !bytes.is_empty()))
}

fn write(
    writer: &mut TableWriter,
    rows: &[Session],
    shown: &dyn Fn(&Session) -> bool,
    body: &mut String,
) {
    // A row of an ordinary session takes about half a kilobyte.
    body.reserve(rows.len() * 600);
    for row in rows.iter().filter(|row| shown(row)) {
        writer.row(&row.cells(), body);
    }
}

#[cfg(test)]
mod tests {
    use prearchive_core::format::Format;

    use super::*;

    /// Gives what it has been given, piece by piece.
    struct Pieces(Vec<Vec<Session>>);

    impl Cursor for Pieces {
        fn next(&mut self) -> Result<Vec<Session>, StoreError> {
            Ok(if self.0.is_empty() {
                Vec::new()
            } else {
                self.0.remove(0)
            })
        }
    }

    #[test]
    fn a_table_in_pieces_is_the_table() {
        let row = |number: usize| {
            let address = format!("/prearchive/projects/P/20140411_140005287/{number}");
            let address = address.parse().expect("an address");
            Session::new(address, prearchive_core::status::Status::READY)
        };
        for format in [Format::Json, Format::Csv, Format::Xml, Format::Html] {
            for sizes in [&[][..], &[1], &[2, 3], &[4, 4, 4]] {
                let mut number = 0;
                let mut pieces = Vec::new();
                for size in sizes {
                    pieces.push((number..number + size).map(row).collect::<Vec<_>>());
                    number += size;
                }
                let shown = |row: &Session| row.address.folder != "3";
                let all: Vec<Session> = pieces.iter().flatten().cloned().collect();
                let expected = Session::table(all.iter().filter(|row| shown(row))).write(format);
                let mut body = String::new();
                let writer = TableWriter::begin(Session::COLUMNS, format, &mut body);
                let (mut writer, mut cursor) = (Some(writer), Pieces(pieces));
                while let Some(bytes) = next(&mut writer, &mut cursor, &shown).expect("rows") {
                    body.push_str(std::str::from_utf8(&bytes).expect("UTF-8"));
                }
                assert_eq!(body, expected, "{format:?} {sizes:?}");
            }
        }
    }
}
