//! Which rendering a request asks for: `format` in the query first, then `Accept`.

use crate::http::Request;

/// A rendering of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Format {
    Json,
    Csv,
    Xml,
    Html,
    Zip,
    Text,
    /// XNAT's word for anything that has no table renderer.
    Other,
}

impl Format {
    /// The value of the parameter `format`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Xml => "xml",
            Self::Html => "html",
            Self::Zip => "zip",
            Self::Text => "txt",
            Self::Other => "other",
        }
    }

    /// The content type of an answer in this format.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv",
            Self::Xml => "text/xml",
            Self::Html | Self::Other => "text/html",
            Self::Zip => "application/zip",
            Self::Text => "text/plain",
        }
    }

    /// Reads the parameter `format`, without regard to case; media types are understood too.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match text.to_ascii_lowercase().as_str() {
            "json" | "application/json" => Self::Json,
            "csv" | "text/csv" => Self::Csv,
            "xml" | "text/xml" | "application/xml" => Self::Xml,
            "html" | "text/html" => Self::Html,
            "zip" | "application/zip" | "application/x-gzip" => Self::Zip,
            "txt" | "text/plain" => Self::Text,
            _ => Self::Other,
        }
    }
}

/// `Accept` matches nothing that the resource offers: 406.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer cannot be given in any form that the Accept header allows")]
pub struct NotAcceptable;

/// Decides the rendering as XNAT does.
///
/// `Accept` is matched against `variants` first, and a mismatch refuses the request whatever `format` says.
/// Then `format` decides, then the best accepted variant.
/// Without variants the answer is XML unless `format` says otherwise.
pub fn negotiate(request: &Request, variants: &[Format]) -> Result<Format, NotAcceptable> {
    let asked = request
        .query
        .iter()
        .rev()
        .find(|(name, value)| name == "format" && !value.is_empty())
        .map(|(_, value)| Format::parse(value));
    let Some(first) = variants.first() else {
        return Ok(asked.unwrap_or(Format::Xml));
    };
    let accepted = match request.header("Accept") {
        None => *first,
        Some(accept) => best(accept, variants).ok_or(NotAcceptable)?,
    };
    Ok(asked.unwrap_or(accepted))
}

/// The variant with the highest quality; the earlier one of two alike.
fn best(accept: &str, variants: &[Format]) -> Option<Format> {
    let ranges: Vec<(&str, f32)> = accept.split(',').map(range).collect();
    let quality = |variant: &Format| {
        let kind = variant.media_type();
        let group = kind.split('/').next().unwrap_or_default();
        ranges
            .iter()
            .filter_map(|(range, quality)| {
                let fit = match range.split_once('/') {
                    Some(("*", "*")) => 1,
                    Some((g, "*")) if g.eq_ignore_ascii_case(group) => 2,
                    _ if range.eq_ignore_ascii_case(kind) => 3,
                    Some(("application", "xml")) if *variant == Format::Xml => 3,
                    _ => return None,
                };
                Some((fit, *quality))
            })
            .max_by_key(|(fit, _)| *fit)
            .map_or(0.0, |(_, quality)| quality)
    };
    let mut found: Option<(Format, f32)> = None;
    for variant in variants {
        let quality = quality(variant);
        if quality > found.map_or(0.0, |(_, best)| best) {
            found = Some((*variant, quality));
        }
    }
    found.map(|(variant, _)| variant)
}

fn range(text: &str) -> (&str, f32) {
    let mut parts = text.split(';').map(str::trim);
    let range = parts.next().unwrap_or_default();
    let quality = parts
        .find_map(|part| part.strip_prefix("q="))
        .and_then(|value| value.parse().ok())
        .unwrap_or(1.0);
    (range, quality)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Method;

    #[test]
    fn format_beats_accept_but_accept_must_match() {
        use Format::{Csv, Html, Json, Xml};
        let listing = [Json, Html, Xml];
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        for (accept, format, variants, wanted) in [
            (None, None, &listing[..], Some(Json)),
            (Some("*/*"), None, &listing, Some(Json)),
            (Some(browser), None, &listing, Some(Html)),
            (Some(browser), Some("json"), &listing, Some(Json)),
            (Some("text/xml"), None, &listing, Some(Xml)),
            (Some("text/csv"), Some("csv"), &listing, None),
            (Some("*/*"), Some("CSV"), &listing, Some(Csv)),
            (Some("image/png"), Some("json"), &listing, None),
            (Some("application/json"), None, &[], Some(Xml)),
            (Some("application/json"), Some("json"), &[], Some(Json)),
            (None, Some("single"), &[], Some(Format::Other)),
        ] {
            let mut request = Request::new(Method::Get, ["data", "prearchive"]);
            if let Some(accept) = accept {
                request = request.with_header("Accept", accept);
            }
            if let Some(format) = format {
                request = request.with_query("format", format);
            }
            assert_eq!(
                negotiate(&request, variants).ok(),
                wanted,
                "Accept: {accept:?}, format={format:?}"
            );
        }
    }
}
