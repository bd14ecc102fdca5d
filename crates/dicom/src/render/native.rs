//! Pixel data that is not compressed (PS3.5 section 8).

use dicom_core::VR;

use super::RenderError;
use super::attributes::Image;

/// The samples of one frame, pixel by pixel.
///
/// The value must have all frames, so that a header that declares too much is found out.
pub(super) fn decode(
    image: &Image,
    value: &[u8],
    vr: VR,
    big_endian: bool,
    frame: usize,
) -> Result<Vec<f32>, RenderError> {
    let pixels = image.rows * image.columns;
    let channels = image.stored_samples();
    // Half of the chrominance may be left out; some files declare that and keep it.
    let full = pixels * channels;
    let halved = image.halved_chrominance
        && value.len() < full.saturating_mul(image.frames)
        && image.columns.is_multiple_of(2);
    let samples = if halved { pixels * 2 } else { full };

    let bits = samples.saturating_mul(image.bits_allocated);
    let declared = bits.saturating_mul(image.frames).div_ceil(8);
    if value.len() < declared {
        return Err(RenderError::damaged(format!(
            "{declared} bytes of pixel data declared, {} there",
            value.len()
        )));
    }

    // In big endian, words of 16 bits hold the later one of two bytes first.
    let swapped = big_endian && vr == VR::OW && image.bits_allocated <= 8;
    let byte = |at: usize| {
        let at = if swapped && (at | 1) < value.len() {
            at ^ 1
        } else {
            at
        };
        u32::from(value[at])
    };
    let width = image.bits_allocated / 8;
    let start = frame * bits / 8;
    let stored = (0..samples).map(|sample| {
        let raw = if image.bits_allocated == 1 {
            // Frames follow each other without a gap.
            let bit = frame * bits + sample;
            byte(bit / 8) >> (bit % 8) & 1
        } else {
            let first = start + sample * width;
            (0..width).fold(0, |raw, n| {
                let at = if big_endian { n } else { width - 1 - n };
                raw << 8 | byte(first + at)
            })
        };
        image.value(raw)
    });

    Ok(if halved {
        spread(stored)
    } else if image.planar && channels > 1 {
        let planes: Vec<f32> = stored.collect();
        (0..pixels)
            .flat_map(|pixel| planes[pixel..].iter().step_by(pixels))
            .copied()
            .collect()
    } else {
        stored.collect()
    })
}

/// Two luminances with the chrominance of both, as two pixels.
fn spread(stored: impl Iterator<Item = f32>) -> Vec<f32> {
    let stored: Vec<f32> = stored.collect();
    let (pairs, _) = stored.as_chunks::<4>();
    (pairs.iter())
        .flat_map(|[left, right, blue, red]| [*left, *blue, *red, *right, *blue, *red])
        .collect()
}
