//! Call to request: what the client sends.

use super::{Call, RouteId, route};
use crate::address::Address;
use crate::archiving::{ArchiveRequest, Overwrite};
use crate::format::Format;
use crate::http::{Pairs, Request};
use crate::importing::ImportRequest;
use crate::project::{Project, ProjectFilter};

impl Call {
    /// The call's route.
    #[must_use]
    pub fn id(&self) -> RouteId {
        match self {
            Self::SignIn { .. } => RouteId::SignIn,
            Self::Session { .. } => RouteId::Session,
            Self::SignOut => RouteId::SignOut,
            Self::WhoAmI => RouteId::WhoAmI,
            Self::Projects { .. } => RouteId::Projects,
            Self::PrearchiveCode { .. } => RouteId::PrearchiveCode,
            Self::SetPrearchiveCode { .. } => RouteId::SetPrearchiveCode,
            Self::List { projects } if projects.is_empty() => RouteId::ListAll,
            Self::List { .. } => RouteId::List,
            Self::Read(_) => RouteId::Read,
            Self::Build(_) => RouteId::Build,
            Self::Commit { .. } => RouteId::Commit,
            Self::MoveOne { .. } => RouteId::MoveOne,
            Self::DeleteOne(_) => RouteId::DeleteOne,
            Self::Logs(_) => RouteId::Logs,
            Self::Log { .. } => RouteId::Log,
            Self::SessionResources(_) => RouteId::SessionResources,
            Self::Scans(_) => RouteId::Scans,
            Self::ScanZip { .. } => RouteId::ScanZip,
            Self::DeleteScan { .. } => RouteId::DeleteScan,
            Self::ScanResources { .. } => RouteId::ScanResources,
            Self::Files { .. } => RouteId::Files,
            Self::File(_) => RouteId::File,
            Self::Move { .. } => RouteId::Move,
            Self::Rebuild { .. } => RouteId::Rebuild,
            Self::Delete { .. } => RouteId::Delete,
            Self::Archive(_) => RouteId::Archive,
            Self::ValidateArchive(_) => RouteId::ValidateArchive,
            Self::Import(_) => RouteId::Import,
            Self::Experiment { .. } => RouteId::Experiment,
        }
    }

    /// The request, asking for the rendering that the answer's reader wants.
    #[must_use]
    pub fn request(&self) -> Request {
        self.render(route(self.id()).asks)
    }

    /// The request for another rendering, such as a session's zip.
    #[must_use]
    pub fn request_as(&self, format: Format) -> Request {
        self.render(Some(format))
    }

    fn render(&self, format: Option<Format>) -> Request {
        let route = route(self.id());
        let segments = self.segments();
        let path = std::iter::once("data").chain(segments.iter().map(String::as_str));
        let mut request = Request::new(route.method, path);
        if let Some(action) = route.action {
            request = request.with_query("action", action);
        }
        let parameters = self.parameters();
        request = match self {
            Self::Import(import) => {
                request.query.extend(parameters);
                request.with_body(&import.content_type, import.body.clone())
            }
            Self::SignIn { .. }
            | Self::Move { .. }
            | Self::Rebuild { .. }
            | Self::Delete { .. }
            | Self::Archive(_)
            | Self::ValidateArchive(_) => request.with_form(&parameters),
            _ => {
                request.query.extend(parameters);
                request
            }
        };
        match format {
            Some(format) => request.with_query("format", format.name()),
            None => request,
        }
    }

    /// The path below `/data`: the route's template with its names filled in.
    fn segments(&self) -> Vec<String> {
        let template = route(self.id()).path;
        let mut segments = Vec::new();
        for part in template.split('/').filter(|part| !part.is_empty()) {
            match part
                .strip_prefix('{')
                .and_then(|name| name.strip_suffix('}'))
            {
                None => segments.push(part.to_owned()),
                Some(name) => match name.strip_suffix("...") {
                    None => segments.push(self.capture(name)),
                    Some(name) => {
                        segments.extend(self.capture(name).split('/').map(str::to_owned));
                    }
                },
            }
        }
        segments
    }

