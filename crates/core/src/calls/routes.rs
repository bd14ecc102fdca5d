//! The table of routes: one for client, engine and documentation.

use crate::format::Format;
use crate::http::Method;

/// Names a route; there is one per kind of [`super::Call`], and the first row of that name is the one we send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "`Call` documents its kinds under the same names"
)]
pub enum RouteId {
    SignIn,
    Session,
    SignOut,
    WhoAmI,
    Projects,
    PrearchiveCode,
    SetPrearchiveCode,
    ListAll,
    List,
    Read,
    Build,
    Commit,
    MoveOne,
    DeleteOne,
    Logs,
    Log,
    SessionResources,
    Scans,
    ScanZip,
    DeleteScan,
    ScanResources,
    Files,
    File,
    Move,
    Rebuild,
    Delete,
    Archive,
    ValidateArchive,
    Import,
    Experiment,
}

/// One route of the REST API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Route {
    /// Its name.
    pub id: RouteId,
    /// Its method.
    pub method: Method,
    /// Its path below `/data` (or `/REST`); `{name}` is one segment, `{name...}` the rest.
    pub path: &'static str,
    /// The value of the parameter `action` that tells it from others on the same path.
    pub action: Option<&'static str>,
    /// Its other parameters, as they are spelled on the wire.
    pub parameters: &'static [&'static str],
    /// The renderings that the resource declares, the default first; none means XML unless `format` says otherwise.
    pub variants: &'static [Format],
    /// The rendering that our client asks for with `format`, if any.
    pub asks: Option<Format>,
    /// True if a longer path is answered too, as XNAT's router does on reading.
    pub prefix: bool,
    /// What it does, in a few words.
    pub summary: &'static str,
}

const TABLE: &[Format] = &[Format::Json, Format::Html, Format::Xml];
const SESSION: &[Format] = &[Format::Xml, Format::Zip, Format::Html];
const TEXT: &[Format] = &[Format::Text];
const CODE: &[Format] = &[Format::Html, Format::Xml];
const SCANS: &str = "/prearchive/projects/{project}/{timestamp}/{session}/scans";
const SCAN: &str = "/prearchive/projects/{project}/{timestamp}/{session}/scans/{scan}";
const ONE: &str = "/prearchive/projects/{project}/{timestamp}/{session}";
const ARCHIVE_PARAMETERS: &[&str] = &[
    "src",
    "overwrite",
    "subject",
    "session",
    "quarantine",
    "triggerPipelines",
];

const fn get(id: RouteId, path: &'static str, summary: &'static str) -> Route {
    Route {
        id,
        method: Method::Get,
        path,
        action: None,
        parameters: &[],
        variants: TABLE,
        asks: Some(Format::Json),
        prefix: true,
        summary,
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
    change(RouteId::SignOut, Method::Delete, "/JSESSION", "Sign out"),
    Route {
        variants: TEXT,
        asks: None,
        ..get(RouteId::WhoAmI, "/auth", "Who is signed in")
    },
    Route {
        parameters: &["accessible", "data", "restrict", "prearc_code"],
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
    action(RouteId::Build, "build", "Build a session again and wait"),
    Route {
        parameters: &["AA"],
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
        &["src", "async"],
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
                "project",
                "subject",
                "session",
                "overwrite",
                "action",
                "AA",
                "Ignore-Unparsable",
                "prevent_auto_commit",
                "prevent_anon",
                "SOURCE",
                "inbody",
            ],
            "Import a file",
        )
    },
    get(
        RouteId::Experiment,
        "/projects/{project}/subjects/{subject}/experiments/{label}",
        "Read an archived session",
    ),
];

/// The eleven calls of XNAT's page “Prearchive API”, in its order: its title and the routes that serve it.
pub const PAGE: &[(&str, &[RouteId])] = &[
    (
        "Get A List Of All Sessions In The Prearchive",
        &[RouteId::ListAll, RouteId::List],
    ),
    ("Move A Session To A New Project", &[RouteId::Move]),
    ("Rebuild An Image Session Listing", &[RouteId::Rebuild]),
    (
        "Delete An Image Session From The Prearchive",
        &[RouteId::Delete],
    ),
    (
        "Get A List Of Scans From A Session In The Prearchive",
        &[RouteId::Scans],
    ),
    (
        "Delete A Single Scan From A Session In The Prearchive",
        &[RouteId::DeleteScan],
    ),
    (
        "Get A List Of Scan Resources From A Session In The Prearchive",
        &[RouteId::ScanResources],
    ),
    (
        "Get A List Of Scan Resource Files From A Session In The Prearchive",
        &[RouteId::Files],
    ),
    (
        "Get A Scan Resource File From A Session In The Prearchive",
        &[RouteId::File],
    ),
    (
        "Set Project Prearchive Settings",
        &[RouteId::SetPrearchiveCode],
    ),
    (
        "Check Project Prearchive Settings",
        &[RouteId::PrearchiveCode],
    ),
];

/// The route of that name that our client uses.
#[must_use]
pub fn route(id: RouteId) -> &'static Route {
    ROUTES
        .iter()
        .find(|route| route.id == id)
        .unwrap_or(&ROUTES[0])
}
