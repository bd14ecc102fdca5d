//! Joining: files are added to a session that is there, as a scanner's next push does.

use std::collections::{HashMap, HashSet};

use prearchive_core::address::Address;
use prearchive_core::archiving::Overwrite;
use prearchive_core::importing::{Destination, Handler, ImportRequest};
use prearchive_core::session::Session;
use prearchive_core::status::{Kind, Phase, Status};
use prearchive_dicom::read_header;
use time::OffsetDateTime;

use super::arrival::arrival_of;
use super::layout::Layout;
use super::{Group, Staged};
use crate::Engine;
use crate::refusal::Refusal;
use crate::store::change::Change;
use crate::tree::{TreePath, session_folder};
use crate::turns::Thing;

/// What happens to a file that is there already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Again {
    /// The same bytes are no news; other bytes of the same image are refused.
    Accept,
    /// Anything that is there is refused.
    Refuse,
    /// The new one takes its place.
    Replace,
}

impl Engine {
    /// Adds files to the session of the same project, study and label that is still in the prearchive,
    /// or begins one.
    pub(super) fn join(
        &self,
        request: &ImportRequest,
        handler: Handler,
        group: &Group,
        now: OffsetDateTime,
    ) -> Result<Address, Refusal> {
        let turn = self.turns.take(arrival_of(request, group));
        let uid = &group.files[0].header.study_instance_uid;
        let found = match &request.destination {
            Destination::Session(address) => self.store.session(address)?,
            _ => self
                .store
                .with_tag(uid)?
                .into_iter()
                .find(|row| row.address.project == group.project && row.name == group.session),
        };
        let Some(row) = found else {
            return self.begin_session(request, handler, group, now);
        };
        if row.tag != *uid {
            return Err(Refusal::Unreadable(format!(
                "the study {uid} is not the one of {}",
                row.address
            )));
        }
        let again = if request.overwrite == Overwrite::Delete || request.overwrite_files {
            Again::Replace
        } else {
            Again::Accept
        };
        self.add_files(&row.address, group, again, now)?;
        drop(turn);
        if Self::builds(request, handler) {
            self.build_after_others(&row.address, &request.upload, "system", now)?;
        }
        Ok(row.address)
    }

    /// Adds files to a session that the request names; what is there already is refused.
    pub(super) fn append(
        &self,
        request: &ImportRequest,
        row: &Session,
        group: &Group,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        self.add_files(&row.address, group, Again::Refuse, now)?;
        self.build_after_others(&row.address, &request.upload, "system", now)?;
        Ok(())
    }

    /// Gives staged files their places in a session that nobody moves away meanwhile.
    fn add_files(
        &self,
        address: &Address,
        group: &Group,
        again: Again,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        let _inside = self.turns.take(Thing::Inside(address.clone()));
        let _place = self.turns.share(Thing::Place(address.clone()));
        let row = self.row(address)?;
        let builds = row.status.kind() == Some(Kind::Building);
        if row.status.is_locked() && !builds {
            return Err(Refusal::Locked {
                address: address.clone(),
                status: row.status.to_string(),
            });
        }
        let renames = self.added(address, group, again, now)?;
        let rows = Vec::new();
        self.carry_out(&Change { renames, rows })?;
        self.store.update(address, &mut |row| {
            let status = match &row.status {
                Status::Known(Kind::Building, Phase::Plain | Phase::Running) => {
                    Status::Known(Kind::ReceivingInterrupt, Phase::Plain)
                }
                // Whoever has the lock by now waits for us, and says what comes next.
                status if status.is_locked() => return false,
                Status::Known(Kind::ReceivingInterrupt, _) => return false,
                _ => Status::RECEIVING,
            };
            self.set_status(row, status, now);
            true
        })?;
        Ok(())
    }

    /// Which file goes where; nothing has been changed when something is refused.
    fn added(
        &self,
        address: &Address,
        group: &Group,
        again: Again,
        now: OffsetDateTime,
    ) -> Result<Vec<(TreePath, TreePath)>, Refusal> {
        let folder = session_folder(address)?;
        let mut layout = Layout::default();
        let mut known: HashMap<String, HashSet<String>> = HashMap::new();
        let mut renames = Vec::new();
        for file in &group.files {
            let staged = group.folder.descend(&file.path)?;
            let series = &file.header.series_instance_uid;
            let scan = layout.scan(&file.header, |id| self.may_hold(&folder, id, series))?;
            let name = file.path.rsplit('/').next().unwrap_or_default();
            let wanted = format!("SCANS/{scan}/DICOM/{name}");
            let place = folder.descend(&wanted)?;
            if again == Again::Refuse {
                if !known.contains_key(&scan) {
                    let there = self.instances(&place.parent().unwrap_or_default())?;
                    known.insert(scan.clone(), there.into_values().collect());
                }
                if known[&scan].contains(&file.header.sop_instance_uid) {
                    return Err(taken(&wanted, address, again));
                }
            }
            if !self.store.exists(&place)? {
                let path = layout.free(&wanted, |_| true);
                renames.push((staged, folder.descend(&path)?));
                continue;
            }
            let same_image = self.instance(&place)? == file.header.sop_instance_uid;
            match again {
                Again::Refuse => return Err(taken(&wanted, address, again)),
                _ if !same_image => {
                    let free = |path: &str| {
                        let place = folder.descend(path).ok();
                        place.is_some_and(|place| matches!(self.store.exists(&place), Ok(false)))
                    };
                    let path = layout.free(&wanted, free);
                    renames.push((staged, folder.descend(&path)?));
                }
                _ if self.same_bytes(&place, &staged, file)? => {}
                Again::Accept => return Err(taken(&wanted, address, again)),
                Again::Replace => {
                    renames.push((place.clone(), self.cached(&place, now)?));
                    renames.push((staged, place));
                }
            }
        }
        Ok(renames)
    }

    fn same_bytes(
        &self,
        place: &TreePath,
        staged: &TreePath,
        file: &Staged,
    ) -> Result<bool, Refusal> {
        let there = self.store.read(place)?;
        Ok(there.len() as u64 == file.size && there == self.store.read(staged)?)
    }

    /// True if a scan is not there yet, or holds that series.
    fn may_hold(&self, folder: &TreePath, scan: &str, series: &str) -> Result<bool, Refusal> {
        let files = folder.join("SCANS")?.join(scan)?.join("DICOM")?;
        for file in self.store.list(&files)? {
            let header = read_header(&self.store.read(&files.descend(&file.path)?)?);
            if let Ok(header) = header {
                return Ok(header.series_instance_uid == series);
            }
        }
        Ok(true)
    }
}

fn taken(path: &str, address: &Address, again: Again) -> Refusal {
    Refusal::TakenUnless {
        what: format!("{path} of {address}"),
        way_out: match again {
            Again::Refuse => "overwrite=append only adds; overwrite=delete replaces the session",
            _ => "say overwrite_files=true to replace it; the old one goes to the cache",
        }
        .into(),
    }
}
