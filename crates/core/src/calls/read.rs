//! Request to call: what the engine routes.

use super::find::find;
use super::parameters::{LISTENER, archive, auto_archive, import, owned, sources, upload};
use super::{Call, ReadError, RouteId};
use crate::address::{Address, AddressError};
use crate::archiving::Archived;
use crate::code::PrearchiveCode;
use crate::http::{Parameters, Request};
use crate::inside::{DumpRequest, ResourceFile, ScanFile};
use crate::project::{Project, ProjectFilter};

impl Call {
    /// Reads a request back; parameters that XNAT does not know are ignored.
    pub fn read(request: &Request) -> Result<Self, ReadError> {
        let (route, mut captured) = find(request)?;
        let mut take = |name: &str| captured.remove(name).unwrap_or_default();
        let parameters = request.parameters();
        let (project, timestamp, session) = (take("project"), take("timestamp"), take("session"));
        let address = || {
            Address::new(
                project.as_str().into(),
                timestamp.as_str(),
                session.as_str(),
            )
        };
        Ok(match route.id {
            RouteId::SignIn => Self::SignIn {
                username: parameters
                    .any(&["username", "j_username"])
                    .unwrap_or_default()
                    .into(),
                password: parameters
                    .any(&["password", "j_password"])
                    .unwrap_or_default()
                    .into(),
            },
            RouteId::Session => Self::Session {
                csrf: parameters.is_true("CSRF"),
            },
            RouteId::SignOut => Self::SignOut,
            RouteId::WhoAmI => Self::WhoAmI,
            RouteId::Projects => Self::Projects {
                filter: filter(&parameters),
                with_code: parameters.is_true("prearc_code"),
            },
            RouteId::PrearchiveCode => Self::PrearchiveCode {
                project: project.clone(),
            },
            RouteId::SetPrearchiveCode => {
                let text = take("code");
                Self::SetPrearchiveCode {
                    project: project.clone(),
                    code: PrearchiveCode::parse(&text).ok_or(ReadError::Code { text })?,
                }
            }
            RouteId::ListAll => Self::List {
                projects: Vec::new(),
            },
            RouteId::List => Self::List {
                projects: project
                    .split(',')
                    .map(str::trim)
                    .filter(|id| !id.is_empty())
                    .map(Project::from)
                    .collect(),
            },
            RouteId::Read => Self::Read(address()?),
            RouteId::Build => Self::Build {
                address: address()?,
                upload: upload(&parameters),
            },
            RouteId::Commit => Self::Commit {
                address: address()?,
                auto_archive: auto_archive(&parameters),
                upload: upload(&parameters),
                listener: owned(&parameters, &[LISTENER]),
            },
            RouteId::SetStatus => Self::SetStatus {
                address: address()?,
                status: owned(&parameters, &["status"]).unwrap_or_default(),
            },
            RouteId::ResetStatus => Self::ResetStatus {
                address: address()?,
                tag: owned(&parameters, &["tag"]),
            },
            RouteId::MoveOne => Self::MoveOne {
                address: address()?,
                new_project: parameters.one("newProject").map(Project::from),
            },
            RouteId::DeleteOne => Self::DeleteOne(address()?),
            RouteId::Logs => Self::Logs(address()?),
            RouteId::Log => Self::Log {
                address: address()?,
                entry: take("entry"),
            },
            RouteId::SessionResources => Self::SessionResources(address()?),
            RouteId::Scans => Self::Scans(address()?),
            RouteId::ScanZip => Self::ScanZip {
                address: address()?,
                scan: take("scan"),
            },
            RouteId::DeleteScan => Self::DeleteScan {
                address: address()?,
                scan: take("scan"),
            },
            RouteId::ScanResources => Self::ScanResources {
                address: address()?,
                scan: take("scan"),
            },
            RouteId::Files => Self::Files {
                address: address()?,
                scan: take("scan"),
                resource: take("resource"),
            },
            RouteId::File => Self::File(ScanFile {
                address: address()?,
                scan: take("scan"),
                resource: take("resource"),
                path: take("path"),
            }),
            RouteId::Move => Self::Move {
                sources: sources(&parameters)?,
                new_project: parameters.one("newProject").map(Project::from),
            },
            RouteId::Rebuild => Self::Rebuild {
                sources: sources(&parameters)?,
                override_lock: parameters.is_true("overrideLock"),
            },
            RouteId::Delete => Self::Delete {
                sources: sources(&parameters)?,
            },
            RouteId::Archive => Self::Archive(archive(&parameters)?),
            RouteId::ValidateArchive => Self::ValidateArchive(archive(&parameters)?),
            RouteId::Import => Self::Import(import(request, &parameters)?),
            id => return read_more(id, request, &parameters, &mut take, &project, &address),
        })
    }
}

/// Which projects are meant; `permissions=edit` is the desktop client's word for those that can be written.
fn filter(parameters: &Parameters) -> ProjectFilter {
    let is = |name: &str, value: &str| parameters.one(name) == Some(value);
    if is("restrict", "edit") {
        ProjectFilter::Editable
    } else if is("data", "writable") || is("permissions", "edit") {
        ProjectFilter::Writable
    } else {
        ProjectFilter::Accessible
    }
}

