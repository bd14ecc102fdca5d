//! Requests as other programs send them: Basic with each, and parameters where that program puts them.

use prearchive_core::format::Format;
use prearchive_core::http::{Method, Request, Response};
use prearchive_core::resultset::Table;

use crate::World;
use crate::files::zip;

/// Sends a request as a user whose password is the name.
#[must_use]
pub fn send(world: &World, user: &str, request: Request) -> Response {
    let basic = match user {
        "admin" => "YWRtaW46YWRtaW4=",
        "owner" => "b3duZXI6b3duZXI=",
        "member" => "bWVtYmVyOm1lbWJlcg==",
        _ => panic!("no such user: {user}"),
    };
    world.send(&request.with_header("Authorization", format!("Basic {basic}")))
}

/// Asks for a path with a query.
#[must_use]
pub fn ask(world: &World, user: &str, method: Method, target: &str) -> Response {
    send(world, user, Request::from_target(method, target))
}

/// Posts a form.
#[must_use]
pub fn form(world: &World, user: &str, path: &str, pairs: &[(&str, &str)]) -> Response {
    let pairs: Vec<(String, String)> = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let request = Request::from_target(Method::Post, path).with_form(&pairs);
    send(world, user, request)
}

/// Imports a zip of files as the owner, with parameters in the query.
#[must_use]
pub fn import(world: &World, query: &[(&str, &str)], files: &[(&str, &[u8])]) -> Response {
    import_body(world, query, "application/zip", zip(files))
}

/// Imports a body as the owner, with parameters in the query.
#[must_use]
pub fn import_body(
    world: &World,
    query: &[(&str, &str)],
    content_type: &str,
    body: Vec<u8>,
) -> Response {
    let mut request = Request::from_target(Method::Post, "/data/services/import");
    for (name, value) in query {
        request = request.with_query(name, *value);
    }
    send(world, "owner", request.with_body(content_type, body))
}

/// The one URI of an answer that must have that status.
#[must_use]
pub fn uri(response: &Response, status: u16) -> String {
    let text = response.text();
    assert_eq!(response.status, status, "{text}");
    text.trim().to_owned()
}

/// A column of the JSON table at a path.
#[must_use]
pub fn column(world: &World, user: &str, path: &str, column: &str) -> Vec<String> {
    let target = format!("{path}?format=json");
    let response = ask(world, user, Method::Get, &target);
    assert_eq!(response.status, 200, "{target}: {}", response.text());
    let table = Table::read(&response.body, Format::Json).unwrap();
    table.iter().map(|row| row.text(column)).collect()
}

/// Checks that a scan's file comes back byte for byte, below a session's URI in the prearchive or the archive.
pub fn assert_file(world: &World, session: &str, scan: &str, (name, bytes): (&str, &[u8])) {
    let name = name.rsplit('/').next().unwrap_or(name);
    let target = format!("{session}/scans/{scan}/resources/DICOM/files/{name}");
    let response = ask(world, "owner", Method::Get, &target);
    assert_eq!(response.status, 200, "{target}: {}", response.text());
    assert_eq!(response.body, bytes, "{target}");
}
