//! How the whole page looks and speaks, and where it is drawn.

use super::{document, random, window};
use crate::store::Theme;
use crate::words::LanguageChoice;

/// The element in which the page is drawn: `#app`, made if there is none. Takes the loading sign away.
pub(crate) fn root() -> Option<web_sys::Element> {
    let document = document()?;
    if let Some(loading) = document.get_element_by_id("loading") {
        loading.remove();
    }
    if let Some(root) = document.get_element_by_id("app") {
        return Some(root);
    }
    let root = document.create_element("div").ok()?;
    root.set_id("app");
    document.body()?.append_child(&root).ok()?;
    Some(root)
}

/// Shows the page in the theme.
pub(crate) fn show_theme(theme: Theme) {
    if let Some(root) = document().and_then(|d| d.document_element()) {
        let _ = match theme {
            Theme::System => root.remove_attribute("data-theme"),
            _ => root.set_attribute("data-theme", theme.code()),
        };
    }
}

/// Has the page speak the language, and tells the browser and screen readers which one it is.
pub(crate) fn show_language(choice: LanguageChoice) {
    let system = window().and_then(|window| window.navigator().language());
    let language = choice.language(&system.unwrap_or_default());
    language.set();
    if let Some(root) = document().and_then(|d| d.document_element()) {
        // Refused only for names that are no attributes.
        let _ = root.set_attribute("lang", language.code());
        let _ = root.set_attribute("dir", language.direction());
    }
}

/// Hides on screen what could name a patient, or shows it again.
pub(crate) fn hide_names(hide: bool) {
    thread_local! {
        /// The same on the whole visit, so that what stands in for a name stays the same.
        static SALT: u64 = random();
    }
    crate::words::veil(hide.then(|| SALT.with(|salt| *salt)));
    if let Some(root) = document().and_then(|d| d.document_element()) {
        // Refused only for names that are no attributes.
        let _ = root.toggle_attribute_with_force("data-names-hidden", hide);
    }
}
