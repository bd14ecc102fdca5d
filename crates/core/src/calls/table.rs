//! All routes, one after the other.

use super::routes::{Mount, Route, RouteId};
use crate::format::Format;
use crate::http::Method;

const TABLE: &[Format] = &[Format::Json, Format::Html, Format::Xml];
const SESSION: &[Format] = &[Format::Xml, Format::Zip, Format::Html];
const TEXT: &[Format] = &[Format::Text];
const CODE: &[Format] = &[Format::Html, Format::Xml];
const SCANS: &str = "/prearchive/projects/{project}/{timestamp}/{session}/scans";
const SCAN: &str = "/prearchive/projects/{project}/{timestamp}/{session}/scans/{scan}";
const ONE: &str = "/prearchive/projects/{project}/{timestamp}/{session}";
const EXPERIMENT: &str = "/projects/{project}/subjects/{subject}/experiments/{label}";
const RESOURCE: &str = "/prearchive/projects/{project}/{timestamp}/{session}/resources/{resource}";
const RESOURCE_FILE: &str =
    "/prearchive/projects/{project}/{timestamp}/{session}/resources/{resource}/files/{path...}";
const UPLOAD_PARAMETERS: &[&str] = &["VISIT", "PROTOCOL", "TIMEZONE", "SOURCE"];
const ARCHIVE_PARAMETERS: &[&str] = &[
    "src",
    "overwrite",
    "overwrite_files",
    "subject",
    "session",
    "quarantine",
    "triggerPipelines",
    "redirect",
    "http-session-listener",
];

const fn get(id: RouteId, path: &'static str, summary: &'static str) -> Route {
    Route {
        id,
        method: Method::Get,
        mount: Mount::Data,
        path,
        action: None,
        parameters: &[],
        variants: TABLE,
        asks: Some(Format::Json),
        prefix: true,
        // Nobody reads it in a browser, which would have to download it.
        summary: if cfg!(target_arch = "wasm32") {
            ""
        } else {
            summary
        },
    }
}

const fn change(id: RouteId, method: Method, path: &'static str, summary: &'static str) -> Route {
    Route {
        method,
        variants: &[],
        asks: None,
        prefix: false,
        ..get(id, path, summary)
    }
}

const fn action(id: RouteId, action: &'static str, summary: &'static str) -> Route {
    Route {
        action: Some(action),
        variants: SESSION,
        ..change(id, Method::Post, ONE, summary)
    }
}

const fn service(
    id: RouteId,
    path: &'static str,
    parameters: &'static [&'static str],
    summary: &'static str,
) -> Route {
    Route {
        parameters,
        asks: Some(Format::Json),
        ..change(id, Method::Post, path, summary)
    }
}

const fn plain(id: RouteId, path: &'static str, summary: &'static str) -> Route {
    Route {
        variants: TEXT,
        asks: None,
        ..get(id, path, summary)
    }
}

const fn xapi(id: RouteId, path: &'static str, summary: &'static str) -> Route {
    Route {
        mount: Mount::Xapi,
        prefix: false,
        ..plain(id, path, summary)
    }
}

