//! Finding rows: a query over whole columns.

use memchr::memmem::Finder;

use super::batch::{Batch, NO_DATE, REPEATED, STATUS};
use super::cells::Known;
use super::rows::Rows;
use super::{RowId, SessionTable};
use crate::query::{
    DateField, Field, Prepared, PreparedTerm, PreparedTest, Span, StatusGroup, Trait, haystack,
    lowercase,
};
use crate::sorted::Map;
use crate::status::Status;

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

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The rows for which all terms hold.
    pub rows: Rows,
    /// How many there would be of each group if no status were asked for.
    pub statuses: Map<StatusGroup, usize>,
    /// How many there would be of each project if none were asked for.
    pub projects: Map<String, usize>,
}

/// Which terms do not hold for a row.
const OTHERS: u8 = 1;
const BY_STATUS: u8 = 2;
const BY_PROJECT: u8 = 4;

impl SessionTable {
    /// Looks for what a query asks.
    ///
    /// The cost grows with the number of rows and of terms: 100,000 rows take some milliseconds in a browser.
    #[must_use]
    pub fn search(&self, query: &Prepared, context: &Context<'_>) -> Found {
        let groups: Vec<StatusGroup> = self
            .words
            .iter()
            .map(|word| StatusGroup::of(&Status::from(word.as_str())))
            .collect();
        let (mut statuses, mut projects) =
            (Map::<StatusGroup, usize>::new(), vec![0; self.words.len()]);
        let mut rows = Rows::default();
        for (number, batch) in (0..).zip(&self.batches) {
            let ids = &self.ids[number as usize];
            let mut fails = vec![0_u8; batch.len()];
            for term in &query.terms {
                let bit = facet(term);
                let mut column = Column {
                    table: self,
                    batch,
                    ids,
                    context,
                    groups: &groups,
                };
                column.judge(&term.test, term.negated, |at| fails[at] |= bit);
            }
            for ((id, at), fails) in ids.iter().zip(0..).zip(fails) {
                if self.places[id.0 as usize] != Some((number, at)) || context.except.contains(*id)
                {
                    continue;
                }
                let [project, status, ..] = batch.symbols[at as usize];
                if fails & !BY_STATUS == 0 {
                    *statuses.get_or_default(groups[status as usize]) += 1;
                }
                if fails & !BY_PROJECT == 0 {
                    projects[project as usize] += 1;
                }
                if fails == 0 {
                    rows.insert(*id);
                }
            }
        }
        let named = self
            .words
            .iter()
            .zip(projects)
            .filter(|(_, count)| *count > 0);
        Found {
            rows,
            statuses,
            projects: named.map(|(name, count)| (name.clone(), count)).collect(),
        }
    }
}

/// Which facet a term belongs to: one that the facet's own choice makes.
fn facet(term: &PreparedTerm) -> u8 {
    match &term.test {
        PreparedTest::Status(_) if !term.negated => BY_STATUS,
        PreparedTest::Is(Field::Project, _) if !term.negated => BY_PROJECT,
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
    /// Tells of which rows the test does not hold, or does if that is asked.
    fn judge(&mut self, test: &PreparedTest, negated: bool, mut fails: impl FnMut(usize)) {
        let mut tell = |at: usize, holds: bool| {
            if holds == negated {
                fails(at);
            }
        };
        let rows = 0..self.batch.len();
        match test {
            PreparedTest::Text(needle) => {
                for (at, holds) in self.text(needle).into_iter().enumerate() {
                    tell(at, holds);
                }
            }
            PreparedTest::Is(field, values) => {
                let column = column(*field);
                let is_it = |text: &str| {
                    let text = lowercase(text);
                    values.iter().any(|value| value.is_in(&text))
                };
                match REPEATED.iter().position(|repeated| *repeated == column) {
                    Some(symbol) => {
                        let words: Vec<bool> =
                            self.table.words.iter().map(|word| is_it(word)).collect();
                        rows.for_each(|at| {
                            tell(at, words[self.batch.symbols[at][symbol] as usize]);
                        });
                    }
                    None => rows.for_each(|at| tell(at, is_it(self.batch.text(at, column)))),
                }
            }
            PreparedTest::Status(groups) => {
                let words: Vec<bool> = self
                    .groups
                    .iter()
                    .map(|group| groups.contains(group))
                    .collect();
                rows.for_each(|at| tell(at, words[self.batch.symbols[at][STATUS] as usize]));
            }
            PreparedTest::Date(field, span) => self.dates(*field, span, tell),
            PreparedTest::Trait(traits) => rows.for_each(|at| {
                tell(at, traits.iter().any(|known| self.has(at, *known)));
            }),
        }
    }

    fn dates(&self, field: DateField, span: &Span, mut tell: impl FnMut(usize, bool)) {
        let seconds =
            |at: Option<time::PrimitiveDateTime>| at.map(|at| at.assume_utc().unix_timestamp());
        let (from, to) = (seconds(span.from), seconds(span.to));
        let holds = |at: i64| {
            at != NO_DATE && from.is_none_or(|from| from <= at) && to.is_none_or(|to| at < to)
        };
        let (first, second) = match field {
            DateField::Uploaded => (Known::Uploaded, None),
            DateField::Scanned => (Known::ScanDate, None),
            DateField::Changed => (Known::Lastmod, None),
            DateField::Arrived => (Known::Uploaded, Some(Known::Lastmod)),
        };
        let (first, second) = (
            self.batch.dates(first),
            second.map(|second| self.batch.dates(second)),
        );
        for (at, date) in first.iter().enumerate() {
            let date = match second {
                Some(second) if *date == NO_DATE => second[at],
                _ => *date,
            };
            tell(at, holds(date));
        }
    }

    fn has(&self, at: usize, known: Trait) -> bool {
        match known {
            Trait::Duplicate => self.context.duplicates.contains(self.ids[at]),
            Trait::Stuck => self.context.stuck.contains(self.ids[at]),
            Trait::Unassigned => {
                let project = self.batch.symbols[at][0] as usize;
                self.table.words[project] == crate::project::Project::Unassigned.as_str()
            }
        }
    }

    /// In which rows a free word occurs.
    fn text(&self, needle: &str) -> Vec<bool> {
        let (batch, words) = (self.batch, &self.table.words);
        if needle.contains(['/', '\n']) {
            // It may reach from one part of the address into the next.
            let has = |at| haystack(&batch.session(at, words)).contains(needle);
            return (0..batch.len()).map(has).collect();
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
        let words: Vec<bool> = words
            .iter()
            .map(|word| lowercase(word).contains(needle))
            .collect();
        for (hit, symbols) in hits.iter_mut().zip(&batch.symbols) {
            *hit = *hit || words[symbols[0] as usize] || words[symbols[STATUS] as usize];
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
