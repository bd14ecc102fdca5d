//! The text of a value: its character set, decoded by dicom-rs, and its padding, taken off.

use dicom_core::VR;
use dicom_encoding::text::{SpecificCharacterSet, TextCodec};

/// The character sets that a data set declares in Specific Character Set.
#[derive(Debug, Clone, Default)]
pub(crate) struct CharacterSet {
    first: SpecificCharacterSet,
    /// Those that escape sequences may switch to (ISO 2022).
    second: Option<SpecificCharacterSet>,
}

impl CharacterSet {
    /// From the value of Specific Character Set; unknown codes count as the default repertoire.
    pub(crate) fn from_value(value: &[u8]) -> Self {
        let text = String::from_utf8_lossy(value);
        let mut codes = text
            .split('\\')
            .map(|code| SpecificCharacterSet::from_code(trim(code)));
        Self {
            first: codes.next().flatten().unwrap_or_default(),
            second: codes.flatten().next(),
        }
    }

    /// The text of a value, without padding around it or around its parts; several parts are joined by a backslash.
    pub(crate) fn text(&self, vr: VR, value: &[u8]) -> String {
        let default = SpecificCharacterSet::default();
        let set = match vr {
            VR::LO | VR::LT | VR::PN | VR::SH | VR::ST | VR::UC | VR::UT | VR::UN => {
                match &self.second {
                    Some(second) if value.contains(&0x1B) => second,
                    _ => &self.first,
                }
            }
            _ => &default,
        };
        let decoded = set
            .decode(value)
            .unwrap_or_else(|_| String::from_utf8_lossy(value).into_owned());
        // Designators that stay behind when the decoder has no use for them (Korean, simplified Chinese).
        let decoded = decoded.replace("\u{1b}$)C", "").replace("\u{1b}$)A", "");
        match vr {
            // One text with lines: a backslash is a character of it.
            VR::LT | VR::ST | VR::UT | VR::UR => trim(&decoded).to_owned(),
            _ => {
                let parts: Vec<&str> = decoded.split('\\').map(trim).collect();
                parts.join("\\")
            }
        }
    }
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c == '\0' || c.is_ascii_whitespace())
}
