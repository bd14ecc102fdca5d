//! A table of sessions: read from batches, filtered, sorted, and handed out in windows.

use prearchive_core::address::AddressError;
use prearchive_core::query::{Query, StatusGroup, Trait};
use prearchive_core::session::Session;
use prearchive_core::sorted::Map;
use prearchive_core::stamp::to_micros;
use prearchive_core::status::Status;
use prearchive_table::{
    Batch, Changes, Context, Duplicates, Order, Reading, RowId, Rows, SessionTable, SortKey,
};
use time::PrimitiveDateTime;

use crate::data;
use crate::json::{Json, Object, object, write};
use crate::listing::query;
use crate::trouble::{Result, Trouble};

/// A status that lasts longer than this, in seconds, is stuck.
const STUCK: i64 = 3600;

/// The sessions of a listing, and those of them that are wanted, in their order.
#[derive(Debug, Default)]
pub struct View {
    table: SessionTable,
    query: Query,
    order: Order,
    found: Rows,
    /// The rows that were found, in their order.
    shown: Vec<RowId>,
    counts: Counts,
    /// What listings have changed that were not told of, because they were cut off.
    untold: Changes,
}

/// How many sessions there would be.
#[derive(Debug, Default)]
struct Counts {
    /// Of each group if no status were asked for.
    statuses: Map<StatusGroup, usize>,
    /// Of each project if none were asked for; `Unassigned` for those without.
    projects: Map<String, usize>,
}

impl Json for Counts {
    fn json(&self, out: &mut String) {
        let count = |object: &mut Object<'_>, name: &str, count: usize| {
            object.member(name, &(count as u64));
        };
        object(out, |counts| {
            let mut statuses = String::new();
            object(&mut statuses, |object| {
                self.statuses
                    .iter()
                    .for_each(|(group, n)| count(object, group.code(), *n));
            });
            let mut projects = String::new();
            object(&mut projects, |object| {
                self.projects
                    .iter()
                    .for_each(|(id, n)| count(object, id, *n));
            });
            counts
                .member("statuses", &Raw(statuses))
                .member("projects", &Raw(projects));
        });
    }
}

/// JSON that is written already.
struct Raw(String);

impl Json for Raw {
    fn json(&self, out: &mut String) {
        out.push_str(&self.0);
    }
}

/// What a listing has changed.
struct Told {
    added: Vec<data::Session>,
    updated: Vec<data::Session>,
    removed: Vec<String>,
}

impl Json for Told {
    fn json(&self, out: &mut String) {
        object(out, |object| {
            object
                .member("added", &self.added)
                .member("updated", &self.updated)
                .member("removed", &self.removed);
        });
    }
}

impl View {
    /// Takes the rows of a batch in, and says how many there are.
    pub fn take(&mut self, reading: &mut Reading, batch: Batch) -> usize {
        let changes = self.table.read(reading, batch);
        self.untold.added.extend(changes.added);
        self.untold.changed.extend(changes.changed);
        self.table.len()
    }

    /// Ends a listing that was read to its end: what it did not name is gone. Says what has changed since the last
    /// time, if that is wanted.
    pub fn finish(&mut self, reading: Reading, tell: bool, now: PrimitiveDateTime) -> String {
        // Rows that are gone say nothing any more.
        let ids: Vec<(RowId, String)> = match tell {
            true => self
                .table
                .ids()
                .filter_map(|id| Some((id, self.id(id)?)))
                .collect(),
            false => Vec::new(),
        };
        let gone = self.table.finish(reading).removed;
        let changes = std::mem::take(&mut self.untold);
        self.search(now);
        if !tell {
            return "null".into();
        }
        let gone: Rows = gone.into_iter().collect();
        let sessions =
            |rows: Vec<RowId>| rows.into_iter().filter_map(|id| self.session(id)).collect();
        let new: Rows = changes.added.iter().copied().collect();
        let changed = changes.changed.into_iter().filter(|id| !new.contains(*id));
        write(&Told {
            updated: sessions(changed.collect()),
            added: sessions(changes.added),
            removed: ids
                .into_iter()
                .filter_map(|(id, text)| gone.contains(id).then_some(text))
                .collect(),
        })
    }

