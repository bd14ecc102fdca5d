//! Answers for eyes: a page about one session, and a picture of a DICOM file.

use prearchive_core::address::Address;
use prearchive_core::calls::RouteId;
use prearchive_core::http::Response;
use prearchive_core::inside::Tabular;
use prearchive_core::session::Session;
use prearchive_core::status::Status;
use time::{OffsetDateTime, UtcOffset};

use super::Ask;
use crate::Engine;
use crate::answers::{self, escape};
use crate::refusal::Refusal;
use crate::reply::chunks_of;
#[cfg(feature = "render")]
use crate::store::StoreError;
use crate::store::{OpenFile, Opened};

/// A picture is made of a whole file, so larger ones are refused, in bytes.
const MOST: u64 = 512 << 20;

impl Engine {
    /// A page about one session, for somebody who opens its address in a browser: its row, alerts, and its log.
    pub(super) fn answer_details(
        &self,
        ask: &Ask<'_>,
        address: &Address,
    ) -> Result<Response, Refusal> {
        let row = self.row(address)?;
        let name = escape(&row.name);
        let cells: String = Session::COLUMNS
            .iter()
            .zip(row.write())
            .map(|(column, cell)| format!("<tr><th>{column}</th><td>{}</td></tr>\n", escape(&cell)))
            .collect();
        let log: String = self
            .logs(address, ask.now)?
            .iter()
            .map(|entry| {
                format!(
                    "<li>{}: {}</li>\n",
                    escape(&entry.date),
                    escape(&entry.entry)
                )
            })
            .collect();
        let alert = self.alert(&row)?.map_or_else(String::new, |alert| {
            format!("<div class=\"alert\">{}</div>\n", escape(&alert))
        });
        let page = format!(
            "<html>\n<head><title>{name}</title></head>\n<body>\n<h3>{name}</h3>\n{alert}<table>\n{cells}</table>\n<ul>\n{log}</ul>\n</body>\n</html>\n"
        );
        Ok(answers::text("text/html", page))
    }

    /// What a person must know before anything else.
    fn alert(&self, row: &Session) -> Result<Option<String>, Refusal> {
        let is_empty = match self.document(&row.address) {
            Ok(document) => document.scans.is_empty(),
            Err(Refusal::NoDocument(_)) => return Ok(None),
            Err(_) => false,
        };
        Ok(if is_empty {
            Some("The session is empty: there are no scans in it.".into())
        } else if row.status == Status::ERROR {
            Some("Something went wrong: the log says what.".into())
        } else if row.status == Status::CONFLICT {
            Some("It clashes with what is archived: the log says how.".into())
        } else {
            None
        })
    }

    /// A file: its bytes, or a picture of it where one is asked for.
    pub(super) fn answer_file(
        &self,
        ask: &Ask<'_>,
        id: RouteId,
        path: &str,
        mut opened: Opened,
        is_dicom: bool,
    ) -> Result<Response, Refusal> {
        answers::format(ask.request, id)?;
        let asked = ask.request.query.iter().rev().find(|(n, _)| n == "format");
        let as_picture = asked.is_some_and(|(_, value)| value.eq_ignore_ascii_case("image/jpeg"));
        let name = path.rsplit('/').next().unwrap_or_default();
        if is_dicom && as_picture {
            if opened.size > MOST {
                return Err(Refusal::TooLarge(format!(
                    "{name} is too large for a picture"
                )));
            }
            return picture(name, opened.file.as_mut());
        }
        let size = Some(opened.size);
        let response = ask.send(media_type(name), name, chunks_of(opened.file), size);
        Ok(match opened.modified {
            Some(at) => response.with_header("Last-Modified", http_date(at)),
            None => response,
        })
    }
}

/// A DICOM file as JPEG; 400 if it cannot be shown.
#[cfg(feature = "render")]
fn picture(name: &str, file: &mut dyn OpenFile) -> Result<Response, Refusal> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)
        .map_err(|error| StoreError::Failed(format!("{name}: {error}")))?;
    let jpeg = prearchive_dicom::render::jpeg(&bytes, 0)
        .map_err(|error| Refusal::Unreadable(format!("{name} cannot be shown: {error}")))?;
    Ok(Response::new(200, "image/jpeg", jpeg))
}

/// Pictures are made on the server only: what decodes them would double the page.
#[cfg(not(feature = "render"))]
fn picture(_: &str, _: &mut dyn OpenFile) -> Result<Response, Refusal> {
    Err(Refusal::NoFormat("image/jpeg here"))
}

/// A date as HTTP writes it (RFC 9110, section 5.6.7).
fn http_date(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    let (hour, minute, second) = at.to_hms();
    let (weekday, month) = (at.weekday().to_string(), at.month().to_string());
    format!(
        "{}, {:02} {} {} {hour:02}:{minute:02}:{second:02} GMT",
        &weekday[..3],
        at.day(),
        &month[..3],
        at.year()
    )
}

/// The content type of a file by its ending, as XNAT tells it.
fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "bmp" => "image/bmp",
        "gif" => "image/gif",
        "html" => "text/html",
        "jpg" | "jpeg" => "image/jpeg",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "tiff" => "image/tiff",
        "txt" => "text/plain",
        "xml" => "text/xml",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_http_writes_them() {
        let at = OffsetDateTime::from_unix_timestamp(784_111_777).expect("a time");
        assert_eq!(http_date(at), "Sun, 06 Nov 1994 08:49:37 GMT");
    }
}
