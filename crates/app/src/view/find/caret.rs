//! The caret of a text field, which browsers count in UTF-16 units and texts in bytes.

use web_sys::HtmlInputElement;

/// Where the caret is, in bytes of the field's text; its end if nothing is known.
pub(super) fn place(input: &HtmlInputElement) -> usize {
    let text = input.value();
    match input.selection_end() {
        Ok(Some(units)) => bytes(&text, units as usize),
        _ => text.len(),
    }
}

/// Writes a text into the field and puts the caret at a byte of it.
pub(super) fn write(input: &HtmlInputElement, text: &str, at: usize) {
    let units = u32::try_from(units(text, at)).unwrap_or(u32::MAX);
    input.set_value(text);
    // Refused only by fields that hold no text.
    let _ = input.set_selection_range(units, units);
}

fn bytes(text: &str, units: usize) -> usize {
    let mut seen = 0;
    let at = text.char_indices().find(|(_, c)| {
        let is_it = seen >= units;
        seen += c.len_utf16();
        is_it
    });
    at.map_or(text.len(), |(at, _)| at)
}

fn units(text: &str, at: usize) -> usize {
    let before = &text[..text.floor_char_boundary(at)];
    before.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_the_same_in_bytes_and_in_units() {
        for (text, at, in_units) in [
            ("", 0, 0),
            ("status:", 7, 7),
            ("é x", 2, 1),
            ("😀 x", 4, 2),
            ("a😀é", 7, 4),
        ] {
            assert_eq!(units(text, at), in_units, "{text}");
            assert_eq!(bytes(text, in_units), at, "{text}");
        }
        assert_eq!(bytes("é", 9), 2, "beyond the end");
        assert_eq!(units("é", 1), 0, "inside a character");
        assert_eq!(bytes("😀x", 1), 4, "inside a character");
    }
}
