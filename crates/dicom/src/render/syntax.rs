//! How the transfer syntax stores pixels.

use dicom_dictionary_std::uids;

use super::RenderError;
use crate::source::Source;

/// A way of storing pixels that can be decoded here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// Not compressed.
    Native { big_endian: bool },
    /// RLE Lossless.
    Rle,
    /// JPEG with Huffman coding.
    Jpeg,
}

/// Transfer syntaxes that people meet, for a message that tells them more than a UID.
const NOT_DECODED: &[(&str, &str)] = &[
    ("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless"),
    ("1.2.840.10008.1.2.4.81", "JPEG-LS Near-lossless"),
    ("1.2.840.10008.1.2.4.90", "JPEG 2000 Lossless"),
    ("1.2.840.10008.1.2.4.91", "JPEG 2000"),
    ("1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 Lossless"),
    ("1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2"),
    ("1.2.840.10008.1.2.4.94", "JPIP Referenced"),
    ("1.2.840.10008.1.2.4.95", "JPIP Referenced Deflate"),
    ("1.2.840.10008.1.2.4.100", "MPEG-2 Main Level"),
    ("1.2.840.10008.1.2.4.101", "MPEG-2 High Level"),
    ("1.2.840.10008.1.2.4.102", "MPEG-4 AVC/H.264 High"),
    ("1.2.840.10008.1.2.4.103", "MPEG-4 AVC/H.264 BD-compatible"),
    ("1.2.840.10008.1.2.4.104", "MPEG-4 AVC/H.264 2D"),
    ("1.2.840.10008.1.2.4.105", "MPEG-4 AVC/H.264 3D"),
    ("1.2.840.10008.1.2.4.106", "MPEG-4 AVC/H.264 Stereo"),
    ("1.2.840.10008.1.2.4.107", "HEVC/H.265 Main"),
    ("1.2.840.10008.1.2.4.108", "HEVC/H.265 Main 10"),
    ("1.2.840.10008.1.2.4.110", "JPEG XL Lossless"),
    ("1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression"),
    ("1.2.840.10008.1.2.4.112", "JPEG XL"),
    (
        "1.2.840.10008.1.2.4.201",
        "High-Throughput JPEG 2000 Lossless",
    ),
    (
        "1.2.840.10008.1.2.4.202",
        "High-Throughput JPEG 2000 Lossless RPCL",
    ),
    ("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000"),
];

impl Syntax {
    pub(super) fn of(source: &Source<'_>) -> Result<Self, RenderError> {
        match source.transfer_syntax_uid.as_str() {
            uids::IMPLICIT_VR_LITTLE_ENDIAN
            | uids::EXPLICIT_VR_LITTLE_ENDIAN
            | uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN => Ok(Self::Native { big_endian: false }),
            // The second is GE's private syntax, whose data set is little endian all the same.
            "1.2.840.10008.1.2.2" | "1.2.840.113619.5.2" => Ok(Self::Native { big_endian: true }),
            uids::RLE_LOSSLESS => Ok(Self::Rle),
            uids::JPEG_BASELINE8_BIT
            | uids::JPEG_EXTENDED12_BIT
            | uids::JPEG_LOSSLESS
            | uids::JPEG_LOSSLESS_SV1 => Ok(Self::Jpeg),
            other => {
                let name = NOT_DECODED.iter().find(|(uid, _)| *uid == other);
                Err(RenderError::NotSupported(name.map_or_else(
                    || format!("transfer syntax {other}"),
                    |(_, name)| (*name).to_owned(),
                )))
            }
        }
    }
}
