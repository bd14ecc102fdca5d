//! How much of a file has to be read for its header.

use crate::DicomError;
use crate::source::Source;
use crate::walk::PIXEL_DATA;

/// A good first part to read: most headers end within it.
const FIRST_PART: usize = 64 * 1024;
/// Where the preamble and the prefix end, at which a DICOM file can be told from others.
const PREFIX_END: usize = 132;

/// The shortest header of an element.
const ELEMENT_HEADER: usize = 8;

/// What the first bytes of a file say about the length of its header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The header ends within the bytes, which therefore do for [`crate::dump()`], [`crate::read_header`] and
    /// [`crate::Summary::add`].
    Enough,
    /// Read the file's first so many bytes and ask again; when the file is not longer, it is all there is.
    NeedMore(usize),
}

/// Whether the first bytes of a file hold its whole header, up to the pixel data.
///
/// What is asked for at least doubles each time, so a header of any length takes few steps.
///
/// # Errors
///
/// As [`crate::read_header`], but for [`DicomError::Truncated`].
pub fn header_extent(first: &[u8]) -> Result<Extent, DicomError> {
    if first.len() < PREFIX_END {
        // A preamble may look like a data set until the prefix behind it is seen.
        return Ok(need(first, 0));
    }
    match ends_within(first) {
        Ok(true) => Ok(Extent::Enough),
        Ok(false) => Ok(need(first, 0)),
        Err(DicomError::Truncated {
            declared, present, ..
        }) => {
            let missing = declared.saturating_sub(present);
            Ok(need(first, usize::try_from(missing).unwrap_or(usize::MAX)))
        }
        Err(error) => Err(error),
    }
}

fn need(first: &[u8], missing: usize) -> Extent {
    let enough = first.len().saturating_add(missing);
    Extent::NeedMore(enough.max(first.len().saturating_mul(2)).max(FIRST_PART))
}

/// Whether the pixel data, or what comes after it, begins within the bytes.
fn ends_within(first: &[u8]) -> Result<bool, DicomError> {
    let source = Source::open(first)?;
    if source.data_set().len() < ELEMENT_HEADER {
        // How the data set is written is told from the header of its first element.
        return Ok(false);
    }
    let mut walk = source.elements();
    loop {
        if (walk.next_root_tag()).is_some_and(|tag| tag.group() >= PIXEL_DATA.group()) {
            return Ok(true);
        }
        if walk.next().transpose()?.is_none() {
            return Ok(false);
        }
    }
}
