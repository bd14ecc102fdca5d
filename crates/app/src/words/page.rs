//! The frame of the page: top bar, signing in, and what stands everywhere.

use super::text::texts;

texts! {
    PRODUCT = "Prearchive", "Prearchive";
    SESSIONS = "Sessions", "Sessions";
    PROJECTS = "Projects", "Projekte";

    SIGN_IN = "Sign in", "Anmelden";
    SIGNING_IN = "Signing in…", "Anmeldung läuft …";
    SIGN_IN_INTRO = "Review what waits for the archive. Use your XNAT account.", "Prüfen Sie, was auf das Archiv wartet. Verwenden Sie Ihr XNAT-Konto.";
    SIGN_OUT = "Sign out", "Abmelden";
    NOT_SIGNED_OUT = "You are still signed in", "Sie sind noch angemeldet";
    USER_NAME = "User name", "Benutzername";
    PASSWORD = "Password", "Passwort";
    SIGNED_OUT_TITLE = "Sign in again", "Erneut anmelden";
    SIGNED_OUT_INTRO = "Your login has ended. Nothing on this page is lost: sign in to go on where you were.", "Ihre Anmeldung ist abgelaufen. Auf dieser Seite geht nichts verloren: Melden Sie sich an, um dort weiterzumachen, wo Sie waren.";
    STARTING = "Asking the server who is signed in…", "Der Server wird gefragt, wer angemeldet ist …";
    START_FAILED = "The page cannot start", "Die Seite kann nicht starten";

    THEME = "Theme", "Farbschema";
    THEME_SYSTEM = "System", "System";
    THEME_LIGHT = "Light", "Hell";
    THEME_DARK = "Dark", "Dunkel";
    LANGUAGE = "Language", "Sprache";
    LANGUAGE_SYSTEM = "System", "System";

    CLOSE = "Close", "Schließen";
    CANCEL = "Cancel", "Abbrechen";
    RETRY = "Try again", "Erneut versuchen";
    PART_FAILED = "This part of the page could not be loaded", "Dieser Teil der Seite konnte nicht geladen werden";
    LOADING = "Loading…", "Wird geladen …";
    DETAILS = "Details", "Details";
    SERVER_SAYS = "The server says:", "Der Server sagt:";
    ALL_OF = "{0}: {1}", "{0}: {1}";
}

/// What somebody is about: `Sessions: Archiving 2 sessions`, `DEMO: Saved.`
pub(crate) fn about(what: &str, said: &str) -> String {
    ALL_OF.with(&[what, said])
}
