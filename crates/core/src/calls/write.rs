//! Call to request: what the client sends.

use super::parameters::LISTENER;
use super::{Call, RouteId, UploadLabels, route};
use crate::address::Address;
use crate::archiving::{ArchiveRequest, Archived, Overwrite};
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
            Self::Build { .. } => RouteId::Build,
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
            Self::SetStatus { .. } => RouteId::SetStatus,
            Self::ResetStatus { .. } => RouteId::ResetStatus,
            Self::ResourceZip { .. } => RouteId::ResourceZip,
            Self::DeleteResource { .. } => RouteId::DeleteResource,
            Self::ResourceFiles { .. } => RouteId::ResourceFiles,
            Self::ResourceFile(_) => RouteId::ResourceFile,
            Self::PutResourceFile { .. } => RouteId::PutResourceFile,
            Self::DeleteResourceFile(_) => RouteId::DeleteResourceFile,
            Self::DicomDump(_) => RouteId::DicomDump,
            Self::PutCacheFile { .. } => RouteId::PutCacheFile,
            Self::Project { .. } => RouteId::Project,
            Self::Subjects { .. } => RouteId::Subjects,
            Self::Experiments { .. } => RouteId::Experiments,
            Self::Experiment(_) => RouteId::Experiment,
            Self::ExperimentScans(_) => RouteId::ExperimentScans,
            Self::ExperimentResources { .. } => RouteId::ExperimentResources,
            Self::ExperimentFiles { .. } => RouteId::ExperimentFiles,
            Self::ExperimentFile { .. } => RouteId::ExperimentFile,
            Self::Refresh => RouteId::Refresh,
            Self::Recent { .. } => RouteId::Recent,
            Self::Tracking { .. } => RouteId::Tracking,
            Self::TrackingPayload { .. } => RouteId::TrackingPayload,
            Self::Progress { .. } => RouteId::Progress,
            Self::ForgetProgress { .. } => RouteId::ForgetProgress,
            Self::IssueToken => RouteId::IssueToken,
            Self::IssueTokenFor { .. } => RouteId::IssueTokenFor,
            Self::ShowTokens => RouteId::ShowTokens,
            Self::ValidateToken { .. } => RouteId::ValidateToken,
            Self::InvalidateToken { .. } => RouteId::InvalidateToken,
            Self::QuarantineCode { .. } => RouteId::QuarantineCode,
            Self::SetQuarantineCode { .. } => RouteId::SetQuarantineCode,
            Self::CurrentArc { .. } => RouteId::CurrentArc,
            Self::SetCurrentArc { .. } => RouteId::SetCurrentArc,
            Self::BuildInfo => RouteId::BuildInfo,
            Self::BuildVersion => RouteId::BuildVersion,
            Self::UserName => RouteId::UserName,
            Self::User { .. } => RouteId::User,
            Self::Schemas => RouteId::Schemas,
            Self::Schema { .. } => RouteId::Schema,
            Self::SearchElements => RouteId::SearchElements,
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
        let path =
            std::iter::once(route.mount.segment()).chain(segments.iter().map(String::as_str));
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
            Self::PutResourceFile { body, .. } | Self::PutCacheFile { body, .. } => request
                .with_query("inbody", "true")
                .with_body("application/octet-stream", body.clone()),
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

    /// What a name of the template stands for.
    fn capture(&self, name: &str) -> String {
        let found = self.captures().into_iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| value).unwrap_or_default()
    }

    /// What the names of the template stand for.
    fn captures(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::List { projects } => {
                let ids: Vec<&str> = projects.iter().map(Project::as_str).collect();
                vec![("project", ids.join(","))]
            }
            Self::PrearchiveCode { project }
            | Self::QuarantineCode { project }
            | Self::CurrentArc { project }
            | Self::Project { project }
            | Self::Subjects { project }
            | Self::Experiments { project } => vec![("project", project.clone())],
            Self::SetPrearchiveCode { project, code }
            | Self::SetQuarantineCode { project, code } => {
                vec![("project", project.clone()), ("code", code.to_string())]
            }
            Self::SetCurrentArc { project, arc } => {
                vec![("project", project.clone()), ("arc", arc.clone())]
            }
            Self::Experiment(experiment) | Self::ExperimentScans(experiment) => {
                of_experiment(experiment, [])
            }
            Self::ExperimentResources { experiment, scan } => {
                of_experiment(experiment, [("scan", scan)])
            }
            Self::ExperimentFiles {
                experiment,
                scan,
                resource,
            } => of_experiment(experiment, [("scan", scan), ("resource", resource)]),
            Self::ExperimentFile {
                experiment,
                scan,
                resource,
                path,
            } => of_experiment(
                experiment,
                [("scan", scan), ("resource", resource), ("path", path)],
            ),
            Self::PutCacheFile { resource, path, .. } => {
                vec![("resource", resource.clone()), ("path", path.clone())]
            }
            Self::Tracking { key }
            | Self::TrackingPayload { key }
            | Self::Progress { key }
            | Self::ForgetProgress { key } => vec![("key", key.clone())],
            Self::IssueTokenFor { user } => vec![("user", user.clone())],
            Self::ValidateToken { alias, secret } => {
                vec![("alias", alias.clone()), ("secret", (**secret).to_owned())]
            }
            Self::InvalidateToken { alias } => vec![("alias", alias.clone())],
            Self::User { name } | Self::Schema { name } => vec![("name", name.clone())],
            other => other.captures_of_session(),
        }
    }

    fn captures_of_session(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Read(address)
            | Self::Build { address, .. }
            | Self::Commit { address, .. }
            | Self::SetStatus { address, .. }
            | Self::ResetStatus { address, .. }
            | Self::MoveOne { address, .. }
            | Self::DeleteOne(address)
            | Self::Logs(address)
            | Self::SessionResources(address)
            | Self::Scans(address) => of_address(address, []),
            Self::Log { address, entry } => of_address(address, [("entry", entry)]),
            Self::ResourceZip { address, resource }
            | Self::DeleteResource { address, resource }
            | Self::ResourceFiles { address, resource } => {
                of_address(address, [("resource", resource)])
            }
            Self::ResourceFile(file)
            | Self::PutResourceFile { file, .. }
            | Self::DeleteResourceFile(file) => of_address(
                &file.address,
                [("resource", &file.resource), ("path", &file.path)],
            ),
            Self::ScanZip { address, scan }
            | Self::DeleteScan { address, scan }
            | Self::ScanResources { address, scan } => of_address(address, [("scan", scan)]),
            Self::Files {
                address,
                scan,
                resource,
            } => of_address(address, [("scan", scan), ("resource", resource)]),
            Self::File(file) => of_address(
                &file.address,
                [
                    ("scan", &file.scan),
                    ("resource", &file.resource),
                    ("path", &file.path),
                ],
            ),
            _ => Vec::new(),
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
            Self::Build { upload, .. } => add_upload(&mut pairs, upload),
            Self::Commit {
                auto_archive,
                upload,
                listener,
                ..
            } => {
                add_flag(&mut pairs, "AA", *auto_archive);
                add_upload(&mut pairs, upload);
                add_text(&mut pairs, LISTENER, listener.as_ref());
            }
            Self::SetStatus { status, .. } => add("status", status),
            Self::ResetStatus { tag, .. } => add_text(&mut pairs, "tag", tag.as_ref()),
            Self::MoveOne { new_project, .. } => add_project(&mut pairs, new_project.as_ref()),
            Self::Move {
                sources,
                new_project,
            } => {
                add_sources(&mut pairs, sources);
                add_project(&mut pairs, new_project.as_ref());
            }
            Self::Rebuild {
                sources,
                override_lock,
            } => {
                add_sources(&mut pairs, sources);
                add_true(&mut pairs, "overrideLock", *override_lock);
            }
            Self::Delete { sources } => add_sources(&mut pairs, sources),
            Self::DicomDump(request) => {
                add("src", &request.src());
                for field in &request.fields {
                    add("field", field);
                }
                add_true(&mut pairs, "summary", request.summary);
            }
            Self::Recent { days } => add("recent", &days.to_string()),
            Self::Archive(request) | Self::ValidateArchive(request) => {
                add_archive(&mut pairs, request);
            }
            Self::Import(request) => add_import(&mut pairs, request),
            _ => {}
        }
        pairs
    }
}

