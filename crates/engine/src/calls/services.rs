//! Answers of the services that take sessions by `src`: move, rebuild, delete, archive, validate-archive.

use prearchive_core::address::Address;
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::calls::RouteId;
use prearchive_core::http::Response;
use prearchive_core::inside::{Finding, Tabular};
use prearchive_core::project::Project;
use prearchive_core::session::Session;

use super::Ask;
use crate::Engine;
use crate::access::Right;
use crate::answers;
use crate::queue::Work;
use crate::refusal::Refusal;

impl Engine {
    /// Queues the moves; the target is looked at first, so that nothing is queued that cannot be done.
    pub(super) fn answer_move(
        &self,
        ask: &Ask<'_>,
        sources: &[Address],
        new_project: Option<&Project>,
    ) -> Result<Response, Refusal> {
        self.require_batch(ask, sources, "move sessions")?;
        let target = self.target(ask.caller, new_project)?;
        for source in sources {
            let place = source.in_project(target.clone());
            if place != *source && self.store.session(&place)?.is_some() {
                return Err(Refusal::Taken(place.to_string()));
            }
        }
        self.answer_queued(ask, RouteId::Move, sources, &Work::Move(target))
    }

    pub(super) fn answer_rebuild(
        &self,
        ask: &Ask<'_>,
        sources: &[Address],
        _override_lock: bool,
    ) -> Result<Response, Refusal> {
        self.require_batch(ask, sources, "rebuild sessions")?;
        self.answer_queued(ask, RouteId::Rebuild, sources, &Work::Build)
    }

    pub(super) fn answer_delete(
        &self,
        ask: &Ask<'_>,
        sources: &[Address],
    ) -> Result<Response, Refusal> {
        self.require_batch(ask, sources, "delete sessions")?;
        self.answer_queued(ask, RouteId::Delete, sources, &Work::Delete)
    }

    /// One session is archived while the client waits; several are queued.
    pub(super) fn answer_archive(
        &self,
        ask: &Ask<'_>,
        request: &ArchiveRequest,
    ) -> Result<Response, Refusal> {
        self.require_archive(ask, request)?;
        if let [source] = request.sources.as_slice() {
            let uri = self.archive(source, request, &ask.caller.name, ask.now)?;
            return Ok(answers::uris(&[uri]));
        }
        let mut rows = Vec::new();
        for source in &request.sources {
            let one = ArchiveRequest {
                sources: vec![source.clone()],
                ..request.clone()
            };
            let user = &ask.caller.name;
            rows.extend(self.enqueue(
                user,
                std::slice::from_ref(source),
                &Work::Archive(one),
                ask.now,
            )?);
        }
        answers::table(ask.request, RouteId::Archive, Session::table(&rows))
    }

    pub(super) fn answer_validate(
        &self,
        ask: &Ask<'_>,
        request: &ArchiveRequest,
    ) -> Result<Response, Refusal> {
        self.require_archive(ask, request)?;
        let [source] = request.sources.as_slice() else {
            return Err(Refusal::OneOnly(request.sources.len()));
        };
        let prospect = self.prospect(source, request)?;
        let table = Finding::table(&prospect.findings);
        answers::table(ask.request, RouteId::ValidateArchive, table)
    }

    fn answer_queued(
        &self,
        ask: &Ask<'_>,
        route: RouteId,
        sources: &[Address],
        work: &Work,
    ) -> Result<Response, Refusal> {
        let rows = self.enqueue(&ask.caller.name, sources, work, ask.now)?;
        answers::table(ask.request, route, Session::table(&rows))
    }

    /// The batch services are for owners; every source is looked at before anything is done.
    fn require_batch(&self, ask: &Ask<'_>, sources: &[Address], what: &str) -> Result<(), Refusal> {
        for source in sources {
            self.require(ask.caller, Right::Own, &source.project, what)?;
        }
        for source in sources {
            self.row(source)?;
        }
        Ok(())
    }

    fn require_archive(&self, ask: &Ask<'_>, request: &ArchiveRequest) -> Result<(), Refusal> {
        for source in &request.sources {
            if source.project == Project::Unassigned {
                return Err(Refusal::Unassigned(source.clone()));
            }
            self.require(ask.caller, Right::Edit, &source.project, "archive sessions")?;
        }
        for source in &request.sources {
            self.row(source)?;
        }
        Ok(())
    }
}
