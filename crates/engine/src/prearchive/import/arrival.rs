//! Arriving: files become a session of their own, or take the place of one.

use prearchive_core::address::Address;
use prearchive_core::archiving::Overwrite;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::importing::{Destination, Handler, ImportRequest};
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::stamp;
use prearchive_core::status::{Kind, Status};
use time::{Duration, OffsetDateTime};

use super::Group;
use crate::prearchive::build::{Headers, ScanKey, fill, label};
use crate::refusal::Refusal;
use crate::store::change::{Change, RowChange};
use crate::tree::{TreePath, document_beside, session_document, session_folder};
use crate::turns::Thing;
use crate::{Engine, civil};

impl Engine {
    /// Gives files a session of their own, at the address that the request names or at a new one.
    pub(super) fn arrive(
        &self,
        request: &ImportRequest,
        handler: Handler,
        group: &Group,
        now: OffsetDateTime,
    ) -> Result<Address, Refusal> {
        let _turn = self.turns.take(arrival_of(request, group));
        if let Destination::Session(address) = &request.destination
            && let Some(row) = self.store.session(address)?
        {
            return match request.overwrite {
                Overwrite::None => Err(Refusal::TakenUnless {
                    what: address.to_string(),
                    way_out: "say overwrite=append to add to it, or overwrite=delete to replace it"
                        .into(),
                }),
                Overwrite::Append => {
                    self.append(request, &row, group, now)?;
                    Ok(row.address)
                }
                Overwrite::Delete => self.replace(request, &row, group, now),
            };
        }
        self.begin_session(request, handler, group, now)
    }

    /// Begins a session: the files get their place and the row appears, whole or not at all.
    pub(super) fn begin_session(
        &self,
        request: &ImportRequest,
        handler: Handler,
        group: &Group,
        now: OffsetDateTime,
    ) -> Result<Address, Refusal> {
        let address = match &request.destination {
            Destination::Session(address) => address.clone(),
            _ => self.free_address(&group.project, &group.session, now)?,
        };
        let mut row = self.new_row(request, group, &address, now)?;
        let mut renames = vec![(group.folder.clone(), session_folder(&address)?)];
        if Self::builds(request, handler) {
            renames.push(self.built(&mut row, group, now)?);
        }
        self.carry_out(&Change {
            renames,
            rows: vec![RowChange::Insert(row)],
        })?;
        Ok(address)
    }

    /// Describes a session whose headers have just been read, and says where its document goes.
    fn built(
        &self,
        row: &mut Session,
        group: &Group,
        now: OffsetDateTime,
    ) -> Result<(TreePath, TreePath), Refusal> {
        let mut headers = Headers::new();
        for file in &group.files {
            let scan = file.path.split('/').nth(1).unwrap_or_default();
            headers
                .entry(ScanKey::new(scan))
                .or_default()
                .push((file.header.clone(), file.size));
        }
        let document = self.describe(row, &headers)?;
        let written = document_beside(&group.folder)?;
        self.store.write(&written, document.write().as_bytes())?;
        fill(row, &document);
        self.set_status(row, Status::READY, now);
        Ok((written, session_document(&row.address)?))
    }

    fn new_row(
        &self,
        request: &ImportRequest,
        group: &Group,
        address: &Address,
        now: OffsetDateTime,
    ) -> Result<Session, Refusal> {
        let mut row = Session::new(address.clone(), Status::RECEIVING);
        self.set_status(&mut row, Status::RECEIVING, now);
        row.name.clone_from(&group.session);
        row.subject.clone_from(&group.subject);
        row.tag
            .clone_from(&group.files[0].header.study_instance_uid);
        row.autoarchive = self.arrival_code(&group.project, request)?;
        row.prevent_anon = Some(request.prevent_anon.unwrap_or(false));
        row.prevent_auto_commit = Some(request.prevent_auto_commit.unwrap_or(false));
        label(&mut row, &request.upload);
        Ok(row)
    }

    fn arrival_code(&self, project: &Project, request: &ImportRequest) -> Result<String, Refusal> {
        let code = match (request.auto_archive, project.id()) {
            _ if request.direct => PrearchiveCode::AUTO_ARCHIVE,
            (Some(true), _) => PrearchiveCode::AUTO_ARCHIVE,
            (Some(false), _) | (None, None) => PrearchiveCode::MANUAL,
            (None, Some(id)) => self.project(id)?.code,
        };
        Ok(code.name().unwrap_or_default().into())
    }

    /// Takes the place of a session, which goes to the cache.
    fn replace(
        &self,
        request: &ImportRequest,
        row: &Session,
        group: &Group,
        now: OffsetDateTime,
    ) -> Result<Address, Refusal> {
        let address = &row.address;
        self.free_row(address)?;
        let mut new = self.new_row(request, group, address, now)?;
        self.locked(address, Kind::Receiving, now, |_| {
            let mut renames = self.discarded(address, now)?;
            let folder = session_folder(address)?;
            renames.push((group.folder.clone(), folder));
            renames.push(self.built(&mut new, group, now)?);
            let rows = vec![RowChange::Replace(address.clone(), new.clone())];
            self.carry_out(&Change { renames, rows })
        })?;
        Ok(address.clone())
    }

    /// An address that nobody has: the time of arrival, a millisecond later if it is taken.
    fn free_address(
        &self,
        project: &Project,
        folder: &str,
        now: OffsetDateTime,
    ) -> Result<Address, Refusal> {
        let mut at = now;
        loop {
            let timestamp = stamp::write_folder(civil(at));
            let address = Address::new(project.clone(), timestamp, folder)
                .map_err(|_| Refusal::BadName(folder.into()))?;
            let is_free = !self.store.exists(&session_folder(&address)?)?
                && self.store.session(&address)?.is_none();
            if is_free {
                return Ok(address);
            }
            at += Duration::milliseconds(1);
        }
    }
}

/// What others wait for that bring the same session.
pub(super) fn arrival_of(request: &ImportRequest, group: &Group) -> Thing {
    let label = match &request.destination {
        Destination::Session(address) => &address.folder,
        _ => &group.session,
    };
    Thing::Arrival(group.project.clone(), label.clone())
}
