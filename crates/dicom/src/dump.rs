//! The header of a file as a table for people, with the columns of XNAT's `dicomdump`.

use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_core::{Tag, VR};
use dicom_dictionary_std::{StandardDataDictionary, tags};

use crate::DicomError;
use crate::charset::CharacterSet;
use crate::fields::Fields;
use crate::source::Source;
use crate::walk::{Element, Encoding};

/// Longer texts are cut: a dump is for reading, and a data element can hold gigabytes.
const MAX_TEXT: usize = 1024;
/// Longer lists of numbers are cut.
const MAX_NUMBERS: usize = 32;

/// One line of a header dump: XNAT's columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DumpRow {
    /// The tag as `(0008,0016)`; for an element within a sequence, the tag of that sequence.
    pub tag1: String,
    /// The tag of an element within a sequence; empty for an element of the data set itself.
    pub tag2: String,
    /// The value representation, two letters.
    pub vr: String,
    /// The value as text; empty for a sequence, and only its size for binary data.
    pub value: String,
    /// The name of the element; `?` when the standard does not know it.
    pub desc: String,
}

/// The elements of a file in their order, File Meta Information first, up to the pixel data.
///
/// # Errors
///
/// As [`crate::read_header`].
pub fn dump(bytes: &[u8]) -> Result<Vec<DumpRow>, DicomError> {
    dump_fields(bytes, &Fields::all())
}

/// The rows of [`dump`] for the chosen elements of the data set, and for what is in the items of chosen sequences.
///
/// # Errors
///
/// As [`crate::read_header`].
pub fn dump_fields(bytes: &[u8], fields: &Fields) -> Result<Vec<DumpRow>, DicomError> {
    let source = Source::open(bytes)?;
    let mut character_set = CharacterSet::default();
    let mut rows = Vec::new();
    // What is in a sequence follows it.
    let mut chosen = false;
    for element in source.meta().chain(source.elements_before_pixels()) {
        let element = element?;
        if let (tags::SPECIFIC_CHARACTER_SET, None, Some(value)) =
            (element.tag, element.sequence, element.value)
        {
            character_set = CharacterSet::from_value(value);
        }
        if element.sequence.is_none() {
            chosen = fields.has(element.tag);
        }
        if chosen {
            rows.push(row(&element, &character_set));
        }
    }
    Ok(rows)
}

fn row(element: &Element<'_>, character_set: &CharacterSet) -> DumpRow {
    let tag = element.tag.to_string();
    let (tag1, tag2) = match element.sequence {
        Some(sequence) => (sequence.to_string(), tag),
        None => (tag, String::new()),
    };
    DumpRow {
        tag1,
        tag2,
        vr: element.vr.to_string().to_owned(),
        value: element
            .value
            .map(|value| value_text(element, value, character_set))
            .unwrap_or_default(),
        desc: description(element.tag),
    }
}

fn value_text(element: &Element<'_>, value: &[u8], character_set: &CharacterSet) -> String {
    let encoding = element.encoding;
    match element.vr {
        VR::US => numbers(value, encoding, u16::from_le_bytes),
        VR::SS => numbers(value, encoding, i16::from_le_bytes),
        VR::UL => numbers(value, encoding, u32::from_le_bytes),
        VR::SL => numbers(value, encoding, i32::from_le_bytes),
        VR::UV => numbers(value, encoding, u64::from_le_bytes),
        VR::SV => numbers(value, encoding, i64::from_le_bytes),
        VR::FL => numbers(value, encoding, f32::from_le_bytes),
        VR::FD => numbers(value, encoding, f64::from_le_bytes),
        VR::AT => tag_values(value, encoding),
        VR::OB | VR::OW | VR::OF | VR::OD | VR::OL | VR::OV => size(value),
        VR::UN if !is_plain_text(value) => size(value),
        vr => cut(character_set.text(vr, value)),
    }
}

fn numbers<const N: usize, T: ToString>(
    value: &[u8],
    encoding: Encoding,
    from_le: fn([u8; N]) -> T,
) -> String {
    let (chunks, _) = value.as_chunks::<N>();
    joined(chunks, |chunk| {
        let mut bytes = *chunk;
        if encoding == Encoding::ExplicitBig {
            bytes.reverse();
        }
        from_le(bytes).to_string()
    })
}

fn tag_values(value: &[u8], encoding: Encoding) -> String {
    let (chunks, _) = value.as_chunks::<4>();
    joined(chunks, |[a, b, c, d]| {
        Tag(encoding.u16([*a, *b]), encoding.u16([*c, *d])).to_string()
    })
}

fn joined<T>(values: &[T], text: impl Fn(&T) -> String) -> String {
    let mut texts: Vec<String> = values.iter().take(MAX_NUMBERS).map(text).collect();
    if values.len() > MAX_NUMBERS {
        texts.push("…".to_owned());
    }
    texts.join("\\")
}

fn size(value: &[u8]) -> String {
    format!("{} bytes", value.len())
}

fn is_plain_text(value: &[u8]) -> bool {
    let text = value.strip_suffix(&[0]).unwrap_or(value);
    text.iter()
        .all(|byte| byte.is_ascii_graphic() || *byte == b' ')
}

fn cut(mut text: String) -> String {
    if let Some((end, _)) = text.char_indices().nth(MAX_TEXT) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// The keyword of the standard's dictionary, as words.
fn description(tag: Tag) -> String {
    if tag.element() == 0 {
        return "Group Length".to_owned();
    }
    if tag.group() % 2 == 1 && (0x10..=0xFF).contains(&tag.element()) {
        return "Private Creator".to_owned();
    }
    StandardDataDictionary
        .by_tag(tag)
        .map_or_else(|| "?".to_owned(), |entry| words(entry.alias()))
}

/// `SOPInstanceUID` becomes `SOP Instance UID`.
fn words(keyword: &str) -> String {
    let letters: Vec<char> = keyword.chars().collect();
    let mut words = String::with_capacity(keyword.len() + 8);
    for (at, letter) in letters.iter().enumerate() {
        let after_lower = at > 0 && !letters[at - 1].is_ascii_uppercase();
        let before_lower = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        if at > 0 && letter.is_ascii_uppercase() && (after_lower || before_lower) {
            words.push(' ');
        }
        words.push(*letter);
    }
    // The plural of an abbreviation, as in "Referenced Frame of Reference UIDs".
    words.replace("UI Ds", "UIDs")
}
