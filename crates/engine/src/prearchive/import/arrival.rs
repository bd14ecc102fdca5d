//! Files of an import to a session's folder: new, at a named address, or joining what is arriving.

use std::collections::{HashMap, HashSet};

use prearchive_core::address::{Address, is_folder_name};
use prearchive_core::archiving::Overwrite;
use prearchive_core::code::PrearchiveCode;
use prearchive_core::importing::{Destination, ImportRequest};
use prearchive_core::project::Project;
use prearchive_core::session::Session;
use prearchive_core::stamp;
use prearchive_core::status::{Kind, Status};
use prearchive_dicom::Header;
use time::{Duration, OffsetDateTime};

use super::{Dicom, Group};
use crate::refusal::Refusal;
use crate::tree::{TreePath, session_folder};
use crate::{Engine, civil, passwords};

/// The room of what is not a session yet.
pub(crate) const STAGING: &str = "staging";

impl Engine {
    /// Gives files a session of their own, at the address that the request names or at a new one.
    pub(super) fn arrive(
        &self,
        request: &ImportRequest,
        group: &Group,
        now: OffsetDateTime,
    ) -> Result<Address, Refusal> {
        if let Destination::Session(address) = &request.destination
            && let Some(row) = self.store.session(address)?
        {
            return self.arrive_at(request, &row, &group.files, now);
        }
        let address = match &request.destination {
            Destination::Session(address) => address.clone(),
            _ => self.free_address(&group.project, &group.session, now)?,
        };
        self.staged(&group.files, |staged| {
            self.place_staged(staged, request, group, &address, now)
        })
    }

    /// Adds files to a session that is there, or replaces it, as `overwrite` says.
    fn arrive_at(
        &self,
        request: &ImportRequest,
        row: &Session,
        files: &[Dicom],
        now: OffsetDateTime,
    ) -> Result<Address, Refusal> {
        let address = &row.address;
        if row.status.is_locked() {
            return Err(Refusal::Locked {
                address: address.clone(),
                status: row.status.to_string(),
            });
        }
        match request.overwrite {
            Overwrite::None => Err(Refusal::Taken(address.to_string())),
            Overwrite::Append => {
                self.add_files(address, files)?;
                Ok(address.clone())
            }
            Overwrite::Delete => {
                self.staged(files, |staged| {
                    self.locked(address, Kind::Receiving, now, |row| {
                        self.discard_session(address, now)?;
                        self.store.rename(staged, &session_folder(address)?)?;
                        let mut row = row.clone();
                        self.set_status(&mut row, Status::RECEIVING, now);
                        self.store.replace(address, &row)?;
                        Ok(())
                    })
                })?;
                Ok(address.clone())
            }
        }
    }

    /// Adds files to the session of the same project, study and label that is still in the prearchive,
    /// or begins one: as a scanner's push does.
    pub(super) fn join(
        &self,
        request: &ImportRequest,
        group: &Group,
        now: OffsetDateTime,
    ) -> Result<Address, Refusal> {
        let uid = &group.files[0].header.study_instance_uid;
        let found = match &request.destination {
            Destination::Session(address) => self.store.session(address)?,
            _ => self.store.sessions()?.into_iter().find(|row| {
                row.address.project == group.project && row.tag == *uid && row.name == group.session
            }),
        };
        let Some(row) = found else {
            return self.arrive(request, group, now);
        };
        if row.tag != *uid {
            return Err(Refusal::Unreadable(format!(
                "the study {uid} is not the one of {}",
                row.address
            )));
        }
        if row.status.is_locked() {
            return Err(Refusal::Locked {
                address: row.address,
                status: row.status.to_string(),
            });
        }
        self.add_files(&row.address, &group.files)?;
        self.store.update(&row.address, &mut |row| {
            let free = !row.status.is_locked();
            if free {
                self.set_status(row, Status::RECEIVING, now);
            }
            free
        })?;
        Ok(row.address)
    }

    /// Writes files into a folder that nobody sees yet, and lets `place` give it its place.
    ///
    /// If either fails, nothing of the import stays behind.
    fn staged<T>(
        &self,
        files: &[Dicom],
        place: impl FnOnce(&TreePath) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let folder = TreePath::room(STAGING).join(&passwords::random(8)?)?;
        let write = || {
            for (path, dicom) in paths(files, |_| None) {
                self.store
                    .write(&folder.descend(&path)?, &dicom.file.bytes)?;
            }
            Ok(())
        };
        write().and_then(|()| place(&folder)).inspect_err(|_| {
            // What cannot be removed now is removed when the server starts again.
            let _ = self.store.erase(&folder);
        })
    }

