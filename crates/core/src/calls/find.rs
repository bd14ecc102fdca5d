//! Which route answers a request, and why none does.

use std::cmp::Reverse;

use super::{Mount, ROUTES, Route};
use crate::address::AddressError;
use crate::http::{Method, Request};
use crate::importing::DestinationError;
use crate::sorted::Map;

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
    #[error(
        "“{action}” is no action on a session: expected build, commit, move, set-status or reset-status"
    )]
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
    /// A parameter is missing: 400.
    #[error("the parameter {0} is missing")]
    Missing(&'static str),
    /// A number of days that is none: 400.
    #[error("“{text}” is no number of days: expected true, or a number above 0")]
    Days {
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
            | Self::Missing(_)
            | Self::Days { .. }
            | Self::Address(_)
            | Self::Destination(_)
            | Self::Code { .. } => 400,
        }
    }
}

pub(super) type Captures = Map<&'static str, String>;

/// The route that answers a request, with what its template's names stand for.
pub(super) fn find(request: &Request) -> Result<(&'static Route, Captures), ReadError> {
    let path = request.path.clone();
    let segments = request.segments();
    let (mount, rest) = match segments.split_first().map(|(f, r)| (f.as_str(), r)) {
        Some(("data" | "REST", rest)) => (Mount::Data, rest),
        Some(("xapi", rest)) => (Mount::Xapi, rest),
        _ => return Err(ReadError::NoRoute { path }),
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
    let mounted = || ROUTES.iter().filter(|route| route.mount == mount);
    let mut found: Vec<(_, &'static Route, Captures)> = mounted()
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
        let mut of_method = mounted().filter(|route| route.method == method);
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
        Some((_, _, captures)) if captures.values().any(|name| is_nameless(name)) => {
            Err(ReadError::NoRoute { path })
        }
        Some((_, route, captures)) => Ok((route, captures)),
        None => Err(ReadError::Action {
            action: action.unwrap_or_default(),
        }),
    }
}

/// True if a name, or a step of a path, is empty: it names nothing, and would be lost when it is written.
fn is_nameless(name: &str) -> bool {
    name.split('/').any(str::is_empty)
}

/// The longest template wins; of two alike the one that leaves less open.
fn weight(route: &Route) -> (usize, Reverse<usize>) {
    let count = |c| route.path.matches(c).count();
    (count('/'), Reverse(count('{')))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Method::{Delete, Get};

    /// Fuzzing found that they were read as a call that cannot be written.
    #[test]
    fn paths_that_leave_a_name_out_lead_nowhere() {
        let session = "/data/prearchive/projects/P/t/s";
        for (method, below) in [
            (Get, "/resources//resource"),
            (Get, "/scans//resources/DICOM/files"),
            (Get, "/scans/1/resources/DICOM/files//a.dcm"),
            (Get, "/scans/1/resources/DICOM/files/a%2F"),
            (Delete, "/scans/%2F"),
        ] {
            let path = format!("{session}{below}");
            let request = Request::from_target(method, &path);
            assert_eq!(find(&request), Err(ReadError::NoRoute { path }));
        }
    }
}
