//! What the browser keeps for the page: the URL, and texts under keys in its local storage.

use wasm_bindgen::JsValue;

use super::place::here;
use super::{document, window};

/// The fragment of the URL, if that is the app's own.
pub(crate) fn hash() -> String {
    window()
        .filter(|_| owns_url())
        .and_then(|window| window.location().hash().ok())
        .unwrap_or_default()
}

fn owns_url() -> bool {
    here().is_some_and(|place| place.is_page)
}

/// Writes the fragment, if it is the app's own, as a new step of the history or in place of the present one.
pub(crate) fn set_hash(hash: &str, step: bool) {
    let window = window().filter(|_| owns_url());
    let Some(history) = window.and_then(|window| window.history().ok()) else {
        return;
    };
    // Refused only where pages have no URL of their own; then there is nothing to keep either.
    let _ = if step {
        history.push_state_with_url(&JsValue::NULL, "", Some(hash))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(hash))
    };
}

/// The whole URL of what a link or a fragment on this page leads to.
pub(crate) fn absolute(href: &str) -> Option<String> {
    let base = document()?.base_uri().ok()??;
    Some(web_sys::Url::new_with_base(href, &base).ok()?.href())
}

/// What this browser keeps for the page under a key; empty if it keeps nothing.
pub(crate) fn kept(key: &str) -> String {
    let storage = window().and_then(|window| window.local_storage().ok().flatten());
    let kept = storage.and_then(|storage| storage.get_item(key).ok().flatten());
    kept.unwrap_or_default()
}

/// Keeps a text under a key, or nothing.
pub(crate) fn keep(key: &str, text: Option<&str>) {
    if let Some(storage) = window().and_then(|window| window.local_storage().ok().flatten()) {
        // A browser that keeps nothing forgets it on reload.
        let _ = match text {
            None => storage.remove_item(key),
            Some(text) => storage.set_item(key, text),
        };
    }
}

/// What this browser keeps under all keys that start so: keys and texts.
pub(crate) fn kept_below(prefix: &str) -> Vec<(String, String)> {
    let storage = window().and_then(|window| window.local_storage().ok().flatten());
    let count = storage.as_ref().and_then(|storage| storage.length().ok());
    let key = |at| storage.as_ref()?.key(at).ok()?;
    let keys = (0..count.unwrap_or(0)).filter_map(key);
    keys.filter(|key| key.starts_with(prefix))
        .map(|key| {
            let text = kept(&key);
            (key, text)
        })
        .collect()
}
