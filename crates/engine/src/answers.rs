//! Values to responses: tables in the form that was asked for, texts, and XNAT's status page.

use prearchive_core::calls::{RouteId, route};
use prearchive_core::format::{Format, negotiate};
use prearchive_core::http::{Request, Response, encode_segment};
use prearchive_core::resultset::Table;

use crate::refusal::Refusal;

/// The rendering that a request asks of a route.
pub(crate) fn format(request: &Request, id: RouteId) -> Result<Format, Refusal> {
    Ok(negotiate(request, route(id).variants)?)
}

/// A table, sorted and rendered as asked.
pub(crate) fn table(request: &Request, id: RouteId, mut table: Table) -> Result<Response, Refusal> {
    let format = format(request, id)?;
    let parameters = request.parameters();
    if let Some(columns) = parameters.one("sortBy") {
        let descending = parameters
            .one("sortOrder")
            .is_some_and(|order| order.eq_ignore_ascii_case("desc"));
        table.sort(columns, descending);
    }
    Ok(text(table_type(format), table.write(format)))
}

/// The content type of a table; what has no table renderer comes out as HTML, in name too.
pub(crate) fn table_type(format: Format) -> &'static str {
    match format {
        Format::Json | Format::Csv | Format::Xml => format.media_type(),
        Format::Html | Format::Zip | Format::Text | Format::Other => Format::Html.media_type(),
    }
}

/// A text of the given type, in UTF-8.
pub(crate) fn text(media_type: &str, body: impl Into<String>) -> Response {
    let kind = format!("{media_type};charset=UTF-8");
    Response::new(200, &kind, body.into())
}

/// A list of URIs (RFC 2483), each with XNAT's line end.
pub(crate) fn uris<S: AsRef<str>>(uris: &[S]) -> Response {
    let lines: String = uris
        .iter()
        .map(|uri| format!("{}\r\n", uri.as_ref()))
        .collect();
    text("text/uri-list", lines)
}

/// One URI without a line end, as session actions answer.
pub(crate) fn uri(status: u16, uri: String) -> Response {
    Response {
        status,
        ..text("text/uri-list", uri)
    }
}

/// Bytes to save under a name.
pub(crate) fn attachment(media_type: &str, name: &str, body: Vec<u8>) -> Response {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_graphic() && c != '"' && c != '\\' || c == ' ' {
                c
            } else {
                '_'
            }
        })
        .collect();
    // RFC 6266: the plain name for old clients, the true one in UTF-8.
    let encoded = encode_segment(name);
    Response::new(200, media_type, body).with_header(
        "Content-Disposition",
        format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"),
    )
}

/// XNAT's small status page; the `h3` says what happened.
///
/// Like XNAT's it is HTML and no XML, by its `br`: pyxnat loses the words of a page that it can read as XML.
pub(crate) fn refused(refusal: &Refusal) -> Response {
    let status = refusal.status();
    let words = escape(&refusal.to_string());
    let page = format!(
        "<html>\n<head><title>Status page</title></head>\n<body>\n<h3>{words}</h3>\n<p>HTTP status {status}<br>\n</p>\n</body>\n</html>\n"
    );
    let mut response = Response::new(status, "text/html;charset=UTF-8", page);
    if *refusal == Refusal::Busy {
        response = response.with_header("Retry-After", "1");
    }
    match refusal.allowed() {
        None => response,
        Some(methods) => {
            let names: Vec<&str> = methods.iter().map(|method| method.as_str()).collect();
            response.with_header("Allow", names.join(", "))
        }
    }
}

/// Text made safe inside HTML.
pub(crate) fn escape(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '&' => "&amp;".into(),
            '<' => "&lt;".into(),
            '>' => "&gt;".into(),
            '"' => "&quot;".into(),
            '\'' => "&#39;".into(),
            other => other.to_string(),
        })
        .collect()
}
