//! Real DICOM files made distinct: each copy has UIDs, and so a content, of its own.

use std::fs;
use std::path::{Path, PathBuf};

use prearchive_dicom::{check_complete, read_header};

/// The largest file that is copied; larger ones show nothing more and take longer.
const LARGEST: usize = 20_000;

/// A real file, and where its UIDs are.
pub(crate) struct Film {
    /// Films of a group make a plausible session: they are of the same folder, and a number gives them the same study UID.
    pub(crate) group: String,
    bytes: Vec<u8>,
    places: Vec<(usize, usize, Uid)>,
}

/// The UIDs that are replaced.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Uid {
    Study,
    Series,
    Instance,
}

/// The numbers of a copy; each becomes a UID below 2.25 (DICOM PS3.5, annex B.2).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbers {
    pub(crate) study: u64,
    pub(crate) series: u64,
    pub(crate) instance: u64,
}

/// All fixtures that can be copied, in the order of their paths.
pub(crate) fn load(folder: &Path) -> Result<Vec<Film>, String> {
    let mut paths = Vec::new();
    find(folder, &mut paths).map_err(|error| format!("{}: {error}", folder.display()))?;
    paths.sort();
    let mut films = Vec::new();
    for path in paths {
        let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let group = path.parent().and_then(Path::file_name).unwrap_or_default();
        films.extend(Film::new(&group.to_string_lossy(), bytes));
    }
    if films.is_empty() {
        return Err(format!("{} holds no DICOM files", folder.display()));
    }
    Ok(films)
}

fn find(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            find(&path, paths)?;
        } else if path.extension().is_some_and(|ending| ending == "dcm") {
            paths.push(path);
        }
    }
    Ok(())
}

impl Film {
    /// `None` for a file that is too large, broken, or whose UIDs cannot be replaced in place.
    fn new(group: &str, bytes: Vec<u8>) -> Option<Self> {
        if bytes.len() > LARGEST || check_complete(&bytes).is_err() {
            return None;
        }
        let header = read_header(&bytes).ok()?;
        // A UID keeps its length, and so only films with UIDs of the same length can be of the same study.
        let group = format!("{group}/{}", header.study_instance_uid.len());
        let mut uids = [
            (header.study_instance_uid, Uid::Study),
            (header.series_instance_uid, Uid::Series),
            (header.sop_instance_uid, Uid::Instance),
        ];
        // A study's UID often begins those of its series: the longest is looked for first.
        uids.sort_by_key(|(uid, _)| std::cmp::Reverse(uid.len()));
        let mut places: Vec<(usize, usize, Uid)> = Vec::new();
        for (uid, kind) in uids {
            for at in occurrences(&bytes, uid.as_bytes()) {
                let free = places
                    .iter()
                    .all(|(other, length, _)| at + uid.len() <= *other || at >= other + length);
                if free {
                    places.push((at, uid.len(), kind));
                }
            }
        }
        let film = Self {
            group,
            bytes,
            places,
        };
        // A deflated data set, say, has its UIDs where nobody sees them.
        let numbers = Numbers {
            study: 1,
            series: 2,
            instance: 3,
        };
        let copy = read_header(&film.copy(numbers)).ok()?;
        let replaced = copy.study_instance_uid.ends_with("01")
            && copy.series_instance_uid.ends_with("02")
            && copy.sop_instance_uid.ends_with("03");
        replaced.then_some(film)
    }

    /// The file with other UIDs of the same length.
    pub(crate) fn copy(&self, numbers: Numbers) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        for (at, length, kind) in &self.places {
            let number = match kind {
                Uid::Study => numbers.study,
                Uid::Series => numbers.series,
                Uid::Instance => numbers.instance,
            };
            let digits = length.saturating_sub(6);
            let uid = format!("2.25.1{number:0digits$}");
            if let Some(place) = bytes.get_mut(*at..at + length)
                && uid.len() == *length
            {
                place.copy_from_slice(uid.as_bytes());
            }
        }
        bytes
    }
}

fn occurrences(bytes: &[u8], part: &[u8]) -> Vec<usize> {
    if part.is_empty() {
        return Vec::new();
    }
    let found = bytes.windows(part.len()).enumerate();
    found
        .filter(|(_, window)| *window == part)
        .map(|(at, _)| at)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_differ_in_their_uids_only() -> Result<(), String> {
        let films = load(Path::new(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../fixtures/dicom"
        )))?;
        assert!(films.len() > 30, "{} files can be copied", films.len());
        for film in films {
            let copy = film.copy(Numbers {
                study: 11,
                series: 22,
                instance: 33,
            });
            assert_eq!(check_complete(&copy), Ok(()), "{}", film.group);
            let (before, after) = (read_header(&film.bytes), read_header(&copy));
            let (before, after) = (
                before.map_err(|e| e.to_string())?,
                after.map_err(|e| e.to_string())?,
            );
            assert_ne!(before.sop_instance_uid, after.sop_instance_uid);
            assert_eq!(before.series_number, after.series_number);
            assert_eq!(before.patient_name, after.patient_name);
        }
        Ok(())
    }
}
