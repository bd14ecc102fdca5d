//! RLE Lossless: each byte of a sample in a segment of its own, packed as runs (PS3.5 annex G).

use super::RenderError;
use super::attributes::Image;

/// Bytes that a segment becomes at most, for each of its own: a run of 128 takes two.
const MAX_GROWTH: usize = 64;

/// The samples of a frame, pixel by pixel.
pub(super) fn decode(image: &Image, bytes: &[u8]) -> Result<Vec<f32>, RenderError> {
    let cut = || RenderError::damaged("the RLE header is cut");
    let (header, _) = bytes.split_first_chunk::<64>().ok_or_else(cut)?;
    let (numbers, _) = header.as_chunks::<4>();
    let number = |at: usize| {
        numbers
            .get(at)
            .map(|bytes| u32::from_le_bytes(*bytes) as usize)
            .ok_or_else(cut)
    };

    let count = number(0)?;
    let width = image.bits_allocated.div_ceil(8);
    let channels = image.stored_samples();
    if count != width * channels || image.bits_allocated < 8 {
        return Err(RenderError::damaged(format!(
            "{count} RLE segments where {} are needed",
            width * channels
        )));
    }
    let pixels = image.rows * image.columns;
    let mut planes = Vec::with_capacity(count);
    for segment in 0..count {
        let start = number(segment + 1)?;
        let end = if segment + 1 < count {
            number(segment + 2)?
        } else {
            bytes.len()
        };
        let packed = bytes
            .get(start..end)
            .filter(|_| start >= header.len())
            .ok_or_else(|| {
                RenderError::damaged(format!(
                    "RLE segment {segment} is not where the header says"
                ))
            })?;
        planes.push(unpack(packed, pixels)?);
    }

    let mut samples = Vec::with_capacity(pixels * channels);
    for pixel in 0..pixels {
        for channel in planes.chunks(width) {
            // The segments go from the most to the least significant byte.
            let raw = (channel.iter()).fold(0_u32, |raw, plane| raw << 8 | u32::from(plane[pixel]));
            samples.push(image.value(raw));
        }
    }
    Ok(samples)
}

fn unpack(mut packed: &[u8], size: usize) -> Result<Vec<u8>, RenderError> {
    let short = || RenderError::damaged("an RLE segment ends before its plane is full");
    if packed.len().saturating_mul(MAX_GROWTH) < size {
        return Err(short());
    }
    let mut plane = Vec::with_capacity(size + 128);
    while plane.len() < size {
        let (control, rest) = packed.split_first().ok_or_else(short)?;
        match *control {
            literal @ 0..=127 => {
                let (bytes, after) = rest
                    .split_at_checked(usize::from(literal) + 1)
                    .ok_or_else(short)?;
                plane.extend_from_slice(bytes);
                packed = after;
            }
            128 => packed = rest,
            run => {
                let (byte, after) = rest.split_first().ok_or_else(short)?;
                plane.resize(plane.len() + 257 - usize::from(run), *byte);
                packed = after;
            }
        }
    }
    plane.truncate(size);
    Ok(plane)
}
