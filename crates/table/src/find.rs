//! Finding rows: a query over whole columns.

use memchr::memmem::Finder;

use crate::batch::Batch;
use crate::cells::Known;
use crate::dates::NO_DATE;
use crate::kinds::{PROJECT, REPEATED, STATUS};
use crate::rows::Rows;
use crate::{RowId, SessionTable};
use prearchive_core::query::{
    DateField, Field, Prepared, PreparedTerm, PreparedTest, Span, StatusGroup, Trait, haystack,
    lowercase,
};
use prearchive_core::sorted::Map;
use prearchive_core::stamp;
use prearchive_core::status::Status;

/// What only the whole listing can tell of its rows.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// See [`Trait::Duplicate`].
    pub duplicates: &'a Rows,
    /// See [`Trait::Stuck`].
    pub stuck: &'a Rows,
    /// Rows that are passed over.
    pub except: &'a Rows,
}

impl Context<'_> {
    /// True if the listing tells that of a row; that a session is unassigned, it says itself.
    fn has(&self, id: RowId, known: Trait) -> bool {
        match known {
            Trait::Duplicate => self.duplicates.contains(id),
            Trait::Stuck => self.stuck.contains(id),
            Trait::Unassigned => false,
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The rows for which all terms hold.
    pub rows: Rows,
    /// How many there would be of each group if no status were asked for.
    pub statuses: Map<StatusGroup, usize>,
    /// How many there would be of each project if none were asked for.
    pub projects: Map<String, usize>,
    /// How many are stuck or duplicates, whether or not that is asked for; what else is asked for holds.
    pub traits: Map<Trait, usize>,
}

/// Which terms do not hold for a row.
const OTHERS: u8 = 1;
const BY_STATUS: u8 = 2;
const BY_PROJECT: u8 = 4;
const BY_STUCK: u8 = 8;
const BY_DUPLICATE: u8 = 16;
const BY_EITHER: u8 = 32;

impl SessionTable {
    /// Looks for what a query asks.
    ///
    /// The cost grows with the number of rows and of terms: 100,000 rows take some milliseconds in a browser.
    #[must_use]
    pub fn search(&self, query: &Prepared, context: &Context<'_>) -> Found {
        let group = |word: &str| StatusGroup::of(&Status::from(word));
        let groups = self.kinds.by_word(STATUS, group);
        // For each kind: how many there are whatever their status, and whatever their project.
        let mut counts = vec![(0, 0); groups.len()];
        let mut traits = [
            (Trait::Stuck, BY_STUCK, 0),
            (Trait::Duplicate, BY_DUPLICATE, 0),
        ];
        let mut rows = Rows::default();
        for (number, batch) in (0..).zip(&self.batches) {
            let ids = &self.ids[number as usize];
            let mut fails = vec![0_u8; batch.len()];
            for term in &query.terms {
                let bit = facet(term);
                let column = Column {
                    table: self,
                    batch,
                    ids,
                    context,
                    groups: &groups,
                };
                let holds = column.judge(&term.test);
                for (fails, holds) in fails.iter_mut().zip(holds) {
                    *fails |= bit * u8::from(holds == term.negated);
                }
            }
            for ((id, at), fails) in ids.iter().zip(0..).zip(fails) {
                if self.places[id.0 as usize] != (number, at) || context.except.contains(*id) {
                    continue;
                }
                let count = &mut counts[batch.kinds[at as usize] as usize];
                count.0 += usize::from(fails & !BY_STATUS == 0);
                count.1 += usize::from(fails & !BY_PROJECT == 0);
                for (known, own, count) in &mut traits {
                    let has = fails & !(*own | BY_EITHER) == 0 && context.has(*id, *known);
                    *count += usize::from(has);
                }
                if fails == 0 {
                    rows.insert(*id);
                }
            }
        }
        let mut found = Found {
            rows,
            traits: traits.map(|(known, _, count)| (known, count)).into(),
            ..Found::default()
        };
        for ((kind, group), (statuses, projects)) in self.kinds.iter().zip(groups).zip(counts) {
            if statuses > 0 {
                *found.statuses.get_or_default(group) += statuses;
            }
            if projects > 0 {
                let project = self.kinds.word(kind.words[PROJECT]).to_owned();
                *found.projects.get_or_default(project) += projects;
            }
        }
        found
    }
}

/// Which facet a term belongs to: one that the facet's own choice makes.
fn facet(term: &PreparedTerm) -> u8 {
    match &term.test {
        PreparedTest::Status(_) if !term.negated => BY_STATUS,
        PreparedTest::Is(Field::Project, _) if !term.negated => BY_PROJECT,
        PreparedTest::Trait(of) if !term.negated => {
            match (of.contains(&Trait::Stuck), of.contains(&Trait::Duplicate)) {
                (true, true) => BY_EITHER,
                (true, false) => BY_STUCK,
                (false, true) => BY_DUPLICATE,
                (false, false) => OTHERS,
            }
        }
        _ => OTHERS,
    }
}

/// A batch that is judged.
struct Column<'a> {
    table: &'a SessionTable,
    batch: &'a Batch,
    ids: &'a [RowId],
    context: &'a Context<'a>,
    groups: &'a [StatusGroup],
}

