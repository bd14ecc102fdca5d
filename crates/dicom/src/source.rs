//! Where the data set of a file begins and how it is written.

use std::borrow::Cow;
use std::io::Read;

use dicom_core::{Tag, VR};
use flate2::read::DeflateDecoder;

use crate::DicomError;
use crate::charset::CharacterSet;
use crate::walk::{Element, Encoding, Walk, truncated};

const IMPLICIT_LITTLE: &str = "1.2.840.10008.1.2";
const EXPLICIT_LITTLE: &str = "1.2.840.10008.1.2.1";
const DEFLATED: &str = "1.2.840.10008.1.2.1.99";
const EXPLICIT_BIG: &str = "1.2.840.10008.1.2.2";
/// GE's private syntax: the data set is implicit little endian, only the pixels are big endian.
const GE_PRIVATE: &str = "1.2.840.113619.5.2";

const TRANSFER_SYNTAX_UID: Tag = Tag(0x0002, 0x0010);

/// The most that a deflated data set may become: a few kilobytes can claim gigabytes.
const MAX_INFLATED: u64 = 256 * 1024 * 1024;

/// Whether the bytes look like a DICOM file: a cheap look at the first few, no more.
///
/// True when the prefix `DICM` is where it belongs, or when, without it, a first element of group 0002 or 0008 starts.
#[must_use]
pub fn is_dicom(bytes: &[u8]) -> bool {
    prefix_end(bytes).is_some() || starts_data_set(bytes)
}

/// The byte after the prefix `DICM`, which follows 128 bytes of preamble (some writers leave the preamble out).
fn prefix_end(bytes: &[u8]) -> Option<usize> {
    [128, 0]
        .into_iter()
        .find(|at| bytes.get(*at..at + 4) == Some(b"DICM"))
        .map(|at| at + 4)
}

fn starts_data_set(bytes: &[u8]) -> bool {
    let Some([group_low, group_high, low, high, rest @ ..]) = bytes.first_chunk::<8>() else {
        return false;
    };
    let explicit = VR::from_binary([rest[0], rest[1]]).is_some();
    match (group_low, group_high) {
        // The first elements of these groups have small numbers: (0002,0000) to (0008,0018).
        (0x02 | 0x08, 0x00) => {
            let length = u32::from_le_bytes(*rest) as usize;
            *high == 0 && *low < 0x20 && (explicit || length <= bytes.len())
        }
        (0x00, 0x08) => *low == 0 && *high < 0x20 && explicit,
        _ => false,
    }
}

/// A file, opened: its File Meta Information and its data set, inflated when need be.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    /// As the file says, or as it turns out to be when the file does not say.
    pub(crate) transfer_syntax_uid: String,
    meta: &'a [u8],
    data_set: Cow<'a, [u8]>,
    encoding: Encoding,
    /// Whether the file has the prefix; without it more doubt is in place.
    pub(crate) has_prefix: bool,
    /// A deflated stream that ends too early.
    cut_stream: bool,
}

