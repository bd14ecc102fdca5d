//! The values of the elements that describe pixels, found again by tag.

use std::collections::BTreeMap;

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

use super::{Window, WindowFunction};
use crate::charset::CharacterSet;
use crate::walk::{Element, Encoding};

/// The values of each element in the order of the file, those of the data set and of the functional groups.
#[derive(Debug, Default)]
pub(super) struct Values<'a>(BTreeMap<Tag, Vec<Value<'a>>>);

#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'a> {
    sequence: Option<Tag>,
    pub(super) bytes: &'a [u8],
    encoding: Encoding,
}

/// Sequences of the functional groups of enhanced images, which hold what older images say once for all frames.
const WINDOW_GROUP: Tag = tags::FRAME_VOILUT_SEQUENCE;
const RESCALE_GROUP: Tag = tags::PIXEL_VALUE_TRANSFORMATION_SEQUENCE;

/// The most values of one tag that are looked at: one for each frame and a little more.
const MAX_VALUES: usize = 1 << 16;

impl<'a> Values<'a> {
    pub(super) fn put(&mut self, element: &Element<'a>, bytes: &'a [u8]) {
        let wanted = match element.sequence {
            None => matches!(element.tag.group(), 0x0028 | 0x7FE0),
            Some(group) => group == WINDOW_GROUP || group == RESCALE_GROUP,
        };
        if !wanted {
            return;
        }
        let values = self.0.entry(element.tag).or_default();
        if values.len() < MAX_VALUES {
            values.push(Value {
                sequence: element.sequence,
                bytes,
                encoding: element.encoding,
            });
        }
    }

    fn all(&self, tag: Tag, sequence: Option<Tag>) -> impl Iterator<Item = Value<'a>> {
        let values = self.0.get(&tag).map_or(&[][..], Vec::as_slice);
        (values.iter().copied()).filter(move |value| value.sequence == sequence)
    }

    /// The element of the data set itself.
    pub(super) fn get(&self, tag: Tag) -> Option<Value<'a>> {
        self.all(tag, None).next()
    }

    pub(super) fn number(&self, tag: Tag) -> Option<usize> {
        self.get(tag)?.number(0)
    }

    pub(super) fn text(&self, tag: Tag) -> String {
        self.get(tag).map_or_else(String::new, |value| value.text())
    }

    /// The Extended Offset Table.
    pub(super) fn offsets(&self) -> Vec<u64> {
        let table = self.get(tags::EXTENDED_OFFSET_TABLE);
        let chunks = table.map_or(&[][..], |value| value.bytes.as_chunks().0);
        (chunks.iter())
            .map(|chunk| u64::from_le_bytes(*chunk))
            .collect()
    }
}

impl Value<'_> {
    /// One of the unsigned 16-bit numbers.
    pub(super) fn number(&self, at: usize) -> Option<usize> {
        let (numbers, _) = self.bytes.as_chunks::<2>();
        (numbers.get(at)).map(|bytes| usize::from(self.encoding.u16(*bytes)))
    }

    fn text(&self) -> String {
        CharacterSet::default().text(VR::CS, self.bytes)
    }

    /// The first of the numbers in a text.
    fn decimal(&self) -> Option<f32> {
        let text = self.text();
        let first: f32 = text.split('\\').next()?.parse().ok()?;
        first.is_finite().then_some(first)
    }
}

/// Those of the data set itself, or else those of the functional groups in their order.
fn pairs(values: &Values<'_>, group: Tag, first: Tag, second: Tag) -> Vec<(f32, f32)> {
    [None, Some(group)]
        .into_iter()
        .map(|sequence| {
            values
                .all(first, sequence)
                .zip(values.all(second, sequence))
                .filter_map(|(first, second)| Some((first.decimal()?, second.decimal()?)))
                .collect::<Vec<_>>()
        })
        .find(|pairs| !pairs.is_empty())
        .unwrap_or_default()
}

/// Slope and intercept: of all frames, or of each.
pub(super) fn rescales(values: &Values<'_>) -> Vec<(f32, f32)> {
    pairs(
        values,
        RESCALE_GROUP,
        tags::RESCALE_SLOPE,
        tags::RESCALE_INTERCEPT,
    )
}

/// The windows: of all frames, or of each.
pub(super) fn windows(values: &Values<'_>) -> Vec<Window> {
    let function = [None, Some(WINDOW_GROUP)]
        .into_iter()
        .find_map(|sequence| values.all(tags::VOILUT_FUNCTION, sequence).next())
        .map_or_else(String::new, |value| value.text());
    let function = match function.as_str() {
        "LINEAR_EXACT" => WindowFunction::LinearExact,
        "SIGMOID" => WindowFunction::Sigmoid,
        _ => WindowFunction::Linear,
    };
    let pairs = pairs(
        values,
        WINDOW_GROUP,
        tags::WINDOW_CENTER,
        tags::WINDOW_WIDTH,
    );
    (pairs.into_iter())
        .map(|(center, width)| Window {
            center,
            width,
            function,
        })
        .collect()
}
