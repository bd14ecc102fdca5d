//! JPEG images within DICOM: baseline, extended and lossless (PS3.5 A.4.1 and A.4.2).

use jpeg_decoder::{
    CodingProcess, ColorTransform, Decoder, Error, PixelFormat, UnsupportedFeature,
};

use super::attributes::Image;
use super::{Color, RenderError, jpeg12};

/// Samples that a byte can stand for at most: two bits are the least for a block of 64, and chrominance may be quartered.
const MAX_GROWTH: usize = 1024;

/// The samples of a frame, pixel by pixel, and their colours.
pub(super) fn decode(image: &Image, bytes: &[u8]) -> Result<(Vec<f32>, Color), RenderError> {
    let channels = image.color.samples();
    let count = image.rows * image.columns * channels;
    if bytes.len().saturating_mul(MAX_GROWTH) < count {
        return Err(RenderError::damaged(
            "the JPEG image is too short for its size",
        ));
    }

    let mut decoder = Decoder::new(bytes);
    decoder.set_max_decoding_buffer_size(count * 2);
    match decoder.read_info() {
        Err(Error::Unsupported(UnsupportedFeature::SamplePrecision(12))) if channels == 1 => {
            let samples = jpeg12::decode(bytes, image.rows, image.columns)?;
            let samples = (samples.into_iter()).map(|sample| image.value(u32::from(sample)));
            return Ok((samples.collect(), image.color.clone()));
        }
        read => read.map_err(refusal)?,
    }
    let info = decoder
        .info()
        .ok_or_else(|| RenderError::damaged("the JPEG image has no header"))?;
    if info.coding_process == CodingProcess::DctProgressive {
        return Err(RenderError::NotSupported("progressive JPEG".to_owned()));
    }
    let found = match info.pixel_format {
        PixelFormat::L8 | PixelFormat::L16 => 1,
        PixelFormat::RGB24 => 3,
        PixelFormat::CMYK32 => 4,
    };
    let size = (usize::from(info.height), usize::from(info.width), found);
    if size != (image.rows, image.columns, channels) {
        return Err(RenderError::damaged(format!(
            "{}×{} with {channels} samples declared, the JPEG image has {}×{} with {found}",
            image.columns, image.rows, info.width, info.height
        )));
    }

    // As they are: what they mean is decided here, not by the decoder.
    decoder.set_color_transform(match channels {
        1 => ColorTransform::Grayscale,
        _ => ColorTransform::RGB,
    });
    let decoded = decoder.decode().map_err(refusal)?;
    let samples = if decoded.len() == count {
        (decoded.iter())
            .map(|sample| image.value(u32::from(*sample)))
            .collect()
    } else {
        let (words, _) = decoded.as_chunks::<2>();
        if words.len() != count {
            return Err(RenderError::damaged("the JPEG image is not whole"));
        }
        (words.iter())
            .map(|word| image.value(u32::from(u16::from_ne_bytes(*word))))
            .collect()
    };
    let color = match &image.color {
        // Encoders transform colours and forget to say so; only a lossless one never does.
        Color::Rgb if info.coding_process == CodingProcess::DctSequential && says_ybr(bytes) => {
            Color::YbrFull
        }
        color => color.clone(),
    };
    Ok((samples, color))
}

/// Whether the markers before the image say that its colours are luminance and chrominance: JFIF, or Adobe's transform 1.
fn says_ybr(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    while let [0xFF, marker, high, low, after @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low])).saturating_sub(2);
        let Some((content, next)) = after.split_at_checked(length) else {
            return false;
        };
        match marker {
            0xE0 if content.starts_with(b"JFIF\0") => return true,
            0xEE if content.starts_with(b"Adobe") => return content.get(11) == Some(&1),
            // The scan begins: what follows is no marker.
            0xDA => return false,
            _ => rest = next,
        }
    }
    false
}

fn refusal(error: Error) -> RenderError {
    match error {
        Error::Unsupported(feature) => RenderError::NotSupported(match feature {
            UnsupportedFeature::SamplePrecision(bits) => {
                format!("JPEG with {bits} bits per sample")
            }
            UnsupportedFeature::ArithmeticEntropyCoding => "JPEG with arithmetic coding".to_owned(),
            other => format!("this kind of JPEG ({other:?})"),
        }),
        error => RenderError::damaged(error.to_string()),
    }
}
