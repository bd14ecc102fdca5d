//! What waits in the prearchive: sessions, and what is inside them.

use super::{ONE, SESSION, action, change, get};
use crate::calls::routes::{Route, RouteId};
use crate::format::Format;
use crate::http::Method;

const SCANS: &str = "/prearchive/projects/{project}/{timestamp}/{session}/scans";
const SCAN: &str = "/prearchive/projects/{project}/{timestamp}/{session}/scans/{scan}";
const RESOURCE: &str = "/prearchive/projects/{project}/{timestamp}/{session}/resources/{resource}";
const RESOURCE_FILE: &str =
    "/prearchive/projects/{project}/{timestamp}/{session}/resources/{resource}/files/{path...}";
const UPLOAD_PARAMETERS: &[&str] = &["VISIT", "PROTOCOL", "TIMEZONE", "SOURCE"];

pub(super) const ROUTES: &[Route] = &[
    get(RouteId::ListAll, "/prearchive", "List all sessions"),
    get(
        RouteId::List,
        "/prearchive/projects/{project}",
        "List the sessions of a project",
    ),
    Route {
        variants: SESSION,
        ..get(RouteId::Read, ONE, "Read a session: row, document or zip")
    },
    Route {
        parameters: UPLOAD_PARAMETERS,
        ..action(RouteId::Build, "build", "Build a session again and wait")
    },
    Route {
        parameters: &["status"],
        ..action(
            RouteId::SetStatus,
            "set-status",
            "Give a session a status and do nothing else",
        )
    },
    Route {
        parameters: &["tag"],
        ..action(
            RouteId::ResetStatus,
            "reset-status",
            "Write a session's row anew from its document",
        )
    },
    Route {
        parameters: &[
            "AA",
            "VISIT",
            "PROTOCOL",
            "TIMEZONE",
            "SOURCE",
            "http-session-listener",
        ],
        ..action(
            RouteId::Commit,
            "commit",
            "Build a session, archive it if the project does, and wait",
        )
    },
    Route {
        parameters: &["newProject"],
        ..action(RouteId::MoveOne, "move", "Move a session and wait")
    },
    change(
        RouteId::DeleteOne,
        Method::Delete,
        ONE,
        "Delete a session and wait",
    ),
    Route {
        variants: SESSION,
        ..get(
            RouteId::Logs,
            "/prearchive/projects/{project}/{timestamp}/{session}/logs",
            "List a session's log",
        )
    },
    Route {
        variants: SESSION,
        asks: None,
        ..get(
            RouteId::Log,
            "/prearchive/projects/{project}/{timestamp}/{session}/logs/{entry}",
            "Read a log entry",
        )
    },
    get(
        RouteId::SessionResources,
        "/prearchive/projects/{project}/{timestamp}/{session}/resources",
        "List all resources of a session",
    ),
    Route {
        asks: Some(Format::Zip),
        ..get(
            RouteId::ResourceZip,
            RESOURCE,
            "Download a session's own resource as a zip",
        )
    },
    change(
        RouteId::DeleteResource,
        Method::Delete,
        RESOURCE,
        "Delete a session's own resource",
    ),
    get(
        RouteId::ResourceFiles,
        "/prearchive/projects/{project}/{timestamp}/{session}/resources/{resource}/files",
        "List the files of a session's own resource",
    ),
    Route {
        asks: None,
        ..get(
            RouteId::ResourceFile,
            RESOURCE_FILE,
            "Download a file of a session's own resource",
        )
    },
    Route {
        parameters: &["inbody"],
        ..change(
            RouteId::PutResourceFile,
            Method::Put,
            RESOURCE_FILE,
            "Add a file to a session's own resource",
        )
    },
    change(
        RouteId::DeleteResourceFile,
        Method::Delete,
        RESOURCE_FILE,
        "Delete a file of a session's own resource",
    ),
    get(RouteId::Scans, SCANS, "List a session's scans"),
    Route {
        asks: Some(Format::Zip),
        ..get(RouteId::ScanZip, SCAN, "Download a scan as a zip")
    },
    change(RouteId::DeleteScan, Method::Delete, SCAN, "Delete a scan"),
    get(
        RouteId::ScanResources,
        "/prearchive/projects/{project}/{timestamp}/{session}/scans/{scan}/resources",
        "List a scan's resources",
    ),
    get(
        RouteId::Files,
        "/prearchive/projects/{project}/{timestamp}/{session}/scans/{scan}/resources/{resource}/files",
        "List a resource's files",
    ),
    Route {
        asks: None,
        ..get(
            RouteId::File,
            "/prearchive/projects/{project}/{timestamp}/{session}/scans/{scan}/resources/{resource}/files/{path...}",
            "Download a file",
        )
    },
];
