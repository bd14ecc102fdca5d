//! How the app looks and speaks.

use super::place::here;
use super::{random, window};
use crate::store::Theme;
use crate::words::LanguageChoice;

/// Shows the page in the theme.
pub(crate) fn show_theme(theme: Theme) {
    if let Some(skin) = here().map(|place| place.skin()) {
        let _ = match theme {
            Theme::System => skin.remove_attribute("data-theme"),
            _ => skin.set_attribute("data-theme", theme.code()),
        };
    }
}

/// Has the page speak the language, and tells the browser and screen readers which one it is.
pub(crate) fn show_language(choice: LanguageChoice) {
    let system = window().and_then(|window| window.navigator().language());
    let language = choice.language(&system.unwrap_or_default());
    language.set();
    if let Some(place) = here() {
        place.speak(language);
        let skin = place.skin();
        // Refused only for names that are no attributes.
        let _ = skin.set_attribute("lang", language.code());
        let _ = skin.set_attribute("dir", language.direction());
    }
}

/// Hides on screen what could name a patient, or shows it again.
pub(crate) fn hide_names(hide: bool) {
    thread_local! {
        /// The same on the whole visit, so that what stands in for a name stays the same.
        static SALT: u64 = random();
    }
    crate::words::veil(hide.then(|| SALT.with(|salt| *salt)));
    if let Some(skin) = here().map(|place| place.skin()) {
        // Refused only for names that are no attributes.
        let _ = skin.toggle_attribute_with_force("data-names-hidden", hide);
    }
}
