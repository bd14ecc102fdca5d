//! Importing: files are sorted by their headers, and a session appears whole or not at all.

pub(crate) mod arrival;
pub(crate) mod place;

use prearchive_core::address::Address;
use prearchive_core::importing::{Destination, Handler, ImportRequest};
use prearchive_core::project::Project;
use prearchive_dicom::{Header, check_complete, read_header};
use time::OffsetDateTime;

use super::unpack::{Incoming, unpack};
use crate::Engine;
use crate::access::{Caller, Right};
use crate::refusal::Refusal;

/// The SOP class of a DICOMDIR, which describes a medium and belongs to no session (DICOM PS3.4, annex I).
const MEDIA_DIRECTORY: &str = "1.2.840.10008.1.3.10";

/// A DICOM file with what its header says.
struct Dicom {
    header: Header,
    file: Incoming,
}

/// Files that make one session.
struct Group {
    project: Project,
    subject: String,
    session: String,
    files: Vec<Dicom>,
}

impl Engine {
    /// Imports a file, and returns the URIs of the sessions that it became or joined.
    pub(crate) fn import(
        &self,
        caller: &Caller,
        request: &ImportRequest,
        now: OffsetDateTime,
    ) -> Result<Vec<String>, Refusal> {
        if request.body.len() as u64 > self.config.max_upload {
            return Err(Refusal::TooLarge(format!(
                "what was sent is larger than {} bytes",
                self.config.max_upload
            )));
        }
        let handler = request.handler.unwrap_or({
            if request.content_type == "application/dicom" {
                Handler::GradualDicom
            } else {
                Handler::SessionImporter
            }
        });
        let files = readable(
            unpack(&request.body, &self.config)?,
            request.ignore_unparsable,
        )?;
        let groups = self.groups(request, handler, files)?;
        for group in &groups {
            if group.project != Project::Unassigned {
                self.require(caller, Right::Edit, &group.project, "import a session")?;
            }
        }
        let mut uris = Vec::new();
        for group in groups {
            let address = match handler {
                Handler::SessionImporter => self.arrive(request, &group, now)?,
                Handler::DicomZip | Handler::GradualDicom => self.join(request, &group, now)?,
            };
            let detail = format!("imported as {}", handler.name());
            self.remember(&caller.name, "import", &address, &detail, now);
            uris.push(self.finish(caller, request, handler, &address, now)?);
        }
        uris.dedup();
        Ok(uris)
    }

    /// Builds and archives what has arrived, as far as it is to be, and says where it is.
    fn finish(
        &self,
        caller: &Caller,
        request: &ImportRequest,
        handler: Handler,
        address: &Address,
        now: OffsetDateTime,
    ) -> Result<String, Refusal> {
        let at_rest = format!("/data{address}");
        let build = match handler {
            Handler::SessionImporter => true,
            Handler::DicomZip => request.commit || request.destination != Destination::Unsaid,
            Handler::GradualDicom => request.commit,
        };
        if !build {
            return Ok(at_rest);
        }
        self.build(address, &caller.name, now)?;
        let archive = match &request.destination {
            Destination::Archive { .. } => self.auto_archive(address, Some(true))?,
            Destination::Unsaid => self.auto_archive(address, request.auto_archive)?,
            // Whoever names the prearchive wants it there.
            _ if request.auto_archive == Some(true) => self.auto_archive(address, Some(true))?,
            _ => None,
        };
        match archive {
            Some(mut archive) if address.project != Project::Unassigned => {
                if request.overwrite != prearchive_core::archiving::Overwrite::None {
                    archive.overwrite = request.overwrite;
                }
                self.archive(address, &archive, &caller.name, now)
            }
            _ => Ok(at_rest),
        }
    }

    /// Sorts files into sessions: one for the session importer, one for each study otherwise.
    fn groups(
        &self,
        request: &ImportRequest,
        handler: Handler,
        files: Vec<Dicom>,
    ) -> Result<Vec<Group>, Refusal> {
        let mut groups: Vec<(String, Group)> = Vec::new();
        for dicom in files {
            let key = match handler {
                Handler::SessionImporter => String::new(),
                _ => dicom.header.study_instance_uid.clone(),
            };
            if let Some((_, group)) = groups.iter_mut().find(|(known, _)| *known == key) {
                group.files.push(dicom);
                continue;
            }
            let place = self.place(request, &dicom.header)?;
            groups.push((
                key,
                Group {
                    project: place.project,
                    subject: place.subject,
                    session: place.session,
                    files: vec![dicom],
                },
            ));
        }
        Ok(groups.into_iter().map(|(_, group)| group).collect())
    }
}

/// The DICOM files among what came; a file that is none refuses the whole, unless it is to be skipped.
fn readable(files: Vec<Incoming>, ignore_unparsable: bool) -> Result<Vec<Dicom>, Refusal> {
    let mut found = Vec::new();
    for file in files {
        let read = read_header(&file.bytes).and_then(|header| {
            header.require_uids()?;
            check_complete(&file.bytes)?;
            Ok(header)
        });
        match read {
            Ok(header) if header.sop_class_uid == MEDIA_DIRECTORY => {}
            Ok(header) => found.push(Dicom { header, file }),
            // A DICOMDIR has no study, and so no UIDs to ask for.
            Err(_) if ignore_unparsable || file.name() == "DICOMDIR" => {}
            Err(error) => {
                let name = match file.path.as_str() {
                    "" => "the file",
                    path => path,
                };
                return Err(Refusal::Unreadable(format!("{name}: {error}")));
            }
        }
    }
    if found.is_empty() {
        return Err(Refusal::Unreadable(
            "there is no DICOM file in what was sent".into(),
        ));
    }
    Ok(found)
}