    /// Shows what a query finds.
    ///
    /// # Errors
    ///
    /// [`Trouble::argument`] for a term that cannot be read; then everything stays as it was.
    pub fn filter(&mut self, text: &str, now: PrimitiveDateTime) -> Result<()> {
        self.query = query(text)?;
        self.search(now);
        Ok(())
    }

    /// Shows in another order: keys with a `-` before those that put the largest first.
    ///
    /// # Errors
    ///
    /// [`Trouble::argument`] for an unknown key; then everything stays as it was.
    pub fn sort(&mut self, keys: &[String]) -> Result<()> {
        let key = |text: &String| {
            let (name, descending) = match text.strip_prefix('-') {
                Some(name) => (name, true),
                None => (text.as_str(), false),
            };
            let known = SortKey::from_code(name);
            let key = known.ok_or_else(|| Trouble::argument(&unknown_key(name)))?;
            Ok((key, descending))
        };
        self.order = Order(keys.iter().map(key).collect::<Result<_>>()?);
        self.arrange();
        Ok(())
    }

    fn search(&mut self, now: PrimitiveDateTime) {
        let prepared = self.query.prepare(now);
        // What is not asked for is not looked for.
        let duplicates = match prepared.asks(Trait::Duplicate) {
            true => Duplicates::of(&self.table),
            false => Duplicates::default(),
        };
        let stuck = match prepared.asks(Trait::Stuck) {
            true => self.stuck(now),
            false => Rows::default(),
        };
        let found = self.table.search(
            &prepared,
            &Context {
                duplicates: duplicates.rows(),
                stuck: &stuck,
                except: &Rows::default(),
            },
        );
        self.found = found.rows;
        self.counts = Counts {
            statuses: found.statuses,
            projects: found.projects,
        };
        self.arrange();
    }

    /// Puts what was found into its order.
    fn arrange(&mut self) {
        self.shown.clear();
        self.shown.extend(self.found.iter());
        self.order.sort(&self.table, &mut self.shown);
    }

    /// The sessions on which the server has been at work for an hour, as their rows say.
    fn stuck(&self, now: PrimitiveDateTime) -> Rows {
        let now = to_micros(now).div_euclid(1_000_000);
        let moving = self.table.with_status(Status::is_moving);
        moving
            .filter(|id| {
                let since = self.table.row(*id).and_then(|row| row.lastmod());
                since.is_some_and(|since| now - since >= STUCK)
            })
            .collect()
    }

    /// How many are shown.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    /// True if nothing is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn total(&self) -> usize {
        self.table.len()
    }

    /// How many there would be, as JSON.
    pub fn counts(&self) -> String {
        write(&self.counts)
    }

    /// Some of the shown sessions, as JSON.
    pub fn rows(&self, from: usize, to: usize) -> String {
        let rows: Vec<_> = self
            .window(from, to)
            .filter_map(|id| self.session(id))
            .collect();
        write(&rows)
    }

    /// The ids of some of the shown sessions, as JSON.
    pub fn ids(&self, from: usize, to: usize) -> String {
        let ids: Vec<_> = self.window(from, to).filter_map(|id| self.id(id)).collect();
        write(&ids)
    }

    /// One column of some of the shown sessions, as JSON: what the server wrote, empty where it says nothing.
    ///
    /// # Errors
    ///
    /// [`Trouble::argument`] for an unknown column.
    pub fn column(&self, name: &str, from: usize, to: usize) -> Result<String> {
        let column =
            SortKey::from_code(name).ok_or_else(|| Trouble::argument(&unknown_key(name)))?;
        let rows = self.window(from, to).filter_map(|id| self.table.row(id));
        let texts: Vec<String> = rows.map(|row| column.text(row).into_owned()).collect();
        Ok(write(&texts))
    }

    /// One session by its address, shown or not, as JSON; `null` if there is none.
    ///
    /// # Errors
    ///
    /// [`Trouble::argument`] if it is no address.
    pub fn get(&self, id: &str) -> Result<String> {
        let odd = |error: AddressError| Trouble::argument(&error.to_string());
        let address = id.parse().map_err(odd)?;
        Ok(write(
            &self.table.session(&address).map(data::Session::from),
        ))
    }

    fn window(&self, from: usize, to: usize) -> impl Iterator<Item = RowId> {
        let to = to.min(self.shown.len());
        self.shown[from.min(to)..to].iter().copied()
    }

    fn session(&self, id: RowId) -> Option<data::Session> {
        let row: Session = self.table.row(id)?.session();
        Some(row.into())
    }

    fn id(&self, id: RowId) -> Option<String> {
        Some(self.table.row(id)?.address().to_string())
    }
}

