//! Call to request: what the client sends.

mod path;
mod query;

use super::{Call, RouteId, route};
use crate::format::Format;
use crate::http::Request;

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
}
