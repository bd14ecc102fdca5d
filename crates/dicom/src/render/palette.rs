//! Colours by number: the Palette Color Lookup Tables (PS3.3 C.7.6.3.1.5 and C.7.9).

use dicom_core::Tag;
use dicom_dictionary_std::tags;

use super::RenderError;
use super::values::Values;

/// The colours of a palette, reduced to 8 bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    first: i32,
    colors: Vec<[u8; 3]>,
}

/// Descriptor and data of each colour, and the data when written in segments.
const TABLES: [(Tag, Tag, Tag); 3] = [
    (
        tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
        tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        tags::SEGMENTED_RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    ),
    (
        tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
        tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        tags::SEGMENTED_GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    ),
    (
        tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
        tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
        tags::SEGMENTED_BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    ),
];

impl Palette {
    pub(super) fn read(values: &Values<'_>) -> Result<Self, RenderError> {
        let mut palette = Self {
            first: 0,
            colors: Vec::new(),
        };
        for (color, (descriptor, data, segmented)) in TABLES.into_iter().enumerate() {
            if values.get(data).is_none() && values.get(segmented).is_some() {
                return Err(RenderError::NotSupported("a segmented palette".to_owned()));
            }
            let (first, table) = table(values, descriptor, data)
                .ok_or_else(|| RenderError::damaged("the palette is not whole"))?;
            palette.first = first;
            palette.colors.resize(table.len(), [0; 3]);
            for (rgb, value) in palette.colors.iter_mut().zip(table) {
                rgb[color] = value;
            }
        }
        Ok(palette)
    }

    /// The colour of a stored value; those below and above the palette get its first and last one.
    pub(super) fn color(&self, value: f32) -> [u8; 3] {
        let last = self.colors.len() - 1;
        let at = (value - self.first as f32).clamp(0.0, last as f32);
        self.colors[at as usize]
    }
}

/// The first stored value of one colour's table, and its entries in 8 bits; at least one.
fn table(values: &Values<'_>, descriptor: Tag, data: Tag) -> Option<(i32, Vec<u8>)> {
    let descriptor = values.get(descriptor)?;
    let data = values.get(data)?;
    let entries = match descriptor.number(0)? {
        // It does not fit into 16 bits.
        0 => 1 << 16,
        entries => entries,
    };
    let first = descriptor.number(1)?;
    let signed = values
        .get(tags::PIXEL_REPRESENTATION)
        .and_then(|value| value.number(0))
        == Some(1);
    let first = if signed {
        i32::from(first as u16 as i16)
    } else {
        first as i32
    };

    let bits = descriptor.number(2)?;
    let wide = data.bytes.len() >= entries * 2;
    if !wide && (bits > 8 || data.bytes.len() < entries) {
        return None;
    }
    let word = |at: usize| data.number(at);
    let table = (0..entries).map(|at| match (wide, bits) {
        (true, 9..) => word(at).map(|word| (word >> (bits.min(16) - 8)) as u8),
        (true, _) => word(at).map(|word| word as u8),
        // Two entries in a word, the first in its lower half.
        (false, _) => word(at / 2)
            .map(|word| (word >> (at % 2 * 8)) as u8)
            .or_else(|| data.bytes.get(at).copied()),
    });
    Some((first, table.collect::<Option<_>>()?))
}
