//! The frame of the page: top bar, signing in, and what stands everywhere.

use super::text::{Text, plural, texts};
use crate::store::away::Why;

texts! {
    PRODUCT = "Prearchive", "Prearchive";
    SESSIONS = "Sessions", "Sessions";
    BOARD = "Board", "Tafel";
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

    MENU = "Menu", "Menü";

    AWAY = "Connection", "Verbindung";
    OFFLINE_TITLE = "No network since {0}.", "Kein Netz seit {0}.";
    GONE_SINCE = "The server cannot be reached since {0}.", "Der Server ist seit {0} nicht erreichbar.";
    AWAY_WORKS = "The list of {0} can be looked through and searched; nothing can be opened or changed.", "Die Liste von {0} lässt sich ansehen und durchsuchen; öffnen und ändern lässt sich nichts.";
    AWAY_WAITS = "It goes on by itself when the network is back.", "Es geht von selbst weiter, sobald das Netz wieder da ist.";
    AWAY_TRIES = "Trying now…", "Neuer Versuch läuft …";
    NEXT_TRY_NOW = "The next try is in a moment.", "Der nächste Versuch folgt gleich.";
    NEXT_TRY_ONE = "The next try is in {0} second.", "Der nächste Versuch folgt in {0} Sekunde.";
    NEXT_TRY_MANY = "The next try is in {0} seconds.", "Der nächste Versuch folgt in {0} Sekunden.";
    TRY_NOW = "Try now", "Jetzt versuchen";
    IS_OFFLINE = "No network. The list is as it was.", "Kein Netz. Die Liste ist, wie sie war.";
    IS_GONE = "The server cannot be reached. The list is as it was.", "Der Server ist nicht erreichbar. Die Liste ist, wie sie war.";
    IS_BACK = "The server is back.", "Der Server ist wieder da.";

    CLOSE = "Close", "Schließen";
    CANCEL = "Cancel", "Abbrechen";
    RETRY = "Try again", "Erneut versuchen";
    PART_FAILED = "This part of the page could not be loaded", "Dieser Teil der Seite konnte nicht geladen werden";
    LOADING = "Loading…", "Wird geladen …";
    DETAILS = "Details", "Details";
    SERVER_SAYS = "The server says:", "Der Server sagt:";
    ALL_OF = "{0}: {1}", "{0}: {1}";
}

/// What is said once when the server has gone, or is back.
pub(crate) fn away(why: Option<Why>) -> Text {
    match why {
        Some(Why::Offline) => IS_OFFLINE,
        Some(Why::Gone) => IS_GONE,
        None => IS_BACK,
    }
}

/// What has happened, and since when: `No network since 08:32:05.`
pub(crate) fn away_since(why: Why, since: &str) -> String {
    match why {
        Why::Offline => OFFLINE_TITLE,
        Why::Gone => GONE_SINCE,
    }
    .with(&[since])
}

/// What still works with a list of that time.
pub(crate) fn away_works(loaded: &str) -> String {
    AWAY_WORKS.with(&[loaded])
}

/// When it is tried again.
pub(crate) fn next_try(seconds: usize) -> String {
    match seconds {
        0 => NEXT_TRY_NOW.into(),
        _ => plural(seconds, NEXT_TRY_ONE, NEXT_TRY_MANY),
    }
}

/// What somebody is about: `Sessions: Archiving 2 sessions`, `DEMO: Saved.`
pub(crate) fn about(what: &str, said: &str) -> String {
    ALL_OF.with(&[what, said])
}
