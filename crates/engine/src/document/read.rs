//! XML to document.

use roxmltree::Node;

use super::{Document, DocumentError, QUARANTINE, ScanEntry, session_type};

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

impl Document {
    /// Reads a session document; elements that are not known are passed over.
    pub fn read(text: &str) -> Result<Self, DocumentError> {
        let tree = roxmltree::Document::parse(text).map_err(|e| DocumentError(e.to_string()))?;
        let root = tree.root_element();
        let name = root.tag_name().name();
        if !name.ends_with("Session") {
            return Err(DocumentError(format!("<{name}> is no session")));
        }
        let scanner = child(root, "scanner");
        let about_scanner = |name: &str| {
            scanner
                .and_then(|node| node.attribute(name))
                .unwrap_or_default()
                .to_owned()
        };
        Ok(Self {
            xsi_type: session_type(name),
            id: attribute(root, "ID"),
            project: attribute(root, "project"),
            label: attribute(root, "label"),
            uid: attribute(root, "UID"),
            subject: text_of(root, "subject_ID"),
            date: text_of(root, "date"),
            time: text_of(root, "time"),
            patient_name: text_of(root, "dcmPatientName"),
            patient_id: text_of(root, "dcmPatientId"),
            accession: text_of(root, "dcmAccessionNumber"),
            manufacturer: about_scanner("manufacturer"),
            model: about_scanner("model"),
            note: text_of(root, "note"),
            quarantine: child(root, "fields").is_some_and(|fields| {
                let is_it = |field: &Node<'_, '_>| field.attribute("name") == Some(QUARANTINE);
                let field = fields.children().find(is_it);
                field.and_then(|field| field.text()) == Some("true")
            }),
            scans: child(root, "scans")
                .map(|scans| {
                    scans
                        .children()
                        .filter(|node| node.tag_name().name() == "scan")
                        .map(scan)
                        .collect()
                })
                .unwrap_or_default(),
        })
    }
}

fn scan(node: Node<'_, '_>) -> ScanEntry {
    let file = child(node, "file");
    let number = |name: &str| {
        file.and_then(|file| file.attribute(name))
            .and_then(|text| text.parse().ok())
            .unwrap_or_default()
    };
    ScanEntry {
        id: attribute(node, "ID"),
        uid: attribute(node, "UID"),
        xsi_type: node.attribute((XSI, "type")).unwrap_or_default().into(),
        kind: attribute(node, "type"),
        quality: text_of(node, "quality"),
        note: text_of(node, "note"),
        modality: text_of(node, "modality"),
        description: text_of(node, "series_description"),
        frames: text_of(node, "frames").parse().unwrap_or_default(),
        files: number("file_count"),
        size: number("file_size"),
    }
}

fn child<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.children()
        .find(|child| child.tag_name().name() == name)
}

fn text_of(node: Node<'_, '_>, name: &str) -> String {
    child(node, name)
        .and_then(|child| child.text())
        .unwrap_or_default()
        .to_owned()
}

fn attribute(node: Node<'_, '_>, name: &str) -> String {
    node.attribute(name).unwrap_or_default().to_owned()
}
