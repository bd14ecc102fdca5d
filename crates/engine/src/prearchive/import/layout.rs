//! Where each file goes inside a session: `SCANS/<scan>/DICOM/<name>`.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;

use prearchive_core::address::is_folder_name;
use prearchive_dicom::Header;

/// The places that have been given.
#[derive(Default)]
pub(super) struct Layout {
    /// The scan of each series, by UID.
    scans: HashMap<String, String>,
    paths: HashSet<String>,
}

impl Layout {
    /// The place of a file that came under a name; empty if it had none.
    ///
    /// A scan is a series; its ID is the series number, or `<number>-<modality><n>` if another series has that number.
    pub(super) fn place(&mut self, header: &Header, name: &str) -> String {
        let scan = self.scan(header, |_| Ok::<_, Infallible>(true));
        let Ok(scan) = scan;
        let wanted = format!("SCANS/{scan}/DICOM/{}", file_name(header, name));
        self.free(&wanted, |_| true)
    }

    /// The scan of a file's series; `fits` refuses IDs that another series has already.
    pub(super) fn scan<E>(
        &mut self,
        header: &Header,
        fits: impl Fn(&str) -> Result<bool, E>,
    ) -> Result<String, E> {
        let uid = &header.series_instance_uid;
        if let Some(scan) = self.scans.get(uid) {
            return Ok(scan.clone());
        }
        for id in candidates(header) {
            if !self.scans.values().any(|used| *used == id) && fits(&id)? {
                self.scans.insert(uid.clone(), id.clone());
                return Ok(id);
            }
        }
        Ok(String::new())
    }

    /// The path itself, or a numbered one if it has been given or is not free.
    pub(super) fn free(&mut self, wanted: &str, is_free: impl Fn(&str) -> bool) -> String {
        let mut path = wanted.to_owned();
        let mut number = 1;
        while self.paths.contains(&path) || !is_free(&path) {
            number += 1;
            path = numbered(wanted, number);
        }
        self.paths.insert(path.clone());
        path
    }
}

/// The IDs that a scan may have, best first.
fn candidates(header: &Header) -> impl Iterator<Item = String> {
    let modality = match header.modality.as_str() {
        "" => "OT".to_owned(),
        modality => super::place::label(modality),
    };
    let number = super::place::label(&header.series_number);
    let first = Some(number.clone()).filter(|number| !number.is_empty());
    let more = (1..).map(move |n| {
        if number.is_empty() {
            format!("{modality}{n}")
        } else {
            format!("{number}-{modality}{n}")
        }
    });
    first.into_iter().chain(more)
}

/// The file's own name; the instance's UID if it came without one.
fn file_name(header: &Header, name: &str) -> String {
    let instance = format!(
        "{}.dcm",
        super::place::label(&header.sop_instance_uid).replace('_', ".")
    );
    match name {
        "" => instance,
        name if is_folder_name(name) => name.into(),
        _ => instance,
    }
}

fn numbered(path: &str, number: u32) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{folder}/{stem}-{number}.{ending}"),
        None => format!("{folder}/{name}-{number}"),
    }
}
