//! JSON in bytes that may not be all there yet.
//!
//! What is asked for every value is inlined, so that a crate that is compiled for speed has it so.

use std::borrow::Cow;

/// What was read, `None` if there is not enough of it yet; or what is wrong.
pub type Step<T> = Result<Option<T>, String>;

/// Deeper nesting is refused.
const DEEPEST: usize = 64;

/// A value as it stands in the body.
#[derive(Debug, Clone, Copy)]
pub enum Literal<'a> {
    /// What is between the quotes, without escapes.
    Text(&'a [u8]),
    /// The same, with escapes.
    Escaped(&'a [u8]),
    /// A number, a boolean, an object or a list.
    Raw(&'a [u8]),
    /// `null`.
    Null,
}

impl<'a> Literal<'a> {
    /// The text of the value; nested values are their JSON.
    #[inline]
    #[must_use]
    pub fn text(self) -> Cow<'a, str> {
        match self {
            Self::Escaped(raw) => unescape(raw).into(),
            Self::Text(raw) | Self::Raw(raw) => match str::from_utf8(raw) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => String::from_utf8_lossy(raw),
            },
            Self::Null => Cow::Borrowed(""),
        }
    }
}

/// The place after white space.
#[inline]
pub fn blank(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
        at += 1;
    }
    at
}

/// The place after a character that must be there.
#[inline]
pub fn expect(bytes: &[u8], at: usize, wanted: u8) -> Step<usize> {
    match bytes.get(at) {
        None => Ok(None),
        Some(found) if *found == wanted => Ok(Some(at + 1)),
        Some(found) => Err(format!(
            "there is “{}” instead of “{}”",
            char::from(*found),
            char::from(wanted)
        )),
    }
}

/// A string, and the place after it.
#[inline]
pub fn string(bytes: &[u8], at: usize) -> Step<(Literal<'_>, usize)> {
    let Some(start) = expect(bytes, at, b'"')? else {
        return Ok(None);
    };
    let (mut end, mut is_escaped) = (start, false);
    loop {
        // Most strings are short: a search by words would begin later than this ends.
        match bytes.get(end) {
            None => return Ok(None),
            Some(b'"') => break,
            // What is escaped is passed over, whatever it is.
            Some(b'\\') => {
                is_escaped = true;
                end += 2;
            }
            Some(_) => end += 1,
        }
    }
    let raw = &bytes[start..end];
    let literal = if is_escaped {
        Literal::Escaped(raw)
    } else {
        Literal::Text(raw)
    };
    Ok(Some((literal, end + 1)))
}

/// Any value, and the place after it.
#[inline]
pub fn value(bytes: &[u8], at: usize) -> Step<(Literal<'_>, usize)> {
    match bytes.get(at) {
        None => Ok(None),
        Some(b'"') => string(bytes, at),
        Some(b'{' | b'[') => Ok(nested(bytes, at)?.map(|end| (Literal::Raw(&bytes[at..end]), end))),
        Some(_) => {
            let is_part =
                |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
            let length = bytes[at..].iter().take_while(|byte| is_part(byte)).count();
            let end = at + length;
            // At the end of what is there, more of it may follow.
            if end == bytes.len() {
                return Ok(None);
            }
            match &bytes[at..end] {
                b"null" => Ok(Some((Literal::Null, end))),
                raw @ (b"true" | b"false") => Ok(Some((Literal::Raw(raw), end))),
                raw if matches!(raw.first(), Some(b'-' | b'0'..=b'9')) => {
                    Ok(Some((Literal::Raw(raw), end)))
                }
                _ => Err("there is something that is no value".into()),
            }
        }
    }
}

/// The place after an object or a list.
fn nested(bytes: &[u8], mut at: usize) -> Step<usize> {
    let mut open = Vec::new();
    loop {
        match bytes.get(at) {
            None => return Ok(None),
            Some(b'"') => match string(bytes, at)? {
                Some((_, end)) => {
                    at = end;
                    continue;
                }
                None => return Ok(None),
            },
            Some(b'{') => open.push(b'}'),
            Some(b'[') => open.push(b']'),
            Some(byte @ (b'}' | b']')) => {
                if open.pop() != Some(*byte) {
                    return Err("brackets do not match".into());
                }
                if open.is_empty() {
                    return Ok(Some(at + 1));
                }
            }
            Some(_) => {}
        }
        if open.len() > DEEPEST {
            return Err("it is nested too deeply".into());
        }
        at += 1;
    }
}

