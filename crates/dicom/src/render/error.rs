//! Why a frame cannot be shown.

use thiserror::Error;

use crate::DicomError;

/// Why a frame of a file cannot be decoded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RenderError {
    /// It is no DICOM file, or one without pixels: a report, a plan, a waveform.
    #[error("there is no image in this file")]
    NotAnImage,
    /// The file has fewer frames.
    #[error("there is no frame {frame}: the image has {frames} frames, counted from 0")]
    NoSuchFrame {
        /// The one asked for.
        frame: u32,
        /// How many there are.
        frames: usize,
    },
    /// A transfer syntax or a kind of image that is not decoded here, with its name.
    #[error("{0} cannot be shown")]
    NotSupported(String),
    /// The bytes are not what the header says.
    #[error("the image is damaged: {0}")]
    Damaged(String),
    /// More than is decoded here.
    #[error("the image has more than {limit} {what}")]
    TooLarge {
        /// The most that is decoded.
        limit: u64,
        /// What is counted: `samples` of a frame or `bytes` of a data set.
        what: &'static str,
    },
}

impl RenderError {
    /// A stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAnImage => "not-an-image",
            Self::NoSuchFrame { .. } => "no-such-frame",
            Self::NotSupported(_) => "not-supported",
            Self::Damaged(_) => "damaged",
            Self::TooLarge { .. } => "too-large",
        }
    }

    pub(super) fn damaged(why: impl Into<String>) -> Self {
        Self::Damaged(why.into())
    }
}

impl From<DicomError> for RenderError {
    fn from(error: DicomError) -> Self {
        match error {
            DicomError::NotDicom => Self::NotAnImage,
            DicomError::TooLarge { limit } => Self::TooLarge {
                limit,
                what: "bytes",
            },
            error => Self::Damaged(error.to_string()),
        }
    }
}
