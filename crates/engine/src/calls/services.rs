//! Answers of the services that take sessions by `src`: move, rebuild, delete, archive, validate-archive.

use prearchive_core::address::Address;
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::calls::RouteId;
use prearchive_core::http::Response;
use prearchive_core::importing::ImportRequest;
use prearchive_core::inside::{Finding, Tabular};
use prearchive_core::project::Project;
use prearchive_core::session::Session;

use super::Ask;
use crate::Engine;
use crate::access::Right;
use crate::answers;
use crate::prearchive::merging::Merging;
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
        self.require_batch(ask, sources, "move sessions", false)?;
        let target = self.target(ask.caller, new_project)?;
        for source in sources {
            let place = source.in_project(target.clone());
            if place != *source && self.store.session(&place)?.is_some() {
                return Err(Refusal::Taken(place.to_string()));
            }
        }
        self.answer_queued(ask, RouteId::Move, sources, &Work::Move(target))
    }

    /// With `overrideLock` anybody may rebuild an unassigned session whose address they know, as in XNAT.
    pub(super) fn answer_rebuild(
        &self,
        ask: &Ask<'_>,
        sources: &[Address],
        override_lock: bool,
    ) -> Result<Response, Refusal> {
        self.require_batch(ask, sources, "rebuild sessions", override_lock)?;
        self.answer_queued(ask, RouteId::Rebuild, sources, &Work::Build)
    }

    pub(super) fn answer_delete(
        &self,
        ask: &Ask<'_>,
        sources: &[Address],
    ) -> Result<Response, Refusal> {
        self.require_batch(ask, sources, "delete sessions", false)?;
        self.answer_queued(ask, RouteId::Delete, sources, &Work::Delete)
    }

    /// One session is archived while the client waits, or queued if the client follows it; several are queued.
    pub(super) fn answer_archive(
        &self,
        ask: &Ask<'_>,
        request: &ArchiveRequest,
    ) -> Result<Response, Refusal> {
        let request = &ArchiveRequest {
            sources: self.meant(&request.sources)?,
            ..request.clone()
        };
        self.require_archive(ask, request)?;
        if let [source] = request.sources.as_slice() {
            if let Some(key) = &request.listener {
                return self.answer_followed(ask, source, request, key);
            }
            let merging = Merging::of_one(request, self.archiving_code(source)?);
            let uri = self.archive(source, request, merging, &ask.caller.name, ask.now)?;
            let response = answers::uris(&[&uri]);
            return Ok(if request.redirect {
                let place = format!("{}{uri}", self.config.context);
                Response {
                    status: 303,
                    ..response.with_header("Location", place)
                }
            } else {
                response
            });
        }
        // Everything that can be refused is refused before the first is queued.
        let mut works = Vec::new();
        for source in &request.sources {
            let one = ArchiveRequest {
                sources: vec![source.clone()],
                ..request.clone()
            };
            let code = self.archiving_code(source)?;
            let files = request.overwrite_files;
            let merging = Merging::of_several(request.overwrite, files, code);
            works.push((source, Work::Archive(one, merging)));
        }
        let user = &ask.caller.name;
        let mut rows = Vec::new();
        for (source, work) in works {
            rows.extend(self.enqueue(user, std::slice::from_ref(source), &work, ask.now)?);
        }
        answers::table(ask.request, RouteId::Archive, Session::table(&rows))
    }

    /// Queues one session, and sends the client to the page while the work goes on, as XNAT does.
    fn answer_followed(
        &self,
        ask: &Ask<'_>,
        source: &Address,
        request: &ArchiveRequest,
        key: &str,
    ) -> Result<Response, Refusal> {
        let row = self.row(source)?;
        if row.status.is_locked() || row.status.is_queued() {
            return Err(Refusal::LockedForArchive {
                address: source.clone(),
                status: row.status.to_string(),
            });
        }
        let user = &ask.caller.name;
        self.tracks.begin(key, user, ask.now);
        let merging = Merging::of_one(request, self.archiving_code(source)?);
        let work = Work::Archive(request.clone(), merging);
        self.enqueue(user, std::slice::from_ref(source), &work, ask.now)?;
        let page = format!("{}/", self.config.context);
        Ok(Response::empty(303).with_header("Location", page))
    }

    /// An import is answered when it is done; one of a file that was kept before can be followed instead.
    pub(super) fn answer_import(
        &self,
        ask: &Ask<'_>,
        request: &ImportRequest,
    ) -> Result<Response, Refusal> {
        if let (Some((resource, file)), Some(key)) = (&request.stored, &request.listener) {
            self.cache_file(&ask.caller.name, resource, file)?;
            self.tracks.begin(key, &ask.caller.name, ask.now);
            self.enqueue_import(ask.caller, request);
            return Ok(answers::text("text/plain", key.clone()));
        }
        let uris = match &mut *ask.upload.borrow_mut() {
            Some(upload) => self.import(ask.caller, request, Some(*upload), ask.now)?,
            None => self.import(ask.caller, request, None, ask.now)?,
        };
        Ok(answers::uris(&uris))
    }

    pub(super) fn answer_validate(
        &self,
        ask: &Ask<'_>,
        request: &ArchiveRequest,
    ) -> Result<Response, Refusal> {
        let request = &ArchiveRequest {
            sources: self.meant(&request.sources)?,
            ..request.clone()
        };
        self.require_archive(ask, request)?;
        let [source] = request.sources.as_slice() else {
            return Err(Refusal::OneOnly(request.sources.len()));
        };
        let table = Finding::table(&self.validate(source, request)?);
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

    /// The sessions that are meant: xnatctl percent-encodes names before it puts them into a form.
    ///
    /// A session that is called exactly as it stands there comes first.
    fn meant(&self, sources: &[Address]) -> Result<Vec<Address>, Refusal> {
        let one = |source: &Address| {
            let Some(unescaped) = source.unescaped() else {
                return Ok(source.clone());
            };
            let is_called_so = self.store.session(source)?.is_some();
            Ok(if is_called_so {
                source.clone()
            } else {
                unescaped
            })
        };
        sources.iter().map(one).collect()
    }

    /// The batch services are for owners; every source is looked at before anything is done.
    fn require_batch(
        &self,
        ask: &Ask<'_>,
        sources: &[Address],
        what: &str,
        open_unassigned: bool,
    ) -> Result<(), Refusal> {
        for source in sources {
            if open_unassigned && source.project == Project::Unassigned {
                continue;
            }
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
