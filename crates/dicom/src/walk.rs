//! One pass over the structure of a data set, element by element, without recursion and without copying.
//!
//! The element headers are decoded by dicom-rs; what this adds is that every declared length is compared with the
//! bytes that are there before anything is done with it.

use dicom_core::{Tag, VR};
use dicom_encoding::decode::Decode;
use dicom_encoding::decode::explicit_be::ExplicitVRBigEndianDecoder;
use dicom_encoding::decode::explicit_le::ExplicitVRLittleEndianDecoder;
use dicom_encoding::decode::implicit_le::StandardImplicitVRLittleEndianDecoder;

use crate::DicomError;

/// Pixel Data.
pub(crate) const PIXEL_DATA: Tag = Tag(0x7FE0, 0x0010);

const ITEM: Tag = Tag(0xFFFE, 0xE000);
const ITEM_END: Tag = Tag(0xFFFE, 0xE00D);
const SEQUENCE_END: Tag = Tag(0xFFFE, 0xE0DD);

/// Sequences and items open at once. Real data sets stay below 20; a crafted one must not grow the stack for ever.
const MAX_OPEN: usize = 128;

/// How the elements of a data set are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    ImplicitLittle,
    ExplicitLittle,
    ExplicitBig,
}

impl Encoding {
    /// An unsigned 16-bit number in this byte order.
    pub(crate) fn u16(self, bytes: [u8; 2]) -> u16 {
        match self {
            Self::ExplicitBig => u16::from_be_bytes(bytes),
            Self::ImplicitLittle | Self::ExplicitLittle => u16::from_le_bytes(bytes),
        }
    }

    /// Tag, value representation, declared length (`None`: undefined) and size of the header that starts `bytes`;
    /// `None` when the header itself is cut.
    fn header(self, mut bytes: &[u8]) -> Option<(Tag, VR, Option<usize>, usize)> {
        // Reading from memory fails for one reason only: there is not enough of it.
        let (header, size) = match self {
            Self::ImplicitLittle => {
                StandardImplicitVRLittleEndianDecoder::with_std_dict().decode_header(&mut bytes)
            }
            Self::ExplicitLittle => {
                ExplicitVRLittleEndianDecoder::default().decode_header(&mut bytes)
            }
            Self::ExplicitBig => ExplicitVRBigEndianDecoder::default().decode_header(&mut bytes),
        }
        .ok()?;
        Some((
            header.tag,
            header.vr,
            header.len.get().map(|length| length as usize),
            size,
        ))
    }
}

/// A data element, met in the order of the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'a> {
    pub(crate) tag: Tag,
    pub(crate) vr: VR,
    /// The sequence in whose item this element is; `None` in the data set itself.
    pub(crate) sequence: Option<Tag>,
    /// The bytes of the value; `None` for a sequence and for encapsulated pixel data, whose content follows.
    pub(crate) value: Option<&'a [u8]>,
    pub(crate) encoding: Encoding,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Sequence,
    Item,
    Fragments,
}

#[derive(Debug, Clone, Copy)]
struct Open {
    kind: Kind,
    tag: Tag,
    /// Where it ends; `None` when a delimiter says so.
    end: Option<usize>,
    encoding: Encoding,
}

