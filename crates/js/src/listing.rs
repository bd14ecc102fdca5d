//! A listing as pages of sessions, and the query that may choose among them.

use prearchive_core::query::{Judged, Prepared, Query, Trait};
use prearchive_core::session::Session;
use prearchive_table::{Batch, Reading, SessionTable};
use time::PrimitiveDateTime;

use crate::data;
use crate::json::write;
use crate::trouble::{Result, Trouble};

/// Reads a query.
///
/// # Errors
///
/// [`Trouble::argument`] that names the terms that cannot be read.
pub fn query(text: &str) -> Result<Query> {
    let parsed = Query::parse(text);
    let problem = |problem: &prearchive_core::query::Problem| {
        let term = text.get(problem.term.clone()).unwrap_or_default();
        format!("“{term}” ({})", problem.fault.code())
    };
    if parsed.problems.is_empty() {
        return Ok(parsed.query);
    }
    let problems: Vec<_> = parsed.problems.iter().map(problem).collect();
    Err(Trouble::argument(&format!(
        "The query has terms that cannot be read: {}",
        problems.join(", ")
    )))
}

/// Makes pages of batches.
#[derive(Debug)]
pub struct Pages {
    wanted: Prepared,
}

impl Pages {
    /// Pages of what a query finds.
    ///
    /// # Errors
    ///
    /// [`Trouble::argument`] for what cannot be read, or be told of a session alone.
    pub fn new(text: &str, now: PrimitiveDateTime) -> Result<Self> {
        let wanted = query(text)?.prepare(now);
        if wanted.asks(Trait::Duplicate) || wanted.asks(Trait::Stuck) {
            return Err(Trouble::argument(
                "is:duplicate and is:stuck need the whole listing: use table()",
            ));
        }
        Ok(Self { wanted })
    }

    /// The page of a batch, as JSON.
    #[must_use]
    pub fn page(&self, batch: Batch) -> String {
        let mut table = SessionTable::default();
        table.read(&mut Reading::default(), batch);
        let sessions = table.ids().filter_map(|id| Some(table.row(id)?.session()));
        let wanted = |session: &Session| {
            self.wanted.matches(&Judged {
                session,
                duplicate: false,
                stuck: false,
            })
        };
        let rows: Vec<_> = sessions.filter(wanted).map(data::Session::from).collect();
        write(&rows)
    }
}
