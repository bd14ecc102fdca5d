//! The services, which take several sessions, and imports.

use super::{change, get, service};
use crate::calls::routes::{Route, RouteId};
use crate::http::Method;

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

pub(super) const ROUTES: &[Route] = &[
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
];
