//! Encapsulated pixel data: fragments, and which of them make up a frame (PS3.5 A.4).

use std::borrow::Cow;

use super::RenderError;
use super::attributes::Image;

const ITEM: [u8; 4] = [0xFE, 0xFF, 0x00, 0xE0];
const END: [u8; 4] = [0xFE, 0xFF, 0xDD, 0xE0];

/// The fragments of an image.
#[derive(Debug)]
pub(super) struct Fragments<'a> {
    /// Where each frame starts, counted from the first fragment; empty when the file does not say.
    basic_offsets: Vec<u64>,
    /// Each with its distance from the first one.
    fragments: Vec<(u64, &'a [u8])>,
}

impl<'a> Fragments<'a> {
    /// Reads the items after the header of the element, up to the delimiter.
    pub(super) fn read(mut rest: &'a [u8]) -> Result<Self, RenderError> {
        let basic_offsets = item(&mut rest)?
            .ok_or_else(|| RenderError::damaged("the pixel data has no offset table"))?
            .as_chunks()
            .0
            .iter()
            .map(|offset| u64::from(u32::from_le_bytes(*offset)))
            .collect();
        let first = rest.len();
        let mut fragments = Vec::new();
        loop {
            let offset = (first - rest.len()) as u64;
            match item(&mut rest)? {
                Some(fragment) => fragments.push((offset, fragment)),
                None => break,
            }
        }
        Ok(Self {
            basic_offsets,
            fragments,
        })
    }

    /// The bytes of one frame, which is known to be below the number of frames.
    pub(super) fn frame(&self, image: &Image, frame: usize) -> Result<Cow<'a, [u8]>, RenderError> {
        let all = self.fragments.as_slice();
        let fragments = if image.frames == 1 {
            all
        } else if all.len() == image.frames {
            &all[frame..=frame]
        } else if let Some(offsets) = self.offsets(image) {
            let start = all.partition_point(|(offset, _)| *offset < offsets[frame]);
            let end = offsets.get(frame + 1).map_or(all.len(), |next| {
                all.partition_point(|(offset, _)| offset < next)
            });
            all.get(start..end).unwrap_or_default()
        } else {
            // Without a table, a new JPEG image starts where its marker is.
            let starts_image = |(_, fragment): &(u64, &[u8])| fragment.starts_with(&[0xFF, 0xD8]);
            let mut images = all.chunk_by(|_, next| !starts_image(next));
            let found = images.clone().count();
            if found != image.frames {
                return Err(RenderError::damaged(format!(
                    "{} frames declared, {found} there",
                    image.frames
                )));
            }
            images.nth(frame).unwrap_or_default()
        };
        match fragments {
            [] => Err(RenderError::damaged(format!(
                "frame {frame} has no pixel data"
            ))),
            [(_, one)] => Ok(Cow::Borrowed(one)),
            many => Ok(Cow::Owned(
                many.iter()
                    .flat_map(|(_, fragment)| fragment.iter().copied())
                    .collect(),
            )),
        }
    }

    /// The offset table that says where each frame starts.
    fn offsets<'t>(&'t self, image: &'t Image) -> Option<&'t [u64]> {
        [&image.extended_offsets, &self.basic_offsets]
            .into_iter()
            .find(|offsets| offsets.len() == image.frames)
            .map(Vec::as_slice)
    }
}

/// The value of the item that starts `rest`, which moves behind it; `None` at the delimiter.
fn item<'a>(rest: &mut &'a [u8]) -> Result<Option<&'a [u8]>, RenderError> {
    let (header, after) = rest
        .split_first_chunk::<8>()
        .ok_or_else(|| RenderError::damaged("the pixel data ends between two fragments"))?;
    let [a, b, c, d, length @ ..] = *header;
    match [a, b, c, d] {
        END => Ok(None),
        ITEM => {
            let length = u32::from_le_bytes(length) as usize;
            let (value, after) = after.split_at_checked(length).ok_or_else(|| {
                RenderError::damaged(format!(
                    "a fragment of pixel data ends early: {length} bytes declared, {} there",
                    after.len()
                ))
            })?;
            *rest = after;
            Ok(Some(value))
        }
        _ => Err(RenderError::damaged(
            "something else stands where a fragment of pixel data should start",
        )),
    }
}
