//! What leaves the page: files to save, and texts to copy.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

use super::{document, window};
use crate::store::host::{Detail, News};

/// Has the browser save a text as a file.
pub(crate) fn save(name: &str, kind: &str, text: &str) {
    let saved = || -> Result<(), JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(kind);
        let parts = js_sys::Array::of1(&text.into());
        let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
        let url = Url::create_object_url_with_blob(&blob)?;
        let document = document().ok_or(JsValue::NULL)?;
        let link: HtmlElement = document.create_element("a")?.dyn_into()?;
        link.set_attribute("href", &url)?;
        link.set_attribute("download", name)?;
        link.click();
        // Browsers read it some time after the click.
        gloo_timers::callback::Timeout::new(60_000, move || {
            let _ = Url::revoke_object_url(&url);
        })
        .forget();
        Ok(())
    };
    // Refused only by a browser that is out of memory.
    let _ = saved();
}

/// Copies a text; tells whether the browser let the page.
pub(crate) fn copy(text: &str, done: impl FnOnce(bool) + 'static) {
    // There is no clipboard outside of secure contexts.
    let navigator = window().map(|window| JsValue::from(window.navigator()));
    let has = navigator.is_some_and(|navigator| {
        js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|found| found.is_object())
    });
    let Some(window) = window().filter(|_| has) else {
        return done(false);
    };
    let promise = window.navigator().clipboard().write_text(text);
    wasm_bindgen_futures::spawn_local(async move {
        done(wasm_bindgen_futures::JsFuture::from(promise).await.is_ok());
    });
}

/// Tells the page around what happens; false if it does not want that.
pub(crate) fn tell(tell: &js_sys::Function, news: &News) -> bool {
    let detail = js_sys::Object::new();
    for (name, value) in &news.detail {
        let value = match value {
            Detail::Text(text) => text.into(),
            Detail::Texts(texts) => texts
                .iter()
                .map(JsValue::from)
                .collect::<js_sys::Array>()
                .into(),
            Detail::Count(count) => JsValue::from(*count as f64),
            Detail::Is(is) => JsValue::from(*is),
        };
        // An object of ours takes any property.
        let _ = js_sys::Reflect::set(&detail, &(*name).into(), &value);
    }
    // Whoever fails to listen has not refused.
    let answer = tell.call2(&JsValue::NULL, &news.name.into(), &detail);
    answer.map_or(true, |answer| answer != JsValue::FALSE)
}
