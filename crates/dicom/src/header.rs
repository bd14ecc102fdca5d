//! The header fields that decide where a file belongs and how its session is described.

use dicom_core::Tag;
use dicom_dictionary_std::tags;

use crate::DicomError;
use crate::charset::CharacterSet;
use crate::source::Source;
use crate::walk::Element;

/// What a file says of itself before its pixel data.
///
/// Texts are decoded and without padding, several values are joined by a backslash, and an absent element is empty.
/// Dates and times stay as DICOM writes them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// (0010,0020)
    pub patient_id: String,
    /// (0010,0010), components separated by carets
    pub patient_name: String,
    /// (0010,0030), as `yyyyMMdd`
    pub patient_birth_date: String,
    /// (0010,0040)
    pub patient_sex: String,
    /// (0010,4000); XNAT looks here for `Project:… Subject:… Session:…`
    pub patient_comments: String,
    /// (0020,000D)
    pub study_instance_uid: String,
    /// (0020,0010)
    pub study_id: String,
    /// (0008,0050)
    pub accession_number: String,
    /// (0008,1030)
    pub study_description: String,
    /// (0032,4000)
    pub study_comments: String,
    /// (0008,0020), as `yyyyMMdd`
    pub study_date: String,
    /// (0008,0030), as `HHmmss.ffffff`, the end often left out
    pub study_time: String,
    /// (0020,000E)
    pub series_instance_uid: String,
    /// (0020,0011)
    pub series_number: String,
    /// (0008,103E)
    pub series_description: String,
    /// (0018,1030)
    pub protocol_name: String,
    /// (0008,0060)
    pub modality: String,
    /// (0008,0070)
    pub manufacturer: String,
    /// (0008,1090)
    pub manufacturer_model_name: String,
    /// (0008,1010)
    pub station_name: String,
    /// (0008,0080)
    pub institution_name: String,
    /// (0008,0016)
    pub sop_class_uid: String,
    /// (0008,0018)
    pub sop_instance_uid: String,
    /// (0020,0013)
    pub instance_number: String,
    /// (0008,0008)
    pub image_type: String,
    /// (0018,0087), in tesla
    pub magnetic_field_strength: String,
    /// (0028,0010), in pixels
    pub rows: Option<u32>,
    /// (0028,0011), in pixels
    pub columns: Option<u32>,
    /// (0028,0008)
    pub number_of_frames: Option<u32>,
    /// (0002,0010), or what the data set turns out to be when the file does not say
    pub transfer_syntax_uid: String,
}

/// Reads the header of a file, up to its pixel data, which may be cut or absent.
///
/// Files without preamble, and bare data sets without File Meta Information, are read too.
///
/// # Errors
///
/// [`DicomError::NotDicom`] when it is no DICOM file, [`DicomError::Truncated`] when it ends before the pixel data
/// begins, [`DicomError::Unreadable`] when its structure contradicts itself, and [`DicomError::TooLarge`] when it
/// inflates without measure.
pub fn read_header(bytes: &[u8]) -> Result<Header, DicomError> {
    let source = Source::open(bytes)?;
    let mut header = Header {
        transfer_syntax_uid: source.transfer_syntax_uid.clone(),
        ..Header::default()
    };
    let mut character_set = CharacterSet::default();
    for element in source.elements_before_pixels() {
        let element = element?;
        if let (None, Some(value)) = (element.sequence, element.value) {
            header.take(&element, value, &mut character_set);
        }
    }
    if !source.has_prefix && header.sop_class_uid.is_empty() && header.study_instance_uid.is_empty()
    {
        // It began like a data set by chance.
        return Err(DicomError::NotDicom);
    }
    Ok(header)
}

impl Header {
    /// Whether the identifiers are there without which a file can be put nowhere.
    ///
    /// # Errors
    ///
    /// [`DicomError::MissingUid`] with the keyword of the first one that is empty.
    pub fn require_uids(&self) -> Result<(), DicomError> {
        let uids = [
            ("StudyInstanceUID", &self.study_instance_uid),
            ("SeriesInstanceUID", &self.series_instance_uid),
            ("SOPClassUID", &self.sop_class_uid),
            ("SOPInstanceUID", &self.sop_instance_uid),
        ];
        match uids.iter().find(|(_, uid)| uid.is_empty()) {
            Some((keyword, _)) => Err(DicomError::MissingUid(keyword)),
            None => Ok(()),
        }
    }

    fn take(&mut self, element: &Element<'_>, value: &[u8], character_set: &mut CharacterSet) {
        if element.tag == tags::SPECIFIC_CHARACTER_SET {
            *character_set = CharacterSet::from_value(value);
        } else if let Some(field) = self.text_field(element.tag) {
            *field = character_set.text(element.vr, value);
        } else if let Some(field) = self.number_field(element.tag) {
            *field = match (element.tag, value) {
                (tags::NUMBER_OF_FRAMES, text) => character_set.text(element.vr, text).parse().ok(),
                (_, [a, b, ..]) => Some(u32::from(element.encoding.u16([*a, *b]))),
                _ => None,
            };
        }
    }

    fn number_field(&mut self, tag: Tag) -> Option<&mut Option<u32>> {
        match tag {
            tags::ROWS => Some(&mut self.rows),
            tags::COLUMNS => Some(&mut self.columns),
            tags::NUMBER_OF_FRAMES => Some(&mut self.number_of_frames),
            _ => None,
        }
    }

    fn text_field(&mut self, tag: Tag) -> Option<&mut String> {
        Some(match tag {
            tags::PATIENT_ID => &mut self.patient_id,
            tags::PATIENT_NAME => &mut self.patient_name,
            tags::PATIENT_BIRTH_DATE => &mut self.patient_birth_date,
            tags::PATIENT_SEX => &mut self.patient_sex,
            tags::PATIENT_COMMENTS => &mut self.patient_comments,
            tags::STUDY_INSTANCE_UID => &mut self.study_instance_uid,
            tags::STUDY_ID => &mut self.study_id,
            tags::ACCESSION_NUMBER => &mut self.accession_number,
            tags::STUDY_DESCRIPTION => &mut self.study_description,
            // Study Comments, retired from the standard but written by scanners.
            Tag(0x0032, 0x4000) => &mut self.study_comments,
            tags::STUDY_DATE => &mut self.study_date,
            tags::STUDY_TIME => &mut self.study_time,
            tags::SERIES_INSTANCE_UID => &mut self.series_instance_uid,
            tags::SERIES_NUMBER => &mut self.series_number,
            tags::SERIES_DESCRIPTION => &mut self.series_description,
            tags::PROTOCOL_NAME => &mut self.protocol_name,
            tags::MODALITY => &mut self.modality,
            tags::MANUFACTURER => &mut self.manufacturer,
            tags::MANUFACTURER_MODEL_NAME => &mut self.manufacturer_model_name,
            tags::STATION_NAME => &mut self.station_name,
            tags::INSTITUTION_NAME => &mut self.institution_name,
            tags::SOP_CLASS_UID => &mut self.sop_class_uid,
            tags::SOP_INSTANCE_UID => &mut self.sop_instance_uid,
            tags::INSTANCE_NUMBER => &mut self.instance_number,
            tags::IMAGE_TYPE => &mut self.image_type,
            tags::MAGNETIC_FIELD_STRENGTH => &mut self.magnetic_field_strength,
            _ => return None,
        })
    }
}
