//! Any request is read as a call or refused, and a call that was read is read again as it was written.
//!
//! The input is `METHOD target`, a line with the content type, and the body.
#![no_main]

use libfuzzer_sys::fuzz_target;
use prearchive_core::calls::Call;
use prearchive_core::http::{FORM, Method, Request};

fuzz_target!(|input: &[u8]| {
    let Some(request) = request(input) else {
        return;
    };
    match Call::read(&request) {
        Err(error) => {
            assert!((400..500).contains(&error.status()), "{error}");
            assert!(!error.to_string().is_empty());
        }
        // A form is no file to import: it says parameters a second time.
        Ok(Call::Import(import)) if import.content_type == FORM => {}
        Ok(call) => {
            let written = call.request();
            let mut received = Request::from_target(written.method, &written.target());
            received.headers.clone_from(&written.headers);
            received.body.clone_from(&written.body);
            assert_eq!(Call::read(&received), Ok(call), "{}", written.target());
        }
    }
});

fn request(input: &[u8]) -> Option<Request> {
    let mut lines = input.splitn(3, |byte| *byte == b'\n');
    let first = std::str::from_utf8(lines.next()?).ok()?;
    let (method, target) = first.split_once(' ')?;
    let mut request = Request::from_target(Method::from_name(method)?, target);
    if let Some(content_type) = lines.next().filter(|line| !line.is_empty()) {
        let content_type = String::from_utf8_lossy(content_type);
        request = request.with_header("Content-Type", content_type);
    }
    request.body = lines.next().unwrap_or_default().to_vec();
    Some(request)
}
