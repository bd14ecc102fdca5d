//! A frame of a DICOM file as a picture: decode it to samples, display them in 8 bit, encode those as JPEG.
//!
//! The three steps stand alone, so that a viewer can decode once and display with many windows.
//! No step allocates by a size that the file only claims.

mod attributes;
mod display;
mod error;
mod fragments;
mod jpeg;
mod jpeg12;
mod native;
mod palette;
mod rle;
mod syntax;
mod values;

use std::ops::RangeInclusive;

pub use display::{Picture, display, encode};
pub use error::RenderError;
pub use palette::Palette;

use attributes::{Image, PixelData};
use fragments::Fragments;
use syntax::Syntax;

use crate::source::Source;

/// The most samples of one frame: a mammogram has 14 million, and a colour slide tile 3 million.
pub const MAX_SAMPLES: usize = 1 << 26;

/// A decoded frame: its stored values, and what is needed to display them.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Height in pixels.
    pub rows: usize,
    /// Width in pixels.
    pub columns: usize,
    /// Row by row, the samples of a pixel side by side.
    ///
    /// Stored values of up to 24 bits are exact, those of 32 bits are rounded to 24 significant ones.
    pub samples: Vec<f32>,
    /// What the samples mean.
    pub color: Color,
    /// Bits Stored: how wide a sample is.
    pub bits: u32,
    /// Slope and intercept that turn a stored value into what it measures.
    pub rescale: (f32, f32),
    /// The first window of the file, for values after [`Frame::rescale`].
    pub window: Option<Window>,
    /// Stored values that mark pixels outside the image.
    pub padding: Option<RangeInclusive<f32>>,
}

/// Photometric interpretation of a decoded frame (PS3.3 C.7.6.3.1.2).
#[derive(Debug, Clone, PartialEq)]
pub enum Color {
    /// One sample, the smallest is white.
    Monochrome1,
    /// One sample, the smallest is black.
    Monochrome2,
    /// One sample, an index into the colours.
    Palette(Palette),
    /// Red, green and blue.
    Rgb,
    /// Luminance, blue and red chrominance, full range.
    YbrFull,
}

impl Color {
    /// Samples of one pixel: 1 or 3.
    #[must_use]
    pub fn samples(&self) -> usize {
        match self {
            Self::Monochrome1 | Self::Monochrome2 | Self::Palette(_) => 1,
            Self::Rgb | Self::YbrFull => 3,
        }
    }
}

/// Which values are shown between black and white (PS3.3 C.11.2.1.2 and C.11.2.1.3).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// The middle.
    pub center: f32,
    /// From black to white.
    pub width: f32,
    /// The way from black to white.
    pub function: WindowFunction,
}

/// VOI LUT Function.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WindowFunction {
    /// `LINEAR`, where a width of 1 separates two values.
    #[default]
    Linear,
    /// `LINEAR_EXACT`
    LinearExact,
    /// `SIGMOID`
    Sigmoid,
}

/// One frame, counted from 0, as a JPEG image with the window of the file, or from its smallest to its largest value.
///
/// # Errors
///
/// As [`decode()`].
pub fn jpeg(bytes: &[u8], frame: u32) -> Result<Vec<u8>, RenderError> {
    encode(&display(&decode(bytes, frame)?, None))
}

/// The stored values of one frame, counted from 0.
///
/// Reads uncompressed, deflated, RLE and Huffman-coded JPEG images: baseline, lossless, and extended with 8 bits or with
/// 12 bits of grey.
///
/// # Errors
///
/// [`RenderError::NotAnImage`] when there are no pixels to show, [`RenderError::NoSuchFrame`],
/// [`RenderError::NotSupported`] for what cannot be decoded, [`RenderError::TooLarge`] beyond [`MAX_SAMPLES`], and
/// [`RenderError::Damaged`] when the bytes are not what the header says.
pub fn decode(bytes: &[u8], frame: u32) -> Result<Frame, RenderError> {
    let source = Source::open(bytes)?;
    source.check_inflated()?;
    let (image, pixels) = Image::read(&source)?;
    let frame = image.frame_index(frame)?;
    let syntax = Syntax::of(&source)?;
    let samples = match (syntax, pixels) {
        (Syntax::Native { big_endian }, PixelData::Native(value, vr)) => {
            native::decode(&image, value, vr, big_endian, frame)?
        }
        (Syntax::Rle | Syntax::Jpeg, PixelData::Fragments(start)) => {
            let fragments = Fragments::read(&source.data_set()[start..])?;
            let bytes = fragments.frame(&image, frame)?;
            if syntax == Syntax::Rle {
                rle::decode(&image, &bytes)?
            } else {
                return jpeg::decode(&image, &bytes)
                    .map(|(samples, color)| image.into_frame(frame, samples, color));
            }
        }
        _ => {
            return Err(RenderError::damaged(
                "the pixel data is not stored as the transfer syntax says",
            ));
        }
    };
    let color = image.color.clone();
    Ok(image.into_frame(frame, samples, color))
}
