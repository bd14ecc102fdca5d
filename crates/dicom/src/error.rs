//! Why a file cannot be read.

use thiserror::Error;

/// What is wrong with the bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DicomError {
    /// Neither the DICOM prefix nor a plausible first data element is there.
    #[error("this is not a DICOM file")]
    NotDicom,
    /// The file ends before something that it declares.
    #[error("the file ends inside {place}: {declared} bytes declared, {present} there")]
    Truncated {
        /// The data element or structure in which the file ends, such as `element (7FE0,0010)`.
        place: String,
        /// Bytes that should follow.
        declared: u64,
        /// Bytes that do follow.
        present: u64,
    },
    /// An identifier without which no file can be put anywhere is absent or empty; holds its keyword.
    #[error("{0} is missing")]
    MissingUid(&'static str),
    /// A deflated data set is larger than this crate is willing to inflate.
    #[error("the data set inflates to more than {limit} bytes")]
    TooLarge {
        /// The most that is inflated, in bytes.
        limit: u64,
    },
    /// The structure contradicts itself.
    #[error("the DICOM data set cannot be read: {0}")]
    Unreadable(String),
}

impl DicomError {
    /// A stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotDicom => "not-dicom",
            Self::Truncated { .. } => "truncated",
            Self::MissingUid(_) => "missing-uid",
            Self::TooLarge { .. } => "too-large",
            Self::Unreadable(_) => "unreadable",
        }
    }
}
