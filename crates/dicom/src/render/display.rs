//! Samples as people see them: 8 bits, grey or red, green and blue.

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;

use super::{Color, Frame, RenderError, Window, WindowFunction};

/// Of 100: above this, files grow and nobody sees why.
const QUALITY: u8 = 90;

/// An image for the eye.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Height in pixels.
    pub rows: usize,
    /// Width in pixels.
    pub columns: usize,
    /// Samples of a pixel: 1 for grey, 3 for red, green and blue.
    pub samples_per_pixel: usize,
    /// Row by row, the samples of a pixel side by side.
    pub samples: Vec<u8>,
}

/// A frame in 8 bits.
///
/// Grey values are shown through the window given, or through that of the file, or from their smallest to their
/// largest, padding aside; colours are shown as they are.
#[must_use]
pub fn display(frame: &Frame, window: Option<Window>) -> Picture {
    let to_8_bits = 255.0 / ((1_u64 << frame.bits.clamp(1, 32)) - 1) as f32;
    let samples = match &frame.color {
        Color::Monochrome1 | Color::Monochrome2 => grey(frame, window),
        Color::Palette(palette) => (frame.samples.iter())
            .flat_map(|sample| palette.color(*sample))
            .collect(),
        Color::Rgb => (frame.samples.iter())
            .map(|sample| (sample * to_8_bits).round() as u8)
            .collect(),
        Color::YbrFull => {
            let (pixels, _) = frame.samples.as_chunks::<3>();
            (pixels.iter())
                .flat_map(|pixel| rgb(pixel.map(|sample| sample * to_8_bits)))
                .collect()
        }
    };
    let grey = matches!(frame.color, Color::Monochrome1 | Color::Monochrome2);
    Picture {
        rows: frame.rows,
        columns: frame.columns,
        samples_per_pixel: if grey { 1 } else { 3 },
        samples,
    }
}

/// A picture as a baseline JPEG image.
///
/// # Errors
///
/// [`RenderError::Damaged`] when the samples are not as many as rows and columns say, or more than JPEG can number.
pub fn encode(picture: &Picture) -> Result<Vec<u8>, RenderError> {
    let color = match picture.samples_per_pixel {
        1 => ExtendedColorType::L8,
        _ => ExtendedColorType::Rgb8,
    };
    let too_large = |_| RenderError::damaged("JPEG has no room for so many rows or columns");
    let columns = u16::try_from(picture.columns).map_err(too_large)?;
    let rows = u16::try_from(picture.rows).map_err(too_large)?;
    let size = picture.rows * picture.columns * usize::from(color.channel_count());
    if size != picture.samples.len() || size == 0 {
        return Err(RenderError::damaged(format!(
            "{size} samples declared, {} there",
            picture.samples.len()
        )));
    }
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode(&picture.samples, columns.into(), rows.into(), color)
        .map_err(|error| RenderError::damaged(error.to_string()))?;
    Ok(jpeg)
}

fn grey(frame: &Frame, window: Option<Window>) -> Vec<u8> {
    let (slope, intercept) = frame.rescale;
    let shade: Box<dyn Fn(f32) -> f32> = match window.or(frame.window).filter(Window::shows) {
        Some(window) => Box::new(move |value| window.shade(value)),
        None => {
            let (low, high) = range(frame);
            let (low, high) = (low * slope + intercept, high * slope + intercept);
            // A negative slope turns them round.
            let (low, width) = (low.min(high), (high - low).abs().max(f32::MIN_POSITIVE));
            Box::new(move |value| (value - low) / width)
        }
    };
    let inverted = frame.color == Color::Monochrome1;
    (frame.samples.iter())
        .map(|sample| {
            let shade = shade(sample * slope + intercept).clamp(0.0, 1.0);
            let shade = if inverted { 1.0 - shade } else { shade };
            (shade * 255.0).round() as u8
        })
        .collect()
}

/// The smallest and the largest stored value that is no padding; of all of them when there is nothing else.
fn range(frame: &Frame) -> (f32, f32) {
    let range = |keep: &dyn Fn(&f32) -> bool| {
        (frame.samples.iter().copied()).filter(keep).fold(
            None,
            |range: Option<(f32, f32)>, value| {
                let (low, high) = range.unwrap_or((value, value));
                Some((low.min(value), high.max(value)))
            },
        )
    };
    let padding = frame.padding.as_ref();
    range(&|value| padding.is_none_or(|padding| !padding.contains(value)))
        .or_else(|| range(&|_| true))
        .unwrap_or((0.0, 0.0))
}

impl Window {
    /// Whether the width makes sense.
    fn shows(&self) -> bool {
        match self.function {
            WindowFunction::Linear => self.width >= 1.0,
            WindowFunction::LinearExact | WindowFunction::Sigmoid => self.width > 0.0,
        }
    }

    /// Black is 0, white is 1; beyond them for values beyond the window.
    fn shade(&self, value: f32) -> f32 {
        let Self { center, width, .. } = *self;
        match self.function {
            // A window of one value is a step, and a width of nothing would divide by zero.
            WindowFunction::Linear if width <= 1.0 => f32::from(u8::from(value > center - 0.5)),
            WindowFunction::Linear => (value - (center - 0.5)) / (width - 1.0) + 0.5,
            WindowFunction::LinearExact => (value - center) / width + 0.5,
            WindowFunction::Sigmoid => 1.0 / (1.0 + (-4.0 * (value - center) / width).exp()),
        }
    }
}

/// Full-range luminance and chrominance of 8 bits (ITU-R BT.601) as red, green and blue.
fn rgb([y, blue, red]: [f32; 3]) -> [u8; 3] {
    let (blue, red) = (blue - 128.0, red - 128.0);
    [
        y + 1.402 * red,
        y - 0.344_136 * blue - 0.714_136 * red,
        y + 1.772 * blue,
    ]
    // The conversion of a float to an integer stays within the integer's limits.
    .map(|sample| sample.round() as u8)
}