/// The elements of `bytes`, nested ones right after their sequence. Ends after the first error.
pub(crate) struct Walk<'a> {
    bytes: &'a [u8],
    position: usize,
    encoding: Encoding,
    open: Vec<Open>,
    done: bool,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(bytes: &'a [u8], encoding: Encoding) -> Self {
        Self {
            bytes,
            position: 0,
            encoding,
            open: Vec::new(),
            done: false,
        }
    }

    /// The tag of the next element of the data set itself, when one is next.
    pub(crate) fn next_root_tag(&self) -> Option<Tag> {
        let rest = self.bytes.get(self.position..)?;
        if self.is_inside() {
            return None;
        }
        let [a, b, c, d] = *rest.first_chunk()?;
        Some(Tag(self.encoding.u16([a, b]), self.encoding.u16([c, d])))
    }

    /// Whether a sequence has begun that has not ended yet.
    pub(crate) fn is_inside(&self) -> bool {
        self.open.iter().any(|open| open.end != Some(self.position))
    }

    /// How many bytes have been walked over.
    pub(crate) fn position(&self) -> usize {
        self.position
    }

    fn step(&mut self) -> Result<Option<Element<'a>>, DicomError> {
        loop {
            while self
                .open
                .last()
                .is_some_and(|o| o.end == Some(self.position))
            {
                self.open.pop();
            }
            let rest = &self.bytes[self.position..];
            match self.open.last().copied() {
                // Some writers fill the last block of a file with zeros.
                None if rest.iter().all(|byte| *byte == 0) => return Ok(None),
                None => return self.element(self.encoding, None),
                Some(item) if item.kind == Kind::Item => {
                    if self.peek_tag(item.encoding) == Some(ITEM_END) {
                        self.take_delimiter(&item)?;
                        continue;
                    }
                    return self.element(item.encoding, Some(item.tag));
                }
                Some(sequence) => self.item(&sequence)?,
            }
        }
    }

    /// The start of an item, a fragment of pixel data, or the end of either's sequence.
    fn item(&mut self, sequence: &Open) -> Result<(), DicomError> {
        let Some(tag) = self.peek_tag(sequence.encoding) else {
            return Err(self.cut(sequence.tag, 8));
        };
        if tag == SEQUENCE_END {
            return self.take_delimiter(sequence);
        }
        if tag != ITEM {
            return Err(unreadable(format!("{tag} where an item should start")));
        }
        let (_, length) = self.item_header(sequence)?;
        self.position += 8;
        match (sequence.kind, length) {
            (Kind::Fragments, None) => Err(unreadable(
                "a fragment of pixel data without a length".to_owned(),
            )),
            (Kind::Fragments, Some(length)) => {
                self.position = self.end_of(sequence.tag, length)?;
                Ok(())
            }
            (_, length) => {
                let end = length.map(|n| self.end_of(sequence.tag, n)).transpose()?;
                self.push(Open {
                    kind: Kind::Item,
                    end,
                    ..*sequence
                })
            }
        }
    }

    fn element(
        &mut self,
        encoding: Encoding,
        sequence: Option<Tag>,
    ) -> Result<Option<Element<'a>>, DicomError> {
        let rest = &self.bytes[self.position..];
        let Some((tag, vr, length, size)) = encoding.header(rest) else {
            let place = sequence.map_or_else(
                || "the header of an element".to_owned(),
                |tag| format!("element {tag}"),
            );
            // Headers have 8 bytes, or 12 when an explicit length needs more room.
            let declared = if rest.len() < 8 { 8 } else { 12 };
            return Err(truncated(place, declared, rest.len()));
        };
        if tag.group() == 0xFFFE {
            return Err(unreadable(format!("{tag} where an element should start")));
        }
        self.position += size;
        let mut element = Element {
            tag,
            vr,
            sequence,
            value: None,
            encoding,
        };
        let binary = matches!(vr, VR::OB | VR::OW);
        match length {
            Some(length) if vr != VR::SQ => {
                let start = self.position;
                self.position = self.end_of(tag, length)?;
                element.value = Some(&self.bytes[start..self.position]);
            }
            None if binary => self.push(Open {
                kind: Kind::Fragments,
                tag,
                end: None,
                encoding,
            })?,
            _ => {
                // Of unknown representation and length: always a sequence in implicit little endian (PS3.5 6.2.2).
                let encoding = if vr == VR::UN {
                    Encoding::ImplicitLittle
                } else {
                    encoding
                };
                let end = length.map(|n| self.end_of(tag, n)).transpose()?;
                element.vr = VR::SQ;
                self.push(Open {
                    kind: Kind::Sequence,
                    tag,
                    end,
                    encoding,
                })?;
            }
        }
        Ok(Some(element))
    }

    /// Where something of `length` bytes ends that starts here, provided that it fits.
    fn end_of(&self, tag: Tag, length: usize) -> Result<usize, DicomError> {
        let end = self.position.saturating_add(length);
        if end > self.bytes.len() {
            return Err(self.cut(tag, length));
        }
        match self.open.iter().rev().find_map(|open| open.end) {
            Some(limit) if end > limit => Err(unreadable(format!(
                "element {tag} reaches beyond the item or sequence that holds it"
            ))),
            _ => Ok(end),
        }
    }

    fn push(&mut self, open: Open) -> Result<(), DicomError> {
        if self.open.len() >= MAX_OPEN {
            return Err(unreadable(
                "sequences are nested deeper than any real ones".to_owned(),
            ));
        }
        self.open.push(open);
        Ok(())
    }

    fn peek_tag(&self, encoding: Encoding) -> Option<Tag> {
        let [a, b, c, d] = *self.bytes.get(self.position..)?.first_chunk()?;
        Some(Tag(encoding.u16([a, b]), encoding.u16([c, d])))
    }

    fn item_header(&self, open: &Open) -> Result<(Tag, Option<usize>), DicomError> {
        match open.encoding.header(&self.bytes[self.position..]) {
            Some((tag, _, length, _)) => Ok((tag, length)),
            None => Err(self.cut(open.tag, 8)),
        }
    }

    /// Steps over the delimiter that ends the innermost open thing, which must be one that waits for a delimiter.
    fn take_delimiter(&mut self, open: &Open) -> Result<(), DicomError> {
        self.item_header(open)?;
        if open.end.is_some() {
            return Err(unreadable(format!(
                "a delimiter inside {} of known length",
                open.tag
            )));
        }
        self.position += 8;
        self.open.pop();
        Ok(())
    }

    fn cut(&self, tag: Tag, declared: usize) -> DicomError {
        truncated(
            format!("element {tag}"),
            declared,
            self.bytes.len() - self.position,
        )
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Result<Element<'a>, DicomError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let step = self.step().transpose();
        self.done = !matches!(step, Some(Ok(_)));
        step
    }
}

pub(crate) fn truncated(place: String, declared: usize, present: usize) -> DicomError {
    DicomError::Truncated {
        place,
        declared: declared as u64,
        present: present as u64,
    }
}

fn unreadable(why: String) -> DicomError {
    DicomError::Unreadable(why)
}
