//! Forms, queries and paths of any bytes are read, and what was read is read again as it was written.
//!
//! The input is the target of a request line, a line feed, and a form body.
#![no_main]

use libfuzzer_sys::fuzz_target;
use prearchive_core::http::{FORM, Method, Parameters, Request};

fuzz_target!(|input: &[u8]| {
    let end = input.iter().position(|byte| *byte == b'\n');
    let (target, body) = input.split_at(end.unwrap_or(input.len()));
    let body = body.get(1..).unwrap_or_default();

    let mut request = Request::from_target(Method::Post, &String::from_utf8_lossy(target));
    let segments = request.segments();
    let written = Request::new(Method::Post, segments.iter().map(String::as_str));
    assert_eq!(written.segments(), segments);

    let mut query = Request::new(Method::Post, ["data"]);
    query.query.clone_from(&request.query);
    let query = Request::from_target(Method::Post, &query.target());
    assert_eq!(query.query, request.query);

    request.body = body.to_vec();
    let request = request.with_header("Content-Type", FORM);
    let parameters = request.parameters();
    let written = Request::new(Method::Post, ["data"]).with_form(&parameters.0);
    assert_eq!(written.parameters(), parameters);
    look_up(&parameters);
});

/// Each parameter is found by its name, and the last one of a name counts.
fn look_up(parameters: &Parameters) {
    for (name, value) in &parameters.0 {
        assert!(parameters.all(name).any(|known| known == value));
        let last = parameters.all(name).last().filter(|text| !text.is_empty());
        assert_eq!(parameters.one(name), last);
        assert_eq!(
            parameters.is_true(name),
            parameters.flag(name) == Some(true)
        );
    }
}
