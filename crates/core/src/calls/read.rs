//! Request to call: what the engine routes.

use std::collections::BTreeMap;

use super::{Call, ROUTES, Route, RouteId};
use crate::address::{Address, AddressError};
use crate::archiving::{ArchiveRequest, Overwrite};
use crate::code::PrearchiveCode;
use crate::http::{Method, Parameters, Request};
use crate::importing::{Destination, DestinationError, Handler, ImportRequest};
use crate::inside::ScanFile;
use crate::project::{Project, ProjectFilter};

/// Why a request is no call.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No route has that path: 404.
    #[error("there is nothing at {path}")]
    NoRoute {
        /// The path as it came.
        path: String,
    },
    /// The path has routes, but not for this method: 405 with `Allow`.
    #[error("{method} is not possible at {path}", method = method.as_str())]
    Method {
        /// The path as it came.
        path: String,
        /// The method as it came.
        method: Method,
        /// What is possible.
        allowed: Vec<Method>,
    },
    /// The path goes on behind what the method acts on: 400, lest something larger is changed than was meant.
    #[error("{path} goes on behind what {method} acts on", method = method.as_str())]
    Longer {
        /// The path as it came.
        path: String,
        /// The method as it came.
        method: Method,
    },
    /// `action` is missing or unknown: 400.
    #[error("“{action}” is no action on a session: expected build, commit or move")]
    Action {
        /// The action as it came; empty if it is missing.
        action: String,
    },
    /// A source or a path is no session: 400.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// A destination is none: 400.
    #[error(transparent)]
    Destination(#[from] DestinationError),
    /// An import handler that is not known: 404.
    #[error("there is no import handler “{name}”: expected SI, DICOM-zip or gradual-DICOM")]
    Handler {
        /// The name as it came.
        name: String,
    },
    /// A prearchive code that is no number: 400.
    #[error("“{text}” is no prearchive code: expected a number, such as 0, 4 or 5")]
    Code {
        /// The text as it came.
        text: String,
    },
    /// A request to archive names no session: 404, as in XNAT.
    #[error("no session is named: give src=/prearchive/projects/PROJECT/TIMESTAMP/SESSION")]
    NoSource,
}

impl ReadError {
    /// The HTTP status that XNAT answers, or a better one where XNAT answers 500.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::NoRoute { .. } | Self::Handler { .. } | Self::NoSource => 404,
            Self::Method { .. } => 405,
            Self::Longer { .. }
            | Self::Action { .. }
            | Self::Address(_)
            | Self::Destination(_)
            | Self::Code { .. } => 400,
        }
    }
}

type Captures = BTreeMap<&'static str, String>;

/// The route that answers a request, with what its template's names stand for.
fn find(request: &Request) -> Result<(&'static Route, Captures), ReadError> {
    let path = request.path.clone();
    let segments = request.segments();
    let Some(("data" | "REST", rest)) = segments.split_first().map(|(f, r)| (f.as_str(), r)) else {
        return Err(ReadError::NoRoute { path });
    };
    // XNAT mounts projects below /data/archive too.
    let rest = match rest.split_first() {
        Some((first, below))
            if first == "archive" && below.first().is_some_and(|s| s == "projects") =>
        {
            below
        }
        _ => rest,
    };
    let mut found: Vec<(usize, &'static Route, Captures)> = ROUTES
        .iter()
        .filter_map(|route| captures(route, rest).map(|c| (weight(route), route, c)))
        .collect();
    let mut allowed: Vec<Method> = found.iter().map(|(_, route, _)| route.method).collect();
    allowed.sort_unstable();
    allowed.dedup();
    if found.is_empty() {
        return Err(ReadError::NoRoute { path });
    }
    found.retain(|(_, route, _)| route.method == request.method);
    let Some(best) = found.iter().map(|(weight, _, _)| *weight).max() else {
        let method = request.method;
        let mut of_method = ROUTES.iter().filter(|route| route.method == method);
        if of_method.any(|route| fill(route, rest).is_some()) {
            return Err(ReadError::Longer { path, method });
        }
        return Err(ReadError::Method {
            path,
            method,
            allowed,
        });
    };
    found.retain(|(weight, _, _)| *weight == best);
    let action = request.parameters().one("action").map(str::to_owned);
    let mut chosen = found
        .into_iter()
        .filter(|(_, route, _)| route.action.is_none() || route.action == action.as_deref());
    match chosen.next() {
        Some((_, route, captures)) => Ok((route, captures)),
        None => Err(ReadError::Action {
            action: action.unwrap_or_default(),
        }),
    }
}

/// The longest template wins.
fn weight(route: &Route) -> usize {
    route.path.matches('/').count()
}

/// What the names of a template stand for in a path that it answers.
fn captures(route: &'static Route, segments: &[String]) -> Option<Captures> {
    let (captures, rest) = fill(route, segments)?;
    (route.prefix || rest == 0).then_some(captures)
}

/// What the names of a template stand for, and how many segments are left over.
fn fill(route: &'static Route, segments: &[String]) -> Option<(Captures, usize)> {
    let mut captures = Captures::new();
    let mut rest = segments.iter();
    for part in route.path.split('/').filter(|part| !part.is_empty()) {
        let name = part
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'));
        match name {
            None => {
                if rest.next()? != part {
                    return None;
                }
            }
            Some(name) => match name.strip_suffix("...") {
                None => {
                    captures.insert(name, rest.next()?.clone());
                }
                Some(name) => {
                    let tail: Vec<&str> = rest.by_ref().map(String::as_str).collect();
                    if tail.is_empty() {
                        return None;
                    }
                    captures.insert(name, tail.join("/"));
                }
            },
        }
    }
    Some((captures, rest.len()))
}

impl Call {
    /// Reads a request back; parameters that XNAT does not know are ignored.
    pub fn read(request: &Request) -> Result<Self, ReadError> {
        let (route, mut captured) = find(request)?;
        let mut take = |name: &str| captured.remove(name).unwrap_or_default();
        let parameters = request.parameters();
        let (project, timestamp, session) = (take("project"), take("timestamp"), take("session"));
        let address = || Address::new(project.as_str().into(), timestamp, session);
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
                filter: match (parameters.one("data"), parameters.one("restrict")) {
                    (_, Some("edit")) => ProjectFilter::Editable,
                    (Some("writable"), _) => ProjectFilter::Writable,
                    _ => ProjectFilter::Accessible,
                },
                with_code: parameters.is_true("prearc_code"),
            },
            RouteId::PrearchiveCode => Self::PrearchiveCode { project },
            RouteId::SetPrearchiveCode => {
                let text = take("code");
                Self::SetPrearchiveCode {
                    project,
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
            RouteId::Build => Self::Build(address()?),
            RouteId::Commit => Self::Commit {
                address: address()?,
                auto_archive: auto_archive(&parameters),
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
            },
            RouteId::Delete => Self::Delete {
                sources: sources(&parameters)?,
            },
            RouteId::Archive => Self::Archive(archive(&parameters)?),
            RouteId::ValidateArchive => Self::ValidateArchive(archive(&parameters)?),
            RouteId::Import => Self::Import(import(request, &parameters)?),
            RouteId::Experiment => Self::Experiment {
                project,
                subject: take("subject"),
                label: take("label"),
            },
        })
    }
}

