//! Answers about the prearchive as a whole: its listing, and what came lately.

use std::collections::HashSet;

use prearchive_core::calls::RouteId;
use prearchive_core::http::Response;
use prearchive_core::inside::Tabular;
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::stamp::{DateText, write_java};
use time::Duration;

use super::{Ask, listing};
use crate::access::Right;
use crate::refusal::Refusal;
use crate::store::records::ProjectRecord;
use crate::{Engine, answers, civil};

impl Engine {
    /// The listing: where the caller may edit, or the named projects where the caller may read.
    ///
    /// Who has data access sees what is unassigned too, even when one project was asked for, as in XNAT.
    /// A project that is not there has no rows; each of several projects is checked.
    /// A `tag` finds a study wherever the caller could list it.
    pub(super) fn answer_list(
        &self,
        ask: &Ask<'_>,
        projects: &[Project],
    ) -> Result<Response, Refusal> {
        let caller = ask.caller;
        let records = self.store.projects()?;
        for project in projects {
            let may = match project {
                Project::Unassigned => caller.has_unassigned(Right::Read),
                Project::Named(id) => {
                    let record = records.iter().find(|record| record.id == *id);
                    record.is_none_or(|record| caller.has(Right::Read, record))
                }
            };
            if !may {
                return Err(caller.refused(format!("see the prearchive of {project}")));
            }
        }
        let parameters = ask.request.parameters();
        let unassigned = caller.has_unassigned(Right::Read);
        if let Some(tag) = parameters.one("tag") {
            let visible = Visible::new(unassigned, &records, |p| caller.has(Right::Read, p));
            let rows = visible.of(self.store.with_tag(tag)?);
            return answers::table(ask.request, RouteId::List, Session::table(&rows));
        }
        let visible = if projects.is_empty() {
            Visible::new(unassigned, &records, |p| caller.has(Right::Edit, p))
        } else {
            let named = |p: &ProjectRecord| projects.iter().any(|named| named.id() == Some(&p.id));
            Visible::new(unassigned, &records, named)
        };
        if parameters.one("sortBy").is_some() {
            let rows = visible.of(self.store.sessions()?);
            return answers::table(ask.request, RouteId::List, Session::table(&rows));
        }
        listing::streamed(ask, RouteId::List, self.store.scan()?, move |row| {
            visible.shows(row)
        })
    }

    /// Writes the rows anew from what is on disk, and says no more than that it is done.
    pub(super) fn answer_refresh(&self, ask: &Ask<'_>) -> Result<Response, Refusal> {
        if !ask.caller.is_data_admin() {
            return Err(ask.caller.refused("read the prearchive anew"));
        }
        let found = self.refresh(ask.now)?;
        let detail = format!(
            "{} added, {} removed, {} archived",
            found.added, found.removed, found.archived
        );
        self.remember(&ask.caller.name, "refresh", &"prearchive", &detail, ask.now);
        Ok(Response::empty(200))
    }

    /// The sessions that were uploaded in the last days, oldest first, where the caller may edit.
    ///
    /// Those that came but were never built have no date of upload yet, and are left out.
    /// The dates are Java's here, but for the study's own.
    pub(super) fn answer_recent(&self, ask: &Ask<'_>, days: u32) -> Result<Response, Refusal> {
        let records = self.store.projects()?;
        let since = civil(ask.now).checked_sub(Duration::days(days.into()));
        let caller = ask.caller;
        let may = |p: &ProjectRecord| caller.has(Right::Edit, p);
        let visible = Visible::new(caller.is_admin(), &records, may);
        let mut rows = visible.of(self.store.sessions()?);
        rows.retain(|row| {
            let uploaded = row.uploaded.at();
            uploaded.is_some_and(|at| since.is_none_or(|since| at >= since))
        });
        rows.sort_by_key(|row| row.uploaded.at());
        let java = |date: &mut DateText| {
            if let Some(at) = date.at() {
                *date = DateText::from(write_java(at, &self.config.zone));
            }
        };
        for row in &mut rows {
            java(&mut row.lastmod);
            java(&mut row.uploaded);
        }
        answers::table(ask.request, RouteId::Recent, Session::table(&rows))
    }
}

/// Which sessions of a table are shown.
struct Visible {
    unassigned: bool,
    projects: HashSet<String>,
}

impl Visible {
    fn new(
        unassigned: bool,
        records: &[ProjectRecord],
        shown: impl Fn(&ProjectRecord) -> bool,
    ) -> Self {
        let shown = records.iter().filter(|record| shown(record));
        Self {
            unassigned,
            projects: shown.map(|record| record.id.clone()).collect(),
        }
    }

    fn shows(&self, row: &Session) -> bool {
        match row.address.project.id() {
            None => self.unassigned,
            Some(id) => self.projects.contains(id),
        }
    }

    fn of(&self, mut rows: Vec<Session>) -> Vec<Session> {
        rows.retain(|row| self.shows(row));
        rows
    }
}