    /// Makes a staged folder a session: the folder first, then the row that shows it.
    fn place_staged(
        &self,
        staged: &TreePath,
        request: &ImportRequest,
        group: &Group,
        address: &Address,
        now: OffsetDateTime,
    ) -> Result<Address, Refusal> {
        self.store.rename(staged, &session_folder(address)?)?;
        let header = &group.files[0].header;
        let mut row = Session::new(address.clone(), Status::RECEIVING);
        self.set_status(&mut row, Status::RECEIVING, now);
        row.name.clone_from(&group.session);
        row.subject.clone_from(&group.subject);
        row.tag.clone_from(&header.study_instance_uid);
        row.autoarchive = self.arrival_code(&group.project, request)?;
        row.prevent_anon = Some(request.prevent_anon.unwrap_or(false));
        row.prevent_auto_commit = Some(request.prevent_auto_commit.unwrap_or(false));
        row.source = request.upload.source.clone().unwrap_or_default();
        self.store.insert(&row)?;
        Ok(address.clone())
    }

    fn arrival_code(&self, project: &Project, request: &ImportRequest) -> Result<String, Refusal> {
        let code = match (request.auto_archive, project.id()) {
            (Some(true), _) => PrearchiveCode::AUTO_ARCHIVE,
            (Some(false), _) | (None, None) => PrearchiveCode::MANUAL,
            (None, Some(id)) => self.project(id)?.code,
        };
        Ok(code.name().unwrap_or_default().into())
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
            if !self.store.exists(&session_folder(&address)?)? {
                return Ok(address);
            }
            at += Duration::milliseconds(1);
        }
    }

    /// Adds files to a session's folder; 409 before anything is written if one is there with other bytes.
    fn add_files(&self, address: &Address, files: &[Dicom]) -> Result<(), Refusal> {
        let folder = session_folder(address)?;
        let document = self.document(address).unwrap_or_default();
        let known = |uid: &str| {
            let scan = document.scans.iter().find(|scan| scan.uid == uid);
            scan.map(|scan| scan.id.clone())
        };
        let mut new = Vec::new();
        for (path, dicom) in paths(files, known) {
            let place = folder.descend(&path)?;
            if !self.store.exists(&place)? {
                new.push((place, dicom));
            } else if self.store.read(&place)? != dicom.file.bytes {
                return Err(Refusal::Taken(format!("{path} of {address}")));
            }
        }
        for (place, dicom) in new {
            self.store.write(&place, &dicom.file.bytes)?;
        }
        Ok(())
    }
}

/// Where each file goes inside the session: `SCANS/<scan>/DICOM/<name>`.
///
/// A scan is a series; its ID is the series number, or `<number>-<modality><n>` if another series has that number.
/// `known` gives the IDs of series that the session holds already.
fn paths(files: &[Dicom], known: impl Fn(&str) -> Option<String>) -> Vec<(String, &Dicom)> {
    let mut scans: HashMap<&str, String> = HashMap::new();
    let mut used: HashSet<String> = HashSet::new();
    let mut taken: HashSet<String> = HashSet::new();
    let mut placed = Vec::new();
    for dicom in files {
        let uid = dicom.header.series_instance_uid.as_str();
        let scan = scans
            .entry(uid)
            .or_insert_with(|| {
                let id = known(uid).unwrap_or_else(|| free_scan(&dicom.header, &used));
                used.insert(id.clone());
                id
            })
            .clone();
        let name = free_name(&format!("SCANS/{scan}/DICOM"), dicom, &mut taken);
        placed.push((name, dicom));
    }
    placed
}

fn free_scan(header: &Header, used: &HashSet<String>) -> String {
    let modality = match header.modality.as_str() {
        "" => "OT",
        modality => modality,
    };
    let number = super::place::label(&header.series_number);
    let more = (1..).map(|n| {
        if number.is_empty() {
            format!("{modality}{n}")
        } else {
            format!("{number}-{modality}{n}")
        }
    });
    let first = Some(number.clone()).filter(|number| !number.is_empty());
    first
        .into_iter()
        .chain(more)
        .find(|id| !used.contains(id))
        .unwrap_or(number)
}

/// The file's own name; the instance's UID if it came without one; numbered if the name is taken.
fn free_name(folder: &str, dicom: &Dicom, taken: &mut HashSet<String>) -> String {
    let name = match dicom.file.name() {
        "" => format!("{}.dcm", dicom.header.sop_instance_uid),
        name => name.to_owned(),
    };
    let name = if is_folder_name(&name) {
        name
    } else {
        "file.dcm".into()
    };
    let mut path = format!("{folder}/{name}");
    let mut number = 1;
    while !taken.insert(path.clone()) {
        number += 1;
        path = match name.rsplit_once('.') {
            Some((stem, ending)) => format!("{folder}/{stem}-{number}.{ending}"),
            None => format!("{folder}/{name}-{number}"),
        };
    }
    path
}
