//! A behaviour's requests over HTTP.

use std::io::Read;

use prearchive_core::http::{Method, Request, Response};
use ureq::Agent;
use ureq::http::Request as HttpRequest;

/// Takes every status as an answer, and follows no redirect.
pub(crate) fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into()
}

/// Sends a request, and reads the answer.
pub(crate) fn carry(agent: &Agent, base: &str, request: &Request) -> Response {
    let mut outgoing = HttpRequest::builder()
        .method(request.method.as_str())
        .uri(format!("{base}{}", request.target()));
    for (name, value) in &request.headers {
        outgoing = outgoing.header(name, value);
    }
    let answer = if request.method == Method::Get {
        agent.run(outgoing.body(()).unwrap())
    } else {
        agent.run(outgoing.body(request.body.as_slice()).unwrap())
    };
    let mut answer = answer.unwrap();
    let mut response = Response::empty(answer.status().as_u16());
    for (name, value) in answer.headers() {
        response = response.with_header(name.as_str(), value.to_str().unwrap());
    }
    let mut body = answer.body_mut().as_reader();
    body.read_to_end(&mut response.body).unwrap();
    response
}