impl Column<'_> {
    /// Of which rows the test holds.
    fn judge(&self, test: &PreparedTest) -> Vec<bool> {
        match test {
            PreparedTest::Text(needle) => self.text(needle),
            PreparedTest::Is(field, values) => {
                let column = column(*field);
                let is_it = |text: &str| {
                    let text = lowercase(text);
                    values.iter().any(|value| value.is_in(&text))
                };
                match REPEATED.iter().position(|repeated| *repeated == column) {
                    Some(place) => self.by_kind(&self.table.kinds.by_word(place, is_it)),
                    None => self.by_row(|at| is_it(self.batch.text(at, column))),
                }
            }
            PreparedTest::Status(groups) => {
                let is_wanted = |group| groups.contains(group);
                let kinds: Vec<bool> = self.groups.iter().map(is_wanted).collect();
                self.by_kind(&kinds)
            }
            PreparedTest::Date(field, span) => self.dates(*field, span),
            PreparedTest::Trait(traits) => {
                self.by_row(|at| traits.iter().any(|known| self.has(at, *known)))
            }
        }
    }

    fn by_row(&self, holds: impl Fn(usize) -> bool) -> Vec<bool> {
        (0..self.batch.len()).map(holds).collect()
    }

    /// What is known of the kinds of rows.
    fn by_kind(&self, kinds: &[bool]) -> Vec<bool> {
        let rows = self.batch.kinds.iter();
        rows.map(|kind| kinds[*kind as usize]).collect()
    }

    fn dates(&self, field: DateField, span: &Span) -> Vec<bool> {
        let micros = |at: Option<time::PrimitiveDateTime>| at.map(stamp::to_micros);
        let (from, to) = (micros(span.from), micros(span.to));
        let (first, second) = match field {
            DateField::Uploaded => (Known::Uploaded, None),
            DateField::Scanned => (Known::ScanDate, None),
            DateField::Changed => (Known::Lastmod, None),
            DateField::Arrived => (Known::Uploaded, Some(Known::Lastmod)),
        };
        let first = self.batch.dates(first).at();
        let second = second.map(|second| self.batch.dates(second).at());
        self.by_row(|at| {
            let date = match second {
                Some(second) if first[at] == NO_DATE => second[at],
                _ => first[at],
            };
            date != NO_DATE && from.is_none_or(|from| from <= date) && to.is_none_or(|to| date < to)
        })
    }

    fn has(&self, at: usize, known: Trait) -> bool {
        match known {
            Trait::Duplicate | Trait::Stuck => self.context.has(self.ids[at], known),
            Trait::Unassigned => {
                let project = self.table.kinds.text(self.batch.kinds[at], PROJECT);
                project == prearchive_core::project::Project::Unassigned.as_str()
            }
        }
    }

    /// In which rows a free word occurs.
    fn text(&self, needle: &str) -> Vec<bool> {
        let (batch, kinds) = (self.batch, &self.table.kinds);
        if needle.contains(['/', '\n']) {
            // It may reach from one part of the address into the next.
            return self.by_row(|at| haystack(&batch.session(at, kinds)).contains(needle));
        }
        let finder = Finder::new(needle);
        let mut hits = vec![false; batch.len()];
        search(&finder, &batch.names, |at| batch.name_ends[at], &mut hits);
        let has_letter = needle.chars().any(char::is_alphabetic);
        if batch.has_capitals {
            for (at, hit) in hits.iter_mut().enumerate() {
                let has = |column| lowercase(batch.text(at, column)).contains(needle);
                *hit = *hit || has(Known::Timestamp) || has(Known::Tag);
            }
        } else if batch.has_letters || !has_letter {
            search(
                &finder,
                &batch.numbers,
                |at| batch.number_end(at),
                &mut hits,
            );
        }
        let has = |word: &str| lowercase(word).contains(needle);
        let (projects, statuses) = (kinds.by_word(PROJECT, has), kinds.by_word(STATUS, has));
        for (hit, kind) in hits.iter_mut().zip(&batch.kinds) {
            *hit = *hit || projects[*kind as usize] || statuses[*kind as usize];
        }
        hits
    }
}

/// Marks the rows in whose part of a text something occurs; `end` says where a row's part ends.
fn search(finder: &Finder<'_>, text: &str, end: impl Fn(usize) -> u32, hits: &mut [bool]) {
    let bytes = text.as_bytes();
    let (mut from, mut row) = (0, 0);
    while let Some(found) = finder.find(&bytes[from..]) {
        let found = from + found;
        while end(row) as usize <= found {
            row += 1;
        }
        hits[row] = true;
        from = end(row) as usize;
    }
}

fn column(field: Field) -> Known {
    match field {
        Field::Project => Known::Project,
        Field::Subject => Known::Subject,
        Field::Session => Known::Name,
        Field::Folder => Known::FolderName,
        Field::Uid => Known::Tag,
        Field::Source => Known::Source,
        Field::Visit => Known::Visit,
        Field::Protocol => Known::Protocol,
        Field::AutoArchive => Known::Autoarchive,
    }
}
