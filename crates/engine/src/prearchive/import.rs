//! Importing: files are sorted by their headers, and a session appears whole or not at all.

pub(crate) mod arrival;
pub(crate) mod joining;
pub(crate) mod layout;
pub(crate) mod place;

use std::io::Cursor;

use prearchive_core::address::Address;
use prearchive_core::archiving::ArchiveRequest;
use prearchive_core::importing::{Destination, Handler, ImportRequest};
use prearchive_core::project::Project;
use prearchive_dicom::{Header, check_complete, read_header};
use time::OffsetDateTime;

use super::merging::Merging;
use super::unpack::{Incoming, Upload, unpack};
use crate::Engine;
use crate::access::{Caller, Right};
use crate::refusal::Refusal;
use crate::tree::TreePath;
use layout::Layout;

/// The SOP class of a DICOMDIR, which describes a medium and belongs to no session (DICOM PS3.4, annex I).
const MEDIA_DIRECTORY: &str = "1.2.840.10008.1.3.10";

/// The longest name of a session, in bytes: file systems take 255, and `.xml` and the like come after it.
const LONGEST_NAME: usize = 200;

/// A DICOM file that waits for its place.
struct Staged {
    header: Header,
    size: u64,
    /// Where it is in a session that is new, such as `SCANS/1/DICOM/0001.dcm`.
    path: String,
}

/// Files that make one session.
struct Group {
    /// What keeps them together: the study, or nothing where all that came is one session.
    key: String,
    project: Project,
    subject: String,
    session: String,
    /// The folder in which they wait, laid out as a session.
    folder: TreePath,
    layout: Layout,
    files: Vec<Staged>,
}

impl Engine {
    /// Imports a file, and returns the URIs of the sessions that it became or joined.
    pub(crate) fn import(
        &self,
        caller: &Caller,
        request: &ImportRequest,
        upload: Option<&mut dyn Upload>,
        now: OffsetDateTime,
    ) -> Result<Vec<String>, Refusal> {
        let handler = request.handler.unwrap_or({
            if request.content_type == "application/dicom" {
                Handler::GradualDicom
            } else {
                Handler::SessionImporter
            }
        });
        let staging = self.staging()?;
        let mut groups = Vec::new();
        let mut take = |file| {
            self.sort(
                caller,
                request,
                handler,
                &staging.folder,
                &file,
                &mut groups,
            )
        };
        match (&request.stored, upload) {
            (Some((resource, file)), _) => {
                let mut stored = self.cache_file(&caller.name, resource, file)?.file;
                unpack(&mut stored, &self.config, &mut take)?;
            }
            (None, Some(upload)) => unpack(upload, &self.config, &mut take)?,
            (None, None) => {
                unpack(&mut Cursor::new(&request.body), &self.config, &mut take)?;
            }
        }
        if groups.is_empty() {
            return Err(Refusal::Unreadable(
                "there is no DICOM file in what was sent".into(),
            ));
        }
        // One of several studies could come in and the next be refused.
        if matches!(request.destination, Destination::Session(_)) && groups.len() > 1 {
            let count = groups.len();
            return Err(Refusal::Unreadable(format!(
                "there are {count} studies in what was sent, and one session cannot hold them"
            )));
        }
        self.store.keep(&staging.folder)?;
        let mut uris = Vec::new();
        for group in &groups {
            let address = match handler {
                Handler::SessionImporter => self.arrive(request, handler, group, now)?,
                Handler::DicomZip | Handler::GradualDicom => {
                    self.join(request, handler, group, now)?
                }
            };
            let detail = format!("imported as {}", handler.name());
            self.remember(&caller.name, "import", &address, &detail, now);
            uris.push(self.finish(caller, request, handler, &address, now)?);
        }
        uris.dedup();
        Ok(uris)
    }