/// The calls beside those that list, change and import sessions.
fn read_more(
    id: RouteId,
    request: &Request,
    parameters: &Parameters,
    take: &mut dyn FnMut(&str) -> String,
    project: &str,
    address: &dyn Fn() -> Result<Address, AddressError>,
) -> Result<Call, ReadError> {
    let experiment = |take: &mut dyn FnMut(&str) -> String| Archived {
        project: project.into(),
        subject: take("subject"),
        label: take("label"),
    };
    let file = |take: &mut dyn FnMut(&str) -> String| {
        Ok::<_, AddressError>(ResourceFile {
            address: address()?,
            resource: take("resource"),
            path: take("path"),
        })
    };
    Ok(match id {
        RouteId::ResourceZip => Call::ResourceZip {
            address: address()?,
            resource: take("resource"),
        },
        RouteId::DeleteResource => Call::DeleteResource {
            address: address()?,
            resource: take("resource"),
        },
        RouteId::ResourceFiles => Call::ResourceFiles {
            address: address()?,
            resource: take("resource"),
        },
        RouteId::ResourceFile => Call::ResourceFile(file(take)?),
        RouteId::PutResourceFile => Call::PutResourceFile {
            file: file(take)?,
            body: request.body.clone(),
        },
        RouteId::DeleteResourceFile => Call::DeleteResourceFile(file(take)?),
        RouteId::DicomDump => {
            let src = parameters.one("src").ok_or(ReadError::Missing("src"))?;
            Call::DicomDump(DumpRequest {
                fields: parameters.all("field").map(str::to_owned).collect(),
                summary: parameters.is_true("summary"),
                ..DumpRequest::parse(src)?
            })
        }
        RouteId::PutCacheFile => Call::PutCacheFile {
            resource: take("resource"),
            path: take("path"),
            body: request.body.clone(),
        },
        RouteId::Project => Call::Project {
            project: project.into(),
        },
        RouteId::Subjects => Call::Subjects {
            project: project.into(),
        },
        RouteId::Experiments => Call::Experiments {
            project: project.into(),
        },
        RouteId::Experiment => Call::Experiment(experiment(take)),
        RouteId::ExperimentScans => Call::ExperimentScans(experiment(take)),
        RouteId::ExperimentResources => Call::ExperimentResources {
            experiment: experiment(take),
            scan: take("scan"),
        },
        RouteId::ExperimentFiles => Call::ExperimentFiles {
            experiment: experiment(take),
            scan: take("scan"),
            resource: take("resource"),
        },
        RouteId::ExperimentFile => Call::ExperimentFile {
            experiment: experiment(take),
            scan: take("scan"),
            resource: take("resource"),
            path: take("path"),
        },
        RouteId::Refresh => Call::Refresh,
        RouteId::Recent => Call::Recent {
            days: match parameters
                .one("recent")
                .ok_or(ReadError::Missing("recent"))?
            {
                "true" => 10,
                text => text
                    .parse()
                    .ok()
                    .filter(|days| *days > 0)
                    .ok_or_else(|| ReadError::Days { text: text.into() })?,
            },
        },
        RouteId::Tracking => Call::Tracking { key: take("key") },
        RouteId::TrackingPayload => Call::TrackingPayload { key: take("key") },
        RouteId::Progress => Call::Progress { key: take("key") },
        RouteId::ForgetProgress => Call::ForgetProgress { key: take("key") },
        RouteId::IssueToken => Call::IssueToken,
        RouteId::IssueTokenFor => Call::IssueTokenFor { user: take("user") },
        RouteId::ShowTokens => Call::ShowTokens,
        RouteId::ValidateToken => Call::ValidateToken {
            alias: take("alias"),
            secret: take("secret").into(),
        },
        RouteId::InvalidateToken => Call::InvalidateToken {
            alias: take("alias"),
        },
        RouteId::QuarantineCode => Call::QuarantineCode {
            project: project.into(),
        },
        RouteId::SetQuarantineCode => {
            let text = take("code");
            Call::SetQuarantineCode {
                project: project.into(),
                code: PrearchiveCode::parse(&text).ok_or(ReadError::Code { text })?,
            }
        }
        RouteId::CurrentArc => Call::CurrentArc {
            project: project.into(),
        },
        RouteId::SetCurrentArc => Call::SetCurrentArc {
            project: project.into(),
            arc: take("arc"),
        },
        RouteId::BuildInfo => Call::BuildInfo,
        RouteId::BuildVersion => Call::BuildVersion,
        RouteId::UserName => Call::UserName,
        RouteId::User => Call::User { name: take("name") },
        RouteId::Schemas => Call::Schemas,
        RouteId::Schema => Call::Schema { name: take("name") },
        RouteId::SearchElements => Call::SearchElements,
        // Every other route has been read by now.
        _ => {
            return Err(ReadError::NoRoute {
                path: request.path.clone(),
            });
        }
    })
}
