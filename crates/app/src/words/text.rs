//! A text in every language of the page, tables of them, and how numbers and names get into them.

use std::fmt;
use std::ops::Deref;

use yew::html::IntoPropValue;
use yew::{AttrValue, Html};

use super::language::Language;
use crate::format::number;

/// The same text in every language; shown, it is the one of the present language.
///
/// `{0}` to `{9}` are places for what is only known at run time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text {
    en: &'static str,
    de: &'static str,
}

/// A text; in a constant, one that misses a language or has a place in only one of them does not compile.
pub(crate) const fn text(en: &'static str, de: &'static str) -> Text {
    assert!(
        !en.is_empty() && !de.is_empty(),
        "a text needs every language"
    );
    assert!(
        places(en) == places(de),
        "every language of a text has the same places"
    );
    Text { en, de }
}

/// Which places a text has: bit 0 for `{0}`, and so on.
const fn places(text: &str) -> u16 {
    let bytes = text.as_bytes();
    let (mut at, mut found) = (0, 0);
    while at < bytes.len() {
        if bytes[at] == b'{' {
            assert!(
                at + 2 < bytes.len() && bytes[at + 1].is_ascii_digit() && bytes[at + 2] == b'}',
                "a place is a digit in braces"
            );
            found |= 1 << (bytes[at + 1] - b'0');
        }
        at += 1;
    }
    found
}

/// Texts of one subject, one per line: name, English, German.
macro_rules! texts {
    ($($name:ident = $en:literal, $de:literal;)*) => {
        $(pub(crate) const $name: $crate::words::Text = $crate::words::text::text($en, $de);)*

        /// Every text of this subject with its name.
        #[cfg(test)]
        pub(super) const TABLE: &[(&str, $crate::words::Text)] = &[$((stringify!($name), $name)),*];
    };
}
pub(super) use texts;

impl Text {
    /// In the present language.
    pub(crate) fn get(self) -> &'static str {
        self.of(Language::current())
    }

    /// In a language.
    pub(super) fn of(self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::German => self.de,
        }
    }

    /// In the present language with its places filled; what is filled in is left as it is.
    pub(super) fn with(self, values: &[&str]) -> String {
        let mut out = String::new();
        let mut parts = self.get().split('{');
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            // A digit and a brace follow each opening brace, or the text would not have compiled.
            let place = part
                .bytes()
                .next()
                .map_or(0, |byte| usize::from(byte - b'0'));
            out.push_str(values.get(place).copied().unwrap_or_default());
            out.push_str(part.get(2..).unwrap_or_default());
        }
        out
    }
}

/// The text for so many things, with their number in its place.
pub(super) fn plural(n: usize, one: Text, many: Text) -> String {
    by_number(n, one, many).with(&[&number(n as u64)])
}

/// The text for so many things, where it does not name the number.
pub(super) fn by_number(n: usize, one: Text, many: Text) -> Text {
    if Language::current().is_one(n as u64) {
        one
    } else {
        many
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.get()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get())
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.get() == *other
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.get().to_owned()
    }
}

impl From<Text> for AttrValue {
    fn from(text: Text) -> Self {
        Self::Static(text.get())
    }
}

impl IntoPropValue<AttrValue> for Text {
    fn into_prop_value(self) -> AttrValue {
        self.into()
    }
}

impl IntoPropValue<Option<AttrValue>> for Text {
    fn into_prop_value(self) -> Option<AttrValue> {
        Some(self.into())
    }
}

impl IntoPropValue<Html> for Text {
    fn into_prop_value(self) -> Html {
        self.get().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOVED: Text = text("{0} to {1}", "nach {1}: {0}");

    #[test]
    fn places_are_filled_in_the_order_of_the_language() {
        for (language, values, wanted) in [
            (
                Language::English,
                ["2 sessions", "BRAIN"],
                "2 sessions to BRAIN",
            ),
            (
                Language::German,
                ["2 Sessions", "BRAIN"],
                "nach BRAIN: 2 Sessions",
            ),
            (Language::English, ["{1}", "a{0}b}{"], "{1} to a{0}b}{"),
        ] {
            language.set();
            assert_eq!(MOVED.with(&values), wanted);
        }
    }

    #[test]
    fn a_text_is_read_in_the_present_language() {
        const DELETE: Text = text("Delete", "Löschen");
        for (language, wanted) in [(Language::English, "Delete"), (Language::German, "Löschen")] {
            language.set();
            assert_eq!(DELETE, wanted);
            assert_eq!(DELETE.to_string(), wanted);
            assert_eq!(AttrValue::from(DELETE), wanted);
        }
    }
}
