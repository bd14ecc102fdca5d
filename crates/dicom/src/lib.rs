//! What the prearchive needs to know of a DICOM file: its header, a dump of it, and whether it is whole.
//!
//! Everything here takes the bytes of one file and does no I/O of its own, so it runs natively and in the browser.
//! No input makes it panic, recurse without limit, or allocate by a length that the file only claims.

mod charset;
mod dump;
mod error;
mod extent;
mod fields;
mod header;
#[cfg(feature = "render")]
pub mod render;
mod source;
mod summary;
mod walk;
mod xsi;

pub use dump::{DumpRow, dump, dump_fields};
pub use error::DicomError;
pub use extent::{Extent, header_extent};
pub use fields::{Fields, tag_text};
pub use header::{Header, read_header};
pub use source::is_dicom;
pub use summary::Summary;
pub use xsi::{scan_xsi_type, session_xsi_type, xsi_types};

use source::Source;

/// Walks a file to its end, and says whether everything that it declares is there.
///
/// Native pixel data must have as many bytes as its element says, encapsulated pixel data and sequences must be closed,
/// and a deflated data set must inflate to its end.
///
/// # Errors
///
/// [`DicomError::Truncated`] when the file ends too early; the errors of [`read_header`] otherwise.
pub fn check_complete(bytes: &[u8]) -> Result<(), DicomError> {
    let source = Source::open(bytes)?;
    for element in source.elements() {
        element?;
    }
    source.check_inflated()
}
