//! Answers about one session: its row, document and zip, its actions, and what is inside it.

use prearchive_core::address::Address;
use prearchive_core::archiving::Archived;
use prearchive_core::calls::{Call, RouteId};
use prearchive_core::format::Format;
use prearchive_core::http::Response;
use prearchive_core::inside::{DumpRequest, File, LogEntry, Resource, Scan, Tabular};
use prearchive_core::project::Project;
use prearchive_core::session::Session;

use super::Ask;
use crate::Engine;
use crate::access::Right;
use crate::answers;
use crate::queue::Work;
use crate::refusal::Refusal;

impl Engine {
    /// The calls that do something to one session.
    pub(super) fn dispatch_session(&self, ask: &Ask<'_>, call: Call) -> Result<Response, Refusal> {
        let user = &ask.caller.name;
        let now = ask.now;
        match call {
            Call::Build { address, upload } => {
                self.require_on_session(ask.caller, &address, "build a session")?;
                self.build(&address, &upload, user, now)?;
                Ok(answers::uri(200, format!("/data{address}")))
            }
            Call::Commit {
                address,
                auto_archive,
                upload,
                listener,
            } => {
                self.require_on_session(ask.caller, &address, "commit a session")?;
                if let Some(listener) = listener {
                    self.free_row(&address)?;
                    self.tracks.begin(&listener, user, now);
                    let work = Work::Commit {
                        auto_archive,
                        upload,
                        listener,
                    };
                    self.enqueue(user, &[address], &work, now)?;
                    return Ok(Response::empty(200));
                }
                let archived = self.commit(&address, auto_archive, &upload, user, now)?;
                Ok(match archived {
                    None => answers::uri(200, format!("/data{address}")),
                    Some(uri) => answers::uri(301, uri),
                })
            }
            Call::SetStatus { address, status } => {
                self.require_on_session(ask.caller, &address, "change the status of a session")?;
                self.set_status_to(&address, &status, now)?;
                self.remember(user, "set status", &address, &status, now);
                Ok(Response::empty(200))
            }
            Call::ResetStatus { address, tag } => {
                self.require_on_session(ask.caller, &address, "reset a session")?;
                self.reset(&address, tag.as_ref(), now)?;
                self.remember(user, "reset status", &address, "row written anew", now);
                Ok(answers::uri(200, format!("/data{address}")))
            }
            Call::MoveOne {
                address,
                new_project,
            } => {
                self.require_on_session(ask.caller, &address, "move a session")?;
                let target = self.target(ask.caller, new_project.as_ref())?;
                self.answer_move_one(ask, &address, &target)
            }
            Call::DeleteOne(address) => {
                self.require_delete(ask.caller, &address)?;
                match self.delete(&address, user, now) {
                    // XNAT answers 200 to the deletion of what is not there.
                    Ok(()) | Err(Refusal::NoSession(_)) => Ok(Response::empty(200)),
                    Err(refusal) => Err(refusal),
                }
            }
            Call::DeleteScan { address, scan } => {
                self.require_inside(ask, &address)?;
                self.delete_scan(&address, &scan, user, now)?;
                Ok(Response::empty(200))
            }
            Call::PutResourceFile { file, body } => {
                self.require_inside(ask, &file.address)?;
                let replace = ask.request.parameters().is_true("overwrite");
                ask.with_body(&body, |body| {
                    self.put_resource_file(&file, body, replace, user, now)
                })?;
                Ok(Response::empty(200))
            }
            Call::DeleteResource { address, resource } => {
                self.require_inside(ask, &address)?;
                self.delete_resource(&address, &resource, user, now)?;
                Ok(Response::empty(200))
            }
            Call::DeleteResourceFile(file) => {
                self.require_inside(ask, &file.address)?;
                self.delete_resource_file(&file, user, now)?;
                Ok(Response::empty(200))
            }
            Call::PutCacheFile {
                resource,
                path,
                body,
            } => {
                ask.with_body(&body, |body| {
                    self.put_cache_file(user, &resource, &path, body)
                })?;
                Ok(Response::empty(200))
            }
            other => self.dispatch_read(ask, other),
        }
    }