    fn capture(&self, name: &str) -> String {
        let of_address = |address: &Address| match name {
            "project" => address.project.to_string(),
            "timestamp" => address.timestamp.clone(),
            _ => address.folder.clone(),
        };
        match (self, name) {
            (Self::List { projects }, _) => {
                let ids: Vec<&str> = projects.iter().map(Project::as_str).collect();
                ids.join(",")
            }
            (Self::PrearchiveCode { project }, _)
            | (
                Self::SetPrearchiveCode { project, .. } | Self::Experiment { project, .. },
                "project",
            ) => project.clone(),
            (Self::SetPrearchiveCode { code, .. }, _) => code.to_string(),
            (Self::Experiment { subject, .. }, "subject") => subject.clone(),
            (Self::Experiment { label, .. }, _) => label.clone(),
            (Self::Log { entry, .. }, "entry") => entry.clone(),
            (
                Self::ScanZip { scan, .. }
                | Self::DeleteScan { scan, .. }
                | Self::ScanResources { scan, .. }
                | Self::Files { scan, .. },
                "scan",
            ) => scan.clone(),
            (Self::Files { resource, .. }, "resource") => resource.clone(),
            (Self::File(file), "scan") => file.scan.clone(),
            (Self::File(file), "resource") => file.resource.clone(),
            (Self::File(file), "path") => file.path.clone(),
            (Self::File(file), _) => of_address(&file.address),
            (
                Self::Read(address)
                | Self::Build(address)
                | Self::Commit { address, .. }
                | Self::MoveOne { address, .. }
                | Self::DeleteOne(address)
                | Self::Logs(address)
                | Self::Log { address, .. }
                | Self::SessionResources(address)
                | Self::Scans(address)
                | Self::ScanZip { address, .. }
                | Self::DeleteScan { address, .. }
                | Self::ScanResources { address, .. }
                | Self::Files { address, .. },
                _,
            ) => of_address(address),
            _ => String::new(),
        }
    }

    fn parameters(&self) -> Pairs {
        let mut pairs = Pairs::new();
        let mut add = |name: &str, value: &str| pairs.push((name.into(), value.into()));
        match self {
            Self::SignIn { username, password } => {
                add("username", username);
                add("password", password);
            }
            Self::Session { csrf: true } => add("CSRF", "true"),
            Self::Projects { filter, with_code } => {
                match filter {
                    ProjectFilter::Accessible => add("accessible", "true"),
                    ProjectFilter::Writable => add("data", "writable"),
                    ProjectFilter::Editable => add("restrict", "edit"),
                }
                if *with_code {
                    add("prearc_code", "true");
                }
            }
            Self::Commit { auto_archive, .. } => add_flag(&mut pairs, "AA", *auto_archive),
            Self::MoveOne { new_project, .. } => add_project(&mut pairs, new_project.as_ref()),
            Self::Move {
                sources,
                new_project,
            } => {
                add_sources(&mut pairs, sources);
                add_project(&mut pairs, new_project.as_ref());
            }
            Self::Rebuild { sources } | Self::Delete { sources } => {
                add_sources(&mut pairs, sources);
            }
            Self::Archive(request) | Self::ValidateArchive(request) => {
                add_archive(&mut pairs, request);
            }
            Self::Import(request) => add_import(&mut pairs, request),
            _ => {}
        }
        pairs
    }
}

fn add_sources(pairs: &mut Pairs, sources: &[Address]) {
    pairs.extend(sources.iter().map(|s| ("src".into(), s.to_string())));
}

fn add_project(pairs: &mut Pairs, project: Option<&Project>) {
    pairs.extend(project.map(|p| ("newProject".into(), p.to_string())));
}

fn add_text(pairs: &mut Pairs, name: &str, value: Option<&String>) {
    pairs.extend(value.map(|value| (name.into(), value.clone())));
}

fn add_flag(pairs: &mut Pairs, name: &str, value: Option<bool>) {
    pairs.extend(value.map(|value| (name.into(), value.to_string())));
}

fn add_overwrite(pairs: &mut Pairs, overwrite: Overwrite) {
    if overwrite != Overwrite::None {
        pairs.push(("overwrite".into(), overwrite.name().into()));
    }
}

fn add_archive(pairs: &mut Pairs, request: &ArchiveRequest) {
    add_sources(pairs, &request.sources);
    add_overwrite(pairs, request.overwrite);
    add_text(pairs, "subject", request.subject.as_ref());
    add_text(pairs, "session", request.session.as_ref());
    add_flag(pairs, "quarantine", request.quarantine);
    add_flag(pairs, "triggerPipelines", request.trigger_pipelines);
}

fn add_import(pairs: &mut Pairs, request: &ImportRequest) {
    if let Some(handler) = request.handler {
        pairs.push(("import-handler".into(), handler.name().into()));
    }
    add_text(pairs, "dest", request.destination.write().as_ref());
    add_text(pairs, "project", request.project.as_ref());
    add_text(pairs, "subject", request.subject.as_ref());
    add_text(pairs, "session", request.session.as_ref());
    add_overwrite(pairs, request.overwrite);
    if request.commit {
        pairs.push(("action".into(), "commit".into()));
    }
    add_flag(pairs, "AA", request.auto_archive);
    if request.ignore_unparsable {
        pairs.push(("Ignore-Unparsable".into(), "true".into()));
    }
    add_flag(pairs, "prevent_auto_commit", request.prevent_auto_commit);
    add_flag(pairs, "prevent_anon", request.prevent_anon);
    add_text(pairs, "SOURCE", request.source.as_ref());
    pairs.push(("inbody".into(), "true".into()));
}
