//! Values of a session document by XML path, as XNAT takes them among the parameters of an archive request.

use super::{Document, ScanEntry};

/// A path that names nothing that can be set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” names nothing in the session that can be set")]
pub struct FieldError(pub String);

impl Document {
    /// Sets a value by its path, such as `xnat:mrSessionData/note` or
    /// `xnat:mrSessionData/scans/scan[ID=4]/type`.
    ///
    /// Label, subject and project are the session's place in the archive, and are left to whoever archives it.
    ///
    /// # Errors
    ///
    /// [`FieldError`] if the path names nothing, or no scan; the document is as it was.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), FieldError> {
        let error = || FieldError(path.into());
        let (_, way) = path.split_once('/').ok_or_else(error)?;
        let cell = match way {
            "date" => &mut self.date,
            "time" => &mut self.time,
            "note" => &mut self.note,
            "UID" => &mut self.uid,
            "label" | "subject_ID" | "project" => return Ok(()),
            _ => return self.set_in_scans(way, value).ok_or_else(error),
        };
        value.clone_into(cell);
        Ok(())
    }

    fn set_in_scans(&mut self, way: &str, value: &str) -> Option<()> {
        let (scans, name) = way.strip_prefix("scans/scan")?.rsplit_once('/')?;
        let mut found = false;
        for (at, scan) in self.scans.iter_mut().enumerate() {
            if !scans.is_empty() && !chosen(scans, at, scan)? {
                continue;
            }
            let cell = match name {
                "type" => &mut scan.kind,
                "quality" => &mut scan.quality,
                "note" => &mut scan.note,
                "series_description" => &mut scan.description,
                _ => return None,
            };
            value.clone_into(cell);
            found = true;
        }
        found.then_some(())
    }
}

/// True if a scan is meant by `[ID=4]`, `[@xsi:type=xnat:mrScanData]` or `[0]`; `None` if they cannot be read.
fn chosen(brackets: &str, at: usize, scan: &ScanEntry) -> Option<bool> {
    let inside = brackets.strip_prefix('[')?.strip_suffix(']')?;
    inside.split("][").try_fold(true, |chosen, condition| {
        let fits = match condition.trim_start_matches('@').split_once('=') {
            Some(("ID", id)) => scan.id == id.trim_matches(['"', '\'']),
            Some(("xsi:type", kind)) => scan.xsi_type == kind.trim_matches(['"', '\'']),
            Some(_) => return None,
            None => condition.parse::<usize>().ok()? == at,
        };
        Some(chosen && fits)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Document {
        let scan = |id: &str, kind: &str| ScanEntry {
            id: id.into(),
            xsi_type: kind.into(),
            ..ScanEntry::default()
        };
        Document {
            scans: vec![
                scan("4", "xnat:mrScanData"),
                scan("5", "xnat:otherDicomScanData"),
            ],
            ..Document::default()
        }
    }

    #[test]
    fn values_are_set_by_their_path() {
        for (path, read) in [
            (
                "xnat:mrSessionData/note",
                (|d| &d.note) as fn(&Document) -> &String,
            ),
            ("xnat:mrSessionData/scans/scan[ID=4]/type", |d| {
                &d.scans[0].kind
            }),
            ("xnat:mrSessionData/scans/scan[@ID='5']/quality", |d| {
                &d.scans[1].quality
            }),
            ("xnat:mrSessionData/scans/scan[1]/note", |d| {
                &d.scans[1].note
            }),
            (
                "xnat:mrSessionData/scans/scan[0][@xsi:type=xnat:mrScanData]/series_description",
                |d| &d.scans[0].description,
            ),
        ] {
            let mut document = document();
            assert_eq!(document.set(path, "said"), Ok(()), "{path}");
            assert_eq!(read(&document), "said", "{path}");
        }
    }

    #[test]
    fn what_names_nothing_is_refused() {
        for path in [
            "note",
            "xnat:mrSessionData/nothing",
            "xnat:mrSessionData/scans/scan[ID=9]/type",
            "xnat:mrSessionData/scans/scan[ID=4]/UID",
            "xnat:mrSessionData/scans/scan[4/type",
            "xnat:mrSessionData/scans/scan[x=1]/type",
        ] {
            let mut changed = document();
            assert_eq!(changed.set(path, "x"), Err(FieldError(path.into())));
            assert_eq!(changed, document(), "{path}");
        }
    }
}