impl<'a> Source<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, DicomError> {
        let start = match prefix_end(bytes) {
            Some(end) => end,
            None if starts_data_set(bytes) => 0,
            None => return Err(DicomError::NotDicom),
        };
        let mut walk = Walk::new(&bytes[start..], Encoding::ExplicitLittle);
        let mut declared = String::new();
        // A sequence has no place here; where one is, it is read to its end, so that the data set begins behind it.
        while walk.is_inside() || walk.next_root_tag().is_some_and(|tag| tag.group() == 2) {
            let Some(element) = walk.next().transpose()? else {
                break;
            };
            if element.tag == TRANSFER_SYNTAX_UID && element.sequence.is_none() {
                declared = CharacterSet::default().text(element.vr, element.value.unwrap_or(&[]));
            }
        }
        let (meta, rest) = bytes[start..].split_at(walk.position());
        if rest.is_empty() {
            return Err(truncated("the data set".to_owned(), 8, 0));
        }

        let mut cut_stream = false;
        let data_set = if declared == DEFLATED {
            let (inflated, whole) = inflate(rest)?;
            cut_stream = !whole;
            Cow::Owned(inflated)
        } else {
            Cow::Borrowed(rest)
        };
        let encoding = encoding_of(&declared, &data_set);
        let transfer_syntax_uid = match (declared.as_str(), encoding) {
            ("", Encoding::ImplicitLittle) => IMPLICIT_LITTLE.to_owned(),
            ("", Encoding::ExplicitLittle) => EXPLICIT_LITTLE.to_owned(),
            ("", Encoding::ExplicitBig) => EXPLICIT_BIG.to_owned(),
            _ => declared,
        };
        Ok(Self {
            transfer_syntax_uid,
            meta,
            data_set,
            encoding,
            has_prefix: start > 0,
            cut_stream,
        })
    }

    /// The elements of the File Meta Information.
    pub(crate) fn meta(&self) -> Walk<'_> {
        Walk::new(self.meta, Encoding::ExplicitLittle)
    }

    /// The bytes of the data set, inflated.
    pub(crate) fn data_set(&self) -> &[u8] {
        &self.data_set
    }

    /// The elements of the data set.
    pub(crate) fn elements(&self) -> Walk<'_> {
        Walk::new(&self.data_set, self.encoding)
    }

    /// The elements of the data set before the pixel data, which is neither read nor checked.
    pub(crate) fn elements_before_pixels(
        &self,
    ) -> impl Iterator<Item = Result<Element<'_>, DicomError>> {
        let mut walk = self.elements();
        std::iter::from_fn(move || {
            let at_pixels = walk
                .next_root_tag()
                .is_some_and(|tag| tag.group() >= crate::walk::PIXEL_DATA.group());
            if at_pixels { None } else { walk.next() }
        })
    }

    /// Whether the deflated stream, if there is one, is all there.
    pub(crate) fn check_inflated(&self) -> Result<(), DicomError> {
        if self.cut_stream {
            let size = self.data_set.len();
            return Err(truncated(
                "the deflated data set".to_owned(),
                size + 1,
                size,
            ));
        }
        Ok(())
    }
}

/// How the data set is written: as declared, unless its first element shows that this cannot be.
///
/// Files without File Meta Information declare nothing, and some declare explicit but write implicit.
fn encoding_of(declared: &str, data_set: &[u8]) -> Encoding {
    if declared == EXPLICIT_BIG {
        return Encoding::ExplicitBig;
    }
    match data_set.first_chunk::<6>() {
        Some([0x00, high, _, _, vr @ ..])
            if declared.is_empty() && *high != 0 && VR::from_binary(*vr).is_some() =>
        {
            Encoding::ExplicitBig
        }
        Some([_, _, _, _, vr @ ..]) if VR::from_binary(*vr).is_some() => Encoding::ExplicitLittle,
        Some(_) => Encoding::ImplicitLittle,
        None if declared == IMPLICIT_LITTLE || declared == GE_PRIVATE => Encoding::ImplicitLittle,
        None => Encoding::ExplicitLittle,
    }
}

/// The inflated bytes, and whether the stream came to its end.
fn inflate(bytes: &[u8]) -> Result<(Vec<u8>, bool), DicomError> {
    let mut inflated = Vec::new();
    let read = DeflateDecoder::new(bytes)
        .take(MAX_INFLATED + 1)
        .read_to_end(&mut inflated);
    if inflated.len() as u64 > MAX_INFLATED {
        return Err(DicomError::TooLarge {
            limit: MAX_INFLATED,
        });
    }
    match read {
        Ok(_) => Ok((inflated, true)),
        // What came before the cut is still good.
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok((inflated, false)),
        Err(_) => Err(DicomError::Unreadable(
            "the deflated data set is damaged".to_owned(),
        )),
    }
}
