//! XNAT's data types for DICOM modalities.

/// The element name that XNAT gives to scans of a modality, and to a session that the modality leads.
///
/// A modality whose session type is [`OTHER_SESSION`] never leads while another one is there.
const TYPES: &[(&str, &str, &str)] = &[
    ("PT", "xnat:petScanData", "xnat:petSessionData"),
    ("MR", "xnat:mrScanData", "xnat:mrSessionData"),
    ("CT", "xnat:ctScanData", "xnat:ctSessionData"),
    ("CR", "xnat:crScanData", "xnat:crSessionData"),
    ("DX", "xnat:dxScanData", "xnat:dxSessionData"),
    ("ECG", "xnat:ecgScanData", "xnat:ecgSessionData"),
    ("EPS", "xnat:epsScanData", "xnat:epsSessionData"),
    ("ES", "xnat:esScanData", "xnat:esSessionData"),
    ("GM", "xnat:gmScanData", "xnat:gmSessionData"),
    ("HD", "xnat:hdScanData", "xnat:hdSessionData"),
    ("IO", "xnat:ioScanData", "xnat:ioSessionData"),
    ("MG", "xnat:mgScanData", "xnat:mgSessionData"),
    ("NM", "xnat:nmScanData", "xnat:nmSessionData"),
    ("OP", "xnat:opScanData", "xnat:opSessionData"),
    ("OPT", "xnat:optScanData", "xnat:optSessionData"),
    ("RF", "xnat:rfScanData", "xnat:rfSessionData"),
    ("RTDOSE", "xnat:rtImageScanData", "xnat:rtSessionData"),
    ("RTIMAGE", "xnat:rtImageScanData", "xnat:rtSessionData"),
    ("RTPLAN", "xnat:rtImageScanData", "xnat:rtSessionData"),
    ("RTSTRUCT", "xnat:rtImageScanData", "xnat:rtSessionData"),
    ("SM", "xnat:smScanData", "xnat:smSessionData"),
    ("US", "xnat:usScanData", "xnat:usSessionData"),
    ("XA", "xnat:xaScanData", "xnat:xaSessionData"),
    ("XC", "xnat:xcScanData", "xnat:xcSessionData"),
    ("SR", "xnat:srScanData", "xnat:srSessionData"),
    ("SC", "xnat:scScanData", OTHER_SESSION),
    ("SEG", "xnat:segScanData", OTHER_SESSION),
];

const OTHER_SCAN: &str = "xnat:otherDicomScanData";
const OTHER_SESSION: &str = "xnat:otherDicomSessionData";
const PET_AND_MR: &str = "xnat:petmrSessionData";

/// Modalities that lead a session whatever comes with them, the strongest first.
const LEADING: [&str; 3] = ["PT", "MR", "CT"];

/// XNAT's type for a scan of this modality, such as `xnat:mrScanData`; `xnat:otherDicomScanData` for any other.
#[must_use]
pub fn scan_xsi_type(modality: &str) -> &'static str {
    entry(modality).map_or(OTHER_SCAN, |(_, scan, _)| scan)
}

/// XNAT's type for a session with scans of these modalities, in the order in which they came.
///
/// PET and MR together are `xnat:petmrSessionData`; else PET, MR and CT lead, then the first modality that has a type
/// of its own; `xnat:otherDicomSessionData` when none has.
#[must_use]
pub fn session_xsi_type<S: AsRef<str>>(modalities: &[S]) -> &'static str {
    let has = |wanted: &str| modalities.iter().any(|m| is(m.as_ref(), wanted));
    if has("PT") && has("MR") {
        return PET_AND_MR;
    }
    let leading = LEADING.into_iter().filter(|modality| has(modality));
    leading
        .chain(modalities.iter().map(AsRef::as_ref))
        .filter_map(entry)
        .map(|(_, _, session)| *session)
        .find(|session| *session != OTHER_SESSION)
        .unwrap_or(OTHER_SESSION)
}

/// Every type that [`scan_xsi_type`] and [`session_xsi_type`] can give, some more than once.
pub fn xsi_types() -> impl Iterator<Item = &'static str> {
    let of_modalities = TYPES
        .iter()
        .flat_map(|(_, scan, session)| [*scan, *session]);
    of_modalities.chain([OTHER_SCAN, OTHER_SESSION, PET_AND_MR])
}

fn entry(modality: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    TYPES.iter().find(|(name, ..)| is(modality, name))
}

fn is(modality: &str, name: &str) -> bool {
    modality.trim().eq_ignore_ascii_case(name)
}
