//! Which elements of a header somebody asked for.

use std::collections::BTreeSet;

use dicom_core::Tag;
use dicom_core::dictionary::{DataDictionary, DataDictionaryEntry};
use dicom_dictionary_std::StandardDataDictionary;

/// A choice of elements of the data set itself; a chosen sequence comes with all that is in its items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    chosen: Option<BTreeSet<Tag>>,
    unknown: Vec<String>,
}

impl Fields {
    /// Every element.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// The elements that a person or program names by keyword (`PatientName`) or by eight hexadecimal digits
    /// (`00100010`); every element when no name is given at all.
    ///
    /// A name that is neither chooses nothing, and so does the tag of an element that a file does not have.
    pub fn named<Name: AsRef<str>>(names: impl IntoIterator<Item = Name>) -> Self {
        let mut fields = Self::all();
        for name in names {
            let chosen = fields.chosen.get_or_insert_default();
            match tag_of(name.as_ref()) {
                Some(tag) => {
                    chosen.insert(tag);
                }
                None => fields.unknown.push(name.as_ref().to_owned()),
            }
        }
        fields
    }

    /// The names that are neither a keyword of the standard nor a tag.
    #[must_use]
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    pub(crate) fn has(&self, tag: Tag) -> bool {
        match &self.chosen {
            Some(chosen) => chosen.contains(&tag),
            None => true,
        }
    }
}

/// The tag that a person or program names by keyword (`PatientName`) or by eight hexadecimal digits (`00100010`),
/// written as in [`crate::DumpRow::tag1`]; `None` when it is neither.
#[must_use]
pub fn tag_text(name: &str) -> Option<String> {
    tag_of(name).map(|tag| tag.to_string())
}

fn tag_of(name: &str) -> Option<Tag> {
    if name.len() == 8 && name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let number = u32::from_str_radix(name, 16).ok()?;
        return Some(Tag((number >> 16) as u16, (number & 0xFFFF) as u16));
    }
    Some(StandardDataDictionary.by_name(name)?.tag())
}
