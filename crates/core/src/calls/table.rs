//! All routes, one after the other.

mod archive;
mod people;
mod services;
mod sessions;
mod site;

use super::routes::{Mount, Route, RouteId};
use crate::format::Format;
use crate::http::Method;

/// All routes.
pub const ROUTES: &[Route] = &joined();

const PARTS: [&[Route]; 5] = [
    people::ROUTES,
    sessions::ROUTES,
    services::ROUTES,
    archive::ROUTES,
    site::ROUTES,
];

const COUNT: usize = {
    let (mut count, mut part) = (0, 0);
    while part < PARTS.len() {
        count += PARTS[part].len();
        part += 1;
    }
    count
};

const fn joined() -> [Route; COUNT] {
    let mut all = [PARTS[0][0]; COUNT];
    let (mut count, mut part) = (0, 0);
    while part < PARTS.len() {
        let mut at = 0;
        while at < PARTS[part].len() {
            all[count] = PARTS[part][at];
            count += 1;
            at += 1;
        }
        part += 1;
    }
    all
}

const TABLE: &[Format] = &[Format::Json, Format::Html, Format::Xml];
const SESSION: &[Format] = &[Format::Xml, Format::Zip, Format::Html];
const TEXT: &[Format] = &[Format::Text];
const CODE: &[Format] = &[Format::Html, Format::Xml];
const ONE: &str = "/prearchive/projects/{project}/{timestamp}/{session}";

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
