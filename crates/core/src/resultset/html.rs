//! A ResultSet in HTML.
//!
//! The page that XNAT makes of a table, element by element.
//! Unlike there, texts are escaped; characters that XML 1.0 does not allow become U+FFFD.
//! Reading takes every tag that is not a table's for text, because XNAT writes texts as they are.

use super::{Table, TableError, markup};

const HEAD: &str = concat!(
    r#"<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">"#,
    r#"<table class="x_rs_t" cellpadding="0" cellspacing="0">"#,
    r#"<thead class="x_rs_thead"><tr class="x_rs_tr_head">"#,
);

pub(super) const END: &str = "</tbody></table></html>";

pub(super) fn begin<C: AsRef<str>>(columns: &[C], out: &mut String) {
    out.push_str(HEAD);
    for column in columns {
        out.push_str("<th>");
        markup::escape(column.as_ref(), out);
        out.push_str("</th>");
    }
    out.push_str(r#"</tr></thead><tbody id="dataRows">"#);
}

pub(super) fn row<C: AsRef<str>>(cells: &[C], is_odd: bool, out: &mut String) {
    out.push_str(r#"<tr class="x_rs_tr_data "#);
    out.push_str(if is_odd { "odd" } else { "even" });
    out.push_str(r#"">"#);
    for cell in cells {
        out.push_str("<td>");
        markup::escape(cell.as_ref(), out);
        out.push_str("</td>");
    }
    out.push_str("</tr>");
}

pub(super) fn read(body: &[u8]) -> Result<Table, TableError> {
    let error = |problem: &str| TableError {
        format: "HTML",
        problem: problem.into(),
    };
    let text = markup::text(body);
    let mut rest = own_table(&text).ok_or_else(|| error("there is no XNAT table in it"))?;

    let mut columns: Vec<String> = Vec::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    // The column or cell that is being read.
    let mut open: Option<(Tag, String)> = None;
    loop {
        let (before, tag, after) = next_tag(rest).ok_or_else(|| error("it ends too early"))?;
        if let Some((_, text)) = &mut open {
            text.push_str(before);
        }
        rest = after;
        // Any tag of a table ends what is open.
        if let Some((kind, text)) = open.take() {
            let text = markup::unescape(&text).into_owned();
            match (kind, rows.last_mut()) {
                (Tag::Column, _) => columns.push(text),
                (_, Some(row)) => row.push(text),
                (_, None) => rows.push(vec![text]),
            }
        }
        match tag {
            Tag::Column | Tag::Cell => open = Some((tag, String::new())),
            Tag::Row => rows.push(Vec::with_capacity(columns.len())),
            Tag::Other => {}
            Tag::TableEnd => break,
        }
    }
    // The row of the header holds no cells.
    if !columns.is_empty() && rows.first().is_some_and(Vec::is_empty) {
        rows.remove(0);
    }
    Table::filled_up(&columns, rows).map_err(|problem| error(&problem))
}

/// What follows the start tag of XNAT's table, or of the first table if none has XNAT's class.
fn own_table(text: &str) -> Option<&str> {
    let mut first = None;
    let mut rest = text;
    while let Some((_, inside)) = rest.split_once('<') {
        rest = inside;
        let Some(attributes) = after_name(inside, "table") else {
            continue;
        };
        let Some((attributes, after)) = attributes.split_once('>') else {
            break;
        };
        if attributes.contains("x_rs_t") {
            return Some(after);
        }
        first = first.or(Some(after));
        rest = after;
    }
    first
}

/// A tag that means something in a table.
#[derive(Clone, Copy, PartialEq)]
enum Tag {
    Column,
    Cell,
    Row,
    TableEnd,
    Other,
}

const TAGS: [(&str, Tag); 11] = [
    ("th", Tag::Column),
    ("td", Tag::Cell),
    ("tr", Tag::Row),
    ("/table", Tag::TableEnd),
    ("/th", Tag::Other),
    ("/td", Tag::Other),
    ("/tr", Tag::Other),
    ("thead", Tag::Other),
    ("/thead", Tag::Other),
    ("tbody", Tag::Other),
    ("/tbody", Tag::Other),
];

/// The next tag of a table, with what is before and after it.
fn next_tag(text: &str) -> Option<(&str, Tag, &str)> {
    let (at, tag, attributes) = text.match_indices('<').find_map(|(at, _)| {
        let inside = &text[at + 1..];
        TAGS.iter()
            .find_map(|(name, tag)| Some((at, *tag, after_name(inside, name)?)))
    })?;
    let (_, after) = attributes.split_once('>')?;
    Some((&text[..at], tag, after))
}

/// What follows the name of a tag, if it has that name, in any case.
fn after_name<'a>(inside: &'a str, name: &str) -> Option<&'a str> {
    let (start, rest) = inside.split_at_checked(name.len())?;
    let ends = rest.starts_with(|c: char| c == '>' || c == '/' || c.is_ascii_whitespace());
    (ends && start.eq_ignore_ascii_case(name)).then_some(rest)
}