/// The place of the first row: behind `{"ResultSet":{"Result":[`, where other members may come first.
pub fn before(bytes: &[u8]) -> Step<usize> {
    let mark = "\u{feff}".as_bytes();
    let at = if bytes.starts_with(mark) {
        mark.len()
    } else {
        0
    };
    let Some(outer) = member(bytes, blank(bytes, at), b"ResultSet")? else {
        return Ok(None);
    };
    let Some(inner) = member(bytes, outer, b"Result")? else {
        return Ok(None);
    };
    expect(bytes, inner, b'[')
}

/// The place of the value of a member of the object that begins here.
fn member(bytes: &[u8], at: usize, wanted: &[u8]) -> Step<usize> {
    let Some(mut at) = expect(bytes, at, b'{')? else {
        return Ok(None);
    };
    loop {
        at = blank(bytes, at);
        if bytes.get(at) == Some(&b'}') {
            return Err(format!(
                "the member “{}” is missing",
                String::from_utf8_lossy(wanted)
            ));
        }
        let Some((name, end)) = string(bytes, at)? else {
            return Ok(None);
        };
        let Some(start) = expect(bytes, blank(bytes, end), b':')? else {
            return Ok(None);
        };
        let start = blank(bytes, start);
        if matches!(name, Literal::Text(name) if name == wanted) {
            return Ok((start < bytes.len()).then_some(start));
        }
        let Some((_, end)) = value(bytes, start)? else {
            return Ok(None);
        };
        at = blank(bytes, end);
        match bytes.get(at) {
            Some(b',') => at += 1,
            Some(b'}') | None => {}
            Some(_) => return Err("a comma is missing between two members".into()),
        }
    }
}

/// True once everything is there that comes behind the rows: other members, and two closing brackets.
pub fn behind(bytes: &[u8]) -> Step<()> {
    let mut at = 0;
    for _ in 0..2 {
        loop {
            at = blank(bytes, at);
            match bytes.get(at) {
                None => return Ok(None),
                Some(b'}') => break,
                Some(b',') => {}
                Some(_) => return Err("there is something behind the rows".into()),
            }
            let Some((_, end)) = string(bytes, blank(bytes, at + 1))? else {
                return Ok(None);
            };
            let Some(start) = expect(bytes, blank(bytes, end), b':')? else {
                return Ok(None);
            };
            let Some((_, end)) = value(bytes, blank(bytes, start))? else {
                return Ok(None);
            };
            at = end;
        }
        at += 1;
    }
    match bytes.get(blank(bytes, at)) {
        None => Ok(Some(())),
        Some(_) => Err("there is something behind its end".into()),
    }
}

/// A string with its escapes resolved; what is no escape stays as it is.
fn unescape(raw: &[u8]) -> String {
    let text = String::from_utf8_lossy(raw);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        let Some(kind) = after.chars().next() else {
            break;
        };
        rest = &after[kind.len_utf8()..];
        match kind {
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'u' => rest = unicode(rest, &mut out),
            other => out.push(other),
        }
    }
    out.push_str(rest);
    out
}

/// Resolves four hexadecimal digits, or two such units for what lies beyond 65,535; returns what follows.
fn unicode<'a>(rest: &'a str, out: &mut String) -> &'a str {
    let unit = |text: &str| u16::from_str_radix(text.get(..4)?, 16).ok();
    let Some(first) = unit(rest) else {
        out.push(char::REPLACEMENT_CHARACTER);
        return rest;
    };
    let rest = &rest[4..];
    let second = rest.strip_prefix("\\u").and_then(unit);
    let pair = [first, second.unwrap_or_default()];
    if let (0xd800..0xdc00, Some(0xdc00..0xe000)) = (first, second) {
        out.extend(char::decode_utf16(pair).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)));
        return &rest[6..];
    }
    out.push(char::from_u32(first.into()).unwrap_or(char::REPLACEMENT_CHARACTER));
    rest
}