/// All routes.
pub const ROUTES: &[Route] = &[
    Route {
        parameters: &["username", "password"],
        ..change(RouteId::SignIn, Method::Post, "/services/auth", "Sign in")
    },
    Route {
        parameters: &["CSRF"],
        variants: TEXT,
        asks: None,
        ..get(
            RouteId::Session,
            "/JSESSION",
            "The session's id and CSRF token",
        )
    },
    // The same two calls by the methods that other people's clients use.
    Route {
        parameters: &["username", "password"],
        ..change(RouteId::SignIn, Method::Put, "/services/auth", "Sign in")
    },
    Route {
        parameters: &["CSRF"],
        variants: TEXT,
        ..change(
            RouteId::Session,
            Method::Post,
            "/JSESSION",
            "The session's id and CSRF token",
        )
    },
    // Some clients add the session's id to the path.
    Route {
        prefix: true,
        ..change(RouteId::SignOut, Method::Delete, "/JSESSION", "Sign out")
    },
    Route {
        variants: TEXT,
        asks: None,
        ..get(RouteId::WhoAmI, "/auth", "Who is signed in")
    },
    Route {
        parameters: &[
            "accessible",
            "data",
            "restrict",
            "permissions",
            "prearc_code",
        ],
        prefix: false,
        ..get(RouteId::Projects, "/projects", "List projects")
    },
    Route {
        variants: CODE,
        asks: None,
        ..get(
            RouteId::PrearchiveCode,
            "/projects/{project}/prearchive_code",
            "Check project prearchive settings",
        )
    },
    change(
        RouteId::SetPrearchiveCode,
        Method::Put,
        "/projects/{project}/prearchive_code/{code}",
        "Set project prearchive settings",
    ),
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
    service(
        RouteId::Move,
        "/services/prearchive/move",
        &["src", "newProject", "async"],
        "Move sessions to another project",
    ),
    service(
        RouteId::Rebuild,
        "/services/prearchive/rebuild",
        &["src", "async", "overrideLock"],
        "Rebuild sessions",
    ),
    service(
        RouteId::Delete,
        "/services/prearchive/delete",
        &["src", "async"],
        "Delete sessions",
    ),
    Route {
        asks: None,
        ..service(
            RouteId::Archive,
            "/services/archive",
            ARCHIVE_PARAMETERS,
            "Archive sessions",
        )
    },
    service(
        RouteId::ValidateArchive,
        "/services/validate-archive",
        ARCHIVE_PARAMETERS,
        "Say what archiving would meet",
    ),
    Route {
        asks: None,
        ..service(
            RouteId::Import,
            "/services/import",
            &[
                "import-handler",
                "dest",
                "src",
                "project",
                "subject",
                "session",
                "overwrite",
                "overwrite_files",
                "action",
                "AA",
                "prearchive_code",
                "Direct-Archive",
                "Ignore-Unparsable",
                "quarantine",
                "triggerPipelines",
                "prevent_auto_commit",
                "prevent_anon",
                "SOURCE",
                "VISIT",
                "PROTOCOL",
                "TIMEZONE",
                "http-session-listener",
                "inbody",
            ],
            "Import a file",
        )
    },
    Route {
        parameters: &["src", "field", "summary"],
        ..get(
            RouteId::DicomDump,
            "/services/dicomdump",
            "Read the DICOM headers of a session, a scan or a file",
        )
    },
    Route {
        parameters: &["inbody"],
        ..change(
            RouteId::PutCacheFile,
            Method::Put,
            "/user/cache/resources/{resource}/files/{path...}",
            "Keep a file for a later import",
        )
    },
    Route {
        prefix: false,
        ..get(RouteId::Project, "/projects/{project}", "Read a project")
    },
    Route {
        prefix: false,
        ..get(
            RouteId::Subjects,
            "/projects/{project}/subjects",
            "List the subjects of what is archived in a project",
        )
    },
    Route {
        prefix: false,
        ..get(
            RouteId::Experiments,
            "/projects/{project}/experiments",
            "List what is archived in a project",
        )
    },
    Route {
        prefix: false,
        ..get(RouteId::Experiment, EXPERIMENT, "Read an archived session")
    },
    Route {
        prefix: false,
        ..get(
            RouteId::ExperimentScans,
            "/projects/{project}/subjects/{subject}/experiments/{label}/scans",
            "List an archived session's scans",
        )
    },
    Route {
        prefix: false,
        ..get(
            RouteId::ExperimentResources,
            "/projects/{project}/subjects/{subject}/experiments/{label}/scans/{scan}/resources",
            "List the resources of an archived scan",
        )
    },
    get(
        RouteId::ExperimentFiles,
        "/projects/{project}/subjects/{subject}/experiments/{label}/scans/{scan}/resources/{resource}/files",
        "List the files of an archived resource",
    ),
    Route {
        asks: None,
        ..get(
            RouteId::ExperimentFile,
            "/projects/{project}/subjects/{subject}/experiments/{label}/scans/{scan}/resources/{resource}/files/{path...}",
            "Download an archived file",
        )
    },
    Route {
        prefix: true,
        ..change(
            RouteId::Refresh,
            Method::Put,
            "/prearchive",
            "Write the rows anew from what is on disk",
        )
    },
    Route {
        parameters: &["recent"],
        ..get(
            RouteId::Recent,
            "/prearchive/experiments",
            "List the sessions that came in the last days",
        )
    },
    plain(
        RouteId::Progress,
        "/status/{key}",
        "The messages of an import that is followed",
    ),
    Route {
        variants: TEXT,
        ..change(
            RouteId::Progress,
            Method::Post,
            "/status/{key}",
            "The messages of an import that is followed",
        )
    },
    change(
        RouteId::ForgetProgress,
        Method::Delete,
        "/status/{key}",
        "Forget the messages of an import",
    ),
    plain(
        RouteId::IssueToken,
        "/services/tokens/issue",
        "A name and a password that stand for mine for two days",
    ),
    plain(
        RouteId::IssueTokenFor,
        "/services/tokens/issue/user/{user}",
        "A name and a password that stand for another user's",
    ),
    plain(
        RouteId::ShowTokens,
        "/services/tokens/show",
        "List my tokens",
    ),
    plain(
        RouteId::ValidateToken,
        "/services/tokens/validate/{alias}/{secret}",
        "Whether a token still holds",
    ),
    plain(
        RouteId::InvalidateToken,
        "/services/tokens/invalidate/{alias}",
        "End a token",
    ),
    Route {
        variants: CODE,
        ..plain(
            RouteId::QuarantineCode,
            "/projects/{project}/quarantine_code",
            "Read a project's quarantine code",
        )
    },
    change(
        RouteId::SetQuarantineCode,
        Method::Put,
        "/projects/{project}/quarantine_code/{code}",
        "Set a project's quarantine code",
    ),
    Route {
        variants: CODE,
        ..plain(
            RouteId::CurrentArc,
            "/projects/{project}/current_arc",
            "The folder into which a project archives",
        )
    },
    change(
        RouteId::SetCurrentArc,
        Method::Put,
        "/projects/{project}/current_arc/{arc}",
        "Set the folder into which a project archives",
    ),
    Route {
        prefix: false,
        ..get(
            RouteId::SearchElements,
            "/search/elements",
            "The data types that can be searched",
        )
    },
    xapi(
        RouteId::BuildInfo,
        "/siteConfig/buildInfo",
        "Which XNAT this is",
    ),
    xapi(
        RouteId::BuildVersion,
        "/siteConfig/buildInfo/version",
        "XNAT's version alone",
    ),
    xapi(RouteId::UserName, "/users/username", "My name, bare"),
    xapi(RouteId::User, "/users/{name}", "About a user"),
    xapi(
        RouteId::Schemas,
        "/schemas",
        "The schemas of XNAT's data types",
    ),
    xapi(RouteId::Schema, "/schemas/{name}", "A schema"),
    xapi(
        RouteId::Tracking,
        "/event_tracking/{key}",
        "How far work is that is followed, and how it ended",
    ),
    xapi(
        RouteId::TrackingPayload,
        "/event_tracking/{key}/payload",
        "The steps of work that is followed",
    ),
];