fn unknown_key(name: &str) -> String {
    let known: Vec<_> = SortKey::ALL.iter().map(|key| key.code()).collect();
    format!(
        "“{name}” is no column: expected one of {}",
        known.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> PrimitiveDateTime {
        prearchive_core::stamp::read("2026-01-10 12:00:00").expect("a date")
    }

    fn batch(rows: &[(&str, &str, &str)]) -> Batch {
        let sessions: Vec<Session> = rows
            .iter()
            .map(|(folder, subject, status)| {
                let id = format!("/prearchive/projects/P/20260101_000000000/{folder}");
                let mut row = Session::new(id.parse().expect("an address"), (*status).into());
                row.subject = (*subject).to_owned();
                row.lastmod = "2026-01-10 11:30:00".to_owned().into();
                row
            })
            .collect();
        sessions.iter().collect()
    }

    fn view(rows: &[(&str, &str, &str)]) -> View {
        let mut view = View::default();
        view.follow(rows);
        view
    }

    impl View {
        fn follow(&mut self, rows: &[(&str, &str, &str)]) -> serde_json::Value {
            let mut reading = Reading::default();
            self.take(&mut reading, batch(rows));
            let told = self.finish(reading, true, now());
            serde_json::from_str(&told).expect("JSON")
        }

        fn folders(&self) -> String {
            let texts = self.column("folder", 0, self.len()).expect("a column");
            let texts: Vec<String> = serde_json::from_str(&texts).expect("JSON");
            texts.join(" ")
        }
    }

    const ROWS: &[(&str, &str, &str)] = &[
        ("S2", "b", "READY"),
        ("S10", "a", "ERROR"),
        ("S1", "b", "_MOVING"),
    ];

    #[test]
    fn queries_and_orders() {
        for (query, keys, wanted) in [
            ("", &[][..], "S2 S10 S1"),
            ("", &["session"], "S1 S2 S10"),
            ("", &["-session"], "S10 S2 S1"),
            ("", &["subject", "-session"], "S10 S2 S1"),
            ("status:ready,error", &["session"], "S2 S10"),
            ("subject:b -status:working", &[], "S2"),
            ("is:stuck", &[], ""),
        ] {
            let mut view = view(ROWS);
            let keys: Vec<_> = keys.iter().map(|key| (*key).to_owned()).collect();
            view.sort(&keys).expect("an order");
            view.filter(query, now()).expect("a query");
            assert_eq!(view.folders(), wanted, "{query} {keys:?}");
            assert_eq!(view.total(), 3);
        }
    }

    #[test]
    fn what_cannot_be_read_changes_nothing() {
        let mut view = view(ROWS);
        view.filter("status:ready", now()).expect("a query");
        let told = view.filter("colour:red", now()).expect_err("no key");
        assert_eq!(told.code.as_str(), "invalid-argument");
        assert!(told.message.contains("colour"), "{}", told.message);
        assert!(view.sort(&["colour".into()]).is_err());
        assert_eq!(view.folders(), "S2");
    }

    #[test]
    fn windows_end_where_the_rows_end() {
        let view = view(ROWS);
        for (from, to, count) in [(0, 2, 2), (2, 50, 1), (3, 4, 0), (50, 60, 0), (2, 1, 0)] {
            let rows: Vec<serde_json::Value> =
                serde_json::from_str(&view.rows(from, to)).expect("JSON");
            assert_eq!(rows.len(), count, "{from}..{to}");
        }
    }

    #[test]
    fn a_listing_says_what_it_changed_also_when_the_one_before_was_cut_off() {
        let mut view = view(&[("S1", "a", "READY"), ("S2", "a", "READY")]);
        view.take(
            &mut Reading::default(),
            batch(&[("S1", "a", "ERROR"), ("S3", "a", "READY")]),
        );
        let told = view.follow(&[("S1", "a", "ERROR"), ("S3", "a", "READY")]);
        assert_eq!(told["updated"][0]["folder"], "S1");
        assert_eq!(told["added"][0]["folder"], "S3");
        assert_eq!(
            told["removed"][0],
            "/prearchive/projects/P/20260101_000000000/S2"
        );
    }
}
