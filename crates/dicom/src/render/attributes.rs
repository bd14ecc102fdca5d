//! What the header says of the pixels (PS3.3 C.7.6.3), checked against itself.

use dicom_core::VR;
use dicom_dictionary_std::tags;

use super::palette::Palette;
use super::values::{Values, rescales, windows};
use super::{Color, Frame, MAX_SAMPLES, RenderError, Window};
use crate::source::Source;
use crate::walk::{Element, PIXEL_DATA};

/// Where the pixels of a file are.
#[derive(Debug)]
pub(super) enum PixelData<'a> {
    /// The value of the element, all frames.
    Native(&'a [u8], VR),
    /// Where the items start, in bytes from the start of the data set.
    Fragments(usize),
}

/// An image whose description makes sense.
#[derive(Debug)]
pub(super) struct Image {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) frames: usize,
    pub(super) color: Color,
    /// Two pixels share their chrominance.
    pub(super) halved_chrominance: bool,
    /// The samples of a frame go colour by colour rather than pixel by pixel.
    pub(super) planar: bool,
    /// 1, 8, 16 or 32.
    pub(super) bits_allocated: usize,
    pub(super) bits_stored: usize,
    pub(super) signed: bool,
    pub(super) extended_offsets: Vec<u64>,
    high_bit: usize,
    windows: Vec<Window>,
    rescales: Vec<(f32, f32)>,
    padding: Option<(f32, f32)>,
}

