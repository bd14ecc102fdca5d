//! The site: its work, tokens, codes, version, users, and schemas.

use super::{CODE, TEXT, change, get, plain, xapi};
use crate::calls::routes::{Route, RouteId};
use crate::http::Method;

pub(super) const ROUTES: &[Route] = &[
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
