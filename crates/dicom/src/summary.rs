//! What the headers of many files say together: the distinct values of each element.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::DicomError;
use crate::dump::{DumpRow, dump_fields};
use crate::fields::Fields;

/// Text that one summary keeps at most, in bytes: a thousand for each file it takes.
const MAX_KEPT: usize = 10 * 1000 * 1024;
/// What a kept value or row costs beside its text.
const OVERHEAD: usize = 64;

/// The distinct values of elements over many files, fed with one file after the other.
///
/// It takes [`Summary::MAX_FILES`] files at most, as XNAT does, and keeps 10 MB of text at most.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    fields: Fields,
    files: usize,
    kept: usize,
    cut: bool,
    elements: BTreeMap<(String, String), Values>,
}

/// The values of one element.
#[derive(Debug, Clone)]
struct Values {
    vr: String,
    desc: String,
    /// Each with its place in the order in which they were met.
    places: BTreeMap<String, usize>,
    cut: bool,
}

impl Summary {
    /// The most files that one summary takes in.
    pub const MAX_FILES: usize = 10_000;

    /// A summary of no files yet.
    #[must_use]
    pub fn new(fields: Fields) -> Self {
        Self {
            fields,
            ..Self::default()
        }
    }

    /// Takes in the header of one file; a part of the file that reaches to its [`crate::header_extent`] is enough.
    ///
    /// A full summary stays as it is.
    ///
    /// # Errors
    ///
    /// As [`crate::read_header`]; then nothing of this file is taken in.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), DicomError> {
        if self.is_full() {
            return Ok(());
        }
        let rows = dump_fields(bytes, &self.fields)?;
        self.files += 1;
        for row in rows {
            self.take(row);
        }
        Ok(())
    }

    /// How many files have been taken in.
    #[must_use]
    pub fn files(&self) -> usize {
        self.files
    }

    /// Whether it takes no more files.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.files >= Self::MAX_FILES
    }

    /// Whether values were left out because there were too many.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.cut
    }

    /// One row for each element, in the order of the tags, its distinct values joined by `, ` in the order in which
    /// they were met: the layout of XNAT's summary, so that what reads the one reads the other.
    ///
    /// Unlike XNAT it keeps a value that is a part of another one (`1` beside `12`), tells the elements within a
    /// sequence from those of the data set, and fills in the value representation.
    /// An empty value adds nothing, and `…` at the end says that values were left out.
    #[must_use]
    pub fn rows(&self) -> Vec<DumpRow> {
        self.elements
            .iter()
            .map(|(tags, values)| {
                let mut texts = values.in_order();
                if values.cut {
                    texts.push("…");
                }
                values.row(tags, &texts.join(", "))
            })
            .collect()
    }

    /// One row for each element and distinct value: for values that hold a comma themselves.
    #[must_use]
    pub fn rows_by_value(&self) -> Vec<DumpRow> {
        self.elements
            .iter()
            .flat_map(|(tags, values)| {
                let texts = values.in_order().into_iter();
                texts.map(move |text| values.row(tags, text))
            })
            .collect()
    }

    fn take(&mut self, row: DumpRow) {
        let size = row.value.len() + OVERHEAD;
        let values = match self.elements.entry((row.tag1, row.tag2)) {
            Entry::Occupied(entry) => entry.into_mut(),
            Entry::Vacant(_) if self.kept + OVERHEAD > MAX_KEPT => {
                self.cut = true;
                return;
            }
            Entry::Vacant(entry) => {
                self.kept += OVERHEAD + row.desc.len();
                entry.insert(Values {
                    vr: row.vr,
                    desc: row.desc,
                    places: BTreeMap::new(),
                    cut: false,
                })
            }
        };
        if row.value.is_empty() || values.places.contains_key(&row.value) {
            return;
        }
        if self.kept + size > MAX_KEPT {
            values.cut = true;
            self.cut = true;
            return;
        }
        self.kept += size;
        let place = values.places.len();
        values.places.insert(row.value, place);
    }
}

impl Values {
    fn in_order(&self) -> Vec<&str> {
        let mut places: Vec<(usize, &str)> = self
            .places
            .iter()
            .map(|(text, place)| (*place, text.as_str()))
            .collect();
        places.sort_unstable();
        places.into_iter().map(|(_, text)| text).collect()
    }

    fn row(&self, (tag1, tag2): &(String, String), value: &str) -> DumpRow {
        DumpRow {
            tag1: tag1.clone(),
            tag2: tag2.clone(),
            vr: self.vr.clone(),
            value: value.to_owned(),
            desc: self.desc.clone(),
        }
    }
}
