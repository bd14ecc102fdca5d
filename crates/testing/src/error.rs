//! Failures as `Error` objects with a stable `code`.

use js_sys::{Error, Reflect};
use prearchive_engine::refusal::Refusal;
use prearchive_engine::store::StoreError;
use wasm_bindgen::JsValue;

/// What is set up wrongly: the caller's words cannot be understood, or name what is not there.
const INVALID: &str = "invalid-argument";
/// The engine could not do it.
const SERVER: &str = "server";

/// An `Error` with a code.
fn error(code: &str, message: &str) -> JsValue {
    let error = Error::new(message);
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&error, &"code".into(), &code.into());
    error.into()
}

/// What was asked for cannot be.
pub(crate) fn invalid(message: &impl ToString) -> JsValue {
    error(INVALID, &message.to_string())
}

/// What the engine refused.
pub(crate) fn refused(refusal: &Refusal) -> JsValue {
    error(SERVER, &refusal.to_string())
}

/// What the store could not do.
pub(crate) fn failed(failure: &StoreError) -> JsValue {
    error(SERVER, &failure.to_string())
}