impl Image {
    /// Reads the elements up to the pixel data.
    pub(super) fn read<'a>(source: &'a Source<'_>) -> Result<(Self, PixelData<'a>), RenderError> {
        let mut values = Values::default();
        let mut walk = source.elements();
        while let Some(element) = walk.next() {
            let element: Element<'a> = element?;
            match (element.sequence, element.tag, element.value) {
                (None, PIXEL_DATA, Some(value)) => {
                    return Ok((
                        Self::from_values(&values)?,
                        PixelData::Native(value, element.vr),
                    ));
                }
                (None, PIXEL_DATA, None) => {
                    return Ok((
                        Self::from_values(&values)?,
                        PixelData::Fragments(walk.position()),
                    ));
                }
                (None, tags::FLOAT_PIXEL_DATA | tags::DOUBLE_FLOAT_PIXEL_DATA, _) => {
                    return Err(RenderError::NotSupported(
                        "floating point pixels".to_owned(),
                    ));
                }
                (_, _, Some(bytes)) => values.put(&element, bytes),
                _ => {}
            }
        }
        Err(RenderError::NotAnImage)
    }

    fn from_values(values: &Values<'_>) -> Result<Self, RenderError> {
        let number = |tag, name: &str| {
            values
                .number(tag)
                .ok_or_else(|| RenderError::damaged(format!("{name} is missing")))
        };
        let rows = number(tags::ROWS, "Rows")?;
        let columns = number(tags::COLUMNS, "Columns")?;
        if rows == 0 || columns == 0 {
            return Err(RenderError::damaged(format!(
                "{columns} columns and {rows} rows make no image"
            )));
        }
        let frames = match values.text(tags::NUMBER_OF_FRAMES).as_str() {
            "" => 1,
            text => text
                .parse()
                .map_err(|_| RenderError::damaged(format!("Number of Frames is {text:?}")))?,
        };
        let samples = values.number(tags::SAMPLES_PER_PIXEL).unwrap_or(1);
        let name = values.text(tags::PHOTOMETRIC_INTERPRETATION);
        let color = color(&name, values)?;
        if color.samples() != samples {
            return Err(RenderError::damaged(format!(
                "{name} with {samples} samples per pixel"
            )));
        }
        if rows.saturating_mul(columns).saturating_mul(samples) > MAX_SAMPLES {
            return Err(RenderError::TooLarge {
                limit: MAX_SAMPLES as u64,
                what: "samples",
            });
        }

        let bits_allocated = number(tags::BITS_ALLOCATED, "Bits Allocated")?;
        let bits_stored = (values.number(tags::BITS_STORED)).unwrap_or(bits_allocated);
        let high_bit = (values.number(tags::HIGH_BIT)).unwrap_or(bits_stored.saturating_sub(1));
        match bits_allocated {
            1 | 8 | 16 | 32 => {}
            12 | 24 | 64 => {
                return Err(RenderError::NotSupported(format!(
                    "an image of {bits_allocated} bits per sample"
                )));
            }
            _ => {
                return Err(RenderError::damaged(format!(
                    "Bits Allocated is {bits_allocated}"
                )));
            }
        }
        if bits_stored == 0 || high_bit >= bits_allocated || bits_stored > high_bit + 1 {
            return Err(RenderError::damaged(format!(
                "{bits_stored} bits up to bit {high_bit} of {bits_allocated}"
            )));
        }

        let mut image = Self {
            rows,
            columns,
            frames,
            halved_chrominance: name == "YBR_FULL_422",
            color,
            planar: values.number(tags::PLANAR_CONFIGURATION) == Some(1),
            bits_allocated,
            bits_stored,
            signed: values.number(tags::PIXEL_REPRESENTATION) == Some(1),
            extended_offsets: values.offsets(),
            high_bit,
            windows: windows(values),
            rescales: rescales(values),
            padding: None,
        };
        let padding = |tag| {
            let raw = values.number(tag)?;
            Some(image.value((raw as u32) << (high_bit + 1 - bits_stored)))
        };
        image.padding = padding(tags::PIXEL_PADDING_VALUE).map(|value| {
            let limit = padding(tags::PIXEL_PADDING_RANGE_LIMIT).unwrap_or(value);
            (value.min(limit), value.max(limit))
        });
        Ok(image)
    }

    /// The frame as an index, when there is such a frame.
    pub(super) fn frame_index(&self, frame: u32) -> Result<usize, RenderError> {
        usize::try_from(frame)
            .ok()
            .filter(|index| *index < self.frames)
            .ok_or(RenderError::NoSuchFrame {
                frame,
                frames: self.frames,
            })
    }

    /// Samples of one pixel, as stored.
    pub(super) fn stored_samples(&self) -> usize {
        self.color.samples()
    }

    /// The stored value within the allocated bits: overlays in the unused ones are left out, the sign is extended.
    pub(super) fn value(&self, raw: u32) -> f32 {
        let above = 31 - self.high_bit as u32;
        let unused = 32 - self.bits_stored as u32;
        let top = raw << above;
        if self.signed {
            ((top as i32) >> unused) as f32
        } else {
            (top >> unused) as f32
        }
    }

    /// The image, decoded.
    pub(super) fn into_frame(self, frame: usize, samples: Vec<f32>, color: Color) -> Frame {
        /// What is said of this frame, or else of all.
        fn of<T: Copy>(all: &[T], frames: usize, frame: usize) -> Option<T> {
            let own = all.get(frame).filter(|_| all.len() == frames);
            own.or(all.first()).copied()
        }
        Frame {
            rows: self.rows,
            columns: self.columns,
            samples,
            color,
            bits: self.bits_stored as u32,
            rescale: of(&self.rescales, self.frames, frame).unwrap_or((1.0, 0.0)),
            window: of(&self.windows, self.frames, frame),
            padding: self.padding.map(|(first, last)| first..=last),
        }
    }
}

fn color(name: &str, values: &Values<'_>) -> Result<Color, RenderError> {
    Ok(match name {
        "MONOCHROME1" => Color::Monochrome1,
        "MONOCHROME2" => Color::Monochrome2,
        "PALETTE COLOR" => Color::Palette(Palette::read(values)?),
        "RGB" => Color::Rgb,
        "YBR_FULL" | "YBR_FULL_422" => Color::YbrFull,
        // The colours of JPEG 2000, which its decoder turns into these.
        "YBR_RCT" | "YBR_ICT" => Color::Rgb,
        "" => {
            return Err(RenderError::damaged(
                "Photometric Interpretation is missing",
            ));
        }
        other => {
            return Err(RenderError::NotSupported(format!(
                "photometric interpretation {other}"
            )));
        }
    })
}