    /// The calls that read one session.
    fn dispatch_read(&self, ask: &Ask<'_>, call: Call) -> Result<Response, Refusal> {
        match call {
            Call::Read(address) => {
                self.require_inside(ask, &address)?;
                self.answer_read(ask, &address)
            }
            Call::Logs(address) => {
                self.require_inside(ask, &address)?;
                self.answer_logs(ask, &address)
            }
            Call::Log { address, entry } => {
                self.require_inside(ask, &address)?;
                self.row(&address)?;
                let format = answers::format(ask.request, RouteId::Log)?;
                let text = self.log_text(&address, &entry, ask.now)?;
                // The text is no document of the negotiated type: a browser must not take it for one.
                let kind = match format {
                    Format::Html => Format::Text,
                    other => other,
                };
                Ok(answers::text(kind.media_type(), text))
            }
            Call::SessionResources(address) => {
                self.require_inside(ask, &address)?;
                let resources = self.session_resources(&address)?;
                let table = Resource::table(&resources);
                answers::table(ask.request, RouteId::SessionResources, table)
            }
            Call::Scans(address) => {
                self.require_inside(ask, &address)?;
                let scans = self.document(&address)?.scan_rows();
                answers::table(ask.request, RouteId::Scans, Scan::table(&scans))
            }
            Call::ScanResources { address, scan } => {
                self.require_inside(ask, &address)?;
                let resources = self.scan_resources(&address, &scan)?;
                let table = Resource::scan_table(&resources);
                answers::table(ask.request, RouteId::ScanResources, table)
            }
            Call::Files {
                address,
                scan,
                resource,
            } => {
                self.require_inside(ask, &address)?;
                let base = format!(
                    "{}{address}/scans/{scan}/resources/{resource}/files",
                    ask.mount()
                );
                let files = self.files(&address, &scan, &resource, &base)?;
                answer_files(ask, RouteId::Files, files)
            }
            Call::ResourceFiles { address, resource } => {
                self.require_inside(ask, &address)?;
                let base = format!("{}{address}/resources/{resource}/files", ask.mount());
                let files = self.resource_files(&address, &resource, &base)?;
                answer_files(ask, RouteId::ResourceFiles, files)
            }
            Call::DicomDump(request) => self.answer_dump(ask, &request),
            other => self.dispatch_download(ask, other),
        }
    }

    /// The calls that bring bytes: zips and files.
    fn dispatch_download(&self, ask: &Ask<'_>, call: Call) -> Result<Response, Refusal> {
        match call {
            Call::ScanZip { address, scan } => {
                self.require_inside(ask, &address)?;
                zip_only(ask, RouteId::ScanZip)?;
                let name = format!("{}-scan-{scan}.zip", address.folder);
                let chunks = self.scan_zip(&address, &scan, ask.compression()?)?;
                Ok(ask.send(Format::Zip.media_type(), &name, chunks, None))
            }
            Call::ResourceZip { address, resource } => {
                self.require_inside(ask, &address)?;
                zip_only(ask, RouteId::ResourceZip)?;
                let name = format!("{}-{resource}.zip", address.folder);
                let chunks = self.resource_zip(&address, &resource, ask.compression()?)?;
                Ok(ask.send(Format::Zip.media_type(), &name, chunks, None))
            }
            Call::File(file) => {
                self.require_inside(ask, &file.address)?;
                let opened = self.file(&file)?;
                let is_dicom = file.resource == "DICOM";
                self.answer_file(ask, RouteId::File, &file.path, opened, is_dicom)
            }
            Call::ResourceFile(file) => {
                self.require_inside(ask, &file.address)?;
                let opened = self.resource_file(&file)?;
                self.answer_file(ask, RouteId::ResourceFile, &file.path, opened, false)
            }
            other => self.dispatch_archived(ask, other),
        }
    }

    /// The calls about what is inside an archived session.
    fn dispatch_archived(&self, ask: &Ask<'_>, call: Call) -> Result<Response, Refusal> {
        match call {
            Call::ExperimentScans(experiment) => {
                self.require_archived(ask, &experiment)?;
                let scans = self.archived_scans(&experiment)?;
                answers::table(ask.request, RouteId::ExperimentScans, Scan::table(&scans))
            }
            Call::ExperimentResources { experiment, scan } => {
                self.require_archived(ask, &experiment)?;
                let resources = self.archived_resources(&experiment, &scan)?;
                answers::table(ask.request, RouteId::ExperimentResources, resources)
            }
            Call::ExperimentFiles {
                experiment,
                scan,
                resource,
            } => {
                self.require_archived(ask, &experiment)?;
                let Archived {
                    project,
                    subject,
                    label,
                } = &experiment;
                if answers::format(ask.request, RouteId::ExperimentFiles)? == Format::Zip {
                    let name = format!("{label}-scan-{scan}-{resource}.zip");
                    let level = ask.compression()?;
                    let chunks = self.archived_zip(&experiment, &scan, &resource, level)?;
                    return Ok(ask.send(Format::Zip.media_type(), &name, chunks, None));
                }
                let base = format!(
                    "{}/projects/{project}/subjects/{subject}/experiments/{label}/scans/{scan}/resources/{resource}/files",
                    ask.mount()
                );
                let files = self.archived_files(&experiment, &scan, &resource, &base)?;
                answer_files(ask, RouteId::ExperimentFiles, files)
            }
            Call::ExperimentFile {
                experiment,
                scan,
                resource,
                path,
            } => {
                self.require_archived(ask, &experiment)?;
                let opened = self.archived_file(&experiment, &scan, &resource, &path)?;
                let is_dicom = resource == "DICOM";
                self.answer_file(ask, RouteId::ExperimentFile, &path, opened, is_dicom)
            }
            // Every other call has been answered by now.
            _ => Ok(Response::empty(404)),
        }
    }

