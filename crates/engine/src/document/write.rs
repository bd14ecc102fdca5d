//! Document to XML.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Document, QUARANTINE, ScanEntry, element};

const XNAT: &str = "http://nrg.wustl.edu/xnat";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

type Xml = Writer<Vec<u8>>;

impl Document {
    /// Writes the document as XML.
    ///
    /// Characters that XML cannot hold become U+FFFD.
    #[must_use]
    pub fn write(&self) -> String {
        let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
        // Writing into memory cannot fail.
        let _ = self.write_to(&mut xml);
        let bytes = xml.into_inner();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn write_to(&self, xml: &mut Xml) -> io::Result<()> {
        xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let name = element(&self.xsi_type);
        let attributes = [
            ("ID", &self.id),
            ("project", &self.project),
            ("label", &self.label),
            ("UID", &self.uid),
        ];
        let clean: Vec<(&str, String)> = attributes
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (*name, allowed(value)))
            .collect();
        xml.create_element(name)
            .with_attributes([("xmlns:xnat", XNAT), ("xmlns:xsi", XSI)])
            .with_attributes(clean.iter().map(|(n, v)| (*n, v.as_str())))
            .write_inner_content(|xml| self.write_inside(xml))?;
        Ok(())
    }

    fn write_inside(&self, xml: &mut Xml) -> io::Result<()> {
        leaf(xml, "xnat:subject_ID", &self.subject)?;
        leaf(xml, "xnat:date", &self.date)?;
        leaf(xml, "xnat:time", &self.time)?;
        leaf(xml, "xnat:note", &self.note)?;
        if self.quarantine {
            xml.create_element("xnat:fields")
                .write_inner_content(|xml| {
                    xml.create_element("xnat:field")
                        .with_attribute(("name", QUARANTINE))
                        .write_text_content(BytesText::new("true"))
                        .map(drop)
                })?;
        }
        if !(self.manufacturer.is_empty() && self.model.is_empty()) {
            xml.create_element("xnat:scanner")
                .with_attributes([
                    ("manufacturer", allowed(&self.manufacturer).as_str()),
                    ("model", allowed(&self.model).as_str()),
                ])
                .write_empty()?;
        }
        xml.create_element("xnat:scans")
            .write_inner_content(|xml| {
                self.scans.iter().try_for_each(|scan| write_scan(xml, scan))
            })?;
        leaf(xml, "xnat:dcmAccessionNumber", &self.accession)?;
        leaf(xml, "xnat:dcmPatientId", &self.patient_id)?;
        leaf(xml, "xnat:dcmPatientName", &self.patient_name)
    }
}

fn write_scan(xml: &mut Xml, scan: &ScanEntry) -> io::Result<()> {
    let (id, uid) = (allowed(&scan.id), allowed(&scan.uid));
    let kind = allowed(&scan.kind);
    let attributes = [
        ("ID", id.as_str()),
        ("UID", &uid),
        ("type", &kind),
        ("xsi:type", &scan.xsi_type),
    ];
    xml.create_element("xnat:scan")
        .with_attributes(
            attributes
                .into_iter()
                .filter(|(_, value)| !value.is_empty()),
        )
        .write_inner_content(|xml| {
            leaf(xml, "xnat:series_description", &scan.description)?;
            leaf(xml, "xnat:note", &scan.note)?;
            leaf(xml, "xnat:quality", &scan.quality)?;
            leaf(xml, "xnat:frames", &scan.frames.to_string())?;
            xml.create_element("xnat:file")
                .with_attributes([
                    ("xsi:type", "xnat:resourceCatalog"),
                    ("label", "DICOM"),
                    ("format", "DICOM"),
                    ("content", "RAW"),
                    ("file_count", &scan.files.to_string()),
                    ("file_size", &scan.size.to_string()),
                ])
                .write_empty()?;
            leaf(xml, "xnat:modality", &scan.modality)
        })?;
    Ok(())
}

/// An element with text; nothing if there is none.
fn leaf(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    if !text.is_empty() {
        xml.create_element(name)
            .write_text_content(BytesText::new(&allowed(text)))?;
    }
    Ok(())
}

/// The text without the characters that XML 1.0 forbids (section 2.2).
fn allowed(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' | '\n' | '\r' => c,
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER,
            other => other,
        })
        .collect()
}
