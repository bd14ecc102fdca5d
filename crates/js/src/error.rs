//! Failures as JavaScript's `Error`, with `code`, `status` and `words`.

use std::fmt::Display;

use js_sys::{Error, Reflect};
use prearchive_client::ClientError;
use wasm_bindgen::JsValue;

/// What a call of the package ends with.
pub(crate) type Result<T> = std::result::Result<T, JsValue>;

/// A failure of a call.
#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that `map_err` takes"
)]
pub(crate) fn failed(error: ClientError) -> JsValue {
    let words = Some(error.words()).filter(|words| !words.is_empty());
    thrown(error.code(), &error, error.status(), words)
}

/// An argument that cannot be used; nothing was sent.
pub(crate) fn bad_argument(error: impl Display) -> JsValue {
    thrown("bad-argument", &error, None, None)
}

fn thrown(code: &str, message: &dyn Display, status: Option<u16>, words: Option<&str>) -> JsValue {
    let error = Error::new(&message.to_string());
    error.set_name("PrearchiveError");
    for (name, value) in [
        ("code", JsValue::from(code)),
        ("status", JsValue::from(status)),
        ("words", JsValue::from(words)),
    ] {
        // A new object takes any property.
        let _ = Reflect::set(&error, &name.into(), &value);
    }
    error.into()
}
