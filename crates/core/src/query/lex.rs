//! Cuts a query into its words, for reading as well as for completing.

use std::ops::Range;

use super::key::Key;

/// One term, as it was written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) span: Range<usize>,
    pub(super) negated: bool,
    /// Where the key is, without its colon; none for free words and phrases.
    pub(super) key: Option<Range<usize>>,
    /// Of a free word exactly one; after a key at least one, which can be empty.
    pub(super) items: Vec<Item>,
}

/// One of the texts between commas, or a free one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// With `=` and quotes.
    pub(super) span: Range<usize>,
    /// Without them.
    pub(super) text: String,
    /// Was marked with `=`.
    pub(super) whole: bool,
    pub(super) quoted: bool,
    /// False if the closing quote is missing.
    pub(super) closed: bool,
}

/// Every word, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(blanks) = text[at..].find(|c: char| !c.is_whitespace()) {
        let word = word(text, at + blanks);
        at = word.span.end;
        words.push(word);
    }
    words
}

/// Reads the word that begins at `start`, which is no white space.
fn word(text: &str, start: usize) -> Word {
    let after_sign = text[start..].strip_prefix('-');
    // A dash that stands alone is just a dash.
    let negated = after_sign.is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace()));
    let body = start + usize::from(negated);
    let mut items = Vec::new();
    let mut at = body;
    let key = key_length(&text[body..]).map(|length| body..body + length);
    if let Some(key) = &key {
        at = key.end;
        // Steps over the colon first, then over commas.
        while at == key.end || text[at..].starts_with(',') {
            let next = item(text, at + 1, true);
            at = next.span.end;
            items.push(next);
        }
    } else {
        let only = item(text, at, false);
        at = only.span.end;
        items.push(only);
    }
    Word {
        span: start..at,
        negated,
        key,
        items,
    }
}

/// How long the key is with which the text begins, if it begins with one and a colon.
///
/// What people paste is no key: times begin with a digit, and a path follows the colon of an address.
fn key_length(text: &str) -> Option<usize> {
    let (name, rest) = text.split_once(':')?;
    let mut chars = name.chars();
    let is_name = chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.all(|c| c.is_ascii_alphabetic() || c == '_' || c == '-');
    let is_address = rest.starts_with(['/', '\\']);
    (is_name && (!is_address || Key::from_name(name).is_some())).then_some(name.len())
}

fn item(text: &str, start: usize, after_key: bool) -> Item {
    let whole = after_key && text[start..].starts_with('=');
    let body = start + usize::from(whole);
    if text[body..].starts_with('"') {
        let (length, inside, closed) = quoted(&text[body + 1..]);
        return Item {
            span: start..body + 1 + length,
            text: inside,
            whole,
            quoted: true,
            closed,
        };
    }
    let is_end = |c: char| c.is_whitespace() || (after_key && c == ',');
    let rest = &text[body..];
    let inside = &rest[..rest.find(is_end).unwrap_or(rest.len())];
    Item {
        span: start..body + inside.len(),
        text: inside.to_owned(),
        whole,
        quoted: false,
        closed: true,
    }
}

/// Reads to the closing quote: the length with it, what is inside, and whether there is one.
fn quoted(text: &str) -> (usize, String, bool) {
    let mut inside = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (at + 1, inside, true),
            '\\' => {
                let escaped = chars.next_if(|(_, next)| matches!(next, '"' | '\\'));
                inside.push(escaped.map_or('\\', |(_, next)| next));
            }
            _ => inside.push(c),
        }
    }
    (text.len(), inside, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each word as `-key|text|=text`, with `…` where the closing quote is missing.
    fn shown(text: &str) -> Vec<String> {
        words(text)
            .iter()
            .map(|word| {
                let mut shown = if word.negated { "-" } else { "" }.to_owned();
                shown += word.key.clone().map_or("", |key| &text[key]);
                for item in &word.items {
                    shown += "|";
                    shown += if item.whole { "=" } else { "" };
                    shown += &item.text;
                    shown += if item.closed { "" } else { "…" };
                }
                shown
            })
            .collect()
    }

    #[test]
    fn words_are_cut() {
        for (text, wanted) in [
            ("", &[][..]),
            (" \t\u{a0} ", &[]),
            ("one  two ", &["|one", "|two"]),
            ("-one -", &["-|one", "|-"]),
            ("- one", &["|-", "|one"]),
            ("--", &["-|-"]),
            ("\"a b\"c", &["|a b", "|c"]),
            ("-\"a b\"", &["-|a b"]),
            (r#""a \"b\" \\ \n""#, &[r#"|a "b" \ \n"#]),
            ("\"a b", &["|a b…"]),
            ("a\"b c\"", &["|a\"b", "|c\""]),
            ("a,b", &["|a,b"]),
            ("key:", &["key|"]),
            ("-Key:a,,=b, c", &["-Key|a||=b|", "|c"]),
            ("key:=\"a b\",\"c,d\"e", &["key|=a b|c,d", "|e"]),
            ("key:\"a, b", &["key|a, b…"]),
            ("a:b:c", &["a|b:c"]),
            ("10:30", &["|10:30"]),
            ("S01:02", &["|S01:02"]),
            (":x", &["|:x"]),
            ("Müller:x", &["|Müller:x"]),
            (
                "/data/prearchive/projects/P:x",
                &["|/data/prearchive/projects/P:x"],
            ),
            (
                "https://xnat.example.org C:\\x",
                &["|https://xnat.example.org", "|C:\\x"],
            ),
            ("subject:/x", &["subject|/x"]),
        ] {
            assert_eq!(shown(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn spans_are_places_in_the_text() {
        let text = "é -status:ready,=\"ü b\"  x";
        let words = words(text);
        let spans: Vec<&str> = words.iter().map(|word| &text[word.span.clone()]).collect();
        assert_eq!(spans, ["é", "-status:ready,=\"ü b\"", "x"]);
        let items: Vec<&str> = words[1]
            .items
            .iter()
            .map(|item| &text[item.span.clone()])
            .collect();
        assert_eq!(items, ["ready", "=\"ü b\""]);
    }
}
