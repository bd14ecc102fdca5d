//! Answers about one session: its row, document and zip, its actions, and what is inside it.

use prearchive_core::address::Address;
use prearchive_core::calls::{Call, RouteId};
use prearchive_core::format::Format;
use prearchive_core::http::Response;
use prearchive_core::inside::{File, LogEntry, Resource, Scan, ScanFile, Tabular};
use prearchive_core::project::Project;
use prearchive_core::session::Session;

use super::Ask;
use crate::Engine;
use crate::access::Right;
use crate::answers;
use crate::refusal::Refusal;

impl Engine {
    pub(super) fn dispatch_session(&self, ask: &Ask<'_>, call: Call) -> Result<Response, Refusal> {
        let user = &ask.caller.name;
        let now = ask.now;
        match call {
            Call::Build { address, .. } => {
                self.require_on_session(ask.caller, &address, "build a session")?;
                self.build(&address, user, now)?;
                Ok(answers::uri(200, format!("/data{address}")))
            }
            Call::Commit {
                address,
                auto_archive,
                ..
            } => {
                self.require_on_session(ask.caller, &address, "commit a session")?;
                Ok(match self.commit(&address, auto_archive, user, now)? {
                    None => answers::uri(200, format!("/data{address}")),
                    Some(uri) => answers::uri(301, uri),
                })
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
                self.require(
                    ask.caller,
                    Right::Edit,
                    &address.project,
                    "delete a session",
                )?;
                match self.delete(&address, user, now) {
                    // XNAT answers 200 to the deletion of what is not there.
                    Ok(()) | Err(Refusal::NoSession(_)) => Ok(Response::empty(200)),
                    Err(refusal) => Err(refusal),
                }
            }
            Call::DeleteScan { address, scan } => {
                self.require(ask.caller, Right::Edit, &address.project, "delete a scan")?;
                self.delete_scan(&address, &scan, user, now)?;
                Ok(Response::empty(200))
            }
            other => self.dispatch_read(ask, other),
        }
    }

    fn dispatch_read(&self, ask: &Ask<'_>, call: Call) -> Result<Response, Refusal> {
        match call {
            Call::Read(address) => {
                self.require_read(ask, &address)?;
                self.answer_read(ask, &address)
            }
            Call::Logs(address) => {
                self.require_read(ask, &address)?;
                self.row(&address)?;
                let logs = self.logs(&address, ask.now)?;
                answers::table(ask.request, RouteId::Logs, LogEntry::table(&logs))
            }
            Call::Log { address, entry } => {
                self.require_read(ask, &address)?;
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
                self.require_read(ask, &address)?;
                let resources = self.session_resources(&address)?;
                let table = Resource::table(&resources);
                answers::table(ask.request, RouteId::SessionResources, table)
            }
            Call::Scans(address) => {
                self.require_read(ask, &address)?;
                let scans = self.document(&address)?.scan_rows();
                answers::table(ask.request, RouteId::Scans, Scan::table(&scans))
            }
            Call::ScanZip { address, scan } => {
                self.require_read(ask, &address)?;
                self.answer_scan_zip(ask, &address, &scan)
            }
            Call::ScanResources { address, scan } => {
                self.require_read(ask, &address)?;
                let resources = self.scan_resources(&address, &scan)?;
                let table = Resource::scan_table(&resources);
                answers::table(ask.request, RouteId::ScanResources, table)
            }
            Call::Files {
                address,
                scan,
                resource,
            } => {
                self.require_read(ask, &address)?;
                let mount = ask.request.path.split('/').nth(1).unwrap_or("data");
                let files = self.files(&address, &scan, &resource, &format!("/{mount}"))?;
                answers::table(ask.request, RouteId::Files, File::table(&files))
            }
            Call::File(file) => {
                self.require_read(ask, &file.address)?;
                self.answer_file(&file)
            }
            // Every other call has been answered by now.
            _ => Ok(Response::empty(404)),
        }
    }

    fn require_read(&self, ask: &Ask<'_>, address: &Address) -> Result<(), Refusal> {
        self.require(ask.caller, Right::Edit, &address.project, "see a session")
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

    /// One session: its document as XML, its row as JSON, everything as a zip.
    fn answer_read(&self, ask: &Ask<'_>, address: &Address) -> Result<Response, Refusal> {
        match answers::format(ask.request, RouteId::Read)? {
            Format::Xml | Format::Html => {
                self.row(address)?;
                let text = self.document_text(address)?;
                Ok(answers::text(Format::Xml.media_type(), text))
            }
            Format::Json => {
                // A session that is not there is an empty table, as in XNAT.
                let rows: Vec<Session> = self.store.session(address)?.into_iter().collect();
                answers::table(ask.request, RouteId::Read, Session::table(&rows))
            }
            Format::Zip => {
                let name = format!("{}.zip", address.folder);
                let bytes = self.session_zip(address)?;
                Ok(answers::attachment(Format::Zip.media_type(), &name, bytes))
            }
            Format::Csv | Format::Text | Format::Other => {
                Err(Refusal::NoFormat("anything but xml, json or zip"))
            }
        }
    }

    fn answer_scan_zip(
        &self,
        ask: &Ask<'_>,
        address: &Address,
        scan: &str,
    ) -> Result<Response, Refusal> {
        if answers::format(ask.request, RouteId::ScanZip)? != Format::Zip {
            return Err(Refusal::NoFormat("anything but zip"));
        }
        let name = format!("{}-scan-{scan}.zip", address.folder);
        let bytes = self.scan_zip(address, scan)?;
        Ok(answers::attachment(Format::Zip.media_type(), &name, bytes))
    }

    fn answer_file(&self, file: &ScanFile) -> Result<Response, Refusal> {
        let bytes = self.file(file)?;
        let name = file.path.rsplit('/').next().unwrap_or_default();
        Ok(answers::attachment(media_type(name), name, bytes))
    }
}

/// The content type of a file by its ending, as XNAT tells it.
fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "bmp" => "image/bmp",
        "gif" => "image/gif",
        "html" => "text/html",
        "jpg" | "jpeg" => "image/jpeg",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "tiff" => "image/tiff",
        "txt" => "text/plain",
        "xml" => "text/xml",
        _ => "application/octet-stream",
    }
}
