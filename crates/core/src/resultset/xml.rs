//! A ResultSet in XML.
//!
//! No declaration and no attributes; a line feed follows the columns and each row.
//! Unlike XNAT, an ampersand is escaped, and characters that XML 1.0 does not allow become U+FFFD.
//! Reading accepts XNAT's bare ampersands.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{Table, TableError, markup};

pub(super) const END: &str = "</rows></results></ResultSet>";

pub(super) fn begin<C: AsRef<str>>(columns: &[C], out: &mut String) {
    out.push_str("<ResultSet><results><columns>");
    for column in columns {
        element("column", column.as_ref(), out);
    }
    out.push_str("</columns>\n<rows>");
}

pub(super) fn row<C: AsRef<str>>(cells: &[C], out: &mut String) {
    out.push_str("<row>");
    for cell in cells {
        element("cell", cell.as_ref(), out);
    }
    out.push_str("</row>\n");
}

fn element(name: &str, text: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    markup::escape(text, out);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

pub(super) fn read(body: &[u8]) -> Result<Table, TableError> {
    let error = |problem: String| TableError {
        format: "XML",
        problem,
    };
    let text = markup::text(body);
    if markup::is_page(&text) {
        return Err(error("it is an HTML page".into()));
    }
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.expand_empty_elements = true;

    let mut columns: Vec<String> = Vec::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    // The text of the column or cell that is being read.
    let mut open: Option<String> = None;
    let mut depth = 0_usize;
    loop {
        let event = reader
            .read_event()
            .map_err(|e| error(format!("{e} (byte {})", reader.error_position())))?;
        match event {
            Event::Start(tag) => {
                let name = tag.local_name();
                if depth == 0 && name.as_ref() != "ResultSet" {
                    let name = name.as_ref().to_owned();
                    return Err(error(format!("it is a {name}, not a ResultSet")));
                }
                depth += 1;
                match name.as_ref() {
                    "row" => rows.push(Vec::with_capacity(columns.len())),
                    "column" | "cell" => open = Some(String::new()),
                    _ => {}
                }
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                match (tag.local_name().as_ref(), open.take()) {
                    ("column", Some(text)) => columns.push(text),
                    ("cell", Some(text)) => match rows.last_mut() {
                        Some(row) => row.push(text),
                        None => return Err(error("a cell is in no row".into())),
                    },
                    ("ResultSet", _) if depth == 0 => {
                        return Table::filled_up(&columns, rows).map_err(error);
                    }
                    (_, still) => open = still,
                }
            }
            Event::Text(piece) => push(&mut open, &piece.into_inner()),
            Event::CData(piece) => push(&mut open, &piece.into_inner()),
            Event::GeneralRef(name) => {
                let name = name.into_inner();
                match markup::entity(&name) {
                    Some(c) => push(&mut open, c.encode_utf8(&mut [0; 4])),
                    None => push(&mut open, &format!("&{name};")),
                }
            }
            Event::Eof if depth == 0 => return Err(error("there is no ResultSet in it".into())),
            Event::Eof => return Err(error("it ends too early".into())),
            Event::Empty(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
    }
}

fn push(open: &mut Option<String>, piece: &str) {
    if let Some(text) = open {
        text.push_str(piece);
    }
}