fn sources(parameters: &Parameters) -> Result<Vec<Address>, AddressError> {
    parameters.all("src").map(str::parse).collect()
}

fn auto_archive(parameters: &Parameters) -> Option<bool> {
    parameters
        .flag("AA")
        .or_else(|| parameters.flag("auto-archive"))
}

fn owned(parameters: &Parameters, names: &[&str]) -> Option<String> {
    parameters.any(names).map(str::to_owned)
}

fn overwrite(parameters: &Parameters) -> Overwrite {
    parameters
        .one("overwrite")
        .map_or(Overwrite::None, Overwrite::parse)
}

fn archive(parameters: &Parameters) -> Result<ArchiveRequest, ReadError> {
    let sources = sources(parameters)?;
    if sources.is_empty() {
        return Err(ReadError::NoSource);
    }
    let mut request = ArchiveRequest {
        sources,
        overwrite: overwrite(parameters),
        subject: owned(parameters, &["subject", "SUBJECT_ID"]),
        session: owned(parameters, &["session", "EXPT_LABEL", "label"]),
        quarantine: parameters.flag("quarantine"),
        trigger_pipelines: parameters.flag("triggerPipelines"),
    };
    // XNAT 1.9 takes subject and label from `dest`, and refuses another project than the source's.
    if let Some(dest) = parameters.one("dest") {
        match Destination::parse(dest)? {
            Destination::Archive {
                project,
                subject,
                session,
            } if project.is_none()
                || request
                    .sources
                    .iter()
                    .all(|s| s.project.id() == project.as_deref()) =>
            {
                request.subject = request.subject.or(subject);
                request.session = request.session.or(session);
            }
            _ => return Err(DestinationError { text: dest.into() }.into()),
        }
    }
    Ok(request)
}

fn import(request: &Request, parameters: &Parameters) -> Result<ImportRequest, ReadError> {
    let handler = match parameters.one("import-handler") {
        None => None,
        Some(name) => Some(Handler::parse(name).ok_or(ReadError::Handler { name: name.into() })?),
    };
    Ok(ImportRequest {
        handler,
        destination: Destination::parse(parameters.one("dest").unwrap_or_default())?,
        project: owned(parameters, &["project", "PROJECT_ID"]),
        subject: owned(parameters, &["subject", "subject_ID", "SUBJECT_ID"]),
        session: owned(parameters, &["session", "EXPT_LABEL"]),
        overwrite: overwrite(parameters),
        commit: parameters.one("action") == Some("commit"),
        auto_archive: auto_archive(parameters),
        ignore_unparsable: parameters.is_true("Ignore-Unparsable"),
        prevent_auto_commit: parameters.flag("prevent_auto_commit"),
        prevent_anon: parameters.flag("prevent_anon"),
        source: owned(parameters, &["SOURCE"]),
        content_type: request.media_type(),
        body: request.body.clone(),
    })
}
