//! Names that a client has percent-encoded before it put them into a form, which encodes them again.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::address::is_folder_name;

/// What every encoder writes as it is (RFC 3986, section 2.3).
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The name that is meant by a text that an encoder has written; `None` for a text that none would have written so.
///
/// `S%20x` means `S x`; `%41` means itself, because no encoder touches a letter, and so does `50% more`.
/// Whether dots are encoded is the encoder's choice.
pub(crate) fn unescape(text: &str) -> Option<String> {
    let name = percent_decode_str(text).decode_utf8().ok()?;
    let by_an_encoder = escape(&name) == text.replace("%2E", ".");
    (name != text && by_an_encoder && is_folder_name(&name)).then(|| name.into_owned())
}

/// The name itself, or what it is written as where it would be taken for another name.
pub(crate) fn unmistakable(name: &str) -> String {
    match unescape(name) {
        Some(_) => escape(name),
        None => name.to_owned(),
    }
}

fn escape(name: &str) -> String {
    utf8_percent_encode(name, UNRESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_encoder_has_written_is_read_as_what_it_was() {
        for (text, meant) in [
            ("S1%2EMR", Some("S1.MR")),
            ("S%20x", Some("S x")),
            ("Gr%C3%B6%C3%9Fe", Some("Größe")),
            ("100%25", Some("100%")),
            ("a%2520b", Some("a%20b")),
            // No encoder writes these.
            ("S1_MR", None),
            ("S1.MR", None),
            ("%41", None),
            ("%c3%b6", None),
            ("50% more", None),
            ("S%20 x", None),
            ("%F6", None),
            ("%", None),
            // No names.
            ("%2E%2E", None),
            ("%2F", None),
            ("a%2Fb", None),
            ("%00", None),
        ] {
            assert_eq!(unescape(text).as_deref(), meant, "{text}");
        }
    }

    #[test]
    fn every_name_can_be_written_so_that_it_is_read() {
        for name in [
            "S1_MR", "S x", "%20", "%2520", "100%25", "Größe", "%2E", "%2E%2E", "%41",
        ] {
            let text = unmistakable(name);
            assert_eq!(unescape(&text).unwrap_or(text), name);
        }
    }
}