fn of_address<const N: usize>(
    address: &Address,
    more: [(&'static str, &String); N],
) -> Vec<(&'static str, String)> {
    let mut captures = vec![
        ("project", address.project.to_string()),
        ("timestamp", address.timestamp.clone()),
        ("session", address.folder.clone()),
    ];
    captures.extend(more.map(|(name, value)| (name, value.clone())));
    captures
}

fn of_experiment<const N: usize>(
    experiment: &Archived,
    more: [(&'static str, &String); N],
) -> Vec<(&'static str, String)> {
    let mut captures = vec![
        ("project", experiment.project.clone()),
        ("subject", experiment.subject.clone()),
        ("label", experiment.label.clone()),
    ];
    captures.extend(more.map(|(name, value)| (name, value.clone())));
    captures
}

fn add_upload(pairs: &mut Pairs, upload: &UploadLabels) {
    add_text(pairs, "VISIT", upload.visit.as_ref());
    add_text(pairs, "PROTOCOL", upload.protocol.as_ref());
    add_text(pairs, "TIMEZONE", upload.timezone.as_ref());
    add_text(pairs, "SOURCE", upload.source.as_ref());
}

fn add_true(pairs: &mut Pairs, name: &str, value: bool) {
    if value {
        pairs.push((name.into(), "true".into()));
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
    add_true(pairs, "overwrite_files", request.overwrite_files);
    add_true(pairs, "redirect", request.redirect);
    add_text(pairs, LISTENER, request.listener.as_ref());
    pairs.extend(request.fields.iter().cloned());
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
    add_true(pairs, "Direct-Archive", request.direct);
    add_true(pairs, "overwrite_files", request.overwrite_files);
    add_true(pairs, "Ignore-Unparsable", request.ignore_unparsable);
    add_flag(pairs, "prevent_auto_commit", request.prevent_auto_commit);
    add_flag(pairs, "prevent_anon", request.prevent_anon);
    add_upload(pairs, &request.upload);
    add_flag(pairs, "quarantine", request.quarantine);
    add_flag(pairs, "triggerPipelines", request.trigger_pipelines);
    if let Some((resource, file)) = &request.stored {
        let src = format!("/user/cache/resources/{resource}/files/{file}");
        pairs.push(("src".into(), src));
    }
    add_text(pairs, LISTENER, request.listener.as_ref());
    pairs.push(("inbody".into(), "true".into()));
}