    /// Puts a file with those that it belongs to: one session for the session importer, one for each study otherwise.
    ///
    /// A file that is no DICOM refuses the whole, unless it is to be skipped.
    fn sort(
        &self,
        caller: &Caller,
        request: &ImportRequest,
        handler: Handler,
        staging: &TreePath,
        file: &Incoming,
        groups: &mut Vec<Group>,
    ) -> Result<(), Refusal> {
        let read = read_header(&file.bytes).and_then(|header| {
            header.require_uids()?;
            check_complete(&file.bytes)?;
            Ok(header)
        });
        let header = match read {
            Ok(header) if header.sop_class_uid == MEDIA_DIRECTORY => return Ok(()),
            Ok(header) => header,
            // A DICOMDIR has no study, and so no UIDs to ask for.
            Err(_) if request.ignore_unparsable || file.name() == "DICOMDIR" => return Ok(()),
            Err(error) => {
                let way_out = match file.path.as_str() {
                    "" => "",
                    _ => "; say Ignore-Unparsable=true to leave out such files",
                };
                return Err(Refusal::Unreadable(format!(
                    "{}: {error}{way_out}",
                    file.told()
                )));
            }
        };
        let key = match handler {
            Handler::SessionImporter => "",
            _ => header.study_instance_uid.as_str(),
        };
        let at = match groups.iter().position(|group| group.key == key) {
            Some(at) => at,
            None => {
                let place = self.place(request, &header)?;
                // Asked before anything comes in: of several studies the next one could be refused.
                if !(1..=LONGEST_NAME).contains(&place.session.len()) {
                    return Err(Refusal::Unreadable(format!(
                        "{}: no session can be named by its patient ID or study UID; say session=NAME to name it",
                        file.told()
                    )));
                }
                if place.project != Project::Unassigned {
                    self.require(caller, Right::Edit, &place.project, "import a session")?;
                }
                groups.push(Group {
                    key: key.into(),
                    project: place.project,
                    subject: place.subject,
                    session: place.session,
                    folder: staging.join(&groups.len().to_string())?,
                    layout: Layout::default(),
                    files: Vec::new(),
                });
                groups.len() - 1
            }
        };
        let group = &mut groups[at];
        let path = group.layout.place(&header, file.name());
        let size = self
            .store
            .stage(&group.folder.descend(&path)?, &mut file.bytes.as_slice())?;
        group.files.push(Staged { header, size, path });
        Ok(())
    }

    /// True if a session is built before the import is answered.
    fn builds(request: &ImportRequest, handler: Handler) -> bool {
        match handler {
            _ if request.direct => request.commit,
            Handler::SessionImporter => true,
            Handler::DicomZip => request.commit || request.destination != Destination::Unsaid,
            Handler::GradualDicom => request.commit,
        }
    }

    /// Archives what has arrived, if it is to be, and says where it is.
    fn finish(
        &self,
        caller: &Caller,
        request: &ImportRequest,
        handler: Handler,
        address: &Address,
        now: OffsetDateTime,
    ) -> Result<String, Refusal> {
        let at_rest = format!("/data{address}");
        if !Self::builds(request, handler) || address.project == Project::Unassigned {
            return Ok(at_rest);
        }
        let asked = match &request.destination {
            Destination::Archive { .. } => self.auto_archive(address, Some(true))?,
            Destination::Unsaid => self.auto_archive(address, request.auto_archive)?,
            // Whoever names the prearchive wants it there.
            _ if request.auto_archive == Some(true) => self.auto_archive(address, Some(true))?,
            _ => None,
        };
        let Some((archive, by_itself)) = asked else {
            return Ok(at_rest);
        };
        let code = self.archiving_code(address)?;
        let said = Merging::of_several(request.overwrite, request.overwrite_files, code);
        let merging = match request.destination {
            Destination::Archive { .. } => said,
            _ => Merging {
                allowed: true,
                overrides: said.overrides || by_itself.overrides,
                replaces_files: said.replaces_files || by_itself.replaces_files,
            },
        };
        let archive = ArchiveRequest {
            quarantine: request.quarantine,
            trigger_pipelines: request.trigger_pipelines,
            ..archive
        };
        self.archive(address, &archive, merging, &caller.name, now)
    }
}
