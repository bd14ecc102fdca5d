//! Who signs in, and the projects with their prearchive settings.

use super::{CODE, TEXT, change, get};
use crate::calls::routes::{Route, RouteId};
use crate::http::Method;

pub(super) const ROUTES: &[Route] = &[
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
];