    fn require_inside(&self, ask: &Ask<'_>, address: &Address) -> Result<(), Refusal> {
        self.require(ask.caller, Right::Edit, &address.project, "see a session")
    }

    fn require_archived(&self, ask: &Ask<'_>, experiment: &Archived) -> Result<(), Refusal> {
        let project = Project::Named(experiment.project.clone());
        let what = "see archived sessions";
        self.require(ask.caller, Right::Read, &project, what)
    }

    /// XNAT answers a move with 301, the new URI, and no `Location`.
    fn answer_move_one(
        &self,
        ask: &Ask<'_>,
        address: &Address,
        target: &Project,
    ) -> Result<Response, Refusal> {
        let place = address.in_project(target.clone());
        if place != *address && self.store.session(&place)?.is_some() {
            return Err(Refusal::Taken(place.to_string()));
        }
        let moved = self.relocate(address, target, &ask.caller.name, ask.now)?;
        Ok(answers::uri(301, format!("/data{}", moved.address)))
    }

    /// One session: its document as XML, its row as JSON, everything as a zip, a page about it as HTML.
    fn answer_read(&self, ask: &Ask<'_>, address: &Address) -> Result<Response, Refusal> {
        match answers::format(ask.request, RouteId::Read)? {
            Format::Xml => {
                self.row(address)?;
                let text = self.document_text(address)?;
                Ok(answers::text(Format::Xml.media_type(), text))
            }
            Format::Html => self.answer_details(ask, address),
            Format::Json => {
                // A session that is not there is an empty table, as in XNAT.
                let rows: Vec<Session> = self.store.session(address)?.into_iter().collect();
                answers::table(ask.request, RouteId::Read, Session::table(&rows))
            }
            Format::Zip => {
                let name = format!("{}.zip", address.folder);
                let chunks = self.session_zip(address, ask.compression()?)?;
                Ok(ask.send(Format::Zip.media_type(), &name, chunks, None))
            }
            Format::Csv | Format::Text | Format::Other => {
                Err(Refusal::NoFormat("anything but xml, json, html or zip"))
            }
        }
    }

    /// The log as a table; with `template` other than `details` only the entries' names.
    fn answer_logs(&self, ask: &Ask<'_>, address: &Address) -> Result<Response, Refusal> {
        self.row(address)?;
        let logs = self.logs(address, ask.now)?;
        let template = ask.request.parameters();
        let table = match template.one("template") {
            None | Some("details") => LogEntry::table(&logs),
            Some(_) => {
                let ids = logs.into_iter().map(|log| vec![log.id]).collect();
                prearchive_core::resultset::Table::new(&["id"], ids)
            }
        };
        answers::table(ask.request, RouteId::Logs, table)
    }

    fn answer_dump(&self, ask: &Ask<'_>, request: &DumpRequest) -> Result<Response, Refusal> {
        self.require_inside(ask, &request.address)?;
        let table = self.dicom_dump(request)?;
        answers::table(ask.request, RouteId::DicomDump, table)
    }
}

fn zip_only(ask: &Ask<'_>, id: RouteId) -> Result<(), Refusal> {
    match answers::format(ask.request, id)? {
        Format::Zip => Ok(()),
        _ => Err(Refusal::NoFormat("anything but zip")),
    }
}

/// A listing of files; with `prettyPrint` their sizes are for people.
fn answer_files(ask: &Ask<'_>, id: RouteId, files: Vec<File>) -> Result<Response, Refusal> {
    let mut table = File::table(&files);
    if ask.request.parameters().is_true("prettyPrint") {
        let rows = files
            .into_iter()
            .map(|file| vec![file.name, pretty(file.size), file.uri])
            .collect();
        table = prearchive_core::resultset::Table::new(File::COLUMNS, rows);
    }
    answers::table(ask.request, id, table)
}

/// A size for people, such as `1.5 MB`.
fn pretty(size: Option<u64>) -> String {
    let Some(size) = size else {
        return String::new();
    };
    let (mut number, mut unit) = (size as f64, "B");
    for larger in ["KB", "MB", "GB", "TB"] {
        if number < 1024.0 {
            break;
        }
        number /= 1024.0;
        unit = larger;
    }
    if unit == "B" {
        format!("{size} B")
    } else {
        format!("{number:.1} {unit}")
    }
}
